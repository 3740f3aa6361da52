//! States of rest: equilibria, their Jacobians and eigenvalues, Hopf points and folds.

mod eigen;
mod equilibrium;
mod fold;
mod hopf;
mod jacobian;

pub use eigen::{Complex, eigenvalues};
pub use equilibrium::{Equilibrium, equilibria, equilibrium};
pub use fold::{Fold, fold_points};
pub use hopf::{Hopf, hopf_points};
pub use jacobian::{jacobian, jacobian_by_differences};
