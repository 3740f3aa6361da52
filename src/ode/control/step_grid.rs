//! [`StepGrid`]: the steps of one size that fill a segment between two breakpoints.

use crate::num::Scalar;
use crate::ode::Interval;

/// Steps of the size dt from the start of a segment: t₀ + k·dt, the last one up to its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepGrid<T> {
    pub(crate) segment: Interval<T>,
    pub(crate) dt: T,
    pub(crate) count: u64,
}

impl<T: Scalar> StepGrid<T> {
    /// The steps that fill `segment`.
    pub(crate) fn new(segment: Interval<T>, dt: T) -> Self {
        // Saturates: a count beyond u64 is beyond every budget too.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and saturates"
        )]
        let count = Self::steps_in(&segment, dt).to_f64() as u64;
        Self { segment, dt, count }
    }

    /// The number of steps, as a number of the segment's type.
    pub(crate) fn steps_in(segment: &Interval<T>, dt: T) -> T {
        let (start, end) = (segment.start, segment.end);
        steps_in((end - start).abs() / dt, start.abs().max(end.abs()).ulp() / dt)
    }

    /// The time after `count` steps.
    #[inline(always)]
    pub(crate) fn time_after(&self, count: u64) -> T {
        #[allow(
            clippy::cast_precision_loss,
            reason = "the budget ends the run long before 2^53 steps"
        )]
        let ahead = T::lit(count as f64) * self.dt;
        let Interval { start, end, .. } = self.segment;
        if end > start { start + ahead } else { start - ahead }
    }

    /// Step `index`, from `t`.
    #[inline(always)]
    pub(crate) fn interval(&self, index: u64, t: T) -> Interval<T> {
        let first = if index == 0 { self.segment.first } else { t };
        if index + 1 == self.count {
            return Interval { start: t, end: self.segment.end, first, last: self.segment.last };
        }
        let end = self.time_after(index + 1);
        Interval { start: t, end, first, last: end }
    }
}

/// The number of steps in a segment that is `ratio` times dt long, where the times are known to
/// `ulp` times dt: a remainder of rounding is no step.
fn steps_in<T: Scalar>(ratio: T, ulp: T) -> T {
    let nearest = ratio.round();
    // A twentieth at most: no step may be much longer than dt, even where so many steps hide it.
    let rounding = (T::lit(8.0) * T::epsilon() * nearest + T::lit(2.0) * ulp).min(T::lit(0.05));
    let count = if (ratio - nearest).abs() <= rounding { nearest } else { ratio.ceil() };
    count.max(T::one())
}

#[cfg(test)]
mod tests {
    use super::steps_in;

    #[test]
    fn rounding_makes_no_further_step() {
        assert_eq!(steps_in(50.0 / 0.01, 0.0), 5000.0);
        assert_eq!(steps_in(0.3 / 0.1, 0.0), 3.0);
        assert_eq!(steps_in(0.3_f32 / 0.1, 0.0), 3.0);
        assert_eq!(steps_in(1.0 / 0.4, 0.0), 3.0);
        assert_eq!(steps_in(1e-9, 0.0), 1.0);
        assert_eq!(steps_in(10.0 + 1e-8, 1e-8), 10.0);
    }
}
