//! Events that end a run with an error.

use super::ball;
use crate::common::shared::integrate;
use excitable::prelude::*;

#[test]
fn bad_events() {
    let line = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    let run = || integrate(&line, 0.0..4.0, 0.0, Euler.fixed(0.5));
    let error =
        run().report_on(rising(|t: f64, _: &f64| (2.2 - t).sqrt()), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the event function is NaN at t = 2.2"), "{error}");
    let error = run()
        .reset_on(component(0).rises_through(1.0), |_t, y| *y = f64::NAN)
        .finish()
        .unwrap_err();
    assert!(
        error.to_string().starts_with("the changed state of y is NaN at t = 1: the change"),
        "{error}"
    );
    let error = run().stop_on(component(3).rises_through(1.0)).finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "component: index = 3, but it must be < 1: the components of the state are counted from 0"
    );
    let error = run().stop_on(component(0).rises_through(f64::NAN)).finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "component: level = NaN, but it must be finite: give the level as a number"
    );

    let pair = from_fn(|_t, y: &Vec<f64>, dydt: &mut Vec<f64>| dydt.copy_from_slice(y));
    let run = integrate(&pair, 0.0..4.0, vec![1.0, 2.0], Rk4.fixed(0.5));
    let error =
        run.reset_on(component(0).rises_through(3.0), |_t, y| y.push(1.0)).finish().unwrap_err();
    let sentence =
        "change of state: y has 3 components, but it must have 2: change its components in place";
    assert!(error.to_string().starts_with(sentence), "{error}");
}

#[test]
fn a_grid_is_checked_after_an_event_that_stops_too() {
    let circle = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    let sample = |grid: Vec<f64>| {
        integrate(&circle, 0.0..10.0, [1.0, 0.0], Rk45.adaptive())
            .stop_on(component(0).falls_through(0.0))
            .sample(grid, |_t, _y| ())
    };
    assert_eq!(sample(vec![1.5, 9.0]), Ok(()));
    for bad in [-3.0, 0.1, f64::NAN] {
        assert!(sample(vec![1.5, bad]).is_err(), "{bad}");
    }
}

#[test]
fn events_that_pile_up_end_the_run_with_their_own_error() {
    let ball = ball();
    let run = integrate(&ball, 0.0..20.0, [5.0, 0.0], Rk4.fixed(0.01))
        .reset_on(component(0).falls_through(0.0), |_t, y| *y = [0.0, -0.5 * y[1]]);
    let error = run.finish().unwrap_err().to_string();
    assert!(
        error.starts_with(
            "1000 events that change the state follow one another within a few floats"
        ),
        "{error}"
    );
}

#[test]
fn dense_output_that_is_not_finite_is_told_as_that() {
    let holes = from_fn(|t: f64, _y: &f64, dydt: &mut f64| {
        let hole = (t - 0.1).abs() < 1e-3 || (t - 0.2).abs() < 1e-3 || (t - 0.777).abs() < 2e-3;
        *dydt = if hole { f64::NAN } else { 1.0 };
    });
    let run = || integrate(&holes, 0.0..1.0, 0.0, Dop853.fixed(1.0));
    let error = run().report_on(component(0).rises_through(0.5), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y is NaN"), "{error}");
    let error = run().report_on(crossing(|_t, y: &f64| y - 0.5), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y is NaN"), "{error}");
}

#[test]
fn a_crossing_beside_a_component_that_overflows_is_an_error() {
    let jump = from_fn(|t: f32, _: &[f32; 2], dydt: &mut [f32; 2]| {
        *dydt = [1.0, if t < 0.5 { 3.4e38 } else { -3.4e38 }];
    });
    let run = || integrate(&jump, 0.0..1.0, [-0.5, 0.0], Rk4.fixed(1.0));
    let level = || component(0).rises_through(0.0);
    let error = run().solution().unwrap().events(&level()).unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y[1] is "), "{error}");
    let error = run().report_on(level(), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y[1] is "), "{error}");
}
