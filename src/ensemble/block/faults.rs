//! What is not finite in a block: in which neuron, and when.

use alloc::boxed::Box;

use num_traits::Float;

use super::{Block, lane_of};
use crate::Error;
use crate::ensemble::job::filled;
use crate::ensemble::{Excitable, Gather, Lane, Member, Scheme};
use crate::error::Quantity;
use crate::ode::problem::zero_if_finite;
use crate::ode::{Name, State, Time, check_finite};

impl<V, M, L, K> Block<'_, V, M, L, K>
where
    V: Lane<Scalar = Time<M>>,
    M: Member + Gather<V, Lanes = L>,
    L: Excitable<V>,
    K: Scheme<V, L>,
{
    pub(super) fn is_finite(&self) -> bool {
        let mut sum = V::default();
        self.y.visit(&mut |x| sum = sum + zero_if_finite(x));
        !sum.any_non_finite() || self.first_non_finite().is_none()
    }

    /// The error of a sample or a spike that is not finite.
    pub(super) fn check_samples(&self) -> Result<(), Error> {
        let Some((i, t)) = self.watch.unfit else { return Ok(()) };
        let like = &self.job.states[self.first + i];
        let y = filled(like, (0..like.dimension()).map(|_| Time::<M>::nan()));
        check_finite(Quantity::DenseOutput, &y, t)
            .map_err(|cause| Error::Neuron { index: self.first + i, cause: Box::new(cause) })
    }

    /// The first lane under way whose state is not finite.
    fn first_non_finite(&self) -> Option<usize> {
        (0..self.watch.spikes.len()).find(|&i| {
            !self.clocks[i].over && !lane_of(&self.y, i).iter().all(|x| Float::is_finite(*x))
        })
    }

    /// The error of the step just taken.
    #[cold]
    pub(super) fn non_finite(&self) -> Error {
        let i = self.first_non_finite().unwrap_or(0);
        let (index, t) = (self.first + i, self.clocks[i].time_after(1));
        let y = filled(&self.job.states[index], lane_of(&self.y, i));
        let cause = check_finite(Quantity::LaneState, &y, t).err();
        let cause = cause.unwrap_or(Error::NonFinite {
            quantity: Quantity::LaneState,
            component: Name::root(),
            value: f64::NAN.into(),
            t: t.into(),
        });
        Error::Neuron { index, cause: Box::new(cause) }
    }
}
