//! [`Stimulus`]: a current as a function of time.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::ops::Range;

use super::{
    Clamped, Conducted, Delayed, Drive, Mapped, Plus, Product, Repeated, Scaled, Then, Windowed,
};
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

    /// Returns the current and the conductance at `t`. Provided: the current alone; only
    /// [`conducted_to`](Stimulus::conducted_to) and [`voltage_source`](super::voltage_source) open
    /// a conductance.
    #[inline(always)]
    fn drive(&self, t: T) -> Drive<T> {
        Drive::of(self.current(t))
    }

    /// Whether the stimulus opens a conductance at any time, and so depends on the potential.
    fn conducts(&self) -> bool {
        false
    }

    /// Whether current and conductance are constant between breakpoints, so that a solver asks for
    /// them once in each segment. Provided: no.
    fn is_held(&self) -> bool {
        false
    }

    /// Returns the first instant strictly beyond `t` at which the current passes `level`, no
    /// farther than the next breakpoint; `None` where there is none, or where this shape cannot
    /// solve for it. [`clamped`](Stimulus::clamped) announces it as a breakpoint.
    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let _ = (level, t, towards);
        None
    }

    /// The sum of two currents, with the breakpoints of both.
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
    /// A breakpoint at b moves to the float nearest to b + `delay`, and the current changes at that
    /// float.
    fn delayed(self, delay: T) -> Delayed<Self, T>
    where
        Self: Sized,
    {
        Delayed::new(self, delay)
    }

    /// The product of two currents: a carrier and its envelope.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let gated = stimulus::sine(10.0, 2.0).product(pulse(5.0..9.0, 1.0));
    /// assert_eq!(gated.current(3.5), 0.0);
    /// ```
    fn product<O: Stimulus<T>>(self, other: O) -> Product<Self, O>
    where
        Self: Sized,
    {
        Product::new(self, other)
    }

    /// `map` of the current. It must be smooth: breakpoints of its own would not be announced (for
    /// bounds take [`clamped`](Stimulus::clamped)).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let squared = stimulus::sine(3.0, 4.0).mapped(|i: f64| i * i);
    /// assert!((squared.current(1.0) - 9.0).abs() < 1e-12);
    /// ```
    fn mapped<F: Fn(T) -> T>(self, map: F) -> Mapped<Self, F>
    where
        Self: Sized,
    {
        Mapped::new(self, map)
    }

    /// The current, kept between `low` and `high`.
    ///
    /// Where it meets a bound it has a kink, which is announced where the shape inside can solve
    /// for it: `ramp`, `sine`, `chirp`, the synaptic shapes, samples joined by lines,
    /// `ornstein_uhlenbeck`, and these scaled, delayed, windowed, repeated or in sequence. It is
    /// not for `plus`, `product`, `mapped` and `waveform`: clamp their parts, or state the kinks of
    /// a `waveform`.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let half = stimulus::ramp(0.0..10.0, 0.0..10.0).clamped(0.0, 4.0);
    /// assert_eq!(
    ///     (half.current(7.0), half.next_breakpoint(0.0, Direction::Forward)),
    ///     (4.0, Some(4.0))
    /// );
    /// ```
    fn clamped(self, low: T, high: T) -> Clamped<Self, T>
    where
        Self: Sized,
    {
        Clamped::new(self, low, high)
    }

    /// The current inside the half-open `window`, zero outside.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let burst = stimulus::sine(10.0, 2.0).windowed(5.0..9.0);
    /// assert_eq!(
    ///     (burst.current(3.5), burst.next_breakpoint(0.0, Direction::Forward)),
    ///     (0.0, Some(5.0))
    /// );
    /// ```
    fn windowed(self, window: Range<T>) -> Windowed<Self, T>
    where
        Self: Sized,
    {
        Windowed::new(self, window)
    }

    /// The current from 0 to `period`, repeated from t = 0 on, zero before;
    /// [`times`](Repeated::times) bounds the number of repetitions.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let pairs = pulse(0.0..1.0, 20.0).plus(pulse(4.0..5.0, 20.0)).repeated(50.0).times(3);
    /// assert_eq!([pairs.current(54.5), pairs.current(154.5)], [20.0, 0.0]);
    /// ```
    fn repeated(self, period: T) -> Repeated<Self, T>
    where
        Self: Sized,
    {
        Repeated::new(self, period)
    }

    /// This current before `at`, and from there on `next`, whose own time starts at 0 there.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let steps = pulse(0.0..1.0, 150.0).then(10.0, pulse(0.0..1.0, 50.0));
    /// assert_eq!(
    ///     [steps.current(0.5), steps.current(5.0), steps.current(10.5)],
    ///     [150.0, 0.0, 50.0]
    /// );
    /// ```
    fn then<O: Stimulus<T>>(self, at: T, next: O) -> Then<Self, O, T>
    where
        Self: Sized,
    {
        Then::new(self, at, next)
    }

    /// This stimulus as a conductance g(t) (mS/cm²) that draws the membrane to the potential
    /// `reversal` (mV): the current g(t)·(E − V) into it, as of a synapse. Shape g first (bounds,
    /// products, maps), then conduct it.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let synapse = stimulus::alpha_function(5.0, 0.5, 2.0).conducted_to(65.0);
    /// assert_eq!(synapse.drive(7.0).inflow(25.0), 20.0);
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(synapse);
    /// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// assert_eq!(solution.events(&Membrane::rises_through(50.0))?.len(), 1);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    fn conducted_to(self, reversal: T) -> Conducted<Self, T>
    where
        Self: Sized,
    {
        Conducted::new(self, reversal)
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

            #[inline(always)]
            fn drive(&self, t: T) -> Drive<T> {
                (**self).drive(t)
            }

            fn conducts(&self) -> bool {
                (**self).conducts()
            }

            fn is_held(&self) -> bool {
                (**self).is_held()
            }

            fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
                (**self).next_crossing(level, t, towards)
            }
        }
    };
}

forward!(&S);
#[cfg(feature = "alloc")]
forward!(Box<S>);
