//! Traces: recordings and solutions as the same curves, the shapes of their spikes, and their
//! distance.

mod difference;
mod shape;
mod slopes;
mod trace;

pub use shape::SpikeShape;
pub use trace::Trace;
