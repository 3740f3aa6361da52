//! A right-hand side that leaves its domain.

use super::{
    Decay, INF, NAN, decay, failure, is_invalid, is_non_finite, number, says, with_every_method,
};
use crate::common::shared::integrate;
use excitable::ode::{EmbeddedTableau, Tableau};
use excitable::prelude::*;
use excitable::{Bound, Error, Quantity};

#[test]
fn a_current_that_becomes_nan_names_the_potential_and_the_time() {
    let silent = stimulus::waveform(|t: f64| if t < 3.0 { 0.0 } else { NAN });
    let axon = HodgkinHuxley::squid_axon().with_stimulus(silent);
    let told = HodgkinHuxley::squid_axon().with_stimulus(silent.with_breakpoints([3.0]));
    let y0 = axon.clamped_at(0.0);
    for dt in [0.01, 0.0071] {
        with_every_method(&axon, &(0.0..10.0), &y0, dt, |error| {
            is_non_finite(error, Quantity::Slope, "v", 3.0 - dt..3.0 + dt);
        });
        with_every_method(&told, &(0.0..10.0), &y0, dt, |error| {
            is_non_finite(error, Quantity::Slope, "v", 3.0..3.0_f64.next_up());
        });
    }
}

#[test]
fn backward_it_names_the_time_as_well() {
    let silent = stimulus::waveform(|t: f64| if t < 3.0 { NAN } else { 0.0 });
    let axon = HodgkinHuxley::squid_axon().with_stimulus(silent);
    let told = HodgkinHuxley::squid_axon().with_stimulus(silent.with_breakpoints([3.0]));
    let y0 = axon.clamped_at(0.0);
    with_every_method(&axon, &(3.5..0.0), &y0, 0.0071, |error| {
        is_non_finite(error, Quantity::Slope, "v", 3.0 - 0.0071..3.0 + 0.0071);
    });
    with_every_method(&told, &(3.5..0.0), &y0, 0.0071, |error| {
        is_non_finite(error, Quantity::Slope, "v", 3.0_f64.next_down()..3.0);
    });
}

#[test]
fn a_slope_that_becomes_infinite() {
    let system = from_fn(|t, _y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [0.0, if t < 1.0 { 1.0 } else { -INF }];
    });
    with_every_method(&system, &(0.0..2.0), &[0.0; 2], 0.03, |error| {
        is_non_finite(error, Quantity::Slope, "y[1]", 0.97..1.03);
        says(error, &["the slope of y[1] is -inf at t = "]);
    });
}

#[test]
fn a_slope_that_is_nan_from_the_start() {
    let system = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = (y - 2.0).sqrt());
    with_every_method(&system, &(0.0..2.0), &1.0, 0.1, |error| {
        is_non_finite(error, Quantity::Slope, "y", 0.0..f64::MIN_POSITIVE);
    });
}

#[test]
fn a_component_of_the_slope_that_is_not_written() {
    let system = from_fn(|_t, y: &[f64; 3], dydt: &mut [f64; 3]| {
        (dydt[0], dydt[2]) = (-y[0], y[2]);
    });
    for span in [0.0..1.0, 1.0..0.0, 2.0..2.0] {
        let start = span.start;
        with_every_method(&system, &span, &[1.0; 3], 0.1, |error| {
            is_non_finite(error, Quantity::Slope, "y[1]", start..start + 1e-9);
            says(error, &["a component that is not written"]);
        });
    }
}

#[test]
fn a_slope_that_is_nan_only_at_the_end_of_the_span() {
    let system = from_fn(|t, _y: &f64, dydt: &mut f64| *dydt = if t < 2.0 { 1.0 } else { NAN });
    with_every_method(&system, &(0.0..2.0), &1.0, 0.1, |error| {
        is_non_finite(error, Quantity::Slope, "y", 2.0..2.1);
    });
}

#[test]
fn a_solution_that_blows_up_in_finite_time() {
    // y = 1/(1 − t)
    let system = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = y * y);
    for dt in [0.01, 0.003] {
        for error in [
            failure(integrate(&system, 0.0..2.0, 1.0, Euler.fixed(dt))),
            failure(integrate(&system, 0.0..2.0, 1.0, Rk4.fixed(dt))),
            failure(integrate(&system, 0.0..2.0, 1.0, Rk45.fixed(dt))),
        ] {
            let Error::NonFinite { component, t, .. } = error else { panic!("{error}") };
            assert_eq!(component.to_string(), "y");
            assert!((t.value() - 1.0).abs() < 20.0 * dt, "{error}");
        }
    }
    let error = failure(integrate(&system, 0.0..2.0, 1.0, Rk45.adaptive()));
    let Error::StepTooSmall { t, limit, .. } = error else { panic!("{error}") };
    assert!((t.value() - 1.0).abs() < 1e-6 && limit.value() < 1e-15, "{error}");
    says(&error, &["the error control needs a step below", "at t = ", "blows up", "`reset_on`"]);
    assert!(!error.to_string().contains("rtol"), "{error}");
}

