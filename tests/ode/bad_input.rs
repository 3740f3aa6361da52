//! Bad input ends as an [`Error`] that says what was wrong, its value and where; nothing panics or hangs.
//!
//! Each case states the variant's fields, or the beginning of its sentence. The helpers at the head
//! also check what holds after every error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::cell::Cell;
use std::fmt::Debug;
use std::ops::Range;

use crate::common::shared::{System, integrate};
use excitable::prelude::*;
use excitable::{
    Bound, Capacitance, Conductance, EmbeddedTableau, Error, Number, OdeState, Potential, Quantity,
    RightHandSide, Scalar, Solution, State, StepControl, Steps, Tableau,
};

const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;

fn number(x: f64) -> Number {
    x.into()
}

/// dy/dt = −y.
struct Decay;

impl OdeSystem for Decay {
    type State = f64;

    fn derivative(&self, _: f64, y: &f64, dydt: &mut f64) {
        *dydt = -y;
    }
}

/// dy/dt = −y from 0 to 1.
fn decay(control: impl for<'a> StepControl<System<'a, f64>>) -> Error {
    failure(integrate(&Decay, 0.0..1.0, 1.0, control))
}

/// dy/dt = −y over `span`.
fn decay_over(span: Range<f64>) -> Error {
    let error = failure(integrate(&Decay, span.clone(), 1.0, Rk4.fixed(0.1)));
    same(&error, &failure(integrate(&Decay, span, 1.0, Rk45.adaptive())));
    error
}

/// The squid axon under `stimulus`, which must be refused before the first step.
fn refused(stimulus: impl Stimulus<f64>) -> Error {
    refused_behind(&stimulus)
}

/// One type for all stimuli: a run compiled for each of them took minutes.
fn refused_behind(stimulus: &dyn Stimulus<f64>) -> Error {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(stimulus);
    let error = failure(integrate(&axon, 0.0..10.0, axon.clamped_at(0.0), Rk45.adaptive()));
    same(&error, &axon.stimulus().check(&(0.0..10.0)).expect_err("its own check refuses it too"));
    error
}

/// The error that ends the run, after a check of what holds after every error: it is given again, and
/// the node is the last that was accepted.
#[track_caller]
fn failure<S, C>(mut steps: Steps<'_, S, C>) -> Error
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

fn components<Y: State<Scalar: Scalar>>(y: &Y) -> Vec<f64> {
    let mut all = Vec::new();
    y.visit(&mut |x| all.push(Scalar::to_f64(x)));
    all
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|x| x.to_bits()).collect()
}

/// Fails unless the two errors say the same; a NaN inside makes them unequal to `==`.
#[track_caller]
fn same(a: &Error, b: &Error) {
    assert_eq!(a.to_string(), b.to_string());
    assert_eq!(format!("{a:?}"), a.to_string(), "Debug is the sentence too");
}

/// Fails unless the sentence contains every one of the fragments.
#[track_caller]
fn says(error: &Error, fragments: &[&str]) {
    let sentence = error.to_string();
    for fragment in fragments {
        assert!(sentence.contains(fragment), "no `{fragment}` in: {sentence}");
    }
}

