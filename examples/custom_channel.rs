//! Channels of your own: an A-current delays firing, a current that is no g·(V − E), and two axons coupled.
//!
//! ```sh
//! # target/custom_channel/traces.{svg,png}
//! cargo run --release -p excitable-examples --example custom_channel
//! ```
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::neuron::Channel;
use excitable::prelude::*;
use excitable::{Neuron, Solution, State};
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::models::coupled::Coupled;
use excitable_examples::models::{connor_stevens, wang_buzsaki};
use std::error::Error;

type Curve = Vec<(f64, f64)>;

/// The potential at every twentieth of a millisecond, and the upward passages of `level`.
fn look<Y: State<Scalar = f64>>(
    solution: &Solution<Y>,
    (index, level): (usize, f64),
) -> Result<(Curve, Vec<f64>), excitable::Error> {
    let end = solution.end().t;
    let times = (0..).map(|k| f64::from(k) / 20.0).take_while(|t| *t <= end);
    let curve = solution.sample(times)?;
    let curve = curve.iter().filter_map(|(t, y)| Some((*t, y.component(index)?))).collect();
    let spikes = solution.events(&component(index).rises_through(level))?;
    Ok((curve, spikes.iter().map(|spike| spike.t).collect()))
}

/// A neuron from rest under a step of current at 10 ms.
fn step<C: Channel<f64>>(
    neuron: Neuron<f64, C>,
    current: f64,
) -> Result<(Curve, Vec<f64>), excitable::Error> {
    let rest = neuron.rest_between(-90.0..-60.0)?;
    let neuron = neuron.with_stimulus(pulse(10.0..190.0, current));
    look(&integrate(&neuron, 0.0..200.0, rest, Rk45.adaptive()).solution()?, (0, -20.0))
}

fn tell(name: &str, spikes: &[f64]) {
    let first = spikes.first().map(|t| format!("{t:.2}")).unwrap_or_default();
    println!("{name}: spikes={} first_ms={first}", spikes.len());
}

fn main() -> Result<(), Box<dyn Error>> {
    let axes = || Figure::new("").y("V (mV)").x_range(0.0..200.0).height(420);
    let (with, spikes) = step(connor_stevens::neuron(47.7, -17.0), 9.0)?;
    tell("connor_stevens", &spikes);
    let (without, spikes) = step(connor_stevens::neuron(0.0, -72.0), 9.0)?;
    tell("connor_stevens_without_a", &spikes);
    let a = axes().line("with the A-current", &with).line("without", &without);

    let (fast, spikes) = step(wang_buzsaki::neuron(), 1.0)?;
    tell("wang_buzsaki", &spikes);
    let b = axes().line("Wang–Buzsáki, 1 µA/cm²", &fast);

    let axon = HodgkinHuxley::squid_axon();
    let first = axon.with_stimulus(train(pulse(10.0..11.0, 20.0), 50.0));
    let pair = Coupled { first, second: axon, junction: 0.0, synapse: 0.3 };
    let solution = integrate(&pair, 0.0..200.0, pair.rest()?, Rk45.adaptive()).solution()?;
    let ((one, fires), (two, follows)) = (look(&solution, (0, 50.0))?, look(&solution, (4, 50.0))?);
    tell("first_axon", &fires);
    tell("second_axon", &follows);
    let c = axes().x("time (ms)").line("first axon", &one).line("behind a synapse", &two);

    save_panels("target/custom_channel", "traces", 1, &[&a, &b, &c])?;
    println!("in target/custom_channel: traces.{{svg,png}}");
    Ok(())
}
