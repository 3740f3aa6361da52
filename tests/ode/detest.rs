//! DETEST and other problems with known ends: what a tolerance achieves, and what it costs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::common::problems::{Problem, arenstorf, detest, others, stiff};
use crate::common::shared::{System, integrate};
use excitable::Method;
use excitable::ode::{Adaptive, EmbeddedStepper};
use excitable::prelude::*;

/// A method for any right-hand side on a `Vec`.
pub(crate) trait ForVec: Method + Copy {
    /// The control with rtol = atol = `tolerance`.
    fn control(self, tolerance: f64) -> Adaptive<Self, Vec<f64>> {
        Adaptive::new(self).rtol(tolerance).atol(tolerance)
    }

    /// The end of a run, and the evaluations that it took.
    fn run(problem: &Problem, control: Adaptive<Self, Vec<f64>>) -> (Vec<f64>, u64);

    /// The error at the end and the evaluations, with rtol = atol = `tolerance`.
    fn end(self, problem: &Problem, tolerance: f64) -> (f64, u64) {
        let (y, evaluations) = Self::run(problem, self.control(tolerance));
        (problem.error(&y), evaluations)
    }
}

impl<M> ForVec for M
where
    M: Method + Copy + for<'a> EmbeddedStepper<System<'a, Vec<f64>>>,
{
    fn run(problem: &Problem, control: Adaptive<Self, Vec<f64>>) -> (Vec<f64>, u64) {
        let (system, y0) = (problem.system(), problem.y0.clone());
        let mut run = integrate(&system, 0.0..problem.end, y0, control);
        while run.advance().unwrap_or_else(|error| panic!("{}: {error}", problem.name)).is_some() {}
        (run.node().y.clone(), run.statistics().evaluations.unwrap())
    }
}

/// The row of `data/scipy_detest.tsv`: error and evaluations.
fn scipy(problem: &str, method: &str, tolerance: f64) -> (f64, f64) {
    let rows = include_str!("../data/scipy_detest.tsv").lines().skip(2);
    let mut rows = rows.map(|line| line.split('\t').collect::<Vec<_>>());
    let row = rows.find(|row| {
        row[0] == problem && row[1] == method && row[2].parse::<f64>().unwrap() == tolerance
    });
    let row = row.unwrap_or_else(|| panic!("{problem} {method} {tolerance}"));
    (row[3].parse().unwrap(), row[4].parse().unwrap())
}

/// What is worse than allowed with SciPy's controller: in the geometric mean over the problems at a
/// tolerance, in error or evaluations; threefold in error or 1.3-fold in evaluations alone.
fn against_scipy(method: impl ForVec, name: &str) -> Vec<String> {
    let mut worse = Vec::new();
    for tolerance in [1e-3, 1e-6, 1e-9] {
        let (mut errors, mut costs) = (0.0, 0.0);
        let problems = detest();
        for problem in &problems {
            let (y, evaluations) = ForVec::run(problem, method.control(tolerance).beta(0.0));
            let error = problem.error(&y);
            let (their_error, theirs) = scipy(problem.name, name, tolerance);
            #[allow(clippy::cast_precision_loss, reason = "a small count")]
            let (in_error, in_cost) = (error / their_error, evaluations as f64 / theirs);
            errors += in_error.ln();
            costs += in_cost.ln();
            if in_error > 3.0 || in_cost > 1.3 {
                worse.push(format!(
                    "{} at {tolerance:e}: × {in_error:.2}, × {in_cost:.2}",
                    problem.name
                ));
            }
        }
        #[allow(clippy::cast_precision_loss, reason = "a small count")]
        let n = problems.len() as f64;
        let (errors, costs) = ((errors / n).exp(), (costs / n).exp());
        if errors > 1.0 || costs > 1.0 {
            worse.push(format!("mean at {tolerance:e}: × {errors:.3}, × {costs:.3}"));
        }
    }
    worse
}

#[test]
fn rk45_is_no_worse_than_scipys() {
    assert_eq!(against_scipy(Rk45, "RK45"), [""; 0]);
}

#[test]
fn dop853_is_no_worse_than_scipys() {
    assert_eq!(against_scipy(Dop853, "DOP853"), [""; 0]);
}

