//! The cycle of the axon under a steady current, and how cycles come and go with the current.
//!
//! ```sh
//! # target/limit_cycle/bifurcations.{svg,png}
//! cargo run --release -p excitable-examples --example limit_cycle -- \
//!     --current 20 --temperature-c 6.3
//! ```
//!
//! Prints the period and the Floquet multipliers, then the folds of the branch of cycles.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;
use std::error::Error;

type Points = Vec<(f64, f64)>;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(&["--current", "--temperature-c"])?;
    let (current, celsius) =
        (options.number("--current", 20.0)?, options.number("--temperature-c", 6.3)?);
    let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius));
    let cycle = axon.limit_cycle(current)?;
    println!("period_ms={}\nv_max_mv={}", cycle.period, cycle.extent.high.value);
    let multipliers: Vec<_> = cycle.multipliers.iter().map(ToString::to_string).collect();
    println!("multipliers={}", multipliers.join(";"));

    let found = axon.bifurcations(0.0..165.0, 330)?;
    for (current, cycle) in &found.folds {
        println!("fold_ua_per_cm2={current} period_ms={}", cycle.period);
    }
    let (mut cycles, mut periods) =
        ([Points::new(), Points::new()], [Points::new(), Points::new()]);
    for (current, cycle) in &found.cycles {
        let kind = usize::from(!cycle.is_stable());
        cycles[kind].extend([cycle.extent.low, cycle.extent.high].map(|x| (*current, x.value)));
        periods[kind].push((*current, cycle.period));
    }
    let mut rests = [Points::new(), Points::new()];
    for (current, rest) in &found.equilibria {
        rests[usize::from(!rest.is_stable())].push((*current, rest.y.v));
    }
    let diagram = Figure::new("").y("V (mV)").x_range(0.0..165.0).markers("cycle", &cycles[0]);
    let diagram = diagram.markers("unstable cycle", &cycles[1]).markers("rest", &rests[0]);
    let diagram = diagram.markers("unstable rest", &rests[1]).height(700);
    let period = Figure::new("")
        .x("current (µA/cm²)")
        .y("period (ms)")
        .x_range(0.0..165.0)
        .markers("stable", &periods[0]);
    let period = period.markers("unstable", &periods[1]);
    save_panels("target/limit_cycle", "bifurcations", 1, &[&diagram, &period])?;
    eprintln!("in target/limit_cycle: bifurcations.{{svg,png}}");
    Ok(())
}
