//! [`AdaptiveMemory`]: what an adaptive run keeps from step to step.

use num_traits::Float;

use super::LEAST_ERROR;
use crate::num::{Arithmetic, Scalar};
use crate::ode::control::Tolerance;
use crate::ode::control::pi::{Controller, log2};
use crate::ode::control::stiffness::Stiffness;
use crate::ode::{OdeState, State};

/// The memory of an adaptive run.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct AdaptiveMemory<Y: State> {
    pub(super) tolerance: Tolerance<Y>,
    pub(super) h: Y::Scalar,
    /// log₂ of the error of the step before.
    pub(super) error: f64,
    pub(super) tried: u64,
    pub(super) accepted: u64,
    pub(super) evaluations: u64,
    /// The end of the segment, and the number of breakpoints so far; at a change of state is none.
    pub(super) ahead: Option<Y::Scalar>,
    pub(super) breakpoints: u64,
    pub(super) stiffness: Stiffness<Y::Scalar>,
}

impl<Y: OdeState> AdaptiveMemory<Y> {
    /// Chooses the step that follows an accepted one; right after a rejection it does not grow.
    #[inline(always)]
    pub(super) fn accept<A: Arithmetic>(
        &mut self,
        taken: Y::Scalar,
        error: Y::Scalar,
        rejected: bool,
        controller: Controller,
    ) {
        self.accepted += 1;
        let error = log2::<A>(error.to_f64());
        let next = controller.next::<A, _>(taken, error, self.error);
        self.h = if rejected { next.min(taken) } else { next };
        self.error = error.max(LEAST_ERROR);
    }
}
