//! Parameters of a neuron that cannot be.

use super::{INF, NAN, failure, is_invalid, same, says};
use crate::common::shared::integrate;
use excitable::prelude::*;
use excitable::{Bound, Error};

type Set = fn(&mut Parameters<f64>, f64);

const CONDUCTANCES: [(&str, Set); 3] = [
    ("g_na", |p, x| p.g_na = Conductance::from_millisiemens_per_cm2(x)),
    ("g_k", |p, x| p.g_k = Conductance::from_millisiemens_per_cm2(x)),
    ("g_l", |p, x| p.g_l = Conductance::from_millisiemens_per_cm2(x)),
];
const POTENTIALS: [(&str, Set); 4] = [
    ("e_na", |p, x| p.e_na = Potential::from_millivolts(x)),
    ("e_k", |p, x| p.e_k = Potential::from_millivolts(x)),
    ("e_l", |p, x| p.e_l = Potential::from_millivolts(x)),
    ("origin", |p, x| p.origin = Potential::from_millivolts(x)),
];

/// The error about the squid axon with one parameter changed.
#[track_caller]
fn with_parameter(set: Set, value: f64) -> Error {
    let mut parameters = Parameters::squid_axon();
    set(&mut parameters, value);
    let error = HodgkinHuxley::new(parameters).expect_err("a parameter out of its bound");
    same(&error, &parameters.check().expect_err("a parameter out of its bound"));
    error
}

#[test]
fn the_capacitance() {
    for c in [0.0, -1.0, NAN, INF] {
        let error = with_parameter(|p, x| p.c_m = Capacitance::from_microfarads_per_cm2(x), c);
        is_invalid(&error, "Parameters", "c_m", c, Bound::Positive);
    }
    // 1/C would overflow.
    let error = with_parameter(|p, x| p.c_m = Capacitance::from_microfarads_per_cm2(x), 1e-310);
    says(
        &error,
        &["Parameters: c_m = 1e-310, but it must be >= the smallest number whose inverse"],
    );
}

#[test]
fn the_conductances() {
    for (field, set) in CONDUCTANCES {
        for g in [-1.0, NAN, INF] {
            let error = with_parameter(set, g);
            is_invalid(&error, "Parameters", field, g, Bound::NonNegative);
        }
    }
    let error = with_parameter(CONDUCTANCES[1].1, -36.0);
    says(
        &error,
        &["Parameters: g_k = -36, but it must be", ">= 0: give the conductance in mS/cm²"],
    );
}

#[test]
fn the_potentials() {
    for (field, set) in POTENTIALS {
        for e in [NAN, INF, -INF] {
            is_invalid(&with_parameter(set, e), "Parameters", field, e, Bound::Finite);
        }
    }
}

#[test]
fn a_membrane_without_conductance_has_no_rest() {
    let mut parameters = Parameters::squid_axon();
    for (_, set) in CONDUCTANCES {
        set(&mut parameters, 0.0);
    }
    let axon = HodgkinHuxley::new(parameters).expect("no conductance is a membrane all the same");
    let error = axon.rest().expect_err("no rest");
    is_invalid(&error, "rest", "total conductance", 0.0, Bound::Positive);
    assert!(integrate(&axon, 0.0..1.0, axon.clamped_at(0.0), Rk45.adaptive()).finish().is_ok());
}

#[test]
fn a_rest_out_of_range_of_the_floats() {
    let mut parameters = Parameters::squid_axon();
    parameters.e_k = Potential::from_millivolts(-1e6);
    let axon = HodgkinHuxley::new(parameters).expect("finite");
    let Err(Error::Invalid { owner, field, .. }) = axon.rest() else { panic!("no rest") };
    assert_eq!((owner, field), ("rest", "steady current"));
}

#[test]
fn a_shift_that_is_not_finite_is_refused_before_the_first_step() {
    for by in [NAN, INF] {
        let axon = HodgkinHuxley::squid_axon().shifted(by);
        let y0 = HodgkinHuxley::squid_axon().clamped_at(0.0);
        let error = failure(integrate(&axon, 0.0..1.0, y0, Rk45.adaptive()));
        is_invalid(&error, "Parameters", "e_na", by, Bound::Finite);
        assert!(axon.rest().is_err());
    }
}

