//! States are equal within a tolerance by the traits of the crate `approx`.

use excitable::approx::{
    AbsDiffEq, RelativeEq, abs_diff_eq, assert_abs_diff_eq, assert_relative_eq, assert_ulps_eq,
    relative_eq, ulps_eq,
};
use excitable::neuron::{Compartment, ExtendedMembrane};
use excitable::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Pair<T> {
    position: [T; 2],
    speed: T,
}
excitable::impl_state!(Pair<T>: T { position, speed });

#[derive(Clone, Debug, PartialEq)]
struct Chain {
    links: Vec<f64>,
}
excitable::impl_state!(Chain: f64 { links });

/// The feature asks nothing of a state that is not `PartialEq`.
#[derive(Clone)]
struct Bare {
    x: f64,
}
excitable::impl_state!(Bare: f64 { x });

#[test]
fn every_component_must_be_near() {
    let y = Membrane { v: 100.0_f64, m: 0.05, h: 0.6, n: 0.3 };
    let beside = Membrane { v: 100.0 + 1e-7, ..y };
    assert_abs_diff_eq!(y, beside, epsilon = 1e-6);
    assert!(!abs_diff_eq!(y, beside));
    assert_relative_eq!(y, beside, max_relative = 1e-8);
    assert!(!relative_eq!(y, Membrane { m: 0.05 + 1e-7, ..y }, max_relative = 1e-8));
    assert_ulps_eq!(y, Membrane { n: y.n.next_up(), ..y }, epsilon = 0.0, max_ulps = 1);
    assert!(!ulps_eq!(
        y,
        Membrane { n: y.n.next_up().next_up(), ..y },
        epsilon = 0.0,
        max_ulps = 1
    ));
    assert!(!abs_diff_eq!(y, Membrane { h: f64::NAN, ..y }, epsilon = 1.0));
    assert_eq!(Membrane::<f32>::default_epsilon(), f32::EPSILON);
    assert_eq!(Membrane::<f64>::default_max_relative(), f64::EPSILON);
}

#[test]
fn states_of_channels_and_of_ones_own_are_compared_alike() {
    let a = Compartment { v: 1.0, gates: ([0.1, 0.2], [0.3]) };
    assert_abs_diff_eq!(
        a,
        Compartment { v: 1.0, gates: ([0.1, 0.2], [0.3 + 1e-9]) },
        epsilon = 1e-8
    );
    let b = ExtendedMembrane { v: 1.0, m: 0.1, h: 0.2, n: 0.3, gates: [0.4_f32] };
    assert!(!relative_eq!(b, ExtendedMembrane { gates: [0.5], ..b }));
    let pair = Pair { position: [1.0, 2.0], speed: 3.0 };
    assert_relative_eq!(pair, Pair { speed: 3.0 + 1e-12, ..pair.clone() }, max_relative = 1e-12);
}

#[test]
fn lists_of_other_lengths_are_not_equal() {
    let chain = |links: &[f64]| Chain { links: links.to_vec() };
    assert_abs_diff_eq!(chain(&[1.0, 2.0]), chain(&[1.0, 2.0]));
    assert!(!abs_diff_eq!(chain(&[1.0, 2.0]), chain(&[1.0]), epsilon = 9.0));
    assert!(!abs_diff_eq!(chain(&[1.0]), chain(&[1.0, 2.0]), epsilon = 9.0));
}

#[test]
fn a_state_that_is_not_partial_eq_runs_all_the_same() {
    let system = from_fn(|_t, y: &Bare, dydt: &mut Bare| dydt.x = -y.x);
    let end =
        integrate(&system, 0.0..1.0, Bare { x: 1.0 }, Rk45.adaptive()).finish().map(|end| end.y.x);
    assert!(end.is_ok_and(|x| (x - (-1.0_f64).exp()).abs() < 1e-4));
}
