//! What several test files share: the double impulse, its reference, and the measure of an order.
#![allow(dead_code, reason = "each test file uses a part of this module")]

use excitable::prelude::*;

/// 150 µA/cm² on 0–1 ms and 50 on 10–11 ms.
pub(crate) fn double_impulse() -> HodgkinHuxley<f64, impl Stimulus<f64> + Copy> {
    #[derive(Clone, Copy)]
    struct Double;
    impl Stimulus<f64> for Double {
        fn current(&self, t: f64) -> f64 {
            pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)).current(t)
        }
        fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
            pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)).next_breakpoint(t, towards)
        }
    }
    HodgkinHuxley::squid_axon().with_stimulus(Double)
}

/// The rows of `data/double_impulse.csv`: the time and the state.
pub(crate) fn reference() -> Vec<(f64, Membrane<f64>)> {
    let rows = include_str!("../data/double_impulse.csv").lines().skip(1).map(|line| {
        let mut fields = line.split(',').map(|field| field.parse().expect("a number"));
        let mut next = || fields.next().expect("five fields");
        (next(), Membrane { v: next(), m: next(), h: next(), n: next() })
    });
    rows.collect()
}

/// The rows of `data/hyperpolarised.csv`: the time and V.
pub(crate) fn hyperpolarised() -> Vec<(f64, f64)> {
    let rows = include_str!("../data/hyperpolarised.csv").lines().skip(1).map(|line| {
        let (t, v) = line.split_once(',').expect("two fields");
        (t.parse().expect("a number"), v.parse().expect("a number"))
    });
    rows.collect()
}

/// The value of the row of `data/hh_reference.tsv` with this name, whose conditions contain `condition`.
pub(crate) fn hh_value(name: &str, condition: &str) -> Vec<f64> {
    let row = include_str!("../data/hh_reference.tsv")
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let row = row.filter(|row| row[0] == name).find(|row| row[1].contains(condition));
    let value = row.unwrap_or_else(|| panic!("no row {name} with {condition}"))[2].to_owned();
    value.split(" | ").map(|part| part.trim().parse().expect("a number")).collect()
}

/// The slope of log(error) against log(dt), by least squares.
pub(crate) fn order(dts: &[f64], error: impl Fn(f64) -> f64) -> f64 {
    let points: Vec<_> = dts.iter().map(|&dt| (dt.ln(), error(dt).ln())).collect();
    let n = points.iter().fold(0.0, |n, _| n + 1.0);
    let mean = points.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let (xy, xx) = points.iter().fold((0.0, 0.0), |s, p| {
        let (dx, dy) = (p.0 - mean.0, p.1 - mean.1);
        (s.0 + dx * dy, s.1 + dx * dx)
    });
    xy / xx
}

/// Fails unless `measured` lies within 0.2 of `expected`.
pub(crate) fn assert_order(what: &str, measured: f64, expected: f64) {
    assert!((measured - expected).abs() <= 0.2, "{what}: order {measured:.2}, expected {expected}");
}
