//! Limit cycles: by shooting, with their Floquet multipliers, and along a parameter.

mod bounds;
mod branch_point;
mod continuation;
mod limit_cycle;
mod shooting;
mod variation;

pub use bounds::BranchBounds;
pub use continuation::{BranchEnd, CycleBranch, cycle_branch};
pub use limit_cycle::{LimitCycle, limit_cycle, settled};

pub(super) use variation::precise_run;
