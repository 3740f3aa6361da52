//! From a run to a finding, one question a file.

#[path = "../common/mod.rs"]
mod common;

mod cycles;
mod equilibrium;
mod excitability;
mod planes;
mod spikes;
