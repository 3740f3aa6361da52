//! Two impulses of current into the squid axon of 1952, and the two spikes that they set off.
//!
//! 150 µA/cm² from 0 to 1 ms, 50 µA/cm² from 10 to 11 ms; the membrane held at 0 mV before. Prints the
//! spikes with their peaks; writes `trace.csv` and the figures `stimulus`, `potential`, `gates` and
//! `trajectories` (SVG and PNG) into FOLDER, or into `target/double_impulse`:
//!
//! ```sh
//! cargo run --release -p excitable-examples --example double_impulse -- \
//!     [FOLDER] [--method NAME] [--dt MS] [--rtol R]
//! ```
//!
//! The README's figures are two of them (`just figures`):
//!
//! ```sh
//! cargo run --release -p excitable-examples --example double_impulse
//! cp target/double_impulse/potential.svg target/double_impulse/trajectories.svg docs/figures/
//! ```
#![allow(clippy::print_stderr, reason = "a program says there what stopped it")]

use excitable::prelude::*;
use excitable_examples::figures::{Figure, save_panels};
use std::{env, error::Error, ffi::OsString, fs, io, io::Write, ops::Range, path::Path, process};

const USAGE: &str = "\
usage: double_impulse [FOLDER] [--method NAME] [--dt MS] [--rtol R]
  --method  rk45 unless given; fixed steps: euler, heun, rk4, exponential_euler, exponential_strang;
            adaptive steps: bs23, rk45, verner65, dop853, rodas5p
  --dt      the fixed step in ms, 0.01 unless given
  --rtol    the relative tolerance of adaptive steps, 1e-11 unless given";
/// In ms.
const SPAN: Range<f64> = 0.0..50.0;
/// A solution keeps every step: these fit into less than 1 GB.
const MOST_STEPS: u64 = 1_000_000;

