//! The check of a range in which something is looked for.

use core::ops::Range;

use crate::Error;
use crate::error::{Bound, require};
use crate::ode::Scalar;

/// An error unless `range` has two finite bounds in order.
pub(super) fn check_range<T: Scalar>(owner: &'static str, range: &Range<T>) -> Result<(), Error> {
    let (start, end) = (("range.start", range.start), ("range.end", range.end));
    let remedy = "give two finite bounds";
    require(range.start.is_finite(), owner, start, Bound::Finite, remedy)?;
    require(range.end.is_finite(), owner, end, Bound::Finite, remedy)?;
    let bound = Bound::Above("range.start", range.start.into());
    require(range.end > range.start, owner, end, bound, "give the lower bound first")
}
