//! [`Clock`]: where one neuron of a block stands on its own steps.

use num_traits::Float;

use crate::ode::{Interval, Scalar, StepGrid};

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
