//! [`Conducted`]: a conductance that opens in time.

use core::ops::Range;

use num_traits::Float;

use super::{Dependence, Drive, Stimulus, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

/// A conductance g(t) in series with a battery: the current g(t)·(E − V) into the membrane; see
/// [`Combine::conducted_to`](super::Combine::conducted_to).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Conducted<S, T> {
    conductance: S,
    reversal: T,
}

impl<S, T> Conducted<S, T> {
    pub(super) fn new(conductance: S, reversal: T) -> Self {
        Self { conductance, reversal }
    }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for Conducted<S, T> {
    /// g(t)·E, the current into a membrane at V = 0.
    #[inline]
    fn current(&self, t: T) -> T {
        self.conductance.current(t) * self.reversal
    }

    #[inline]
    fn drive(&self, t: T, _: T) -> Drive<T> {
        let g = self.conductance.current(t);
        Drive { current: g * self.reversal, conductance: Some(g) }
    }

    fn dependence(&self) -> Dependence {
        Dependence::Linear
    }

    fn is_held(&self) -> bool {
        self.conductance.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.conductance.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        super::require_current("conducted_to", &self.conductance)?;
        let (e, remedy) = (self.reversal, "give the reversal potential in mV");
        require(Float::is_finite(e), "conducted_to", ("reversal", e), Bound::Finite, remedy)?;
        self.conductance.check(span)
    }
}

/// A voltage source behind a resistance; made by [`voltage_source`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VoltageSource<S, T> {
    command: S,
    conductance: T,
}

/// The amplifier of a voltage clamp: the current (V_command(t) − V)·`conductance` into the
/// membrane, through the series resistance 1/`conductance`. The command is a stimulus in mV, the
/// conductance in mS/cm², at a place of a [cable](crate::cable) in µS (1/MΩ).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // From 0 to 26 mV at t = 1 ms, through 0.01 kΩ·cm².
/// let command = constant(0.0).then(1.0, constant(26.0));
/// let source = stimulus::voltage_source(command, 100.0);
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(source);
/// let end = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk45.adaptive()).finish()?;
/// // Off by the ionic current through the resistance.
/// assert!((end.y.v - 26.0_f64).abs() < 5.0);
/// # Ok::<(), excitable::Error>(())
/// ```
pub const fn voltage_source<S, T>(command: S, conductance: T) -> VoltageSource<S, T> {
    VoltageSource { command, conductance }
}

impl<T: Scalar, S: Stimulus<T>> Stimulus<T> for VoltageSource<S, T> {
    /// The current into a membrane at V = 0.
    #[inline]
    fn current(&self, t: T) -> T {
        self.command.current(t) * self.conductance
    }

    #[inline]
    fn drive(&self, t: T, _: T) -> Drive<T> {
        Drive { current: self.current(t), conductance: Some(self.conductance) }
    }

    fn dependence(&self) -> Dependence {
        Dependence::Linear
    }

    fn is_held(&self) -> bool {
        self.command.is_held()
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.command.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        super::require_current("voltage_source", &self.command)?;
        let (g, remedy) = (self.conductance, "give 1/resistance, in mS/cm² for kΩ·cm²");
        let holds = g > zero() && Float::is_finite(g);
        require(holds, "voltage_source", ("conductance", g), Bound::Positive, remedy)?;
        self.command.check(span)
    }
}
