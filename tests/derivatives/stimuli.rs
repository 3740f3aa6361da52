//! Edges of a stimulus that move.

use std::ops::Range;

use excitable::component;
use excitable::prelude::*;

use super::cell::Cell;
use super::{D, c, check, variables};

/// The state at `t` of C = 1 and g = 0.5 under a stimulus.
fn state(drive: &dyn Stimulus<D>, t: D) -> D {
    let control = Verner65.adaptive().rtol(c(1e-13)).atol(c(1e-13));
    let cell = Cell { drive, b: c(0.5) };
    integrate(&cell, c(0.0)..t, c(0.0), control).finish().expect("a run").y
}

/// V(t) = i/g·(e^(−g·(t − b)) − e^(−g·(t − a))).
#[test]
fn a_circuit_under_a_pulse_moves_with_its_edges() {
    let (a, b, i, g, t) = (1.0_f64, 3.0_f64, 2.0_f64, 0.5_f64, 5.0_f64);
    let [da, db, di] = variables([a, b, i]);
    let v = state(&pulse(da..db, di), c(t));
    let (from_a, from_b) = ((-g * (t - a)).exp(), (-g * (t - b)).exp());
    let by = [-i * from_a, i * from_b, (from_b - from_a) / g];
    check("V", v, i / g * (from_b - from_a), by, 1e-12);
}

/// Two pulses that share a moving edge are one where their amplitudes are equal; else the edge has
/// the difference.
#[test]
fn two_windows_share_a_moving_edge() {
    let (p, t) = (10.0_f64, 12.0_f64);
    let [dp] = variables([p]);
    for second in [2.0, 5.0, 0.0] {
        let drive = pulse(c(0.0)..dp, c(2.0)).plus(pulse(dp..c(20.0), c(second)));
        let exact = (2.0 - second) * (-0.5 * (t - p)).exp();
        let found = state(&drive, c(t)).derivatives()[0];
        assert!((found - exact).abs() <= 1e-12, "{second}: {found} for {exact}");
    }
}

/// Edges of one value of which only one moves, or both apart: each has its own part.
#[test]
fn edges_of_one_value_move_each_by_itself() {
    let (p, t) = (10.0_f64, 12.0_f64);
    let [first, second] = variables([p, p]);
    let decay = (-0.5 * (t - p)).exp();
    let still = c(p);
    for (end, start, by) in [
        (first, still, [2.0, 0.0]),
        (still, second, [0.0, -3.0]),
        (first, second, [2.0, -3.0]),
        (c(20.0) - first, second, [-2.0, -3.0]),
    ] {
        for drive in [
            &pulse(c(0.0)..end, c(2.0)).plus(pulse(start..c(20.0), c(3.0))) as &dyn Stimulus<D>,
            &pulse(start..c(20.0), c(3.0)).plus(pulse(c(0.0)..end, c(2.0))),
        ] {
            let found = state(drive, c(t)).derivatives();
            for (found, by) in found.into_iter().zip(by) {
                assert!((found - by * decay).abs() <= 1e-12, "{found} for {}", by * decay);
            }
        }
    }
}

/// The same backward in time.
#[test]
fn edges_of_one_value_move_each_by_itself_backward() {
    let [first, second] = variables([10.0, 10.0]);
    let drive = pulse(c(0.0)..first, c(2.0)).plus(pulse(second..c(20.0), c(3.0)));
    let control = Verner65.adaptive().rtol(c(1e-13)).atol(c(1e-13));
    let cell = Cell { drive: &drive, b: c(0.5) };
    let start = integrate(&cell, c(12.0)..c(8.0), c(0.0), control).finish().expect("a run").y;
    let growth = (-0.5_f64 * (8.0 - 10.0)).exp();
    for (found, by) in start.derivatives().into_iter().zip([-2.0, 3.0]) {
        assert!((found - by * growth).abs() <= 1e-11, "{found} for {}", by * growth);
    }
}

