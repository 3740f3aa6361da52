//! Temperature: the gates are 3 times as fast for 10 °C, and above some 30 °C the axon fires no full spike.
//!
//! ```sh
//! # target/temperature/temperature.{svg,png}
//! cargo run --release -p excitable-examples --example temperature
//! ```
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut traces = Figure::new("").x("time (ms)").y("V (mV)").x_range(0.0..8.0);
    let mut peaks = Vec::new();
    for celsius in [0.0, 3.0, 6.3, 9.0, 12.0, 15.0, 18.5, 21.0, 24.0, 27.0, 30.0, 33.0, 36.0] {
        let axon = HodgkinHuxley::squid_axon()
            .at_temperature(Temperature::from_celsius(celsius))
            .with_stimulus(pulse(0.5..0.7, 100.0));
        let run = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive().rtol(1e-9));
        let solution = run.solution()?;
        let samples = solution.sample((0..=4000).map(|k| f64::from(k) / 200.0))?;
        let peak = samples.iter().map(|(_, y)| y.v).fold(f64::MIN, f64::max);
        // The width at half of the peak.
        let crossings = solution.events(&component(0).crosses(0.5 * peak))?;
        let width = crossings.get(1).map_or(f64::NAN, |down| down.t - crossings[0].t);
        println!("temperature_c={celsius} peak_mv={peak:.3} half_width_ms={width:.3}");
        peaks.push((celsius, peak));
        if [0.0, 6.3, 18.5, 27.0, 36.0].contains(&celsius) {
            let curve: Vec<_> = samples.iter().map(|(t, y)| (*t, y.v)).collect();
            traces = traces.line(&format!("{celsius} °C"), &curve);
        }
    }
    let height = Figure::new("").x("temperature (°C)").y("peak (mV)").marked_line("", &peaks);
    save_panels("target/temperature", "temperature", 1, &[&traces, &height])?;
    println!("in target/temperature: temperature.{{svg,png}}");
    Ok(())
}
