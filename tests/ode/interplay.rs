//! Runs that are led from time to time, extended, and told of a new input.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::Cell;

use crate::common::double_impulse;
use crate::common::shared::{System, integrate};
use excitable::ode::{ConditionallyLinear, Step, StepControl};
use excitable::prelude::*;

/// y' = −y
fn decay() -> impl OdeSystem<State = f64> {
    from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y)
}

/// Kicks of 0.1·y at 0.1, 0.2 … 1.0, beyond a span that ends at 0.35.
fn kicked(control: impl for<'a> StepControl<System<'a, f64>>) -> (f64, f64) {
    let decay = decay();
    let mut run = integrate(&decay, 0.0..0.35, 1.0, control);
    for k in 1..=10 {
        let t = f64::from(k) / 10.0;
        let node = run.advance_to(t).unwrap();
        assert_eq!(node.t, t);
        run.change(|_t, y| *y *= 1.1);
    }
    let end = run.node();
    assert_eq!(end.dydt, -end.y, "the change at the very end is seen, with its slope");
    (end.y, (1.1_f64 / 0.1_f64.exp()).powi(10))
}

#[test]
fn a_run_stops_at_given_times_and_goes_on_beyond_its_end() {
    for (found, exact) in [
        kicked(Rk45.adaptive().rtol(1e-10).atol(1e-10)),
        kicked(Rk4.fixed(0.013)),
        kicked(Rodas5P.adaptive().rtol(1e-9).atol(1e-9)),
    ] {
        assert!((found - exact).abs() < 1e-8, "{found} {exact}");
    }
}

#[test]
fn a_run_that_is_led_along_its_breakpoints_is_the_same_run() {
    let axon = double_impulse();
    let run = || excitable::integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Verner65.adaptive());
    let whole = run().finish().unwrap();
    let mut led = run();
    for t in [1.0, 1.0, 10.0, 11.0] {
        led.advance_to(t).unwrap();
    }
    assert_eq!(led.finish().unwrap(), whole);
    let mut extended =
        excitable::integrate(&axon, 0.0..10.0, axon.clamped_at(0.0), Verner65.adaptive());
    while extended.advance().unwrap().is_some() {}
    let kept = extended.checkpoint();
    assert_eq!(*extended.advance_to(20.0).unwrap(), whole);
    // A checkpoint at the end can be extended too.
    let mut resumed = kept.resume(&axon, Verner65.adaptive());
    assert_eq!(*resumed.advance_to(20.0).unwrap(), whole);
}

#[test]
fn a_run_back_in_time_is_led_and_extended() {
    let decay = decay();
    let control = || Rk45.adaptive().rtol(1e-10).atol(1e-10);
    let mut run = integrate(&decay, 1.0..0.5, 1.0, control());
    for t in [0.75, 0.5] {
        run.advance_to(t).unwrap();
    }
    let mut run = run.with_control(control());
    let node = *run.advance_to(0.0).unwrap();
    assert!(node.t == 0.0 && (node.y - 1.0_f64.exp()).abs() < 1e-8, "{node:?}");
    let mut resumed = run.checkpoint().resume(&decay as &System<'_, _>, control());
    let node = *resumed.advance_to(-1.0).unwrap();
    assert!((node.y - 2.0_f64.exp()).abs() < 1e-7, "{node:?}");
    let error = resumed.advance_to(0.0).unwrap_err().to_string();
    assert_eq!(
        error,
        "advance_to: t = 0, but it must be <= the time of the run = -1: a run goes one way, from \
         the start of its span to the end: stop it in order, or begin another"
    );
}

#[test]
fn a_time_that_is_refused_leaves_the_run_as_it_is() {
    let decay = decay();
    let mut run = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.01));
    run.advance_to(0.5).unwrap();
    for t in [0.4, f64::NAN, f64::INFINITY] {
        assert!(run.advance_to(t).unwrap_err().to_string().starts_with("advance_to: t = "));
    }
    assert_eq!(run.node().t, 0.5);
    assert!((run.finish().unwrap().y - (-1.0_f64).exp()).abs() < 1e-9);
}

#[test]
fn an_extended_run_meets_its_events_and_stays_where_one_has_stopped_it() {
    let clock = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    let mut ticks = Vec::new();
    let mut run = integrate(&clock, 0.0..0.5, 0.0, Rk45.adaptive())
        .reset_on(component(0).rises_through(1.0), |t, y| {
            ticks.push(t);
            *y = 0.0;
        })
        .stop_on(rising(|t, _y: &f64| t - 3.25));
    for k in 1..=40 {
        run.advance_to(0.1 * f64::from(k)).unwrap();
    }
    assert!((run.node().t - 3.25).abs() < 1e-12, "{:?}", run.node());
    let at = run.node().t;
    assert_eq!(run.advance_to(50.0).unwrap().t, at);
    assert_eq!(run.finish().unwrap().t, at);
    assert_eq!(ticks.len(), 3);
    assert!(ticks.iter().zip(1..).all(|(t, k)| (t - f64::from(k)).abs() < 1e-12), "{ticks:?}");
}

