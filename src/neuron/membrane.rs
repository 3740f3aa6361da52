//! [`Membrane`]: the state of the Hodgkin–Huxley membrane; its ionic currents and conductances.

use crate::ode::event::Level;
use crate::ode::{Component, Event, Real, Scalar, component};

/// The state of the Hodgkin–Huxley membrane; as a slope, each field per ms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Membrane<T> {
    /// The membrane potential (mV).
    pub v: T,
    /// Activation of the sodium conductance, 0 to 1.
    pub m: T,
    /// Inactivation of the sodium conductance (1: not inactivated), 0 to 1.
    pub h: T,
    /// Activation of the potassium conductance, 0 to 1.
    pub n: T,
}

crate::impl_state!(Membrane<T>: T { v, m, h, n });

/// The membrane potential, in the order of the fields.
const V: Component = component(0);

impl<T: Scalar> Membrane<T> {
    /// The event that the membrane potential rises through `level` (mV): a spike, for 50 mV above
    /// rest.
    ///
    /// It serves every neuron whose potential is component 0; other levels and components by
    /// [`component`].
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..1.2, 60.0));
    /// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// assert_eq!(solution.events(&Membrane::rises_through(50.0))?.len(), 1);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn rises_through(level: T) -> Event<Level<T>> {
        V.rises_through(level)
    }
}

/// The ionic currents (µA/cm²), outward positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct IonicCurrents<T> {
    /// Sodium: ḡNa·m³·h·(V − ENa).
    pub na: T,
    /// Potassium: ḡK·n⁴·(V − EK).
    pub k: T,
    /// Leak: ḡL·(V − EL).
    pub l: T,
}

impl<R: Real> IonicCurrents<R> {
    /// Their sum (µA/cm²).
    #[inline(always)]
    pub fn total(&self) -> R {
        self.na + self.k + self.l
    }
}

/// The conductances of the ions (mS/cm²).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct IonicConductances<T> {
    /// Sodium: ḡNa·m³·h.
    pub na: T,
    /// Potassium: ḡK·n⁴.
    pub k: T,
    /// Leak: ḡL.
    pub l: T,
}
