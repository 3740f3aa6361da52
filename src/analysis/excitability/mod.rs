//! Excitability: the spikes of a neuron under a stimulus, and the thresholds of stimuli.

mod execution;
mod f_i_curve;
mod firing;
mod recovery;
mod strength_duration;
mod threshold;
mod trial;

#[cfg(feature = "rayon")]
pub use execution::Parallel;
pub use execution::{InLanes, OneByOne};
pub use firing::{Firing, Oscillation};
pub use threshold::threshold;
pub use trial::Trial;

pub(super) use trial::precise;
