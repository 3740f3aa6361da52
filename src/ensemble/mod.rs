//! Many independent neurons at once, in the lanes of the machine's vectors.
//!
//! | what | where |
//! |---|---|
//! | the neurons, and what is asked of them | [`Ensemble`] |
//! | how they are stepped | [`EnsembleMethod`]: `Rk4.fixed(dt)`, `FastStrang.fixed(dt)`, `Rk45.adaptive()`, … |
//! | what became of each | [`EnsembleSolution`], [`NeuronSolution`] |
//! | on which instructions | [`Arm`] |
//! | your own model | [`Excitable`], [`Relaxing`], [`Gather`], [`Member`] |
//!
//! # What is the same to the bit
//!
//! A neuron's result does not depend on the other neurons, on their number or order, nor on the number of
//! threads. [`Arm::Avx512`], [`Arm::Avx2`] and 64-bit ARM round alike. The other baselines, which have no fused
//! multiplication and addition, and [`integrate`](crate::integrate()) of the single neuron agree with them up to rounding: within
//! 10⁻⁹ mV over 50 ms in `f64` (`tests/ensemble.rs`).

mod arm;
mod block;
mod clock;
mod drive;
mod excitable;
mod exp;
mod gather;
mod job;
mod lane;
mod lanes;
mod member;
mod method;
mod pair;
mod population;
mod rk4;
mod scheme;
mod solution;
mod strang;
mod watch;

pub use arm::{Arm, LaneScalar};
pub use excitable::{Excitable, Relaxing};
pub use gather::{Each, Gather};
pub use lane::Lane;
pub use lanes::Lanes;
pub use member::{Gathered, GatheredChannel, Member};
pub use method::EnsembleMethod;
pub use pair::Pair;
pub use population::Ensemble;
pub use solution::{EnsembleSolution, NeuronSolution};

use scheme::Scheme;
