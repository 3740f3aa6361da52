//! [`Parameters`] of the Hodgkin–Huxley membrane.

use num_traits::Float;

use super::{Capacitance, Conductance, Potential, Temperature};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Real, Scalar};

/// The numbers of the Hodgkin–Huxley membrane, each with its unit.
///
/// Change some of them with the struct update syntax;
/// [`HodgkinHuxley::new`](super::HodgkinHuxley::new) checks them once.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::Conductance;
/// use excitable::stimulus::Constant;
///
/// let parameters = Parameters {
///     g_k: Conductance::from_millisiemens_per_cm2(-36.0),
///     ..Parameters::squid_axon()
/// };
/// let error = HodgkinHuxley::<f64>::new(parameters).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "Parameters: g_k = -36, but it must be >= 0: give the conductance in mS/cm²"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Parameters<T> {
    /// Membrane capacitance C, > 0.
    pub c_m: Capacitance<T>,
    /// Maximal sodium conductance ḡNa, ≥ 0.
    pub g_na: Conductance<T>,
    /// Maximal potassium conductance ḡK, ≥ 0.
    pub g_k: Conductance<T>,
    /// Leak conductance ḡL, ≥ 0.
    pub g_l: Conductance<T>,
    /// Sodium reversal potential ENa.
    pub e_na: Potential<T>,
    /// Potassium reversal potential EK.
    pub e_k: Potential<T>,
    /// Leak reversal potential EL.
    pub e_l: Potential<T>,
    /// The potential from which the Hodgkin–Huxley rates count V: 0 in the convention of 1952, −65
    /// mV where rest is near −65 mV. [`shifted`](Parameters::shifted) moves it with the reversal
    /// potentials.
    pub origin: Potential<T>,
    /// The temperature: the gates are 3^((T − 6.3 °C)/10 °C) times as fast as at 6.3 °C, where the
    /// Hodgkin–Huxley rates were measured. Conductances and reversal potentials stay as they are.
    pub temperature: Temperature<T>,
}

impl<T: Real> Parameters<T> {
    /// The squid axon of Hodgkin and Huxley (1952), table 3, with rest near 0 mV: C 1 µF/cm²; ḡNa
    /// 120, ḡK 36, ḡL 0.3 mS/cm²; ENa 115, EK −12, EL 10.613 mV.
    ///
    /// With EL = 10.613 as printed, rest is at 0.0036207 mV.
    pub fn squid_axon() -> Self {
        let conductance = |g| Conductance::from_millisiemens_per_cm2(T::lit(g));
        let potential = |e| Potential::from_millivolts(T::lit(e));
        Self {
            c_m: Capacitance::from_microfarads_per_cm2(T::lit(1.0)),
            g_na: conductance(120.0),
            g_k: conductance(36.0),
            g_l: conductance(0.3),
            e_na: potential(115.0),
            e_k: potential(-12.0),
            e_l: potential(10.613),
            origin: potential(0.0),
            temperature: Temperature::from_celsius(T::lit(6.3)),
        }
    }

    /// The same membrane with all potentials counted from another zero, `by` mV lower: −65 gives
    /// the modern convention with rest near −65 mV.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let modern = Parameters::<f64>::squid_axon().shifted(-65.0);
    /// assert_eq!(
    ///     (modern.e_na.as_millivolts(), modern.e_k.as_millivolts()),
    ///     (50.0, -77.0)
    /// );
    /// ```
    pub fn shifted(self, by: T) -> Self {
        let move_up = |e: Potential<T>| Potential::from_millivolts(e.as_millivolts() + by);
        let [e_na, e_k, e_l, origin] = [self.e_na, self.e_k, self.e_l, self.origin].map(move_up);
        Self { e_na, e_k, e_l, origin, ..self }
    }
}

impl<T: Scalar> Parameters<T> {
    /// Whether these numbers describe a membrane.
    ///
    /// # Errors
    ///
    /// The first parameter that violates its bound, with its value.
    pub fn check(&self) -> Result<(), Error> {
        let (owner, zero) = ("Parameters", T::lit(0.0));
        let c_m = self.c_m.as_microfarads_per_cm2();
        let remedy = "give the capacitance in µF/cm²";
        require(c_m > zero && Float::is_finite(c_m), owner, ("c_m", c_m), Bound::Positive, remedy)?;
        let least = T::min_positive_value();
        let bound = Bound::AtLeast("the smallest number whose inverse is finite", least.into());
        require(c_m >= least, owner, ("c_m", c_m), bound, remedy)?;
        for (field, g) in [("g_na", self.g_na), ("g_k", self.g_k), ("g_l", self.g_l)] {
            let g = g.as_millisiemens_per_cm2();
            let remedy = "give the conductance in mS/cm²";
            require(
                g >= zero && Float::is_finite(g),
                owner,
                (field, g),
                Bound::NonNegative,
                remedy,
            )?;
        }
        let potentials =
            [("e_na", self.e_na), ("e_k", self.e_k), ("e_l", self.e_l), ("origin", self.origin)];
        for (field, e) in potentials {
            let e = e.as_millivolts();
            require(
                Float::is_finite(e),
                owner,
                (field, e),
                Bound::Finite,
                "give the potential in mV",
            )?;
        }
        self.temperature.check(owner)?;
        let (phi, remedy) = (self.phi(), "give a temperature at which the rates are finite");
        require(Float::is_finite(phi), owner, ("phi", phi), Bound::Finite, remedy)
    }
}
