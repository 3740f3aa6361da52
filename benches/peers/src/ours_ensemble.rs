//! TO BE FILLED IN with the crate's `ensemble` wing: tasks B and C leave its rows out while these return `None`.

/// Task B: V (mV) of each neuron after `steps` steps of RK4 of `population::DT`, all from `clamped_at(0.0)` at rest,
/// each under its own constant current (µA/cm²).
pub(crate) fn ours_ensemble(_currents: &[f64], _steps: u32) -> Option<Vec<f64>> {
    None
}

/// Task C: the times (ms) at which each neuron rises through `crossings::LEVEL` within `curve::DURATION`.
pub(crate) fn ours_ensemble_spikes(_currents: &[f64]) -> Option<Vec<Vec<f64>>> {
    None
}
