//! Noise as a function of time: [`white_noise`], [`ornstein_uhlenbeck`].

use core::ops::Range;

use num_traits::Float;

use super::gaussian::gaussian;
use super::grid::Grid;
use super::{Stimulus, crossing_on_line};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

fn check_sigma<T: Scalar>(owner: &'static str, sigma: T) -> Result<(), Error> {
    let remedy = "give the standard deviation, 0 for none";
    let holds = sigma >= T::zero() && Float::is_finite(sigma);
    require(holds, owner, ("sigma", sigma), Bound::NonNegative, remedy)
}

/// The meaning of the step of a noise.
const KNOTS: &str = "give the time from one knot to the next";

/// The number of a knot as a counter: exact, since a checked grid has fewer than 2⁵³ knots.
#[allow(clippy::cast_possible_truncation, reason = "a whole number below 2⁵³")]
fn counter<T: Scalar>(k: T) -> i64 {
    k.to_f64() as i64
}

/// White noise held between knots; made by [`white_noise`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WhiteNoise<T> {
    sigma: T,
    grid: Grid<T>,
    seed: u64,
}

/// White noise of the intensity `sigma`, held between the knots k·`step`: each value is normal with
/// the variance σ²/step, independent of all others.
///
/// As the step goes to 0 its integral over a time t becomes a Wiener process with variance σ²·t,
/// which is what σ means (µA/cm²·√ms for a neuron). The same `seed` gives the same current, forward
/// and backward and with any method: a value is a function of seed and k. One normal number a
/// look-up.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let noise = stimulus::white_noise(2.0, 0.1, 7);
/// assert_eq!(noise.current(0.31), noise.current(0.39));
/// assert_eq!(noise.next_breakpoint(0.31, Direction::Forward), Some(0.4));
/// assert_ne!(noise.current(0.31), noise.current(0.41));
/// ```
pub fn white_noise<T: Scalar>(sigma: T, step: T, seed: u64) -> WhiteNoise<T> {
    WhiteNoise { sigma, grid: Grid { start: T::zero(), step }, seed }
}

impl<T> WhiteNoise<T> {
    /// The knots start + k·step instead of k·step.
    pub fn with_knots_from(self, start: T) -> Self {
        let Self { sigma, grid: Grid { step, .. }, seed } = self;
        Self { sigma, grid: Grid { start, step }, seed }
    }
}

impl<T: Scalar> Stimulus<T> for WhiteNoise<T> {
    #[inline]
    fn current(&self, t: T) -> T {
        let size = self.sigma / Float::sqrt(self.grid.step);
        size * T::lit(gaussian(self.seed, counter(self.grid.index(t))))
    }

    fn is_held(&self) -> bool {
        true
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        Some(self.grid.knot(self.grid.beyond(t, towards)))
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        check_sigma("white_noise", self.sigma)?;
        self.grid.check("white_noise", ("step", KNOTS), span)
    }
}

/// An Ornstein–Uhlenbeck process, exact at its knots; made by [`ornstein_uhlenbeck`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OrnsteinUhlenbeck<T> {
    sigma: T,
    tau: T,
    grid: Grid<T>,
    seed: u64,
}

/// The stationary Ornstein–Uhlenbeck process with mean 0, standard deviation `sigma` and
/// correlation time `tau`: exact at the knots k·`step`, linear between them, which are breakpoints.
///
/// ⟨x(t)·x(t + s)⟩ = σ²·e^(−|s|/τ). The same `seed` gives the same current, forward and backward
/// and with any method. A look-up starts from two values 2ᴸ knots apart, with 2ᴸ·step ≥ 40·τ (their
/// correlation, below 10⁻¹⁷, is left out), and halves the distance down to one knot: L + 2 normal
/// numbers, 11 for step = τ/10.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // 5 µA/cm² around a mean of 6.5, correlated over 3 ms.
/// let current = stimulus::ornstein_uhlenbeck(5.0, 3.0, 0.1, 42).plus(constant(6.5));
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(current);
/// let there = integrate(&axon, 0.0..50.0, axon.rest()?, Rk45.adaptive()).finish()?;
/// assert_eq!(there.t, 50.0);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn ornstein_uhlenbeck<T: Scalar>(sigma: T, tau: T, step: T, seed: u64) -> OrnsteinUhlenbeck<T> {
    OrnsteinUhlenbeck { sigma, tau, grid: Grid { start: T::zero(), step }, seed }
}

impl<T> OrnsteinUhlenbeck<T> {
    /// The knots start + k·step instead of k·step.
    pub fn with_knots_from(self, start: T) -> Self {
        let Self { sigma, tau, grid: Grid { step, .. }, seed } = self;
        Self { sigma, tau, grid: Grid { start, step }, seed }
    }
}

impl<T: Scalar> OrnsteinUhlenbeck<T> {
    /// The values at knots k and k + 1, for σ = 1.
    fn neighbours(&self, k: i64) -> (f64, f64) {
        let decay = self.grid.step.to_f64() / self.tau.to_f64();
        // Knots so far apart, as a power of two, that their values are independent.
        let mut width = 1_i64;
        #[allow(clippy::cast_precision_loss, reason = "a power of two")]
        while (width as f64) * decay < 40.0 && width < 1 << 50 {
            width *= 2;
        }
        let mut a = k.div_euclid(width) * width;
        let [mut x, mut y] = [a, a.wrapping_add(width)].map(|k| gaussian(self.seed, k));
        while width > 1 {
            width /= 2;
            let middle = a.wrapping_add(width);
            // Given x and y at equal distances, with the correlation r over each: normal with the
            // mean r·(x + y)/(1 + r²) and the variance (1 − r²)/(1 + r²).
            #[allow(clippy::cast_precision_loss, reason = "a power of two")]
            let d = width as f64 * decay;
            let (r, lost) = (Float::exp(-d), -Float::exp_m1(-2.0 * d));
            let all = 1.0 + r * r;
            let z = r / all * (x + y) + Float::sqrt(lost / all) * gaussian(self.seed, middle);
            if k < middle {
                y = z;
            } else {
                (a, x) = (middle, z);
            }
        }
        (x, y)
    }

    /// The knot before `t` and the values there and at the next.
    fn around(&self, t: T) -> (T, T, T) {
        let k = self.grid.index(t);
        let (x, y) = self.neighbours(counter(k));
        (k, self.sigma * T::lit(x), self.sigma * T::lit(y))
    }
}

impl<T: Scalar> Stimulus<T> for OrnsteinUhlenbeck<T> {
    #[inline]
    fn current(&self, t: T) -> T {
        let (k, x, y) = self.around(t);
        x + (y - x) * self.grid.part(t, k)
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        Some(self.grid.knot(self.grid.beyond(t, towards)))
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let (k, x, y) = self.around(towards.inside(t));
        let (from, to) = (self.grid.knot(k), self.grid.knot(k + T::one()));
        crossing_on_line((from, x), (to, y), level, t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let owner = "ornstein_uhlenbeck";
        check_sigma(owner, self.sigma)?;
        let holds = self.tau > T::zero() && Float::is_finite(self.tau);
        let remedy = "give the correlation time; `white_noise` has none";
        require(holds, owner, ("tau", self.tau), Bound::Positive, remedy)?;
        self.grid.check(owner, ("step", KNOTS), span)
    }
}
