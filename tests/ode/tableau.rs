//! A tableau that cannot be right is refused before the first step, with the constant at fault.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::shared::integrate;
use approx::assert_abs_diff_eq;
use excitable::Error;
use excitable::ode::{EmbeddedTableau, Tableau};
use excitable::prelude::*;

/// Heun's method of order 2 with an embedded Euler step, a lazy stage in the middle, and one
/// constant replaced.
macro_rules! heun {
    ($name:ident, $($changed:tt)*) => {
        #[derive(Clone, Copy, Debug)]
        struct $name;
        heun!(@impl $name, $($changed)*);
    };
    (@impl $name:ident, c: $c:expr, a: $a:expr, b: $b:expr, fsal: $fsal:expr, dense: $dense:expr, e: $e:expr) => {
        impl Tableau for $name {
            const ORDER: u32 = 2;
            type Stages<X> = [X; 4];
            const C: &'static [f64] = &$c;
            const A: &'static [&'static [f64]] = &$a;
            const B: &'static [f64] = &$b;
            const FSAL: bool = $fsal;
            const LAZY: usize = 1;
            const DENSE: &'static [&'static [f64]] = &$dense;
        }
        impl EmbeddedTableau for $name {
            const ERROR_ORDER: u32 = 1;
            const E: &'static [f64] = &$e;
        }
    };
}

const C: [f64; 4] = [0.0, 1.0, 1.0, 0.5];
const B: [f64; 4] = [0.5, 0.5, 0.0, 0.0];
const LAZY: [f64; 3] = [0.25, 0.125, 0.125];
const A: [&[f64]; 4] = [&[], &[1.0], &B, &LAZY];
/// Quadratic, through the slope in the middle: y(θ) = y₀ + h·(k₁·θ·(1 − θ) + …) of order 2.
const DENSE: [&[f64]; 4] = [&[1.0, -0.5], &[0.0, 0.5], &[], &[]];
const E: [f64; 4] = [-0.5, 0.5, 0.0, 0.0];

heun!(Right, c: C, a: A, b: B, fsal: true, dense: DENSE, e: E);
heun!(Implicit, c: C, a: [&[], &[0.5, 0.5], &B, &LAZY], b: B, fsal: true, dense: DENSE, e: E);
heun!(Rows, c: [0.0, 0.9, 1.0, 0.5], a: A, b: B, fsal: true, dense: DENSE, e: E);
heun!(Sum, c: C, a: A, b: [0.5, 0.4, 0.0, 0.0], fsal: true, dense: DENSE, e: E);
heun!(Last, c: C, a: [&[], &[1.0], &[0.4, 0.6], &LAZY], b: B, fsal: true, dense: DENSE, e: E);
heun!(LazyWeight, c: C, a: A, b: [0.5, 0.25, 0.0, 0.25], fsal: true, dense: DENSE, e: E);
heun!(Dense, c: C, a: A, b: B, fsal: true, dense: [&[1.0, -0.5], &[0.0, 0.4], &[], &[]], e: E);
heun!(Estimate, c: C, a: A, b: B, fsal: true, dense: DENSE, e: [-0.5, 0.4, 0.0, 0.0]);
heun!(Outside, c: [0.0, 2.0, 1.0, 0.5], a: [&[], &[2.0], &[0.75, 0.25], &LAZY], b: [0.75, 0.25, 0.0, 0.0], fsal: true, dense: [&[1.0, -0.25], &[0.0, 0.25], &[], &[]], e: E);
heun!(NoEstimate, c: C, a: A, b: B, fsal: true, dense: DENSE, e: [0.0; 4]);
heun!(NotANumber, c: C, a: A, b: [f64::NAN, 0.5, 0.0, 0.0], fsal: false, dense: DENSE, e: E);
heun!(Times, c: [0.0, 1.0, 1.0], a: A, b: B, fsal: true, dense: DENSE, e: E);
heun!(Stages, c: C, a: [&[], &[1.0], &B], b: B, fsal: true, dense: DENSE, e: E);
heun!(Weights, c: C, a: A, b: [0.5, 0.5, 0.0, 0.0, 0.0], fsal: true, dense: DENSE, e: E);
heun!(DenseRows, c: C, a: A, b: B, fsal: true, dense: [&[1.0, -0.5], &[0.0, 0.5]], e: E);

