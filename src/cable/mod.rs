//! A membrane along a fibre: the cable.
//!
//! | what | where |
//! |---|---|
//! | the cable, an [`OdeSystem`](crate::OdeSystem) | [`Cable`], [`Fibre`], [`End`] |
//! | a tree of them | [`Cable::branched`], [`Section`], [`Place`] |
//! | several side by side | [`Cables`] |
//! | the method | [`LineStrang`](crate::LineStrang), and every other |
//! | its membrane | [`CableMembrane`]: every neuron that an ensemble can run |
//! | a spike on its way | [`conduction_velocity`], [`conduction_velocities`] |
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
//!
//! # Trees
//!
//! Where sections meet there is one node, a compartment that they share: half a segment of
//! membrane of each. So it is a place like any other, V is the same for all of them and their
//! axial currents add up to what its membrane takes, and the order is that of a line. (A node
//! without area would have no equation of its own.) Between two nodes lies the resistance of the
//! cone, ∫ 4·R/(π·d²) dx = 4·R·Δx/(π·d₁·d₂).

#[allow(clippy::module_inception, reason = "the file of `Cable` is found by its name")]
mod cable;
mod cable_membrane;
mod cables;
mod children;
mod columns;
mod conduction;
mod fibre;
mod injection;
mod layout;
mod section;
mod system;

pub use cable::Cable;
pub use cable_membrane::CableMembrane;
pub use cables::Cables;
pub use conduction::{conduction_velocities, conduction_velocity};
pub use fibre::{End, Fibre};
pub use section::{Place, Section};

pub(crate) use cable::set_potential;
