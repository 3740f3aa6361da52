//! A spike on its way along the squid axon: where it is, when it is there, how fast it goes, and
//! what becomes of two that meet.
//!
//! ```sh
//! # target/propagation/propagation.{svg,png}
//! cargo run --release -p excitable-examples --example propagation -- \
//!     --temperature-c 18.5 --segments 800 --length-cm 8 --dt-ms 0.0025
//! ```
//!
//! Prints the velocity between three and five eighths of the length, the peak in the middle, and
//! the temperature above which nothing propagates.
#![allow(
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an example says what it found, and a number of segments is a small whole number"
)]

use excitable::Temperature;
use excitable::analysis::threshold;
use excitable::cable::{Cable, Fibre, conduction_velocity};
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;
use std::error::Error;

type Points = Vec<(f64, f64)>;
type Axon = HodgkinHuxley<f64>;
type Nodes = Vec<Membrane<f64>>;
type Outcome<T> = Result<T, excitable::Error>;

/// The span of a run (ms), and the times of the pictures of the whole fibre.
const SPAN: f64 = 6.0;
const TIMES: [f64; 4] = [1.0, 2.0, 3.0, 4.0];

/// A fibre of 1952, and how it is computed.
#[derive(Clone, Copy)]
struct Setting {
    celsius: f64,
    length: f64,
    segments: usize,
    dt: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let known = ["--temperature-c", "--segments", "--length-cm", "--dt-ms"];
    let options = Options::read(&known)?;
    let setting = Setting {
        celsius: options.number("--temperature-c", 18.5)?,
        segments: options.number("--segments", 800.0)? as usize,
        length: options.number("--length-cm", 8.0)?,
        dt: options.number("--dt-ms", 0.0025)?,
    };
    println!("velocity_m_per_s={}", setting.velocity(50.0)?);
    let (along, over, peak) = setting.spike()?;
    println!("peak_mv={peak}");
    let last = threshold(30.0..40.0, |celsius| {
        Ok(axon(celsius).travelling_waves(&setting.fibre()).is_err())
    })?;
    println!("nothing_propagates_above_c={last:.4}");
    let (velocities, collision) = (velocities(last), setting.collision()?);
    save_panels("target/propagation", "propagation", 2, &[&along, &over, &velocities, &collision])
}

fn axon(celsius: f64) -> Axon {
    HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius))
}

fn centimetres(x: f64) -> Length<f64> {
    Length::from_centimetres(x)
}

impl Setting {
    fn fibre(&self) -> Fibre<f64> {
        Fibre {
            length: centimetres(self.length),
            diameter: Length::from_micrometres(476.0),
            resistivity: Resistivity::from_ohm_centimetres(35.4),
        }
    }

    /// The fibre under a shock at its start.
    fn cable(&self) -> Outcome<Cable<Axon>> {
        let cable = Cable::new(axon(self.celsius), self.fibre(), self.segments)?;
        cable.with_current(centimetres(0.0), pulse(0.0..0.2, 60_000.0))
    }

    /// The velocity between three and five eighths of the length, by the passage of `level`.
    fn velocity(&self, level: f64) -> Outcome<f64> {
        let cable = self.cable()?;
        let start = cable.filled_with(axon(self.celsius).rest()?);
        let run = integrate(&cable, 0.0..2.0 * SPAN, start, LineStrang.fixed(self.dt));
        let places = [3.0, 5.0].map(|eighth| centimetres(self.length * eighth / 8.0));
        conduction_velocity(&cable, run, places, level)
    }

    /// V along the fibre, V at places, and the peak in the middle.
    fn spike(&self) -> Outcome<(Figure, Figure, f64)> {
        let cable = self.cable()?;
        let mut traces = [2.0, 4.0, 6.0].map(|eighth| (eighth * self.length / 8.0, Points::new()));
        let (mut peak, middle) = (f64::NEG_INFINITY, centimetres(0.5 * self.length));
        let along = self.along(&cable, ("V along the fibre at t (ms)", &TIMES), |t, y| {
            for (place, trace) in &mut traces {
                trace.push((t, cable.potential_at(y, centimetres(*place))?));
            }
            peak = peak.max(cable.potential_at(y, middle)?);
            Ok(())
        })?;
        let mut over = Figure::new("V at places").x("t (ms)").y("V (mV)");
        for (place, trace) in &traces {
            over = over.line(&format!("{place} cm"), trace);
        }
        Ok((along, over, peak))
    }

    /// V along the fibre as two spikes meet in the middle, where each finds the other's refractory
    /// membrane.
    fn collision(&self) -> Outcome<Figure> {
        let shock = pulse(0.0..0.2, 60_000.0);
        let cable = self.cable()?.with_current(centimetres(self.length), shock)?;
        let title = "two spikes meet, at t (ms)";
        self.along(&cable, (title, &[1.0, 2.0, 2.5, 3.0]), |_, _| Ok(()))
    }

    /// V along the fibre at these times; `each` is called with every node of the run.
    fn along(
        &self,
        cable: &Cable<Axon>,
        (title, times): (&str, &[f64]),
        mut each: impl FnMut(f64, &Nodes) -> Outcome<()>,
    ) -> Outcome<Figure> {
        let mut figure = Figure::new(title).x("x (cm)").y("V (mV)");
        let (start, mut left) = (cable.filled_with(axon(self.celsius).rest()?), times);
        let mut run = integrate(cable, 0.0..SPAN, start, LineStrang.fixed(self.dt));
        while run.advance()?.is_some() {
            let node = run.node();
            each(node.t, &node.y)?;
            if let [t, later @ ..] = left
                && node.t >= *t - 0.5 * self.dt
            {
                let nodes = node.y.iter().enumerate();
                let points = nodes.map(|(i, y)| (cable.position(i).as_centimetres(), y.v));
                figure = figure.line(&t.to_string(), &points.collect::<Points>());
                left = later;
            }
        }
        Ok(figure)
    }
}

/// The velocity against the temperature, up to the last at which a spike propagates: of cables, and
/// of the wave of constant shape.
fn velocities(last: f64) -> Figure {
    let setting = |celsius| Setting { celsius, length: 8.0, segments: 400, dt: 0.005 };
    // Above 32 °C the peak stays below 50 mV.
    let cables = (0..=18).map(|k| 2.0 * f64::from(k));
    let cables = cables.filter_map(|t| Some((t, setting(t).velocity(25.0).ok()?)));
    let waves = (0..=100).map(|k| last * (1.0 - (1.0 - 0.01 * f64::from(k)).powi(2)) - 1e-6);
    let waves = waves
        .filter_map(|t| Some((t, axon(t).travelling_waves(&setting(t).fibre()).ok()?[1].velocity)));
    let title = format!("a spike travels up to {last:.2} °C");
    Figure::new(&title)
        .x("temperature (°C)")
        .y("velocity (m/s)")
        .line("wave", &waves.collect::<Points>())
        .markers("cable", &cables.collect::<Points>())
}
