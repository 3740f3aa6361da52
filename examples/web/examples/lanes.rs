//! An ensemble of axons in lanes, for `page/lanes.mjs`, which measures it with and without the
//! vectors of WebAssembly.

use excitable::prelude::*;

/// The mean potential of the neurons at the end, so that nothing is left out; NaN for an error.
fn mean(count: u32, steps: u32, method: u32) -> f64 {
    let current = |i| constant(100.0 * f64::from(i) / f64::from(count));
    let axons = (0..count).map(|i| HodgkinHuxley::squid_axon().with_stimulus(current(i)));
    let start = HodgkinHuxley::<f64>::squid_axon().clamped_at(0.0);
    let ensemble = Ensemble::new(axons).starting_from((0..count).map(|_| start));
    let span = 0.0..0.01 * f64::from(steps);
    let found = match method {
        0 => ensemble.run(span, FastStrang.fixed(0.01)),
        1 => ensemble.run(span, SafeStrang.fixed(0.01)),
        _ => ensemble.run(span, Rk4.fixed(0.01)),
    };
    let total = found.map(|found| found.iter().map(|neuron| neuron.end.v).sum::<f64>());
    total.unwrap_or(f64::NAN) / f64::from(count)
}

/// As [`mean`], for the script.
#[unsafe(no_mangle)]
pub extern "C" fn ensemble(count: u32, steps: u32, method: u32) -> f64 {
    mean(count, steps, method)
}