/// Fails unless `error` is about this value of this field, and names the owner, the value, the bound
/// and a remedy.
#[track_caller]
fn is_invalid(error: &Error, owner: &str, field: &str, value: impl Scalar, bound: Bound) {
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
fn is_length(error: &Error, owner: &str, field: &str, (expected, found): (usize, usize)) {
    let &Error::Length { owner: o, field: f, expected: e, found: n, remedy } = error else {
        panic!("another kind of error: {error}")
    };
    assert_eq!((o, f, e, n), (owner, field, expected, found), "{error}");
    says(error, &[owner, field, &format!("{found} components"), &expected.to_string(), remedy]);
}

/// Fails unless `error` tells that `component` became non-finite, at a time within `times`.
#[track_caller]
fn is_non_finite(error: &Error, quantity: Quantity, component: &str, times: Range<f64>) {
    let &Error::NonFinite { quantity: q, component: c, value, t } = error else {
        panic!("another kind of error: {error}")
    };
    assert_eq!((q, c.to_string().as_str()), (quantity, component), "{error}");
    assert!(!value.value().is_finite() && times.contains(&t.value()), "{times:?}: {error}");
    says(error, &[&format!("{quantity} of {component} is {value} at t = {t}: ")]);
}

// The step size and the tolerances.

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

// The span and the initial state.

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

// A right-hand side that leaves its domain.

/// Every method and control on `system`, each of which must fail with what `check` accepts.
fn with_every_method<Y: OdeState + State<Scalar = f64>>(
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
    let Error::StepTooSmall { t, limit } = error else { panic!("{error}") };
    assert!((t.value() - 1.0).abs() < 1e-6 && limit.value() < 1e-15, "{error}");
    says(&error, &["the error control needs a step below", "at t = ", "stiff or singular"]);
}

#[test]
fn a_step_below_min_step() {
    let system = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = y * y);
    let control = Rk45.adaptive().min_step(1e-3);
    let error = failure(integrate(&system, 0.0..2.0, 1.0, control));
    let Error::StepTooSmall { t, limit } = error else { panic!("{error}") };
    assert!(limit == number(1e-3) && (0.9..1.0).contains(&t.value()), "{error}");
    says(&error, &["below 0.001 at t = 0.9", "lower min_step"]);
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

// Stimuli.

#[test]
fn a_pulse_with_a_bad_window() {
    let above = |start| Bound::Above("window.start", number(start));
    is_invalid(&refused(pulse(5.0..4.0, 1.0)), "pulse", "window.end", 4.0, above(5.0));
    is_invalid(&refused(pulse(5.0..5.0, 1.0)), "pulse", "window.end", 5.0, above(5.0));
    for t in [NAN, INF, -INF] {
        is_invalid(&refused(pulse(t..4.0, 1.0)), "pulse", "window.start", t, Bound::Finite);
        is_invalid(&refused(pulse(0.0..t, 1.0)), "pulse", "window.end", t, Bound::Finite);
    }
    says(
        &refused(pulse(5.0..4.0, 1.0)),
        &["window.end = 4", "> window.start = 5: write the window"],
    );
}

#[test]
fn amplitudes_and_factors() {
    for x in [NAN, INF, -INF] {
        is_invalid(&refused(pulse(0.0..1.0, x)), "pulse", "amplitude", x, Bound::Finite);
        is_invalid(&refused(constant(x)), "constant", "current", x, Bound::Finite);
        let scaled = pulse(0.0..1.0, 1.0).scaled(x);
        is_invalid(&refused(scaled), "scaled", "factor", x, Bound::Finite);
        let delayed = pulse(0.0..1.0, 1.0).delayed(x);
        is_invalid(&refused(delayed), "delayed", "delay", x, Bound::Finite);
    }
}

#[test]
fn waveforms() {
    use excitable::stimulus::{alpha_function, chirp, double_exponential, ramp, sine};
    let above = |x: f64| Bound::Above("window.start", number(x));
    is_invalid(&refused(ramp(5.0..4.0, 0.0..1.0)), "ramp", "window.end", 4.0, above(5.0));
    is_invalid(&refused(chirp(5.0..5.0, 0.0..1.0, 1.0)), "chirp", "window.end", 5.0, above(5.0));
    for x in [NAN, INF, -INF] {
        let finite = Bound::Finite;
        is_invalid(&refused(ramp(0.0..1.0, x..1.0)), "ramp", "values.start", x, finite);
        is_invalid(&refused(ramp(0.0..1.0, 1.0..x)), "ramp", "values.end", x, finite);
        is_invalid(&refused(sine(x, 1.0)), "sine", "amplitude", x, finite);
        is_invalid(&refused(sine(1.0, 1.0).with_phase(x)), "sine", "phase", x, finite);
        is_invalid(&refused(chirp(0.0..1.0, 0.0..1.0, x)), "chirp", "amplitude", x, finite);
        is_invalid(&refused(alpha_function(x, 1.0, 1.0)), "alpha_function", "onset", x, finite);
        let double = double_exponential(0.0, x, 1.0, 2.0);
        is_invalid(&refused(double), "double_exponential", "amplitude", x, finite);
    }
    for x in [NAN, INF, -INF, 0.0, -2.0] {
        let positive = Bound::Positive;
        is_invalid(&refused(sine(1.0, x)), "sine", "period", x, positive);
        is_invalid(&refused(alpha_function(0.0, 1.0, x)), "alpha_function", "tau", x, positive);
        let double = double_exponential(0.0, 1.0, x, 1.0);
        is_invalid(&refused(double), "double_exponential", "tau_rise", x, positive);
    }
    let double = refused(double_exponential(0.0, 1.0, 3.0, 3.0));
    let bound = Bound::Above("tau_rise", number(3.0));
    is_invalid(&double, "double_exponential", "tau_decay", 3.0, bound);
    for x in [NAN, INF, -0.5] {
        let chirp = refused(chirp(0.0..1.0, 0.1..x, 1.0));
        is_invalid(&chirp, "chirp", "frequencies.end", x, Bound::NonNegative);
    }
}

#[test]
fn noise() {
    use excitable::stimulus::{ornstein_uhlenbeck, white_noise};
    for x in [NAN, INF, 0.0, -1.0] {
        let positive = Bound::Positive;
        is_invalid(&refused(white_noise(1.0, x, 1)), "white_noise", "step", x, positive);
        let coloured = |tau, step| refused(ornstein_uhlenbeck(1.0, tau, step, 1));
        is_invalid(&coloured(x, 0.1), "ornstein_uhlenbeck", "tau", x, positive);
        is_invalid(&coloured(1.0, x), "ornstein_uhlenbeck", "step", x, positive);
    }
    for x in [NAN, INF, -1.0] {
        let bad = refused(white_noise(x, 0.1, 1));
        is_invalid(&bad, "white_noise", "sigma", x, Bound::NonNegative);
    }
    // Knots that the floats of the span cannot tell apart.
    let axon = HodgkinHuxley::squid_axon().with_stimulus(white_noise(1.0, 1e-12, 1));
    let run = integrate(&axon, 1e6..1e6 + 1.0, axon.clamped_at(0.0), Rk45.adaptive());
    says(&run.finish().expect_err("knots below the ulp"), &["white_noise: step = 1e-12"]);
}

#[test]
fn samples() {
    use excitable::stimulus::{samples, samples_at};
    let none: [f64; 0] = [];
    let error = samples(0.0, 1.0, none).expect_err("no sample");
    says(&error, &["samples: values has 0 components, but it must have 1: give at least one"]);
    let error = samples(0.0, 0.5, [1.0, 2.0, NAN]).expect_err("NaN");
    says(&error, &["the current of values[2] is NaN at t = 1: give samples that are finite"]);
    for x in [NAN, INF, 0.0, -1.0] {
        let error = samples(0.0, x, [1.0]).expect_err("a bad step");
        is_invalid(&error, "samples", "step", x, Bound::Positive);
    }
    is_invalid(
        &samples(NAN, 1.0, [1.0]).expect_err("start"),
        "samples",
        "start",
        NAN,
        Bound::Finite,
    );
    let error = samples_at([0.0, 1.0], [1.0]).expect_err("lengths");
    says(&error, &["samples_at: times has 2 components, but it must have 1: give a time for"]);
    let unsorted = |times: [f64; 3]| samples_at(times, [1.0; 3]).expect_err("not ascending");
    let above = |x: f64| Bound::Above("the one before", number(x));
    is_invalid(&unsorted([0.0, 2.0, 1.0]), "samples_at", "times", 1.0, above(2.0));
    is_invalid(&unsorted([0.0, 2.0, 2.0]), "samples_at", "times", 2.0, above(2.0));
    is_invalid(&unsorted([0.0, NAN, 2.0]), "samples_at", "times", NAN, Bound::Finite);
    // Good ones, but not for a span so late.
    let axon = HodgkinHuxley::squid_axon().with_stimulus(samples(0.0, 1e-9, [1.0]).expect("good"));
    let run = integrate(&axon, 1e9..1e9 + 1.0, axon.clamped_at(0.0), Rk45.adaptive());
    says(&run.finish().expect_err("a step below the ulp"), &["samples: step = 1e-9"]);
}

#[test]
fn what_combines_stimuli() {
    let good = || pulse(0.0..1.0, 1.0);
    let bad = || pulse(2.0..1.0, 1.0);
    let window = Bound::Above("window.start", number(2.0));
    for carried in [
        &refused(good().product(bad())),
        &refused(bad().mapped(|i| i)),
        &refused(bad().clamped(0.0, 1.0)),
        &refused(bad().windowed(0.0..1.0)),
        &refused(bad().repeated(3.0)),
        &refused(bad().then(5.0, good())),
        &refused(good().then(5.0, bad())),
        &refused(bad().conducted_to(0.0)),
        &refused(stimulus::voltage_source(bad(), 1.0)),
    ] {
        is_invalid(carried, "pulse", "window.end", 1.0, window);
    }
    is_invalid(&refused(good().windowed(2.0..1.0)), "windowed", "window.end", 1.0, window);
    let low = Bound::AtLeast("low", number(2.0));
    is_invalid(&refused(good().clamped(2.0, 1.0)), "clamped", "high", 1.0, low);
    is_invalid(&refused(good().clamped(NAN, 1.0)), "clamped", "low", NAN, Bound::Finite);
    for x in [NAN, INF, 0.0, -3.0] {
        is_invalid(&refused(good().repeated(x)), "repeated", "period", x, Bound::Positive);
        let source = refused(stimulus::voltage_source(good(), x));
        is_invalid(&source, "voltage_source", "conductance", x, Bound::Positive);
    }
    for x in [NAN, INF] {
        is_invalid(&refused(good().then(x, good())), "then", "at", x, Bound::Finite);
        is_invalid(&refused(good().conducted_to(x)), "conducted_to", "reversal", x, Bound::Finite);
    }
    let synapse = || good().conducted_to(65.0);
    for refusal in [
        &refused(synapse().mapped(|i| i)),
        &refused(synapse().clamped(0.0, 1.0)),
        &refused(good().product(synapse())),
        &refused(synapse().conducted_to(1.0)),
    ] {
        says(refusal, &["conductances inside = 1, but it must be 0: shape the conductance first"]);
    }
}

#[test]
fn trains() {
    let of = |period| refused(train(pulse(1.0..3.0, 1.0), period));
    for period in [0.0, -1.0, NAN, INF] {
        is_invalid(&of(period), "train", "period", period, Bound::Positive);
    }
    let bound = Bound::AtLeast("the width of the pulse", number(2.0));
    is_invalid(&of(1.5), "train", "period", 1.5, bound);
    let error = refused(train(pulse(1.0..1.0, 1.0), 5.0).times(3));
    is_invalid(&error, "pulse", "window.end", 1.0, Bound::Above("window.start", number(1.0)));
    let touching = HodgkinHuxley::squid_axon().with_stimulus(train(pulse(1.0..3.0, 1.0), 2.0));
    assert!(touching.check(&(0.0..10.0)).is_ok());
}

#[test]
fn defects_show_through_combinators_and_pointers() {
    let is_defect = |error: &Error| {
        is_invalid(error, "pulse", "window.end", 1.0, Bound::Above("window.start", number(2.0)));
    };
    let (good, bad) = (constant(1.0), pulse(2.0..1.0, 1.0));
    is_defect(&refused(good.plus(bad)));
    is_defect(&refused(bad.plus(good)));
    is_defect(&refused(bad.scaled(2.0)));
    is_defect(&refused(bad.delayed(2.0)));
    is_defect(&refused(good.plus(bad.scaled(2.0).delayed(1.0)).scaled(3.0)));
    is_defect(&refused(bad));
    let dynamic: &dyn Stimulus<f64> = &bad;
    is_defect(&refused(dynamic));
    let boxed: Box<dyn Stimulus<f64>> = Box::new(bad);
    is_defect(&refused(boxed));
    let boxed: Box<dyn Stimulus<f64>> = Box::new(bad);
    is_defect(&refused(good.plus(boxed.scaled(2.0))));
}

#[test]
fn a_defect_shows_through_a_system_behind_a_pointer() {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(2.0..1.0, 1.0));
    let (y0, dynamic): (_, &dyn OdeSystem<State = Membrane<f64>>) = (axon.clamped_at(0.0), &axon);
    let bound = Bound::Above("window.start", number(2.0));
    let error = failure(integrate(dynamic, 0.0..1.0, y0, Rk45.adaptive()));
    is_invalid(&error, "pulse", "window.end", 1.0, bound);
    let boxed: Box<dyn OdeSystem<State = Membrane<f64>> + '_> = Box::new(&axon);
    let error = failure(integrate(&boxed, 0.0..1.0, y0, Rk4.fixed(0.1)));
    is_invalid(&error, "pulse", "window.end", 1.0, bound);
}

