//! What does an error cost? The double impulse, V at 1001 points, at the loosest rtol that holds
//! each error (and the eight next tighter ones do too), found by `benches/peers`.
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use criterion::{Criterion, criterion_group, criterion_main};
use excitable::Method;
use excitable::ode::EmbeddedStepper;
use excitable::prelude::*;
use excitable::stimulus::{Plus, Pulse};
use std::hint::black_box;

type Axon = HodgkinHuxley<f64, Plus<Pulse<f64>, Pulse<f64>>>;

fn solve<M: Method + EmbeddedStepper<Axon>>(axon: &Axon, method: M, rtol: f64) -> f64 {
    let run = integrate(axon, 0.0..50.0, axon.clamped_at(0.0), method.adaptive().rtol(rtol));
    let (grid, mut last) = ((0..=1000).map(|k| f64::from(k) / 20.0), f64::NAN);
    let sampled = run.sample_component(component(0), grid, |_t, v| last = black_box(v));
    sampled.map_or(f64::NAN, |()| last)
}

fn work_precision(c: &mut Criterion) {
    let axon = HodgkinHuxley::squid_axon()
        .with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)));
    let mut group = c.benchmark_group("double impulse, V at 1001 points");
    for (error, exponent) in
        [("1e-1 mV", -3.1), ("1e-3 mV", -4.9), ("1e-6 mV", -7.7), ("1e-9 mV", -10.6)]
    {
        let rtol = 10.0_f64.powf(exponent);
        group.bench_function(format!("Verner65, {error}"), |b| {
            b.iter(|| solve(black_box(&axon), Verner65, rtol));
        });
    }
    for (error, exponent) in [("1e-1 mV", -4.7), ("1e-3 mV", -6.5), ("1e-6 mV", -9.1)] {
        let rtol = 10.0_f64.powf(exponent);
        group.bench_function(format!("Rk45, {error}"), |b| {
            b.iter(|| solve(black_box(&axon), Rk45, rtol));
        });
    }
    group.finish();
}

criterion_group!(benches, work_precision);
criterion_main!(benches);
