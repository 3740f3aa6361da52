//! Lorenz's attractor, and how two runs that begin a billionth apart come apart.
//!
//! ```sh
//! # target/lorenz/attractor.{svg,png}
//! cargo run --release -p excitable-examples --example lorenz
//! ```
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // σ = 10, ρ = 28, β = 8/3 (E. N. Lorenz, J. Atmos. Sci. 20 (1963) 130)
    let lorenz = from_fn(|_t, &[x, y, z]: &[f64; 3], dydt: &mut [f64; 3]| {
        *dydt = [10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3.0 * z];
    });
    let grid = || (0..=8000).map(|k| f64::from(k) / 200.0);
    let run = |x| integrate(&lorenz, 0.0..40.0, [x, 1.0, 20.0], Dop853.adaptive().rtol(1e-13));
    let one = run(1.0).solution()?.sample(grid())?;
    let two = run(1.0 + 1e-9).solution()?.sample(grid())?;

    let mut apart = Vec::new();
    for ((t, a), (_, b)) in one.iter().zip(&two) {
        let squares = (0..3).map(|i| (a[i] - b[i]).powi(2));
        apart.push((*t, squares.sum::<f64>().sqrt()));
    }
    let far = apart.iter().find(|(_, d)| *d > 1.0).map_or(f64::NAN, |(t, _)| *t);
    // From 10⁻⁹ to 1 as e^(λ·t); λ is 0.906 in the mean over a long time.
    println!("apart_by_1_at={far:.2} growth_per_unit_of_time={:.2}", 1e9_f64.ln() / far);

    let butterfly: Vec<_> = one.iter().map(|(_, y)| (y[0], y[2])).collect();
    let logarithms: Vec<_> = apart.iter().map(|(t, d)| (*t, d.log10())).collect();
    let top = Figure::new("").x("x").y("z").height(700).line("", &butterfly);
    let bottom = Figure::new("").x("time").y("log₁₀ of the distance").line("", &logarithms);
    save_panels("target/lorenz", "attractor", 1, &[&top, &bottom])?;
    println!("in target/lorenz: attractor.{{svg,png}}");
    Ok(())
}
