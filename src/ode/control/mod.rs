//! The choice of the step: fixed steps on a grid, or steps that keep the error within the
//! tolerances.

mod adaptive;
mod atol;
mod first_step;
mod fixed;
mod interpolant_error;
mod interval;
mod pi;
mod step_control;
mod step_grid;
mod stiffness;
mod tolerance;

pub use adaptive::Adaptive;
pub use fixed::Fixed;
pub use step_control::{ControlStatistics, StepContext, StepControl};
#[cfg(feature = "alloc")]
pub(crate) use step_grid::StepGrid;
pub use tolerance::Tolerance;
