//! The interval of a step inside its segment.

use crate::num::Scalar;
use crate::ode::Interval;

/// The interval of the next trial: `h` long, or to the end of the segment where little would
/// remain.
#[inline(always)]
pub(super) fn interval<T: Scalar>(segment: &Interval<T>, t: T, h: T) -> Interval<T> {
    let ahead = segment.end - t;
    let distance = ahead.abs();
    let first = if t == segment.start { segment.first } else { t };
    let h = h.max(t.ulp());
    if h >= distance {
        return Interval { start: t, end: segment.end, first, last: segment.last };
    }
    // Two equal halves rather than a whole step and a small remainder.
    let h =
        if distance < h * T::lit(1.1) { (distance * T::lit(0.5)).without_derivatives() } else { h };
    let h = h.max(t.ulp());
    let end = if ahead > T::lit(0.0) { t + h } else { t - h };
    Interval { start: t, end, first, last: end }
}
