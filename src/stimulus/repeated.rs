//! [`Repeated`]: a current repeated with a period.

use core::ops::Range;

use super::grid::Grid;
use super::{Delayed, Dependence, Drive, Stimulus, zero};
use crate::Error;
use crate::ode::{Direction, Scalar};

/// A current repeated with a period; see [`Combine::repeated`](super::Combine::repeated).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Repeated<S, T> {
    inner: S,
    grid: Grid<T>,
    count: Option<u32>,
}

impl<S, T: Scalar> Repeated<S, T> {
    pub(super) fn new(inner: S, period: T) -> Self {
        Self { inner, grid: Grid { start: zero(), step: period }, count: None }
    }

    /// Ends after `count` repetitions, with a current of 0 from there on.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self { count: Some(count), ..self }
    }

    /// Whether there is a repetition `k`.
    #[inline(always)]
    fn holds(&self, k: T) -> bool {
        k >= zero() && self.count.is_none_or(|count| k < T::lit(f64::from(count)))
    }

    /// The repetition that `t` falls into, as the inner current moved there.
    #[inline]
    fn moved(&self, t: T) -> Option<Delayed<&S, T>> {
        let k = self.grid.index(t);
        self.holds(k).then(|| Delayed::new(&self.inner, self.grid.knot(k)))
    }
}

impl<T: Scalar, S: Stimulus<T>> Repeated<S, T> {
    /// The instant that `look` finds in the repetition ahead of `t`, unless it lies in another one.
    fn within(
        &self,
        t: T,
        towards: Direction,
        look: impl FnOnce(Delayed<&S, T>) -> Option<T>,
    ) -> Option<T> {
        let near = towards.inside(t);
        let k = self.grid.index(near);
        let span = self.grid.knot(k)..=self.grid.knot(k + T::one());
        self.moved(near).and_then(look).filter(|found| span.contains(found))
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Repeated<S, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        self.moved(t).map_or(zero(), |inner| inner.current(t))
    }

    fn is_held(&self) -> bool {
        self.inner.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        // The knots from the start of the first repetition to the end of the last.
        let next = match towards {
            Direction::Forward => self.grid.beyond(t, towards).max(zero()),
            Direction::Backward => {
                let last = self.count.map_or(T::infinity(), |count| T::lit(f64::from(count)));
                self.grid.beyond(t, towards).min(last)
            }
        };
        let knot = (next >= zero() && (self.holds(next) || self.holds(next - T::one())))
            .then(|| self.grid.knot(next));
        let inner = self.within(t, towards, |inner| inner.next_breakpoint(t, towards));
        towards.nearer(inner, knot)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.grid.check(
            "repeated",
            ("period", "give the time from one repetition to the next"),
            span,
        )?;
        self.inner.check(&(zero()..self.grid.step))?;
        // As its first and last repetitions are moved.
        for t in [span.start, span.end] {
            if let Some(inner) = self.moved(t) {
                let k = self.grid.index(t);
                inner.check(&(self.grid.knot(k)..self.grid.knot(k + T::one())))?;
            }
        }
        Ok(())
    }

    #[inline]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        self.moved(t).map_or_else(Drive::none, |inner| inner.drive(t, v))
    }

    fn dependence(&self) -> Dependence {
        self.inner.dependence()
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        self.within(t, towards, |inner| inner.next_crossing(level, t, towards))
    }
}
