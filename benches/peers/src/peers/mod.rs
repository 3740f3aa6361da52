//! The peers, one file each, set up as a competent user of each would.

pub(crate) mod differential_equations;
pub(crate) mod ode_solvers;
