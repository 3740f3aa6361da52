//! Curves: the traces with their spikes, the f–I curve, the limit cycle.

use crate::settings::{Pulsed, Settings};
use excitable::ode::Adaptive;
use excitable::{Error, Solution, Trial, prelude::*};

/// The span of the traces (ms) and the samples in it.
const END: f64 = 60.0;
const SAMPLES: u16 = 1200;
/// The time (ms) in which the axon settles into its cycle.
const SETTLING: f64 = 300.0;

/// `count` + 1 numbers from `start` over `length`.
fn grid(start: f64, length: f64, count: u16) -> impl Iterator<Item = f64> {
    (0..=count).map(move |k| start + length * f64::from(k) / f64::from(count))
}

/// Every machine has the bits of its runs, as long as the temperature is that of 1952.
fn control() -> Adaptive<Rk45, Membrane<f64>> {
    Rk45.adaptive().rtol(1e-6).portable()
}

/// Behind a pointer: the step stands in the module once.
fn run(
    axon: &dyn OdeSystem<State = Membrane<f64>>,
    y: Membrane<f64>,
    end: f64,
) -> Result<Solution<Membrane<f64>>, Error> {
    integrate(axon, 0.0..end, y, control()).solution()
}

/// t, I, V, m, h, n at each sample; and the times of the spikes.
pub(crate) fn traces(settings: &Settings) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let (rest, axon) = (settings.axon()?.rest()?, settings.pulsed()?);
    let solution = run(&axon, rest, END)?;
    let samples = solution.sample(grid(0.0, END, SAMPLES))?;
    let row = |(t, y): &(f64, Membrane<f64>)| [*t, axon.stimulus().current(*t), y.v, y.m, y.h, y.n];
    let mut spikes = Vec::new();
    for step in solution.steps() {
        let crossings = step.curve(component(0))?.crossings(50.0);
        spikes.extend(crossings.filter(|(_, rises)| *rises).map(|(t, _)| t));
    }
    Ok((samples.iter().flat_map(row).collect(), spikes))
}

/// The swing (mV) that counts as an oscillation: a smaller one may be a decay slower than the run.
const SWING: f64 = 0.1;

/// The frequency (0 at rest) under a steady current, with the lowest and the highest V.
fn firing(
    trial: &Trial<Membrane<f64>, Adaptive<Rk45, Membrane<f64>>>,
    axon: &Pulsed,
) -> Result<[f64; 3], Error> {
    let axon: &dyn OdeSystem<State = Membrane<f64>> = axon;
    // Without a level to cross: near the upper end spikes are low.
    let oscillation = trial.firing(axon, 0.5 * SETTLING)?.oscillation;
    let oscillation = oscillation.filter(|x| x.high - x.low > SWING);
    Ok(oscillation.map_or([0.0; 3], |x| [x.frequency, x.low, x.high]))
}

/// The current and the rate, from exact rest; NaN where the line jumps from or to 0.
pub(crate) fn rates(settings: &Settings) -> Result<Vec<f64>, Error> {
    let axon = settings.axon()?;
    let trial = axon.trial(SETTLING)?.with_control(control());
    let (mut rates, mut before) = (Vec::new(), 0.0);
    for current in grid(0.0, 160.0, 64) {
        let [rate, ..] = firing(&trial, &Settings::steady(axon, current))?;
        if (rate == 0.0) != (before == 0.0) {
            rates.extend([f64::NAN; 2]);
        }
        rates.extend([current, rate]);
        before = rate;
    }
    Ok(rates)
}

/// V, m and n around the last turn of the run; and the period with the lowest and the highest V.
/// Nothing where it comes to rest.
pub(crate) fn cycle(settings: &Settings) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let axon = settings.axon()?;
    let (rest, trial) = (axon.rest()?, axon.trial(SETTLING)?.with_control(control()));
    let axon = Settings::steady(axon, settings.steady);
    let [frequency, low, high] = firing(&trial, &axon)?;
    if frequency == 0.0 {
        return Ok((Vec::new(), Vec::new()));
    }
    let period = 1000.0 / frequency;
    let solution = run(&axon, rest, SETTLING)?;
    let samples = solution.sample(grid(SETTLING - period, period, 400))?;
    Ok((samples.iter().flat_map(|(_, y)| [y.v, y.m, y.n]).collect(), vec![period, low, high]))
}
