//! [`from_fn`](fn@from_fn): any function of time, with its corners stated.

use core::fmt;
use core::ops::Range;

use super::Stimulus;
use crate::Error;
use crate::ode::{Direction, Scalar, check_ascending};

/// A function of time as a stimulus; made by [`from_fn`](fn@from_fn).
#[derive(Clone, Copy)]
pub struct FromFn<F, C> {
    current: F,
    corners: C,
}

/// The stimulus whose current is `current(t)`.
///
/// The function must be smooth, or its jumps and kinks be stated with
/// [`with_corners`](FromFn::with_corners): the solver cannot know them.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // A ramp from 0 at t = 5 to 20 at t = 25, then off.
/// let ramp = stimulus::from_fn(|t: f64| if (5.0..25.0).contains(&t) { t - 5.0 } else { 0.0 })
///     .with_corners([5.0, 25.0]);
/// assert_eq!(ramp.current(15.0), 10.0);
/// assert_eq!(ramp.next_breakpoint(5.0, Direction::Forward), Some(25.0));
/// ```
pub fn from_fn<T: Scalar, F: Fn(T) -> T>(current: F) -> FromFn<F, [T; 0]> {
    FromFn { current, corners: [] }
}

impl<F, C> FromFn<F, C> {
    /// States the instants at which the function jumps or kinks, in ascending order. At each of them
    /// the function must already give the later piece.
    pub fn with_corners<D>(self, corners: D) -> FromFn<F, D> {
        FromFn { current: self.current, corners }
    }
}

impl<T: Scalar, F: Fn(T) -> T, C: AsRef<[T]>> Stimulus<T> for FromFn<F, C> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        (self.current)(t)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.first_beyond(t, self.corners.as_ref())
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        check_ascending("stimulus::from_fn", "corner", self.corners.as_ref())
    }
}

impl<F, C: fmt::Debug> fmt::Debug for FromFn<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").field("corners", &self.corners).finish_non_exhaustive()
    }
}
