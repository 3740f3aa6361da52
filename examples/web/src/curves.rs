//! Curves: the traces with their spikes, the f–I curve, the limit cycle.

use crate::settings::{Pulsed, Settings};
use excitable::ode::Adaptive;
use excitable::{Error, prelude::*};

/// The span of the traces (ms) and the samples in it.
const END: f64 = 60.0;
const SAMPLES: u16 = 1200;

/// `count` + 1 numbers from 0 to `end`.
fn grid(end: f64, count: u16) -> impl Iterator<Item = f64> {
    (0..=count).map(move |k| end * f64::from(k) / f64::from(count))
}

/// Every machine has the bits of its runs, as long as the temperature is that of 1952.
fn control() -> Adaptive<Dop853, Membrane<f64>> {
    Dop853.adaptive().rtol(1e-6).portable()
}

/// Behind a pointer: one copy of the step in the module serves the runs and the search for the cycle.
fn shared(axon: &Pulsed) -> &dyn OdeSystem<State = Membrane<f64>> {
    axon
}

/// t, I, V, m, h, n at each sample; and the times of the spikes.
pub(crate) fn traces(settings: &Settings) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let axon = settings.pulsed()?;
    let solution = integrate(shared(&axon), 0.0..END, axon.rest()?, control()).solution()?;
    let samples = solution.sample(grid(END, SAMPLES))?;
    let row = |(t, y): &(f64, Membrane<f64>)| [*t, axon.stimulus().current(*t), y.v, y.m, y.h, y.n];
    let spikes = solution.events(&Membrane::rises_through(50.0))?;
    Ok((samples.iter().flat_map(row).collect(), spikes.iter().map(|spike| spike.t).collect()))
}

/// The current and the rate, from exact rest.
pub(crate) fn rates(settings: &Settings) -> Result<Vec<f64>, Error> {
    let axon = settings.axon()?;
    let trial = axon.trial(300.0)?.with_control(control());
    let mut rates = Vec::new();
    for current in grid(160.0, 64) {
        let firing = trial.firing(shared(&Settings::steady(axon, current)), 150.0)?;
        // Without a level to cross: near the upper end spikes are low.
        rates.extend([current, firing.oscillation.map_or(0.0, |x| x.frequency)]);
    }
    Ok(rates)
}

/// V, m and n once around; and the period with the lowest and the highest V.
pub(crate) fn cycle(settings: &Settings) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let axon = settings.axon()?;
    let found = axon.limit_cycle(settings.steady)?;
    let axon = Settings::steady(axon, settings.steady);
    let run = integrate(shared(&axon), 0.0..found.period, found.y, control());
    let samples = run.solution()?.sample(grid(found.period, 400))?;
    let points = samples.iter().flat_map(|(_, y)| [y.v, y.m, y.n]).collect();
    Ok((points, vec![found.period, found.extent.low.value, found.extent.high.value]))
}
