//! Methods: the contract of a step, and the steps of this crate.

mod bs23;
mod dop853;
mod euler;
mod exponential_euler;
mod heun;
#[cfg(feature = "alloc")]
mod line;
mod method;
mod rk4;
mod rk45;
mod rodas5p;
mod stepper;
mod strang;
mod tableau;
mod verner65;

pub use bs23::Bs23;
pub use dop853::Dop853;
pub use euler::Euler;
pub use exponential_euler::ExponentialEuler;
pub use heun::Heun;
#[cfg(feature = "alloc")]
pub use line::LineStrang;
pub use method::Method;
pub use rk4::Rk4;
pub use rk45::Rk45;
pub use rodas5p::{Rodas5P, Rosenbrock};
pub use stepper::{EmbeddedStepper, Stepper};
#[cfg(feature = "alloc")]
pub(crate) use strang::Relaxes;
pub use strang::{ExponentialStrang, FastStrang, SafeStrang};
pub(crate) use tableau::Stages;
pub use tableau::{EmbeddedTableau, Tableau, Workspace};
pub use verner65::Verner65;
