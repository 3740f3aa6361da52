//! The peers, one file each, set up as a competent user of each would.

pub(crate) mod by_hand;
pub(crate) mod differential_equations;
pub(crate) mod hodgkin_huxley;
pub(crate) mod neuromod;
pub(crate) mod ode_solvers;
pub(crate) mod ode_solvers_spikes;
pub(crate) mod sciforge;
