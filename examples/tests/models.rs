//! Models written with the library, as the examples write them: their known behaviour.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../../tests/common/dual.rs"]
#[rustfmt::skip]
mod dual;

use dual::Dual;
use excitable::Neuron;
use excitable::neuron::Channel;
use excitable::num::Matrix;
use excitable::ode::Crossing;
use excitable::prelude::*;
use excitable_examples::models::coupled::Coupled;
use excitable_examples::models::fitzhugh_nagumo::{FitzHughNagumo, Plane};
use excitable_examples::models::morris_lecar::MorrisLecar;
use excitable_examples::models::{connor_stevens, wang_buzsaki};

/// The upward passages of −20 mV in the second half of 4 s, from rest.
fn firing<C: Channel<f64> + Copy>(neuron: Neuron<f64, C>, current: f64) -> Vec<f64> {
    let rest = neuron.rest_between(-90.0..-60.0).unwrap();
    let neuron = neuron.with_stimulus(constant(current));
    let mut spikes = Vec::new();
    integrate(&neuron, 0.0..4000.0, rest, Rk45.adaptive())
        .report_on(component(0).rises_through(-20.0), |spike: Crossing<_>| spikes.push(spike.t))
        .finish()
        .unwrap();
    spikes.into_iter().filter(|t| *t > 2000.0).collect()
}

fn rate(spikes: &[f64]) -> f64 {
    let count = f64::from(u32::try_from(spikes.len().saturating_sub(1)).unwrap());
    spikes.first().map_or(0.0, |first| 1e3 * count / (spikes[spikes.len() - 1] - first).max(1.0))
}

/// The rate just above the least current at which the neuron goes on firing, and that current.
fn onset<C: Channel<f64> + Copy>(neuron: Neuron<f64, C>, low: f64, high: f64) -> (f64, f64) {
    let (mut silent, mut fires) = (low, high);
    assert!(firing(neuron, silent).len() < 3 && firing(neuron, fires).len() > 3);
    for _ in 0..14 {
        let middle = f64::midpoint(silent, fires);
        if firing(neuron, middle).len() < 3 { silent = middle } else { fires = middle }
    }
    (rate(&firing(neuron, fires)), fires)
}

/// Dayan and Abbott, figure 6.1: with the A-current the rate begins near 0; without it (and a leak that keeps the
/// rest where it was) it begins with a jump.
#[test]
fn the_a_current_makes_the_onset_of_firing_continuous() {
    let (with, current) = onset(connor_stevens::neuron(47.7, -17.0), 0.0, 20.0);
    assert!(with < 8.0, "{with} Hz at {current} µA/cm²");
    let at_rest =
        |e_l: f64, g_a: f64| connor_stevens::neuron(g_a, e_l).rest_between(-90.0..-60.0).unwrap().v;
    assert!((at_rest(-17.0, 47.7) + 68.0).abs() < 1.0, "rest at {}", at_rest(-17.0, 47.7));
    let (without, _) = onset(connor_stevens::neuron(0.0, -72.0), -5.0, 20.0);
    assert!(without > 40.0, "{without} Hz");
    // The A-current delays the first spike.
    assert!(rate(&firing(connor_stevens::neuron(47.7, -17.0), 20.0)) > 50.0);
}

/// Wang and Buzsáki 1996: firing of type I that begins near 0.16 µA/cm², and fast spikes.
#[test]
fn the_interneuron_fires_at_any_low_rate_and_fast() {
    let neuron = wang_buzsaki::neuron();
    let rest = neuron.rest_between(-90.0..-60.0).unwrap();
    assert!((rest.v + 64.0).abs() < 0.5, "rest at {} mV", rest.v);
    let (onset, current) = onset(neuron, 0.0, 1.0);
    assert!(onset < 8.0 && (current - 0.16).abs() < 0.01, "{onset} Hz at {current} µA/cm²");
    let fast = rate(&firing(neuron, 10.0));
    assert!((200.0..400.0).contains(&fast), "{fast} Hz at 10 µA/cm²");
    // Its Jacobian is that of dual numbers' differences: the current is no line in V.
    let mut dfdy = Matrix::new(3, 0.0);
    let mut at = rest;
    (at.v, at.gates.0, at.gates.1) = (-45.0, 0.4, [0.3]);
    assert!(neuron.jacobian(0.0, &at, &mut dfdy));
    let slope = |v: f64| {
        let (mut y, mut dydt) = (at, at);
        y.v = v;
        neuron.derivative(0.0, &y, &mut dydt);
        dydt.v
    };
    let by_differences = (slope(-45.0 + 1e-4) - slope(-45.0 - 1e-4)) / 2e-4;
    assert!((dfdy[(0, 0)] - by_differences).abs() < 1e-6 * by_differences.abs());
}

