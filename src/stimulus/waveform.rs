//! [`waveform`](fn@waveform): any function of time, with its breakpoints stated.

use core::fmt;
use core::ops::Range;

use super::Stimulus;
use crate::Error;
use crate::ode::{Direction, Scalar, check_ascending};

/// A function of time as a stimulus; made by [`waveform`](fn@waveform).
#[derive(Clone, Copy)]
pub struct Waveform<F, C> {
    current: F,
    breakpoints: C,
}

/// The stimulus whose current is `current(t)`.
///
/// The function must be smooth, or its breakpoints be stated with
/// [`with_breakpoints`](Waveform::with_breakpoints): the solver cannot know them.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // A ramp from 0 at t = 5 to 20 at t = 25, then off.
/// let inside = |t: f64| if (5.0..25.0).contains(&t) { t - 5.0 } else { 0.0 };
/// let ramp = stimulus::waveform(inside).with_breakpoints([5.0, 25.0]);
/// assert_eq!(ramp.current(15.0), 10.0);
/// assert_eq!(ramp.next_breakpoint(5.0, Direction::Forward), Some(25.0));
/// ```
pub fn waveform<T: Scalar, F: Fn(T) -> T>(current: F) -> Waveform<F, [T; 0]> {
    Waveform { current, breakpoints: [] }
}

impl<F, C> Waveform<F, C> {
    /// The same waveform with its breakpoints stated: the instants at which the function has a jump
    /// or a kink, ascending. At each of them the function must already give the later value.
    pub fn with_breakpoints<D>(self, breakpoints: D) -> Waveform<F, D> {
        Waveform { current: self.current, breakpoints }
    }
}

impl<T: Scalar, F: Fn(T) -> T, C: AsRef<[T]>> Stimulus<T> for Waveform<F, C> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        (self.current)(t)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.first_beyond(t, self.breakpoints.as_ref())
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        check_ascending("stimulus::waveform", "breakpoint", self.breakpoints.as_ref())
    }
}

impl<F, C: fmt::Debug> fmt::Debug for Waveform<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waveform").field("breakpoints", &self.breakpoints).finish_non_exhaustive()
    }
}