#[test]
fn corners_and_breakpoints_of_functions() {
    let of = |corners: [f64; 3]| {
        let error = refused(stimulus::waveform(|_: f64| 0.0).with_breakpoints(corners));
        let system = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0).with_breakpoints(corners);
        (error, failure(integrate(&system, 0.0..1.0, 0.0, Rk4.fixed(0.1))))
    };
    let (corner, breakpoint) = of([1.0, 3.0, 2.0]);
    let bound = Bound::AtLeast("the one before", number(3.0));
    is_invalid(&corner, "stimulus::waveform", "breakpoint", 2.0, bound);
    is_invalid(&breakpoint, "from_fn", "breakpoint", 2.0, bound);
    for t in [NAN, INF, -INF] {
        let (corner, breakpoint) = of([1.0, t, 2.0]);
        is_invalid(&corner, "stimulus::waveform", "breakpoint", t, Bound::Finite);
        is_invalid(&breakpoint, "from_fn", "breakpoint", t, Bound::Finite);
    }
}

#[test]
fn a_current_that_overflows_between_two_finite_numbers() {
    let huge = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..2.0, 1e200).scaled(1e200));
    let y0 = huge.clamped_at(0.0);
    with_every_method(&huge, &(0.0..3.0), &y0, 0.01, |error| {
        is_non_finite(error, Quantity::Slope, "v", 1.0..1.1);
    });
}

