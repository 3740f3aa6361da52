//! The leaky integrate-and-fire neuron: its spikes under noise, and its f–I curve against the closed form.
//!
//! ```sh
//! # target/integrate_and_fire/firing.{svg,png}
//! cargo run --release -p excitable-examples --example integrate_and_fire
//! ```
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::neuron::LeakParameters;
use excitable::prelude::*;
use excitable::{Error, IntegrateAndFire};
use excitable_examples::figures::{Figure, save_panels};

/// The firing rate (Hz) over a second of constant current.
fn rate(current: f64) -> Result<f64, Error> {
    let neuron =
        IntegrateAndFire::new(LeakParameters::cortical())?.with_stimulus(constant(current));
    let mut spikes = Vec::new();
    neuron.run(0.0..1000.0, neuron.rest(), Rk45.adaptive(), |t| spikes.push(t)).finish()?;
    let interval = spikes.windows(2).last().map(|pair| pair[1] - pair[0]);
    Ok(interval.map_or(0.0, |interval| 1000.0 / interval))
}

/// 1/(t_ref + τ·ln((E∞ − V_reset)/(E∞ − V_thr))) in Hz, with E∞ − V_reset = I/g.
fn closed_form(current: f64) -> f64 {
    let reach = current / 0.1;
    if reach <= 15.0 { 0.0 } else { 1000.0 / (2.0 + 10.0 * (reach / (reach - 15.0)).ln()) }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Beside 1.5 µA/cm², at which the potential comes to the threshold but not through it.
    let currents: Vec<f64> = (0..80).map(|k| (f64::from(k) + 0.5) / 20.0).collect();
    let mut measured = Vec::new();
    for &current in &currents {
        measured.push((current, rate(current)?));
    }
    let exact: Vec<_> = currents.iter().map(|i| (*i, closed_form(*i))).collect();
    let off = measured.iter().zip(&exact).map(|(a, b)| (a.1 - b.1).abs()).fold(0.0, f64::max);
    println!("largest_error_hz={off:.1e}");

    let noise = stimulus::ornstein_uhlenbeck(1.2, 5.0, 0.1, 8).plus(constant(1.4));
    let neuron = IntegrateAndFire::new(LeakParameters::cortical())?.with_stimulus(noise);
    let mut spikes = Vec::new();
    let run = neuron.run(0.0..200.0, neuron.rest(), Rk45.adaptive(), |t| spikes.push(t));
    let solution = run.solution()?;
    let text: Vec<String> = spikes.iter().map(|t| format!("{t:.3}")).collect();
    println!("spikes_ms={}", text.join(";"));
    let trace = solution.sample((0..=4000).map(|k| f64::from(k) / 20.0))?;
    let trace: Vec<_> = trace.iter().map(|(t, y)| (*t, y.v)).collect();
    let marks: Vec<_> = spikes.iter().map(|t| (*t, -50.0)).collect();

    let top = Figure::new("").x("time (ms)").y("V (mV)").line("", &trace).markers("", &marks);
    let bottom = Figure::new("")
        .x("current (µA/cm²)")
        .y("rate (Hz)")
        .line("closed form", &exact)
        .markers("integrated", &measured);
    save_panels("target/integrate_and_fire", "firing", 1, &[&top, &bottom])?;
    println!("in target/integrate_and_fire: firing.{{svg,png}}");
    Ok(())
}
