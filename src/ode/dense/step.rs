//! [`Step`]: an accepted step as a value.

use super::{Curve, DenseStep, Interpolant, Node, StateAt};
use crate::Error;
use crate::ode::problem::rounding_of;
use crate::ode::{Component, OdeState, State};

/// An accepted step as a value: two nodes and the polynomial between them.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Step<Y: State> {
    /// The start of the step.
    pub start: Node<Y>,
    /// The end of the step.
    pub end: Node<Y>,
    pub(crate) interpolant: Interpolant<Y>,
    /// Whether the state was changed at its start, so that it does not continue the step before.
    pub(crate) jumps: bool,
    /// Whether the control of its run is portable.
    pub(crate) portable: bool,
}

impl<Y: OdeState> Step<Y> {
    /// The state at `t`, by the method's own dense output; beyond the ends it extrapolates.
    ///
    /// At the two nodes it is finite. In between, the polynomial may overflow where the state or
    /// the change over the step comes near the largest float;
    /// [`Solution::at`](crate::ode::Solution::at) returns an error there.
    pub fn at(&self, t: Y::Scalar) -> Y {
        let mut y = self.start.y.clone();
        let rounding = rounding_of::<Y>(self.portable);
        rounding.run(StateAt { step: self.lend(), t, y: &mut y });
        y
    }

    /// One component of the dense output as a function of time.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the state has no such component.
    pub fn curve(&self, component: Component) -> Result<Curve<Y::Scalar>, Error> {
        Curve::new(self.lend(), component)
    }

    pub(crate) fn lend(&self) -> DenseStep<'_, Y> {
        DenseStep {
            start: &self.start,
            end: &self.end,
            interpolant: &self.interpolant,
            slope: None,
        }
    }

    /// Whether `t` lies between the two nodes, ends included.
    pub fn covers(&self, t: Y::Scalar) -> bool {
        let (a, b) = (self.start.t, self.end.t);
        (a <= t && t <= b) || (b <= t && t <= a)
    }
}
