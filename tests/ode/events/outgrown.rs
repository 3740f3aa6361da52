//! Functions of time and state that steps outgrow: steps know nothing of them.

use core::cell::Cell;
use core::f64::consts::PI;

use super::close;
use crate::common::shared::{System, integrate};
use excitable::ode::StepControl;
use excitable::prelude::*;

/// y = t from the start of the span.
fn clock() -> impl OdeSystem<State = [f64; 1]> {
    from_fn(|_t, _: &[f64; 1], dydt: &mut [f64; 1]| *dydt = [1.0])
}

/// The crossings of `g` over `span` on y = t, by `control`.
fn crossings(
    span: core::ops::Range<f64>,
    g: impl Fn(f64, &[f64; 1]) -> f64,
    control: impl for<'a> StepControl<System<'a, [f64; 1]>>,
) -> Vec<f64> {
    let (clock, mut found) = (clock(), Vec::new());
    integrate(&clock, span.clone(), [span.start], control)
        .report_on(crossing(g), |crossing| found.push(crossing.t))
        .finish()
        .unwrap();
    found
}

#[test]
fn a_function_of_time_on_a_line() {
    macro_rules! by {
        ($($method:expr),+) => { $(
            // cos t = −0.9
            let expected: Vec<f64> = [1.0, 3.0, 5.0]
                .into_iter()
                .flat_map(|k| [-1.0, 1.0].map(|side| k * PI + side * 0.9_f64.acos()))
                .collect();
            let found = crossings(0.0..20.0, |t, _| t.cos() + 0.9, $method.adaptive());
            close(&found, &expected, 1e-12);
            let cubic = |_, &[y]: &[f64; 1]| (2.5 - y) * (5.0 - y) * (0.0 - y);
            close(&crossings(-1.0..40.0, cubic, $method.adaptive()), &[0.0, 2.5, 5.0], 1e-12);
        )+ };
    }
    by!(Bs23, Rk45, Verner65, Dop853, Rodas5P);
}

#[test]
fn a_periodic_function_where_nothing_moves() {
    let still = from_fn(|_t, _: &[f64; 1], dydt: &mut [f64; 1]| *dydt = [0.0]);
    for roots in [3, 5, 10, 16, 17, 32, 50, 64, 100] {
        let mut found = Vec::new();
        let g = |t: f64, _: &[f64; 1]| (PI * (t + 0.5)).sin();
        integrate(&still, 0.0..f64::from(roots), [1.0], Rk45.adaptive())
            .report_on(crossing(g), |crossing| found.push(crossing.t))
            .finish()
            .unwrap();
        let expected: Vec<f64> = (0..roots).map(|k| f64::from(k) + 0.5).collect();
        close(&found, &expected, 1e-12);
    }
}

#[test]
fn a_look_costs_ten_evaluations_where_g_is_foretold_and_is_bounded_where_it_never_is() {
    let (clock, count) = (clock(), Cell::new(0));
    let evaluations = |g: &dyn Fn(f64) -> f64| {
        count.set(0);
        let counted = |t: f64, _: &[f64; 1]| {
            count.set(count.get() + 1);
            g(t)
        };
        integrate(&clock, 0.0..1.0, [0.0], Rk4.fixed(1.0))
            .report_on(crossing(counted), |_| ())
            .finish()
            .unwrap();
        count.get()
    };
    // One at the node before the step, one at its start.
    assert_eq!(evaluations(&|_| 1.0), 10);
    assert_eq!(evaluations(&|t| (2.0 * t).cos() + 2.0), 10);
    assert_eq!(evaluations(&|_| 0.0), 10);
    // A root costs its search alone.
    assert!((11..30).contains(&evaluations(&|t| t.exp() - 2.0)));
    // Noise: every part is halved six times.
    let noise = |t: f64| (1e9 * t).sin();
    let most = evaluations(&noise);
    assert!((500..20_000).contains(&most), "{most}");
}

#[test]
fn a_zero_over_an_interval_is_told_where_it_ends_by_every_method() {
    // −1 before 4, 0 until 6, 1 beyond, with kinks at both.
    let flat = |t: f64, _: &[f64; 1]| (t - 6.0).max(0.0) + (t - 4.0).min(0.0);
    macro_rules! by {
        ($($control:expr),+) => { $(
            assert_eq!(crossings(0.0..10.0, flat, $control), [6.0], "{}", stringify!($control));
        )+ };
    }
    by!(Bs23.adaptive(), Rk45.adaptive(), Verner65.adaptive(), Dop853.adaptive());
    by!(Rodas5P.adaptive(), Rk4.fixed(0.3), Euler.fixed(5.0), Euler.fixed(1.0));
    // It returns from the zero to the side it came from.
    let dip = |t: f64, _: &[f64; 1]| (t - 6.0).max(0.0) - (t - 4.0).min(0.0);
    assert_eq!(crossings(0.0..10.0, dip, Rk45.adaptive()), []);
}
