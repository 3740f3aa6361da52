//! Stimuli: currents that know their own corners.
//!
//! | shape | current |
//! |---|---|
//! | [`constant`] | the same at all times |
//! | [`pulse`] | an amplitude inside a window |
//! | [`train`] | a pulse repeated, endless or counted |
//! | [`from_fn`](fn@from_fn) | any function, with its corners stated |
//!
//! Combined with [`plus`](Stimulus::plus), [`scaled`](Stimulus::scaled), [`delayed`](Stimulus::delayed).
//!
//! The unit of the current is the model's: µA/cm² for the [neuron](crate::neuron) wing, inward
//! (depolarising) positive; the unit of time is ms there.

mod combinators;
mod delayed;
mod from_fn;
mod shapes;

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use core::ops::Range;

use crate::Error;
use crate::ode::{Direction, Real, Scalar};

pub use combinators::{Plus, Scaled};
pub use delayed::Delayed;
pub use from_fn::{FromFn, from_fn};
pub use shapes::{Constant, Pulse, Train, constant, pulse, train};

/// A current as a function of time, which knows where it jumps or kinks.
///
/// # Law
///
/// The float that decides `current` is the float that `next_breakpoint` returns: at a corner b,
/// `current(b)` is already the later piece and the float below b is the last of the earlier one.
/// Every jump and kink is announced, forward and backward; announcing more is allowed.
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
    note = "a current is made by `constant`, `pulse`, `train` or `stimulus::from_fn`, in the number type of the neuron"
)]
pub trait Stimulus<T: Scalar> {
    /// The current at `t`.
    fn current(&self, t: T) -> T;

    /// The first corner strictly beyond `t`.
    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T>;

    /// What is wrong with the numbers this stimulus was made of, in a run over `span` (which may run
    /// backward).
    ///
    /// # Errors
    ///
    /// The first field that violates its bound, or a corner that the floats of the span cannot place;
    /// a run returns it before its first step.
    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let _ = span;
        Ok(())
    }

    /// The sum of two currents, with the corners of both.
    fn plus<O: Stimulus<T>>(self, other: O) -> Plus<Self, O>
    where
        Self: Sized,
    {
        Plus::new(self, other)
    }

    /// `factor` times the current.
    fn scaled(self, factor: T) -> Scaled<Self, T>
    where
        Self: Sized,
    {
        Scaled::new(self, factor)
    }

    /// The same current, later by `delay` (earlier where it is negative).
    ///
    /// A corner at b moves to the float nearest to b + `delay`, and the current changes at that float.
    fn delayed(self, delay: T) -> Delayed<Self, T>
    where
        Self: Sized,
    {
        Delayed::new(self, delay)
    }
}

macro_rules! forward {
    ($($pointer:tt)+) => {
        impl<T: Scalar, S: Stimulus<T> + ?Sized> Stimulus<T> for $($pointer)+ {
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
        }
    };
}

forward!(&S);
#[cfg(feature = "alloc")]
forward!(Box<S>);

/// How much of its length the spacing of floats may take from a stretch between two corners, or add to it.
const ROUNDING: f64 = 0.01;

fn zero<T: Real>() -> T {
    T::lit(0.0)
}
