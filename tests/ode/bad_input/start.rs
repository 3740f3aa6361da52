//! The span and the initial state.

use super::{Decay, INF, NAN, decay_over, failure, is_invalid, is_length, is_non_finite};
use crate::common::shared::integrate;
use excitable::prelude::*;
use excitable::{Bound, Quantity};

#[test]
fn the_span() {
    for t in [NAN, INF, -INF] {
        is_invalid(&decay_over(t..1.0), "integrate", "span start", t, Bound::Finite);
        is_invalid(&decay_over(0.0..t), "integrate", "span end", t, Bound::Finite);
        is_invalid(&decay_over(t..t), "integrate", "span start", t, Bound::Finite);
    }
}

#[test]
fn a_non_finite_initial_state() {
    let at_start = 0.0..f64::MIN_POSITIVE;
    for x in [NAN, INF, -INF] {
        let error = failure(integrate(&Decay, 0.0..1.0, x, Rk4.fixed(0.1)));
        is_non_finite(&error, Quantity::Start, "y", at_start.clone());

        let still = from_fn(|_t, _y: &[f64; 3], dydt: &mut [f64; 3]| *dydt = [0.0; 3]);
        let error = failure(integrate(&still, 0.0..1.0, [0.0, 0.0, x], Euler.fixed(0.1)));
        is_non_finite(&error, Quantity::Start, "y[2]", at_start.clone());

        let axon = HodgkinHuxley::squid_axon();
        let y0 = Membrane { n: x, ..axon.clamped_at(0.0) };
        let error = failure(integrate(&axon, 0.0..1.0, y0, Rk45.adaptive()));
        is_non_finite(&error, Quantity::Start, "n", at_start.clone());
        let error = failure(integrate(&axon, 0.0..1.0, axon.clamped_at(NAN), Rk45.adaptive()));
        is_non_finite(&error, Quantity::Start, "v", at_start.clone());
    }
}

#[test]
fn an_initial_state_without_components() {
    let still = from_fn(|_t, _y: &Vec<f64>, _dydt: &mut Vec<f64>| ());
    let error = failure(integrate(&still, 0.0..1.0, vec![], Rk4.fixed(0.1)));
    is_length(&error, "integrate", "y0", (1, 0));
    let still = from_fn(|_t, _y: &[f64; 0], _dydt: &mut [f64; 0]| ());
    let error = failure(integrate(&still, 0.0..1.0, [], Rk45.adaptive()));
    is_length(&error, "integrate", "y0", (1, 0));
}

#[test]
fn a_span_without_length_is_checked_too() {
    let at = |t, y0| failure(integrate(&Decay, t..t, y0, Rk4.fixed(0.1)));
    is_non_finite(&at(2.0, NAN), Quantity::Start, "y", 2.0..2.1);
    let control = Rk4.fixed(-1.0);
    let error = failure(integrate(&Decay, 2.0..2.0, 1.0, control));
    is_invalid(&error, "Fixed", "dt", -1.0, Bound::Positive);
    let bad = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = NAN);
    let error = failure(integrate(&bad, 2.0..2.0, 1.0, Rk4.fixed(0.1)));
    is_non_finite(&error, Quantity::Slope, "y", 2.0..2.1);
    assert!(integrate(&Decay, 2.0..2.0, 1.0, Rk4.fixed(0.1)).finish().is_ok());
}
