//! The equilibria, Hopf points, folds, trials, limit cycles and travelling waves of the squid axon.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::{
    Equilibrium, Fold, Hopf, LimitCycle, TravellingWave, Trial, equilibria, fold_points,
    hopf_points, limit_cycle, settled, travelling_waves,
};
use crate::Error;
use crate::cable::Fibre;
use crate::ensemble::LaneScalar;
use crate::error::{Bound, require};
use crate::neuron::{HodgkinHuxley, Membrane};
use crate::ode::{Real, Scalar};

/// The time (ms) in which the axon settles into its cycle; near the Hopf currents Newton's method
/// does the rest.
const SETTLING: f64 = 400.0;

impl<R: Real, S> HodgkinHuxley<R, S> {
    /// I∞(V): the ionic current (µA/cm², outward positive) of the membrane held at `v` (mV) until
    /// its gates have relaxed. Under the constant current I∞(V) the potential V is an equilibrium.
    pub fn steady_current(&self, v: R) -> R {
        self.currents(&self.clamped_at(v)).total()
    }
}

impl<T: Scalar, S> HodgkinHuxley<T, S> {
    /// All equilibria under the constant `current` (µA/cm², inward positive) instead of the
    /// stimulus, ascending in V: the zeros of I − I∞(V).
    ///
    /// They lie between the reversal potentials, extended by I/ḡL: beyond it the leak alone exceeds
    /// the current.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the current is not finite, or where there is no leak to bound the
    /// search.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let [rest] = &axon.equilibria(0.0)?[..] else { unreachable!() };
    /// assert!(rest.is_stable());
    /// assert!(!axon.equilibria(20.0)?[0].is_stable()); // it spikes
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn equilibria(&self, current: T) -> Result<Vec<Equilibrium<Membrane<T>>>, Error> {
        let range = self.range_under(current)?;
        let axon = self.under(current);
        equilibria(&axon, T::zero(), |v| axon.clamped_at(v), range)
    }

    /// The constant currents (µA/cm²) at which an equilibrium begins or ceases to oscillate,
    /// ascending in V: the lower and the upper Hopf current for the squid axon, and an empty list
    /// above 28.86 °C, where it cannot fire repetitively any more.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where a parameter makes the Jacobian infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Temperature;
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let [lower, upper] = axon.hopf_points()?[..] else { unreachable!() };
    /// assert!((lower.parameter - 9.7754379953931).abs() < 1e-9);
    /// assert!((upper.parameter - 154.522433665808).abs() < 1e-9);
    /// assert!(
    ///     axon.at_temperature(Temperature::from_celsius(30.0)).hopf_points()?.is_empty()
    /// );
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn hopf_points(&self) -> Result<Vec<Hopf<Membrane<T>>>, Error> {
        let system = |current| self.under(current);
        let branch = |v| Ok((self.steady_current(v), self.clamped_at(v)));
        hopf_points(system, branch, self.reversal_range())
    }

    /// The constant currents (µA/cm²) at which two equilibria meet and vanish (folds, or
    /// saddle-nodes), with V between the reversal potentials, ascending in V; none for the squid
    /// axon as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where a parameter makes the Jacobian infinite.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // In much potassium outside, the axon rests at three potentials at once.
    /// let e_k = Potential::from_millivolts(40.0);
    /// let axon = HodgkinHuxley::new(Parameters { e_k, ..Parameters::squid_axon() })?;
    /// let fold = axon.fold_points()?[0].parameter;
    /// assert_eq!(axon.equilibria(fold - 1.0)?.len(), 1);
    /// assert_eq!(axon.equilibria(fold + 1.0)?.len(), 3);
    /// assert!(HodgkinHuxley::<f64>::squid_axon().fold_points()?.is_empty());
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn fold_points(&self) -> Result<Vec<Fold<Membrane<T>>>, Error> {
        let branch = |v| Ok((self.steady_current(v), self.clamped_at(v)));
        fold_points(|current| self.under(current), branch, self.reversal_range())
    }

    /// A [`Trial`] of the axon from its rest without stimulus over `duration` (ms), which fires
    /// where V rises through 50 mV above the origin of its potential.
    ///
    /// # Errors
    ///
    /// As [`rest`](HodgkinHuxley::rest).
    pub fn trial(&self, duration: T) -> Result<Trial<Membrane<T>>, Error> {
        let level = self.parameters().origin.as_millivolts() + T::lit(50.0);
        Ok(Trial::new(self.rest()?, duration, level))
    }

    /// The limit cycle into which the axon settles from its rest under the constant `current`
    /// (µA/cm²): its period, its extent and its Floquet multipliers.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where it is silent after the first spikes; and as
    /// [`limit_cycle`](fn@crate::limit_cycle).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// assert!((axon.limit_cycle(20.0)?.period - 11.5647).abs() < 1e-3); // ms
    /// assert!(axon.limit_cycle(2.0).is_err());
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn limit_cycle(&self, current: T) -> Result<LimitCycle<Membrane<T>>, Error> {
        let axon = self.under(current);
        let (y, period) = settled(&axon, self.rest()?, T::lit(SETTLING))?;
        limit_cycle(&axon, y, period)
    }

    fn range_under(&self, current: T) -> Result<Range<T>, Error> {
        let remedy = "give the current in µA/cm²";
        require(current.is_finite(), "equilibria", ("current", current), Bound::Finite, remedy)?;
        let g_l = self.parameters().g_l.as_millisiemens_per_cm2();
        let remedy = "give the membrane a leak; without one the potential may have no bound";
        require(g_l > T::zero(), "equilibria", ("g_l", g_l), Bound::Positive, remedy)?;
        // A little more than it needs, so that rounding leaves no zero outside.
        let (range, excursion) = (self.reversal_range(), current / g_l);
        let (zero, margin) = (T::zero(), T::one());
        Ok(range.start + Float::min(excursion, zero) - margin
            ..range.end + Float::max(excursion, zero) + margin)
    }
}

impl<T: LaneScalar + Default, S> HodgkinHuxley<T, S> {
    /// The slow and the fast wave of constant shape that the axon carries along a fibre, without
    /// its stimulus: [`travelling_waves`](fn@travelling_waves) between its reversal potentials.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where it is too warm, and as `travelling_waves`.
    ///
    /// # Example
    ///
    /// The spike that Hodgkin and Huxley computed, at 18.8 m/s by hand:
    ///
    /// ```
    /// use excitable::Temperature;
    /// use excitable::cable::Fibre;
    /// use excitable::neuron::{Length, Resistivity};
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(18.5));
    /// let fibre = Fibre {
    ///     length: Length::from_centimetres(1.0), // any length will do
    ///     diameter: Length::from_micrometres(476.0),
    ///     resistivity: Resistivity::from_ohm_centimetres(35.4),
    /// };
    /// let [slow, fast] = axon.travelling_waves(&fibre)?;
    /// assert!((fast.velocity - 18.731888_f64).abs() < 1e-6); // m/s
    /// assert!(slow.velocity < 0.5 * fast.velocity);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn travelling_waves(
        &self,
        fibre: &Fibre<T>,
    ) -> Result<[TravellingWave<Membrane<T>>; 2], Error> {
        let axon = self.under(T::zero());
        travelling_waves(&axon, self.rest()?, self.reversal_range(), fibre)
    }
}
