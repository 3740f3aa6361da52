//! The spikes of a run and the rhythm of their times, and the extrema of a component.

#[cfg(feature = "alloc")]
mod coincidence;
mod detector;
mod extremum;
#[cfg(feature = "alloc")]
mod train;

#[cfg(feature = "alloc")]
pub use coincidence::coincidence_factor;
pub use detector::{Spike, SpikeDetector};
pub use extremum::{Extent, Extremum, extent};
#[cfg(feature = "alloc")]
pub use train::{SpikeTrain, spikes};
