//! A gallery of stimuli, each with the breakpoints that it announces.
//!
//! ```sh
//! # target/stimuli/gallery.{svg,png}
//! cargo run --release -p excitable-examples --example stimuli
//! ```
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::prelude::*;
use excitable::stimulus::{
    alpha_function, chirp, double_exponential, ornstein_uhlenbeck, ramp, samples, sine, white_noise,
};
use excitable_examples::figures::{Figure, save_panels};
use std::error::Error;

const END: f64 = 50.0;

type Current = Box<dyn Stimulus<f64>>;

fn gallery() -> Result<Vec<(&'static str, Current)>, excitable::Error> {
    let recorded = samples(5.0, 5.0, vec![1.0, 4.0, 2.0, 6.0, 3.0, 5.0, 0.0])?;
    Ok(vec![
        (
            "pulse, then a train",
            Box::new(pulse(2.0..8.0, 5.0).then(15.0, train(pulse(0.0..2.0, 3.0), 5.0))),
        ),
        ("ramp", Box::new(ramp(5.0..30.0, 0.0..6.0))),
        ("sine, clamped", Box::new(sine(5.0, 20.0).clamped(-3.0, 4.0))),
        ("chirp, 0 to 200 Hz", Box::new(chirp(0.0..END, 0.0..0.2, 4.0))),
        (
            "two synaptic waveforms",
            Box::new(alpha_function(5.0, 5.0, 3.0).plus(double_exponential(25.0, -4.0, 1.0, 6.0))),
        ),
        ("samples, held", Box::new(recorded.clone())),
        ("samples, joined", Box::new(recorded.linear())),
        ("white noise, held 1 ms", Box::new(white_noise(2.0, 1.0, 1).windowed(5.0..45.0))),
        ("Ornstein–Uhlenbeck, 5 ms", Box::new(ornstein_uhlenbeck(2.0, 5.0, 0.1, 1))),
        ("a carrier in an envelope", Box::new(sine(5.0, 2.0).product(ramp(5.0..45.0, 0.0..1.0)))),
        (
            "pulse pairs, repeated",
            Box::new(pulse(1.0..3.0, 5.0).plus(pulse(5.0..6.0, 3.0)).repeated(12.5)),
        ),
        ("a sine squared", Box::new(sine(2.2, 25.0).mapped(|i: f64| i * i))),
    ])
}

/// The breakpoints in (0, END), in order.
fn breakpoints(current: &Current) -> Vec<f64> {
    let next = |t: &f64| current.next_breakpoint(*t, Direction::Forward).filter(|b| *b < END);
    std::iter::successors(next(&0.0), next).collect()
}

/// The current at every hundredth, and on both sides of every breakpoint, so that edges are vertical.
fn outline(current: &Current, breakpoints: &[f64]) -> Vec<(f64, f64)> {
    let mut times: Vec<f64> = (0..5000).map(|k| f64::from(k) / 100.0).collect();
    times.extend(breakpoints.iter().flat_map(|b| [b.next_down(), *b]));
    times.sort_by(f64::total_cmp);
    times.into_iter().map(|t| (t, current.current(t))).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut figures = Vec::new();
    for (name, current) in gallery()? {
        current.check(&(0.0..END))?;
        let breakpoints = breakpoints(&current);
        println!("{name}: {} breakpoints", breakpoints.len());
        let marks: Vec<_> = breakpoints.iter().map(|b| (*b, current.current(*b))).collect();
        let figure =
            Figure::new(name).y("µA/cm²").height(330).line("", &outline(&current, &breakpoints));
        figures.push(if marks.len() < 50 { figure.markers("", &marks) } else { figure });
    }
    // The time stands below the last row.
    let last = figures.len().saturating_sub(2);
    let below = figures.split_off(last).into_iter().map(|figure| figure.x("time (ms)").height(370));
    figures.extend(below);
    save_panels("target/stimuli", "gallery", 2, &figures.iter().collect::<Vec<_>>())?;
    println!("in target/stimuli: gallery.{{svg,png}}");
    Ok(())
}
