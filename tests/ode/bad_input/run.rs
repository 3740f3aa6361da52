//! What the run itself counts and asks: budgets, breakpoints and lengths.

use std::cell::Cell;
use std::ops::Range;

use super::{Decay, INF, NAN, decay, failure, is_length, number, same, says};
use crate::common::shared::integrate;
use excitable::prelude::*;
use excitable::{Error, Number, Quantity};

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
    let breakpoints: Vec<f64> = (1..100).map(f64::from).collect();
    let still = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0).with_breakpoints(breakpoints);
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

/// A right-hand side of three components that writes `len` of them in the calls for which `from`
/// holds.
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
