//! [`Ladder`]: the errors that a method reaches from loose to tight tolerances.

use crate::method::Solve;
use crate::setting::{Setting, Weights};
use crate::trace::Trace;
use std::time::{Duration, Instant};

/// From 10^−0.5 to 10^−14, in steps of 0.1 decade.
const TENTHS: std::ops::RangeInclusive<i32> = 5..=140;
/// So many tighter rungs must meet an error as well: a lucky point does not count.
const TIGHTER: usize = 8;
/// A method that needs longer than this for 50 ms has met its round-off, and goes no further up.
const PATIENCE: Duration = Duration::from_millis(20);
/// Looser than 10^−2 a run may fail, late, without being near its round-off.
const ASTRAY: i32 = 20;

/// A setting and the largest error of V (mV) that it gave, at all points and at the ends of the
/// segments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rung {
    pub(crate) setting: Setting,
    pub(crate) error: f64,
    pub(crate) at_ends: f64,
}

#[derive(Debug)]
pub(crate) struct Ladder(Vec<Rung>);

impl Ladder {
    pub(crate) fn climb(solve: &mut Solve, weights: Weights, truth: &Trace) -> Self {
        let mut rungs = Vec::new();
        for tenths in TENTHS {
            let start = Instant::now();
            rungs.push(Rung::reach(solve, Setting { tenths, weights }, truth));
            // A run at a tolerance near 1 may lose its way and spend all its steps: that says
            // nothing of the next one.
            if start.elapsed() > PATIENCE && tenths >= ASTRAY {
                break;
            }
        }
        Self(rungs)
    }

    /// The loosest setting that keeps within `level` (mV), as do the tighter ones after it.
    pub(crate) fn loosest(&self, level: f64) -> Option<Rung> {
        let mut stretches = self.0.windows(TIGHTER + 1);
        stretches.find(|rungs| rungs.iter().all(|rung| rung.error <= level)).map(|rungs| rungs[0])
    }

    /// The rung of the least error.
    pub(crate) fn least(&self) -> Option<Rung> {
        self.0.iter().copied().min_by(|a, b| a.error.total_cmp(&b.error))
    }
}

impl Rung {
    /// The errors are infinite where the method fails or leaves a point out.
    fn reach(solve: &mut Solve, setting: Setting, truth: &Trace) -> Self {
        let mut trace = Trace::blank();
        if solve(setting, &mut trace).is_err() {
            trace = Trace::blank();
        }
        Self { setting, error: trace.error(truth), at_ends: trace.error_at_ends(truth) }
    }
}
