//! What does an f–I curve cost? 100 currents for a second each, with the time of every spike.
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use criterion::{Criterion, criterion_group, criterion_main};
use excitable::analysis::{InLanes, OneByOne};
use excitable::prelude::*;
use std::hint::black_box;

fn spikes(dt: f64) -> usize {
    let axon = |i| HodgkinHuxley::squid_axon().with_stimulus(constant(f64::from(i)));
    let y0 = axon(0_u8).clamped_at(0.0);
    let ensemble = Ensemble::new((0..100).map(axon))
        .starting_from((0..100).map(|_| y0))
        .detecting_spikes(50.0);
    ensemble.run(0.0..1000.0, Rk4.fixed(dt)).map_or(0, |solution| solution.spike_counts().sum())
}

fn f_i_curve(c: &mut Criterion) {
    let mut group = c.benchmark_group("f–I curve, 100 currents for a second");
    group.sample_size(10);
    for dt in [0.025, 0.04] {
        group.bench_function(format!("ensemble, RK4, dt {dt}"), |b| {
            b.iter(|| spikes(black_box(dt)));
        });
    }
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let currents: Vec<f64> = (0..100).map(f64::from).collect();
    let (window, system) = (500.0, |i| axon.with_stimulus(constant(i)));
    let Ok(trial) = axon.trial(1000.0) else { return };
    let fixed = trial.clone().with_control(Rk4.fixed(0.025));
    group.bench_function("trial in lanes, RK4, dt 0.025", |b| {
        b.iter(|| fixed.f_i_curve(InLanes, window, black_box(&currents), system));
    });
    group.bench_function("trial, RK4, dt 0.025", |b| {
        b.iter(|| fixed.f_i_curve(OneByOne, window, black_box(&currents), system));
    });
    let adaptive = trial.clone().with_control(Verner65.adaptive());
    group.bench_function("trial, Verner65", |b| {
        b.iter(|| adaptive.f_i_curve(OneByOne, window, black_box(&currents), system));
    });
    group.bench_function("trial, as it is given", |b| {
        b.iter(|| trial.f_i_curve(OneByOne, window, black_box(&currents), system));
    });
    group.finish();
}

criterion_group!(benches, f_i_curve);
criterion_main!(benches);