fn run<M: EmbeddedTableau>(method: M) -> [Result<f64, Error>; 2] {
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let fixed = integrate(&decay, 0.0..1.0, 1.0, method.clone().fixed(0.01)).finish();
    let adaptive = integrate(&decay, 0.0..1.0, 1.0, method.adaptive()).finish();
    [fixed.map(|end| end.y), adaptive.map(|end| end.y)]
}

#[track_caller]
fn refused<M: EmbeddedTableau>(method: M, sentence: &str) {
    for outcome in run(method) {
        let error = outcome.unwrap_err().to_string();
        assert!(error.starts_with(&format!("tableau: {sentence}")), "{error}");
    }
}

#[test]
fn a_right_one_runs_and_its_lazy_stage_costs_nothing_in_a_step() {
    for outcome in run(Right) {
        assert_abs_diff_eq!(outcome.unwrap(), (-1.0_f64).exp(), epsilon = 1e-4);
    }
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let mut run = integrate(&decay, 0.0..1.0, 1.0, Right.fixed(0.25));
    while run.advance().unwrap().is_some() {}
    assert_eq!(run.statistics().evaluations, Some(1 + 4 * 2));
    let sampled = integrate(&decay, 0.0..1.0, 1.0, Right.fixed(0.25)).solution().unwrap();
    assert_eq!(sampled.statistics().evaluations, Some(1 + 4 * 3));
}

/// A lazy stage that no dense output uses.
#[derive(Clone, Copy, Debug)]
struct Idle;

impl Tableau for Idle {
    const ORDER: u32 = 1;
    type Stages<X> = [X; 2];
    const C: &'static [f64] = &[0.0, 1.0];
    const A: &'static [&'static [f64]] = &[&[], &[1.0]];
    const B: &'static [f64] = &[1.0];
    const LAZY: usize = 1;
}

#[test]
fn a_lazy_stage_without_dense_output_is_refused() {
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let error = integrate(&decay, 0.0..1.0, 1.0, Idle.fixed(0.1)).finish().unwrap_err();
    let sentence = "tableau: LAZY = 1, but it must be 0: without DENSE no lazy stage is evaluated";
    assert!(error.to_string().starts_with(sentence), "{error}");
}

#[test]
fn a_wrong_constant_is_named() {
    refused(
        Implicit,
        "A on or above its diagonal = 0.5, but it must be 0: the method must be explicit",
    );
    refused(Rows, "sum of a row of A = 1, but it must be its c, 0.9: compare the constants");
    refused(Sum, "sum of B = 0.9, but it must be 1: compare the constants");
    refused(
        Last,
        "last row of A of an FSAL method = 0.4, but it must be B there, 0.5: its last row of A",
    );
    refused(LazyWeight, "B of a lazy stage = 0.25, but it must be 0: a lazy stage is");
    refused(Dense, "sum of a row of DENSE = 0.4, but it must be its B, 0.5: compare the constants");
    refused(NotANumber, "sum of B = NaN, but it must be 1: compare the constants");
    refused(Outside, "c = 2, but it must be <= the end of the step = 1: a stage must lie inside");
    let error = run(NoEstimate)[1].as_ref().unwrap_err().to_string();
    assert!(
        error.starts_with("tableau: size of E = 0, but it must be > 0: weights that are"),
        "{error}"
    );
    let [fixed, adaptive] = run(Estimate);
    assert!(fixed.is_ok(), "fixed steps need no estimate");
    let error = adaptive.unwrap_err().to_string();
    assert!(
        error.starts_with("tableau: sum of E = -0.09999999999999998, but it must be 0: compare"),
        "{error}"
    );
}

#[test]
fn a_list_of_another_length_than_the_stages_is_refused() {
    refused(Times, "C has 3 components, but it must have 4: give one entry for each stage");
    refused(Stages, "A has 3 components, but it must have 4: give one entry for each stage");
    refused(Weights, "B has 5 components, but it must have 4: give one weight for each stage");
    refused(DenseRows, "DENSE has 2 components, but it must have 4: give one row for each stage");
}
