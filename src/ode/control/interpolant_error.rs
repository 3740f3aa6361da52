//! The error of the dense output inside a step, by its residual.

use num_traits::Float;

use super::Tolerance;
use crate::num::{Plain, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{EmbeddedStepper, Interpolant, Interval, Node, RightHandSide, State, Time};

/// The place of the residual in the step.
const PLACE: f64 = 0.5;
/// The weight of the estimate, in units of the tolerance of the run. On y' = −L·(y − cos t) − sin
/// t, L from 1 to 10⁹, the error between the nodes is then at most 8 times the tolerance.
const WEIGHT: f64 = 0.4;

/// Fills the interpolant of the step just taken, and measures the error that its residual
/// y'(t) − f(t, y(t)) makes. Apart from the loop of a run, and rounded plainly: the steps are the
/// same in every arithmetic in which the nodes are.
#[cold]
#[inline(never)]
pub(super) fn interpolant_error<M, S>(
    stepper: &M,
    work: &mut M::Workspace,
    system: &S,
    (start, end): (&Node<S::State>, &Node<S::State>),
    over: Interval<Time<S>>,
    tolerance: &Tolerance<S::State>,
    (interpolant, inside): (&mut Interpolant<S::State>, &mut Node<S::State>),
) -> Time<S>
where
    M: EmbeddedStepper<S>,
    S: RightHandSide + ?Sized,
{
    let h = over.length();
    stepper.interpolate::<Plain>(work, system, start, over, end, interpolant);
    let Node { y, dydt: residual, .. } = inside;
    // The place of the rounded time: late in a run it is floats away from the middle.
    let t = over.at(PLACE);
    let theta = (t - over.start) / h;
    interpolant.value(&start.y, theta, y);
    slope_apart(system, t, y, residual);
    interpolant.slope(theta, y);
    residual.assign(y, [], &mut |out, dy, []| *out = dy / h - *out);
    let time = Float::abs(stepper.error_of_residual(work, over, residual)).without_derivatives();
    Time::<S>::lit(WEIGHT * M::SHARE) * time * tolerance.norm::<Plain>(residual, &start.y, &end.y)
}
