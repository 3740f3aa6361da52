//! [`EnsembleNeuron`]: a neuron that an ensemble can run.

use super::Vectorize;
use crate::Error;
use crate::ensemble::lanes::LaneScalar;
use crate::error::Bound;
use crate::neuron::{Channel, ExtendedAxon, HodgkinHuxley, Neuron};
use crate::ode::{OdeSystem, State, Time};
use crate::stimulus::Stimulus;

/// A neuron that an [`Ensemble`](crate::Ensemble) can run: a system for itself, of which several
/// become one of lanes ([`Vectorize`]), and which has a stimulus.
///
/// # Law
///
/// `derivative` is the slope of its [`MembraneEquations`](super::MembraneEquations) under the
/// inflow of the stimulus, and the breakpoints are the stimulus'.
pub trait EnsembleNeuron: OdeSystem<State: State<Scalar: LaneScalar>> + Vectorize {
    /// The type of the stimulus.
    type Stimulus: Stimulus<Time<Self>>;

    /// The stimulus.
    fn stimulus(&self) -> &Self::Stimulus;

    /// The state at rest, in which an ensemble starts unless states are given. Provided: an error
    /// that asks for states.
    ///
    /// # Errors
    ///
    /// Where there is none, or where none is known.
    fn rest_state(&self) -> Result<Self::State, Error> {
        let remedy = "nothing says where such a neuron rests; give each neuron its state with \
                      `starting_from`";
        let bound = Bound::Equal("", 1.0_f64.into());
        let (owner, field, value) = ("Ensemble", "known states at rest", 0.0_f64.into());
        Err(Error::Invalid { owner, field, value, bound, remedy })
    }
}

impl<T: LaneScalar, S: Stimulus<T>> EnsembleNeuron for HodgkinHuxley<T, S> {
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        HodgkinHuxley::stimulus(self)
    }

    fn rest_state(&self) -> Result<Self::State, Error> {
        self.rest()
    }
}

impl<T: LaneScalar, C: Channel<T> + Vectorize, S: Stimulus<T>> EnsembleNeuron for Neuron<T, C, S> {
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        Neuron::stimulus(self)
    }
}

impl<T: LaneScalar, C: Channel<T> + Vectorize, S: Stimulus<T>> EnsembleNeuron
    for ExtendedAxon<T, C, S>
{
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        self.axon().stimulus()
    }

    fn rest_state(&self) -> Result<Self::State, Error> {
        self.rest()
    }
}
