//! Threads change no bit of what an ensemble gives, nor of a neuron's findings.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::analysis::{InLanes, OneByOne, Parallel};
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

#[test]
fn findings_side_by_side_are_those_one_by_one() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let trial = axon.trial(60.0).unwrap();
    let system = |i| axon.with_stimulus(constant(i));
    let currents = [2.0, 7.0, 10.0, 50.0, 150.0];
    let one_by_one = trial.f_i_curve(OneByOne, 30.0, &currents, system).unwrap();
    assert_eq!(trial.f_i_curve(Parallel(OneByOne), 30.0, &currents, system).unwrap(), one_by_one);
    assert!(trial.f_i_curve(Parallel(OneByOne), 30.0, &[], system).is_err());

    let trial_in_lanes = trial.clone().with_control(Rk4.fixed(0.025));
    let currents: Vec<f64> = (0..70).map(f64::from).collect();
    assert_eq!(
        trial_in_lanes.f_i_curve(Parallel(InLanes), 30.0, &currents, system).unwrap(),
        trial_in_lanes.f_i_curve(InLanes, 30.0, &currents, system).unwrap()
    );

    let pulsed = |duration, i| axon.with_stimulus(pulse(0.0..duration, i));
    let durations = [0.1, 1.0, 5.0];
    let one_by_one = trial.strength_duration(OneByOne, &durations, 0.0..200.0, pulsed).unwrap();
    let side_by_side =
        trial.strength_duration(Parallel(OneByOne), &durations, 0.0..200.0, pulsed).unwrap();
    assert_eq!(side_by_side, one_by_one);
}
