//! The conductances of 1952: how sodium and potassium answer to steps of the potential.
//!
//! ```sh
//! # target/voltage_clamp/conductances.{svg,png}
//! cargo run --release -p excitable-examples --example voltage_clamp
//! ```
//!
//! Prints, for each step from 0 mV, the highest sodium conductance with its time, and the steady potassium one.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::VoltageClamp;
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let axon = HodgkinHuxley::squid_axon();
    let mut sodium = Figure::new("").y("gNa (mS/cm²)").x_range(0.0..12.0);
    let mut potassium = Figure::new("").x("time (ms)").y("gK (mS/cm²)").x_range(0.0..12.0);
    for v in [20.0, 26.0, 38.0, 63.0, 88.0, 109.0] {
        let clamp = VoltageClamp::new(axon, axon.clamped_at(0.0), [(1.0, v)])?;
        let curve: Vec<_> = (0..=12_000)
            .map(|k| f64::from(k) / 1000.0)
            .map(|t| (t, axon.conductances(&clamp.at(t))))
            .collect();
        let (t, peak) = curve
            .iter()
            .fold((0.0, 0.0), |peak, (t, g)| if g.na > peak.1 { (t - 1.0, g.na) } else { peak });
        let steady = axon.conductances(&axon.clamped_at(v)).k;
        println!("v_mv={v} g_na_peak={peak:.4} t_peak_ms={t:.3} g_k_steady={steady:.4} (mS/cm²)");
        let label = format!("{v} mV");
        sodium = sodium.line(&label, &curve.iter().map(|(t, g)| (*t, g.na)).collect::<Vec<_>>());
        potassium = potassium.line("", &curve.iter().map(|(t, g)| (*t, g.k)).collect::<Vec<_>>());
    }
    let folder = "target/voltage_clamp";
    save_panels(folder, "conductances", 1, &[&sodium, &potassium])?;
    println!("in {folder}: conductances.{{svg,png}}");
    Ok(())
}
