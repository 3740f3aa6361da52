//! The shapes made of rectangles: [`constant`], [`pulse`], [`train`].

use core::ops::Range;

use num_traits::Float;

use super::window::Window;
use super::{ROUNDING, Stimulus, require_finite, require_window, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// The same current at all times.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Constant<T> {
    current: T,
}

/// The same `current` at all times.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// assert_eq!(constant(10.0).current(3.0), 10.0);
/// ```
pub const fn constant<T>(current: T) -> Constant<T> {
    Constant { current }
}

impl<T: Scalar> Stimulus<T> for Constant<T> {
    #[inline(always)]
    fn current(&self, _: T) -> T {
        self.current
    }

    fn is_held(&self) -> bool {
        true
    }

    #[inline(always)]
    fn next_breakpoint(&self, _: T, _: Direction) -> Option<T> {
        None
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        require_finite("constant", "current", self.current)
    }
}

/// An amplitude inside a window, zero outside.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pulse<T> {
    window: Window<T>,
    amplitude: T,
}

/// `amplitude` for t in the half-open `window`, zero outside.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let p = pulse(10.0..11.0, 50.0);
/// assert_eq!([p.current(9.9), p.current(10.0), p.current(11.0)], [0.0, 50.0, 0.0]);
/// ```
pub const fn pulse<T: Copy>(window: Range<T>, amplitude: T) -> Pulse<T> {
    Pulse { window: Window::of(window), amplitude }
}

impl<T: Scalar> Stimulus<T> for Pulse<T> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        if self.window.contains(&t) { self.amplitude } else { zero() }
    }

    fn is_held(&self) -> bool {
        true
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.first_beyond(t, &[self.window.start, self.window.end])
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        require_window("pulse", &self.window)?;
        require_finite("pulse", "amplitude", self.amplitude)
    }
}

/// The number of pulses at each end of a run whose width is checked before it.
const PULSES_CHECKED: u32 = 64;

/// A pulse repeated with a period; made by [`train`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Train<T> {
    first: Pulse<T>,
    period: T,
    count: Option<u32>,
}

/// `first`, repeated every `period` without end; [`times`](Train::times) bounds the number of
/// pulses.
///
/// Pulse k covers the window from start + k·period to end + k·period. Memory and look-up are O(1).
/// A run so late that the spacing of floats changes the width by more than 1 % is refused.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // 0.5 ms every 10 ms from t = 5 ms on, three times.
/// let t = train(pulse(5.0..5.5, 20.0), 10.0).times(3);
/// assert_eq!(
///     [t.current(5.0), t.current(6.0), t.current(25.2), t.current(35.2)],
///     [20.0, 0.0, 20.0, 0.0]
/// );
/// assert_eq!(t.next_breakpoint(5.5, Direction::Forward), Some(15.0));
/// assert_eq!(t.next_breakpoint(25.5, Direction::Forward), None);
/// ```
pub const fn train<T>(first: Pulse<T>, period: T) -> Train<T> {
    Train { first, period, count: None }
}

impl<T> Train<T> {
    /// Ends the train after `count` pulses.
    pub fn times(self, count: u32) -> Self {
        Self { count: Some(count), ..self }
    }
}

impl<T: Scalar> Train<T> {
    /// The start and the end of pulse `k`.
    #[inline(always)]
    fn window(&self, k: T) -> Range<T> {
        let Window { start, end } = self.first.window;
        start + k * self.period..end + k * self.period
    }

    #[inline(always)]
    fn holds(&self, k: T) -> bool {
        k >= zero() && self.count.is_none_or(|count| k < T::lit(f64::from(count)))
    }

    /// The number of the pulse whose period `t` falls into, off by one at most; within the train.
    #[inline(always)]
    fn near(&self, t: T) -> T {
        let k = ((t - self.first.window.start) / self.period).floor();
        let last = self.count.map_or(T::infinity(), |count| T::lit(f64::from(count)));
        k.max(-T::one()).min(last)
    }

    /// The width, among the pulses at the two ends of `span`, that rounding has changed the most.
    fn worst_width_over(&self, span: &Range<T>) -> T {
        let width = self.first.window.end - self.first.window.start;
        let ends = [(span.start, span.end), (span.end, span.start)];
        let pulses = ends.into_iter().flat_map(|(from, to)| {
            let (k, step) = (self.near(from), if to < from { -T::one() } else { T::one() });
            (0..PULSES_CHECKED).map(move |i| k + step * T::lit(f64::from(i)))
        });
        let (low, high) = (span.start.min(span.end), span.start.max(span.end));
        let windows = pulses.filter(|&k| self.holds(k)).map(|k| self.window(k));
        let widths = windows.filter(|w| w.start <= high && low <= w.end).map(|w| w.end - w.start);
        widths.fold(
            width,
            |worst, w| if (w - width).abs() > (worst - width).abs() { w } else { worst },
        )
    }

    /// The breakpoints of the pulses around `t`, in ascending order.
    fn breakpoints_near(&self, t: T) -> [Option<T>; 8] {
        let near = self.near(t);
        core::array::from_fn(|i| {
            let k = near + T::lit([-2.0, -1.0, 0.0, 1.0][i / 2]);
            let Range { start, end } = self.window(k);
            self.holds(k).then_some(if i % 2 == 0 { start } else { end })
        })
    }
}

impl<T: Scalar> Stimulus<T> for Train<T> {
    #[inline]
    fn current(&self, t: T) -> T {
        // The quotient may round across a breakpoint; the breakpoints themselves decide.
        let near = self.near(t);
        let inside = [-1.0, 0.0, 1.0].into_iter().any(|i| {
            let k = near + T::lit(i);
            self.holds(k) && self.window(k).contains(&t)
        });
        if inside { self.first.amplitude } else { zero() }
    }

    fn is_held(&self) -> bool {
        true
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let ahead =
            self.breakpoints_near(t).into_iter().flatten().filter(|&b| towards.is_beyond(b, t));
        ahead.fold(None, |nearest, b| towards.nearer(nearest, Some(b)))
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.first.check(span)?;
        let (owner, field) = ("train", "period");
        let holds = self.period > zero() && Float::is_finite(self.period);
        require(
            holds,
            owner,
            (field, self.period),
            Bound::Positive,
            "give the time from one pulse to the next",
        )?;
        let width = self.first.window.end - self.first.window.start;
        let bound = Bound::AtLeast("the width of the pulse", width.into());
        let remedy = "pulses must not overlap; take a longer period or a shorter window";
        require(self.period >= width, owner, (field, self.period), bound, remedy)?;
        let rounded = self.worst_width_over(span);
        let bound = Bound::Near("what its width in the span rounds to", rounded.into());
        let remedy = "shift the origin of time closer to the span, or take a wider pulse";
        let holds = (rounded - width).abs() <= width * T::lit(ROUNDING);
        require(holds, owner, ("width of the pulse", width), bound, remedy)
    }
}
