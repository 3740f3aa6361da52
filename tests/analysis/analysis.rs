//! From a run to a finding, one question a file; and what takes too long for an unoptimised test: bad
//! input at the ends of the floats, the passages of 8580 runs, the law of the stimuli.

#[path = "../common/mod.rs"]
mod common;

mod cycles;
mod equilibrium;
mod excitability;
mod extreme;
mod passages;
mod planes;
mod spikes;
mod stimuli;
