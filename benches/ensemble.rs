//! What does a step of one of many neurons cost? Currents of 0 to 100 µA/cm², 1000 steps of 0.01
//! ms.
//!
//! Per element is per neuron and step. With `--features rayon` on all threads too.
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use excitable::ensemble::{EnsembleMethod, SimdLevel};
use excitable::prelude::*;
use excitable::stimulus::Constant;
use std::hint::black_box;

const STEPS: u32 = 1000;
const DT: f64 = 0.01;

type Axon = HodgkinHuxley<f64, Constant<f64>>;

fn axons(count: u32) -> Ensemble<'static, Axon> {
    let axon = |i| {
        HodgkinHuxley::squid_axon().with_stimulus(constant(100.0 * f64::from(i) / f64::from(count)))
    };
    let y0 = axon(0).clamped_at(0.0);
    Ensemble::new((0..count).map(axon)).starting_from((0..count).map(|_| y0))
}

fn run(ensemble: &Ensemble<'_, Axon>, method: impl EnsembleMethod<Axon>) -> f64 {
    let span = 0.0..f64::from(STEPS) * DT;
    black_box(ensemble).run(span, method).map_or(f64::NAN, |solution| solution[0].end.v)
}

fn ensembles(c: &mut Criterion) {
    let mut group = c.benchmark_group("ensemble, a step of a neuron");
    group.sample_size(20);
    for count in [16_u32, 1000, 10_000] {
        group.throughput(Throughput::Elements(u64::from(count) * u64::from(STEPS)));
        let ensemble = axons(count);
        group.bench_function(format!("RK4, {count} neurons"), |b| {
            b.iter(|| run(&ensemble, Rk4.fixed(DT)));
        });
        #[cfg(feature = "rayon")]
        group.bench_function(format!("RK4, {count} neurons, all threads"), |b| {
            let span = 0.0..f64::from(STEPS) * DT;
            b.iter(|| {
                black_box(&ensemble).run_parallel(span.clone(), Rk4.fixed(DT)).map(|s| s[0].end.v)
            });
        });
    }
    group.throughput(Throughput::Elements(1000 * u64::from(STEPS)));
    for simd in SimdLevel::ALL.into_iter().filter(|simd| simd.is_available()) {
        let ensemble = axons(1000).on(simd);
        group.bench_function(format!("RK4, {simd}"), |b| b.iter(|| run(&ensemble, Rk4.fixed(DT))));
        group.bench_function(format!("FastStrang, {simd}"), |b| {
            b.iter(|| run(&ensemble, FastStrang.fixed(DT)));
        });
        group.bench_function(format!("SafeStrang, {simd}"), |b| {
            b.iter(|| run(&ensemble, SafeStrang.fixed(DT)));
        });
    }
    group.finish();
}

fn single_precision(c: &mut Criterion) {
    let axon = |i| HodgkinHuxley::<f32>::squid_axon().with_stimulus(constant(0.1 * f32::from(i)));
    let y0 = axon(0_u16).clamped_at(0.0);
    let ensemble = Ensemble::new((0..1000).map(axon)).starting_from((0..1000).map(|_| y0));
    let mut group = c.benchmark_group("ensemble, a step of a neuron");
    group.sample_size(20).throughput(Throughput::Elements(1000 * u64::from(STEPS)));
    group.bench_function("RK4, f32", |b| {
        b.iter(|| black_box(&ensemble).run(0.0..10.0, Rk4.fixed(0.01)).map(|s| s[0].end.v));
    });
    group.finish();
}

criterion_group!(benches, ensembles, single_precision);
criterion_main!(benches);
