//! [`Clamped`]: a current kept between two bounds.

use core::ops::Range;

use num_traits::Float;

use super::Stimulus;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// A current kept between two bounds; see [`Combine::clamped`](super::Combine::clamped).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Clamped<S, T> {
    inner: S,
    low: T,
    high: T,
}

impl<S, T> Clamped<S, T> {
    pub(super) fn new(inner: S, low: T, high: T) -> Self {
        Self { inner, low, high }
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Clamped<S, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        let x = self.inner.current(t);
        // Written so that a NaN stays one.
        if x < self.low {
            self.low
        } else if x > self.high {
            self.high
        } else {
            x
        }
    }

    fn is_held(&self) -> bool {
        self.inner.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let kinks = [self.low, self.high].map(|level| self.inner.next_crossing(level, t, towards));
        let inner = self.inner.next_breakpoint(t, towards);
        kinks.into_iter().fold(inner, |nearest, kink| towards.nearer(nearest, kink))
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        super::require_current("clamped", &self.inner)?;
        let (low, high) = (self.low, self.high);
        let remedy = "give bounds that are numbers; infinite ones bind nothing";
        for (field, x) in [("low", low), ("high", high)] {
            require(!Float::is_nan(x), "clamped", (field, x), Bound::Finite, remedy)?;
        }
        let bound = Bound::AtLeast("low", low.into());
        require(high >= low, "clamped", ("high", high), bound, "exchange the two bounds")?;
        self.inner.check(span)
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let bound = level <= self.low || level >= self.high;
        if bound { None } else { self.inner.next_crossing(level, t, towards) }
    }
}
