//! The f–I curve in lanes is the one neuron by neuron.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::common::tables::hh_value;
use excitable::analysis::{Firing, InLanes, OneByOne};
use excitable::prelude::*;
use excitable::{Stimulus, Temperature, Trial};

type Axon = HodgkinHuxley<f64>;

/// Counts must be equal, and times and potentials within `near`.
fn assert_same(what: &str, lanes: &Firing<f64>, single: &Firing<f64>, near: f64) {
    let both = format!("{what}: {lanes:?}, {single:?}");
    assert_eq!((lanes.spikes, lanes.falls), (single.spikes, single.falls), "{both}");
    let close = |a: f64, b: f64| (a - b).abs() <= near;
    let latency = |firing: &Firing<f64>| firing.latency.unwrap_or(-1.0);
    assert!(close(lanes.rate, single.rate) && close(latency(lanes), latency(single)), "{both}");
    match (lanes.oscillation, single.oscillation) {
        (None, None) => {}
        (Some(a), Some(b)) => {
            let frequencies = close(a.frequency, b.frequency);
            assert!(frequencies && close(a.low, b.low) && close(a.high, b.high), "{both}");
        }
        _ => panic!("{both}"),
    }
}

/// `what` by both ways for all `currents`.
fn both_ways<S: Stimulus<f64> + Clone>(
    what: &str,
    axon: Axon,
    currents: &[f64],
    stimulus: impl Fn(f64) -> S,
) {
    let trial = axon.trial(400.0).unwrap().with_control(Rk4.fixed(0.025));
    let system = |i| axon.with_stimulus(stimulus(i));
    let lanes = trial.f_i_curve(InLanes, 200.0, currents, system).unwrap();
    let single = trial.f_i_curve(OneByOne, 200.0, currents, system).unwrap();
    for ((current, lanes), single) in currents.iter().zip(&lanes).zip(&single) {
        assert_same(&format!("{what} at {current}"), lanes, single, 1e-8);
    }
}

#[test]
fn steady_currents() {
    let currents: Vec<f64> = (0..=50).map(|k| 3.5 * f64::from(k)).collect();
    let axon = HodgkinHuxley::squid_axon();
    both_ways("6.3 °C", axon, &currents, constant);
    let warm = axon.at_temperature(Temperature::from_celsius(18.5));
    both_ways("18.5 °C", warm, &[0.0, 5.4, 5.5, 7.0, 10.0, 50.0, 200.0], constant);
}

#[test]
fn currents_with_breakpoints_and_kinks() {
    let (axon, currents) = (HodgkinHuxley::squid_axon(), [0.0, 3.0, 7.0, 12.0, 40.0]);
    both_ways("a train", axon, &currents, |i| train(pulse(1.0..3.0, i), 9.7));
    both_ways("a step down", axon, &currents, |i| pulse(0.0..300.0, i));
    both_ways("a sine", axon, &currents, |i| stimulus::sine(0.4 * i, 23.0));
    both_ways("held noise", axon, &currents, |i| stimulus::white_noise(0.2 * i, 0.3, 4));
    both_ways("a conductance", axon, &currents, |i| constant(0.01 * i).conducted_to(115.0));
}

#[test]
fn a_start_above_the_level_and_a_level_on_the_way() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let system = |i| axon.with_stimulus(constant(i));
    let currents = [0.0, 10.0, 150.0];
    for (start, level) in [(80.0, 50.0), (0.0, 12.0), (0.0, 0.0), (50.0, 50.0)] {
        let trial = Trial::new(axon.clamped_at(start), 200.0, level).with_control(Rk4.fixed(0.02));
        let lanes = trial.f_i_curve(InLanes, 100.0, &currents, system).unwrap();
        let single = trial.f_i_curve(OneByOne, 100.0, &currents, system).unwrap();
        for (lanes, single) in lanes.iter().zip(&single) {
            assert_same(&format!("from {start} through {level}"), lanes, single, 1e-8);
        }
    }
}

#[test]
fn the_rates_of_the_reference() {
    for (celsius, bound) in [(6.3, 1e-5), (18.5, 1e-3)] {
        let currents = [7.0, 10.0, 50.0];
        let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius));
        let trial = axon.trial(2000.0).unwrap().with_control(Rk4.fixed(0.025));
        let curve = trial
            .f_i_curve(InLanes, 500.0, &currents, |i| axon.with_stimulus(constant(i)))
            .unwrap();
        for (current, firing) in currents.iter().zip(&curve) {
            let row = format!("T={celsius} C, step I={current}");
            let expected = hh_value("fI_frequency_Hz", &row)[0];
            println!("{row}: {} Hz, off by {:e}", firing.rate, firing.rate - expected);
            assert!((firing.rate - expected).abs() <= bound, "{row}: {firing:?}");
        }
    }
}

#[test]
fn an_adaptive_control_runs_neuron_by_neuron_to_the_bit() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let trial = axon.trial(100.0).unwrap().with_control(Rk45.adaptive());
    let (currents, system) = ([1.0, 10.0, 150.0], |i| axon.with_stimulus(constant(i)));
    let single = trial.f_i_curve(OneByOne, 50.0, &currents, system).unwrap();
    assert_eq!(trial.f_i_curve(InLanes, 50.0, &currents, system).unwrap(), single);
}

#[test]
fn single_precision_and_the_second_order_methods() {
    let axon = HodgkinHuxley::<f32>::squid_axon();
    let system = |i| axon.with_stimulus(constant(i));
    let trial = axon.trial(400.0).unwrap();
    let curve = trial
        .clone()
        .with_control(Rk4.fixed(0.02))
        .f_i_curve(InLanes, 200.0, &[0.0, 10.0], system)
        .unwrap();
    assert_eq!((curve[0].spikes, curve[0].oscillation), (0, None));
    assert!((curve[1].rate - 68.323_7).abs() < 0.01, "{curve:?}");
    let trial = trial.with_control(FastStrang.fixed(0.01));
    let curve = trial.f_i_curve(InLanes, 200.0, &[0.0, 10.0], system).unwrap();
    assert!((curve[1].rate - 68.323_7).abs() < 0.05, "{curve:?}");
}

#[test]
fn bad_questions_name_the_current() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let trial = axon.trial(10.0).unwrap().with_control(Rk4.fixed(0.025));
    let told = |window, currents: &[f64]| {
        let curve = trial.f_i_curve(InLanes, window, currents, |i| axon.with_stimulus(constant(i)));
        curve.unwrap_err().to_string()
    };
    assert!(told(5.0, &[]).contains("currents"));
    assert!(told(20.0, &[1.0]).starts_with("firing: window = 20, but it must be <= duration = 10"));
    assert!(told(5.0, &[1.0, f64::NAN]).starts_with("neuron 1: constant: current = NaN"));
    let coarse = trial.clone().with_control(Rk4.fixed(0.0));
    assert!(coarse.f_i_curve(InLanes, 5.0, &[1.0], |i| axon.with_stimulus(constant(i))).is_err());
}
