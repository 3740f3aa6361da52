//! The models that an ensemble runs: their equations over numbers of any kind, and how several of
//! them become one of lanes.

mod ensemble_neuron;
mod membrane_equations;
mod split_membrane;
mod vectorize;

pub use ensemble_neuron::EnsembleNeuron;
pub use membrane_equations::MembraneEquations;
pub use split_membrane::{Relax, SplitMembrane};
pub use vectorize::{Each, Vectorize};