fn main() -> process::ExitCode {
    let options = options().map_err(|error| format!("{error}\n{USAGE}").into());
    match options.and_then(|(folder, method)| run(folder.as_ref(), &method)) {
        Ok(()) => process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("double_impulse: {error}");
            process::ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, method: &Method) -> Result<(), Box<dyn Error>> {
    let stimulus = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let axon = HodgkinHuxley::squid_axon().with_stimulus(&stimulus);
    let start = axon.clamped_at(0.0);
    macro_rules! solve {
        ($control:expr) => {
            integrate(&axon, SPAN, start, $control.budget(MOST_STEPS)).solution()?
        };
    }
    let solution = match (method.name.as_str(), method.control) {
        ("euler", Control::Fixed { dt }) => solve!(Euler.fixed(dt)),
        ("heun", Control::Fixed { dt }) => solve!(Heun.fixed(dt)),
        ("rk4", Control::Fixed { dt }) => solve!(Rk4.fixed(dt)),
        ("exponential_euler", Control::Fixed { dt }) => solve!(ExponentialEuler.fixed(dt)),
        ("exponential_strang", Control::Fixed { dt }) => solve!(ExponentialStrang.fixed(dt)),
        ("bs23", Control::Adaptive { rtol }) => solve!(Bs23.adaptive().rtol(rtol)),
        ("rk45", Control::Adaptive { rtol }) => solve!(Rk45.adaptive().rtol(rtol)),
        ("verner65", Control::Adaptive { rtol }) => solve!(Verner65.adaptive().rtol(rtol)),
        ("dop853", Control::Adaptive { rtol }) => solve!(Dop853.adaptive().rtol(rtol)),
        ("rodas5p", Control::Adaptive { rtol }) => solve!(Rodas5P.adaptive().rtol(rtol)),
        (other, _) => return Err(format!("there is no method {other}\n{USAGE}").into()),
    };

    let mut out = io::stdout().lock();
    let Method { name, control } = method;
    writeln!(out, "{name}, {control:?}: {} steps", solution.steps().len())?;
    for spike in solution.events(&Membrane::rises_through(50.0))? {
        writeln!(out, "spike at {:.9} ms (50 mV, upward)", spike.t)?;
    }
    // A maximum is where dV/dt falls through zero; those below 50 mV are no spikes.
    let maximum = falling(|t, y: &Membrane<f64>| axon.slope(y, stimulus.current(t)).v);
    for peak in solution.events(&maximum)?.iter().filter(|peak| peak.y.v > 50.0) {
        writeln!(out, "peak at {:.9} ms: {:.6} mV", peak.t, peak.y.v)?;
    }

    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut csv = fs::File::create(folder.join("trace.csv")).map(io::BufWriter::new)?;
    writeln!(csv, "t_ms,v_mv,m,h,n,i_ua_per_cm2")?;
    for (t, Membrane { v, m, h, n }) in solution.sample((0..=1000).map(|k| f64::from(k) / 20.0))? {
        let i = stimulus.current(t);
        writeln!(csv, "{t},{v:.16e},{m:.16e},{h:.16e},{n:.16e},{i:.16e}")?;
    }
    csv.flush()?;

    let states = solution.sample((0..=5000).map(|k| f64::from(k) / 100.0))?;
    let curve = |point: fn(f64, &Membrane<f64>) -> (f64, f64)| -> Vec<(f64, f64)> {
        states.iter().map(|(t, y)| point(*t, y)).collect()
    };
    let in_time = |label| Figure::new("").x("time (ms)").y(label);
    let current = in_time("stimulus (µA/cm²)").line("", &outline(&stimulus));
    let potential = in_time("membrane potential (mV)").line("", &curve(|t, y| (t, y.v)));
    let gates = in_time("gating variable")
        .line("m", &curve(|t, y| (t, y.m)))
        .line("n", &curve(|t, y| (t, y.n)))
        .line("h", &curve(|t, y| (t, y.h)));
    let trajectories = Figure::new("")
        .x("membrane potential (mV)")
        .y("gating variable")
        .line("m", &curve(|_t, y| (y.v, y.m)))
        .line("n", &curve(|_t, y| (y.v, y.n)));
    current.save(folder, "stimulus")?;
    save_panels(folder, "potential", 1, &[&potential.x(""), &current.height(320)])?;
    gates.save(folder, "gates")?;
    trajectories.save(folder, "trajectories")?;
    let names = "trace.csv, {stimulus,potential,gates,trajectories}.{svg,png}";
    Ok(writeln!(out, "in {}: {names}", folder.display())?)
}

/// The points of a piecewise constant current: its edges are vertical.
fn outline(stimulus: &impl Stimulus<f64>) -> Vec<(f64, f64)> {
    let (mut t, mut points) = (SPAN.start.next_down(), Vec::new());
    while let Some(breakpoint) = stimulus.next_breakpoint(t, Direction::Forward) {
        points.push((breakpoint, stimulus.current(breakpoint.next_down())));
        points.push((breakpoint, stimulus.current(breakpoint)));
        t = breakpoint;
    }
    points.push((SPAN.end, stimulus.current(SPAN.end)));
    points
}

#[derive(Clone, Debug)]
struct Method {
    name: String,
    control: Control,
}

#[derive(Clone, Copy, Debug)]
enum Control {
    Fixed { dt: f64 },
    Adaptive { rtol: f64 },
}

/// The folder and the method that the command line asks for.
fn options() -> Result<(String, Method), String> {
    let (mut folder, mut name, mut dt, mut rtol) = (None, None, None, None);
    let mut args = env::args_os().skip(1).map(OsString::into_string);
    let mut next =
        || args.next().transpose().map_err(|arg| format!("{} is not UTF-8", arg.display()));
    while let Some(arg) = next()? {
        let given = match arg.as_str() {
            "--method" => &mut name,
            "--dt" => &mut dt,
            "--rtol" => &mut rtol,
            _ if arg.starts_with('-') => return Err(format!("there is no option {arg}")),
            _ if folder.is_none() => {
                folder = Some(arg);
                continue;
            }
            _ => return Err(format!("{arg} is one argument too many")),
        };
        *given = Some(next()?.ok_or_else(|| format!("{arg} needs a value"))?);
    }
    let number = |text: String| text.parse().map_err(|_| format!("{text} is not a number"));
    let (dt, rtol) = (dt.map(number).transpose()?, rtol.map(number).transpose()?);
    let name = name.unwrap_or_else(|| "rk45".into());
    let fixed = ["euler", "heun", "rk4", "exponential_euler", "exponential_strang"];
    let control = match (fixed.contains(&name.as_str()), dt, rtol) {
        (true, dt, None) => Control::Fixed { dt: dt.unwrap_or(0.01) },
        (false, None, rtol) => Control::Adaptive { rtol: rtol.unwrap_or(1e-11) },
        (true, ..) => return Err(format!("--rtol is not for the fixed steps of {name}")),
        (false, ..) => return Err(format!("--dt is not for the adaptive steps of {name}")),
    };
    let method = Method { name, control };
    Ok((folder.unwrap_or_else(|| "target/double_impulse".into()), method))
}
