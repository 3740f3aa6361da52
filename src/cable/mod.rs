//! A membrane along a fibre: the cable.
//!
//! | what | where |
//! |---|---|
//! | the cable, an [`OdeSystem`](crate::OdeSystem) | [`Cable`], [`Fibre`], [`End`] |
//! | the method | [`LineStrang`](crate::LineStrang), and every other |
//! | its membrane | [`CableMembrane`]: every neuron that an ensemble can run |
//! | a spike on its way | [`conduction_velocity`] |
//!
//! # Equation
//!
//! ```text
//! C·∂V/∂t = 1/(π·d)·∂/∂x (π·d²/(4·R)·∂V/∂x) − I_ion + I/(π·d)     (28, 29)
//! ```
//!
//! At n + 1 nodes, half a segment of membrane at each end and a whole one elsewhere: of second
//! order in the length of a segment. A current is given in nA; its place may lie between two
//! nodes, which share it in proportion.

#[allow(clippy::module_inception, reason = "the file of `Cable` is found by its name")]
mod cable;
mod cable_membrane;
mod columns;
mod conduction;
mod fibre;
mod injection;
mod system;

pub use cable::Cable;
pub use cable_membrane::CableMembrane;
pub use conduction::conduction_velocity;
pub use fibre::{End, Fibre};
