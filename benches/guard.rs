//! Does the generic RK4 still cost what a loop written by hand costs? Fails above 1.2 times.
//!
//! The best of interleaved repeats of both in one process: a noisy machine disturbs single repeats,
//! and both alike.
#![allow(clippy::print_stdout, reason = "a guard says what it measured")]

mod baseline;

use excitable::prelude::*;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const STEPS: u32 = 2000;
const DT: f64 = 0.01;
const REPEATS: usize = 400;
const LIMIT: f64 = 1.2;

#[inline(never)]
fn generic(axon: &HodgkinHuxley<f64>, y0: Membrane<f64>) -> Membrane<f64> {
    let run = integrate(axon, 0.0..f64::from(STEPS) * DT, y0, Rk4.fixed(DT));
    run.finish().map_or(y0, |end| end.y)
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn main() -> ExitCode {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    let y0 = axon.clamped_at(0.0);
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..REPEATS {
        let (elapsed, a) = time(|| generic(black_box(&axon), black_box(y0)));
        ours = ours.min(elapsed);
        let (elapsed, b) = time(|| {
            baseline::rk4(
                black_box(&baseline::SQUID_AXON),
                black_box([y0.v, y0.m, y0.h, y0.n]),
                black_box(10.0),
                DT,
                STEPS,
            )
        });
        theirs = theirs.min(elapsed);
        if (a.v - b[0]).abs() > 1e-9 {
            println!("guard: the two loops disagree: {} and {} mV", a.v, b[0]);
            return ExitCode::FAILURE;
        }
    }
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let per_step = |time: Duration| time.as_secs_f64() * 1e9 / f64::from(STEPS);
    println!(
        "guard: generic RK4 {:.1} ns a step, by hand {:.1}: ratio {ratio:.3}, limit {LIMIT}",
        per_step(ours),
        per_step(theirs)
    );
    if ratio <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
