//! What a tolerance achieves and what it costs: writes `accuracy.md` and its picture.
//!
//! ```sh
//! # docs/accuracy.md, docs/figures/work_precision.svg
//! cargo run --release -p excitable-examples --example accuracy
//! # FOLDER/accuracy.md, FOLDER/figures/…
//! cargo run --release -p excitable-examples --example accuracy -- FOLDER
//! ```
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "the shared problems panic on bad data"
)]

#[path = "../tests/common/closed_forms.rs"]
mod closed_forms;
#[path = "../tests/common/problems.rs"]
mod problems;
#[path = "accuracy/stiff.rs"]
mod stiff;

use closed_forms::closed_forms;
use excitable::Error;
use excitable::Method;
use excitable::ode::{EmbeddedStepper, FnSystem, StepControl, Stepper};
use excitable::prelude::*;
use excitable_examples::figures::Figure;
use problems::{Problem, detest, others};
use std::fmt::Write;
use std::{env, error, fs, path::PathBuf};

type OnVec = Box<dyn Fn(f64, &Vec<f64>, &mut Vec<f64>)>;
type Boxed = FnSystem<OnVec, Vec<f64>>;
type Axon = HodgkinHuxley<f64, stimulus::Plus<stimulus::Pulse<f64>, stimulus::Pulse<f64>>>;

/// An error, and the evaluations that it cost.
type Point = (f64, f64);

/// A method that serves both the problems on a `Vec` and the axon.
trait Adaptable: Method + EmbeddedStepper<Boxed> + EmbeddedStepper<Axon> + Copy {}
impl<M: Method + EmbeddedStepper<Boxed> + EmbeddedStepper<Axon> + Copy> Adaptable for M {}

fn axon() -> Axon {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}

/// The largest error of V at the 1001 rows of the reference.
fn neuron(control: impl StepControl<Axon>) -> Result<Point, Error> {
    let axon = axon();
    let solution = integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), control).solution()?;
    let rows = include_str!("../tests/data/double_impulse_v.csv").lines().skip(1);
    let numbers = rows.map(|row| row.split(',').map(|x| x.parse().unwrap_or(f64::NAN)));
    let mut worst = 0.0;
    for mut row in numbers {
        if let (Some(t), Some(v)) = (row.next(), row.next()) {
            let off: f64 = solution.at(t)?.v - v;
            worst = off.abs().max(worst);
        }
    }
    let evaluations = solution.statistics().evaluations.unwrap_or_default();
    Ok((worst, as_number(evaluations)))
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^53")]
fn as_number(count: u64) -> f64 {
    count as f64
}

/// The state at the end of a problem, with rtol = atol = `tolerance`, and the evaluations.
fn end<M: Adaptable>(
    method: M,
    problem: &Problem,
    tolerance: f64,
) -> Result<(Vec<f64>, u64), Error> {
    let slope = problem.slope;
    let boxed: OnVec = Box::new(move |t, y, dydt| slope(t, y, dydt));
    let (system, control) = (from_fn(boxed), method.adaptive().rtol(tolerance).atol(tolerance));
    let mut run = integrate(&system, 0.0..problem.end, problem.y0.clone(), control);
    while run.advance()?.is_some() {}
    Ok((run.node().y.clone(), run.statistics().evaluations.unwrap_or(1)))
}

/// The geometric means, over a class of DETEST, of the error at the end and of the evaluations.
fn class<M: Adaptable>(method: M, problems: &[&Problem], tolerance: f64) -> Result<Point, Error> {
    let (mut error, mut cost, mut count) = (0.0, 0.0, 0.0);
    for problem in problems {
        let (y, evaluations) = end(method, problem, tolerance)?;
        // An end that is right to the last bit counts as one unit of the last place.
        error += problem.error(&y).max(f64::EPSILON).ln();
        cost += as_number(evaluations).ln();
        count += 1.0;
    }
    Ok(((error / count).exp(), (cost / count).exp()))
}

/// The median error in units of the tolerance, and all evaluations, over forty problems.
fn calibration<M: Adaptable>(method: M, tolerance: f64) -> Result<Point, Error> {
    let (mut errors, mut cost) = (Vec::new(), 0.0);
    for problem in detest().into_iter().chain(others()).chain(closed_forms()) {
        let (y, evaluations) = end(method, &problem, tolerance)?;
        errors.push(problem.error_in(&y, tolerance));
        cost += as_number(evaluations);
    }
    errors.sort_by(f64::total_cmp);
    let middle = errors.len() / 2;
    Ok((0.5 * (errors[middle - 1] + errors[middle]), cost))
}

/// The row of one method in the table of calibrations.
fn calibrated<M: Adaptable>(text: &mut String, name: &str, method: M) -> Result<(), Error> {
    let _ = write!(text, "| `{name}` |");
    for tolerance in [1e-3, 1e-6, 1e-9] {
        let (error, cost) = calibration(method, tolerance)?;
        let _ = write!(text, " {error:.2} | {cost:.0} |");
    }
    *text += "\n";
    Ok(())
}

fn cells(row: &mut String, point: Result<Point, Error>) -> Option<Point> {
    // A tolerance that a method cannot meet within its budget leaves a gap.
    let _ = match point {
        Ok((error, cost)) => write!(row, " {error:.1e} | {cost:.0} |"),
        Err(_) => write!(row, " — | — |"),
    };
    point.ok().filter(|point| point.0 > 0.0)
}

