//! Fits three conductances and the capacitance of the axon to a noisy recording of its potential,
//! by Levenberg and Marquardt's method: one run gives the residuals and their derivatives.
//!
//! ```sh
//! # target/fit/fit.{svg,png}
//! cargo run --release -p excitable-examples --example fit -- --noise-mv 1 --mean 10 --deviation 10
//! ```
//!
//! The recording is the axon of 1952 under a random current of this mean and deviation (µA/cm²) that
//! changes every 2 ms, with noise on each of its 1000 samples. What is fitted are the logarithms of the four numbers, which so stay positive;
//! printed are their values, and standard errors from the derivatives at the fit.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example says what it found")]

use std::error::Error;

use excitable::prelude::*;
use excitable::{Capacitance, Conductance, Dual, Real, Scalar, component};
use excitable_examples::figures::Figure;
use excitable_examples::options::Options;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{Dyn, Matrix, OMatrix, OVector, Owned, U4, Vector4};

const NAMES: [&str; 4] = ["g_na", "g_k", "g_l", "c_m"];
const TRUTH: [f64; 4] = [120.0, 36.0, 0.3, 1.0];
const GUESS: [f64; 4] = [100.0, 30.0, 0.4, 1.2];
/// The times of the samples, in ms.
const COUNT: u32 = 1000;
const EVERY: f64 = 0.04;

/// A number with its derivatives by the logarithms of the four.
type D = Dual<f64, 4>;

/// V of the axon with these four numbers at each sample, from rest and under the current recorded.
fn potentials<T: Scalar>(numbers: [T; 4], current: &[f64]) -> Result<Vec<T>, excitable::Error> {
    let [g_na, g_k, g_l, c_m] = numbers;
    let parameters = Parameters {
        g_na: Conductance::from_millisiemens_per_cm2(g_na),
        g_k: Conductance::from_millisiemens_per_cm2(g_k),
        g_l: Conductance::from_millisiemens_per_cm2(g_l),
        c_m: Capacitance::from_microfarads_per_cm2(c_m),
        ..Parameters::squid_axon()
    };
    let current: Vec<_> = current.iter().map(|&x| T::lit(x)).collect();
    let drive = stimulus::samples(T::lit(0.0), T::lit(2.0), current)?;
    let axon = HodgkinHuxley::new(parameters)?.with_stimulus(drive);
    let times = (0..COUNT).map(|k| T::lit(EVERY * f64::from(k)));
    let (span, mut v) = (T::lit(0.0)..T::lit(EVERY * f64::from(COUNT)), Vec::new());
    integrate(&axon, span, axon.rest()?, Verner65.adaptive().rtol(T::lit(1e-8))).sample_component(
        component(0),
        times,
        |_t, x| v.push(x),
    )?;
    Ok(v)
}

/// The least squares of a recording: logarithms of the four numbers, and the potentials there.
struct Fit<'a> {
    current: &'a [f64],
    recorded: &'a [f64],
    logarithms: Vector4<f64>,
    potentials: Option<Vec<D>>,
}

impl LeastSquaresProblem<f64, Dyn, U4> for Fit<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, U4>;
    type ParameterStorage = Owned<f64, U4>;

    fn set_params(&mut self, x: &Vector4<f64>) {
        let numbers = Dual::variables((*x).into()).map(Real::exp);
        self.logarithms = *x;
        self.potentials = potentials(numbers, self.current).ok();
    }

    fn params(&self) -> Vector4<f64> {
        self.logarithms
    }

    fn residuals(&self) -> Option<OVector<f64, Dyn>> {
        let pairs = self.potentials.as_ref()?.iter().zip(self.recorded);
        Some(OVector::<f64, Dyn>::from_iterator(
            self.recorded.len(),
            pairs.map(|(v, recorded)| v.value() - recorded),
        ))
    }

    fn jacobian(&self) -> Option<OMatrix<f64, Dyn, U4>> {
        let rows = self.potentials.as_ref()?.iter().flat_map(|v| v.derivatives());
        Some(Matrix::from_row_iterator_generic(Dyn(self.recorded.len()), U4, rows))
    }
}

/// Reproducible noise of mean 0 and deviation 1: sums of twelve numbers by Marsaglia's xorshift.
fn noise() -> impl Iterator<Item = f64> {
    let mut x = 88_172_645_463_325_252_u64;
    let mut uniform = move || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        f64::from((x >> 32) as u32) / f64::from(u32::MAX)
    };
    std::iter::from_fn(move || Some((0..12).map(|_| uniform()).sum::<f64>() - 6.0))
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read(&["--noise-mv", "--mean", "--deviation"])?;
    let sigma = options.number("--noise-mv", 1.0)?;
    let (mean, deviation) = (options.number("--mean", 10.0)?, options.number("--deviation", 10.0)?);
    let mut noise = noise();
    let current: Vec<_> = noise.by_ref().take(20).map(|x| mean + deviation * x).collect();
    let truth = potentials(TRUTH, &current)?;
    let recorded: Vec<_> = truth.iter().zip(noise).map(|(v, x)| v + sigma * x).collect();

    let logarithms = GUESS.map(f64::ln).into();
    let mut fit = Fit { current: &current, recorded: &recorded, logarithms, potentials: None };
    fit.set_params(&logarithms);
    let (fit, report) = LevenbergMarquardt::new().minimize(fit);
    let rms = (2.0 * report.objective_function / f64::from(COUNT)).sqrt();
    println!("runs={}\nrms_mv={rms}", report.number_of_evaluations);
    let found = fit.logarithms.map(f64::exp).into();
    draw(&current, &recorded, found)?;
    if !report.termination.was_successful() {
        return Err(format!("no fit: {:?}", report.termination).into());
    }
    table(found, &fit.jacobian().ok_or("no derivatives")?, rms)
}

/// Prints the four numbers with their standard errors: the covariance of the logarithms is
/// σ²·(JᵀJ)⁻¹.
fn table(
    found: [f64; 4],
    jacobian: &OMatrix<f64, Dyn, U4>,
    sigma: f64,
) -> Result<(), Box<dyn Error>> {
    let inverse = (jacobian.transpose() * jacobian).try_inverse().ok_or("not determined")?;
    for (i, (name, x)) in NAMES.iter().zip(found).enumerate() {
        let error = sigma * inverse[(i, i)].sqrt() * x;
        println!("{name}={x} standard_error={error} truth={} guess={}", TRUTH[i], GUESS[i]);
    }
    Ok(())
}

/// The recording, the first guess and the fit.
fn draw(current: &[f64], recorded: &[f64], found: [f64; 4]) -> Result<(), Box<dyn Error>> {
    let points = |v: &[f64]| -> Vec<_> {
        (0..COUNT).zip(v).map(|(k, v)| (EVERY * f64::from(k), *v)).collect()
    };
    let every_fourth: Vec<_> = points(recorded).into_iter().step_by(4).collect();
    Figure::new("")
        .x("t (ms)")
        .y("V (mV)")
        .markers("every 4th sample", &every_fourth)
        .line("first guess", &points(&potentials(GUESS, current)?))
        .line("fit", &points(&potentials(found, current)?))
        .save("target/fit", "fit")?;
    eprintln!("in target/fit: fit.{{svg,png}}");
    Ok(())
}
