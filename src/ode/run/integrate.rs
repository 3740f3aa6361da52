//! [`integrate`]: the start of a run.

use core::ops::Range;

use super::Steps;
use super::run::Run;
use crate::ode::{RightHandSide, StepControl, Time};

/// Integrates `system` over `span` from the state `y0`.
///
/// `50.0..0.0` runs backward in time; `t..t` succeeds with the first node only. Nothing happens
/// before the first call on the [`Steps`] that it returns, and whatever is wrong with the input is
/// returned there.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let run = integrate(&oscillator, 0.0..10.0, [1.0, 0.0], Rk45.adaptive());
/// let solution = run.solution()?;
/// assert!((solution.at(2.5)?[0] - 2.5_f64.cos()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
#[allow(
    clippy::needless_pass_by_value,
    reason = "the run owns its state; a Vec is given, not lent"
)]
pub fn integrate<S, C>(
    system: &S,
    span: Range<Time<S>>,
    y0: S::State,
    control: C,
) -> Steps<'_, S, C>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
{
    Steps::from_run(Run::new(system, (span.start, span.end), y0, control))
}
