//! [`ramp`]: a current that changes linearly.

use core::ops::Range;

use super::window::Window;
use super::{Stimulus, crossing_on_line, require_finite, require_window, zero};
use crate::Error;
use crate::ode::{Direction, Scalar};

/// A current that changes linearly inside a window, zero outside; made by [`ramp`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ramp<T> {
    window: Window<T>,
    values: Window<T>,
}

/// Linear from `values.start` to `values.end` over the half-open `window`, zero outside.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let r = stimulus::ramp(10.0..20.0, 0.0..5.0);
/// assert_eq!([r.current(9.0), r.current(14.0), r.current(20.0)], [0.0, 2.0, 0.0]);
/// ```
pub const fn ramp<T: Copy>(window: Range<T>, values: Range<T>) -> Ramp<T> {
    Ramp { window: Window::of(window), values: Window::of(values) }
}

impl<T: Scalar> Stimulus<T> for Ramp<T> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        let (Window { start, end }, Window { start: a, end: b }) = (&self.window, &self.values);
        if !self.window.contains(&t) {
            return zero();
        }
        *a + (*b - *a) * ((t - *start) / (*end - *start))
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.first_beyond(t, &[self.window.start, self.window.end])
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let (from, to) = (self.window.start, self.window.end);
        crossing_on_line((from, self.values.start), (to, self.values.end), level, t, towards)
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        require_window("ramp", &self.window)?;
        require_finite("ramp", "values.start", self.values.start)?;
        require_finite("ramp", "values.end", self.values.end)
    }
}
