//! How the double impulse depends on everything that it is made of: states, spikes and peaks by
//! parameters of the axon and by the edges and amplitudes of the two pulses, from one run.
//!
//! ```sh
//! # target/sensitivities/sensitivities.{csv,svg,png}
//! cargo run --release -p excitable-examples --example sensitivities -- --rtol 1e-12
//! ```
//!
//! The CSV, which is printed too, has the columns quantity, parameter, value and derivative; `phi`
//! is the factor of all rates. The picture shows ∂V/∂p over
//! time: for amplitudes and parameters times p, for the edges as it is.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use std::error::Error;
use std::fmt::Write;
use std::fs;

use excitable::prelude::*;
use excitable::stimulus::{Plus, Pulse};
use excitable::{Capacitance, Conductance, Dual, Potential};
use excitable_examples::figures::{Figure, save_panels};
use excitable_examples::options::Options;

const PARAMETERS: [(&str, f64); 13] = [
    ("g_na", 120.0),
    ("g_k", 36.0),
    ("g_l", 0.3),
    ("c_m", 1.0),
    ("e_na", 115.0),
    ("e_k", -12.0),
    ("e_l", 10.613),
    ("phi", 1.0),
    ("amplitude_1", 150.0),
    ("end_1", 1.0),
    ("start_2", 10.0),
    ("amplitude_2", 50.0),
    ("end_2", 11.0),
];

/// A number with its derivatives by the parameters.
type D = Dual<f64, 13>;
type Axon = HodgkinHuxley<D, Plus<Pulse<D>, Pulse<D>>>;

fn c(x: f64) -> D {
    D::from(x)
}

fn axon() -> Result<Axon, excitable::Error> {
    let p = Dual::variables(PARAMETERS.map(|(_, value)| value));
    let [g_na, g_k, g_l, c_m, e_na, e_k, e_l, phi, amplitude_1, end_1, start_2, amplitude_2, end_2] =
        p;
    let parameters = Parameters {
        g_na: Conductance::from_millisiemens_per_cm2(g_na),
        g_k: Conductance::from_millisiemens_per_cm2(g_k),
        g_l: Conductance::from_millisiemens_per_cm2(g_l),
        c_m: Capacitance::from_microfarads_per_cm2(c_m),
        e_na: Potential::from_millivolts(e_na),
        e_k: Potential::from_millivolts(e_k),
        e_l: Potential::from_millivolts(e_l),
        ..Parameters::squid_axon().with_phi(phi)
    };
    let impulses = pulse(c(0.0)..end_1, amplitude_1).plus(pulse(start_2..end_2, amplitude_2));
    Ok(HodgkinHuxley::new(parameters)?.with_stimulus(impulses))
}

/// The quantities by name.
fn quantities(axon: &Axon, rtol: f64) -> Result<Vec<(String, D)>, excitable::Error> {
    let highest = falling(|t, y: &Membrane<D>| axon.slope(y, axon.stimulus().current(t)).v);
    let (mut found, mut spikes, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    let mut node = (c(0.0), axon.clamped_at(c(0.0)));
    for (t, gate) in [(0.5, 'm'), (5.0, 'h'), (10.85, 'm'), (12.0, 'n'), (20.0, 'n'), (50.0, 'h')] {
        let end = integrate(axon, node.0..c(t), node.1, control(rtol))
            .report_on(Membrane::rises_through(c(50.0)), |spike| spikes.push(spike.t))
            .report_on(highest, |peak| peaks.push((peak.t, peak.y.v)))
            .finish()?;
        let Membrane { v, m, h, n } = end.y;
        let x = match gate {
            'm' => m,
            'h' => h,
            _ => n,
        };
        found.extend([(format!("V({t})"), v), (format!("{gate}({t})"), x)]);
        node = (end.t, end.y);
    }
    peaks.retain(|(_, v)| v.value() > 50.0);
    found.extend((1..).zip(spikes).map(|(i, t)| (format!("spike_{i}"), t)));
    found.extend((1..).zip(&peaks).map(|(i, peak)| (format!("peak_time_{i}"), peak.0)));
    found.extend((1..).zip(&peaks).map(|(i, peak)| (format!("peak_V_{i}"), peak.1)));
    Ok(found)
}

fn control(rtol: f64) -> excitable::ode::Adaptive<Verner65, Membrane<D>> {
    Verner65.adaptive().rtol(c(rtol)).variables(PARAMETERS.map(|(_, value)| value))
}

fn table(quantities: &[(String, D)]) -> Result<String, std::fmt::Error> {
    let mut table = String::from("quantity,parameter,value,derivative\n");
    for (quantity, x) in quantities {
        for ((parameter, _), derivative) in PARAMETERS.iter().zip(x.derivatives()) {
            writeln!(table, "{quantity},{parameter},{},{derivative}", x.value())?;
        }
    }
    Ok(table)
}

/// p·∂V/∂p over time for some of the parameters.
fn draw(axon: &Axon) -> Result<(), Box<dyn Error>> {
    let grid = (0..=2000).map(|k| c(f64::from(k) / 100.0));
    let mut rows = Vec::new();
    let run = integrate(axon, c(0.0)..c(20.0), axon.clamped_at(c(0.0)), control(1e-8));
    run.sample(grid, |t, y| rows.push((t.value(), y.v.derivatives())))?;
    let lines = |title, unit, parameters: &[usize], sizes: [f64; 13]| {
        let figure = Figure::new(title).x("t (ms)").y(unit);
        parameters.iter().fold(figure, |figure, &i| {
            let line: Vec<_> = rows.iter().map(|(t, by)| (*t, sizes[i] * by[i])).collect();
            figure.line(PARAMETERS[i].0, &line)
        })
    };
    let sizes = PARAMETERS.map(|(_, value)| value);
    let numbers = lines("", "p·∂V/∂p (mV)", &[0, 1, 3, 7, 8, 11], sizes);
    let edges = lines("", "∂V/∂t of an edge (mV/ms)", &[9, 10, 12], [1.0; 13]);
    save_panels("target/sensitivities", "sensitivities", 1, &[&numbers, &edges])
}

fn main() -> Result<(), Box<dyn Error>> {
    let rtol = Options::read(&["--rtol"])?.number("--rtol", 1e-12)?;
    let axon = axon()?;
    let table = table(&quantities(&axon, rtol)?)?;
    print!("{table}");
    draw(&axon)?;
    fs::write("target/sensitivities/sensitivities.csv", table)?;
    eprintln!("in target/sensitivities: sensitivities.{{csv,svg,png}}");
    Ok(())
}
