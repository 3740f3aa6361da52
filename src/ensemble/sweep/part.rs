//! [`Part`]: the values of some members of a sweep.

use alloc::vec::Vec;
use core::ops::Range;

use super::{Failure, Origin};
use crate::ensemble::{EnsembleSolution, NeuronSolution};
use crate::ode::State;

/// The values of the members of a [`Sweep`](super::Sweep) in a range, with what they are of.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Part<X> {
    pub(super) origin: Origin,
    pub(super) start: usize,
    pub(super) values: Vec<Result<X, Failure>>,
}

impl<X> Part<X> {
    /// What it is of.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The numbers of its members.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.values.len()
    }

    /// A value for each member, or why there is none.
    pub fn values(&self) -> &[Result<X, Failure>] {
        &self.values
    }
}

impl<Y: State> Part<NeuronSolution<Y>> {
    /// The solutions as [`Ensemble::run`](crate::Ensemble::run) gives them.
    ///
    /// # Errors
    ///
    /// The failure of the first neuron that has no solution.
    pub fn into_solution(self) -> Result<EnsembleSolution<Y>, Failure> {
        Ok(EnsembleSolution::new(self.values.into_iter().collect::<Result<_, _>>()?))
    }
}
