//! [`Job`]: what is asked of an ensemble, the same for all its blocks.

use core::fmt;
use core::ops::Range;
use core::sync::atomic::{AtomicUsize, Ordering};

use super::{Arm, Member};
use crate::ode::{State, Time};

/// A function that is told which part of the work is done, 0 to 1.
pub(super) type Report<'a> = &'a (dyn Fn(f64) + Sync);

/// The neurons, and what is asked of them.
pub struct Job<'a, M: Member> {
    pub(super) neurons: &'a [M],
    pub(super) states: &'a [M::State],
    pub(super) span: Range<Time<M>>,
    /// The level through which V rises in a spike.
    pub(super) level: Option<Time<M>>,
    /// The neurons to record, ascending, and the times.
    pub(super) recorded: &'a [usize],
    pub(super) grid: &'a [Time<M>],
    pub(super) arm: Arm,
    pub(super) progress: Progress<'a>,
}

impl<M: Member> fmt::Debug for Job<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("neurons", &self.neurons.len()).finish_non_exhaustive()
    }
}

impl<M: Member> Job<'_, M> {
    /// The grid, for a neuron that is recorded; no times for another.
    pub(super) fn grid_of(&self, neuron: usize) -> &[Time<M>] {
        if self.recorded.binary_search(&neuron).is_ok() { self.grid } else { &[] }
    }
}

/// How much of the work is done, in neurons; told as it grows.
pub(super) struct Progress<'a> {
    pub(super) report: Option<Report<'a>>,
    pub(super) done: AtomicUsize,
    pub(super) whole: usize,
}

/// The parts into which the run of each neuron is divided for the report.
pub(super) const PARTS: usize = 64;

impl<'a> Progress<'a> {
    pub(super) fn new(report: Option<Report<'a>>, neurons: usize) -> Self {
        Self { report, done: AtomicUsize::new(0), whole: neurons * PARTS }
    }

    /// Tells that all is done, if it was not told before.
    pub(super) fn finish(&self) {
        self.add(self.whole.saturating_sub(self.done.load(Ordering::Relaxed)));
    }

    /// Tells that `parts` more are done.
    #[allow(clippy::cast_precision_loss, reason = "a part of the work, for people")]
    pub(super) fn add(&self, parts: usize) {
        let Some(report) = self.report.filter(|_| parts > 0) else { return };
        let done = self.done.fetch_add(parts, Ordering::Relaxed) + parts;
        report(done as f64 / self.whole as f64);
    }
}

/// A state whose component i is the ith of `numbers`.
pub(super) fn filled<Y: State>(like: &Y, numbers: impl IntoIterator<Item = Y::Scalar>) -> Y {
    let (mut numbers, mut y) = (numbers.into_iter(), like.clone());
    y.assign(like, [], &mut |out, x, []| *out = numbers.next().unwrap_or(x));
    y
}
