//! [`Delayed`]: a current shifted in time.

use core::ops::Range;

use num_traits::Float;

use super::{Dependence, Drive, ROUNDING, Stimulus};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// The number of breakpoints that [`Delayed`] looks at: before the run, at each end of its span,
/// for two whose distance the delay would change (an endless train has no last one), and beside a
/// time that rounding may put on either side of them.
const BREAKPOINTS_CHECKED: usize = 64;

/// A current shifted in time; see [`Combine::delayed`](super::Combine::delayed).
///
/// t − delay rounds otherwise than breakpoint + delay does: beside a breakpoint the local time is
/// moved to the side of it on which t lies of the shifted breakpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Delayed<S, T> {
    inner: S,
    delay: T,
}

impl<S, T> Delayed<S, T> {
    pub(super) fn new(inner: S, delay: T) -> Self {
        Self { inner, delay }
    }
}

impl<S, T: Scalar> Delayed<S, T> {
    /// The same current, later by `delay` more: one delay by the sum, not a delay of a delay.
    #[must_use]
    pub fn delayed(self, delay: T) -> Self {
        Self { delay: self.delay + delay, ..self }
    }
}

impl<S, T: Scalar> Delayed<S, T> {
    /// A local time as far before that of `t` as rounding can reach, and as far after.
    #[inline]
    fn around(&self, t: T) -> (T, T) {
        let local = t - self.delay;
        let doubt = T::lit(2.0) * (t.abs().max(self.delay.abs())).ulp();
        (local - doubt, local + doubt)
    }

    /// A local time beyond which lies whatever lies beyond `t`.
    #[inline]
    fn near(&self, t: T, towards: Direction) -> T {
        let (low, high) = self.around(t);
        if towards == Direction::Forward { low } else { high }
    }

    /// The breakpoints of the inner stimulus beyond `from`, in order, with the floats they move to.
    fn breakpoints(&self, from: T, towards: Direction) -> impl Iterator<Item = (T, T)>
    where
        S: Stimulus<T>,
    {
        let mut at = from;
        // Looks at no breakpoint before it is asked for: in nested delays every look costs two
        // inside.
        core::iter::from_fn(move || {
            let b = self.inner.next_breakpoint(at, towards)?;
            let ahead = towards.is_beyond(b, at);
            at = b;
            ahead.then_some((b, b + self.delay))
        })
    }
}

impl<S: Stimulus<T>, T: Scalar> Delayed<S, T> {
    /// The time of the inner stimulus at `t`, on the side of each of its breakpoints on which t
    /// lies.
    #[inline]
    fn local(&self, t: T) -> T {
        let (low, high) = self.around(t);
        let mut local = t - self.delay;
        let breakpoints = self.breakpoints(low, Direction::Forward).take(BREAKPOINTS_CHECKED);
        for (breakpoint, moved) in breakpoints.take_while(|&(breakpoint, _)| breakpoint <= high) {
            if moved > t {
                return local.min(Scalar::next_down(breakpoint));
            }
            local = local.max(breakpoint);
        }
        local
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Delayed<S, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        self.inner.current(self.local(t))
    }

    #[inline]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        self.inner.drive(self.local(t), v)
    }

    fn dependence(&self) -> Dependence {
        self.inner.dependence()
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let mut at = self.near(t, towards);
        for _ in 0..BREAKPOINTS_CHECKED {
            let crossing = self.inner.next_crossing(level, at, towards);
            let breakpoint = self.inner.next_breakpoint(at, towards);
            let next = towards.nearer(crossing, breakpoint)?;
            // Where floats cannot tell breakpoints apart, looking on would lead nowhere.
            if !towards.is_beyond(next, at) {
                return None;
            }
            at = next;
            // As they are moved, one that lies ahead of `near` may not lie ahead of t.
            if towards.is_beyond(at + self.delay, t) {
                return (crossing == Some(at)).then_some(at + self.delay);
            }
        }
        None
    }

    fn is_held(&self) -> bool {
        self.inner.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let mut at = self.near(t, towards);
        for _ in 0..BREAKPOINTS_CHECKED {
            let next = self.inner.next_breakpoint(at, towards)?;
            if towards.is_beyond(next + self.delay, t) {
                return Some(next + self.delay);
            }
            if !towards.is_beyond(next, at) {
                break;
            }
            at = next;
        }
        // Beyond the far end of the doubt every breakpoint has moved to another float than t.
        let (low, high) = self.around(t);
        let far = if towards == Direction::Forward { high } else { low };
        self.inner.next_breakpoint(far, towards).map(|breakpoint| breakpoint + self.delay)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let remedy = "give a finite delay";
        let finite = Float::is_finite(self.delay);
        require(finite, "delayed", ("delay", self.delay), Bound::Finite, remedy)?;
        self.inner.check(&(span.start - self.delay..span.end - self.delay))?;
        let (low, high) = (span.start.min(span.end), span.start.max(span.end));
        self.check_distances(low, high, Direction::Forward)?;
        self.check_distances(high, low, Direction::Backward)
    }
}

impl<S: Stimulus<T>, T: Scalar> Delayed<S, T> {
    /// Whether the breakpoints from `from` on, no farther than `to`, keep their distances.
    fn check_distances(&self, from: T, to: T, towards: Direction) -> Result<(), Error> {
        let mut before = None;
        for breakpoint in
            self.breakpoints(self.near(from, towards), towards).take(BREAKPOINTS_CHECKED)
        {
            if towards.is_beyond(breakpoint.1, to) {
                break;
            }
            if let Some(before) = before.replace(breakpoint) {
                self.check_distance(before, breakpoint)?;
            }
        }
        Ok(())
    }

    /// Whether two neighbouring breakpoints, each with the float it moves to, stay as far apart as
    /// they were.
    fn check_distance(&self, a: (T, T), b: (T, T)) -> Result<(), Error> {
        let ((a, b), moved) =
            if a.0 < b.0 { ((a.0, b.0), b.1 - a.1) } else { ((b.0, a.0), a.1 - b.1) };
        let apart = b - a;
        if (moved - apart).abs() <= apart * T::lit(ROUNDING) || self.is_rounding(a, b) {
            return Ok(());
        }
        let bound = Bound::Near("what they are apart after the delay", moved.into());
        let remedy = "take a smaller delay, or shift the origin of time closer to the stimulus";
        require(false, "delayed", ("time between two breakpoints", apart), bound, remedy)
    }

    /// Whether two breakpoints were one instant, computed in two ways: where two shapes meet, the
    /// current in between is their sum, or none of them.
    fn is_rounding(&self, a: T, b: T) -> bool {
        let current = |t| self.inner.current(t).abs();
        let beside = current(Scalar::next_down(a)).max(current(b));
        b - a <= T::lit(4.0) * b.ulp() && current(a) <= T::lit(2.0) * beside
    }
}
