//! [`Origin`]: what a part is of.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt::Debug;

use crate::simd::Rounding;

/// What a [`Part`](super::Part) is of. Parts of two sweeps that differ in any of it do not join.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Origin {
    pub(super) label: String,
    pub(super) count: usize,
    version: String,
    rounding: String,
    pub(super) span: String,
    pub(super) method: String,
    pub(super) level: String,
    pub(super) grid: String,
}

impl Origin {
    /// Of a sweep without a span, in the arithmetic of single runs on this machine.
    pub(super) fn new(label: &str, count: usize) -> Self {
        let [span, method, level, grid] = [const { String::new() }; 4];
        let (label, version) = (label.to_string(), env!("CARGO_PKG_VERSION").to_string());
        let rounding = rounding(matches!(Rounding::of_machine(), Rounding::Fused(_)));
        Self { label, count, version, rounding, span, method, level, grid }
    }

    /// Whether products and sums fuse in its runs.
    pub(super) fn round(&mut self, fused: bool) {
        self.rounding = rounding(fused);
    }

    /// The name of the first field in which both differ.
    pub(super) fn difference(&self, other: &Self) -> Option<&'static str> {
        let fields = |of: &Self| {
            [
                ("label", of.label.clone()),
                ("number of members", of.count.to_string()),
                ("version of the crate", of.version.clone()),
                ("rounding", of.rounding.clone()),
                ("span", of.span.clone()),
                ("method", of.method.clone()),
                ("level", of.level.clone()),
                ("grid", of.grid.clone()),
            ]
        };
        let differ = fields(self).into_iter().zip(fields(other)).find(|(one, two)| one != two);
        differ.map(|((name, _), _)| name)
    }
}

fn rounding(fused: bool) -> String {
    if fused { "fused" } else { "baseline" }.to_string()
}

/// A grid in few words: its length, its ends, and a sum of its digits (FNV-1a).
pub(super) fn summary<T: Debug>(grid: &[T], potentials: bool) -> String {
    let ends = (grid.first(), grid.last());
    let sum = format!("{grid:?}").bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{} times {ends:?} {sum:x} potentials {potentials}", grid.len())
}
