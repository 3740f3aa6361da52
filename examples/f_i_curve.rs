//! How often the axon fires under a steady current, from exact rest by a step.
//!
//! ```sh
//! cargo run --release -p excitable-examples --example f_i_curve -- \
//!     --currents 6.5,7,8 --duration-ms 2000 --window-ms 500 \
//!     --threshold-mv 50 --temperature-c 6.3 # target/f_i_curve/f_i_curve.{svg,png}
//! ```
//!
//! Prints CSV; the progress goes to standard error.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::prelude::*;
use excitable_examples::figures::Figure;
use excitable_examples::options::Options;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let names = ["--currents", "--duration-ms", "--window-ms", "--threshold-mv", "--temperature-c"];
    let options = Options::read(&names)?;
    let usual = [6.0, 6.2, 6.3, 6.5, 7.0, 8.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0, 100.0];
    let usual: Vec<_> =
        usual.into_iter().chain([120.0, 130.0, 140.0, 150.0, 154.0, 156.0]).collect();
    let currents = options.numbers("--currents", &usual)?;
    let celsius = Temperature::from_celsius(options.number("--temperature-c", 6.3)?);
    let axon = HodgkinHuxley::squid_axon().at_temperature(celsius);
    let trial = axon.trial(options.number("--duration-ms", 2000.0)?)?;
    let level = options.number("--threshold-mv", 50.0)?;
    let trial = trial.with_level(level);
    let window = options.number("--window-ms", 500.0)?;
    let (mut rates, mut oscillations) = (Vec::new(), Vec::new());
    println!("current_ua_per_cm2,rate_hz,spikes,latency_ms");
    for (k, &current) in currents.iter().enumerate() {
        eprintln!("{} of {}: {current} µA/cm²", k + 1, currents.len());
        let found = trial.firing(&axon.with_stimulus(constant(current)), window)?;
        let latency = found.latency.map(|t| t.to_string()).unwrap_or_default();
        println!("{current},{},{},{latency}", found.rate, found.spikes);
        rates.push((current, found.rate));
        oscillations.extend(found.oscillation.map(|x| (current, x.frequency)));
    }
    let figure = Figure::new("").x("current (µA/cm²)").y("frequency (Hz)");
    let figure = figure.line("oscillation", &oscillations);
    figure
        .markers(&format!("crossings of {level} mV"), &rates)
        .save("target/f_i_curve", "f_i_curve")?;
    eprintln!("in target/f_i_curve: f_i_curve.{{svg,png}}");
    Ok(())
}
