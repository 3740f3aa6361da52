//! The component that became non-finite, and the cause; the reason for which no step is small
//! enough.

use num_traits::Float;

use crate::Error;
use crate::error::Quantity;
use crate::num::Scalar;
use crate::ode::problem::{check_finite, check_length, slope_apart};
use crate::ode::{Interval, Node, RightHandSide, State, Time};

/// The error of a step from `start` over `over` with non-finite values.
///
/// A right-hand side that is non-finite at the start state is the culprit, and its own component is
/// named: once it has spread through the stages, every component is. Else it is the `fault` that
/// the method knows of, or the state ran away.
#[cold]
pub(crate) fn non_finite<S: RightHandSide + ?Sized>(
    system: &S,
    start: &Node<S::State>,
    over: Interval<Time<S>>,
    end: &mut Node<S::State>,
    fault: Result<(), Error>,
) -> Error {
    let slope_at = |quantity, t: Time<S>, y: &S::State, dydt: &mut S::State| {
        slope_apart(system, t, y, dydt);
        check_length(y, dydt)?;
        check_finite(quantity, dydt, t)
    };
    let mut slope = start.y.clone();
    [0.0, 0.25, 0.5, 0.75, 1.0]
        .into_iter()
        .try_for_each(|c| slope_at(Quantity::Slope, over.at(c), &start.y, &mut slope))
        .and(fault)
        .and_then(|()| {
            // Beside the start: where the first stages of the step were evaluated.
            let (mut beside, h) = (start.y.clone(), over.length());
            beside.assign(&start.y, [&slope], &mut |out, y, [f]| *out = y + h * f);
            check_finite(Quantity::State, &beside, over.end)?;
            slope_at(Quantity::TriedSlope, over.last, &beside, &mut slope)
        })
        .and_then(|()| check_finite(Quantity::State, &end.y, over.end))
        .and_then(|()| slope_at(Quantity::TriedSlope, over.last, &end.y, &mut end.dydt))
        .err()
        .unwrap_or(Error::StepTooSmall {
            t: start.t.into(),
            limit: Float::abs(over.length()).into(),
            remedy: "a stage of the step is not finite; take a smaller dt or an adaptive method",
        })
}

/// The error of a step from `t` that would have to be below `limit`, in the part of a run from the
/// start of the segment to the `end`.
#[cold]
pub(crate) fn too_small<T: Scalar>(t: T, limit: T, start: T, end: T) -> Error {
    let single = T::epsilon() > T::lit(1e-10);
    let far = Float::abs(t) > T::lit(1000.0) * Float::abs(end - start);
    let remedy = match (limit > t.ulp(), far, single) {
        (true, ..) => {
            "the problem may be stiff or singular there; loosen rtol and atol, lower min_step, or \
             announce the jump or kink there as a breakpoint"
        }
        (_, true, true) => {
            "floats lie no closer there; shift the origin of time to the span, or take f64 in \
             place of f32"
        }
        (_, true, false) => "floats lie no closer there; shift the origin of time to the span",
        (_, false, true) => {
            "floats lie no closer there; take f64 in place of f32, or where the solution blows up \
             change the state or end the run before, with `reset_on` or `stop_on` for a component \
             and a level"
        }
        (_, false, false) => {
            "floats lie no closer there, and the solution or its slope blows up; change the state \
             or end the run before, with `reset_on` or `stop_on` for a component and a level"
        }
    };
    Error::StepTooSmall { t: t.into(), limit: limit.into(), remedy }
}
