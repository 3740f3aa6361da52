//! A method of your own is a list of constants: Tsitouras' pair of orders 5(4) with its interpolant.
//!
//! `cargo run --release -p excitable-examples --example custom_method`

#![allow(clippy::print_stdout, reason = "it reports on standard output")]

use excitable::Error;
use excitable::ode::{EmbeddedTableau, Tableau};
use excitable::prelude::*;

use excitable_examples::tsit5::Tsit5;

/// The error at t = 10 of y' = y·cos t, y(0) = 1, whose solution is exp(sin t).
fn error<M: Tableau>(method: M, dt: f64) -> Result<f64, Error> {
    let growth = from_fn(|t: f64, y: &f64, dydt: &mut f64| *dydt = y * t.cos());
    let end = integrate(&growth, 0.0..10.0, 1.0, method.fixed(dt)).finish()?;
    Ok((end.y - 10.0_f64.sin().exp()).abs())
}

/// The spikes of the squid axon under 10 µA/cm² in 100 ms, and the evaluations they cost.
fn spikes<M: EmbeddedTableau>(method: M) -> Result<(usize, Option<u64>), Error> {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    let solution = integrate(&axon, 0.0..100.0, axon.rest()?, method.adaptive()).solution()?;
    let spikes = solution.events(&Membrane::rises_through(50.0))?;
    Ok((spikes.len(), solution.statistics().evaluations))
}

fn main() -> Result<(), Error> {
    for dt in [0.1, 0.05, 0.025] {
        let (ours, theirs) = (error(Tsit5, dt)?, error(Rk45, dt)?);
        println!("dt={dt} error_tsit5={ours:.3e} error_rk45={theirs:.3e}");
    }
    println!("order_tsit5={:.2}", (error(Tsit5, 0.05)? / error(Tsit5, 0.025)?).log2());
    let ((ours, tsit5), (theirs, rk45)) = (spikes(Tsit5)?, spikes(Rk45)?);
    println!("spikes_tsit5={ours} evaluations_tsit5={}", tsit5.unwrap_or_default());
    println!("spikes_rk45={theirs} evaluations_rk45={}", rk45.unwrap_or_default());
    Ok(())
}
