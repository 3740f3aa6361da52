//! Two models of two equations: FitzHugh–Nagumo and Morris–Lecar, in their phase planes.
//!
//! ```sh
//! # target/planar_models/planes.{svg,png}
//! cargo run --release -p excitable-examples --example planar_models
//! ```
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::models::fitzhugh_nagumo::{FitzHughNagumo, Plane};
use excitable_examples::models::morris_lecar::MorrisLecar;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut fitzhugh = Figure::new("FitzHugh–Nagumo").x("v").y("w");
    for current in [0.0, 0.4] {
        let model = FitzHughNagumo { current };
        let run = integrate(&model, 0.0..300.0, Plane { v: -1.0, w: -0.4 }, Rk45.adaptive());
        let samples = run.solution()?.sample((0..=6000).map(|k| f64::from(k) / 20.0))?;
        let orbit: Vec<_> = samples.iter().map(|(_, y)| (y.v, y.w)).collect();
        fitzhugh = fitzhugh.line(&format!("I = {current}"), &orbit[..2001]);
    }
    let v = (1.0 - 0.08 * 0.8_f64).sqrt();
    let hopf = [-v, v].map(FitzHughNagumo::current_at_rest);
    println!("fitzhugh_nagumo hopf={:.6};{:.6}", hopf[0], hopf[1]);

    let mut morris = Figure::new("Morris–Lecar").x("V (mV)").y("w");
    for (current, start) in [(90.0, [-27.0, 0.12]), (90.0, [0.0, 0.1]), (60.0, [0.0, 0.1])] {
        let model = MorrisLecar { current };
        let solution = integrate(&model, 0.0..1000.0, start, Rk45.adaptive()).solution()?;
        let spikes = solution.events(&component(0).rises_through(10.0))?.len();
        println!("morris_lecar current={current} from_v={} cycles={spikes}", start[0]);
        let samples = solution.sample((0..=10_000).map(|k| f64::from(k) / 10.0))?;
        let orbit: Vec<_> = samples.iter().map(|(_, y)| (y[0], y[1])).collect();
        morris = morris
            .line(&format!("I = {current} from {} mV", start[0]).replace('-', "−"), &orbit[..3001]);
    }
    save_panels(
        "target/planar_models",
        "planes",
        1,
        &[&fitzhugh.height(700), &morris.height(700)],
    )?;
    println!("in target/planar_models: planes.{{svg,png}}");
    Ok(())
}
