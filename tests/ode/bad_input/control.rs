//! The step size and the tolerances.

use super::{Decay, INF, NAN, decay, failure, is_invalid, is_length, number, says};
use crate::common::shared::integrate;
use excitable::Bound;
use excitable::prelude::*;

#[test]
fn fixed_dt() {
    for dt in [0.0, -0.1, NAN, INF] {
        is_invalid(&decay(Rk4.fixed(dt)), "Fixed", "dt", dt, Bound::Positive);
    }
    says(&decay(Euler.fixed(-0.1)), &["Fixed: dt = -0.1, but it must be", "> 0: give the step"]);
}

#[test]
fn fixed_dt_below_the_spacing_of_floats() {
    let late = integrate(&Decay, 1e6..1e6 + 1.0, 1.0, Rk4.fixed(1e-12));
    let bound = Bound::AtLeast("the spacing of floats there", number(1e6_f64.next_up() - 1e6));
    is_invalid(&failure(late), "Fixed", "dt", 1e-12, bound);

    let still = from_fn(|_t, _y: &f32, dydt: &mut f32| *dydt = 0.0);
    let late = integrate(&still, 1e6..1e6 + 100.0, 0.0, Rk4.fixed(0.01));
    let bound = Bound::AtLeast("the spacing of floats there", number(0.0625));
    is_invalid(&failure(late), "Fixed", "dt", 0.01_f32, bound);

    let smallest = integrate(&Decay, 0.0..1.0, 1.0, Rk4.fixed(f64::from_bits(1)));
    says(&failure(smallest), &["Fixed: dt = ", ">= the spacing of floats"]);
}

#[test]
fn relative_tolerance() {
    for rtol in [-1e-6, NAN, INF] {
        let error = decay(Rk45.adaptive().rtol(rtol));
        is_invalid(&error, "Adaptive", "rtol", rtol, Bound::NonNegative);
    }
}

#[test]
fn relative_tolerance_below_ten_epsilon() {
    let bound = Bound::AtLeast("10 ε of the scalar", number(10.0 * f64::EPSILON));
    is_invalid(&decay(Rk45.adaptive().rtol(1e-16)), "Adaptive", "rtol", 1e-16, bound);

    let still = from_fn(|_t, _y: &f32, dydt: &mut f32| *dydt = 0.0);
    let error = failure(integrate(&still, 0.0..1.0, 0.0, Rk45.adaptive().rtol(1e-7)));
    let bound = Bound::AtLeast("10 ε of the scalar", (10.0 * f32::EPSILON).into());
    is_invalid(&error, "Adaptive", "rtol", 1e-7_f32, bound);
}

#[test]
fn absolute_tolerance() {
    for atol in [-1e-6, NAN, INF] {
        let uniform = decay(Rk45.adaptive().atol(atol));
        is_invalid(&uniform, "Adaptive", "atol", atol, Bound::NonNegative);
        let each = decay(Rk45.adaptive().atol_each(atol));
        is_invalid(&each, "Adaptive", "atol_each", atol, Bound::NonNegative);
    }
}

#[test]
fn both_tolerances_zero() {
    let error = decay(Rk45.adaptive().rtol(0.0).atol(0.0));
    is_invalid(&error, "Adaptive", "atol", 0.0, Bound::Positive);
    is_invalid(&decay(Rk45.adaptive().rtol(0.0)), "Adaptive", "atol", 0.0, Bound::Positive);

    let pair = from_fn(|_t, _y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [1.0, 1.0]);
    let run = |control| integrate(&pair, 0.0..1.0, [0.0; 2], control);
    let error = failure(run(Rk45.adaptive().rtol(0.0).atol_each([1e-6, 0.0])));
    is_invalid(&error, "Adaptive", "atol_each", 0.0, Bound::Positive);
    assert!(run(Rk45.adaptive().rtol(0.0).atol_each([1e-6, 1e-3])).finish().is_ok());
    assert!(run(Rk45.adaptive().rtol(0.0).atol(1e-6)).finish().is_ok());
    assert!(run(Rk45.adaptive().rtol(1e-6).atol(0.0)).finish().is_ok());
}

#[test]
fn a_tolerance_of_the_wrong_length() {
    let still = from_fn(|_t, _y: &Vec<f64>, dydt: &mut Vec<f64>| dydt.fill(0.0));
    for found in [0, 2, 4] {
        let control = Rk45.adaptive().atol_each(vec![1e-6; found]);
        let error = failure(integrate(&still, 0.0..1.0, vec![1.0; 3], control));
        is_length(&error, "Adaptive", "atol_each", (3, found));
    }
}

#[test]
fn step_bounds() {
    for h in [0.0, -1.0, NAN, INF] {
        let error = decay(Rk45.adaptive().first_step(h));
        is_invalid(&error, "Adaptive", "first_step", h, Bound::Positive);
        let error = decay(Rk45.adaptive().max_step(h));
        is_invalid(&error, "Adaptive", "max_step", h, Bound::Positive);
    }
    for h in [-1.0, NAN, INF] {
        let error = decay(Rk45.adaptive().min_step(h));
        is_invalid(&error, "Adaptive", "min_step", h, Bound::NonNegative);
    }
    let error = decay(Rk45.adaptive().min_step(2.0).max_step(1.0));
    is_invalid(&error, "Adaptive", "min_step", 2.0, Bound::AtMost("max_step", number(1.0)));
    assert!(integrate(&Decay, 0.0..1.0, 1.0, Rk45.adaptive().min_step(0.0)).finish().is_ok());
}

#[test]
fn tolerances_and_changes_of_another_shape() {
    let nested = from_fn(|_t, y: &Vec<Vec<f64>>, dydt: &mut Vec<Vec<f64>>| dydt.clone_from(y));
    let y0 = vec![vec![1.0], vec![1.0], vec![0.0]];
    let control = Rk45.adaptive().atol_each(vec![vec![1e-6, 1e-6, 1e-6]]);
    let error = integrate(&nested, 0.0..1.0, y0.clone(), control).finish().expect_err("shape");
    says(
        &error,
        &["Adaptive: atol_each has 1 components, but it must have 3", "in the shape of the state"],
    );
    let mut run = integrate(&nested, 0.0..1.0, y0, Rk4.fixed(0.1));
    run.advance().expect("good");
    run.change(|_t, y| *y = vec![vec![1.0, 1.0, 1.0]]);
    says(&run.finish().expect_err("shape"), &["change of state: y has 1 components"]);
}