#[test]
fn a_step_below_min_step() {
    let system = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = y * y);
    let control = Rk45.adaptive().min_step(1e-3);
    let error = failure(integrate(&system, 0.0..2.0, 1.0, control));
    let Error::StepTooSmall { t, limit, .. } = error else { panic!("{error}") };
    assert!(limit == number(1e-3) && (0.9..1.0).contains(&t.value()), "{error}");
    says(&error, &["below 0.001 at t = 0.9", "lower min_step"]);
}

#[test]
fn a_step_below_the_spacing_of_floats() {
    // Faster than the floats far from t = 0 can follow.
    let fast = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [1e3 * y[1], -1e3 * y[0]]);
    let error = failure(integrate(&fast, 1e13..1e13 + 10.0, [1.0, 0.0], Rk45.adaptive()));
    let Error::StepTooSmall { limit, .. } = error else { panic!("{error}") };
    assert_eq!(limit.value(), 2.0_f64.powi(-9));
    says(&error, &["shift the origin of time to the span"]);
    assert!(!error.to_string().contains("f64") && !error.to_string().contains("rtol"), "{error}");

    let fast = from_fn(|_t, y: &[f32; 2], dydt: &mut [f32; 2]| *dydt = [1e3 * y[1], -1e3 * y[0]]);
    let error = failure(integrate(&fast, 1e5..1e5 + 10.0, [1.0, 0.0], Rk45.adaptive()));
    says(
        &error,
        &["below 0.0078125 at t = 100000: ", "shift the origin of time", "f64 in place of"],
    );
    assert!(!error.to_string().contains("rtol"), "{error}");

    let square = from_fn(|_t, y: &f32, dydt: &mut f32| *dydt = y * y);
    let error = failure(integrate(&square, 0.0..2.0, 1.0, Rk45.adaptive()));
    says(&error, &["below 1.1920929e-7 at t = 1", "f64 in place of f32", "blows up"]);
    assert!(!error.to_string().contains("rtol"), "{error}");
}

#[test]
fn a_largest_step_below_the_spacing_of_floats() {
    let control = Rk45.adaptive().max_step(1e-12);
    let error = failure(integrate(&Decay, 1e6..1e6 + 1.0, 1.0, control));
    says(&error, &["Adaptive: max_step = 1e-12, but it must be >= the spacing of floats there"]);
}

#[test]
fn no_step_is_longer_or_shorter_than_its_bounds() {
    let axon = HodgkinHuxley::<f64>::squid_axon().with_stimulus(pulse(1.0..2.0, 20.0));
    let control = Rk45.adaptive().first_step(1e-9).min_step(0.01).max_step(0.3).rtol(1e-4);
    let run = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control);
    let nodes: Vec<f64> = run.map(|step| step.expect("a step").end.t).collect();
    let lengths: Vec<f64> = nodes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(lengths.iter().all(|h| (0.005..=0.3 + 1e-14).contains(h)), "{lengths:?}");
    assert!(lengths.iter().any(|h| *h > 0.29) && lengths.iter().any(|h| *h < 0.03));
}

#[test]
fn large_components_whose_sum_overflows_are_finite() {
    let still = from_fn(|_t, _y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [0.0; 2]);
    let fixed = integrate(&still, 0.0..1.0, [1e308; 2], Rk4.fixed(0.1)).finish();
    assert_eq!(fixed.map(|end| end.y), Ok([1e308; 2]));
    let steep = from_fn(|_t, _y: &[f32; 4], dydt: &mut [f32; 4]| *dydt = [1e38; 4]);
    let adaptive = integrate(&steep, 0.0..1e-3, [0.0; 4], Rk45.adaptive()).finish();
    assert!(adaptive.is_ok(), "{adaptive:?}");
}

#[test]
fn a_fixed_step_that_is_too_large_for_the_neuron_says_so() {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0));
    for dt in [0.1, 1.0] {
        let error = failure(integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), Rk4.fixed(dt)));
        says(&error, &["smaller dt"]);
    }
}

/// Heun's method with Euler's inside it: its error estimate does not see the slope at the end.
#[derive(Clone, Copy)]
struct HeunEuler;

impl Tableau for HeunEuler {
    const ORDER: u32 = 2;
    type Stages<X> = [X; 2];
    const C: &'static [f64] = &[0.0, 1.0];
    const A: &'static [&'static [f64]] = &[&[], &[1.0]];
    const B: &'static [f64] = &[0.5, 0.5];
}

impl EmbeddedTableau for HeunEuler {
    const ERROR_ORDER: u32 = 1;
    const E: &'static [f64] = &[0.5, -0.5];
}

#[test]
fn a_method_that_does_not_see_its_last_slope_accepts_no_nan_there() {
    let system = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = 1.0 / f64::from(*y < 0.5) - y);
    let error = failure(integrate(&system, 0.0..9.0, 0.0, HeunEuler.adaptive().max_step(0.1)));
    says(&error, &["the slope of y is inf"]);
}

#[test]
fn a_relative_tolerance_of_one_or_more() {
    for rtol in [1.0, 1e3] {
        let error = decay(Rk45.adaptive().rtol(rtol));
        is_invalid(&error, "Adaptive", "rtol", rtol, Bound::Below(number(1.0)));
    }
}
