//! Bad input ends as an [`Error`] that says what was wrong, its value and where; nothing panics or
//! hangs.
//!
//! Each case states the variant's fields, or the beginning of its sentence. The helpers at the head
//! also check what holds after every error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod after;
mod control;
mod extreme;
mod neuron;
mod result;
mod run;
mod slope;
mod start;
mod stimuli;

use std::ops::Range;

use crate::common::shared::{System, integrate};
use excitable::ode::{OdeState, RightHandSide, StepControl, Steps};
use excitable::prelude::*;
use excitable::{Bound, Error, Number, Quantity, Scalar, State};

pub(crate) const NAN: f64 = f64::NAN;
pub(crate) const INF: f64 = f64::INFINITY;

pub(crate) fn number(x: f64) -> Number {
    x.into()
}

/// dy/dt = −y.
pub(crate) struct Decay;

impl OdeSystem for Decay {
    type State = f64;

    fn derivative(&self, _: f64, y: &f64, dydt: &mut f64) {
        *dydt = -y;
    }
}

/// dy/dt = −y from 0 to 1.
pub(crate) fn decay(control: impl for<'a> StepControl<System<'a, f64>>) -> Error {
    failure(integrate(&Decay, 0.0..1.0, 1.0, control))
}

/// dy/dt = −y over `span`.
pub(crate) fn decay_over(span: Range<f64>) -> Error {
    let error = failure(integrate(&Decay, span.clone(), 1.0, Rk4.fixed(0.1)));
    same(&error, &failure(integrate(&Decay, span, 1.0, Rk45.adaptive())));
    error
}

/// The squid axon under `stimulus`, which must be refused before the first step.
pub(crate) fn refused(stimulus: impl Stimulus<f64>) -> Error {
    refused_behind(&stimulus)
}

/// One type for all stimuli: a run compiled for each of them took minutes.
fn refused_behind(stimulus: &dyn Stimulus<f64>) -> Error {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(stimulus);
    let error = failure(integrate(&axon, 0.0..10.0, axon.clamped_at(0.0), Rk45.adaptive()));
    same(&error, &axon.stimulus().check(&(0.0..10.0)).expect_err("its own check refuses it too"));
    error
}

/// The error that ends the run, after a check of what holds after every error: it is given again,
/// and the node is the last that was accepted.
#[track_caller]
pub(crate) fn failure<S, C>(mut steps: Steps<'_, S, C>) -> Error
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
{
    let (mut t, mut y) = (steps.node().t, components(&steps.node().y));
    let error = loop {
        match steps.advance() {
            Ok(Some(step)) => {
                let end = step.end();
                (t, y) = (end.t, components(&end.y));
                let finite = y.iter().chain(&components(&end.dydt)).all(|x| x.is_finite());
                assert!(finite, "the step to t = {t} was accepted and is not finite");
            }
            Ok(None) => panic!("the run succeeded, up to t = {t}"),
            Err(error) => break error,
        }
    };
    assert_eq!(steps.node().t.to_bits_of_f64(), t.to_bits_of_f64(), "the last accepted time");
    assert_eq!(bits(&components(&steps.node().y)), bits(&y), "the last accepted state");
    same(&error, &steps.advance().err().expect("a failed run fails again"));
    assert!(steps.next().is_none(), "an iterator ends after its error");
    error
}

trait Bits {
    fn to_bits_of_f64(self) -> u64;
}

impl<T: Scalar> Bits for T {
    fn to_bits_of_f64(self) -> u64 {
        Scalar::to_f64(self).to_bits()
    }
}

pub(crate) fn components<Y: State<Scalar: Scalar>>(y: &Y) -> Vec<f64> {
    let mut all = Vec::new();
    y.visit(&mut |x| all.push(Scalar::to_f64(x)));
    all
}

pub(crate) fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|x| x.to_bits()).collect()
}

/// Fails unless the two errors say the same; a NaN inside makes them unequal to `==`.
#[track_caller]
pub(crate) fn same(a: &Error, b: &Error) {
    assert_eq!(a.to_string(), b.to_string());
    assert_eq!(format!("{a:?}"), a.to_string(), "Debug is the sentence too");
}

/// Fails unless the sentence contains every one of the fragments.
#[track_caller]
pub(crate) fn says(error: &Error, fragments: &[&str]) {
    let sentence = error.to_string();
    for fragment in fragments {
        assert!(sentence.contains(fragment), "no `{fragment}` in: {sentence}");
    }
}

/// Fails unless `error` is about this value of this field, and names the owner, the value, the
/// bound and a remedy.
#[track_caller]
pub(crate) fn is_invalid(
    error: &Error,
    owner: &str,
    field: &str,
    value: impl Scalar,
    bound: Bound,
) {
    let &Error::Invalid { owner: o, field: f, value: v, bound: b, remedy } = error else {
        panic!("another kind of error: {error}")
    };
    assert_eq!((o, f, b), (owner, field, bound), "{error}");
    let value = Number::from(value);
    assert!(
        v == value || (v.value().is_nan() && value.value().is_nan()),
        "the value {value}: {error}"
    );
    says(error, &[&format!("{owner}: {field} = {value}, but it must be {bound}: {remedy}")]);
    assert!(remedy.len() > 10, "no remedy: {error}");
}

#[track_caller]
pub(crate) fn is_length(
    error: &Error,
    owner: &str,
    field: &str,
    (expected, found): (usize, usize),
) {
    let &Error::Length { owner: o, field: f, expected: e, found: n, remedy } = error else {
        panic!("another kind of error: {error}")
    };
    assert_eq!((o, f, e, n), (owner, field, expected, found), "{error}");
    says(error, &[owner, field, &format!("{found} components"), &expected.to_string(), remedy]);
}

/// Fails unless `error` tells that `component` became non-finite, at a time within `times`.
#[track_caller]
pub(crate) fn is_non_finite(error: &Error, quantity: Quantity, component: &str, times: Range<f64>) {
    let &Error::NonFinite { quantity: q, component: c, value, t } = error else {
        panic!("another kind of error: {error}")
    };
    assert_eq!((q, c.to_string().as_str()), (quantity, component), "{error}");
    assert!(!value.value().is_finite() && times.contains(&t.value()), "{times:?}: {error}");
    says(error, &[&format!("{quantity} of {component} is {value} at t = {t}: ")]);
}

/// Every method and control on `system`, each of which must fail with what `check` accepts.
pub(crate) fn with_every_method<Y: OdeState + State<Scalar = f64>>(
    system: &System<'_, Y>,
    span: &Range<f64>,
    y0: &Y,
    dt: f64,
    check: impl Fn(&Error),
) {
    let run = || (span.clone(), y0.clone());
    let (s, y) = run();
    check(&failure(integrate(system, s, y, Euler.fixed(dt))));
    let (s, y) = run();
    check(&failure(integrate(system, s, y, Rk4.fixed(dt))));
    let (s, y) = run();
    check(&failure(integrate(system, s, y, Rk45.fixed(dt))));
    let (s, y) = run();
    check(&failure(integrate(system, s, y, Rk45.adaptive())));
}
