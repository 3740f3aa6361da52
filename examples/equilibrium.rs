//! Where the axon rests under a steady current, and whether that is stable.
//!
//! ```sh
//! # target/equilibrium/steady.{svg,png}
//! cargo run --release -p excitable-examples --example equilibrium -- \
//!     --current 10 --temperature-c 6.3
//! ```
//!
//! Prints each equilibrium with the eigenvalues of its Jacobian (1/ms), and draws the steady current–voltage curve.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::prelude::*;
use excitable_examples::figures::Figure;
use excitable_examples::options::Options;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(&["--current", "--temperature-c"])?;
    let celsius = Temperature::from_celsius(options.number("--temperature-c", 6.3)?);
    let axon = HodgkinHuxley::squid_axon().at_temperature(celsius);
    for found in axon.equilibria(options.number("--current", 10.0)?)? {
        let Membrane { v, m, h, n } = found.y;
        println!("v_mv={v}\nm={m}\nh={h}\nn={n}");
        let eigenvalues: Vec<_> = found.eigenvalues.iter().map(ToString::to_string).collect();
        println!("eigenvalues={}\nstable={}", eigenvalues.join(";"), found.is_stable());
    }

    let mut branch = Vec::new();
    for k in -80..=260 {
        let v = f64::from(k) / 10.0;
        let point = (axon.steady_current(v), v);
        let found = excitable::equilibrium(
            &axon.with_stimulus(constant(point.0)),
            0.0,
            axon.clamped_at(v),
        )?;
        branch.push((found.is_stable(), point));
    }
    let mut figure = Figure::new("").x("current (µA/cm²)").y("V (mV)");
    for (label, part) in ["stable", "unstable", ""].iter().zip(branch.chunk_by(|a, b| a.0 == b.0)) {
        let points: Vec<_> = part.iter().map(|(_, point)| *point).collect();
        figure = figure.line(label, &points).like(0, usize::from(!part[0].0));
    }
    figure.save("target/equilibrium", "steady")?;
    eprintln!("in target/equilibrium: steady.{{svg,png}}");
    Ok(())
}
