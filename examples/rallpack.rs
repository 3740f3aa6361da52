//! Rallpack 3: a thin cable with the membrane of 1952 under a steady current into one end; how far
//! the steps may be apart for spike times that are right to 10 µs over 250 ms.
//!
//! ```sh
//! cargo run --release -p excitable-examples --example rallpack
//! ```
//!
//! Prints the largest error of a spike time, at either end, for each dt: against the times that two
//! shorter steps extrapolate to.
//!
//! U. S. Bhalla, D. H. Bilitch, J. M. Bower, *Trends Neurosci.* 15 (1992) 453.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::cable::{Cable, Fibre};
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;
use excitable_examples::options::Options;
use std::error::Error;

type Axon = HodgkinHuxley<f64>;
type Times = [Vec<f64>; 2];

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(&["--segments", "--span-ms", "--dt-ms"])?;
    let (segments, span) =
        (options.number("--segments", 1000.0)?, options.number("--span-ms", 250.0)?);
    let steps = options.numbers("--dt-ms", &[0.05, 0.025, 0.012, 0.006])?;
    let runs = steps.iter().map(|&dt| spike_times(segments, span, dt));
    let runs = runs.collect::<Result<Vec<Times>, _>>()?;
    let [.., (coarse, fine)] = runs.windows(2).map(|w| (&w[0], &w[1])).collect::<Vec<_>>()[..]
    else {
        return Err("give two steps, each half of the one before".into());
    };
    let truth = [0, 1].map(|end| {
        let pairs = coarse[end].iter().zip(&fine[end]);
        pairs.map(|(a, b)| b + (b - a) / 3.0).collect::<Vec<_>>()
    });
    println!("spikes={};{}", truth[0].len(), truth[1].len());
    println!("last_ms={:?};{:?}", truth[0].last(), truth[1].last());
    for (dt, times) in steps.iter().zip(&runs) {
        println!("dt_ms={dt} error_us={:.3}", 1e3 * distance(times, &truth));
    }
    Ok(())
}

/// The cable of Rallpack 1 with the membrane of 1952, whose leak is 1/(4 Ω·m²).
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
fn cable(segments: f64) -> Result<Cable<Axon>, excitable::Error> {
    let fibre = Fibre {
        length: Length::from_millimetres(1.0),
        diameter: Length::from_micrometres(1.0),
        resistivity: Resistivity::from_ohm_metres(1.0),
    };
    let axon = HodgkinHuxley::new(Parameters {
        g_l: Conductance::from_siemens_per_m2(0.25),
        e_l: Potential::from_millivolts(0.0),
        ..Parameters::squid_axon()
    })?;
    let cable = Cable::new(axon, fibre, segments as usize)?;
    cable.with_current(Length::from_millimetres(0.0), constant(0.1))
}

/// The times at which V rises through 0 mV, 65 above rest, at the two ends.
fn spike_times(segments: f64, span: f64, dt: f64) -> Result<Times, excitable::Error> {
    let cable = cable(segments)?;
    let [near, far] = [0.0, 1.0].map(|x| cable.component_at(Length::from_millimetres(x)));
    let mut times = [Vec::new(), Vec::new()];
    let [first, last] = &mut times;
    let start = cable.filled_with(cable.membrane().clamped_at(0.0));
    integrate(&cable, 0.0..span, start, LineStrang.fixed(dt))
        .report_on(near?.rises_through(65.0), |spike| first.push(spike.t))
        .report_on(far?.rises_through(65.0), |spike| last.push(spike.t))
        .finish()?;
    Ok(times)
}

/// The largest distance of a spike from its own; infinite where one is missing.
fn distance(times: &Times, truth: &Times) -> f64 {
    let ends = times.iter().zip(truth);
    let errors = ends.clone().flat_map(|(a, b)| a.iter().zip(b)).map(|(a, b)| (a - b).abs());
    let missing = ends.clone().any(|(a, b)| a.len() != b.len());
    errors.fold(if missing { f64::INFINITY } else { 0.0 }, f64::max)
}
