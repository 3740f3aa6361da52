//! The cycle of the axon under a steady current, and how cycles come and go with the current.
//!
//! ```sh
//! cargo run --release --example limit_cycle -- --current 20 --temperature-c 6.3 # target/limit_cycle/bifurcations.{svg,png}
//! ```
//!
//! Prints the period and the Floquet multipliers, then the folds of the branch of cycles.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

mod figures;
mod options;

use excitable::prelude::*;
use excitable::{CycleBranch, Temperature, cycle_branch};
use figures::{Figure, save_panels};
use options::Options;
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

    let (mut stable, mut unstable) = (Points::new(), Points::new());
    let (mut periods, mut unstable_periods) = (Points::new(), Points::new());
    for towards in [Direction::Backward, Direction::Forward] {
        let system = |current| axon.with_stimulus(constant(current));
        let CycleBranch { cycles, folds, .. } =
            cycle_branch(system, (current, cycle.clone()), towards, 0.0..400.0)?;
        for (current, cycle) in &cycles {
            let (extents, periods) = if cycle.is_stable() {
                (&mut stable, &mut periods)
            } else {
                (&mut unstable, &mut unstable_periods)
            };
            extents.extend([cycle.extent.low, cycle.extent.high].map(|x| (*current, x.value)));
            periods.push((*current, cycle.period));
        }
        for (current, cycle) in folds {
            println!("fold_ua_per_cm2={current} period_ms={}", cycle.period);
        }
    }
    let (mut rests, mut unsteady) = (Points::new(), Points::new());
    for k in 0..=320 {
        let current = f64::from(k) / 2.0;
        for found in axon.equilibria(current)? {
            let points = if found.is_stable() { &mut rests } else { &mut unsteady };
            points.push((current, found.y.v));
        }
    }
    let diagram = Figure::new("").y("V (mV)").x_range(0.0..165.0).markers("cycle", &stable);
    let diagram = diagram.markers("unstable cycle", &unstable).markers("rest", &rests);
    let diagram = diagram.markers("unstable rest", &unsteady).height(700);
    let period = Figure::new("")
        .x("current (µA/cm²)")
        .y("period (ms)")
        .x_range(0.0..165.0)
        .markers("stable", &periods);
    let period = period.markers("unstable", &unstable_periods);
    save_panels("target/limit_cycle", "bifurcations", 1, &[&diagram, &period])?;
    eprintln!("in target/limit_cycle: bifurcations.{{svg,png}}");
    Ok(())
}
