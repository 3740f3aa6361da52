//! The checks and small calculations that several shapes share.

use num_traits::Float;

use super::window::Window;
use super::{Dependence, Stimulus};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Real, Scalar};

/// By which part the spacing of floats may change the time between two breakpoints.
pub(super) const ROUNDING: f64 = 0.01;

pub(super) fn zero<T: Real>() -> T {
    T::lit(0.0)
}

pub(super) fn require_finite<T: Scalar>(
    owner: &'static str,
    field: &'static str,
    value: T,
) -> Result<(), Error> {
    require(Float::is_finite(value), owner, (field, value), Bound::Finite, "give a finite number")
}

pub(super) fn require_positive<T: Scalar>(
    owner: &'static str,
    field: &'static str,
    value: T,
) -> Result<(), Error> {
    let holds = value > zero() && Float::is_finite(value);
    require(holds, owner, (field, value), Bound::Positive, "give a finite number above 0")
}

/// The nearest of `candidates` strictly beyond `t`.
pub(super) fn nearest<T: Scalar>(
    candidates: impl IntoIterator<Item = T>,
    t: T,
    towards: Direction,
) -> Option<T> {
    let ahead = candidates.into_iter().filter(|&x| towards.is_beyond(x, t));
    ahead.fold(None, |found, x| towards.nearer(found, Some(x)))
}

/// An error unless `window` has two finite ends in order.
pub(super) fn require_window<T: Scalar>(
    owner: &'static str,
    window: &Window<T>,
) -> Result<(), Error> {
    let Window { start, end } = *window;
    let remedy = "give a finite number, beyond the span for a window that stays open";
    for (field, end) in [("window.start", start), ("window.end", end)] {
        require(Float::is_finite(end), owner, (field, end), Bound::Finite, remedy)?;
    }
    let remedy = "write the window from its earlier to its later end, apart by a float at least";
    let bound = Bound::Above("window.start", start.into());
    require(end > start, owner, ("window.end", end), bound, remedy)
}

/// An error where `inner` opens a conductance: its current depends on the potential, and a function
/// of the current at V = 0 would be another stimulus.
pub(super) fn require_current<T: Scalar>(
    owner: &'static str,
    inner: &(impl Stimulus<T> + ?Sized),
) -> Result<(), Error> {
    let is_current = inner.dependence() == Dependence::None;
    let conductances = if is_current { zero() } else { T::one() };
    let remedy = "shape the conductance first, and make it one by `conducted_to` last";
    let bound = Bound::Equal("", T::zero().into());
    require(is_current, owner, ("conductances inside", conductances), bound, remedy)
}

/// The time at which the line from `a` to `b`, two points (t, current), passes `level`, if strictly
/// between them and beyond `t`.
pub(super) fn crossing_on_line<T: Scalar>(
    a: (T, T),
    b: (T, T),
    level: T,
    t: T,
    towards: Direction,
) -> Option<T> {
    let part = (level - a.1) / (b.1 - a.1);
    let at = a.0 + part * (b.0 - a.0);
    let between = part > zero() && part < T::one() && at > a.0 && at < b.0;
    (between && towards.is_beyond(at, t)).then_some(at)
}