// The neuron.

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

// What the run itself counts and asks.

#[test]
fn dense_output_that_overflows() {
    // From −3e38 to 3e38 with slopes of 2e38: finite at both nodes, not in the polynomial.
    let jump = from_fn(|t: f32, _: &f32, dydt: &mut f32| {
        *dydt = if t < 0.5 { 3.4e38 } else { -3.4e38 };
    });
    let overflows = |error: &Error| {
        let &Error::NonFinite { quantity, component, t, .. } = error else { panic!("{error}") };
        assert_eq!((quantity, component.to_string().as_str()), (Quantity::DenseOutput, "y"));
        assert!(t == Number::from(0.5_f32), "{error}");
        says(error, &["the dense output of y is ", "at t = 0.5: the polynomial"]);
    };
    let run = || integrate(&jump, 0.0..1.0, 0.0, Rk4.fixed(1.0));
    let solution = run().solution().expect("finite nodes");
    overflows(&solution.at(0.5).expect_err("an overflow"));
    overflows(&solution.sample([0.0, 0.5]).expect_err("an overflow"));
    overflows(&run().sample([0.0, 0.5], |_, _| ()).expect_err("an overflow"));
    assert!(solution.steps()[0].at(0.0) == 0.0, "a node is given as it is");
    assert!(solution.at(0.0).is_ok() && solution.at(1.0).is_ok());
}

#[test]
fn a_budget_of_ten_steps() {
    let is_budget = |error: &Error, at: f64| {
        let &Error::Budget { steps, t, end, .. } = error else { panic!("{error}") };
        assert_eq!((steps, end), (10, number(100.0)));
        assert!((t.value() - at).abs() < 1e-12, "{error}");
        says(error, &["the budget of 10 steps is spent at t = ", "before the end at t = 100"]);
    };
    let run = || integrate(&Decay, 0.0..100.0, 1.0, Rk4.fixed(0.1).budget(10));
    is_budget(&failure(run()), 1.0);
    assert_eq!(run().flatten().count(), 0, "known before the first step");
    says(&failure(run()), &["raise it with `budget`, or take a larger dt"]);
    let adaptive = Rk45.adaptive().max_step(0.1).first_step(0.1).budget(10);
    let error = failure(integrate(&Decay, 0.0..100.0, 1.0, adaptive));
    is_budget(&error, 1.0);
    says(&error, &["raise it with `budget`, or loosen rtol and atol"]);
    // A thousand million steps are not taken in vain.
    let error = failure(integrate(&Decay, 0.0..1e6, 1.0, Rk4.fixed(1e-6)));
    assert!(matches!(error, Error::Budget { steps: 1_000_000_000, .. }), "{error}");
    assert!(integrate(&Decay, 0.0..1.0, 1.0, Rk4.fixed(0.1).budget(10)).finish().is_ok());
    assert!(matches!(decay(Rk4.fixed(0.1).budget(0)), Error::Budget { steps: 0, .. }));
    assert!(matches!(decay(Rk45.adaptive().budget(0)), Error::Budget { steps: 0, .. }));
}

#[test]
fn the_budget_counts_across_breakpoints() {
    let corners: Vec<f64> = (1..100).map(f64::from).collect();
    let still = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0).with_breakpoints(corners);
    let error = failure(integrate(&still, 0.0..100.0, 0.0, Rk4.fixed(5.0).budget(10)));
    assert!(matches!(error, Error::Budget { t, .. } if t == number(10.0)), "{error}");
    let adaptive = Rk45.adaptive().first_step(5.0).budget(10);
    let error = failure(integrate(&still, 0.0..100.0, 0.0, adaptive));
    assert!(matches!(error, Error::Budget { t, .. } if t == number(10.0)), "{error}");
}

/// A system that announces whatever the function says.
struct Announces(fn(f64) -> f64);

