//! States of rest: equilibria, their Jacobians and eigenvalues, and Hopf points.

mod eigen;
mod equilibrium;
mod hopf;
mod jacobian;

pub use eigen::{Complex, eigenvalues};
pub use equilibrium::{Equilibrium, equilibria, equilibrium};
pub use hopf::{Hopf, hopf_points};
pub use jacobian::{jacobian, jacobian_by_differences};
