//! The shapes of synaptic currents: [`exponential`], [`alpha_function`], [`double_exponential`].

use core::ops::Range;

use num_traits::Float;

use super::kernel::Kernel;
use super::{Stimulus, nearest, require_finite, require_positive, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

macro_rules! synaptic {
    ($name:ident, $owner:literal) => {
        impl<T: Scalar> Stimulus<T> for $name<T> {
            #[inline]
            fn current(&self, t: T) -> T {
                let s = t - self.onset;
                if t < self.onset { zero() } else { self.amplitude * self.at(s) }
            }

            fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
                towards.first_beyond(t, &[self.onset])
            }

            fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
                let passes = self.passes(level).into_iter().flatten();
                nearest(passes.map(|s| self.onset + s), t, towards)
            }

            fn check(&self, _: &Range<T>) -> Result<(), Error> {
                require_finite($owner, "onset", self.onset)?;
                require_finite($owner, "amplitude", self.amplitude)?;
                self.check_times()
            }
        }
    };
}

/// What every kernel has as a field.
macro_rules! kernel {
    () => {
        #[inline(always)]
        fn onset(&self) -> T {
            self.onset
        }

        #[inline(always)]
        fn amplitude(&self) -> T {
            self.amplitude
        }
    };
}

/// A jump that decays; made by [`exponential`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Exponential<T> {
    onset: T,
    amplitude: T,
    tau: T,
}

/// `amplitude`·e^(−s/τ) with s = t − `onset` ≥ 0, zero before.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let e = stimulus::exponential(5.0, 3.0, 2.0);
/// assert_eq!([e.current(4.9), e.current(5.0)], [0.0, 3.0]);
/// assert!((e.current(7.0) - 3.0 / std::f64::consts::E).abs() < 1e-15);
/// ```
pub const fn exponential<T>(onset: T, amplitude: T, tau: T) -> Exponential<T> {
    Exponential { onset, amplitude, tau }
}

impl<T: Scalar> Kernel<T> for Exponential<T> {
    kernel!();

    #[inline(always)]
    fn at(&self, s: T) -> T {
        Float::exp(-s / self.tau)
    }

    #[inline(always)]
    fn parts(&self, s: T) -> [T; 3] {
        let k = self.at(s);
        [k, k, zero()]
    }

    fn peak_time(&self) -> T {
        zero()
    }

    fn slowest(&self) -> T {
        self.tau
    }
}

impl<T: Scalar> Exponential<T> {
    fn check_times(&self) -> Result<(), Error> {
        require_positive("exponential", "tau", self.tau)
    }
}

synaptic!(Exponential, "exponential");

/// The alpha function of a synapse; made by [`alpha_function`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AlphaFunction<T> {
    onset: T,
    amplitude: T,
    tau: T,
}

/// `amplitude`·(s/τ)·e^(1 − s/τ) with s = t − `onset` ≥ 0, zero before: highest, at `amplitude`,
/// after the time `tau`.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let a = stimulus::alpha_function(5.0, 3.0, 2.0);
/// assert_eq!([a.current(4.9), a.current(7.0)], [0.0, 3.0]);
/// assert_eq!(a.next_breakpoint(0.0, Direction::Forward), Some(5.0));
/// ```
pub const fn alpha_function<T>(onset: T, amplitude: T, tau: T) -> AlphaFunction<T> {
    AlphaFunction { onset, amplitude, tau }
}

impl<T: Scalar> Kernel<T> for AlphaFunction<T> {
    kernel!();

    #[inline(always)]
    fn at(&self, s: T) -> T {
        let x = s / self.tau;
        x * Float::exp(T::one() - x)
    }

    #[inline(always)]
    fn parts(&self, s: T) -> [T; 3] {
        let x = s / self.tau;
        let decayed = Float::exp(-x);
        [decayed, T::lit(core::f64::consts::E) * x * decayed, decayed]
    }

    fn peak_time(&self) -> T {
        self.tau
    }

    fn slowest(&self) -> T {
        self.tau
    }
}

impl<T: Scalar> AlphaFunction<T> {
    fn check_times(&self) -> Result<(), Error> {
        require_positive("alpha_function", "tau", self.tau)
    }
}

synaptic!(AlphaFunction, "alpha_function");

/// A difference of two exponentials; made by [`double_exponential`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DoubleExponential<T> {
    onset: T,
    amplitude: T,
    tau_rise: T,
    tau_decay: T,
    /// 1/(e^(−s/τd) − e^(−s/τr)) at its peak.
    per_peak: T,
}

/// `amplitude`·(e^(−s/τd) − e^(−s/τr))/peak with s = t − `onset` ≥ 0, zero before; divided by its
/// own peak, so that the highest current is `amplitude`. `tau_rise` must be shorter than
/// `tau_decay`.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let d = stimulus::double_exponential(0.0, 2.0, 0.5, 5.0);
/// let peak = 0.5 * 5.0 / 4.5 * 10.0_f64.ln(); // τr·τd/(τd − τr)·ln(τd/τr)
/// assert!((d.current(peak) - 2.0).abs() < 1e-14);
/// ```
pub fn double_exponential<T: Scalar>(
    onset: T,
    amplitude: T,
    tau_rise: T,
    tau_decay: T,
) -> DoubleExponential<T> {
    let plain = DoubleExponential { onset, amplitude, tau_rise, tau_decay, per_peak: T::one() };
    DoubleExponential { per_peak: T::one() / plain.difference(plain.peak_time()), ..plain }
}

impl<T: Scalar> DoubleExponential<T> {
    fn difference(&self, s: T) -> T {
        // e^(−s/τd) − e^(−s/τr), without cancellation where the two are close.
        let faster = T::one() / self.tau_rise - T::one() / self.tau_decay;
        -Float::exp(-s / self.tau_decay) * Float::exp_m1(-s * faster)
    }

    fn check_times(&self) -> Result<(), Error> {
        let (owner, rise, decay) = ("double_exponential", self.tau_rise, self.tau_decay);
        require_positive(owner, "tau_rise", rise)?;
        require_positive(owner, "tau_decay", decay)?;
        let bound = Bound::Above("tau_rise", rise.into());
        let remedy = "it rises faster than it decays; for equal times take `alpha_function`";
        require(decay > rise, owner, ("tau_decay", decay), bound, remedy)
    }
}

impl<T: Scalar> Kernel<T> for DoubleExponential<T> {
    kernel!();

    #[inline(always)]
    fn at(&self, s: T) -> T {
        self.difference(s) * self.per_peak
    }

    #[inline(always)]
    fn parts(&self, s: T) -> [T; 3] {
        [Float::exp(-s / self.tau_decay), self.at(s), Float::exp(-s / self.tau_rise)]
    }

    fn peak_time(&self) -> T {
        let (rise, decay) = (self.tau_rise, self.tau_decay);
        rise * decay / (decay - rise) * Float::ln(decay / rise)
    }

    fn slowest(&self) -> T {
        self.tau_decay
    }
}

synaptic!(DoubleExponential, "double_exponential");
