//! `hodgkin-huxley`: its squid axon by RK4, with the concentrations whose Nernst potentials are
//! those of 1952.

use crate::crossings::Crossings;
use crate::curve::{Curve, DURATION};
use crate::population::{DT, PART, Population};
use crate::squid::clamped_at_zero;
use hodgkin_huxley::HodgkinHuxleyNeuron;
use hodgkin_huxley::constants::{IonConcentrations, PhysicalConstants};
use hodgkin_huxley::neuron_types::NeuronConfig;

/// Its voltages count from 65 mV below rest.
const REST: f64 = -65.0;
/// The step of the f–I curve (ms), the largest that counts every spike.
const STEP: f64 = 0.025;
/// Beyond 100 ms of history it looks through all of it in each step.
const FORGET: usize = 2000;

/// E = (RT/F)·ln(out/in): 50 mV for sodium and −77 mV for potassium, where its own give 52 and −72.
fn concentrations(constants: &PhysicalConstants) -> IonConcentrations {
    let squid = IonConcentrations::squid_axon();
    let out = |inside: f64, e: f64| inside * (e / constants.rt_over_f).exp();
    IonConcentrations { na_out: out(squid.na_in, 50.0), k_out: out(squid.k_in, -77.0), ..squid }
}

fn neuron() -> Result<HodgkinHuxleyNeuron, hodgkin_huxley::error::HHError> {
    let squid = NeuronConfig::squid_axon();
    let concentrations = concentrations(&squid.constants);
    let mut neuron = HodgkinHuxleyNeuron::new(NeuronConfig { concentrations, ..squid })?;
    let [v, m, h, n] = clamped_at_zero();
    neuron.set_voltage(v + REST)?;
    // The two gates of a channel that its squid axon has not, but which it computes all the same.
    neuron.set_gates(m, h, n, 0.0, 0.0)?;
    Ok(neuron)
}

/// Tells V after each of `steps`; not a number where the library gives an error.
fn run(current: f64, step: f64, steps: usize, mut each: impl FnMut(f64)) {
    let Ok(mut neuron) = neuron() else { return each(f64::NAN) };
    each(neuron.voltage() - REST);
    for k in 1..=steps {
        let taken = neuron.step(step, current);
        each(if taken.is_ok() { neuron.voltage() - REST } else { f64::NAN });
        if k % FORGET == 0 {
            neuron.clear_history();
        }
    }
}

fn v_after(current: f64, steps: u32) -> f64 {
    let mut v = f64::NAN;
    run(current, DT, steps as usize, |now| v = now);
    v
}

pub(crate) fn population() -> Population {
    let run = |currents: &[f64], steps| currents.iter().map(|&i| v_after(i, steps)).collect();
    Population { name: "hodgkin-huxley, f64", order: 4, part: PART / 2, run: Box::new(run) }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "40 000 steps")]
fn spikes(current: f64) -> Vec<f64> {
    let (mut crossings, mut k) = (Crossings::new(), 0);
    run(current, STEP, (DURATION / STEP) as usize + 1, |v| {
        crossings.note(f64::from(k) * STEP, v);
        k += 1;
    });
    crossings.until(DURATION)
}

pub(crate) fn curve() -> Curve {
    Curve { name: "hodgkin-huxley, RK4 0.025 ms".into(), spikes: Box::new(spikes) }
}
