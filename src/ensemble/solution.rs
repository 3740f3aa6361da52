//! [`EnsembleSolution`]: the end, spikes and samples of each neuron.

use alloc::vec::Vec;
use core::ops::Index;

use crate::ode::State;

/// The solution of one neuron: its end, spikes and samples.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct NeuronSolution<Y: State> {
    /// The state at the end of the span.
    pub end: Y,
    /// The times (ms) at which V rose through the level of
    /// [`Ensemble::detecting_spikes`](super::Ensemble::detecting_spikes).
    pub spikes: Vec<Y::Scalar>,
    /// The states at the times of [`Ensemble::recording`](super::Ensemble::recording), for a neuron
    /// chosen there.
    pub samples: Vec<Y>,
    /// The potentials at the times of
    /// [`Ensemble::recording_potentials`](super::Ensemble::recording_potentials), for a neuron
    /// chosen there.
    pub potentials: Vec<Y::Scalar>,
}

/// The solutions of the neurons of an ensemble, in their order.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct EnsembleSolution<Y: State> {
    neurons: Vec<NeuronSolution<Y>>,
}

impl<Y: State> EnsembleSolution<Y> {
    pub(super) fn new(neurons: Vec<NeuronSolution<Y>>) -> Self {
        Self { neurons }
    }

    /// The solutions of the neurons.
    pub fn neurons(&self) -> &[NeuronSolution<Y>] {
        &self.neurons
    }

    /// The number of neurons.
    #[allow(clippy::len_without_is_empty, reason = "an ensemble without neurons is refused")]
    pub fn len(&self) -> usize {
        self.neurons.len()
    }

    /// The solutions of the neurons, one after the other.
    pub fn iter(&self) -> core::slice::Iter<'_, NeuronSolution<Y>> {
        self.neurons.iter()
    }

    /// The number of spikes of each neuron.
    pub fn spike_counts(&self) -> impl Iterator<Item = usize> + '_ {
        self.neurons.iter().map(|neuron| neuron.spikes.len())
    }
}

impl<Y: State> Index<usize> for EnsembleSolution<Y> {
    type Output = NeuronSolution<Y>;

    fn index(&self, neuron: usize) -> &NeuronSolution<Y> {
        &self.neurons[neuron]
    }
}

impl<Y: State> IntoIterator for EnsembleSolution<Y> {
    type Item = NeuronSolution<Y>;
    type IntoIter = alloc::vec::IntoIter<NeuronSolution<Y>>;

    fn into_iter(self) -> Self::IntoIter {
        self.neurons.into_iter()
    }
}

impl<'a, Y: State> IntoIterator for &'a EnsembleSolution<Y> {
    type Item = &'a NeuronSolution<Y>;
    type IntoIter = core::slice::Iter<'a, NeuronSolution<Y>>;

    fn into_iter(self) -> Self::IntoIter {
        self.neurons.iter()
    }
}
