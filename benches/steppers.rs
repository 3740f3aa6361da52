//! What does a step cost, beside a loop written by hand? 1000 steps of 0.01 ms at 10 µA/cm².
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

mod baseline;
#[path = "baseline/user_step.rs"]
mod user_step;

use criterion::{Criterion, criterion_group, criterion_main};
use excitable::prelude::*;
use std::hint::black_box;
use user_step::UserRk4;

const STEPS: u32 = 1000;
const DT: f64 = 0.01;

fn steppers(c: &mut Criterion) {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    let y0 = axon.clamped_at(0.0);
    let span = 0.0..f64::from(STEPS) * DT;
    let mut group = c.benchmark_group("1000 steps");
    group.bench_function("rk4 by hand", |b| {
        b.iter(|| {
            baseline::rk4(
                black_box(&baseline::SQUID_AXON),
                black_box([y0.v, y0.m, y0.h, y0.n]),
                black_box(10.0),
                DT,
                STEPS,
            )
        });
    });
    group.bench_function("rk4", |b| {
        b.iter(|| integrate(black_box(&axon), span.clone(), black_box(y0), Rk4.fixed(DT)).finish());
    });
    group.bench_function("rk4 by a user's Stepper", |b| {
        b.iter(|| {
            integrate(black_box(&axon), span.clone(), black_box(y0), UserRk4.fixed(DT)).finish()
        });
    });
    group.bench_function("euler", |b| {
        b.iter(|| {
            integrate(black_box(&axon), span.clone(), black_box(y0), Euler.fixed(DT)).finish()
        });
    });
    group.bench_function("rk45", |b| {
        b.iter(|| {
            integrate(black_box(&axon), span.clone(), black_box(y0), Rk45.fixed(DT)).finish()
        });
    });
    group.finish();
}

fn double_impulse(c: &mut Criterion) {
    let axon = HodgkinHuxley::squid_axon()
        .with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)));
    let mut group = c.benchmark_group("double impulse, 1001 samples");
    for (name, rtol) in [("rtol 1e-6", 1e-6), ("rtol 1e-9", 1e-9)] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let run =
                    integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), Rk45.adaptive().rtol(rtol));
                let grid = (0..=1000).map(|k| f64::from(k) / 20.0);
                run.sample(grid, |_t, y| {
                    black_box(y.v);
                })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, steppers, double_impulse);
criterion_main!(benches);
