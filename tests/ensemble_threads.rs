//! Threads change no bit of what an ensemble gives.
#![cfg(feature = "rayon")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::prelude::*;

#[test]
fn threads_change_no_bit() {
    let axon = |i| {
        let stimulus = train(pulse(0.1..0.3, 40.0 + f64::from(i)), 7.0 + 0.013 * f64::from(i));
        HodgkinHuxley::squid_axon().with_stimulus(stimulus)
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let ensemble =
        Ensemble::new((0..101).map(axon)).detecting_spikes(50.0).recording([3, 77], [1.0, 30.0]);
    let sequential = ensemble.run(0.0..30.0, FastStrang.fixed(0.01)).unwrap();
    assert!(sequential.spike_counts().all(|count| count > 0));
    for threads in [1, 2, 5] {
        let run = || ensemble.run_parallel(0.0..30.0, FastStrang.fixed(0.01)).unwrap();
        assert_eq!(pool(threads).install(run), sequential, "{threads} threads");
    }
}
