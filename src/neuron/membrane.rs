//! What a membrane is described by: its state, and the currents and conductances that follow from it.

/// The state of the Hodgkin–Huxley membrane; as a slope, each field per ms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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

/// The ionic currents (µA/cm²), outward positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct IonicCurrents<T> {
    /// Sodium: ḡNa·m³·h·(V − ENa).
    pub na: T,
    /// Potassium: ḡK·n⁴·(V − EK).
    pub k: T,
    /// Leak: ḡL·(V − EL).
    pub l: T,
}

/// The conductances of the ions (mS/cm²).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct IonicConductances<T> {
    /// Sodium: ḡNa·m³·h.
    pub na: T,
    /// Potassium: ḡK·n⁴.
    pub k: T,
    /// Leak: ḡL.
    pub l: T,
}
