//! The stiff method: order, stiff problems, strong hyperpolarisation, Jacobians given and not,
//! breakpoints.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bands;
mod between;
mod differences;

use crate::common::shared::{axon, integrate};
use crate::common::tables::{hyperpolarised, reference};
use crate::common::{assert_order, double_impulse, order};
use approx::{assert_abs_diff_eq, assert_relative_eq};
use excitable::num::Matrix;
use excitable::prelude::*;
use excitable::{Dual, Error, Real};
use num_traits::Float;

/// y' = −2·(y³ − cos t) − y·sin t: smooth, not autonomous, and not linear.
fn curved() -> impl OdeSystem<State = f64> {
    from_fn(|t: f64, y: &f64, dydt: &mut f64| *dydt = -2.0 * (y * y * y - t.cos()) - t.sin() * y)
}

#[test]
fn the_order_at_nodes_and_between_them() {
    let system = curved();
    let exact = integrate(&system, 0.0..4.0, 1.0, Dop853.adaptive().rtol(1e-14).atol(1e-14));
    let exact = exact.solution().unwrap();
    let run = |dt| integrate(&system, 0.0..4.0, 1.0, Rodas5P.fixed(dt)).solution().unwrap();
    let dts = [0.2, 0.14, 0.1, 0.07, 0.05];
    let nodes = order(&dts, |dt| {
        run(dt).nodes().map(|n| (n.y - exact.at(n.t).unwrap()).abs()).fold(0.0, f64::max)
    });
    let between = order(&dts, |dt| {
        let solution = run(dt);
        let times = (0..500).map(|k| f64::from(k) / 125.0);
        times.map(|t| (solution.at(t).unwrap() - exact.at(t).unwrap()).abs()).fold(0.0, f64::max)
    });
    assert_order("Rodas5P at the nodes", nodes, 5.0);
    assert_order("Rodas5P between the nodes", between, 5.0);
}

#[test]
fn the_order_on_the_pulsed_neuron() {
    let axon = double_impulse();
    let dts: Vec<f64> = (0..14).map(|k| 0.0249 / 1.13_f64.powi(k)).collect();
    let measured = order(&dts, |dt| {
        let run = excitable::integrate(&axon, 0.0..14.0, axon.clamped_at(0.0), Rodas5P.fixed(dt));
        let solution = run.solution().unwrap();
        let rows = reference().into_iter().filter(|row| row.0 <= 14.0);
        rows.map(|(t, y)| (solution.at(t).unwrap().v - y.v).abs()).fold(0.0, f64::max)
    });
    assert_order("Rodas5P on the pulsed neuron", measured, 5.0);
}

#[test]
fn strong_hyperpolarisation() {
    let axon = axon(pulse(1.0..6.0, -200.0));
    for (rtol, bound, steps) in [(1e-6, 2e-2, 200), (1e-9, 5e-5, 600)] {
        let run = excitable::integrate(
            &axon,
            0.0..20.0,
            axon.rest().unwrap(),
            Rodas5P.adaptive().rtol(rtol),
        );
        let solution = run.solution().unwrap();
        for (t, v) in hyperpolarised() {
            let off = (solution.at(t).unwrap().v - v).abs();
            assert!(off < bound, "{off} mV at t = {t}, rtol {rtol}");
        }
        let statistics = solution.statistics();
        assert!(statistics.accepted < steps, "{statistics:?}");
    }
    // An explicit method takes more steps for the first 2.3 ms of the pulse than these for the
    // whole.
    let explicit = excitable::integrate(
        &axon,
        0.0..20.0,
        axon.rest().unwrap(),
        Rk45.adaptive().budget(100_000),
    );
    assert!(matches!(explicit.finish(), Err(Error::Budget { .. })));
}

/// y' = −λ·(y − g(t)) + g'(t) with a jump of g at t = 1, with or without its Jacobian.
struct Relaxation {
    lambda: f64,
    told: bool,
    nan: bool,
}

impl Relaxation {
    /// g and g'.
    fn target(t: f64) -> (f64, f64) {
        if t < 1.0 { (t.cos(), -t.sin()) } else { (3.0 + (2.0 * t).sin(), 2.0 * (2.0 * t).cos()) }
    }
}

