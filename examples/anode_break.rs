//! Anode break: a spike when a hyperpolarising current ends.
//!
//! ```sh
//! # target/anode_break/anode_break.{svg,png}
//! cargo run --release -p excitable-examples --example anode_break
//! ```
//!
//! The current removes the inactivation of sodium (h grows) and shuts potassium (n falls); both are slow to come back
//! when it ends, and the axon fires.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut potential = Figure::new("").y("V (mV)");
    let mut gates = Figure::new("").x("time (ms)").y("gates at −10 µA/cm²");
    for current in [-2.0, -3.0, -10.0] {
        let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(5.0..25.0, current));
        let run = integrate(&axon, 0.0..50.0, axon.rest()?, Rk45.adaptive().rtol(1e-10));
        let solution = run.solution()?;
        let spike = solution.events(&Membrane::rises_through(50.0))?;
        let told = spike.first().map_or("none".into(), |spike| format!("{:.6}", spike.t - 25.0));
        println!("current={current} spike_after_release_ms={told}");
        let samples = solution.sample((0..=5000).map(|k| f64::from(k) / 100.0))?;
        let of = |part: fn(&Membrane<f64>) -> f64| -> Vec<(f64, f64)> {
            samples.iter().map(|(t, y)| (*t, part(y))).collect()
        };
        potential = potential.line(&format!("−{} µA/cm²", -current), &of(|y| y.v));
        if current == -10.0 {
            gates = gates.line("m", &of(|y| y.m)).line("h", &of(|y| y.h)).line("n", &of(|y| y.n));
        }
    }
    save_panels("target/anode_break", "anode_break", 1, &[&potential, &gates])?;
    println!("in target/anode_break: anode_break.{{svg,png}}");
    Ok(())
}
