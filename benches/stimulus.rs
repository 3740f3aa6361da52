//! What does a look at a stimulus cost? The current, and the next breakpoint, at 1000 times in
//! order.
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use criterion::{Criterion, criterion_group, criterion_main};
use excitable::prelude::*;
use std::hint::black_box;

fn look(c: &mut Criterion, name: &str, stimulus: &impl Stimulus<f64>) {
    let times = || (0..1000).map(|k| 0.1 * f64::from(k));
    let mut group = c.benchmark_group(format!("1000 looks at {name}"));
    group.bench_function("current", |b| {
        b.iter(|| times().map(|t| black_box(stimulus).current(t)).sum::<f64>());
    });
    group.bench_function("next breakpoint", |b| {
        let next = |t| black_box(stimulus).next_breakpoint(t, Direction::Forward);
        b.iter(|| times().filter_map(next).sum::<f64>());
    });
    group.finish();
}

fn stimuli(c: &mut Criterion) {
    look(c, "a double impulse", &pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)));
    look(c, "an endless train", &train(pulse(0.0..1.0, 5.0), 7.0));
    let values: Vec<f64> = (0..1_000_000).map(|k| f64::from(k).sin()).collect();
    if let Ok(samples) = stimulus::samples(0.0, 1e-4, values.clone()) {
        look(c, "a million samples on a grid", &samples);
    }
    let times: Vec<f64> = (0..1_000_000).map(|k| 1e-4 * f64::from(k)).collect();
    if let Ok(samples) = stimulus::samples_at(times, values) {
        look(c, "a million samples at times of their own", &samples);
    }
    let times: Vec<f64> = (0..100_000).map(|k| 1e-3 * f64::from(k)).collect();
    let kernel = stimulus::double_exponential(0.0, 1.0, 0.5, 5.0);
    if let Ok(spikes) = stimulus::arrivals(times, kernel) {
        look(c, "a hundred thousand arrivals", &spikes);
    }
    look(c, "white noise", &stimulus::white_noise(1.0, 0.05, 1));
    look(c, "an Ornstein–Uhlenbeck process", &stimulus::ornstein_uhlenbeck(1.0, 5.0, 0.05, 1));
}

criterion_group!(benches, stimuli);
criterion_main!(benches);
