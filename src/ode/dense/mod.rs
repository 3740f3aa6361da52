//! The solution between the nodes: steps as values, and their polynomials.

mod curve;
mod dense_step;
#[cfg(feature = "alloc")]
mod solution;
mod step;

pub use curve::Curve;
pub(crate) use dense_step::DenseStep;
#[cfg(feature = "alloc")]
pub use solution::Solution;
pub use step::{Interpolant, Interval, Node, Step};
