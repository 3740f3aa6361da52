//! [`Blocked`]: a conductance that magnesium blocks where the membrane is polarised.

use core::ops::Range;

use num_traits::Float;

use super::{Conducted, Dependence, Drive, Stimulus, require_finite, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::num::Real;
use crate::ode::{Direction, Scalar};

/// The concentration that halves the conductance at 0 mV (mM).
const HALF: f64 = 3.57;
/// The steepness of the block (1/mV).
const STEEPNESS: f64 = 0.062;

/// A conductance that magnesium blocks; see
/// [`Conducted::blocked_by_magnesium`](super::Conducted::blocked_by_magnesium).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Blocked<S, T> {
    conducted: Conducted<S, T>,
    magnesium: T,
    origin: T,
}

impl<S, T> Conducted<S, T> {
    /// This conductance as that of NMDA receptors, which `magnesium` (mM) outside the cell blocks
    /// while the membrane is polarised: a factor 1/(1 + \[Mg\]/3.57·e^(−0.062·(V − `origin`))).
    ///
    /// The law counts the potential absolutely, inside against outside: `origin` is the V of 0 mV.
    /// That is 0 where the neuron rests near −65 mV, and 65 where V is counted from rest as in 1952
    /// (`squid_axon()`): 65 mV above the neuron's `parameters().origin`.
    ///
    /// C. E. Jahr, C. F. Stevens, *J. Neurosci.* 10 (1990) 3178. Exponential methods and the
    /// Jacobian see the slope of the block.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().shifted(-65.0);
    /// let nmda = |g| {
    ///     let opened = stimulus::double_exponential(5.0, g, 4.0, 80.0).conducted_to(0.0);
    ///     opened.blocked_by_magnesium(1.0, 0.0)
    /// };
    /// // At rest 6 % are open, at −20 mV half: more current flows where less drives it.
    /// let inflow = |v| nmda(0.1).drive(20.0, v).inflow(v);
    /// assert!(inflow(-20.0) > 2.0 * inflow(-65.0));
    ///
    /// let axon = axon.with_stimulus(nmda(1.0));
    /// let solution = integrate(&axon, 0.0..60.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// assert_eq!(solution.events(&Membrane::rises_through(-15.0))?.len(), 2);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn blocked_by_magnesium(self, magnesium: T, origin: T) -> Blocked<S, T> {
        Blocked { conducted: self, magnesium, origin }
    }
}

impl<S, T: Scalar> Blocked<S, T> {
    /// The part that is open at the potential `v`.
    #[inline]
    fn open(&self, v: T) -> T {
        // 1/(1 + [Mg]/3.57·e^(−0.062·V))
        let bound = self.magnesium / T::lit(HALF);
        let e = Real::exp(T::lit(-STEEPNESS) * (v - self.origin));
        T::one() / (T::one() + bound * e)
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Blocked<S, T> {
    /// The current into a membrane at V = 0.
    fn current(&self, t: T) -> T {
        self.conducted.current(t) * self.open(zero())
    }

    #[inline]
    fn drive(&self, t: T, v: T) -> Drive<T> {
        let (whole, open) = (self.conducted.drive(t, v), self.open(v));
        let inflow = open * whole.inflow(v);
        // d(open)/dV = 0.062·open·(1 − open), so that −dI/dV = open·g − 0.062·(1 − open)·I
        let conductance = open * whole.linear().1 - T::lit(STEEPNESS) * (T::one() - open) * inflow;
        // The line that touches I(V) at v.
        Drive { current: inflow + conductance * v, conductance: Some(conductance) }
    }

    fn dependence(&self) -> Dependence {
        Dependence::Curved
    }

    fn is_held(&self) -> bool {
        self.conducted.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.conducted.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let (owner, remedy) =
            ("blocked_by_magnesium", "give the concentration in mM, 0 for no block");
        let holds = self.magnesium >= zero() && Float::is_finite(self.magnesium);
        require(holds, owner, ("magnesium", self.magnesium), Bound::NonNegative, remedy)?;
        require_finite(owner, "origin", self.origin)?;
        self.conducted.check(span)
    }
}
