//! Threads change no bit of what an ensemble gives, nor of a neuron's findings.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::Conductance;
use excitable::analysis::{InLanes, OneByOne, Parallel};
use excitable::ensemble::Sweep;
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

/// Failures too, and ranges that begin and end inside of what is run at once.
#[test]
fn threads_change_no_bit_of_a_sweep() {
    let neuron = |i: usize| {
        let i = f64::from(u32::try_from(i).unwrap());
        let g_na = if i == 77.0 { f64::NAN } else { 120.0 + 0.1 * i };
        let g_na = Conductance::from_millisiemens_per_cm2(g_na);
        let axon = HodgkinHuxley::new(Parameters { g_na, ..Parameters::squid_axon() })?;
        Ok(axon.with_stimulus(constant(if i == 140.0 { 1e9 } else { 10.0 })))
    };
    let neurons = |range: core::ops::Range<usize>| {
        let axons = range.map(neuron).collect::<Result<Vec<_>, excitable::Error>>()?;
        Ok(Ensemble::new(axons).detecting_spikes(50.0))
    };
    let sweep = Sweep::of_ensembles("g_Na", 203, 0.0..20.0, SafeStrang.fixed(0.025), neurons);
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    for range in [0..203, 70..141, 77..78] {
        let one = sweep.run(range.clone()).unwrap();
        let failed: Vec<usize> =
            range.clone().zip(one.values()).filter(|(_, x)| x.is_err()).map(|(i, _)| i).collect();
        let expected = [77, 140].into_iter().filter(|i| range.contains(i));
        assert_eq!(failed, expected.collect::<Vec<_>>());
        for threads in [1, 2, 5] {
            let part = pool(threads).install(|| sweep.run_parallel(range.clone()).unwrap());
            assert_eq!(part, one, "{range:?} on {threads} threads");
        }
    }
    let said = |range| sweep.run_parallel(range).unwrap_err().to_string();
    assert!(said(200..204).starts_with("Sweep: range end = 204, but it must be <= number of"));
    assert!(said(7..7).starts_with("Sweep: range end = 7, but it must be > range start = 7"));
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
