//! [`Interval`]: the interval of one step.

use crate::num::Scalar;

/// The interval of one step, and the first and last time of its stages.
///
/// `first` and `last` are `start` and `end`, except where one of them is a breakpoint that belongs
/// to the other side: there they are the nearest float inside.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Interval<T> {
    /// The start of the step.
    pub start: T,
    /// The end of the step, exactly.
    pub end: T,
    /// The time nearest to `start` at which the right-hand side may be evaluated.
    pub first: T,
    /// The time nearest to `end` at which the right-hand side may be evaluated.
    pub last: T,
}

impl<T: Scalar> Interval<T> {
    /// The signed length `end − start`.
    #[inline(always)]
    pub fn length(&self) -> T {
        self.end - self.start
    }

    /// The stage time `start + c·(end − start)`, kept between `first` and `last`.
    #[inline(always)]
    pub fn at(&self, c: f64) -> T {
        if c == 0.0 {
            self.first
        } else if c == 1.0 {
            self.last
        } else {
            self.clamp(self.start + T::lit(c) * self.length())
        }
    }

    /// `t`, kept between `first` and `last`.
    #[inline(always)]
    pub fn clamp(&self, t: T) -> T {
        if self.first <= self.last {
            t.max(self.first).min(self.last)
        } else {
            t.min(self.first).max(self.last)
        }
    }
}