/// The table of one method, and its line on the neuron.
fn table<M: Adaptable>(text: &mut String, name: &str, method: M) -> Vec<Point> {
    let problems = detest();
    let classes = ["DETEST-A", "DETEST-B", "DETEST-D"]
        .map(|class| problems.iter().filter(|p| p.name.starts_with(class)).collect::<Vec<_>>());
    *text += "\n### `";
    *text += name;
    *text += "`\n\n| tolerance | A: error | cost | B: error | cost | D: error | cost | \
              neuron: error (mV) | cost |\n|---|---|---|---|---|---|---|---|---|\n";
    let mut line = Vec::new();
    for decade in 3..=12 {
        let tolerance = 10.0_f64.powi(-decade);
        let mut row = format!("| 1e-{decade} |");
        for problems in &classes {
            cells(&mut row, class(method, problems, tolerance));
        }
        line.extend(cells(&mut row, neuron(method.adaptive().rtol(tolerance).budget(1_000_000))));
        *text += &row;
        *text += "\n";
    }
    line
}

/// The row of one method with fixed steps.
fn fixed<M: Stepper<Axon> + Method + Copy>(text: &mut String, name: &str, method: M) {
    let mut row = format!("| `{name}` |");
    for dt in [0.04, 0.02, 0.01, 0.005, 0.0025] {
        let _ = match neuron(method.fixed(dt)) {
            Ok((error, _)) => write!(row, " {error:.1e} |"),
            Err(_) => write!(row, " blows up |"),
        };
    }
    *text += &row;
    *text += "\n";
}

const HEAD: &str = "# Accuracy

Made by `cargo run --release -p excitable-examples --example accuracy`; not edited by hand.

What a tolerance asks for, what comes out, and what it costs in evaluations of the right-hand side
(rejected steps, first steps and dense output included).

- **DETEST** (Hull, Enright, Fellen, Sedgwick 1972) classes A, B and D, five problems each, over [0,
  20]: rtol = atol = tolerance, error at the end against 113-bit Taylor series; geometric means over
  the class.
- **Neuron**: the squid axon under the double impulse over [0, 50] ms, rtol = tolerance, atol by the
  axon's own scale; the largest error of V at 1001 times, by dense output, against 113-bit
  extrapolation.

On a machine with fused multiplication and addition; without it the last digits differ.

![Evaluations against the error of V on the double impulse][work_precision.svg]

## What a tolerance means

The median error at the end in units of the tolerance, max |yᵢ − exactᵢ| / (tol + tol·|exactᵢ|),
and all evaluations, over forty problems that are not stiff: DETEST A, B and D, Arenstorf's orbit,
the Pleiades, the Brusselator, van der Pol, Lotka–Volterra, and twenty with closed forms, seven of
them of DETEST C and E. rtol = atol = tol.

| | 10⁻³: error | cost | 10⁻⁶: error | cost | 10⁻⁹: error | cost |
|---|---|---|---|---|---|---|
";

fn main() -> Result<(), Box<dyn error::Error>> {
    let folder = env::args().nth(1).map_or_else(|| PathBuf::from("docs"), PathBuf::from);
    let mut text = HEAD.to_owned();
    calibrated(&mut text, "Bs23", Bs23)?;
    calibrated(&mut text, "Rk45", Rk45)?;
    calibrated(&mut text, "Verner65", Verner65)?;
    calibrated(&mut text, "Dop853", Dop853)?;
    calibrated(&mut text, "Rodas5P", Rodas5P)?;
    text += "\n## Adaptive methods\n";
    let mut figure = Figure::new("")
        .x("largest error of V (mV)")
        .y("evaluations of the right-hand side")
        .log_log();
    for (name, line) in [
        ("Bs23", table(&mut text, "Bs23", Bs23)),
        ("Rk45", table(&mut text, "Rk45", Rk45)),
        ("Verner65", table(&mut text, "Verner65", Verner65)),
        ("Dop853", table(&mut text, "Dop853", Dop853)),
        ("Rodas5P", table(&mut text, "Rodas5P", Rodas5P)),
    ] {
        figure = figure.marked_line(name, &line);
    }
    text += "\n## Fixed steps\n\nThe neuron as above: the largest error of V (mV) at 1001 times.\n\n\
             | dt (ms) | 0.04 | 0.02 | 0.01 | 0.005 | 0.0025 |\n|---|---|---|---|---|---|\n";
    fixed(&mut text, "Euler", Euler);
    fixed(&mut text, "Heun", Heun);
    fixed(&mut text, "Rk4", Rk4);
    fixed(&mut text, "ExponentialEuler", ExponentialEuler);
    fixed(&mut text, "ExponentialStrang", ExponentialStrang);
    stiff::tables(&mut text)?;
    text += "\n[work_precision.svg]: figures/work_precision.svg\n";
    fs::create_dir_all(folder.join("figures"))?;
    fs::write(folder.join("accuracy.md"), text)?;
    figure.save(folder.join("figures"), "work_precision")?;
    // The document shows the drawing; its rendering is for a look only.
    fs::remove_file(folder.join("figures/work_precision.png"))?;
    Ok(())
}
