//! [`Clock`]: where one neuron of a block stands on its own steps; [`Clocks`]: where all do.

use alloc::vec::Vec;

use num_traits::Float;

use super::{Request, padded};
use crate::ensemble::EnsembleNeuron;
use crate::ode::{Direction, Interval, Scalar, StepGrid};
use crate::stimulus::Stimulus;

/// The clocks of a block: one for all lanes whose breakpoints are the same.
#[derive(Clone, Debug)]
pub(super) struct Clocks<T> {
    pub(super) distinct: Vec<Clock<T>>,
    /// The clock of each lane.
    pub(super) of: Vec<usize>,
}

impl<T: Scalar> Clocks<T> {
    /// The clock of lane `i`.
    #[inline(always)]
    pub(super) fn at(&self, i: usize) -> &Clock<T> {
        &self.distinct[self.of[i]]
    }

    /// The lanes on clock `k`.
    pub(super) fn lanes(&self, k: usize) -> Vec<usize> {
        (0..self.of.len()).filter(|&i| self.of[i] == k).collect()
    }
}

/// The steps from breakpoint to breakpoint of one neuron's stimulus, and how many of them are
/// taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock<T> {
    pub(super) grid: StepGrid<T>,
    pub(super) taken: u64,
    /// The number of steps taken before this segment.
    pub(super) before: u64,
    /// Whether the neuron has reached the end of the span.
    pub(super) over: bool,
}

impl<T: Scalar> Clock<T> {
    /// How many steps of the full size lie ahead before the last one of the segment, whose size may
    /// be another.
    pub(super) fn whole_steps(&self) -> u64 {
        if self.over { u64::MAX } else { self.grid.count.saturating_sub(self.taken + 1) }
    }

    /// Whether the segment is done.
    pub(super) fn is_at_breakpoint(&self) -> bool {
        !self.over && self.taken >= self.grid.count
    }

    /// Whether the next step is the first one of the segment.
    pub(super) fn opens(&self) -> bool {
        !self.over && self.taken == 0
    }

    /// The time after `further` steps.
    pub(super) fn time_after(&self, further: u64) -> T {
        let taken = self.taken + further;
        let Interval { start, end, .. } = self.grid.segment;
        if taken == 0 {
            start
        } else if taken >= self.grid.count {
            end
        } else {
            self.grid.time_after(taken)
        }
    }

    /// The step after `further` ones.
    pub(super) fn interval(&self, further: u64) -> Interval<T> {
        self.grid.interval(self.taken + further, self.time_after(further))
    }

    /// The size of the next step: dt, the rest before a breakpoint, 0 at the end of the span.
    pub(super) fn next_size(&self) -> T {
        if self.over {
            T::lit(0.0)
        } else if self.whole_steps() > 0 {
            self.grid.dt
        } else {
            // What the steps before leave of the segment, not what the rounded time of the last
            // node leaves.
            #[allow(clippy::cast_precision_loss, reason = "the budget is far below 2^53")]
            let before = T::lit(self.taken as f64);
            let Interval { start, end, .. } = self.grid.segment;
            Float::mul_add(-before, self.grid.dt, end - start)
        }
    }
}

/// For each lane of a block the first one that has its stimulus, and the number of its clock:
/// lanes under one stimulus have one, and those that meet no breakpoint.
pub(super) fn leaders_and_clocks<M: EnsembleNeuron>(
    request: &Request<'_, M>,
    first: usize,
    width: usize,
) -> (Vec<usize>, Vec<usize>) {
    let stimulus = |i| request.neurons[padded(request, first + i)].stimulus();
    let meets_none = |i| {
        let next = stimulus(i).next_breakpoint(request.span.start, Direction::Forward);
        next.is_none_or(|t| t > request.span.end)
    };
    let (mut leaders, mut clocks, mut count, mut quiet) = (Vec::new(), Vec::new(), 0, None);
    for i in 0..width {
        let leader = (0..i).find(|&j| stimulus(i).is_same(stimulus(j))).unwrap_or(i);
        let clock = clocks.get(leader).copied().or(quiet.filter(|_| meets_none(i)));
        clocks.push(clock.unwrap_or_else(|| {
            count += 1;
            count - 1
        }));
        if meets_none(i) {
            quiet = quiet.or(clocks.last().copied());
        }
        leaders.push(leader);
    }
    (leaders, clocks)
}