impl OdeSystem for Announces {
    type State = f64;

    fn derivative(&self, _: f64, _: &f64, dydt: &mut f64) {
        *dydt = 1.0;
    }

    fn next_breakpoint(&self, t: f64, _: Direction) -> Option<f64> {
        Some(self.0(t))
    }
}

#[test]
fn a_breakpoint_that_is_not_beyond() {
    let of = |announced: fn(f64) -> f64, span: Range<f64>| {
        let system = Announces(announced);
        let error = failure(integrate(&system, span.clone(), 0.0, Rk4.fixed(0.1)));
        same(&error, &failure(integrate(&system, span.clone(), 0.0, Rk45.adaptive())));
        let Error::Breakpoint { t, .. } = error else { panic!("{error}") };
        assert_eq!(t.value(), span.start);
        error.to_string()
    };
    let [itself, nan, before, after]: [fn(f64) -> f64; 4] =
        [|t| t, |_| NAN, |t| t - 0.5, |t| t + 0.5];
    let sentence = |announced, towards, t| {
        format!("announced {announced} as the next breakpoint {towards} t = {t}: ")
    };
    assert!(of(itself, 2.0..4.0).contains(&sentence("2", "after", "2")));
    assert!(of(nan, 2.0..4.0).contains(&sentence("NaN", "after", "2")));
    assert!(of(before, 2.0..4.0).contains(&sentence("1.5", "after", "2")));
    assert!(of(|_| -INF, 2.0..4.0).contains(&sentence("-inf", "after", "2")));
    assert!(of(itself, 4.0..2.0).contains(&sentence("4", "before", "4")));
    assert!(of(after, 4.0..2.0).contains(&sentence("4.5", "before", "4")));
}

#[test]
fn a_breakpoint_that_stops_moving_during_the_run() {
    let system = Announces(|t| if t < 1.0 { 1.0 } else { t });
    let error = failure(integrate(&system, 0.0..4.0, 0.0, Rk4.fixed(0.1)));
    assert!(matches!(error, Error::Breakpoint { t, .. } if t == number(1.0)), "{error}");
}

#[test]
fn a_breakpoint_on_every_float_ends_with_the_budget() {
    let system = Announces(f64::next_up);
    let error = failure(integrate(&system, 1.0..4.0, 0.0, Rk4.fixed(0.1).budget(1000)));
    assert!(matches!(error, Error::Budget { steps: 1000, .. }), "{error}");
    let error = failure(integrate(&system, 1.0..4.0, 0.0, Rk45.adaptive().budget(1000)));
    assert!(matches!(error, Error::Budget { steps: 1000, .. }), "{error}");
    let endless = integrate(&Announces(|_| INF), 1.0..4.0, 0.0, Rk45.adaptive());
    assert!(endless.finish().is_ok(), "a breakpoint at infinity is beyond the end");
}

/// A right-hand side of three components that writes `len` of them in the calls for which `from` holds.
struct Resizes {
    calls: Cell<u32>,
    when: fn(u32) -> bool,
    len: usize,
}

impl Resizes {
    fn new(when: fn(u32) -> bool, len: usize) -> Self {
        Self { calls: Cell::new(0), when, len }
    }
}

impl OdeSystem for Resizes {
    type State = Vec<f64>;

    fn derivative(&self, _: f64, _: &Vec<f64>, dydt: &mut Vec<f64>) {
        self.calls.set(self.calls.get() + 1);
        let len = if (self.when)(self.calls.get()) { self.len } else { 3 };
        dydt.clear();
        dydt.resize(len, 1.0);
    }
}

/// The errors of all methods on a system that resizes.
fn resized(when: fn(u32) -> bool, len: usize) -> [Error; 4] {
    let (span, y0) = (0.0..1.0, vec![0.0; 3]);
    let new = || Resizes::new(when, len);
    [
        failure(integrate(&new(), span.clone(), y0.clone(), Euler.fixed(0.1))),
        failure(integrate(&new(), span.clone(), y0.clone(), Rk4.fixed(0.1))),
        failure(integrate(&new(), span.clone(), y0.clone(), Rk45.fixed(0.1))),
        failure(integrate(&new(), span, y0, Rk45.adaptive())),
    ]
}

#[test]
fn a_right_hand_side_that_resizes_its_vec() {
    for len in [0, 2, 5] {
        for when in [|call| call >= 1, |call| call >= 3, |call| call >= 8] as [fn(u32) -> bool; 3] {
            for error in resized(when, len) {
                is_length(&error, "derivative", "dydt", (3, len));
            }
        }
    }
}

