//! [`Drive`]: the current and the conductance of a stimulus at one instant; [`Dependence`]: whether
//! there is a conductance.

use super::zero;
use crate::ode::Scalar;

/// The current and the conductance of a stimulus at one instant; see
/// [`Stimulus::drive`](super::Stimulus::drive).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive<T> {
    /// The current into a membrane at V = 0 (µA/cm²), by the line below.
    pub current: T,
    /// The open conductance (mS/cm²); `None` where the stimulus is a current. Of a conductance that
    /// depends on V itself, −∂I/∂V: the line touches I(V) at the potential of the membrane.
    pub conductance: Option<T>,
}

/// How the current of a stimulus depends on the potential V of the membrane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependence {
    /// Not at all: a current.
    None,
    /// As a line: a conductance.
    Linear,
    /// As a curve: a conductance that depends on V itself.
    Curved,
}

impl<T: Scalar> Drive<T> {
    /// The drive by a current alone.
    #[inline(always)]
    pub const fn of(current: T) -> Self {
        Self { current, conductance: None }
    }

    /// The drive of a stimulus that is off.
    #[inline(always)]
    pub(super) fn none() -> Self {
        Self::of(zero())
    }

    /// The current into a membrane at the potential `v`: `current` − `conductance`·v.
    #[inline(always)]
    pub fn inflow(self, v: T) -> T {
        // Without a conductance no operation: what is multiplied by a zero is not left out.
        self.conductance.map_or(self.current, |g| self.current - g * v)
    }

    /// a and b of the current a − b·V.
    #[inline(always)]
    pub(crate) fn linear(self) -> (T, T) {
        (self.current, self.conductance.unwrap_or_else(zero))
    }

    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        let conductance = match (self.conductance, other.conductance) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        Self { current: self.current + other.current, conductance }
    }

    #[inline(always)]
    pub(super) fn scaled(self, factor: T) -> Self {
        Self { current: factor * self.current, conductance: self.conductance.map(|g| factor * g) }
    }
}
