//! Many independent neurons at once, in the lanes of the machine's vectors.
//!
//! | what | where |
//! |---|---|
//! | the neurons, and the questions to them | [`Ensemble`] |
//! | the method | [`EnsembleMethod`]: `Rk4.fixed(dt)`, `FastStrang.fixed(dt)`, `Rk45.adaptive()`, … |
//! | the result | [`EnsembleSolution`], [`NeuronSolution`] |
//! | in parts, here and there | [`Sweep`], [`Part`], [`Origin`], [`Failure`] |
//! | the vector instructions | [`SimdLevel`] |
//! | your own model | [`EnsembleNeuron`], [`Vectorize`], [`MembraneEquations`], [`SplitMembrane`] |
//!
//! # What is the same to the bit
//!
//! A neuron's result does not depend on the other neurons, on their number or order, nor on the
//! number of threads. [`SimdLevel::Avx512`], [`SimdLevel::Avx2`] and 64-bit ARM round alike. The
//! other baselines, which have no fused multiplication and addition, and
//! [`integrate`](crate::integrate()) of the single neuron agree with them up to rounding: within
//! 10⁻⁹ mV over 50 ms in `f64` (`tests/ensemble/runs.rs`).

mod block;
mod chosen;
#[allow(clippy::module_inception, reason = "the file of `Ensemble` is found by its name")]
pub(crate) mod ensemble;
mod lanes;
mod method;
mod model;
mod solution;
mod sweep;

pub(crate) use ensemble::Ensemble;
pub use lanes::SimdLevel;
pub use method::EnsembleMethod;
pub use model::{Each, EnsembleNeuron, MembraneEquations, Relax, SplitMembrane, Vectorize};
pub use solution::{EnsembleSolution, NeuronSolution};
pub use sweep::{Failure, Origin, Part, Sweep};

pub(crate) use lanes::{Lane, LaneScalar, Pair};
