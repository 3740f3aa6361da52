//! What every method keeps.

use excitable::prelude::*;
use excitable::stimulus::Constant;

use super::cell::Cell;
use super::{D, c, variables};

/// Calls `$body` with the control of every method, fixed steps of `$dt` and adaptive ones.
macro_rules! with_every_method {
    ($dt:expr, |$name:ident, $control:ident| $body:expr) => {
        with_every_method!(@fixed $dt, |$name, $control| $body;
            Euler Heun Bs23 Rk4 Rk45 Verner65 Dop853 Rodas5P
            ExponentialEuler ExponentialStrang FastStrang SafeStrang);
        with_every_method!(@adaptive |$name, $control| $body; Bs23 Rk45 Verner65 Dop853 Rodas5P);
    };
    (@fixed $dt:expr, |$name:ident, $control:ident| $body:expr; $($method:ident)+) => { $({
        let ($name, $control) = (concat!(stringify!($method), " fixed"), $method.fixed(c($dt)));
        $body
    })+ };
    (@adaptive |$name:ident, $control:ident| $body:expr; $($method:ident)+) => { $({
        let ($name, $control) = (stringify!($method), $method.adaptive());
        $body
    })+ };
}

/// du/dt = 1 reaches q at q: dT/dq = 1, and by the speed s −q/s².
#[test]
fn the_time_of_an_event_moves_with_its_level() {
    let [q, s] = variables([0.7, 1.0]);
    let drive: Constant<D> = constant(s);
    let cell = Cell { drive: &drive, b: c(0.0) };
    with_every_method!(0.3, |name, control| {
        let stop = component(0).rises_through(q);
        let end = integrate(&cell, c(0.0)..c(2.0), c(0.0), control).stop_on(stop).finish();
        let t = end.expect("a run").t;
        let [by_q, by_s, ..] = t.derivatives();
        assert!((t.value() - 0.7).abs() <= 1e-13, "{name}: {t}");
        assert!((by_q - 1.0).abs() <= 4.0 * f64::EPSILON, "{name}: {by_q:e}");
        assert!((by_s + 0.7).abs() <= 1e-13, "{name}: {by_s:e}");
    });
}

/// du/dt = 1 − b·u at b = 0: ∂u/∂b = −t²/2.
#[test]
fn a_conductance_of_zero_has_a_derivative() {
    let [b] = variables([0.0]);
    let drive: Constant<D> = constant(c(1.0));
    let cell = Cell { drive: &drive, b };
    with_every_method!(1.0 / 128.0, |name, control| {
        let end = integrate(&cell, c(0.0)..c(1.0), c(0.0), control).finish().expect("a run");
        let by_b = end.y.derivatives()[0];
        assert!((end.y.value() - 1.0).abs() < 1e-12, "{name}: {}", end.y);
        assert!((by_b + 0.5).abs() < 0.005, "{name}: {by_b}");
    });
}

/// du/dt = 1 − u up to p: du/dp = f(u(p)).
#[test]
fn the_end_of_the_run_may_move() {
    let [p] = variables([0.7]);
    let drive: Constant<D> = constant(c(1.0));
    let cell = Cell { drive: &drive, b: c(1.0) };
    with_every_method!(1.0 / 128.0, |name, control| {
        let end = integrate(&cell, c(0.0)..p, c(0.0), control).finish().expect("a run");
        let by_p = end.y.derivatives()[0];
        assert!((by_p - (-0.7_f64).exp()).abs() < 0.01, "{name}: {by_p}");
    });
}
