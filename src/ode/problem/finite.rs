//! Whether a state is finite and of the right length, and the component that is not.

use num_traits::Float;

use super::{Name, OdeState, State};
use crate::Error;
use crate::error::Quantity;
use crate::num::Real;

/// x − x: 0 where `x` is finite, NaN elsewhere. Summing it is cheaper than testing each component.
#[inline(always)]
#[allow(clippy::eq_op, reason = "the difference of a number and itself is the test")]
pub(crate) fn zero_if_finite<T: Real>(x: T) -> T {
    x - x
}

/// Whether all components are finite.
#[inline(always)]
pub(crate) fn is_finite<Y: OdeState>(y: &Y) -> bool {
    y.sum_of_zeros() == Y::Scalar::lit(0.0)
}

/// The error at the first component of `y` that is not finite, if there is one.
pub(crate) fn check_finite<Y: OdeState>(
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
pub(crate) fn check_dense_output<Y: OdeState>(y: &Y, t: Y::Scalar) -> Result<(), Error> {
    if is_finite(y) { Ok(()) } else { check_finite(Quantity::DenseOutput, y, t) }
}

/// An error unless `y` has the length of the state: a right-hand side must not resize what it
/// writes.
#[inline(always)]
pub(crate) fn check_length<Y: State>(y: &Y, written: &Y) -> Result<(), Error> {
    let (expected, found) = (y.dimension(), written.dimension());
    if expected == found {
        return Ok(());
    }
    let remedy = "assign its components in place, without resizing it";
    Err(Error::Length { owner: "derivative", field: "dydt", expected, found, remedy })
}