/// The error of a run of the axon from `y0`.
fn from(y0: Membrane<f64>) -> Result<Membrane<f64>, Error> {
    let axon = HodgkinHuxley::squid_axon();
    excitable::integrate(&axon, 0.0..1.0, y0, Rk45.adaptive()).finish().map(|end| end.y)
}

#[test]
fn gates_that_are_no_open_parts() {
    let rest = HodgkinHuxley::squid_axon().rest().expect("rest");
    let error = from(Membrane { m: 5.0, ..rest }).expect_err("a gate of 5");
    says(
        &error,
        &[
            "HodgkinHuxley: gate m = 5, but it must be at most 1: a gate is an open part, from 0 to 1",
        ],
    );
    // V exchanged with a gate.
    let error = from(Membrane { v: rest.n, n: -65.0, ..rest }).expect_err("a potential");
    says(&error, &["HodgkinHuxley: gate n = -65, but it must be >= 0", "a potential that stands"]);
    let error = from(Membrane { h: 1.05, ..rest }).expect_err("a gate above 1");
    is_invalid(&error, "HodgkinHuxley", "gate h", 1.05, Bound::AtMost("", 1.0.into()));
    // Rounding, and the error of a run before, are none.
    for beyond in [1.0_f64.next_up(), 1.0 + 1e-4] {
        assert!(from(Membrane { m: beyond, h: 1.0 - beyond, ..rest }).is_ok());
    }
}

#[test]
fn gates_of_channels_and_of_ensembles() {
    let p = Parameters::<f64>::squid_axon();
    let neuron = Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()));
    let mut y0 = neuron.clamped_at(0.0);
    y0.gates.1 = [2.0];
    let error = excitable::integrate(&neuron, 0.0..1.0, y0, Rk45.adaptive()).finish();
    let error = error.expect_err("a gate of 2");
    says(&error, &["IonChannel: gate = 2, but it must be at most 1"]);
    let axon = HodgkinHuxley::squid_axon().with_channel(p.potassium());
    let mut y0 = axon.clamped_at(0.0);
    y0.gates = [-0.5];
    let run = excitable::integrate(&&axon, 0.0..1.0, y0, Rk4.fixed(0.1)).finish();
    says(&run.expect_err("a gate below 0"), &["IonChannel: gate = -0.5, but it must be >= 0"]);
    y0.gates = [0.5];
    y0.h = 3.0;
    let run = excitable::integrate(&axon, 0.0..1.0, y0, Rk4.fixed(0.1)).finish();
    says(&run.expect_err("a gate of 3"), &["HodgkinHuxley: gate h = 3, but it must be at most 1"]);
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let states = [axon.clamped_at(0.0), Membrane { m: 5.0, ..axon.clamped_at(0.0) }];
    let ensemble = Ensemble::new(vec![axon, axon]).starting_from(states.to_vec());
    let error = ensemble.run(0.0..1.0, Rk4.fixed(0.1)).expect_err("a gate of 5");
    says(&error, &["neuron 1: HodgkinHuxley: gate m = 5"]);
}

#[test]
fn numbers_that_are_none_before_a_search_for_rest() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let celsius = Temperature::from_celsius;
    let error = axon.at_temperature(celsius(NAN)).rest().expect_err("NaN");
    says(&error, &["Parameters: temperature = NaN, but it must be finite: give the temperature"]);
    let error = axon.shifted(NAN).rest().expect_err("NaN");
    says(&error, &["Parameters: e_na = NaN, but it must be finite: give the potential in mV"]);
    let leak = Parameters::<f64>::squid_axon().leak();
    let extended = axon.shifted(NAN).with_channel(leak).rest().expect_err("NaN");
    says(&extended, &["Parameters: e_na = NaN"]);
    // °C given as kelvins.
    let cold = axon.at_temperature(Temperature::from_kelvin(20.0)).rest().expect_err("20 K");
    says(&cold, &["Parameters: temperature = -253.1", ">= the coldest of a cell = -20: give the"]);
    assert!(axon.at_temperature(celsius(-2.0)).rest().is_ok());
}
