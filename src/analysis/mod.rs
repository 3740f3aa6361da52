//! From a run to a finding: spikes, equilibria, excitability, limit cycles, the phase plane.
//!
//! | question | start with |
//! |---|---|
//! | when does it spike, how high, wide and often? | [`SpikeDetector`], [`spikes`], [`SpikeTrain`], [`extent`] |

mod extremum;
mod spike;
#[cfg(feature = "alloc")]
mod train;

pub use extremum::{Extent, Extremum, extent};
pub use spike::{Spike, SpikeDetector};
#[cfg(feature = "alloc")]
pub use train::{SpikeTrain, spikes};
