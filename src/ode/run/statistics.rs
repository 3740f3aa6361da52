//! [`Statistics`]: the cost of a run.

/// The cost of a run so far.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let solution = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.25)).solution()?;
/// let statistics = solution.statistics();
/// // Four steps of four evaluations, and the slope at the start.
/// assert_eq!((statistics.accepted, statistics.evaluations), (4, Some(17)));
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Statistics<T> {
    /// The steps that were accepted.
    pub accepted: u64,
    /// The trial steps that were rejected.
    pub rejected: u64,
    /// The right-hand sides evaluated: in steps, rejected ones included, at restarts, for first
    /// steps and for dense output. `None` for a method that does not count.
    pub evaluations: Option<u64>,
    /// The Jacobians that were written by the system or taken from differences, whose evaluations
    /// count above.
    pub jacobians: u64,
    /// The matrices that were factored: one for each trial step of a stiff method.
    pub factorisations: u64,
    /// The segments that were begun: one, and one more after each breakpoint and change of state.
    pub segments: u64,
    /// The time from which on stability, not accuracy, held the steps of an explicit method back; a
    /// method for stiff problems needs fewer from there on. Tested at every thousandth step.
    pub stiff_since: Option<T>,
}

impl<T> Statistics<T> {
    pub(super) const fn nothing() -> Self {
        Self {
            accepted: 0,
            rejected: 0,
            evaluations: Some(0),
            jacobians: 0,
            factorisations: 0,
            segments: 0,
            stiff_since: None,
        }
    }
}
