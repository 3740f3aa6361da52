//! [`Windowed`] and [`Then`]: a current inside a window, and one after another.

use core::ops::Range;

use num_traits::Float;

use super::window::Window;
use super::{Delayed, Dependence, Drive, Stimulus, require_window, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// A current inside a window, zero outside; see [`Combine::windowed`](super::Combine::windowed).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Windowed<S, T> {
    inner: S,
    window: Window<T>,
}

impl<S, T: Copy> Windowed<S, T> {
    pub(super) fn new(inner: S, window: Range<T>) -> Self {
        Self { inner, window: Window::of(window) }
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Windowed<S, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        if self.window.contains(&t) { self.inner.current(t) } else { zero() }
    }

    fn is_held(&self) -> bool {
        self.inner.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let Window { start, end } = self.window;
        let own = towards.first_beyond(t, &[start, end]);
        // From outside the first breakpoint is an end of the window.
        let inside = if towards == Direction::Forward { t >= start } else { t <= end };
        let inner = if inside { self.inner.next_breakpoint(t, towards) } else { None };
        towards.nearer(inner.filter(|b| (start..=end).contains(b)), own)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        require_window("windowed", &self.window)?;
        self.inner.check(span)
    }

    #[inline]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        if self.window.contains(&t) { self.inner.drive(t, v) } else { Drive::none() }
    }

    fn dependence(&self) -> Dependence {
        self.inner.dependence()
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let found = self.inner.next_crossing(level, t, towards)?;
        self.window.contains(&found).then_some(found)
    }
}

/// One current until an instant, and another one from there on; see [`Combine::then`](super::Combine::then).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Then<A, B, T> {
    before: A,
    at: T,
    after: Delayed<B, T>,
}

impl<A, B, T: Copy> Then<A, B, T> {
    pub(super) fn new(before: A, at: T, after: B) -> Self {
        Self { before, at, after: Delayed::new(after, at) }
    }
}

impl<T: Scalar, A: Stimulus<T>, B: Stimulus<T>> Stimulus<T> for Then<A, B, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        if t < self.at { self.before.current(t) } else { self.after.current(t) }
    }

    fn is_held(&self) -> bool {
        self.before.is_held() && self.after.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let switch = towards.first_beyond(t, &[self.at]);
        let before = || self.before.next_breakpoint(t, towards).filter(|b| *b < self.at);
        let after = || self.after.next_breakpoint(t, towards).filter(|b| *b > self.at);
        let own = match towards {
            Direction::Forward if t < self.at => before(),
            Direction::Forward => after(),
            Direction::Backward if t > self.at => after(),
            Direction::Backward => before(),
        };
        towards.nearer(own, switch)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let remedy = "give the instant at which the second current begins";
        require(Float::is_finite(self.at), "then", ("at", self.at), Bound::Finite, remedy)?;
        self.before.check(span)?;
        self.after.check(span)
    }

    #[inline]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        if t < self.at { self.before.drive(t, v) } else { self.after.drive(t, v) }
    }

    fn dependence(&self) -> Dependence {
        self.before.dependence().max(self.after.dependence())
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let before = if towards == Direction::Forward { t < self.at } else { t <= self.at };
        let found = if before {
            self.before.next_crossing(level, t, towards)
        } else {
            self.after.next_crossing(level, t, towards)
        };
        found.filter(|&x| (x < self.at) == before)
    }
}
