//! What is not finite in a block: in which neuron, and when.

use alloc::boxed::Box;

use num_traits::Float;

use super::LaneStepper;
use super::request::filled;
use super::{Block, lane_of};
use crate::Error;
use crate::ensemble::lanes::Lane;
use crate::ensemble::model::{EnsembleNeuron, MembraneEquations, Vectorize};
use crate::error::Quantity;
use crate::ode::problem::zero_if_finite;
use crate::ode::{Name, State, Time, check_finite};

/// The state of a neuron in lanes.
const LANE_STATE: Quantity = Quantity::Other {
    name: "the state",
    remedy: "the step is too large, the stimulus is not finite, or V left the 432 mV around rest \
        within which an ensemble has the rates of 1952; take a smaller dt, or run this neuron by \
        `integrate`, which names the component at fault",
};

impl<V, M, L, K> Block<'_, V, M, L, K>
where
    V: Lane<Scalar = Time<M>>,
    M: EnsembleNeuron + Vectorize<Lanes<V> = L>,
    L: MembraneEquations<V>,
    K: LaneStepper<V, L>,
{
    pub(super) fn is_finite(&self) -> bool {
        let mut sum = V::default();
        self.y.visit(&mut |x| sum = sum + zero_if_finite(x));
        !sum.any_non_finite() || self.first_non_finite().is_none()
    }

    /// The error of a sample or a spike that is not finite.
    pub(super) fn check_samples(&self) -> Result<(), Error> {
        let Some((i, t)) = self.detector.unfit else { return Ok(()) };
        let like = &self.request.states[self.first + i];
        let y = filled(like, (0..like.dimension()).map(|_| Time::<M>::nan()));
        check_finite(Quantity::DenseOutput, &y, t)
            .map_err(|cause| Error::Neuron { index: self.first + i, cause: Box::new(cause) })
    }

    /// The first lane under way whose state is not finite.
    fn first_non_finite(&self) -> Option<usize> {
        (0..self.detector.spikes.len()).find(|&i| {
            !self.clocks.at(i).over && !lane_of(&self.y, i).iter().all(|x| Float::is_finite(*x))
        })
    }

    /// The error of the step just taken.
    #[cold]
    pub(super) fn non_finite(&self) -> Error {
        let i = self.first_non_finite().unwrap_or(0);
        let (index, t) = (self.first + i, self.clocks.at(i).time_after(1));
        let y = filled(&self.request.states[index], lane_of(&self.y, i));
        let cause = check_finite(LANE_STATE, &y, t).err();
        let cause = cause.unwrap_or(Error::NonFinite {
            quantity: LANE_STATE,
            component: Name::root(),
            value: f64::NAN.into(),
            t: t.into(),
        });
        Error::Neuron { index, cause: Box::new(cause) }
    }
}
