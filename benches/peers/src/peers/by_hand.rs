//! The loop written by hand for one neuron, with six exponentials of the library: the baseline of
//! the crate's guard.

#[path = "../../../baseline/mod.rs"]
mod baseline;

use crate::population::{DT, PART, Population};
use crate::squid::clamped_at_zero;
use std::hint::black_box;

pub(crate) fn population() -> Population {
    let run = |currents: &[f64], steps| {
        let axon = black_box(&baseline::SQUID_AXON);
        let v = |&current: &f64| baseline::rk4(axon, clamped_at_zero(), current, DT, steps)[0];
        currents.iter().map(v).collect()
    };
    Population { name: "plain loop, f64", order: 4, part: PART, run: Box::new(run) }
}