/// The Hopf points: trace 1 − v² − ε·b = 0 at v = ±√(1 − 0.064), I = 0.3313 and 1.4187.
#[test]
fn fitzhugh_nagumo_oscillates_between_its_hopf_points() {
    let v = (1.0 - 0.08 * 0.8_f64).sqrt();
    let (low, high) = (FitzHughNagumo::current_at_rest(-v), FitzHughNagumo::current_at_rest(v));
    assert!((low - 0.331_28).abs() < 1e-4 && (high - 1.418_72).abs() < 1e-4, "{low} {high}");
    let swing = |current: f64, v: f64| {
        let model = FitzHughNagumo { current };
        let start = Plane { v: v + 1e-3, w: (v + 0.7) / 0.8 };
        let solution = integrate(&model, 0.0..3000.0, start, Rk45.adaptive()).solution().unwrap();
        let late = solution.sample((28_000..30_000).map(|k| f64::from(k) / 10.0)).unwrap();
        let vs = late.iter().map(|(_, y)| y.v);
        vs.clone().fold(f64::MIN, f64::max) - vs.fold(f64::MAX, f64::min)
    };
    // Beside the equilibrium: it comes back below the Hopf current, and leaves above it.
    for (side, at) in [(-1.0, -v), (1.0, v)] {
        let (quiet, restless) = (at + side * 0.01, at - side * 0.01);
        assert!(swing(FitzHughNagumo::current_at_rest(quiet), quiet) < 1e-3);
        assert!(swing(FitzHughNagumo::current_at_rest(restless), restless) > 1.0);
    }
    // The model runs on dual numbers, and its stated Jacobian is theirs.
    let (model, mut dfdy) = (FitzHughNagumo { current: 0.5 }, Matrix::new(2, 0.0));
    assert!(model.jacobian(0.0, &Plane { v: 0.3, w: 0.2 }, &mut dfdy));
    let by_v = model.slope(&Plane { v: Dual(0.3, 1.0), w: Dual(0.2, 0.0) });
    let by_w = model.slope(&Plane { v: Dual(0.3, 0.0), w: Dual(0.2, 1.0) });
    assert_eq!([dfdy[(0, 0)], dfdy[(1, 0)]], [by_v.v.1, by_v.w.1]);
    assert_eq!([dfdy[(0, 1)], dfdy[(1, 1)]], [by_w.v.1, by_w.w.1]);
}

/// Rinzel and Ermentrout: Hopf bifurcations at 93.86 and 212.0 µA/cm², with a stable rest beside the cycle between
/// 88.3 and the first.
#[test]
fn morris_lecar_has_its_hopf_bifurcations() {
    let trace = |v: f64| {
        let model = MorrisLecar { current: 0.0 };
        let w = MorrisLecar::w_inf(v);
        let by_v = model.slope([Dual(v, 1.0), Dual(w, 0.0)])[0].1;
        by_v + model.slope([Dual(v, 0.0), Dual(w, 1.0)])[1].1
    };
    let current = |v: f64| MorrisLecar::ionic(v, MorrisLecar::w_inf(v));
    let root = |mut a: f64, mut b: f64| {
        for _ in 0..60 {
            let m = f64::midpoint(a, b);
            if (trace(a) > 0.0) == (trace(m) > 0.0) { a = m } else { b = m }
        }
        current(a)
    };
    let (low, high) = (root(-40.0, -10.0), root(20.0, -10.0));
    assert!((low - 93.86).abs() < 0.01 && (high - 212.0).abs() < 0.1, "{low} {high}");
    let swing = |current: f64, start: [f64; 2]| {
        let model = MorrisLecar { current };
        let solution = integrate(&model, 0.0..2000.0, start, Rk45.adaptive()).solution().unwrap();
        let late = solution.sample((15_000..20_000).map(|k| f64::from(k) / 10.0)).unwrap();
        let vs = late.iter().map(|(_, y)| y[0]);
        vs.clone().fold(f64::MIN, f64::max) - vs.fold(f64::MAX, f64::min)
    };
    // At 90 both the rest and the cycle are stable.
    let mut rest = -40.0;
    while current(rest) < 90.0 {
        rest += 1e-4;
    }
    let quiet = [rest, MorrisLecar::w_inf(rest)];
    assert!(swing(90.0, quiet) < 0.1 && swing(90.0, [20.0, 0.1]) > 40.0);
    assert!(swing(80.0, [20.0, 0.1]) < 0.1 && swing(100.0, quiet) > 40.0);
}

#[test]
fn a_spike_passes_a_strong_junction_or_a_strong_synapse_only() {
    let spikes = |junction: f64, synapse: f64| {
        let axon = HodgkinHuxley::squid_axon();
        let pair = Coupled {
            first: axon.with_stimulus(pulse(5.0..6.0, 20.0)),
            second: axon,
            junction,
            synapse,
        };
        let solution =
            integrate(&pair, 0.0..40.0, pair.rest().unwrap(), Rk45.adaptive()).solution().unwrap();
        let times = |index: usize| -> Vec<f64> {
            let found = solution.events(&component(index).rises_through(50.0)).unwrap();
            found.iter().map(|spike| spike.t).collect()
        };
        (times(0), times(4))
    };
    let (first, second) = spikes(0.0, 0.0);
    assert_eq!((first.len(), second.len()), (1, 0));
    assert_eq!(spikes(0.02, 0.0).1.len(), 0, "too weak a junction");
    assert_eq!(spikes(0.0, 0.01).1.len(), 0, "too weak a synapse");
    for (junction, synapse) in [(0.5, 0.0), (0.0, 0.5)] {
        let (first, second) = spikes(junction, synapse);
        assert_eq!((first.len(), second.len()), (1, 1), "{junction} {synapse}");
        assert!(second[0] > first[0] && second[0] < first[0] + 5.0);
    }
}
