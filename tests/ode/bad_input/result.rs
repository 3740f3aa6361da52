//! Questions that a solution cannot answer.

use std::ops::Range;

use super::{Decay, INF, NAN, number, says};
use crate::common::shared::integrate;
use excitable::prelude::*;
use excitable::{Error, Solution};

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
