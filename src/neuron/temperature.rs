//! [`Temperature`], and the rates and reversal potentials that follow from it: [`Q10`],
//! [`Potential::nernst`].

use num_traits::Float;

use super::Potential;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Real, Scalar};

/// 0 °C in kelvin.
const ZERO_CELSIUS: f64 = 273.15;
/// The coldest that a living cell may be, in °C: the sea freezes at −2.
const COLDEST: f64 = -20.0;
/// The boiling point of water, in °C.
const BOILING: f64 = 100.0;
/// R/F in mV/K: 8.314462618 J/(mol·K) over 96485.33212 C/mol (CODATA 2018).
const GAS_OVER_FARADAY: f64 = 8314.462618 / 96485.33212;

/// A temperature.
///
/// # Example
///
/// ```
/// use excitable::Temperature;
///
/// assert_eq!(Temperature::from_celsius(26.85).as_kelvin(), 300.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Temperature<T>(T);

impl<T: Real> Temperature<T> {
    /// From a number of °C.
    pub fn from_celsius(value: T) -> Self {
        Self(value)
    }

    /// From a number of kelvin.
    pub fn from_kelvin(value: T) -> Self {
        Self(value - T::lit(ZERO_CELSIUS))
    }

    /// As a number of °C.
    pub fn as_celsius(self) -> T {
        self.0
    }

    /// As a number of kelvin.
    pub fn as_kelvin(self) -> T {
        self.0 + T::lit(ZERO_CELSIUS)
    }
}

impl<T: Scalar> Temperature<T> {
    /// An error below −20 °C, above 100 °C, or where it is no number.
    pub(super) fn check(self, owner: &'static str) -> Result<(), Error> {
        let (celsius, coldest) = (self.0, T::lit(COLDEST));
        let remedy = "give the temperature in °C by `from_celsius`, or in kelvin by `from_kelvin`";
        let value = ("temperature", celsius);
        require(Float::is_finite(celsius), owner, value, Bound::Finite, remedy)?;
        // Numbers of °C given as kelvins are colder.
        let bound = Bound::AtLeast("the coldest of a cell", coldest.into());
        require(celsius >= coldest, owner, value, bound, remedy)?;
        // No cell is as hot; kelvins given as °C are.
        let bound = Bound::AtMost("boiling water", T::lit(BOILING).into());
        require(celsius <= T::lit(BOILING), owner, value, bound, remedy)
    }
}

/// The growth of rates with temperature: `factor` times for every 10 °C above the temperature at
/// which they were measured.
///
/// # Example
///
/// ```
/// use excitable::Temperature;
/// use excitable::neuron::Q10;
///
/// // Hodgkin and Huxley 1952: measured at 6.3 °C, a factor of 3.
/// let q10 = Q10 { factor: 3.0_f64, reference: Temperature::from_celsius(6.3) };
/// assert_eq!(q10.at(Temperature::from_celsius(6.3)), 1.0);
/// assert!((q10.at(Temperature::from_celsius(26.3)) - 9.0).abs() < 1e-13);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Q10<T> {
    /// The factor by which the rates grow over 10 °C, > 0.
    pub factor: T,
    /// The temperature at which the rates are as they stand.
    pub reference: Temperature<T>,
}

impl<T: Real> Q10<T> {
    /// The factor at a temperature: φ = Q₁₀^((T − T_ref)/10 °C).
    pub fn at(&self, temperature: Temperature<T>) -> T {
        let tens = (temperature.0 - self.reference.0) / T::lit(10.0);
        self.factor.powf(tens)
    }

    /// The temperature with this factor: T = T_ref + 10 °C·ln φ/ln Q₁₀.
    pub(super) fn temperature(&self, phi: T) -> Temperature<T> {
        Temperature(self.reference.0 + T::lit(10.0) * phi.ln() / self.factor.ln())
    }
}

impl<T: Scalar> Potential<T> {
    /// The potential at which an ion is in equilibrium: E = (R·T/(z·F))·ln(c_out/c_in) (Nernst).
    ///
    /// The concentrations may have any unit, the same for both. `valence` is the charge number z: 1
    /// for Na⁺ and K⁺, 2 for Ca²⁺, −1 for Cl⁻.
    ///
    /// # Errors
    ///
    /// A concentration that is not positive, a valence of 0, a temperature below −20 °C or above
    /// 100 °C.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::{Potential, Temperature};
    ///
    /// // Potassium in squid: 20 mM outside, 400 mM inside, at 6.3 °C.
    /// let e_k = Potential::nernst(20.0, 400.0, 1, Temperature::from_celsius(6.3))?;
    /// assert!((e_k.as_millivolts() - -72.1_f64).abs() < 0.1);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn nernst(
        outside: T,
        inside: T,
        valence: i32,
        temperature: Temperature<T>,
    ) -> Result<Self, Error> {
        let owner = "nernst";
        for (field, c) in [("outside", outside), ("inside", inside)] {
            let holds = c > T::zero() && Float::is_finite(c);
            let remedy = "give both concentrations in one unit";
            require(holds, owner, (field, c), Bound::Positive, remedy)?;
        }
        let z = T::lit(f64::from(valence));
        let size = Float::abs(z);
        let bound = Bound::AtLeast("one elementary charge", T::one().into());
        let remedy = "give the charge number of the ion: 1 for Na⁺, 2 for Ca²⁺, −1 for Cl⁻";
        require(size >= T::one(), owner, ("size of valence", size), bound, remedy)?;
        temperature.check(owner)?;
        let millivolts = T::lit(GAS_OVER_FARADAY) * temperature.as_kelvin() / z
            * (Float::ln(outside) - Float::ln(inside));
        Ok(Self::from_millivolts(millivolts))
    }
}
