//! From a run to a finding: spikes, equilibria, excitability, limit cycles, the phase plane.
//!
//! | question | start with |
//! |---|---|
//! | when does it spike, how high, wide and often? | [`SpikeDetector`], [`spikes`], [`SpikeTrain`], [`extent`] |
//! | where does it rest, and is that stable? | [`equilibrium`](fn@equilibrium), [`equilibria`], [`HodgkinHuxley::equilibria`](crate::HodgkinHuxley::equilibria) |
//! | where does rest begin to oscillate? | [`hopf_points`], [`HodgkinHuxley::hopf_points`](crate::HodgkinHuxley::hopf_points) |
//! | does it fire, how often, and from which stimulus on? | [`Trial`], [`HodgkinHuxley::trial`](crate::HodgkinHuxley::trial), [`Firing`], [`threshold`](fn@threshold) |
//! | how does it oscillate, and is that stable? | [`limit_cycle`](fn@limit_cycle), [`settled`], [`HodgkinHuxley::limit_cycle`](crate::HodgkinHuxley::limit_cycle) |
//! | how does the oscillation change with the current? | [`cycle_branch`], [`HodgkinHuxley::bifurcations`](crate::HodgkinHuxley::bifurcations) |
//! | what does it look like in a plane? | [`ReducedAxon`], [`nullclines`], [`vector_field`] |
//! | how does a small disturbance move? | [`jacobian`](fn@jacobian), [`jacobian_by_differences`], [`eigenvalues`] |
//!
//! All but [`SpikeDetector`] and [`extent`] need the feature `alloc`.

#[cfg(feature = "alloc")]
mod axon;
#[cfg(feature = "alloc")]
mod bifurcation;
#[cfg(feature = "alloc")]
mod branch;
#[cfg(feature = "alloc")]
mod complex;
#[cfg(feature = "alloc")]
mod eigenvalue;
#[cfg(feature = "alloc")]
mod equilibrium;
mod extremum;
#[cfg(feature = "alloc")]
mod family;
#[cfg(feature = "alloc")]
mod firing;
#[cfg(feature = "alloc")]
mod hessenberg;
#[cfg(feature = "alloc")]
mod hopf;
#[cfg(feature = "alloc")]
mod jacobian;
#[cfg(feature = "alloc")]
mod lanes;
#[cfg(feature = "alloc")]
mod limit_cycle;
#[cfg(feature = "alloc")]
mod linear;
#[cfg(feature = "rayon")]
mod parallel;
#[cfg(feature = "alloc")]
mod place;
#[cfg(feature = "alloc")]
mod plane;
#[cfg(feature = "alloc")]
mod roots;
mod spike;
#[cfg(feature = "alloc")]
mod threshold;
#[cfg(feature = "alloc")]
mod train;
#[cfg(feature = "alloc")]
mod trial;
#[cfg(feature = "alloc")]
mod variation;

#[cfg(feature = "alloc")]
pub use bifurcation::Bifurcations;
#[cfg(feature = "alloc")]
pub use branch::{BranchEnd, CycleBranch, cycle_branch};
#[cfg(feature = "alloc")]
pub use complex::Complex;
#[cfg(feature = "alloc")]
pub use eigenvalue::eigenvalues;
#[cfg(feature = "alloc")]
pub use equilibrium::{Equilibrium, equilibria, equilibrium};
pub use extremum::{Extent, Extremum, extent};
#[cfg(feature = "alloc")]
pub use firing::{Firing, Oscillation};
#[cfg(feature = "alloc")]
pub use hopf::{Hopf, hopf_points};
#[cfg(feature = "alloc")]
pub use jacobian::{jacobian, jacobian_by_differences};
#[cfg(feature = "alloc")]
pub use limit_cycle::{LimitCycle, limit_cycle, settled};
#[cfg(feature = "alloc")]
pub use plane::{Arrow, PlaneGate, Reduced, ReducedAxon, nullclines, vector_field};
pub use spike::{Spike, SpikeDetector};
#[cfg(feature = "alloc")]
pub use threshold::threshold;
#[cfg(feature = "alloc")]
pub use train::{SpikeTrain, spikes};
#[cfg(feature = "alloc")]
pub use trial::Trial;
