//! [`arrivals`]: the currents that many spikes set off at a synapse.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::kernel::Kernel;
use super::{Stimulus, require_finite, zero};
use crate::Error;
use crate::ode::{Direction, Scalar, check_ascending};

/// The currents of many spikes; made by [`arrivals`](fn@arrivals).
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Arrivals<X, K, T> {
    times: X,
    kernel: K,
    /// Σᵢ wᵢ·slow(tₙ − tᵢ) and Σᵢ wᵢ·k(tₙ − tᵢ) right after the arrival n.
    arrived: Vec<[T; 2]>,
}

impl<X, K: fmt::Debug, T> fmt::Debug for Arrivals<X, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrivals").field("kernel", &self.kernel).finish_non_exhaustive()
    }
}

/// The sum of a `kernel` for each of the spikes that arrive at `times`: Σᵢ k(t − tᵢ), over tᵢ ≤ t.
///
/// The kernel is the current of a spike at 0: [`exponential`](super::exponential),
/// [`alpha_function`](super::alpha_function) or
/// [`double_exponential`](super::double_exponential). Its onset is the delay from a spike to its
/// current, its amplitude the weight, to which [`weighted`](Arrivals::weighted) adds one for each
/// spike. As a conductance: [`conducted_to`](super::Combine::conducted_to).
///
/// The times may be a `Vec`, an array or a slice, ascending, some of them equal. Each is a
/// breakpoint. A look-up is O(log n), whatever has arrived before: what that left is kept as two
/// numbers for each spike, which needs `alloc`.
///
/// # Errors
///
/// A time that is not finite or before the last one; numbers that are no kernel.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // 20 synapses at 10 Hz each, 0.1 mS/cm² a spike: 0.2 spikes a ms, over 200 ms.
/// let spikes = stimulus::poisson(0.2, 0.0..200.0, 1)?;
/// let kernel = stimulus::double_exponential(1.0, 0.1, 0.5, 3.0);
/// let synapses = stimulus::arrivals(&spikes, kernel)?.conducted_to(65.0);
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(synapses);
/// let solution = integrate(&axon, 0.0..200.0, axon.rest()?, Rk45.adaptive()).solution()?;
/// assert!(solution.events(&Membrane::rises_through(50.0))?.len() > 2);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn arrivals<T: Scalar, X: AsRef<[T]>, K: Kernel<T>>(
    times: X,
    kernel: K,
) -> Result<Arrivals<X, K, T>, Error> {
    let arrivals = Arrivals { times, kernel, arrived: Vec::new() };
    arrivals.check(&(zero()..zero()))?;
    Ok(arrivals.with_weights(core::iter::repeat(T::one())))
}

impl<T: Scalar, X: AsRef<[T]>, K: Kernel<T>> Arrivals<X, K, T> {
    /// The same spikes, the current of each multiplied by its own weight.
    ///
    /// # Errors
    ///
    /// Another number of weights than of spikes, a weight that is not finite.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let kernel = stimulus::exponential(0.0, 2.0, 5.0);
    /// let spikes = stimulus::arrivals([1.0, 1.0], kernel)?.weighted([1.0, -0.25])?;
    /// assert_eq!(spikes.current(1.0), 1.5);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn weighted(self, weights: impl AsRef<[T]>) -> Result<Self, Error> {
        let (owner, field, weights) = ("arrivals", "weights", weights.as_ref());
        let (expected, found) = (self.times.as_ref().len(), weights.len());
        if expected != found {
            let remedy = "give a weight for each time";
            return Err(Error::Length { owner, field, expected, found, remedy });
        }
        weights.iter().try_for_each(|&w| require_finite(owner, field, w))?;
        Ok(self.with_weights(weights.iter().copied()))
    }

    fn with_weights(mut self, weights: impl Iterator<Item = T>) -> Self {
        let (mut last, mut state) = (T::neg_infinity(), [zero(); 2]);
        self.arrived.clear();
        for (&t, w) in self.times.as_ref().iter().zip(weights) {
            if last.is_finite() {
                state = self.later(state, t - last);
            }
            // slow(0) = 1. An exponential is not 0 at once, but needs no second number.
            state[0] = state[0] + w;
            self.arrived.push(state);
            last = t;
        }
        self
    }

    /// What `arrived` becomes after the time `s`, without a further arrival.
    #[inline(always)]
    fn later(&self, [a, k]: [T; 2], s: T) -> [T; 2] {
        let [slow, kernel, fast] = self.kernel.parts(s);
        [a * slow, a * kernel + k * fast]
    }

    /// The number of arrivals, delayed, that `holds` is true of: the first ones.
    fn count(&self, holds: impl Fn(T) -> bool) -> usize {
        let onset = self.kernel.onset();
        self.times.as_ref().partition_point(|&t| holds(t + onset))
    }
}

impl<T: Scalar, X: AsRef<[T]>, K: Kernel<T>> Stimulus<T> for Arrivals<X, K, T> {
    #[inline]
    fn current(&self, t: T) -> T {
        let last = self.count(|b| b <= t).checked_sub(1);
        let last = last.and_then(|n| self.times.as_ref().get(n).zip(self.arrived.get(n)));
        last.map_or(zero(), |(&at, &arrived)| {
            let s = t - (at + self.kernel.onset());
            self.kernel.amplitude() * self.later(arrived, s)[1]
        })
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let next = match towards {
            Direction::Forward => Some(self.count(|b| b <= t)),
            Direction::Backward => self.count(|b| b < t).checked_sub(1),
        };
        let at = next.and_then(|n| self.times.as_ref().get(n));
        at.map(|&at| at + self.kernel.onset())
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.kernel.check(span)?;
        check_ascending("arrivals", "times", self.times.as_ref())
    }
}