#[test]
fn a_single_stage_that_is_too_short_spoils_the_step() {
    let new = Resizes::new(|call| call == 3, 2);
    let error = failure(integrate(&new, 0.0..1.0, vec![0.0; 3], Rk4.fixed(0.1)));
    let Error::Length { owner: "derivative", expected: 3, found, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(found, 2, "{error}");
}

// The result.

fn decayed(span: Range<f64>) -> Solution<f64> {
    integrate(&Decay, span, 1.0, Rk45.adaptive()).solution().expect("a solution")
}

#[track_caller]
fn is_outside(error: &Error, t: f64) {
    let &Error::Outside { t: at, .. } = error else { panic!("{error}") };
    assert!(at.value().to_bits() == t.to_bits(), "{error}");
    says(error, &[&format!("t = {} lies outside", number(t)), "which covers"]);
}

#[test]
fn a_time_outside_the_solution() {
    for span in [0.0..1.0, 1.0..0.0, 0.5..0.5] {
        let solution = decayed(span.clone());
        for t in [-0.1, 1.1, NAN, INF, -INF, 0.0_f64.next_down(), 1.0_f64.next_up()] {
            is_outside(&solution.at(t).expect_err("outside"), t);
            is_outside(&solution.sample([span.start, t]).expect_err("outside"), t);
        }
        assert!(solution.at(span.start).is_ok() && solution.at(span.end).is_ok());
    }
}

#[test]
fn an_event_function_that_is_nan() {
    let solution = decayed(0.0..1.0);
    let from = |start: f64| {
        solution.events(&crossing(move |t: f64, _y: &f64| if t < start { -1.0 } else { NAN }))
    };
    for start in [0.0, 0.5, 1.0] {
        let error = from(start).expect_err("NaN");
        let Error::Event { t } = error else { panic!("{error}") };
        assert!((start..start + 0.5).contains(&t.value()), "{error}");
        says(&error, &["the event function is NaN at t = "]);
    }
    assert_eq!(from(2.0).map(|all| all.len()), Ok(0));
}

#[test]
fn an_event_function_that_is_nan_between_the_samples_where_its_root_is_looked_for() {
    let control = Rk45.adaptive().first_step(1.0);
    let still = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0);
    let solution = integrate(&still, 0.0..8.0, 0.0, control).solution().expect("a solution");
    let hole = |t: f64, _y: &f64| if (t - 3.3).abs() < 1e-3 { NAN } else { t - 3.3 };
    let error = solution.events(&rising(hole)).expect_err("NaN");
    assert!(matches!(error, Error::Event { t } if (t.value() - 3.3).abs() < 1e-3), "{error}");
}

#[test]
fn an_event_function_that_is_infinite_is_a_sign() {
    let step = |t: f64, _y: &f64| if t < 0.3 { -INF } else { INF };
    let found = decayed(0.0..1.0).events(&rising(step)).expect("no error");
    assert!(found.len() == 1 && (found[0].t - 0.3).abs() < 1e-15, "{found:?}");
}

#[test]
fn a_grid_that_leaves_the_run() {
    let sampled = |span: Range<f64>, grid: &[f64]| {
        let mut seen = Vec::new();
        let steps = integrate(&Decay, span, 1.0, Rk45.adaptive());
        let error =
            steps.sample(grid.iter().copied(), |t, _| seen.push(t)).expect_err("a bad grid");
        (error, seen)
    };
    for (span, grid) in [
        (0.0..1.0, [0.25, 0.5, 1.5]),
        (0.0..1.0, [0.25, 0.5, NAN]),
        (0.0..1.0, [0.25, 0.5, INF]),
        (1.0..0.0, [0.5, 0.25, -0.5]),
        (1.0..0.0, [0.5, 0.25, NAN]),
    ] {
        let (error, seen) = sampled(span, &grid);
        is_outside(&error, grid[2]);
        assert_eq!(seen, grid[..2], "what comes before is sampled");
    }
    for (span, grid) in [(0.0..1.0, [0.25, 0.5, 0.375]), (1.0..0.0, [0.75, 0.5, 0.625])] {
        let (error, seen) = sampled(span, &grid);
        assert_eq!(error, Error::Order { t: number(grid[2]), before: number(0.5) });
        says(&error, &[&format!("the grid gives t = {} after t = 0.5: sort it", grid[2])]);
        assert_eq!(seen, grid[..2], "what comes before is sampled");
    }
    is_outside(&sampled(0.0..1.0, &[-1.0]).0, -1.0);
    is_outside(&sampled(0.0..1.0, &[NAN]).0, NAN);
    is_outside(&sampled(1.0..0.0, &[2.0]).0, 2.0);
}

#[test]
fn a_grid_on_a_run_that_cannot_start_is_given_nothing() {
    let sampled = |span: Range<f64>, y0, dt, grid: f64| {
        let mut seen = Vec::new();
        let steps = integrate(&Decay, span, y0, Rk4.fixed(dt));
        let error = steps.sample([grid], |t, y: &f64| seen.push((t, *y))).expect_err("bad input");
        assert!(seen.is_empty(), "{seen:?} before the error: {error}");
    };
    sampled(0.0..1.0, 1.0, -1.0, 0.5);
    sampled(0.0..1.0, NAN, 0.1, 0.5);
    sampled(0.0..1.0, 1.0, -1.0, 0.0);
    sampled(0.0..1.0, NAN, 0.1, 0.0);
    sampled(NAN..1.0, 1.0, 0.1, 0.5);
    sampled(0.0..NAN, 1.0, 0.1, 0.5);
}

// What holds after an error, and how it reads.

#[test]
fn every_way_to_run_gives_the_same_error() {
    let system = from_fn(|t, _y: &f64, dydt: &mut f64| *dydt = if t < 0.5 { 1.0 } else { NAN });
    let run = || integrate(&system, 0.0..1.0, 0.0, Rk4.fixed(0.03));
    let error = failure(run());
    same(&error, &run().finish().expect_err("it fails"));
    same(&error, &run().solution().expect_err("it fails"));
    same(&error, &run().sample([0.1, 0.9], |_, _| ()).expect_err("it fails"));
    same(&error, &run().sample([0.1], |_, _| ()).expect_err("it fails"));
    let all: Vec<_> = run().collect();
    let (last, steps) = all.split_last().expect("an item");
    assert!(steps.len() == 16 && steps.iter().all(Result::is_ok));
    same(&error, last.as_ref().expect_err("the last item is the error"));
}

