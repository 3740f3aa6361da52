//! Quantities with the unit in the name of their constructors; a plain number inside and in `serde`
//! (of mV, mS/cm², µF/cm²).

use crate::ode::Real;

macro_rules! quantity {
    (
        $(#[$doc:meta])* $name:ident,
        $([$from:ident, $as:ident, $symbol:literal, $per:literal]),+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name<T>(T);

        impl<T: Real> $name<T> {
            $(
                #[doc = concat!("From a number of ", $symbol, ".")]
                #[inline]
                pub fn $from(value: T) -> Self {
                    Self(if $per == 1.0 { value } else { value / T::lit($per) })
                }

                #[doc = concat!("As a number of ", $symbol, ".")]
                #[inline]
                pub fn $as(self) -> T {
                    if $per == 1.0 { self.0 } else { self.0 * T::lit($per) }
                }
            )+
        }
    };
}

quantity!(
    /// An electric potential.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Potential;
    ///
    /// assert_eq!(Potential::from_volts(0.115), Potential::from_millivolts(115.0));
    /// ```
    Potential,
    [from_millivolts, as_millivolts, "mV", 1.0],
    [from_volts, as_volts, "V", 0.001]
);

quantity!(
    /// A conductance per membrane area.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Conductance;
    ///
    /// let g_na = Conductance::from_millisiemens_per_cm2(120.0);
    /// assert_eq!(g_na.as_microsiemens_per_cm2(), 120_000.0);
    /// assert_eq!(g_na.as_siemens_per_m2(), 1200.0);
    /// ```
    Conductance,
    [from_millisiemens_per_cm2, as_millisiemens_per_cm2, "mS/cm²", 1.0],
    [from_microsiemens_per_cm2, as_microsiemens_per_cm2, "µS/cm²", 1000.0],
    [from_siemens_per_m2, as_siemens_per_m2, "S/m²", 10.0]
);

quantity!(
    /// A capacitance per membrane area.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Capacitance;
    ///
    /// let c_m = Capacitance::from_farads_per_m2(0.01);
    /// assert_eq!(c_m, Capacitance::from_microfarads_per_cm2(1.0));
    /// ```
    Capacitance,
    [from_microfarads_per_cm2, as_microfarads_per_cm2, "µF/cm²", 1.0],
    [from_farads_per_m2, as_farads_per_m2, "F/m²", 0.01]
);

quantity!(
    /// A length.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::neuron::Length;
    ///
    /// assert_eq!(Length::from_micrometres(500.0), Length::from_millimetres(0.5));
    /// ```
    Length,
    [from_centimetres, as_centimetres, "cm", 1.0],
    [from_millimetres, as_millimetres, "mm", 10.0],
    [from_micrometres, as_micrometres, "µm", 10_000.0]
);

quantity!(
    /// The resistance of a cube of 1 cm, as of the inside of a fibre.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::neuron::Resistivity;
    ///
    /// assert_eq!(Resistivity::from_ohm_metres(1.0), Resistivity::from_ohm_centimetres(100.0));
    /// ```
    Resistivity,
    [from_ohm_centimetres, as_ohm_centimetres, "Ω·cm", 1.0],
    [from_ohm_metres, as_ohm_metres, "Ω·m", 0.01]
);
