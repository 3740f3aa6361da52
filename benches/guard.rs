//! Has the hot loop lost its speed? Ratios to a loop written by hand, each with its limit.
//!
//! The best of interleaved repeats in one process: a noisy machine disturbs single repeats, and all alike.
#![allow(clippy::print_stdout, reason = "a guard says what it measured")]

mod baseline;

use excitable::prelude::*;
use excitable::{Channel, Compartment, Neuron};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const STEPS: u32 = 2000;
const DT: f64 = 0.01;
const REPEATS: usize = 400;
const CURRENT: f64 = 10.0;

fn end() -> f64 {
    f64::from(STEPS) * DT
}

#[inline(never)]
fn generic(axon: &HodgkinHuxley<f64>, y0: Membrane<f64>) -> f64 {
    integrate(axon, 0.0..end(), y0, Rk4.fixed(DT)).finish().map_or(f64::NAN, |end| end.y.v)
}

#[inline(never)]
fn composed<C: Channel<f64>>(neuron: &Neuron<f64, C>, y0: Compartment<f64, C::Gates>) -> f64 {
    integrate(neuron, 0.0..end(), y0, Rk4.fixed(DT)).finish().map_or(f64::NAN, |end| end.y.v)
}

fn by_hand(y0: [f64; 4]) -> f64 {
    let axon = black_box(&baseline::SQUID_AXON);
    baseline::rk4(axon, black_box(y0), black_box(CURRENT), DT, STEPS)[0]
}

/// The best time of each of the loops, taken in turns, and what each returned.
fn race<const N: usize>(loops: [&dyn Fn() -> f64; N]) -> [(f64, f64); N] {
    let mut best = [(Duration::MAX, 0.0); N];
    for _ in 0..REPEATS {
        for (best, run) in best.iter_mut().zip(loops) {
            let start = Instant::now();
            let v = black_box(run());
            *best = (best.0.min(start.elapsed()), v);
        }
    }
    best.map(|(time, v)| (time.as_secs_f64() * 1e9 / f64::from(STEPS), v))
}

fn main() -> ExitCode {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(CURRENT));
    let p = Parameters::squid_axon();
    let neuron =
        Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak())).with_stimulus(constant(CURRENT));
    let (y0, z0) = (axon.clamped_at(0.0), neuron.clamped_at(0.0));
    let runs = race([
        &|| by_hand([y0.v, y0.m, y0.h, y0.n]),
        &|| generic(black_box(&axon), black_box(y0)),
        &|| composed(black_box(&neuron), black_box(z0)),
    ]);
    let [hand, generic, composed] = runs;
    if !runs.iter().all(|run| (run.1 - hand.1).abs() <= 1e-9) {
        println!("guard: the loops disagree: {runs:?} (ns a step, mV)");
        return ExitCode::FAILURE;
    }
    let mut holds = true;
    for (what, a, b, limit) in [
        ("generic RK4 / written by hand with the library's exponentials", generic.0, hand.0, 0.85),
        (
            "axon from channels, six exponentials / by hand, six of the library",
            composed.0,
            hand.0,
            1.2,
        ),
    ] {
        let ratio = a / b;
        println!("guard: {what}: {a:.1} / {b:.1} ns a step = {ratio:.3}, limit {limit}");
        holds &= ratio <= limit;
    }
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