/// What `row` of the parity run in `data/ode_reference.tsv` says.
fn parity(component: &str) -> f64 {
    let rows = include_str!("../data/ode_reference.tsv").lines();
    let mut rows = rows.map(|line| line.split('\t').collect::<Vec<_>>());
    let row = rows.find(|row| row[0] == "Parity-dopri5-Arenstorf" && row[3] == component);
    row.unwrap()[4].parse().unwrap()
}

#[test]
fn rk45_takes_the_steps_of_dopri5() {
    let problem = arenstorf();
    let system = problem.system();
    let control = Rk45.adaptive().rtol(1e-7).atol(1e-7).first_step(1e-4);
    let mut run = integrate(&system, 0.0..problem.end, problem.y0.clone(), control);
    while run.advance().unwrap().is_some() {}
    let statistics = run.statistics();
    let tried = statistics.accepted + statistics.rejected;
    let whole = |component| {
        (0..1000_u32).find(|k| f64::from(*k) == parity(component)).map(u64::from).unwrap()
    };
    assert_eq!(tried, whole("n_steps"), "{statistics:?}");
    assert_eq!(statistics.accepted, whole("n_accepted"), "{statistics:?}");
    // The orbit magnifies rounding by 10⁴ and more: the digits that survive it.
    for (y, name) in run.node().y.iter().zip(["x", "y", "vx", "vy"]) {
        assert!((y - parity(name)).abs() < 1e-6, "{name}: {y}");
    }
}

/// The largest error over `problems` at each tolerance, over the tolerance.
fn worst(method: impl ForVec, problems: &[Problem], tolerances: [f64; 3]) -> [f64; 3] {
    tolerances.map(|tolerance| {
        let errors = problems.iter().map(|problem| {
            let size = problem.exact.iter().fold(1.0, |size: f64, y| size.max(y.abs()));
            method.end(problem, tolerance).0 / (size * tolerance)
        });
        errors.fold(0.0, f64::max)
    })
}

/// The median of [`worst`] over tolerances a hundredth apart: at 10⁻¹² the orbit has magnified
/// rounding to most of the error, which one bit elsewhere changes twentyfold.
fn typical(method: impl ForVec, problems: &[Problem], tolerances: [f64; 3]) -> [f64; 3] {
    tolerances.map(|tolerance| {
        let near = |k: u32| tolerance * (1.0 + f64::from(k) / 100.0);
        let mut errors: Vec<f64> =
            (0..25).map(|k| worst(method, problems, [near(k); 3])[0]).collect();
        errors.sort_by(f64::total_cmp);
        errors[12]
    })
}

/// The largest error of each method over a class of problems, in units of the tolerance and of the
/// size of the solution, stays within 1.5 of what was measured when this was written.
#[test]
fn every_method_on_every_problem() {
    let (tight, fine, stiffly) = ([1e-3, 1e-6, 1e-9], [1e-6, 1e-8, 1e-10], [1e-4, 1e-6, 1e-8]);
    let (detest, others, stiff) = (detest(), others(), stiff());
    let (orbit, others) = others.split_at(1);
    let orbits = [1e-8, 1e-10, 1e-12];
    for (what, found, measured) in [
        ("Bs23, DETEST", worst(Bs23, &detest, tight), [33.6, 35.5, 35.5]),
        ("Rk45, DETEST", worst(Rk45, &detest, tight), [997.0, 922.0, 175.0]),
        ("Verner65, DETEST", worst(Verner65, &detest, tight), [42.1, 16.7, 11.1]),
        ("Dop853, DETEST", worst(Dop853, &detest, tight), [282.0, 235.0, 213.0]),
        ("Rodas5P, DETEST", worst(Rodas5P, &detest, tight), [75.2, 273.0, 306.0]),
        ("Rk45, others", worst(Rk45, others, fine), [543.0, 144.0, 35.9]),
        ("Verner65, others", worst(Verner65, others, fine), [5.7, 3.0, 1.25]),
        ("Dop853, others", worst(Dop853, others, fine), [81.9, 88.2, 95.9]),
        ("Verner65, Arenstorf", typical(Verner65, orbit, orbits), [409.0, 160.0, 999.0]),
        ("Dop853, Arenstorf", typical(Dop853, orbit, orbits), [4083.0, 3475.0, 648.0]),
        ("Rodas5P, stiff", worst(Rodas5P, &stiff, stiffly), [1.66, 0.24, 0.27]),
    ] {
        for (found, measured) in found.iter().zip(measured) {
            assert!(*found <= 1.5 * measured, "{what}: {found}, measured before: {measured}");
        }
    }
}
