//! Edges of a stimulus that move.

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
