//! Events of a run: found once each, in order, forward and backward, with changes of state and an
//! early end.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod changes;
mod each;
mod errors;
mod found;
mod outgrown;
mod passed_by;
mod runaway;
mod turns;

use excitable::prelude::*;

/// y = (sin t, cos t) from (0, 1).
pub(crate) fn oscillator() -> impl OdeSystem<State = [f64; 2]> {
    from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]])
}

/// A ball that falls with 10 m/s².
pub(crate) fn ball() -> impl OdeSystem<State = [f64; 2]> {
    from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -10.0])
}

pub(crate) fn close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?}, expected {expected:?}");
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= tolerance, "{found:?}, expected {expected:?}");
    }
}
