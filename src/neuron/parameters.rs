//! [`Parameters`] of the Hodgkin–Huxley membrane.

use num_traits::Float;

use super::{Capacitance, Conductance, Potential};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Real, Scalar};

/// The seven numbers of the Hodgkin–Huxley membrane, each with its unit.
///
/// Change some of them with the struct update syntax; [`HodgkinHuxley::new`](super::HodgkinHuxley::new)
/// checks them once.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::{Conductance, Constant};
///
/// let parameters = Parameters {
///     g_k: Conductance::from_millisiemens_per_cm2(-36.0),
///     ..Parameters::squid_axon()
/// };
/// let error = HodgkinHuxley::<f64>::new(parameters).unwrap_err();
/// assert_eq!(error.to_string(), "Parameters: g_k = -36, but it must be >= 0: give the conductance in mS/cm²");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
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
}

impl<T: Real> Parameters<T> {
    /// The squid axon of 1952, table 3, with rest near 0 mV: C 1 µF/cm²; ḡNa 120, ḡK 36, ḡL 0.3 mS/cm²;
    /// ENa 115, EK −12, EL 10.613 mV.
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
        }
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
        for (field, e) in [("e_na", self.e_na), ("e_k", self.e_k), ("e_l", self.e_l)] {
            let e = e.as_millivolts();
            require(
                Float::is_finite(e),
                owner,
                (field, e),
                Bound::Finite,
                "give the potential in mV",
            )?;
        }
        Ok(())
    }
}
