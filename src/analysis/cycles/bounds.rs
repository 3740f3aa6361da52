//! [`BranchBounds`]: how far a branch of limit cycles is followed.

use core::fmt;
use core::ops::Range;

use crate::Error;
use crate::analysis::range::check_range;
use crate::error::{Bound, require};
use crate::ode::Scalar;

/// The number of points on a branch, unless another is given.
const POINTS: usize = 2000;
/// The largest period, in those of the start, unless another is given.
const PERIODS: f64 = 100.0;

/// How far a branch of limit cycles is followed: the range of the parameter, the number of points,
/// and the period, which grows without bound towards a homoclinic orbit or a saddle-node on the
/// cycle. A range alone becomes the bounds with 2000 points and a hundred periods of the start.
///
/// # Example
///
/// ```
/// use excitable::Direction;
/// use excitable::analysis::{BranchBounds, BranchEnd, cycle_branch};
/// use excitable::limit_cycle;
/// use excitable::prelude::*;
///
/// // r' = r·(1 − r²), φ' = p − sin φ: no cycle below p = 1, and T = 2·π/√(p² − 1) above.
/// let system = |p: f64| {
///     from_fn(move |_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
///         let square = y[0] * y[0] + y[1] * y[1];
///         let turn = p - y[1] / square.sqrt();
///         let growth = 1.0 - square;
///         *dydt = [growth * y[0] - turn * y[1], growth * y[1] + turn * y[0]];
///     })
/// };
/// let start = (2.0, limit_cycle(&system(2.0), [1.0, 0.0], 3.6)?);
/// let bounds = BranchBounds::new(0.0..3.0).max_period(30.0);
/// let branch = cycle_branch(system, start, Direction::Backward, bounds)?;
/// assert_eq!(branch.end, BranchEnd::Period);
/// let (p, cycle) = branch.cycles.last().unwrap();
/// assert!((cycle.period - std::f64::consts::TAU / (p * p - 1.0).sqrt()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone)]
pub struct BranchBounds<'a, T> {
    pub(in crate::analysis) range: Range<T>,
    pub(super) points: usize,
    max_period: Option<T>,
    report: Option<&'a dyn Fn(f64, f64)>,
}

impl<T: Scalar> From<Range<T>> for BranchBounds<'_, T> {
    fn from(range: Range<T>) -> Self {
        Self::new(range)
    }
}

impl<'a, T: Scalar> BranchBounds<'a, T> {
    /// A range of the parameter, both ends included: a branch that leaves it ends on its end.
    pub fn new(range: Range<T>) -> Self {
        Self { range, points: POINTS, max_period: None, report: None }
    }

    /// The largest number of points, the start included.
    pub fn points(self, points: usize) -> Self {
        Self { points, ..self }
    }

    /// The largest period.
    pub fn max_period(self, period: T) -> Self {
        Self { max_period: Some(period), ..self }
    }

    /// Calls `report` with the parameter and the period of each cycle, as it is found.
    pub fn reporting(self, report: &'a dyn Fn(f64, f64)) -> Self {
        Self { report: Some(report), ..self }
    }

    /// An error unless a branch can begin with this parameter and this period.
    pub(super) fn check(&self, parameter: T, period: T) -> Result<(), Error> {
        let (owner, Range { start, end }) = ("BranchBounds", &self.range);
        check_range(owner, &self.range)?;
        let remedy = "begin inside the range";
        let given = ("the parameter of the start", parameter);
        let bound = Bound::AtLeast("range.start", (*start).into());
        require(parameter >= *start, owner, given, bound, remedy)?;
        let bound = Bound::AtMost("range.end", (*end).into());
        require(parameter <= *end, owner, given, bound, remedy)?;
        let largest = self.max_period.unwrap_or(period);
        let bound = Bound::AtLeast("the period of the start", period.into());
        let remedy = "allow longer periods";
        require(largest >= period, owner, ("max_period", largest), bound, remedy)
    }

    /// The end of the range beyond which the parameter lies.
    pub(super) fn passed(&self, parameter: T) -> Option<T> {
        let Range { start, end } = self.range;
        let beyond = (parameter > end).then_some(end);
        (parameter < start).then_some(start).or(beyond)
    }

    /// The largest period of a branch that starts with this one.
    pub(super) fn largest_period(&self, start: T) -> T {
        self.max_period.unwrap_or(T::lit(PERIODS) * start)
    }

    pub(super) fn report(&self, parameter: T, period: T) {
        if let Some(report) = self.report {
            report(parameter.to_f64(), period.to_f64());
        }
    }
}

impl<T: Scalar> fmt::Debug for BranchBounds<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { range, points, max_period, .. } = self;
        write!(f, "BranchBounds({range:?}, {points} points, max_period {max_period:?})")
    }
}
