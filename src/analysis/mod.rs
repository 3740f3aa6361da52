//! Spikes, excitability, equilibria, limit cycles and the phase plane, from runs of a system.
//!
//! | question | start with |
//! |---|---|
//! | when does it spike, how high, wide and often? | [`SpikeDetector`], [`spikes`](fn@spikes), [`SpikeTrain`], [`extent`] |
//! | the same of a recording: widths, onsets, how near a model comes? | [`Trace`], [`SpikeShape`], [`coincidence_factor`] |
//! | where does it rest, and is that stable? | [`equilibrium`](fn@equilibrium), [`equilibria`](fn@equilibria), [`HodgkinHuxley::equilibria`](crate::HodgkinHuxley::equilibria) |
//! | where does rest begin to oscillate? | [`hopf_points`], [`HodgkinHuxley::hopf_points`](crate::HodgkinHuxley::hopf_points) |
//! | where do two states of rest meet and vanish? | [`fold_points`], [`HodgkinHuxley::fold_points`](crate::HodgkinHuxley::fold_points) |
//! | does it fire, how often, and from which stimulus on? | [`Trial`], [`HodgkinHuxley::trial`](crate::HodgkinHuxley::trial), [`Firing`], [`threshold`](fn@threshold) |
//! | how does it oscillate, and is that stable? | [`limit_cycle`](fn@limit_cycle), [`settled`], [`HodgkinHuxley::limit_cycle`](crate::HodgkinHuxley::limit_cycle) |
//! | how does the oscillation change with the current? | [`cycle_branch`], [`BranchBounds`], [`HodgkinHuxley::bifurcations`](crate::HodgkinHuxley::bifurcations) |
//! | how fast does a spike travel along a fibre, and which shape has it? | [`travelling_waves`](fn@travelling_waves), [`HodgkinHuxley::travelling_waves`](crate::HodgkinHuxley::travelling_waves) |
//! | what does it look like in a plane? | [`ReducedAxon`], [`nullclines`], [`vector_field`] |
//! | how does a small disturbance move? | [`jacobian`](fn@jacobian), [`jacobian_by_differences`], [`eigenvalues`] |
//!
//! All but [`SpikeDetector`] and [`extent`] need the feature `alloc`.

#[cfg(feature = "alloc")]
mod axon;
#[cfg(feature = "alloc")]
mod bifurcation;
#[cfg(feature = "alloc")]
pub(crate) mod cycles;
#[cfg(feature = "alloc")]
pub(crate) mod equilibria;
#[cfg(feature = "alloc")]
pub(crate) mod excitability;
#[cfg(feature = "alloc")]
mod linear;
#[cfg(feature = "alloc")]
mod plane;
#[cfg(feature = "alloc")]
mod range;
#[cfg(feature = "alloc")]
mod roots;
pub(crate) mod spikes;
#[cfg(feature = "alloc")]
mod traces;
#[cfg(feature = "alloc")]
mod waves;

#[cfg(feature = "alloc")]
pub use bifurcation::Bifurcations;
#[cfg(feature = "alloc")]
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use cycles::limit_cycle;
#[cfg(feature = "alloc")]
pub use cycles::{BranchBounds, BranchEnd, CycleBranch, LimitCycle, cycle_branch, settled};
#[cfg(feature = "alloc")]
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use equilibria::equilibrium;
#[cfg(feature = "alloc")]
pub use equilibria::{
    Complex, Equilibrium, Fold, Hopf, eigenvalues, equilibria, fold_points, hopf_points, jacobian,
    jacobian_by_differences,
};
#[cfg(feature = "rayon")]
pub use excitability::Parallel;
#[cfg(feature = "alloc")]
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use excitability::Trial;
#[cfg(feature = "alloc")]
pub use excitability::{Firing, InLanes, OneByOne, Oscillation, threshold};
#[cfg(feature = "alloc")]
pub use plane::{Arrow, PlaneGate, Reduced, ReducedAxon, nullclines, vector_field};
#[cfg(feature = "alloc")]
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use spikes::spikes;
pub use spikes::{Extent, Extremum, Spike, SpikeDetector, extent};
#[cfg(feature = "alloc")]
pub use spikes::{SpikeTrain, coincidence_factor};
#[cfg(feature = "alloc")]
pub use traces::{SpikeShape, Trace};
#[cfg(feature = "alloc")]
pub use waves::{TravellingWave, travelling_waves};
