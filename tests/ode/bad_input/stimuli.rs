//! Stimuli that cannot be.

use super::{
    INF, NAN, failure, is_invalid, is_non_finite, number, refused, says, with_every_method,
};
use crate::common::shared::integrate;
use excitable::prelude::*;
use excitable::{Bound, Error, Quantity};

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
    let bound = Bound::AtLeast("the one before", number(2.0));
    is_invalid(&unsorted([0.0, 2.0, 1.0]), "samples_at", "times", 1.0, bound);
    // Two at one time are a jump.
    assert!(samples_at([0.0, 2.0, 2.0], [1.0; 3]).is_ok());
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
fn breakpoints_of_waveforms_and_of_functions() {
    let of = |breakpoints: [f64; 3]| {
        let error = refused(stimulus::waveform(|_: f64| 0.0).with_breakpoints(breakpoints));
        let system =
            from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0).with_breakpoints(breakpoints);
        (error, failure(integrate(&system, 0.0..1.0, 0.0, Rk4.fixed(0.1))))
    };
    let (waveform, function) = of([1.0, 3.0, 2.0]);
    let bound = Bound::AtLeast("the one before", number(3.0));
    is_invalid(&waveform, "stimulus::waveform", "breakpoint", 2.0, bound);
    is_invalid(&function, "from_fn", "breakpoint", 2.0, bound);
    for t in [NAN, INF, -INF] {
        let (waveform, function) = of([1.0, t, 2.0]);
        is_invalid(&waveform, "stimulus::waveform", "breakpoint", t, Bound::Finite);
        is_invalid(&function, "from_fn", "breakpoint", t, Bound::Finite);
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

#[test]
fn a_step_of_samples_and_a_period_are_asked_for_in_their_own_words() {
    let error = stimulus::samples(0.0, 0.0, [1.0]).expect_err("a step of 0");
    says(&error, &["give the time from one sample to the next"]);
    let repeated = pulse(0.0..1.0, 1.0).repeated(0.0);
    let error = repeated.check(&(0.0..10.0)).expect_err("a period of 0");
    says(&error, &["give the time from one repetition to the next"]);
}