#[test]
fn an_iterator_yields_the_error_of_bad_input_once() {
    let mut steps = integrate(&Decay, 0.0..1.0, 1.0, Rk4.fixed(0.0));
    assert!(steps.next().is_some_and(|step| step.is_err()));
    assert!(steps.next().is_none() && steps.next().is_none());
    assert!(steps.advance().is_err(), "advance gives it again");
}

#[test]
fn the_slope_at_the_last_accepted_node_stays_finite() {
    let late = from_fn(|t, _y: &f64, dydt: &mut f64| *dydt = if t < 0.5 { 1.0 } else { NAN });
    let is_kept = |system: &dyn OdeSystem<State = f64>| {
        let mut steps = integrate(system, 0.0..1.0, 0.0, Rk4.fixed(0.03));
        while let Ok(Some(_)) = steps.advance() {}
        let node = steps.node();
        assert!((0.4..=0.5).contains(&node.t) && (node.y - node.t).abs() < 1e-12, "{node:?}");
        assert_eq!(node.dydt, 1.0, "{node:?}");
    };
    is_kept(&late);
    is_kept(&late.with_breakpoints([0.5]));
}

#[test]
fn the_slope_at_the_last_accepted_node_keeps_its_length() {
    /// Grows its slope beyond t = 0.5, which it announces.
    struct Grows;
    impl OdeSystem for Grows {
        type State = Vec<f64>;

        fn derivative(&self, t: f64, _: &Vec<f64>, dydt: &mut Vec<f64>) {
            dydt.clear();
            dydt.resize(if t < 0.5 { 3 } else { 4 }, 1.0);
        }

        fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
            towards.is_beyond(0.5, t).then_some(0.5)
        }
    }
    let mut steps = integrate(&Grows, 0.0..1.0, vec![0.0; 3], Rk4.fixed(0.1));
    while let Ok(Some(_)) = steps.advance() {}
    assert_eq!(steps.node().t, 0.5);
    assert_eq!(steps.node().dydt.len(), 3);
}

#[test]
fn debug_is_the_sentence_that_main_would_print() {
    fn main() -> Result<(), Error> {
        integrate(&Decay, 0.0..1.0, 1.0, Rk4.fixed(-0.5)).finish()?;
        Ok(())
    }
    let error = main().expect_err("it fails");
    assert_eq!(format!("Error: {error:?}"), format!("Error: {error}"));
    says(&error, &["Fixed: dt = -0.5, but it must be"]);
    let _: &dyn std::error::Error = &error;
}

// Extreme numbers: whatever comes, each call returns, and a success is finite.

const EXTREME: [f64; 12] =
    [0.0, -0.0, 5e-324, -1e-300, 1e-12, 1.0, -3.0, 1e9, 1e17, -1e200, f64::MAX, f64::MIN];

/// Runs until the end or an error; 2000 steps at most.
fn is_finite_or_an_error<S, C>(what: &dyn Debug, steps: Steps<'_, S, C>)
where
    S: RightHandSide<State: State<Scalar = f64> + Debug> + ?Sized,
    C: StepControl<S>,
{
    match steps.finish() {
        Ok(node) => {
            let y = components(&node.y);
            let all = y.iter().chain(&components(&node.dydt)).all(|x| x.is_finite());
            assert!(all, "{what:?}: {node:?}");
        }
        Err(error) => says(&error, &[": "]),
    }
}

/// Euler, RK4, and RK45 with both controls, 2000 steps at most.
fn all_return<Y: OdeState + State<Scalar = f64> + Debug>(
    what: &dyn Debug,
    system: &System<'_, Y>,
    span: Range<f64>,
    y0: &Y,
    step: f64,
) {
    let run = || (span.clone(), y0.clone());
    let (s, y) = run();
    is_finite_or_an_error(what, integrate(system, s, y, Euler.fixed(step).budget(2000)));
    let (s, y) = run();
    is_finite_or_an_error(what, integrate(system, s, y, Rk4.fixed(step).budget(2000)));
    let (s, y) = run();
    is_finite_or_an_error(what, integrate(system, s, y, Rk45.adaptive().budget(2000)));
    let (s, y) = run();
    let control = Rk45.adaptive().first_step(step).max_step(step).budget(2000);
    is_finite_or_an_error(what, integrate(system, s, y, control));
    let (s, y) = run();
    let control = Rk45.adaptive().rtol(0.0).atol(step).budget(2000);
    is_finite_or_an_error(what, integrate(system, s, y, control));
}

#[test]
fn extreme_spans_and_steps() {
    for start in EXTREME {
        for end in EXTREME {
            for step in [5e-324, 1e-300, 0.3, 1e17, f64::MAX] {
                all_return(&(start, end, step), &Decay, start..end, &1.0, step);
            }
        }
    }
}

#[test]
fn extreme_states() {
    let cubic = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = y * y * y - y);
    for y0 in EXTREME {
        for step in [5e-324, 1e-300, 0.3, 1e17, f64::MAX] {
            all_return(&(y0, step), &cubic, 0.0..10.0, &y0, step);
            all_return(&(y0, step), &Decay, 0.0..10.0, &y0, step);
        }
    }
}

#[test]
fn extreme_membranes() {
    for x in EXTREME {
        for y in EXTREME {
            let mut parameters = Parameters::squid_axon();
            parameters.e_na = Potential::from_millivolts(x);
            parameters.g_k = Conductance::from_millisiemens_per_cm2(y.abs());
            let axon = HodgkinHuxley::new(parameters).expect("finite").with_stimulus(constant(y));
            if let Ok(rest) = axon.rest() {
                assert!(components(&rest).iter().all(|x| x.is_finite()), "{rest:?}");
            }
            let y0 = HodgkinHuxley::squid_axon().clamped_at(0.0);
            all_return(&(x, y), &axon, 0.0..1.0, &y0, 0.01);
            all_return(&(x, y), &axon, 0.0..1.0, &Membrane { v: x, ..y0 }, 0.01);
        }
    }
}

