//! The axon reduced to two planes: V and n with a fast m and h held, V and m with h and n held.
//!
//! ```sh
//! # target/phase_plane/planes.{svg,png}
//! cargo run --release -p excitable-examples --example phase_plane -- --current 0
//! ```
//!
//! Prints the equilibria of each plane, and draws nullclines, the field and trajectories.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::analysis::{PlaneGate, Reduced, ReducedAxon, equilibria, nullclines, vector_field};
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;
use std::error::Error;
use std::ops::Range;

const V: Range<f64> = -12.0..118.0;
/// Outside of every figure: a line breaks there.
const GAP: (f64, f64) = (f64::NAN, f64::NAN);

type Points = Vec<(f64, f64)>;

/// A line through the points, broken where two of them lie apart.
fn line(points: &[[f64; 2]]) -> Points {
    let apart = |a: &[f64; 2], b: &[f64; 2]| (b[0] - a[0]).abs() > 1.0 || (b[1] - a[1]).abs() > 0.2;
    let pieces = points.chunk_by(|a, b| !apart(a, b));
    pieces.flat_map(|piece| piece.iter().map(|y| (y[0], y[1])).chain([GAP])).collect()
}

fn trajectories(plane: &ReducedAxon<f64>, starts: &[[f64; 2]]) -> Result<Points, excitable::Error> {
    let mut lines = Points::new();
    for start in starts {
        let run = integrate(plane, 0.0..60.0, *start, Rk45.adaptive()).solution()?;
        let samples = run.sample((0..=6000).map(|k| f64::from(k) / 100.0))?;
        lines.extend(samples.iter().map(|(_, y)| (y[0], y[1])).chain([GAP]));
    }
    Ok(lines)
}

fn draw(
    name: &str,
    plane: &ReducedAxon<f64>,
    starts: &[[f64; 2]],
) -> Result<Figure, excitable::Error> {
    let [v, x] = nullclines(plane, V, 0.0..1.0, 800)?.map(|points| line(&points));
    let width = V.end - V.start;
    let arrows = vector_field(plane, V, 0.0..1.0, 14)?.into_iter().flat_map(|arrow| {
        let ([v, x], [dv, dx]) = (arrow.y, arrow.dydt);
        // All of one length as drawn.
        let size = 0.02 / (dv / width).hypot(dx);
        [(v, x), (v + size * dv, x + size * dx), GAP]
    });
    let figure = Figure::new("").x("V (mV)").y(name).x_range(V).y_range(-0.02..1.02).height(800);
    let figure = figure.line("dV/dt = 0", &v).line(&format!("d{name}/dt = 0"), &x);
    let figure = figure.line("trajectories", &trajectories(plane, starts)?);
    Ok(figure.line("field", &arrows.collect::<Points>()).like(3, 0))
}

fn main() -> Result<(), Box<dyn Error>> {
    let current = Options::read(&["--current"])?.number("--current", 0.0)?;
    let axon = HodgkinHuxley::squid_axon();
    let rest = axon.rest()?;
    let fast = ReducedAxon::new(&axon, PlaneGate::N, current).with_h(Reduced::Held(rest.h));
    let excited = ReducedAxon::new(&axon, PlaneGate::M, current)
        .with_h(Reduced::Held(rest.h))
        .with_n(Reduced::Held(rest.n));
    for found in equilibria(&fast, 0.0, |v| [v, axon.clamped_at(v).n], V)? {
        println!("plane=v,n v_mv={} n={} stable={}", found.y[0], found.y[1], found.is_stable());
    }
    for found in equilibria(&excited, 0.0, |v| [v, axon.clamped_at(v).m], V)? {
        println!("plane=v,m v_mv={} m={} stable={}", found.y[0], found.y[1], found.is_stable());
    }
    let n = draw("n", &fast, &[[3.0, rest.n], [8.0, rest.n], [60.0, 0.9]])?;
    let m = draw("m", &excited, &[[2.0, rest.m], [4.0, rest.m], [20.0, 0.0]])?;
    save_panels("target/phase_plane", "planes", 1, &[&n, &m])?;
    eprintln!("in target/phase_plane: planes.{{svg,png}}");
    Ok(())
}
