//! [`Direction`]: the direction of time, and the instants ahead.

use crate::Error;
use crate::error::{Bound, require};
use crate::num::Scalar;

/// The direction of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Direction {
    /// Towards later times.
    Forward,
    /// Towards earlier times.
    Backward,
}

impl Direction {
    /// Whether `instant` lies strictly beyond `t`.
    #[inline(always)]
    pub fn is_beyond<T: Scalar>(self, instant: T, t: T) -> bool {
        match self {
            Self::Forward => instant > t,
            Self::Backward => instant < t,
        }
    }

    /// A time in the segment ahead of `t`: backward from a breakpoint, the float below it.
    #[inline]
    pub(crate) fn inside<T: Scalar>(self, t: T) -> T {
        match self {
            Self::Forward => t,
            Self::Backward => Scalar::next_down(t),
        }
    }

    /// The next float beyond `t`.
    pub(crate) fn next_float<T: Scalar>(self, t: T) -> T {
        match self {
            Self::Forward => Scalar::next_up(t),
            Self::Backward => Scalar::next_down(t),
        }
    }

    /// The one of two instants ahead that comes first.
    #[inline]
    pub fn nearer<T: Scalar>(self, a: Option<T>, b: Option<T>) -> Option<T> {
        match (a, b) {
            (Some(a), Some(b)) => Some(if self.is_beyond(a, b) { b } else { a }),
            (a, b) => a.or(b),
        }
    }

    /// The first of the ascending `instants` strictly beyond `t`. O(log n).
    pub fn first_beyond<T: Scalar>(self, t: T, instants: &[T]) -> Option<T> {
        match self {
            Self::Forward => instants.get(instants.partition_point(|&b| b <= t)).copied(),
            Self::Backward => instants[..instants.partition_point(|&b| b < t)].last().copied(),
        }
    }
}

/// An error at the first of the `instants` that is not finite or lies before the one it follows.
pub(crate) fn check_ascending<T: Scalar>(
    owner: &'static str,
    field: &'static str,
    instants: &[T],
) -> Result<(), Error> {
    for &b in instants {
        require(
            b.is_finite(),
            owner,
            (field, b),
            Bound::Finite,
            "state each instant in the unit of time",
        )?;
    }
    instants.windows(2).try_for_each(|pair| {
        let bound = Bound::AtLeast("the one before", pair[0].into());
        require(
            pair[0] <= pair[1],
            owner,
            (field, pair[1]),
            bound,
            "state the instants in ascending order",
        )
    })
}
