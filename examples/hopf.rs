//! The currents at which the rest of the axon begins and ceases to oscillate, and how warmth brings them together.
//!
//! ```sh
//! # target/hopf/hopf.{svg,png}
//! cargo run --release -p excitable-examples --example hopf -- --temperature-c 18.5
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::analysis::Hopf;
use excitable::prelude::*;
use excitable_examples::figures::Figure;
use excitable_examples::options::Options;
use std::error::Error;

fn hopf_points(celsius: f64) -> Result<Vec<Hopf<Membrane<f64>>>, excitable::Error> {
    HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius)).hopf_points()
}

fn main() -> Result<(), Box<dyn Error>> {
    let celsius = Options::read(&["--temperature-c"])?.number("--temperature-c", 6.3)?;
    match &hopf_points(celsius)?[..] {
        [lower, upper] => {
            println!("lower_ua_per_cm2={}", lower.parameter);
            println!("upper_ua_per_cm2={}", upper.parameter);
        }
        found => println!("hopf_points={} (there is no lower and upper one)", found.len()),
    }

    let (mut lower, mut upper) = (Vec::new(), Vec::new());
    for celsius in (0..=57).map(|k| f64::from(k) / 2.0).chain([28.8, 28.857]) {
        if let [a, b] = &hopf_points(celsius)?[..] {
            lower.push((celsius, a.parameter));
            upper.push((celsius, b.parameter));
        }
    }
    let figure = Figure::new("").x("temperature (°C)").y("current (µA/cm²)");
    figure.line("lower", &lower).line("upper", &upper).save("target/hopf", "hopf")?;
    eprintln!("in target/hopf: hopf.{{svg,png}}");
    Ok(())
}