impl OdeSystem for Relaxation {
    type State = [f64; 1];

    fn derivative(&self, t: f64, y: &[f64; 1], dydt: &mut [f64; 1]) {
        let (g, slope) = Self::target(t);
        *dydt = [-self.lambda * (y[0] - g) + slope];
    }

    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        towards.first_beyond(t, &[1.0])
    }

    fn jacobian(&self, _: f64, _: &[f64; 1], dfdy: &mut Matrix<f64>) -> bool {
        dfdy[(0, 0)] = if self.nan { f64::NAN } else { -self.lambda };
        self.told
    }
}

#[test]
fn a_breakpoint_of_the_forcing_is_not_seen_from_the_other_side() {
    // y = g + c·e^(−λt): across the breakpoint the difference from g decays.
    let exact = |t: f64| {
        if t < 1.0 {
            t.cos()
        } else {
            3.0 + (2.0 * t).sin()
                + (1.0_f64.cos() - 3.0 - 2.0_f64.sin()) * (-10.0 * (t - 1.0)).exp()
        }
    };
    let system = Relaxation { lambda: 10.0, told: false, nan: false };
    let error = |dt: f64| {
        let solution = integrate(&system, 0.0..2.0, [1.0], Rodas5P.fixed(dt)).solution().unwrap();
        solution.nodes().map(|n| (n.y[0] - exact(n.t)).abs()).fold(0.0, f64::max)
    };
    assert_order("Rodas5P across a breakpoint", order(&[0.09, 0.063, 0.044, 0.031], error), 5.0);
    let back = |dt: f64| {
        let end = integrate(&system, 2.0..0.5, [exact(2.0)], Rodas5P.fixed(dt)).finish().unwrap();
        (end.y[0] - 0.5_f64.cos()).abs()
    };
    assert!(back(0.01) < 1e-3, "backward it grows by e¹⁵: {}", back(0.01));
}

#[test]
fn very_stiff_relaxation_follows_its_target() {
    for told in [false, true] {
        let system = Relaxation { lambda: 1e6, told, nan: false };
        let solution = integrate(&system, 0.0..2.0, [5.0], Rodas5P.adaptive()).solution().unwrap();
        assert_abs_diff_eq!(solution.end().y[0], Relaxation::target(2.0).0, epsilon = 1e-5);
        assert!(solution.statistics().accepted < 150, "{:?}", solution.statistics());
    }
}

#[test]
fn a_given_jacobian_costs_fewer_evaluations_and_gives_the_same() {
    let run = |told| {
        let system = Relaxation { lambda: 100.0, told, nan: false };
        integrate(&system, 0.0..2.0, [5.0], Rodas5P.adaptive().rtol(1e-8)).solution().unwrap()
    };
    let (told, differences) = (run(true), run(false));
    assert_abs_diff_eq!(told.end().y[0], differences.end().y[0], epsilon = 1e-7);
    let evaluations = |s: &excitable::Solution<[f64; 1]>| s.statistics().evaluations.unwrap();
    assert!(evaluations(&told) < evaluations(&differences));
    // Behind a pointer the Jacobian is still there.
    let system = Relaxation { lambda: 100.0, told: true, nan: false };
    let dynamic: &dyn OdeSystem<State = [f64; 1]> = &system;
    let end = integrate(dynamic, 0.0..2.0, [5.0], Rodas5P.adaptive().rtol(1e-8)).finish().unwrap();
    assert_eq!(&end, told.end());
}

