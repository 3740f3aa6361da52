//! [`Segment`]: a part of the run without a breakpoint inside.

use num_traits::Float;

use crate::Error;
use crate::num::Scalar;
use crate::ode::{Direction, Interval, OdeSystem, Time};

/// A part of the run without a breakpoint inside; the run is restarted at each of its ends.
pub type Segment<T> = Interval<T>;

/// From `start` to the next breakpoint of the system: one function for all its runs.
pub(super) fn segment_of<S: OdeSystem + ?Sized>(
    system: &S,
    start: Time<S>,
    end: Time<S>,
    direction: Direction,
) -> Result<Segment<Time<S>>, Error> {
    segment_from(|t, towards| system.next_breakpoint(t, towards), start, end, direction)
}

/// From `start` to the `next_breakpoint`, or to `end`, with the inner limits of both.
///
/// # Errors
///
/// Where a breakpoint is announced that does not lie beyond.
#[inline]
pub(crate) fn segment_from<T: Scalar>(
    next_breakpoint: impl Fn(T, Direction) -> Option<T>,
    start: T,
    end: T,
    direction: Direction,
) -> Result<Segment<T>, Error> {
    let breakpoint = next_breakpoint(start, direction);
    if let Some(b) = breakpoint.filter(|&b| !direction.is_beyond(b, start)) {
        let towards = if direction == Direction::Forward { "after" } else { "before" };
        return Err(Error::Breakpoint { t: start.into(), announced: b.into(), towards });
    }
    let end = breakpoint.filter(|&b| !direction.is_beyond(b, end)).unwrap_or(end);
    let mut segment = Interval { start, end, first: start, last: end };
    let is_breakpoint = |t| {
        let mut b = next_breakpoint(Scalar::next_up(t), Direction::Backward);
        // Breakpoints of one value may move differently.
        while let Some(later) = b.filter(|&b| b > t) {
            b = next_breakpoint(later, Direction::Backward);
        }
        b == Some(t)
    };
    match direction {
        // The float at a breakpoint belongs to the later segment: the earlier one ends below it.
        Direction::Forward if breakpoint == Some(end) => {
            segment.last = Float::max(Scalar::next_down(end), start);
        }
        Direction::Backward if is_breakpoint(start) => {
            segment.first = Float::max(Scalar::next_down(start), end);
        }
        _ => {}
    }
    Ok(segment)
}
