//! [`EnsembleSolution`]: what became of each neuron.

use alloc::vec::Vec;
use core::ops::Index;

use crate::ode::State;

/// What became of one neuron.
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
    /// The times (ms) at which V rose through the level of [`Ensemble::detecting_spikes`](super::Ensemble::detecting_spikes).
    pub spikes: Vec<Y::Scalar>,
    /// The states at the times of [`Ensemble::recording`](super::Ensemble::recording), for a neuron chosen there.
    pub samples: Vec<Y>,
}

/// What became of each neuron of an ensemble, in their order.
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

    /// What became of each neuron.
    pub fn neurons(&self) -> &[NeuronSolution<Y>] {
        &self.neurons
    }

    /// What became of each neuron, one after the other.
    pub fn iter(&self) -> core::slice::Iter<'_, NeuronSolution<Y>> {
        self.neurons.iter()
    }

    /// How many spikes each neuron had.
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