/// The smooth shapes, samples and noise with two extreme numbers in the places of their own.
fn extreme_shapes(a: f64, b: f64) -> Vec<Box<dyn Stimulus<f64>>> {
    use excitable::stimulus::*;
    let mut shapes: Vec<Box<dyn Stimulus<f64>>> = vec![
        Box::new(ramp(a..b, 0.0..1.0)),
        Box::new(ramp(0.0..1.0, a..b)),
        Box::new(sine(1.0, a).with_phase(b)),
        Box::new(sine(a, b)),
        Box::new(chirp(a..b, 0.0..1.0, 1.0)),
        Box::new(chirp(0.0..1.0, a..b, 1.0)),
        Box::new(alpha_function(a, 1.0, b)),
        Box::new(double_exponential(0.0, 1.0, a, b)),
        Box::new(ornstein_uhlenbeck(1.0, a, b, 1).windowed(0.0..1e-3)),
        Box::new(white_noise(a, b, 1).windowed(0.0..1e-3)),
        Box::new(pulse(0.0..1.0, a).conducted_to(b)),
        Box::new(voltage_source(constant(a), b)),
    ];
    if let Ok(uniform) = samples(a, b, vec![1.0, 2.0]) {
        shapes.push(Box::new(uniform.linear()));
    }
    if let Ok(listed) = samples_at(vec![a, b], vec![1.0, 2.0]) {
        shapes.push(Box::new(listed.linear()));
    }
    shapes
}

#[test]
fn extreme_stimuli() {
    let y0 = 0.0;
    let driven = |what: &dyn Debug, current: &dyn Stimulus<f64>, span: Range<f64>| {
        struct Driven<'a>(&'a dyn Stimulus<f64>);
        impl OdeSystem for Driven<'_> {
            type State = f64;
            fn derivative(&self, t: f64, _: &f64, dydt: &mut f64) {
                *dydt = self.0.current(t);
            }
            fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
                self.0.next_breakpoint(t, towards)
            }
            fn check(&self, span: &Range<f64>) -> Result<(), Error> {
                self.0.check(span)
            }
        }
        all_return(what, &Driven(current), span, &y0, 0.3);
    };
    for a in EXTREME {
        for b in EXTREME {
            for span in [0.0..10.0, 10.0..0.0] {
                let what = (a, b, span.clone());
                driven(&what, &pulse(a..b, 1.0), span.clone());
                driven(&what, &train(pulse(a..a + 1.0, 1.0), b), span.clone());
                driven(&what, &train(pulse(a..b, 1.0), b).times(u32::MAX), span.clone());
                driven(&what, &pulse(a..b, a).scaled(b).delayed(a), span.clone());
                driven(&what, &train(pulse(1.0..1.5, 1.0), 2.0).delayed(a), b..b + 10.0);
                driven(
                    &what,
                    &train(pulse(1.0..1.5, 1.0), 2.0).delayed(a).delayed(b),
                    span.clone(),
                );
                for shape in extreme_shapes(a, b) {
                    driven(&what, &shape, span.clone());
                    driven(&what, &(&shape).clamped(-1.0, a), span.clone());
                    driven(&what, &(&shape).repeated(b).times(3), span.clone());
                    driven(&what, &(&shape).windowed(a..b), span.clone());
                    driven(&what, &constant(1.0).then(a, (&shape).mapped(|i| i * b)), span.clone());
                    // Its own methods do not panic either, nor hang.
                    for t in EXTREME {
                        for towards in [Direction::Forward, Direction::Backward] {
                            let _ = shape.next_breakpoint(t, towards);
                            let _ = shape.next_crossing(0.5, t, towards);
                            let _ = (&shape).repeated(b).next_breakpoint(t, towards);
                        }
                        let _ = (shape.current(t), (&shape).repeated(a).current(t));
                    }
                }
            }
        }
    }
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

#[test]
fn a_right_hand_side_that_drops_a_component_midway() {
    let dropping = from_fn(|t: f64, y: &Vec<f64>, dydt: &mut Vec<f64>| {
        let kept = if t > 0.5 { 1 } else { 2 };
        dydt.clear();
        dydt.extend((0..kept).map(|i| -y[i]));
        dydt[0] += 0.0 * y[1];
    });
    let told =
        |error: &Error| says(error, &["derivative: dydt has 1 components, but it must have 2"]);
    told(
        &integrate(&dropping, 0.0..1.0, vec![1.0, 2.0], Rk4.fixed(0.1)).finish().expect_err("Rk4"),
    );
    told(
        &integrate(&dropping, 0.0..1.0, vec![1.0, 2.0], Rk45.adaptive())
            .finish()
            .expect_err("Rk45"),
    );
    told(
        &integrate(&dropping, 0.0..1.0, vec![1.0, 2.0], Verner65.adaptive())
            .finish()
            .expect_err("Verner65"),
    );
}

#[test]
fn a_step_of_samples_and_a_period_are_asked_for_in_their_own_words() {
    let error = stimulus::samples(0.0, 0.0, [1.0]).expect_err("a step of 0");
    says(&error, &["give the time from one sample to the next"]);
    let repeated = pulse(0.0..1.0, 1.0).repeated(0.0);
    let error = repeated.check(&(0.0..10.0)).expect_err("a period of 0");
    says(&error, &["give the time from one repetition to the next"]);
}
