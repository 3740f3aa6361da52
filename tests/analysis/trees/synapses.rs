//! Conductances at places of a cable, against closed forms and an explicit method.

use core::f64::consts::PI;

use excitable::cable::{Cable, Fibre};
use excitable::neuron::{Length, Resistivity};
use excitable::ode::StepControl;
use excitable::prelude::*;

use super::{Passive, at, beyond, fork};

/// 1 mm long and 2 µm wide: 100 Ω·cm inside, 40 kΩ·cm² of membrane, which leaks to 0 mV.
fn dendrite(stimulus: impl Stimulus<f64> + Send + Sync + 'static) -> Cable<Passive> {
    let leak = IonChannel::new(
        Conductance::from_microsiemens_per_cm2(25.0),
        Potential::from_millivolts(0.0),
    );
    let fibre = Fibre {
        length: Length::from_millimetres(1.0),
        diameter: Length::from_micrometres(2.0),
        resistivity: Resistivity::from_ohm_centimetres(100.0),
    };
    let membrane = Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak);
    let cable = Cable::new(membrane, fibre, 50).unwrap();
    cable.with_current(Length::from_millimetres(0.0), stimulus).unwrap()
}

/// The conductance of the sealed dendrite from its start (µS): G∞·tanh(l/λ), G∞ = π·d²/(4·R·λ).
fn input_conductance() -> f64 {
    let (d, r, lambda) = (2e-4_f64, 100.0, 0.02_f64.sqrt());
    1e6 * PI * d * d / (4.0 * r * lambda) * (0.1 / lambda).tanh()
}

/// V (mV) at the start, once it no longer changes.
fn steady<C: StepControl<Cable<Passive>>>(cable: &Cable<Passive>, control: C) -> f64 {
    let start = cable.filled_with(cable.membrane().clamped_at(0.0));
    integrate(cable, 0.0..1000.0, start, control).finish().unwrap().y[0].v
}

#[test]
fn a_synapse_on_a_dendrite_has_a_reversal_potential() {
    // 1 nS to 60 mV: g·(E − V) = G·V
    let (g, e, own) = (1e-3, 60.0, input_conductance());
    let expected = g * e / (g + own);
    let synapse = dendrite(constant(g).conducted_to(e));
    let clamp = dendrite(stimulus::voltage_source(constant(e), g));
    for cable in [&synapse, &clamp] {
        for v in [
            steady(cable, LineStrang.fixed(0.5)),
            steady(cable, Rodas5P.adaptive()),
            steady(cable, Bs23.adaptive().rtol(1e-4)),
        ] {
            assert!((v - expected).abs() < 5e-3, "{v} {expected}");
        }
    }
}

#[test]
fn a_synapse_blocked_by_magnesium_sees_the_potential_of_its_place() {
    let (g, own) = (5e-3, input_conductance());
    let cable = dendrite(constant(g).conducted_to(65.0).blocked_by_magnesium(1.0, 65.0));
    let v = steady(&cable, LineStrang.fixed(0.5));
    let open = 1.0 / (1.0 + (-0.062 * (v - 65.0)).exp() / 3.57);
    let (inflow, outflow) = (g * open * (65.0 - v), own * v);
    assert!(v > 1.0 && (inflow / outflow - 1.0).abs() < 1e-3, "{v}: {inflow} {outflow}");
}

#[test]
fn the_step_along_a_tree_with_synapses_is_of_second_order() {
    let synapse = |e| stimulus::exponential(0.0, 200.0, 5.0).conducted_to(e);
    // One between two nodes, one at the fork, which both sections share.
    let tree = fork([300.0, 200.0], 4).with_current(at(1, 0.6), synapse(115.0)).unwrap();
    let tree = tree.with_current(at(0, 1.0), synapse(-12.0).blocked_by_magnesium(1.0, 65.0));
    let tree = tree.unwrap();
    let truth = beyond(&tree, Verner65.adaptive().rtol(1e-10));
    let without = beyond(&fork([300.0, 200.0], 4), Verner65.adaptive().rtol(1e-10));
    assert!((truth - without).abs() > 0.1, "{truth} {without}");
    let errors = [0.02, 0.01, 0.005].map(|dt| (beyond(&tree, LineStrang.fixed(dt)) - truth).abs());
    let order = (errors[1] / errors[2]).log2();
    assert!((order - 2.0).abs() < 0.1, "{errors:?}");
    let stiff = beyond(&tree, Rodas5P.adaptive().rtol(1e-8));
    assert!((stiff - truth).abs() < 1e-4, "{stiff} {truth}");
}
