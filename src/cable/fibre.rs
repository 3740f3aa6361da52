//! [`Fibre`] and [`End`]: the shape of a cable.

use num_traits::Float;

use super::CableMembrane;
use super::cable::per_capacitance;
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::{Length, Potential, Resistivity};
use crate::ode::{Scalar, State};

/// The size of a fibre and the resistance of its inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fibre<T> {
    /// From end to end.
    pub length: Length<T>,
    /// Of a cylinder; [`Cable::tapered`](super::Cable::tapered) makes another shape.
    pub diameter: Length<T>,
    /// Of the inside, along the fibre.
    pub resistivity: Resistivity<T>,
}

impl<T: Scalar> Fibre<T> {
    /// Checks that each is a size.
    pub(super) fn check(&self) -> Result<(), Error> {
        positive("Fibre", ("length (cm)", self.length.as_centimetres()))?;
        positive("Fibre", ("diameter (cm)", self.diameter.as_centimetres()))?;
        resistive("Fibre", self.resistivity)
    }

    /// How fast potentials spread along it, D = 1000·d/(4·R·C) (cm²/ms).
    pub(crate) fn diffusivity<M>(&self, membrane: &M) -> Result<T, Error>
    where
        M: CableMembrane<State: State<Scalar = T>>,
    {
        self.check()?;
        let (d, r) = (self.diameter.as_centimetres(), self.resistivity.as_ohm_centimetres());
        Ok(T::lit(250.0) * d / r * per_capacitance(membrane))
    }
}

/// Checks that a field is a positive number.
pub(super) fn positive<T: Scalar>(
    owner: &'static str,
    (field, x): (&'static str, T),
) -> Result<(), Error> {
    let holds = x > T::lit(0.0) && Float::is_finite(x);
    require(holds, owner, (field, x), Bound::Positive, "give a positive size")
}

/// Checks that the inside resists.
pub(super) fn resistive<T: Scalar>(
    owner: &'static str,
    resistivity: Resistivity<T>,
) -> Result<(), Error> {
    positive(owner, ("resistivity (Ω·cm)", resistivity.as_ohm_centimetres()))
}

/// An end of a cable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End<T> {
    /// No current leaves it.
    Sealed,
    /// Its potential stays at 0 mV: open to the outside where the membrane counts its potential
    /// absolutely, and at rest where it counts from there, as in 1952.
    Killed,
    /// Its potential stays at this one, or at that with which a run starts.
    Clamped(Potential<T>),
}

impl<T: Scalar> End<T> {
    /// The potential at which it stays (mV).
    pub(super) fn potential(&self) -> Option<T> {
        match self {
            Self::Sealed => None,
            Self::Killed => Some(T::lit(0.0)),
            Self::Clamped(v) => Some(v.as_millivolts()),
        }
    }
}
