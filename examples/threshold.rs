//! The smallest pulse that makes the axon fire, and how it depends on the pulse's duration.
//!
//! ```sh
//! # target/threshold/strength_duration.{svg,png}
//! cargo run --release -p excitable-examples --example threshold -- \
//!     --duration-ms 0.2 --temperature-c 6.3
//! ```
//!
//! From exact rest; it fires where V reaches 50 mV within 20 ms of the onset.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::analysis::OneByOne;
use excitable::prelude::*;
use excitable_examples::figures::Figure;
use excitable_examples::options::Options;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(&["--duration-ms", "--temperature-c"])?;
    let celsius = Temperature::from_celsius(options.number("--temperature-c", 6.3)?);
    let axon = HodgkinHuxley::squid_axon().at_temperature(celsius);
    let trial = axon.trial(20.0)?;
    let pulsed = |duration, amplitude| axon.with_stimulus(pulse(0.0..duration, amplitude));
    let duration = options.number("--duration-ms", 0.2)?;
    let threshold = trial.threshold(0.0..10_000.0, |x| pulsed(duration, x))?;
    println!("threshold_ua_per_cm2={threshold}");

    let rheobase = trial.threshold(0.0..1000.0, |x| axon.with_stimulus(constant(x)))?;
    println!("rheobase_ua_per_cm2={rheobase}");
    let chronaxie = trial.threshold(0.01..20.0, |duration| pulsed(duration, 2.0 * rheobase))?;
    println!("chronaxie_ms={chronaxie}");

    let durations: Vec<_> = (-13..=10).map(|k| 10_f64.powf(f64::from(k) / 10.0)).collect();
    let amplitudes = trial.strength_duration(OneByOne, &durations, 0.0..10_000.0, pulsed)?;
    let curve: Vec<_> = durations.into_iter().zip(amplitudes).collect();
    let figure = Figure::new("").x("duration (ms)").y("threshold (µA/cm²)").log_log();
    let figure =
        figure.line("threshold", &curve).markers("chronaxie", &[(chronaxie, 2.0 * rheobase)]);
    let figure = figure.line("rheobase", &[(0.05, rheobase), (10.0, rheobase)]);
    figure.save("target/threshold", "strength_duration")?;
    eprintln!("in target/threshold: strength_duration.{{svg,png}}");
    Ok(())
}
