//! The run: segments, steps, samples and checkpoints.

mod change;
mod checkpoint;
mod dense_output;
mod diagnosis;
mod integrate;
mod interplay;
mod kernels;
mod nodes;
#[cfg(feature = "alloc")]
mod on_each;
mod run;
mod runaway;
mod sampling;
mod segment;
mod statistics;
mod steps;
mod view;

pub use checkpoint::Checkpoint;
pub(crate) use diagnosis::{non_finite, too_small};
pub use integrate::integrate;
use run::Run;
pub use segment::Segment;
#[cfg(feature = "alloc")]
pub(crate) use segment::segment_from;
pub use statistics::Statistics;
pub use steps::Steps;
pub use view::StepView;
