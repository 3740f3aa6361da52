//! What a tolerance means for each method: the median error in units of it, over forty problems,
//! and its price.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::detest::ForVec;
use crate::common::closed_forms::closed_forms;
use crate::common::problems::{Problem, detest, others};
use excitable::prelude::*;

/// Problems that are not stiff: DETEST A, B and D, five others, and twenty with closed forms.
fn forty() -> Vec<Problem> {
    let all: Vec<_> = detest().into_iter().chain(others()).chain(closed_forms()).collect();
    assert_eq!(all.len(), 40);
    all
}

/// The median error in units of the tolerance, and all evaluations, for `problems` at rtol = atol =
/// `tolerance`.
fn calibration(method: impl ForVec, problems: &[Problem], tolerance: f64) -> (f64, u64) {
    let runs = problems.iter().map(|problem| {
        let (y, evaluations) = ForVec::run(problem, method.control(tolerance));
        (problem.error_in(&y, tolerance), evaluations)
    });
    let (mut errors, evaluations): (Vec<f64>, Vec<u64>) = runs.unzip();
    errors.sort_by(f64::total_cmp);
    let middle = errors.len() / 2;
    (0.5 * (errors[middle - 1] + errors[middle]), evaluations.iter().sum())
}

/// The limits of a method: a median error and evaluations, at 10⁻³, 10⁻⁶ and 10⁻⁹.
type Limits = [(f64, u64); 3];

/// What is over its limits.
fn excess(name: &str, method: impl ForVec, problems: &[Problem], limits: Limits) -> Option<String> {
    let found = [1e-3, 1e-6, 1e-9].map(|tolerance| calibration(method, problems, tolerance));
    let holds = |((error, cost), (most, budget)): (&(f64, u64), (f64, u64))| {
        *error <= most && *cost <= budget
    };
    let all = found.iter().zip(limits).all(holds);
    (!all).then(|| format!("{name}: {found:?}, limits {limits:?}"))
}

/// Measured were errors of 0.97, 0.93 and 0.93 (`Bs23`), 3.45, 2.47 and 1.61 (`Rk45`), 0.209, 0.063
/// and 0.024 (`Verner65`), 0.197, 0.486 and 0.413 (`Dop853`), and 0.21, 0.30 and 0.26 (`Rodas5P`).
#[test]
fn the_median_error_and_its_price() {
    let problems = forty();
    let over: Vec<_> = [
        excess("Bs23", Bs23, &problems, [(1.0, 12_600), (1.0, 105_500), (1.0, 1_050_000)]),
        excess("Rk45", Rk45, &problems, [(3.6, 6430), (2.6, 16_700), (1.7, 53_800)]),
        excess("Verner65", Verner65, &problems, [(0.22, 8550), (0.07, 20_950), (0.025, 51_700)]),
        excess("Dop853", Dop853, &problems, [(0.21, 8530), (0.51, 15_080), (0.44, 30_600)]),
        excess("Rodas5P", Rodas5P, &problems, [(0.22, 23_500), (0.32, 66_700), (0.27, 242_000)]),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert!(over.is_empty(), "{over:#?}");
}
