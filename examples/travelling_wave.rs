//! The spike that travels along the squid axon without changing, and the slow wave beside it.
//!
//! ```sh
//! # target/travelling_wave/waves.{svg,png}
//! cargo run --release -p excitable-examples --example travelling_wave -- --temperature-c 18.5
//! ```
//!
//! Prints the velocity of both, and of the spike the peak and what sodium and potassium it moves.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use excitable::Temperature;
use excitable::analysis::TravellingWave;
use excitable::cable::Fibre;
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;
use std::error::Error;

type Points = Vec<(f64, f64)>;
type Axon = HodgkinHuxley<f64>;

/// The time (ms) in which the axon comes back to rest at 6.3 °C.
const REST: f64 = 120.0;
/// µA/cm²·ms as pmol/cm²: by Faraday's constant.
const PICOMOLES: f64 = 1e3 / 96485.33;

fn main() -> Result<(), Box<dyn Error>> {
    let celsius = Options::read(&["--temperature-c"])?.number("--temperature-c", 18.5)?;
    let (axon, fibre) = (axon(celsius), fibre());
    let [slow, fast] = axon.travelling_waves(&fibre)?;
    println!("fast_m_per_s={}\nslow_m_per_s={}", fast.velocity, slow.velocity);
    println!("peak_mv={}", fast.peak.value);
    let [sodium, potassium] = moved(&axon, &fast)?;
    println!("sodium_pmol_per_cm2={sodium}\npotassium_pmol_per_cm2={potassium}");

    let [slow, fast] = [slow, fast].map(|wave| shape(&axon, &wave));
    let shapes = Figure::new("").x("t (ms)").y("V (mV)").line("the spike", &fast?);
    let shapes = shapes.line("the slow wave", &slow?);
    let [slow, fast] = branches(&fibre);
    let meeting = Figure::new("").x("temperature (°C)").y("velocity (m/s)");
    let meeting = meeting.marked_line("the spike", &fast).marked_line("the slow wave", &slow);
    save_panels("target/travelling_wave", "waves", 1, &[&shapes, &meeting])
}

fn axon(celsius: f64) -> Axon {
    HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius))
}

/// The fibre of 1952; its length is of no account.
fn fibre() -> Fibre<f64> {
    Fibre {
        length: Length::from_centimetres(1.0),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    }
}

/// The sodium that enters and the potassium that leaves (pmol/cm²), beyond what leaks at rest.
fn moved(axon: &Axon, wave: &TravellingWave<Membrane<f64>>) -> Result<[f64; 2], excitable::Error> {
    let profile = wave.profile(axon, REST)?;
    let at_rest = axon.currents(&axon.rest()?);
    let mut sums = [0.0; 2];
    for step in profile.steps() {
        let h = step.end.t - step.start.t;
        // Gauss's rule of two points.
        for part in [0.5 - 3.0_f64.sqrt() / 6.0, 0.5 + 3.0_f64.sqrt() / 6.0] {
            let currents = axon.currents(&step.at(step.start.t + part * h).0);
            sums[0] -= 0.5 * h * (currents.na - at_rest.na);
            sums[1] += 0.5 * h * (currents.k - at_rest.k);
        }
    }
    Ok(sums.map(|sum| sum * PICOMOLES))
}

/// V about the time of the peak.
fn shape(axon: &Axon, wave: &TravellingWave<Membrane<f64>>) -> Result<Points, excitable::Error> {
    let peak = wave.peak.t;
    let profile = wave.profile(axon, peak + 6.0)?;
    let times = (0..800).map(|k| f64::from(k) * 0.01 - 2.0).filter(|t| peak + t >= 0.0);
    times.map(|t| Ok((t, profile.at(peak + t)?.0.v))).collect()
}

/// The velocities of the slow and of the fast wave at each temperature that has them.
fn branches(fibre: &Fibre<f64>) -> [Points; 2] {
    let mut found = [Points::new(), Points::new()];
    for celsius in (0..330).step_by(10).chain(330..340).map(|tenth| f64::from(tenth) / 10.0) {
        let Ok([slow, fast]) = axon(celsius).travelling_waves(fibre) else { continue };
        found[0].push((celsius, slow.velocity));
        found[1].push((celsius, fast.velocity));
    }
    found
}
