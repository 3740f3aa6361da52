//! A relative tolerance for each component.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::double_impulse;
use crate::common::shared::integrate;
use excitable::prelude::*;

#[test]
fn equal_ones_are_the_same_as_one() {
    let axon = double_impulse();
    let run = |control| {
        excitable::integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control).solution().unwrap()
    };
    let each = Membrane { v: 1e-7, m: 1e-7, h: 1e-7, n: 1e-7 };
    let one = run(Verner65.adaptive().rtol(1e-7).portable());
    assert_eq!(run(Verner65.adaptive().rtol_each(each).portable()), one);
    let stiff = |control| {
        excitable::integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control).solution().unwrap()
    };
    let one = stiff(Rodas5P.adaptive().rtol(1e-7).portable());
    assert_eq!(stiff(Rodas5P.adaptive().rtol_each(each).portable()), one);
}

#[test]
fn a_loose_one_leaves_its_component_alone() {
    // e^(−t), and sin 50·t beside it, which alone would set the steps.
    let system = from_fn(|t: f64, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [-y[0], 50.0 * (50.0 * t).cos()];
    });
    let run = |control| integrate(&system, 0.0..2.0, [1.0, 2.0], control).solution().unwrap();
    let strict = run(Rk45.adaptive().rtol(1e-9).atol(1e-12));
    let loose = run(Rk45.adaptive().rtol_each([1e-9, 1e-2]).atol(1e-12));
    assert!(3 * loose.steps().len() < strict.steps().len(), "{}", loose.steps().len());
    assert!((loose.end().y[0] - (-2.0_f64).exp()).abs() < 1e-9);
}

#[test]
fn those_that_cannot_be_are_refused() {
    let system = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [-y[0], -y[1]]);
    let refused = |rtol| {
        let control = Rk45.adaptive().rtol_each(rtol).atol(0.0);
        integrate(&system, 0.0..1.0, [1.0, 1.0], control).finish().unwrap_err().to_string()
    };
    assert!(refused([1e-6, 1e-20]).starts_with("Adaptive: rtol_each = 1e-20, but it must be >="));
    assert!(refused([1e-6, f64::NAN]).starts_with("Adaptive: rtol_each = NaN, but it must be >="));
    assert!(refused([1.0, 1e-6]).starts_with("Adaptive: rtol_each = 1, but it must be < 1:"));
    let one = refused([1e-6, 0.0]);
    assert!(one.starts_with("Adaptive: atol = 0, but it must be > 0: with rtol = 0"), "{one}");
    let list = from_fn(|_t, y: &Vec<f64>, dydt: &mut Vec<f64>| dydt[0] = -y[0]);
    let control = Rk45.adaptive().rtol_each(vec![1e-6, 1e-6]);
    let error = integrate(&list, 0.0..1.0, vec![1.0], control).finish().unwrap_err().to_string();
    assert!(
        error.starts_with("Adaptive: rtol_each has 2 components, but it must have 1"),
        "{error}"
    );
}
