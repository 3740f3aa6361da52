//! [`Member`]: a neuron that an ensemble can run.

use super::{Excitable, Gather, LaneScalar};
use crate::Error;
use crate::error::Bound;
use crate::neuron::{Channel, ExtendedAxon, HodgkinHuxley, Neuron};
use crate::ode::{OdeSystem, State, Time};
use crate::stimulus::Stimulus;

/// A neuron that an [`Ensemble`](super::Ensemble) can run: a system for itself, which shares registers with others of
/// its kind ([`Gather`]), and has a stimulus.
///
/// # Law
///
/// `derivative` is the [`Excitable`] form under the inflow of the stimulus, and the breakpoints are the stimulus'.
pub trait Member: OdeSystem<State: State<Scalar: LaneScalar>> + Gathered<Time<Self>> {
    /// The stimulus.
    type Stimulus: Stimulus<Time<Self>>;

    /// The stimulus.
    fn stimulus(&self) -> &Self::Stimulus;

    /// The state at rest, in which an ensemble starts unless told otherwise. Provided: an error that asks for states.
    ///
    /// # Errors
    ///
    /// Where there is none, or where none is known.
    fn rest_state(&self) -> Result<Self::State, Error> {
        let remedy = "nothing says where such a neuron rests; give each neuron its state with `starting_from`";
        let bound = Bound::Equal("", 1.0_f64.into());
        let (owner, field, value) = ("Ensemble", "known states at rest", 0.0_f64.into());
        Err(Error::Invalid { owner, field, value, bound, remedy })
    }
}

impl<T: LaneScalar, S: Stimulus<T>> Member for HodgkinHuxley<T, S> {
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        HodgkinHuxley::stimulus(self)
    }

    fn rest_state(&self) -> Result<Self::State, Error> {
        self.rest()
    }
}

impl<T: LaneScalar, C: GatheredChannel<T>, S: Stimulus<T>> Member for Neuron<T, C, S> {
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        Neuron::stimulus(self)
    }
}

impl<T: LaneScalar, C: GatheredChannel<T>, S: Stimulus<T>> Member for ExtendedAxon<T, C, S> {
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        self.axon().stimulus()
    }

    fn rest_state(&self) -> Result<Self::State, Error> {
        self.rest()
    }
}

/// A neuron whose kind can share registers on every arm. Every one is whose [`Gather::Lanes`] are [`Excitable`] in lanes.
pub trait Gathered<T: LaneScalar>:
    Gather<T::Baseline, Lanes: Excitable<T::Baseline>>
    + Gather<T::Avx2, Lanes: Excitable<T::Avx2>>
    + Gather<T::Avx512, Lanes: Excitable<T::Avx512>>
    + Gather<T::WideBaseline, Lanes: Excitable<T::WideBaseline>>
    + Gather<T::WideAvx2, Lanes: Excitable<T::WideAvx2>>
    + Gather<T::WideAvx512, Lanes: Excitable<T::WideAvx512>>
{
}

impl<T: LaneScalar, M> Gathered<T> for M where
    M: Gather<T::Baseline, Lanes: Excitable<T::Baseline>>
        + Gather<T::Avx2, Lanes: Excitable<T::Avx2>>
        + Gather<T::Avx512, Lanes: Excitable<T::Avx512>>
        + Gather<T::WideBaseline, Lanes: Excitable<T::WideBaseline>>
        + Gather<T::WideAvx2, Lanes: Excitable<T::WideAvx2>>
        + Gather<T::WideAvx512, Lanes: Excitable<T::WideAvx512>>
{
}

/// A channel whose kind can share registers on every arm. Every [`Channel`] is one whose [`Gather::Lanes`] are channels
/// of lanes.
pub trait GatheredChannel<T: LaneScalar>:
    Channel<T>
    + Gather<T::Baseline, Lanes: Channel<T::Baseline, Gates: Copy + Default>>
    + Gather<T::Avx2, Lanes: Channel<T::Avx2, Gates: Copy + Default>>
    + Gather<T::Avx512, Lanes: Channel<T::Avx512, Gates: Copy + Default>>
    + Gather<T::WideBaseline, Lanes: Channel<T::WideBaseline, Gates: Copy + Default>>
    + Gather<T::WideAvx2, Lanes: Channel<T::WideAvx2, Gates: Copy + Default>>
    + Gather<T::WideAvx512, Lanes: Channel<T::WideAvx512, Gates: Copy + Default>>
{
}

impl<T, C> GatheredChannel<T> for C
where
    T: LaneScalar,
    C: Channel<T>
        + Gather<T::Baseline, Lanes: Channel<T::Baseline, Gates: Copy + Default>>
        + Gather<T::Avx2, Lanes: Channel<T::Avx2, Gates: Copy + Default>>
        + Gather<T::Avx512, Lanes: Channel<T::Avx512, Gates: Copy + Default>>
        + Gather<T::WideBaseline, Lanes: Channel<T::WideBaseline, Gates: Copy + Default>>
        + Gather<T::WideAvx2, Lanes: Channel<T::WideAvx2, Gates: Copy + Default>>
        + Gather<T::WideAvx512, Lanes: Channel<T::WideAvx512, Gates: Copy + Default>>,
{
}
