//! The Jacobian by differences: small components, edges of the domain, surfaces that were left.

use super::{Error, Rodas5P, assert_abs_diff_eq, integrate};
use crate::common::problems::{Problem, stiff};
use excitable::prelude::*;

type Slope = fn(&f64) -> f64;

/// The ends at t = 5 by another program's Taylor series; at the start f has no value on one side.
#[test]
fn differences_stay_where_f_is_defined() {
    let cases: [(f64, Slope, f64); 4] = [
        (1.0, |y| (1.0 - y).powf(1.5) - y, 0.43017542),
        (1.0, |y| (1.0 - y).sqrt() - y, 0.618072626),
        (1.0, |y| y.acos() - y, 0.739086014),
        (0.0, |y| 1.0 - y - y.sqrt(), 0.381927374),
    ];
    for (y0, slope, exact) in cases {
        let system = from_fn(move |_t, y: &f64, dydt: &mut f64| *dydt = slope(y));
        let control = Rodas5P.adaptive().rtol(1e-9).atol(1e-9);
        let end = integrate(&system, 0.0..5.0, y0, control).finish().unwrap();
        assert_abs_diff_eq!(end.y, exact, epsilon = 1e-8);
    }
}

/// Where f is defined along the slope only against it, and where it is not defined on either side.
#[test]
fn the_other_way_where_the_first_leaves_the_domain() {
    // At rest on the edge: the slope is 0, and points nowhere.
    let edge = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = (1.0 - y).sqrt());
    let end = integrate(&edge, 0.0..1.0, 1.0, Rodas5P.adaptive()).finish().unwrap();
    assert_eq!(end.y, 1.0);
    let point = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [1.0, if y[1] == 2.0 { 0.0 } else { f64::NAN }];
    });
    let error = integrate(&point, 0.0..1.0, [0.0, 2.0], Rodas5P.adaptive()).finish().unwrap_err();
    assert!(error.to_string().contains("Jacobian"), "{error}");
}

/// y'' = −y − 1 for y' ≥ 0 and 1 − y for y' < 0: dry friction.
fn friction(_: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
    *dydt = [y[1], if y[1] < 0.0 { 1.0 - y[0] } else { -y[0] - 1.0 }];
}

#[test]
fn a_surface_that_was_just_left_is_not_looked_across() {
    let system = from_fn(friction);
    for v in [-1e-12, -1e-16, 0.0, 1e-17] {
        let run = integrate(&system, 0.0..1.0, [1.5, v], Rodas5P.adaptive());
        let x = run.finish().unwrap().y[0];
        assert_abs_diff_eq!(x, 1.0 + 0.5 * 1.0_f64.cos(), epsilon = 1e-5);
    }
}

/// x(2) from x(0) = 1.5 with the speed v: x = 2.5·cos t + v·sin t − 1 up to its highest point, and
/// 1 + c·cos of the time since then.
fn slowed(v: f64) -> f64 {
    let (top, highest) = ((v / 2.5).atan(), v.hypot(2.5) - 1.0);
    1.0 + (highest - 1.0) * (2.0 - top).cos()
}

/// The root lies on either side of the surface, by rounding.
#[test]
fn a_surface_that_an_event_finds_is_left_once() {
    let system = from_fn(friction);
    assert_abs_diff_eq!(slowed(0.8), 0.9255, epsilon = 5e-5);
    for k in 0..60 {
        let v = 0.3 + 0.02 * f64::from(k);
        let mut events = 0;
        let run = integrate(&system, 0.0..2.0, [1.5, v], Rodas5P.adaptive());
        let run = run.reset_on(component(1).crosses(0.0), |_, _| events += 1);
        assert_abs_diff_eq!(run.finish().unwrap().y[0], slowed(v), epsilon = 1e-5);
        assert_eq!(events, 1, "v = {v}");
    }
}

fn named(name: &str) -> Problem {
    stiff().into_iter().find(|problem| problem.name == name).unwrap()
}

/// The largest error at the end in units of the tolerance tol·(1 + |y|).
fn error(problem: &Problem, tolerance: f64) -> f64 {
    let system = problem.system();
    let control = Rodas5P.adaptive().rtol(tolerance).atol(tolerance);
    let end = integrate(&system, 0.0..problem.end, problem.y0.clone(), control).finish();
    let end = end.unwrap_or_else(|error: Error| panic!("{}: {error}", problem.name)).y;
    let errors =
        end.iter().zip(&problem.exact).map(|(y, exact)| (y - exact).abs() / (1.0 + exact.abs()));
    errors.fold(0.0, f64::max) / tolerance
}

#[test]
fn a_tolerance_means_what_it_says_on_stiff_problems() {
    for (name, limits) in
        [("HIRES", [2.0, 1.0, 1.0]), ("VDPOL", [2.0, 1.0, 1.0]), ("ROBER", [2.0, 1.0, 1.0])]
    {
        let problem = named(name);
        for (tolerance, limit) in [1e-3, 1e-6, 1e-9].into_iter().zip(limits) {
            let found = error(&problem, tolerance);
            println!("{name} {tolerance:e} {found:.3}");
            assert!(found <= limit, "{name} at {tolerance:e}: {found} of the tolerance");
        }
    }
}
