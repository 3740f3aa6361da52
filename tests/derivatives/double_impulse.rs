//! The double impulse by 13 parameters, against differences of a solution with 34 digits.

use std::collections::HashMap;

use excitable::prelude::*;
use excitable::stimulus::{Plus, Pulse};
use excitable::{Capacitance, Conductance, Dual, Potential};

use super::{D, c};

const NAMES: [&str; 13] = [
    "g_na",
    "g_k",
    "g_l",
    "c_m",
    "e_na",
    "e_k",
    "e_l",
    "phi",
    "amplitude_1",
    "end_1",
    "start_2",
    "amplitude_2",
    "end_2",
];
const VALUES: [f64; 13] =
    [120.0, 36.0, 0.3, 1.0, 115.0, -12.0, 10.613, 1.0, 150.0, 1.0, 10.0, 50.0, 11.0];

type Impulses = Plus<Pulse<D>, Pulse<D>>;

fn axon() -> HodgkinHuxley<D, Impulses> {
    let [g_na, g_k, g_l, c_m, e_na, e_k, e_l, phi, a1, e1, s2, a2, e2] = Dual::variables(VALUES);
    let parameters = Parameters {
        g_na: Conductance::from_millisiemens_per_cm2(g_na),
        g_k: Conductance::from_millisiemens_per_cm2(g_k),
        g_l: Conductance::from_millisiemens_per_cm2(g_l),
        c_m: Capacitance::from_microfarads_per_cm2(c_m),
        e_na: Potential::from_millivolts(e_na),
        e_k: Potential::from_millivolts(e_k),
        e_l: Potential::from_millivolts(e_l),
        ..Parameters::squid_axon().with_phi(phi)
    };
    let impulses = pulse(c(0.0)..e1, a1).plus(pulse(s2..e2, a2));
    HodgkinHuxley::new(parameters).expect("a neuron").with_stimulus(impulses)
}

/// The quantities of the reference, by name.
fn quantities(rtol: f64) -> HashMap<String, D> {
    let axon = axon();
    let highest = falling(|t, y: &Membrane<D>| axon.slope(y, axon.stimulus().current(t)).v);
    let (mut found, mut spikes, mut peaks) = (HashMap::new(), Vec::new(), Vec::new());
    let mut node = (c(0.0), axon.clamped_at(c(0.0)));
    for t in [0.5, 5.0, 10.85, 12.0, 20.0, 50.0] {
        let control = Verner65.adaptive().rtol(c(rtol)).variables(VALUES);
        let end = integrate(&axon, node.0..c(t), node.1, control)
            .report_on(Membrane::rises_through(c(50.0)), |spike| spikes.push(spike.t))
            .report_on(highest, |peak| peaks.push((peak.t, peak.y.v)))
            .finish()
            .expect("a run");
        node = (end.t, end.y);
        for (name, x) in [("V", end.y.v), ("m", end.y.m), ("h", end.y.h), ("n", end.y.n)] {
            found.insert(format!("{name}({t})"), x);
        }
    }
    found.extend((1..).zip(spikes).map(|(i, t)| (format!("spike_{i}"), t)));
    for (i, (t, v)) in (1..).zip(peaks.into_iter().filter(|peak| peak.1.value() > 50.0)) {
        found.insert(format!("peak_time_{i}"), t);
        found.insert(format!("peak_V_{i}"), v);
    }
    found
}

/// The value of a row and its derivative, found and exact.
fn rows(rtol: f64) -> Vec<(String, [f64; 2], [f64; 2])> {
    let found = quantities(rtol);
    let rows = include_str!("../data/sensitivities.tsv").lines().skip(1).map(|line| {
        let row: Vec<_> = line.split('\t').collect();
        let place = NAMES.iter().position(|&name| name == row[1]).expect("a parameter");
        let (x, number) = (found[row[0]], |i: usize| row[i].parse().expect("a number"));
        let found = [x.value(), x.derivatives()[place]];
        (format!("{} by {}", row[0], row[1]), found, [number(2), number(3)])
    });
    rows.collect()
}

#[test]
fn the_derivatives_are_those_of_the_reference() {
    for (rtol, relative) in [(1e-6, 1e-4), (1e-9, 1e-7), (1e-12, 1e-8)] {
        let rows = rows(rtol);
        assert_eq!(rows.len(), 81);
        for (name, [_, found], [_, exact]) in rows {
            let bound = (relative * exact.abs()).max(1e-11);
            assert!((found - exact).abs() <= bound, "{name} at {rtol}: {found} for {exact}");
        }
    }
}

/// Without the errors of derivatives a run takes the steps of a plain one, to the bit, with its
/// spikes.
#[test]
fn the_values_are_those_of_a_plain_run() {
    let (axon, mut spikes) = (axon(), Vec::new());
    let control = Verner65.adaptive().rtol(c(1e-8)).values_only();
    let mut run = integrate(&axon, c(0.0)..c(50.0), axon.clamped_at(c(0.0)), control)
        .report_on(Membrane::rises_through(c(50.0)), |spike| spikes.push(spike.t));
    let (plain, mut found) = (plain(), Vec::new());
    let control = Verner65.adaptive().rtol(1e-8);
    let mut steps = integrate(&plain, 0.0..50.0, plain.clamped_at(0.0), control)
        .report_on(Membrane::rises_through(50.0), |spike| found.push(spike.t));
    while let Some(step) = steps.advance().expect("a step") {
        let dual = run.advance().expect("a step").expect("as many steps");
        let (end, Membrane { v, m, h, n }) = (step.end(), dual.end().y);
        assert_eq!(dual.end().t.value(), end.t);
        assert_eq!([v, m, h, n].map(D::value), [end.y.v, end.y.m, end.y.h, end.y.n]);
    }
    assert!(run.advance().expect("a step").is_none());
    drop((run, steps));
    assert_eq!(spikes.into_iter().map(D::value).collect::<Vec<_>>(), found);
}

fn plain() -> HodgkinHuxley<f64, Plus<Pulse<f64>, Pulse<f64>>> {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}
