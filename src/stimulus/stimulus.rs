//! [`Stimulus`]: a current as a function of time.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::ops::Range;

use super::{Dependence, Drive};
use crate::Error;
use crate::num::Scalar;
use crate::ode::Direction;

/// A current as a function of time, which knows its breakpoints: where it has a jump or a kink.
///
/// # Law
///
/// The float that decides `current` is the float that `next_breakpoint` returns: at a breakpoint b,
/// `current(b)` is already the later value and the float below b is the last of the earlier one.
/// Every breakpoint is announced, forward and backward; announcing more is allowed.
///
/// What makes one stimulus of others (`plus`, `scaled`, `delayed`, …) is
/// [`Combine`](super::Combine); a sum is `a.plus(b)`, not `a + b`.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let impulses = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
/// assert_eq!(impulses.current(0.0), 150.0);
/// assert_eq!(impulses.current(1.0), 0.0);
/// assert_eq!(impulses.next_breakpoint(1.0, Direction::Forward), Some(10.0));
/// assert_eq!(impulses.next_breakpoint(1.0, Direction::Backward), Some(0.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stimulus for numbers of type `{T}`",
    note = "a current is made by `constant`, `pulse`, `train` or another function in `stimulus`",
    note = "in the number type of the neuron: `constant(10.0)`, or `stimulus::waveform(|t| …)`",
    note = "the currents that can fail, such as `stimulus::samples`, take a `?` behind them"
)]
pub trait Stimulus<T: Scalar> {
    /// Returns the current at `t`.
    fn current(&self, t: T) -> T;

    /// Returns the next breakpoint, strictly beyond `t`.
    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T>;

    /// Checks the numbers this stimulus was made of, for a run over `span` (which may run
    /// backward).
    ///
    /// # Errors
    ///
    /// The first field that violates its bound, or a breakpoint that the floats of the span cannot
    /// place; a run returns it before its first step.
    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let _ = span;
        Ok(())
    }

    /// Returns the current and the conductance at `t`, in a membrane at the potential `v`.
    /// Provided: the current alone; only [`conducted_to`](super::Combine::conducted_to) and
    /// [`voltage_source`](super::voltage_source) open a conductance, and only one that is
    /// [blocked](super::Conducted::blocked_by_magnesium) asks for `v`.
    #[inline(always)]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        let _ = v;
        Drive::of(self.current(t))
    }

    /// How the current depends on the potential, at any time. Provided: not at all.
    fn dependence(&self) -> Dependence {
        Dependence::None
    }

    /// Whether current and conductance are constant between breakpoints, so that a solver asks for
    /// them once in each segment. Provided: no.
    fn is_held(&self) -> bool {
        false
    }

    /// Returns the first instant strictly beyond `t` at which the current passes `level`, no
    /// farther than the next breakpoint; `None` where there is none, or where this shape cannot
    /// solve for it. [`clamped`](super::Combine::clamped) announces it as a breakpoint.
    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let _ = (level, t, towards);
        None
    }

    /// Whether this is known to be the same stimulus as `other`. Provided: no; a reference is the
    /// same as another one to the same stimulus. Neighbours in an [`Ensemble`](crate::Ensemble)
    /// that have the same stimulus look at it once.
    fn is_same(&self, other: &Self) -> bool
    where
        Self: Sized,
    {
        let _ = other;
        false
    }
}

macro_rules! forward {
    ($pointer:ty $(, $is_same:item)?) => {
        impl<T: Scalar, S: Stimulus<T> + ?Sized> Stimulus<T> for $pointer {
            #[inline(always)]
            fn current(&self, t: T) -> T {
                (**self).current(t)
            }

            #[inline]
            fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
                (**self).next_breakpoint(t, towards)
            }

            fn check(&self, span: &Range<T>) -> Result<(), Error> {
                (**self).check(span)
            }

            #[inline(always)]
            fn drive(&self, t: T, v: T) -> Drive<T> {
                (**self).drive(t, v)
            }

            fn dependence(&self) -> Dependence {
                (**self).dependence()
            }

            fn is_held(&self) -> bool {
                (**self).is_held()
            }

            fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
                (**self).next_crossing(level, t, towards)
            }

            $($is_same)?
        }
    };
}

forward!(
    &S,
    fn is_same(&self, other: &Self) -> bool {
        core::ptr::eq(*self, *other)
    }
);
#[cfg(feature = "alloc")]
forward!(Box<S>);
