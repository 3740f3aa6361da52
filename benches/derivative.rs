//! What does a right-hand side cost? In a chain, as a stepper has it: each state follows from the
//! slope before.
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use criterion::{Criterion, criterion_group, criterion_main};
use excitable::prelude::*;
use std::hint::black_box;

const LENGTH: usize = 1000;

/// `LENGTH` slopes, each at a state that the one before has moved by a little.
fn chain<S: OdeSystem<State: Copy>>(
    system: &S,
    y0: S::State,
    nudge: fn(&mut S::State, &S::State),
) -> S::State
where
    excitable::ode::Time<S>: excitable::Scalar,
{
    let (mut y, mut dydt) = (y0, y0);
    for _ in 0..LENGTH {
        system.derivative(excitable::Real::lit(0.0), &y, &mut dydt);
        nudge(&mut y, &dydt);
    }
    y
}

fn derivative(c: &mut Criterion) {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    let p = Parameters::squid_axon();
    let neuron =
        Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak())).with_stimulus(constant(10.0));
    let (y0, z0) = (axon.clamped_at(0.0), neuron.clamped_at(0.0));
    let mut group = c.benchmark_group("1000 slopes in a chain");
    group.bench_function("HodgkinHuxley", |b| {
        b.iter(|| chain(black_box(&axon), black_box(y0), |y, f| y.v += 1e-3 * f.v));
    });
    group.bench_function("the same from channels", |b| {
        b.iter(|| chain(black_box(&neuron), black_box(z0), |y, f| y.v += 1e-3 * f.v));
    });
    group.finish();
}

criterion_group!(benches, derivative);
criterion_main!(benches);
