//! [`cycle_branch`]: a limit cycle followed as a parameter changes, through its folds.

use alloc::vec::Vec;

use num_traits::Float;

use super::branch_point::BranchPoint;
use super::shooting::ShootingProblem;
use super::{BranchBounds, LimitCycle};
use crate::Error;
use crate::ode::{Direction, OdeSystem, Real, Scalar, State, Time};

/// The first, the largest and the least step along the branch, in the scales of the states and
/// the parameter and the logarithm of the period.
const FIRST: f64 = 0.01;
const LARGEST: f64 = 0.1;
const LEAST: f64 = 1e-7;
/// The cosine between two tangents below which a step is too long.
const STRAIGHT: f64 = 0.97;
/// The part of the largest swing below which the cycle counts as an equilibrium.
const VANISHED: f64 = 0.02;

/// Limit cycles along a branch; made by [`cycle_branch`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct CycleBranch<Y: State> {
    /// The parameter and the cycle, in the order of the branch.
    pub cycles: Vec<(Y::Scalar, LimitCycle<Y>)>,
    /// The folds on it, where the parameter turns and a stable and an unstable cycle meet.
    pub folds: Vec<(Y::Scalar, LimitCycle<Y>)>,
    /// The reason why it ends.
    pub end: BranchEnd,
}

/// The reason why a branch ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum BranchEnd {
    /// The parameter has reached an end of the range; the last cycle is that there.
    Range,
    /// The next period would exceed the largest one: a homoclinic orbit or a saddle-node on the
    /// cycle is near.
    Period,
    /// The cycle has shrunk to an equilibrium, below a fiftieth of its largest swing: a Hopf point
    /// is near.
    Equilibrium,
    /// No step is short enough any more.
    Stuck,
    /// It has as many points as it may have.
    Budget,
}

/// Follows a limit cycle as a parameter changes, by pseudo-arclength continuation: through folds,
/// where the parameter turns back, and so onto unstable cycles.
///
/// `start` is a parameter with its cycle, `towards` says whether the parameter grows at first, and
/// `system(parameter)` is the system there. Each point solves y(T/16; yₖ, p) = yₖ₊₁ for sixteen
/// states around the cycle (multiple shooting, since unstable cycles of neurons lose all digits in
/// one period), with the step orthogonal to the slopes and to the tangent of the point before (H.
/// B. Keller, 1977; E. J. Doedel's *AUTO*), with exact variations of the state and differences in
/// the parameter. A fold is refined until dp/ds vanishes.
///
/// Derivatives that the numbers carry are NaN on it, but at the start;
/// [`limit_cycle`](fn@crate::limit_cycle) gives those of a cycle found.
///
/// The `bounds` are a range of the parameter or [`BranchBounds`]. Whichever of them is reached, the
/// cycles found until then come back with the [reason](BranchEnd).
///
/// # Errors
///
/// [`Error::Invalid`] for a range that is not finite or does not hold the start, and for a largest
/// period below that of the start; and what the runs at the start return.
///
/// # Example
///
/// ```
/// use excitable::Direction;
/// use excitable::analysis::cycle_branch;
/// use excitable::limit_cycle;
/// use excitable::prelude::*;
///
/// // r' = r·(p + r² − r⁴), φ' = 1: cycles of radius r where p = r⁴ − r², with a fold
/// // at r² = 1/2, p = −1/4.
/// let system = |p: f64| {
///     from_fn(move |_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
///         let square = y[0] * y[0] + y[1] * y[1];
///         let growth = p + square - square * square;
///         *dydt = [growth * y[0] - y[1], growth * y[1] + y[0]];
///     })
/// };
/// let cycle = limit_cycle(&system(0.0), [1.0, 0.0], 6.3)?;
/// let branch = cycle_branch(system, (0.0, cycle), Direction::Backward, -1.0..1.0)?;
/// assert_eq!(branch.folds.len(), 1);
/// assert!((branch.folds[0].0 + 0.25).abs() < 1e-10);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn cycle_branch<'a, S, F>(
    system: F,
    start: (Time<S>, LimitCycle<S::State>),
    towards: Direction,
    bounds: impl Into<BranchBounds<'a, Time<S>>>,
) -> Result<CycleBranch<S::State>, Error>
where
    S: OdeSystem,
    F: Fn(Time<S>) -> S,
{
    let bounds = bounds.into();
    bounds.check(start.0, start.1.period)?;
    let problem = ShootingProblem::new(system, &start, &bounds.range)?;
    let mut point = problem.start(&start, towards)?;
    let longest = bounds.largest_period(start.1.period);
    let mut largest = start.1.extent.swing();
    let (mut cycles, mut folds) = (alloc::vec![start], Vec::new());
    let mut length = Time::<S>::lit(FIRST);
    let end = loop {
        if cycles.len() >= bounds.points {
            break BranchEnd::Budget;
        }
        let Some((next, iterations)) = step(&problem, &point, &mut length) else {
            break BranchEnd::Stuck;
        };
        let zero = Time::<S>::lit(0.0);
        if (point.towards() < zero) != (next.towards() < zero) {
            let fold = problem.fold(&point, &next, length).and_then(|p| problem.cycle(&p));
            folds.extend(fold.filter(|fold| bounds.passed(fold.0).is_none()));
        }
        if let Some(edge) = bounds.passed(problem.parameter(&next)) {
            let last = problem.at_parameter(&point, &next, edge);
            let last = last.filter(|_| problem.parameter(&point) != edge);
            let last = last.filter(|(_, cycle)| cycle.period <= longest);
            cycles.extend(last.inspect(|(p, cycle)| bounds.report(*p, cycle.period)));
            break BranchEnd::Range;
        }
        let Some((parameter, cycle)) = problem.cycle(&next) else {
            break BranchEnd::Equilibrium;
        };
        if cycle.period > longest {
            break BranchEnd::Period;
        }
        bounds.report(parameter, cycle.period);
        largest = Float::max(largest, cycle.extent.swing());
        let vanished = cycle.extent.swing() < Time::<S>::lit(VANISHED) * largest;
        cycles.push((parameter, cycle));
        if vanished {
            break BranchEnd::Equilibrium;
        }
        if iterations <= 4 {
            length = Float::min(Time::<S>::lit(1.5) * length, Time::<S>::lit(LARGEST));
        }
        point = next;
    };
    // A step along the branch does not tell how its points move with another number.
    for (parameter, cycle) in cycles.iter_mut().skip(1).chain(&mut folds) {
        *parameter = parameter.settled(|_| Time::<S>::lit(0.0));
        *cycle = cycle.clone().without_known_derivatives();
    }
    Ok(CycleBranch { cycles, folds, end })
}

/// The next point, by a step of the `length`, halved until it is short enough; and the iterations
/// it took.
fn step<S, F>(
    problem: &ShootingProblem<S, F>,
    point: &BranchPoint<Time<S>>,
    length: &mut Time<S>,
) -> Option<(BranchPoint<Time<S>>, u32)>
where
    S: OdeSystem,
    F: Fn(Time<S>) -> S,
{
    while *length > Time::<S>::lit(LEAST) {
        let next = problem
            .correct(point, *length)
            .filter(|(next, _)| next.cosine(point) >= Time::<S>::lit(STRAIGHT));
        if next.is_some() {
            return next;
        }
        *length = Time::<S>::lit(0.5) * *length;
    }
    None
}