/// At a moving corner the state moves with it on both sides, and an observation at the same time
/// that stands still is on the side that the order of dual numbers gives it.
#[test]
fn an_observation_may_stand_on_a_moving_corner() {
    let (p, i) = (10.0_f64, 2.0_f64);
    let [dp] = variables([p]);
    let drive = pulse(c(0.0)..dp, c(i));
    let (charge, decay) = (i / 0.5 * (1.0 - (-0.5 * p).exp()), (-0.5 * p).exp());
    // With the edge: dV/dp along the rise.
    check("moving", state(&drive, dp), charge, [i * decay], 1e-12);
    // A time that the edge has not reached yet when p grows: V(10) stays.
    assert!(state(&drive, c(p)).derivatives()[0].abs() < 1e-12);
    // And when it falls: the current that is lost.
    let drive = pulse(c(0.0)..c(2.0 * p) - dp, c(i));
    let found = state(&drive, c(p)).derivatives()[0];
    assert!((found + i).abs() < 1e-12, "{found}");
}

/// The states of the circuit at these times: of a solution, of its samples, and of those of a run.
fn observed(drive: &dyn Stimulus<D>, span: Range<D>, times: &[D]) -> [Vec<D>; 4] {
    let control = Verner65.adaptive().rtol(c(1e-13)).atol(c(1e-13));
    let cell = Cell { drive, b: c(0.5) };
    let run = || integrate(&cell, span.clone(), c(0.0), control.clone());
    let solution = run().solution().expect("a run");
    let at = times.iter().map(|t| solution.at(*t).expect("a state")).collect();
    let samples = solution.sample(times.iter().copied()).expect("states");
    let (mut of_run, mut of_component) = (Vec::new(), Vec::new());
    run().sample(times.iter().copied(), |_t, y| of_run.push(*y)).expect("a run");
    let each = |_t, y| of_component.push(y);
    run().sample_component(component(0), times.iter().copied(), each).expect("a run");
    [at, samples.into_iter().map(|(_, y)| y).collect(), of_run, of_component]
}

/// Around a corner at p = 10 that moves with p: on the rise, with the corner, and behind it.
#[test]
fn observations_on_a_moving_corner_have_a_side() {
    let (p, i, g) = (10.0_f64, 2.0_f64, 0.5_f64);
    let [dp] = variables([p]);
    let charge = i / g * (1.0 - (-g * p).exp());
    let (before, behind) = (i - g * charge, -g * charge);
    let holds = |drive: &dyn Stimulus<D>, times: [D; 2], exact: [f64; 2]| {
        for found in observed(drive, c(0.0)..c(20.0), &times) {
            for (found, exact) in found.iter().zip(exact) {
                assert!((found.value() - charge).abs() <= 1e-12, "{found}");
                let by_p = found.derivatives()[0];
                assert!((by_p - exact).abs() <= 1e-12, "{by_p} for {exact}");
            }
        }
    };
    // A time that stands still is before a corner that moves ahead; one that moves with it is on
    // it; one that moves twice as fast is behind it, where V moves by i + 2·f⁺.
    let drive = pulse(c(0.0)..dp, c(i));
    holds(&drive, [c(p), dp], [0.0, before]);
    holds(&drive, [dp, dp + dp - c(p)], [before, i + 2.0 * behind]);
    // Where the corner comes nearer as p grows, the time that stands still is behind it.
    let end = c(2.0 * p) - dp;
    holds(&pulse(c(0.0)..end, c(i)), [end, c(p)], [-before, -i]);
}

/// dV/dp = ∂V/∂p + f·dt/dp.
#[test]
fn an_output_time_may_be_a_variable() {
    let (p, i, g, t) = (10.0_f64, 2.0_f64, 0.5_f64, 11.3_f64);
    let [dp, dt] = variables([p, t]);
    let drive = pulse(c(0.0)..dp, c(i));
    let (decay, v) = ((-g * (t - p)).exp(), i / g * ((-g * (t - p)).exp() - (-g * t).exp()));
    for found in observed(&drive, c(0.0)..c(20.0), &[dt]) {
        check("V", found[0], v, [i * decay, -g * v], 1e-12);
    }
}
