//! `neuromod`: its neuron of 1952, in f32, by RK4 of 0.01 ms, with the leak of table 3 set.

use crate::crossings::Crossings;
use crate::curve::{Curve, DURATION};
use crate::population::{PART, Population};
use crate::squid::clamped_at_zero;
use neuromod::HodgkinHuxleyNeuron;

/// The step that it takes whatever it is asked for.
const STEP: f32 = 0.01;
/// How many of them make a second.
const STEPS: u32 = 100_000;

#[allow(clippy::cast_possible_truncation, reason = "its numbers are f32")]
fn neuron() -> HodgkinHuxleyNeuron {
    let [v, m, h, n] = clamped_at_zero().map(|x| x as f32);
    HodgkinHuxleyNeuron { v, m, h, n, e_l: 10.613, ..HodgkinHuxleyNeuron::new() }
}

#[allow(clippy::cast_possible_truncation, reason = "its numbers are f32")]
fn v_after(current: f64, steps: u32) -> f64 {
    let mut neuron = neuron();
    for _ in 0..steps {
        neuron.step(current as f32, STEP);
    }
    f64::from(neuron.v)
}

pub(crate) fn population() -> Population {
    let run = |currents: &[f64], steps| currents.iter().map(|&i| v_after(i, steps)).collect();
    Population { name: "neuromod, f32", order: 4, part: PART, run: Box::new(run) }
}

#[allow(clippy::cast_possible_truncation, reason = "its numbers are f32")]
fn spikes(current: f64) -> Vec<f64> {
    let (mut neuron, mut crossings) = (neuron(), Crossings::new());
    for k in 0..=STEPS + 1 {
        // Its steps are whole hundredths; the f32 nearest to one is off by 2·10⁻⁸ of it.
        crossings.note(f64::from(k) * (DURATION / f64::from(STEPS)), f64::from(neuron.v));
        neuron.step(current as f32, STEP);
    }
    crossings.until(DURATION)
}

pub(crate) fn curve() -> Curve {
    Curve { name: "neuromod, RK4 0.01 ms, f32".into(), spikes: Box::new(spikes) }
}
