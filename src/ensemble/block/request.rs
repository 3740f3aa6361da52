//! [`Request`]: what is asked of an ensemble, the same for all its blocks.

use core::fmt;
use core::ops::Range;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::ensemble::{EnsembleNeuron, SimdLevel};
use crate::ode::{State, Time};

/// A function that gets the part of the work that is done, 0 to 1.
pub(in crate::ensemble) type Report<'a> = &'a (dyn Fn(f64) + Sync);

/// The neurons, and what is asked of them.
pub struct Request<'a, M: EnsembleNeuron> {
    pub(in crate::ensemble) neurons: &'a [M],
    pub(in crate::ensemble) states: &'a [M::State],
    pub(in crate::ensemble) span: Range<Time<M>>,
    /// The level through which V rises in a spike.
    pub(in crate::ensemble) level: Option<Time<M>>,
    /// The neurons to record, ascending, and the times.
    pub(in crate::ensemble) recorded: &'a [usize],
    pub(in crate::ensemble) grid: &'a [Time<M>],
    /// Whether only the potentials are recorded.
    pub(in crate::ensemble) potentials: bool,
    pub(in crate::ensemble) simd: SimdLevel,
    pub(in crate::ensemble) progress: Progress<'a>,
}

impl<M: EnsembleNeuron> fmt::Debug for Request<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("neurons", &self.neurons.len()).finish_non_exhaustive()
    }
}

impl<M: EnsembleNeuron> Request<'_, M> {
    /// The grid, for a neuron that is recorded; no times for another.
    pub(in crate::ensemble) fn grid_of(&self, neuron: usize) -> &[Time<M>] {
        if self.recorded.binary_search(&neuron).is_ok() { self.grid } else { &[] }
    }
}

/// The progress of the work, in parts of neurons; reported as it grows.
pub(in crate::ensemble) struct Progress<'a> {
    pub(in crate::ensemble) report: Option<Report<'a>>,
    pub(in crate::ensemble) done: AtomicUsize,
    pub(in crate::ensemble) whole: usize,
}

/// The parts into which the run of each neuron is divided for the report.
pub(in crate::ensemble) const PARTS: usize = 64;

impl<'a> Progress<'a> {
    pub(in crate::ensemble) fn new(report: Option<Report<'a>>, neurons: usize) -> Self {
        Self { report, done: AtomicUsize::new(0), whole: neurons * PARTS }
    }

    /// Reports that all is done, if it was not reported before.
    pub(in crate::ensemble) fn finish(&self) {
        self.add(self.whole.saturating_sub(self.done.load(Ordering::Relaxed)));
    }

    /// Reports that `parts` more are done.
    #[allow(clippy::cast_precision_loss, reason = "a part of the work, for people")]
    pub(in crate::ensemble) fn add(&self, parts: usize) {
        let Some(report) = self.report.filter(|_| parts > 0) else { return };
        let done = self.done.fetch_add(parts, Ordering::Relaxed) + parts;
        report(done as f64 / self.whole as f64);
    }
}

/// A state whose component i is the ith of `numbers`.
pub(in crate::ensemble) fn filled<Y: State>(
    like: &Y,
    numbers: impl IntoIterator<Item = Y::Scalar>,
) -> Y {
    let (mut numbers, mut y) = (numbers.into_iter(), like.clone());
    y.assign(like, [], &mut |out, x, []| *out = numbers.next().unwrap_or(x));
    y
}
