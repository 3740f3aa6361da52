//! What several test files share: the double impulse and the measure of an order, and more in files
//! of their own.
#![allow(dead_code, reason = "each test file uses a part of this module")]

pub(crate) mod closed_forms;
#[rustfmt::skip]
pub(crate) mod dual;
pub(crate) mod integral;
pub(crate) mod order_conditions;
pub(crate) mod problems;
pub(crate) mod resumption;
pub(crate) mod shared;
pub(crate) mod tables;
pub(crate) mod twofold;

use excitable::prelude::*;
use shared::{Axon, axon};

/// 150 µA/cm² on 0–1 ms and 50 on 10–11 ms.
pub(crate) fn double_impulse() -> Axon {
    axon(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
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
