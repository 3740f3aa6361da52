//! From a run to a finding, one question a file; and what takes too many runs for an unoptimised
//! test.

#[path = "../common/mod.rs"]
mod common;

mod cycles;
mod equilibrium;
mod excitability;
mod passages;
mod planes;
mod spikes;
mod traces;
mod waves;
