//! A spike on its way along the squid axon: where it is, when it is there, and how fast it goes.
//!
//! ```sh
//! # target/propagation/propagation.{svg,png}
//! cargo run --release -p excitable-examples --example propagation -- \
//!     --temperature-c 18.5 --segments 800 --length-cm 8 --dt-ms 0.0025
//! ```
//!
//! Prints the velocity between three and five eighths of the length, and the peak in the middle.
#![allow(
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an example says what it found, and a number of segments is a small whole number"
)]

use excitable::Temperature;
use excitable::cable::{Cable, Fibre, conduction_velocity};
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;
use std::error::Error;

type Points = Vec<(f64, f64)>;

/// The span of a run (ms), and the times of the pictures of the whole fibre.
const SPAN: f64 = 6.0;
const TIMES: [f64; 4] = [1.0, 2.0, 3.0, 4.0];

fn main() -> Result<(), Box<dyn Error>> {
    let known = ["--temperature-c", "--segments", "--length-cm", "--dt-ms"];
    let options = Options::read(&known)?;
    let celsius = options.number("--temperature-c", 18.5)?;
    let segments = options.number("--segments", 800.0)? as usize;
    let length = options.number("--length-cm", 8.0)?;
    let dt = options.number("--dt-ms", 0.0025)?;
    let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius));
    let fibre = Fibre {
        length: Length::from_centimetres(length),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    };
    let cable = Cable::new(axon, fibre, segments)?
        .with_current(Length::from_centimetres(0.0), pulse(0.0..0.2, 60_000.0))?;
    let run = || -> Result<_, excitable::Error> {
        let start = cable.filled_with(axon.rest()?);
        Ok(integrate(&cable, 0.0..SPAN, start, LineStrang.fixed(dt)))
    };

    let places = [3.0, 5.0].map(|eighth| Length::from_centimetres(length * eighth / 8.0));
    println!("velocity_m_per_s={}", conduction_velocity(&cable, run()?, places, 50.0)?);

    let mut traces = [2.0, 4.0, 6.0].map(|eighth| (eighth * length / 8.0, Points::new()));
    let mut shots = TIMES.map(|t| (t, Points::new()));
    let mut peak = f64::NEG_INFINITY;
    let mut run = run()?;
    while run.advance()?.is_some() {
        let node = run.node();
        for (place, trace) in &mut traces {
            let v = cable.potential_at(&node.y, Length::from_centimetres(*place))?;
            trace.push((node.t, v));
        }
        let there = Length::from_centimetres(0.5 * length);
        peak = peak.max(cable.potential_at(&node.y, there)?);
        for (t, shot) in &mut shots {
            if shot.is_empty() && node.t >= *t {
                let at = |(i, node): (usize, &Membrane<f64>)| {
                    (cable.position(i).as_centimetres(), node.v)
                };
                *shot = node.y.iter().enumerate().map(at).collect();
            }
        }
    }
    println!("peak_mv={peak}");

    let mut along = Figure::new("").x("x (cm)").y("V (mV)");
    for (t, shot) in &shots {
        along = along.line(&format!("{t} ms"), shot);
    }
    let mut over = Figure::new("").x("t (ms)").y("V (mV)");
    for (place, trace) in &traces {
        over = over.line(&format!("{place} cm"), trace);
    }
    save_panels("target/propagation", "propagation", 1, &[&along, &over])
}
