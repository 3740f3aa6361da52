//! Laws that every method keeps: the origin of time, the order of components, the number type, NaN
//! anywhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::cell::Cell;

use crate::common::shared::{System, integrate};
use excitable::Error;
use excitable::ode::StepControl;
use excitable::prelude::*;
use proptest::prelude::*;

/// Two species, of which one eats the other.
fn prey(_: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
    *dydt = [1.5 * y[0] - y[0] * y[1], -3.0 * y[1] + y[0] * y[1]];
}

/// Calls `$check!(name, control)` with every method, at settings that step through [0, 2] of
/// `prey`.
macro_rules! every_method {
    ($check:ident) => {
        $check!("Euler", Euler.fixed(0.01));
        $check!("Heun", Heun.fixed(0.01));
        $check!("Rk4", Rk4.fixed(0.01));
        $check!("Bs23", Bs23.adaptive());
        $check!("Rk45", Rk45.adaptive());
        $check!("Verner65", Verner65.adaptive());
        $check!("Dop853", Dop853.adaptive());
        $check!("Rodas5P", Rodas5P.adaptive());
    };
}

#[test]
fn the_origin_of_time_does_not_matter() {
    let system = from_fn(prey);
    macro_rules! check {
        ($name:literal, $control:expr) => {
            let end = |t0: f64| {
                integrate(&system, t0..t0 + 2.0, [1.0, 1.0], $control).finish().unwrap().y
            };
            // Beside 10⁶ the steps are rounded to 1.2e-10, and the slopes are below 10.
            for (a, b) in end(0.0).into_iter().zip(end(1e6)) {
                assert!((a - b).abs() < 1e-6, "{}: {a} and {b}", $name);
            }
        };
    }
    every_method!(check);
}

#[test]
fn the_order_of_the_components_does_not_matter() {
    let (system, turned) = (
        from_fn(prey),
        from_fn(|t, y: &[f64; 2], dydt: &mut [f64; 2]| {
            prey(t, &[y[1], y[0]], dydt);
            dydt.swap(0, 1);
        }),
    );
    macro_rules! check {
        ($name:literal, $control:expr) => {
            let control = || $control.portable();
            let a = integrate(&system, 0.0..2.0, [1.0, 2.0], control()).finish().unwrap().y;
            let b = integrate(&turned, 0.0..2.0, [2.0, 1.0], control()).finish().unwrap().y;
            // The sum of two rounded squares is the same both ways; only the elimination of Rodas5P
            // is not.
            let same =
                if $name == "Rodas5P" { (a[0] - b[1]).abs() < 1e-9 } else { a == [b[1], b[0]] };
            assert!(same, "{}: {a:?} and {b:?}", $name);
        };
    }
    every_method!(check);
}

#[test]
fn f32_follows_f64() {
    let double = from_fn(prey);
    let single = from_fn(|_t, y: &[f32; 2], dydt: &mut [f32; 2]| {
        *dydt = [1.5 * y[0] - y[0] * y[1], -3.0 * y[1] + y[0] * y[1]];
    });
    let exact = integrate(&double, 0.0..2.0, [1.0, 1.0], Dop853.adaptive().rtol(1e-12)).finish();
    let exact = exact.unwrap().y;
    macro_rules! check {
        ($name:literal, $control:expr) => {
            let y = integrate(&single, 0.0..2.0, [1.0, 1.0], $control).finish().unwrap().y;
            for (found, exact) in y.into_iter().zip(exact) {
                let off = (f64::from(found) - exact).abs();
                assert!(off < 2e-3 * exact.max(1.0), "{}: {found} and {exact}", $name);
            }
        };
    }
    check!("Rk4", Rk4.fixed(0.01));
    check!("Bs23", Bs23.adaptive());
    check!("Rk45", Rk45.adaptive());
    check!("Verner65", Verner65.adaptive());
    check!("Dop853", Dop853.adaptive());
    check!("Rodas5P", Rodas5P.adaptive());
}

/// `prey`, NaN at evaluation `at` and, if `lasting`, ever after.
struct Poisoned {
    at: u64,
    lasting: bool,
    count: Cell<u64>,
}

impl OdeSystem for Poisoned {
    type State = [f64; 2];
    fn derivative(&self, t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        prey(t, y, dydt);
        let k = self.count.replace(self.count.get() + 1);
        if k == self.at || (self.lasting && k > self.at) {
            dydt[1] = f64::NAN;
        }
    }
}

/// The end of the run, finite, or the error.
fn poisoned<C: for<'a> StepControl<System<'a, [f64; 2]>>>(
    at: u64,
    lasting: bool,
    control: C,
) -> Result<[f64; 2], Error> {
    let system = Poisoned { at, lasting, count: Cell::new(0) };
    let solution = integrate(&system, 0.0..2.0, [1.0, 1.0], control).solution()?;
    for node in solution.nodes() {
        assert!(node.y.iter().chain(&node.dydt).all(|x| x.is_finite()), "NaN as a success");
    }
    Ok(solution.end().y)
}

#[test]
fn nan_at_any_evaluation_is_an_error_or_a_rejected_step() {
    let system = from_fn(prey);
    for at in 0..60 {
        macro_rules! check {
            ($name:literal, $control:expr) => {
                let lasting = poisoned(at, true, $control);
                let error = lasting.expect_err("it is NaN from there on").to_string();
                assert!(
                    error.contains("NaN") || error.contains("a step below"),
                    "{}: {error}",
                    $name
                );
                // Gone at the next evaluation: the trial is rejected, and the run goes on as well
                // as without.
                if let Ok(y) = poisoned(at, false, $control) {
                    let whole =
                        integrate(&system, 0.0..2.0, [1.0, 1.0], $control).finish().unwrap().y;
                    assert!((y[0] - whole[0]).abs() < 1e-3, "{} at {at}: {y:?}", $name);
                }
            };
        }
        every_method!(check);
    }
}

proptest! {
    #[test]
    fn there_and_back_again(x in 0.5..4.0_f64, y in 0.5..4.0_f64, end in 0.1..2.0_f64) {
        let system = from_fn(prey);
        let control = || Verner65.adaptive().rtol(1e-10).atol(1e-10);
        let there = integrate(&system, 0.0..end, [x, y], control()).finish().unwrap().y;
        let back = integrate(&system, end..0.0, there, control()).finish().unwrap().y;
        // Errors grow at most as e^(6·t) in between.
        prop_assert!((back[0] - x).abs().max((back[1] - y).abs()) < 1e-10 * 1e6, "{:?}", back);
    }
}
