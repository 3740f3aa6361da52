//! Stimuli combined value by value: [`Plus`], [`Scaled`], [`Product`], [`Mapped`].

use core::fmt;
use core::ops::Range;

use num_traits::Float;

use super::{Dependence, Drive, Stimulus, require_current};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// The sum of two currents; see [`Combine::plus`](super::Combine::plus).
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

    fn is_held(&self) -> bool {
        self.a.is_held() && self.b.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.nearer(self.a.next_breakpoint(t, towards), self.b.next_breakpoint(t, towards))
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.a.check(span)?;
        self.b.check(span)
    }

    #[inline(always)]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        self.a.drive(t, v).plus(self.b.drive(t, v))
    }

    fn dependence(&self) -> Dependence {
        self.a.dependence().max(self.b.dependence())
    }
}

/// A multiple of a current; see [`Combine::scaled`](super::Combine::scaled).
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

    fn is_held(&self) -> bool {
        self.inner.is_held()
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

    #[inline(always)]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        self.inner.drive(t, v).scaled(self.factor)
    }

    fn dependence(&self) -> Dependence {
        self.inner.dependence()
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        self.inner.next_crossing(level / self.factor, t, towards)
    }
}

/// The product of two currents; see [`Combine::product`](super::Combine::product).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Product<A, B> {
    a: A,
    b: B,
}

impl<A, B> Product<A, B> {
    pub(super) fn new(a: A, b: B) -> Self {
        Self { a, b }
    }
}

impl<T: Scalar, A: Stimulus<T>, B: Stimulus<T>> Stimulus<T> for Product<A, B> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        self.a.current(t) * self.b.current(t)
    }

    fn is_held(&self) -> bool {
        self.a.is_held() && self.b.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.nearer(self.a.next_breakpoint(t, towards), self.b.next_breakpoint(t, towards))
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        require_current("product", &self.a)?;
        require_current("product", &self.b)?;
        self.a.check(span)?;
        self.b.check(span)
    }
}

/// A smooth function of a current; see [`Combine::mapped`](super::Combine::mapped).
#[derive(Clone, Copy)]
pub struct Mapped<S, F> {
    inner: S,
    map: F,
}

impl<S, F> Mapped<S, F> {
    pub(super) fn new(inner: S, map: F) -> Self {
        Self { inner, map }
    }
}

impl<T: Scalar, S: Stimulus<T>, F: Fn(T) -> T> Stimulus<T> for Mapped<S, F> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        (self.map)(self.inner.current(t))
    }

    fn is_held(&self) -> bool {
        self.inner.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.inner.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        require_current("mapped", &self.inner)?;
        self.inner.check(span)
    }
}

impl<S: fmt::Debug, F> fmt::Debug for Mapped<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mapped").field("inner", &self.inner).finish_non_exhaustive()
    }
}