#[test]
fn van_der_pol_and_a_large_vec() {
    let stiff = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [y[1], 1000.0 * (1.0 - y[0] * y[0]) * y[1] - y[0]];
    });
    let run = |rtol: f64| {
        integrate(&stiff, 0.0..2000.0, [2.0, 0.0], Rodas5P.adaptive().rtol(rtol))
            .solution()
            .unwrap()
    };
    // SciPy's Radau and BDF at 1e-12 agree on these digits.
    let (loose, tight) = (run(1e-6), run(1e-9));
    assert!((loose.end().y[0] - VAN_DER_POL).abs() < 1e-3, "{}", loose.end().y[0]);
    assert!((tight.end().y[0] - VAN_DER_POL).abs() < 1e-6, "{}", tight.end().y[0]);
    assert!(loose.statistics().accepted < 600, "{:?}", loose.statistics());

    // Heat along a rod of forty cells: more components than fit in place.
    let heat = from_fn(|_t, y: &Vec<f64>, dydt: &mut Vec<f64>| {
        for i in 0..y.len() {
            let left = if i == 0 { 1.0 } else { y[i - 1] };
            let right = if i + 1 == y.len() { 0.0 } else { y[i + 1] };
            dydt[i] = 1600.0 * (left - 2.0 * y[i] + right);
        }
    });
    let end = integrate(&heat, 0.0..5.0, vec![0.0; 40], Rodas5P.adaptive()).finish().unwrap();
    for (i, y) in (1..).zip(&end.y) {
        assert!((y - (1.0 - f64::from(i) / 41.0)).abs() < 1e-5, "cell {i}: {y}");
    }
}

/// tests/data/ode_reference.tsv, row VDPOL.
const VAN_DER_POL: f64 = 1.706167732170469;

#[test]
fn bad_input() {
    let system = Relaxation { lambda: 100.0, told: true, nan: true };
    let fixed = integrate(&system, 0.0..2.0, [5.0], Rodas5P.fixed(0.1)).finish().unwrap_err();
    let adaptive = integrate(&system, 0.0..2.0, [5.0], Rodas5P.adaptive()).finish().unwrap_err();
    for error in [fixed, adaptive] {
        let sentence = "the Jacobian's row of y[0] is NaN at t = 0: ";
        assert!(error.to_string().starts_with(sentence), "{error}");
    }
    let nan =
        from_fn(|t: f64, y: &f64, dydt: &mut f64| *dydt = if t < 1.0 { -y } else { f64::NAN });
    let error = integrate(&nan, 0.0..2.0, 1.0, Rodas5P.adaptive()).finish().unwrap_err();
    assert!(matches!(error, Error::NonFinite { .. }), "{error}");
    let single = from_fn(|_t, y: &f32, dydt: &mut f32| *dydt = -1e4 * (y - 1.0));
    let end = integrate(&single, 0.0..2.0, 0.0_f32, Rodas5P.adaptive()).finish().unwrap();
    assert_abs_diff_eq!(end.y, 1.0, epsilon = 1e-4);
}

