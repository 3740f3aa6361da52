//! [`Node`]: a point of the solution.

use crate::ode::State;

/// A point of the solution: the time, the state, and the slope there.
///
/// At a breakpoint the slope is that of the step the run came from; the next step starts from the
/// same `t` and `y` with the slope of the step ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Node<Y: State> {
    /// The time.
    pub t: Y::Scalar,
    /// The state y(t).
    pub y: Y,
    /// The slope dy/dt at (t, y).
    pub dydt: Y,
}
