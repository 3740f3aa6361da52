//! Checkpoints, parameters, stimuli and solutions that were written down and read again are the
//! same.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::double_impulse;
use crate::common::resumption::is_the_same_run;
use excitable::ode::Checkpoint;
use excitable::prelude::*;

#[test]
fn a_checkpoint_that_was_written_down_is_the_same() {
    for count in [0, 1, 7, 33] {
        is_the_same_run(&Rk45.adaptive(), count, |kept| {
            let text = serde_json::to_string(&kept).unwrap();
            let read: Checkpoint<_, _> = serde_json::from_str(&text).unwrap();
            assert_eq!(read, kept);
            read
        });
        is_the_same_run(&Rk4.fixed(0.03), count, |kept| {
            serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap()
        });
    }
}

#[test]
fn parameters_stimuli_and_solutions_can_be_written_down() {
    let axon = double_impulse();
    let parameters: Parameters<f64> =
        serde_json::from_str(&serde_json::to_string(&axon.parameters()).unwrap()).unwrap();
    assert_eq!(parameters, axon.parameters());
    let stimulus =
        train(pulse(1.0..2.0, 3.0), 5.0).times(4).delayed(2.5).scaled(-1.0).plus(constant(0.1));
    let text = serde_json::to_string(&stimulus).unwrap();
    let mut read = stimulus.scaled(1.0);
    read = serde_json::from_str::<stimulus::Scaled<_, f64>>(&serde_json::to_string(&read).unwrap())
        .unwrap();
    assert_eq!(read, stimulus.scaled(1.0), "{text}");
    let solution =
        integrate(&axon, 0.0..2.0, axon.clamped_at(0.0), Rk45.adaptive()).solution().unwrap();
    let again: excitable::Solution<Membrane<f64>> =
        serde_json::from_str(&serde_json::to_string(&solution).unwrap()).unwrap();
    assert_eq!(again, solution);
    assert_eq!(again.at(1.3), solution.at(1.3));
}

#[test]
fn stimuli_and_channels_can_be_written_down() {
    fn again<X: serde::Serialize + serde::de::DeserializeOwned>(x: &X) -> X {
        serde_json::from_str(&serde_json::to_string(x).unwrap()).unwrap()
    }
    let recorded = stimulus::samples(1.0, 0.5, vec![1.0, 3.0, -2.0]).unwrap().linear();
    let tree = stimulus::ornstein_uhlenbeck(1.0, 2.0, 0.1, 3)
        .plus(stimulus::sine(1.0, 7.0).windowed(0.0..9.0).clamped(-0.5, 0.7))
        .then(4.0, recorded.repeated(3.0).times(2))
        .plus(stimulus::chirp(0.0..9.0, 0.1..0.4, 2.0).product(stimulus::ramp(1.0..8.0, 0.0..1.0)))
        .plus(stimulus::alpha_function(2.0, 1.0, 0.5).conducted_to(65.0));
    let read = again(&tree);
    for k in 0..100 {
        let t = f64::from(k) * 0.1;
        assert_eq!(read.drive(t, 20.0), tree.drive(t, 20.0));
        let next = |s: &dyn Stimulus<f64>| s.next_breakpoint(t, Direction::Forward);
        assert_eq!(next(&read), next(&tree));
    }
    let p = Parameters::<f64>::squid_axon().shifted(-65.0);
    let channels = (p.sodium(), p.potassium(), p.leak());
    assert_eq!(again(&channels), channels);
    assert_eq!(again(&excitable::neuron::LeakParameters::<f64>::cortical()).refractory, 2.0);
}

#[test]
fn a_window_is_written_down_as_a_range() {
    let json = serde_json::to_string(&pulse(1.0..2.0, 5.0)).unwrap();
    assert_eq!(json, r#"{"window":{"start":1.0,"end":2.0},"amplitude":5.0}"#);
    let back: stimulus::Pulse<f64> = serde_json::from_str(&json).unwrap();
    assert_eq!(back, pulse(1.0..2.0, 5.0));
}
