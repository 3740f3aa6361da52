//! `sciforge`: its neuron of 1952, by Euler's method; its βm has 0.0556/mV for 1/18.

use crate::population::{DT, PART, Population};
use crate::squid::clamped_at_zero;
use sciforge::sciforge_lib::biology::neuroscience::models::HodgkinHuxley;

/// Its voltages count from 65 mV below rest.
const REST: f64 = -65.0;

fn neuron() -> HodgkinHuxley {
    let [v, m, h, n] = clamped_at_zero();
    HodgkinHuxley { v: v + REST, m, h, n, e_l: 10.613 + REST, ..HodgkinHuxley::default() }
}

fn v_after(current: f64, steps: u32) -> f64 {
    let mut neuron = neuron();
    for _ in 0..steps {
        neuron.step(current, DT);
    }
    neuron.v - REST
}

pub(crate) fn population() -> Population {
    let run = |currents: &[f64], steps| currents.iter().map(|&i| v_after(i, steps)).collect();
    Population { name: "sciforge, Euler, f64", order: 1, part: PART, run: Box::new(run) }
}
