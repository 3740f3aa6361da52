//! [`Combine`]: one stimulus made of others.

use core::ops::Range;

use super::{
    Clamped, Conducted, Delayed, Mapped, Plus, Product, Repeated, Scaled, Stimulus, Then, Windowed,
};
use crate::num::Scalar;

/// What makes one stimulus of others; every [`Stimulus`] has it, and the prelude brings it.
///
/// The law of the stimuli holds for what comes out: the breakpoints of the parts are announced
/// where they end up.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let shock = pulse(0.0..1.0, 150.0);
/// let two = shock.plus(shock.scaled(0.5).delayed(10.0));
/// assert_eq!([two.current(0.5), two.current(10.5)], [150.0, 75.0]);
/// ```
pub trait Combine<T: Scalar>: Stimulus<T> + Sized {
    /// The sum of two currents, with the breakpoints of both: what `a + b` would be if stimuli had
    /// operators.
    #[doc(alias = "+")]
    #[doc(alias = "add")]
    fn plus<O: Stimulus<T>>(self, other: O) -> Plus<Self, O> {
        Plus::new(self, other)
    }

    /// `factor` times the current.
    #[doc(alias = "*")]
    #[doc(alias = "mul")]
    fn scaled(self, factor: T) -> Scaled<Self, T> {
        Scaled::new(self, factor)
    }

    /// The same current, later by `delay` (earlier where it is negative).
    ///
    /// A breakpoint at b moves to the float nearest to b + `delay`, and the current changes at that
    /// float.
    fn delayed(self, delay: T) -> Delayed<Self, T> {
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
    fn product<O: Stimulus<T>>(self, other: O) -> Product<Self, O> {
        Product::new(self, other)
    }

    /// `map` of the current. It must be smooth: breakpoints of its own would not be announced (for
    /// bounds take [`clamped`](Combine::clamped)).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let squared = stimulus::sine(3.0, 4.0).mapped(|i: f64| i * i);
    /// assert!((squared.current(1.0) - 9.0).abs() < 1e-12);
    /// ```
    fn mapped<F: Fn(T) -> T>(self, map: F) -> Mapped<Self, F> {
        Mapped::new(self, map)
    }

    /// The current, kept between `low` and `high`.
    ///
    /// Where it meets a bound it has a kink, which is announced where the shape inside can solve
    /// for it: `ramp`, `sine`, `chirp`, the synaptic shapes, samples joined by lines,
    /// `ornstein_uhlenbeck`, and these scaled, delayed, windowed, repeated or in sequence. It is
    /// not for `plus`, `product`, `mapped`, `arrivals` and `waveform`: clamp their parts, or state
    /// the kinks of a `waveform`.
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
    fn clamped(self, low: T, high: T) -> Clamped<Self, T> {
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
    fn windowed(self, window: Range<T>) -> Windowed<Self, T> {
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
    fn repeated(self, period: T) -> Repeated<Self, T> {
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
    fn then<O: Stimulus<T>>(self, at: T, next: O) -> Then<Self, O, T> {
        Then::new(self, at, next)
    }

    /// This stimulus as a conductance g(t) that draws the membrane to the potential `reversal`
    /// (mV): the current g(t)·(E − V) into it, as of a synapse. g is in mS/cm², at a place of a
    /// [cable](crate::cable) in µS. Shape g first (bounds, products, maps), then conduct it.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let synapse = stimulus::alpha_function(5.0, 0.5, 2.0).conducted_to(65.0);
    /// assert_eq!(synapse.drive(7.0, 25.0).inflow(25.0), 20.0);
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(synapse);
    /// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// assert_eq!(solution.events(&Membrane::rises_through(50.0))?.len(), 1);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    fn conducted_to(self, reversal: T) -> Conducted<Self, T> {
        Conducted::new(self, reversal)
    }
}

impl<T: Scalar, S: Stimulus<T>> Combine<T> for S {}
