//! An ensemble needs little stack, also where nothing is optimised.
#![cfg(feature = "alloc")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::thread;

use excitable::ensemble::EnsembleMethod;
use excitable::prelude::*;
use excitable::stimulus::Constant;

type Axon = HodgkinHuxley<f64, Constant<f64>>;

/// An eighth of what the thread of a test has.
const STACK: usize = 256 * 1024;

fn runs_in_little_stack(method: impl EnsembleMethod<Axon> + Send + 'static) {
    let run = move || {
        let axons =
            (0..20).map(|i| HodgkinHuxley::squid_axon().with_stimulus(constant(f64::from(i))));
        let solution = Ensemble::new(axons).detecting_spikes(50.0).run(0.0..20.0, method).unwrap();
        assert_eq!(solution.spike_counts().max(), Some(2));
    };
    thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap();
}

#[test]
fn rk4() {
    runs_in_little_stack(Rk4.fixed(0.05));
}

#[test]
fn exponential_strang() {
    runs_in_little_stack(ExponentialStrang.fixed(0.05));
}

#[test]
fn fast_strang() {
    runs_in_little_stack(FastStrang.fixed(0.05));
}

#[test]
fn safe_strang() {
    runs_in_little_stack(SafeStrang.fixed(0.05));
}