#[test]
fn a_jacobian_stated_beside_a_function_is_used() {
    let decay = |_t: f64, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [-50.0 * y[0], y[0] - y[1]];
    let right = |_t: f64, _: &[f64; 2], dfdy: &mut Matrix<f64>| {
        (dfdy[(0, 0)], dfdy[(1, 0)], dfdy[(1, 1)]) = (-50.0, 1.0, -1.0);
    };
    let run = |system: &dyn OdeSystem<State = [f64; 2]>| {
        let solution =
            integrate(system, 0.0..1.0, [1.0, 0.0], Rodas5P.adaptive()).solution().unwrap();
        (solution.end().y, solution.statistics().evaluations.unwrap())
    };
    let (by_differences, more) = run(&from_fn(decay));
    let (stated, fewer) = run(&from_fn(decay).with_jacobian(right).with_breakpoints([0.5]));
    assert!(fewer < more, "{fewer} {more}");
    assert!((by_differences[1] - stated[1]).abs() < 1e-7, "{by_differences:?} {stated:?}");
    let unfit = from_fn(decay).with_jacobian(|_t, _: &[f64; 2], dfdy| dfdy[(1, 1)] = f64::NAN);
    let error = integrate(&unfit, 0.0..1.0, [1.0, 0.0], Rodas5P.adaptive()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the Jacobian's row of y[1] is NaN at t = 0"), "{error}");
}

/// Robertson's reactions, for any number type.
fn reactions<R: Real>(_t: R, y: &[R; 3], dydt: &mut [R; 3]) {
    let [slow, fast, middle] =
        [R::lit(0.04) * y[0], R::lit(3e7) * y[1] * y[1], R::lit(1e4) * y[1] * y[2]];
    *dydt = [middle - slow, slow - middle - fast, fast];
}

#[test]
fn a_function_over_dual_numbers_gives_its_jacobian() {
    let y = [0.7, 2e-5, 0.3];
    let system = from_fn(reactions).with_jacobian_of(reactions);
    let dfdy = excitable::analysis::jacobian(&system, 0.0, &y).unwrap();
    let (by_y1, by_y2) = (1e4 * y[2], 1e4 * y[1]);
    let fast = 2.0 * 3e7 * y[1];
    let exact = [[-0.04, by_y1, by_y2], [0.04, -by_y1 - fast, -by_y2], [0.0, fast, 0.0]];
    for (i, j) in (0..9).map(|k| (k / 3, k % 3)) {
        assert_relative_eq!(dfdy[(i, j)], exact[i][j], max_relative = 4.0 * f64::EPSILON);
    }
    let run = |system: &dyn OdeSystem<State = [f64; 3]>| {
        let control = Rodas5P.adaptive().rtol(1e-9).atol(1e-16);
        let solution = integrate(system, 0.0..1e11, [1.0, 0.0, 0.0], control).solution().unwrap();
        (solution.end().y[0], solution.statistics().evaluations.unwrap())
    };
    let ((stated, fewer), (_, more)) = (run(&system), run(&from_fn(reactions)));
    // The row ROBER of tests/data/ode_reference.tsv.
    assert_relative_eq!(stated, 0.208_334_014_970_125_5e-7, max_relative = 1e-7);
    assert!(5 * fewer < 4 * more, "{fewer} {more}");

    let root = |_t: Dual<f64, 1>, y: &[Dual<f64, 1>; 1], dydt: &mut [Dual<f64, 1>; 1]| {
        dydt[0] = Float::sqrt(y[0]);
    };
    let plain = |_t: f64, y: &[f64; 1], dydt: &mut [f64; 1]| dydt[0] = y[0].sqrt();
    let infinite = from_fn(plain).with_jacobian_of(root);
    let error = integrate(&infinite, 0.0..1.0, [0.0], Rodas5P.adaptive()).finish().unwrap_err();
    let sentence = "the Jacobian's row of y[0] is inf at t = 0";
    assert!(error.to_string().starts_with(sentence), "{error}");
}

#[test]
fn differences_of_large_states_are_no_division_by_zero() {
    for size in [1e8, 1e16, 1e20] {
        let pair =
            |_t: f64, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [1e4 * (y[1] - y[0]), -y[1]];
        let (system, start) = (from_fn(pair), [2.0 * size, size]);
        let solution = integrate(&system, 0.0..1.0, start, Rodas5P.adaptive()).solution().unwrap();
        assert!(solution.statistics().accepted < 60, "{size}: {:?}", solution.statistics());
        assert_abs_diff_eq!(solution.end().y[1] / size, (-1.0_f64).exp(), epsilon = 1e-5);
    }
    let decay = from_fn(|_t, y: &f32, dydt: &mut f32| *dydt = -y);
    let end = integrate(&decay, 0.0..1.0, 1e8_f32, Rodas5P.adaptive()).finish().unwrap();
    assert_abs_diff_eq!(end.y / 1e8, (-1.0_f32).exp(), epsilon = 1e-4);
}

#[test]
fn late_in_single_precision_the_drift_is_still_seen() {
    for t0 in [0.0, 100.0, 1000.0_f32] {
        let forced = move |t: f32, y: &f32, dydt: &mut f32| {
            let s = t - t0;
            *dydt = -100.0 * (y - s.cos()) - s.sin();
        };
        let system = from_fn(forced);
        let solution = integrate(&system, t0..t0 + 1.0, 1.0, Rodas5P.adaptive().rtol(1e-5))
            .solution()
            .unwrap();
        assert!(solution.statistics().accepted < 60, "{t0}: {:?}", solution.statistics());
        assert!((solution.end().y - 1.0_f32.cos()).abs() < 2e-3, "{t0}: {}", solution.end().y);
    }
}
