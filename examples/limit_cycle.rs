//! The cycle of the axon under a steady current, and how cycles come and go with the current.
//!
//! ```sh
//! # target/limit_cycle/bifurcations.{svg,png}
//! cargo run --release -p excitable-examples --example limit_cycle -- \
//!     --current 20 --temperature-c 6.3
//! ```
//!
//! Prints the period and the Floquet multipliers, then the folds of the branch of cycles.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::analysis::{Equilibrium, LimitCycle};
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;
use std::error::Error;
use std::mem::replace;
use std::ops::Range;

/// Whether it is stable, and a part of a branch, with its currents.
type Piece<'a, X> = (bool, &'a [(f64, X)]);

/// A branch in parts that are stable or not; each goes on to the beginning of the next one.
fn pieces<X>(branch: &[(f64, X)], is_stable: impl Fn(&X) -> bool) -> Vec<Piece<'_, X>> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    for part in branch.chunk_by(|a, b| is_stable(&a.1) == is_stable(&b.1)) {
        let end = start + part.len();
        pieces.push((is_stable(&part[0].1), &branch[start..branch.len().min(end + 1)]));
        start = end;
    }
    pieces
}

/// Adds a quantity along a branch: solid where it is stable, dashed where not.
fn branch<X>(
    mut figure: Figure,
    pieces: &[Piece<'_, X>],
    (names, color): ([&str; 2], usize),
    value: impl Fn(&X) -> f64,
) -> Figure {
    let mut named = [false; 2];
    for (is_stable, part) in pieces {
        let points: Vec<_> = part.iter().map(|(current, x)| (*current, value(x))).collect();
        let kind = usize::from(!is_stable);
        let label = if replace(&mut named[kind], true) { "" } else { names[kind] };
        figure = figure.line(label, &points).like(color, kind);
    }
    figure
}

/// V at rest, and the lowest and the highest V of the cycles.
fn diagram(
    rests: &[Piece<'_, Equilibrium<Membrane<f64>>>],
    cycles: &[Piece<'_, LimitCycle<Membrane<f64>>>],
    range: Range<f64>,
) -> Figure {
    let figure = Figure::new("").y("V (mV)").x_range(range).y_range(-15.0..100.0);
    let figure = branch(figure, rests, (["rest", "unstable"], 0), |rest| rest.y.v);
    let figure = branch(figure, cycles, (["cycle", ""], 1), |cycle| cycle.extent.high.value);
    branch(figure, cycles, ([""; 2], 1), |cycle| cycle.extent.low.value)
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(&["--current", "--temperature-c"])?;
    let (current, celsius) =
        (options.number("--current", 20.0)?, options.number("--temperature-c", 6.3)?);
    let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius));
    let cycle = axon.limit_cycle(current)?;
    println!("period_ms={}\nv_max_mv={}", cycle.period, cycle.extent.high.value);
    let multipliers: Vec<_> = cycle.multipliers.iter().map(ToString::to_string).collect();
    println!("multipliers={}", multipliers.join(";"));

    let found = axon.bifurcations(0.0..165.0, 330)?;
    for (current, cycle) in &found.folds {
        println!("fold_ua_per_cm2={current} period_ms={}", cycle.period);
    }
    let rests = pieces(&found.equilibria, Equilibrium::is_stable);
    let cycles = pieces(&found.cycles, LimitCycle::is_stable);
    let whole = diagram(&rests, &cycles, 0.0..165.0);
    let knee = diagram(&rests, &cycles, 6.0..10.0);
    let axes = || Figure::new("").x("current (µA/cm²)").y("period (ms)");
    let period = |cycle: &LimitCycle<Membrane<f64>>| cycle.period;
    let [periods, near] = [0.0..165.0, 6.0..10.0]
        .map(|range| branch(axes().x_range(range), &cycles, (["cycle", "unstable"], 1), period));
    save_panels("target/limit_cycle", "bifurcations", 2, &[&whole, &knee, &periods, &near])?;
    eprintln!("in target/limit_cycle: bifurcations.{{svg,png}}");
    Ok(())
}
