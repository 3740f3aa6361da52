//! The solution between the nodes: steps as values, and their polynomials.

mod curve;
mod dense_step;
mod interpolant;
mod interval;
mod node;
#[cfg(feature = "alloc")]
mod solution;
mod state_polynomial;
mod step;

pub use curve::Curve;
pub(crate) use dense_step::DenseStep;
pub(in crate::ode) use dense_step::StateAt;
pub use interpolant::Interpolant;
pub use interval::Interval;
pub use node::Node;
#[cfg(feature = "alloc")]
pub use solution::Solution;
pub use step::Step;
