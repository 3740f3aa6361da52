//! [`Grid`]: knots at equal distances, each of them one float.

use core::ops::Range;

use num_traits::Float;

use super::ROUNDING;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// The knots start + k·step. The float of a knot decides on which side of it a time lies.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Grid<T> {
    pub(super) start: T,
    pub(super) step: T,
}

impl<T: Scalar> Grid<T> {
    #[inline(always)]
    pub(super) fn knot(&self, k: T) -> T {
        self.start + k * self.step
    }

    /// The number of the last knot that is not after `t`. The quotient may round across a knot.
    #[inline]
    pub(super) fn index(&self, t: T) -> T {
        let (k, one) = (Float::floor((t - self.start) / self.step), T::one());
        if self.knot(k) > t {
            k - one
        } else if self.knot(k + one) <= t {
            k + one
        } else {
            k
        }
    }

    /// The number of the first knot strictly beyond `t`.
    #[inline]
    pub(super) fn beyond(&self, t: T, towards: Direction) -> T {
        let k = self.index(t);
        match towards {
            Direction::Forward => k + T::one(),
            Direction::Backward if self.knot(k) < t => k,
            Direction::Backward => k - T::one(),
        }
    }

    /// The part of the way of `t` from knot k to the next, from 0 to 1.
    #[inline(always)]
    pub(super) fn part(&self, t: T, k: T) -> T {
        let (from, to) = (self.knot(k), self.knot(k + T::one()));
        (t - from) / (to - from)
    }

    /// Whether the floats of `span` hold the knots.
    pub(super) fn check(
        &self,
        owner: &'static str,
        (field, remedy): (&'static str, &'static str),
        span: &Range<T>,
    ) -> Result<(), Error> {
        let finite = Float::is_finite(self.start);
        require(finite, owner, ("start", self.start), Bound::Finite, "give a finite time")?;
        let step = self.step;
        let holds = step > T::zero() && Float::is_finite(step);
        require(holds, owner, (field, step), Bound::Positive, remedy)?;
        let reach = Float::abs(span.start).max(Float::abs(span.end)).max(Float::abs(self.start));
        let least = reach.ulp() / T::lit(ROUNDING);
        let bound = Bound::AtLeast("a hundred times the spacing of floats there", least.into());
        let remedy = "shift the origin of time closer to the span, or take a longer step";
        require(step >= least, owner, (field, step), bound, remedy)
    }
}
