//! Edges closer together than the floats of the span can tell: right to a stated part, or a clear
//! error.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::integral::Integral;
use approx::assert_abs_diff_eq;
use excitable::prelude::*;
use excitable::{Error, Scalar};

#[track_caller]
fn says(error: &Error, fragments: &[&str]) {
    for fragment in fragments {
        assert!(error.to_string().contains(fragment), "no `{fragment}` in: {error}");
    }
}

/// The charge from `t0` on over five units of time; the adaptive run is exact for steps of current.
fn charge<T: Scalar>(stimulus: impl Stimulus<T>, t0: T) -> Result<T, Error> {
    let system = Integral { stimulus: &stimulus, zero: T::lit(0.0) };
    Ok(integrate(&system, t0..t0 + T::lit(5.0), system.zero, Rk45.adaptive()).finish()?.y)
}

#[test]
fn pulses_of_a_train_that_the_floats_of_the_span_cannot_hold() {
    let needles = || train(pulse(0.0..1e-10, 1e10), 1.0);
    assert_abs_diff_eq!(charge(needles(), 0.5_f64).unwrap(), 5.0, epsilon = 1e-4);
    assert!((charge(needles(), -2.5_f64).unwrap() - 3.0).abs() < 1e-4, "it starts at t = 0");
    for t0 in [1e6 + 0.5, 3e6 + 0.5, 1e12, 1e17] {
        let error = charge(needles(), t0).unwrap_err();
        says(&error, &["train: width of the pulse = 1e-10, but it must be within 1 % of what"]);
    }
    // Wide enough, or on a grid that the floats hold: the charge is right to a hundredth.
    let wide = train(pulse(0.0..1e-7, 1e7), 1.0);
    assert_abs_diff_eq!(charge(wide, 1e6_f64 + 0.5).unwrap(), 5.0, epsilon = 0.05);
    assert!(charge(train(pulse(0.0_f32..1e-3, 1e3), 1.0), 1e5).is_err());
    assert_abs_diff_eq!(
        charge(train(pulse(0.0_f32..0.25, 4.0), 1.0), 1e5).unwrap(),
        5.0,
        epsilon = 0.05
    );
    // Floats as they were given, and pulses that the run does not reach, are no matter of rounding.
    let first = train(pulse(1e6..1e6_f64.next_up(), 1e10), 1e7);
    let exact = 1e10 * (1e6_f64.next_up() - 1e6);
    assert_abs_diff_eq!(charge(first, 1e6 - 1.0).unwrap() / exact, 1.0, epsilon = 1e-12);
    assert_eq!(charge(needles().times(3), 1e9), Ok(0.0));
}

#[test]
fn a_delay_that_changes_the_distance_of_two_breakpoints() {
    let needle = |width: f64| pulse(1.0..1.0 + width, 1.0 / width);
    assert_abs_diff_eq!(charge(needle(1e-6).delayed(1e3), 1000.0).unwrap(), 1.0, epsilon = 1e-4);
    for width in [f64::EPSILON, 1e-14, 2.9e-10, 5e-10] {
        let error = charge(needle(width).delayed(1e6), 1e6).unwrap_err();
        says(&error, &["delayed: time between two breakpoints = ", "but it must be within 1 % of"]);
    }
    // One float wide, and moved within its binade, or by less: nothing is lost.
    let one_float = pulse(1.0..1.0_f64.next_up(), 2.0_f64.powi(52));
    assert_abs_diff_eq!(charge((&one_float).delayed(0.5), 0.0).unwrap(), 1.0, epsilon = 1e-12);
    says(
        &charge(one_float.delayed(1.0), 0.0).unwrap_err(),
        &["delayed: time between two breakpoints"],
    );
    // 0.1 + 0.2 is the float above 0.3: two shapes that meet there, no needle between.
    let met = pulse(0.0..0.3, 1.0).plus(pulse(0.1 + 0.2..1.0, 1.0));
    assert_abs_diff_eq!(charge(met.delayed(1.0), 0.0_f64).unwrap(), 1.0, epsilon = 1e-12);
    // An endless train, far down the span.
    let far = train(pulse(0.0..3e-10, 1e8), 1.0).delayed(1e6);
    assert_eq!(charge(far, 0.0), Ok(0.0), "no pulse so early");
    assert!(charge(far, 1e6).is_err());
    assert!(
        integrate(&Integral { stimulus: &far, zero: 0.0 }, 1e6 + 3.0..0.0, 0.0, Rk45.adaptive())
            .finish()
            .is_err()
    );
}
