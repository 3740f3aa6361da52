//! Which component became non-finite, and why.

use num_traits::Float;

use super::control::zero_if_finite;
use super::{Interval, Matrix, Name, Node, OdeSystem, Real, Scalar, State, Time};
use crate::Error;
use crate::error::Quantity;

/// Whether all components are finite.
#[inline(always)]
pub(crate) fn is_finite<Y: State<Scalar: Scalar>>(y: &Y) -> bool {
    let mut sum = Y::Scalar::lit(0.0);
    y.visit(&mut |x| sum = sum + zero_if_finite(x));
    sum == Y::Scalar::lit(0.0)
}

/// The error at the first component of `y` that is not finite, if there is one.
pub(crate) fn check_finite<Y: State<Scalar: Scalar>>(
    quantity: Quantity,
    y: &Y,
    t: Y::Scalar,
) -> Result<(), Error> {
    let (mut index, mut found) = (0, None);
    y.visit(&mut |x| {
        if found.is_none() && !Float::is_finite(x) {
            found = Some((index, x));
        }
        index += 1;
    });
    let Some((index, value)) = found else { return Ok(()) };
    let mut component = Name::root();
    y.name(index, &mut component);
    Err(Error::NonFinite { quantity, component, value: value.into(), t: t.into() })
}

/// Whether the dense output `y` at `t` is finite; the sum first, since it is the cheaper question.
#[inline(always)]
pub(crate) fn check_dense_output<Y: State<Scalar: Scalar>>(
    y: &Y,
    t: Y::Scalar,
) -> Result<(), Error> {
    if is_finite(y) { Ok(()) } else { check_finite(Quantity::DenseOutput, y, t) }
}

/// The error at the first row of the system's Jacobian that is not finite, if it offers one.
fn check_jacobian<S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized>(
    system: &S,
    start: &Node<S::State>,
    t: Time<S>,
) -> Result<(), Error> {
    // A matrix of more is large to make, only to look whether one is offered.
    let n = start.y.dimension();
    if n > 64 {
        return Ok(());
    }
    let mut jacobian = Matrix::new(n, Time::<S>::lit(0.0));
    if jacobian.dimension() < n || !system.jacobian(t, &start.y, &mut jacobian) {
        return Ok(());
    }
    let (mut row, mut sums) = (0, start.y.clone());
    sums.assign(&start.y, [], &mut |sum, _, []| {
        *sum = (0..n).fold(Time::<S>::lit(0.0), |sum, j| sum + jacobian[(row, j)]);
        row += 1;
    });
    check_finite(Quantity::Jacobian, &sums, t)
}

/// The error of a right-hand side that gave what it writes, or what follows from it, another length than the state.
#[inline(always)]
pub(crate) fn check_length<Y: State>(y: &Y, written: &Y) -> Result<(), Error> {
    let (expected, found) = (y.dimension(), written.dimension());
    if expected == found {
        return Ok(());
    }
    let remedy = "assign its components in place, without resizing it";
    Err(Error::Length { owner: "derivative", field: "dydt", expected, found, remedy })
}

/// Why the step from `start` over `over` gave non-finite values.
///
/// A right-hand side that is non-finite at the start state is the culprit, and its own component is
/// named: once it has spread through the stages, every component is. Else the state ran away.
#[cold]
pub(crate) fn non_finite<S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized>(
    system: &S,
    start: &Node<S::State>,
    over: Interval<Time<S>>,
    end: &mut Node<S::State>,
) -> Error {
    let slope_at = |quantity, t: Time<S>, y: &S::State, dydt: &mut S::State| {
        system.derivative(t, y, dydt);
        check_length(y, dydt)?;
        check_finite(quantity, dydt, t)
    };
    let mut slope = start.y.clone();
    [0.0, 0.25, 0.5, 0.75, 1.0]
        .into_iter()
        .try_for_each(|c| slope_at(Quantity::Slope, over.at(c), &start.y, &mut slope))
        .and_then(|()| check_jacobian(system, start, over.first))
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
        .unwrap_or(Error::StepTooSmall { t: start.t.into(), limit: over.length().abs().into() })
}
