//! Sweeps in parts: what is run here and there, and joined to what one run gives.

mod failure;
mod origin;
mod part;
#[allow(clippy::module_inception, reason = "the file of `Sweep` is found by its name")]
mod sweep;

pub use failure::Failure;
pub use origin::Origin;
pub use part::Part;
pub use sweep::Sweep;
