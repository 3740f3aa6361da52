//! What combines stimuli: [`Plus`], [`Scaled`].

use core::ops::Range;

use num_traits::Float;

use super::Stimulus;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// The sum of two currents; see [`Stimulus::plus`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Plus<A, B> {
    a: A,
    b: B,
}

impl<A, B> Plus<A, B> {
    pub(super) fn new(a: A, b: B) -> Self {
        Self { a, b }
    }
}

impl<T: Scalar, A: Stimulus<T>, B: Stimulus<T>> Stimulus<T> for Plus<A, B> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        self.a.current(t) + self.b.current(t)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.nearer(self.a.next_breakpoint(t, towards), self.b.next_breakpoint(t, towards))
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.a.check(span)?;
        self.b.check(span)
    }
}

/// A multiple of a current; see [`Stimulus::scaled`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scaled<S, T> {
    inner: S,
    factor: T,
}

impl<S, T> Scaled<S, T> {
    pub(super) fn new(inner: S, factor: T) -> Self {
        Self { inner, factor }
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Scaled<S, T> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        self.factor * self.inner.current(t)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.inner.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.inner.check(span)?;
        let remedy = "give a finite factor";
        require(
            Float::is_finite(self.factor),
            "scaled",
            ("factor", self.factor),
            Bound::Finite,
            remedy,
        )
    }
}
