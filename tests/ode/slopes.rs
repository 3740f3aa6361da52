//! The slope of a solution at its nodes and between them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::shared::{System, integrate};
use excitable::Error;
use excitable::ode::StepControl;
use excitable::prelude::*;

/// The largest error of the slope of sin t over a grid, forward and backward in time.
fn error(control: &(impl for<'a> StepControl<System<'a, [f64; 2]>> + Clone)) -> f64 {
    let circle = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    let mut largest = 0.0_f64;
    for (span, y0) in [(0.0..6.0_f64, 0.0_f64), (6.0..0.0, 6.0)] {
        let y0 = [y0.sin(), y0.cos()];
        let solution = integrate(&circle, span, y0, control.clone()).solution().unwrap();
        for k in 0..=6000 {
            let t = f64::from(k) / 1000.0;
            let slope = solution.slope_at(t).unwrap();
            largest = largest.max((slope[0] - t.cos()).abs()).max((slope[1] + t.sin()).abs());
        }
        for node in solution.nodes() {
            assert_eq!(solution.slope_at(node.t).unwrap(), node.dydt);
        }
    }
    largest
}

#[test]
fn it_is_that_of_the_function() {
    let found = [
        error(&Rk45.adaptive().rtol(1e-10).atol(1e-10)),
        error(&Verner65.adaptive().rtol(1e-10).atol(1e-10)),
        error(&Dop853.adaptive().rtol(1e-10).atol(1e-10)),
        error(&Rodas5P.adaptive().rtol(1e-10).atol(1e-10)),
        error(&Rk4.fixed(0.01)),
    ];
    assert!(found.iter().all(|error| *error < 3e-6), "{found:?}");
    // Of order 3 with cubics: √3/216·h³ = 5.1·10⁻⁷ and 6.4·10⁻⁸, and the error of the nodes
    // of order 4, at most 6·h⁴/120.
    let (coarse, fine) = (error(&Rk4.fixed(0.04)), error(&Rk4.fixed(0.02)));
    assert!((7.0..10.0).contains(&(coarse / fine)), "{coarse} {fine}");
}

#[test]
fn at_a_jump_it_is_that_of_the_side_ahead_and_beyond_the_ends_an_error() {
    let step = from_fn(|t: f64, _y: &f64, dydt: &mut f64| *dydt = f64::from(u8::from(t >= 1.0)))
        .with_breakpoints([1.0]);
    let solution = integrate(&step, 0.0..2.0, 0.0, Rk4.fixed(0.25)).solution().unwrap();
    let slopes = [0.9, 1.0, 1.1, 2.0].map(|t| solution.slope_at(t).unwrap());
    let exact = [0.0, 1.0, 1.0, 1.0];
    assert!(slopes.iter().zip(exact).all(|(f, exact)| (f - exact).abs() < 1e-14), "{slopes:?}");
    for t in [-0.1, 2.1, f64::NAN] {
        assert!(matches!(solution.slope_at(t), Err(Error::Outside { .. })));
    }
}