#[test]
fn the_stimulus_is_checked_for_the_longer_span() {
    // Breakpoints closer together than the floats at the new end.
    let axon = HodgkinHuxley::squid_axon().with_stimulus(train(pulse(0.0..0.5, 1.0), 1.0));
    let mut run = excitable::integrate(&axon, 0.0..1.0, axon.clamped_at(0.0), Rk4.fixed(0.1));
    run.advance_to(1.0).unwrap();
    let error = run.advance_to(1e17).unwrap_err().to_string();
    let whole = excitable::integrate(&axon, 1.0..1e17, axon.clamped_at(0.0), Rk4.fixed(0.1));
    assert_eq!(error, whole.finish().unwrap_err().to_string());
}

#[test]
fn a_change_at_the_end_is_no_crossing_in_the_steps_that_follow() {
    let rest: &System<'_, _> = &from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0);
    let mut run = integrate(rest, 0.0..1.0, 0.0, Rk4.fixed(0.5));
    let level = component(0).rises_through(0.5);
    let (mut detector, mut count) = (level.detector(), 0);
    let mut look = |step: &Step<f64>| detector.look(step, |_| count += 1).unwrap();
    run.by_ref().for_each(|step| look(&step.unwrap()));
    run.change(|_t, y| *y = 1.0);
    assert_eq!((run.node().y, run.node().t), (1.0, 1.0));
    let end = run.checkpoint().resume(rest, Rk4.fixed(0.5)).solution().unwrap();
    assert_eq!(end.end().y, 1.0);
    run.advance_to(1.5).unwrap();
    run.advance_to(1.5).unwrap();
    run.by_ref().for_each(|step| look(&step.unwrap()));
    assert_eq!(count, 0);
}

/// A staircase k at the steps k of V' = input: the integral is the sum, to rounding.
fn staircase(control: impl for<'a> StepControl<System<'a, f64>>, tells: bool) -> f64 {
    let input = Cell::new(0.0);
    let charge = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = input.get());
    let mut run = integrate(&charge, 0.0..10.0, 0.0, control);
    let mut k = 0.0;
    while run.node().t < 10.0 {
        input.set(k);
        if tells {
            run.refresh();
        }
        run.advance().unwrap();
        k += 1.0;
    }
    run.node().y
}

#[test]
fn a_new_input_is_taken_from_the_start_of_the_step() {
    // Σ k from 0 to 9, and to 99 in steps of a tenth.
    assert!((staircase(Rk4.fixed(1.0), true) - 45.0).abs() < 1e-12);
    assert!((staircase(Heun.fixed(1.0), true) - 45.0).abs() < 1e-12);
    assert!((staircase(Euler.fixed(1.0), true) - 45.0).abs() < 1e-12);
    assert!((staircase(Rk4.fixed(0.1), true) - 495.0).abs() < 1e-11);
    // What is not told: the first stage of each step has the input before.
    assert!(staircase(Rk4.fixed(1.0), false) < 44.0);
}

#[test]
fn a_resumed_run_is_told_too() {
    let input = Cell::new(0.0);
    let charge = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = input.get());
    let charge: &System<'_, _> = &charge;
    let mut run = integrate(charge, 0.0..2.0, 0.0, Rk4.fixed(1.0));
    run.advance().unwrap();
    let kept = run.checkpoint();
    input.set(1.0);
    let mut resumed = kept.resume(charge, Rk4.fixed(1.0));
    resumed.refresh();
    assert!((resumed.finish().unwrap().y - 1.0).abs() < 1e-15);
}

#[test]
fn an_input_that_is_not_finite_ends_the_run_with_its_name() {
    let input = Cell::new(0.0);
    let charge = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = input.get());
    let mut run = integrate(&charge, 0.0..2.0, 0.0, Rk4.fixed(1.0));
    run.advance().unwrap();
    input.set(f64::NAN);
    run.refresh();
    let error = run.advance().err().unwrap().to_string();
    assert!(error.starts_with("the slope of y is NaN at t = 1: the right-hand side"), "{error}");
    assert_eq!(run.finish().unwrap_err().to_string(), error);
}

/// y' = input − y
struct Held(Cell<f64>);

impl OdeSystem for Held {
    type State = f64;
    fn derivative(&self, _t: f64, y: &f64, dydt: &mut f64) {
        *dydt = self.0.get() - y;
    }
}

impl ConditionallyLinear for Held {
    const PARTS: usize = 1;
    fn coefficients(&self, _: usize, _t: f64, _y: &f64, a: &mut f64, b: &mut f64) {
        (*a, *b) = (self.0.get(), 1.0);
    }
}

#[test]
fn a_new_input_is_in_the_slopes_of_a_method_that_carries_none() {
    let between = |asks: bool| {
        let held = Held(Cell::new(0.0));
        let control = ExponentialStrang.fixed(1.0);
        let mut run = excitable::prelude::integrate(&held, 0.0..2.0, 1.0, control);
        let mut step = run.advance().unwrap().unwrap();
        if asks {
            assert!((step.at(0.5) - (-0.5_f64).exp()).abs() < 1e-2);
        }
        held.0.set(5.0);
        run.refresh();
        let step = run.advance().unwrap().unwrap().to_step();
        (step.start.dydt, step.at(1.25))
    };
    // 5 − 1/e
    let (slope, value) = between(true);
    assert!((slope - 5.0 + (-1.0_f64).exp()).abs() < 1e-12, "{slope}");
    assert_eq!((slope, value), between(false));
}
