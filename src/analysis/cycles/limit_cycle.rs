//! [`limit_cycle`]: a periodic solution, by shooting, with its Floquet multipliers.

use alloc::vec::Vec;

use num_traits::Float;

use super::variation::{Flow, flow, precise_run};
use crate::Error;
use crate::analysis::linear::{all_finite, components, sizes, slope, solve, state};
use crate::analysis::{Complex, Extent, eigenvalues, extent};
use crate::error::{Bound, require};
use crate::ode::{
    Component, Matrix, OdeState, OdeSystem, Real, Scalar, Solution, State, Time, component,
};

const V: Component = component(0);
const ITERATIONS: u32 = 40;
/// The relative size of the last step of Newton's method: the one after it would be its square.
pub(super) const SMALL: f64 = 1e-8;

/// A periodic solution y(t + T) = y(t) of an autonomous system.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct LimitCycle<Y: State> {
    /// A state on it.
    pub y: Y,
    /// Its period T (ms for neurons).
    pub period: Y::Scalar,
    /// The lowest and the highest point of component 0 (V), with the times after `y`.
    pub extent: Extent<Y::Scalar>,
    /// The Floquet multipliers: the eigenvalues of ∂y(T)/∂y(0), the largest modulus first. One of
    /// them is 1, of a disturbance along the cycle.
    pub multipliers: Vec<Complex<Y::Scalar>>,
}

impl<Y: OdeState> LimitCycle<Y> {
    /// The largest modulus of the multipliers but the one that is 1: by how much a disturbance
    /// grows in a period.
    pub fn growth(&self) -> Y::Scalar {
        let (zero, one) = (Y::Scalar::lit(0.0), Y::Scalar::lit(1.0));
        let distance = |x: &Complex<Y::Scalar>| Float::hypot(x.re - one, x.im);
        let order = |a: &Complex<_>, b: &Complex<_>| {
            distance(a).partial_cmp(&distance(b)).unwrap_or(core::cmp::Ordering::Equal)
        };
        let numbered = self.multipliers.iter().enumerate();
        let trivial = numbered.clone().min_by(|a, b| order(a.1, b.1)).map(|(i, _)| i);
        let others = numbered.filter(|(i, _)| Some(*i) != trivial).map(|(_, x)| x.modulus());
        others.fold(zero, Float::max)
    }

    /// Whether a small disturbance decays.
    pub fn is_stable(&self) -> bool {
        self.growth() < Y::Scalar::lit(1.0)
    }

    /// The same, with NaN for the derivatives that its numbers carry.
    pub(super) fn without_known_derivatives(mut self) -> Self {
        let unknown = |x: Y::Scalar| x.settled(|_| Y::Scalar::lit(0.0));
        self.y = state(&self.y, &components(&self.y).into_iter().map(unknown).collect::<Vec<_>>());
        self.period = unknown(self.period);
        for point in [&mut self.extent.low, &mut self.extent.high] {
            (point.t, point.value) = (unknown(point.t), unknown(point.value));
        }
        for x in &mut self.multipliers {
            (x.re, x.im) = (unknown(x.re), unknown(x.im));
        }
        self
    }

    /// One turn of it, from [`y`](LimitCycle::y) on.
    ///
    /// # Errors
    ///
    /// What the run returns.
    pub fn orbit<S>(&self, system: &S) -> Result<Solution<Y>, Error>
    where
        S: OdeSystem<State = Y>,
    {
        let span = Y::Scalar::lit(0.0)..self.period;
        precise_run(system, span, self.y.clone()).solution()
    }
}

/// The limit cycle near a `guess` of a state on it and of its `period`, stable or not, by shooting:
/// Newton's method for y(T; y₀) = y₀ with a step that is orthogonal to the slope.
///
/// ∂y(T)/∂y₀ comes from the variational equations dδ/dt = (∂f/∂y)·δ beside the solution, by
/// `Dop853` at rtol 10⁻¹². The system must not depend on t: one with a breakpoint within the period
/// is refused, one that changes smoothly is not noticed. A guess comes from [`settled`].
///
/// Of [`Dual`](crate::Dual) numbers period, extent and multipliers have their derivatives, whatever
/// those of the guess; the state moves at right angles to the slope. A multiplier that occurs twice
/// has none (NaN).
///
/// # Errors
///
/// [`Error::NotFound`] where it does not converge, or to an equilibrium; [`Error::Invalid`] for a
/// period that is not positive and for a breakpoint within it; and what the runs return.
///
/// # Example
///
/// ```
/// use excitable::analysis::settled;
/// use excitable::limit_cycle;
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0_f64));
/// let (y, period) = settled(&axon, axon.rest()?, 100.0)?;
/// let cycle = limit_cycle(&axon, y, period)?;
/// assert!((cycle.period - 14.6362099898).abs() < 1e-9); // ms
/// assert!(cycle.is_stable());
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn limit_cycle<S>(
    system: &S,
    guess: S::State,
    period: Time<S>,
) -> Result<LimitCycle<S::State>, Error>
where
    S: OdeSystem,
{
    // Newton's method finds the values, and its last step the derivatives.
    let (mut y, mut period) = (guess, period.without_derivatives());
    y = plain(&y, components(&y));
    let sizes = sizes(system, &y);
    let mut step = Time::<S>::infinity();
    for _ in 0..ITERATIONS {
        check_period(period)?;
        let flow = flow(system, None, &y, period)?;
        let delta = shoot(system, &y, &flow, &sizes);
        if !all_finite(&delta) {
            break;
        }
        step = largest(&delta, &sizes, period);
        let damping = Float::min(Time::<S>::lit(1.0), Time::<S>::lit(0.5) / step);
        let moved = components(&y).into_iter().zip(&delta).map(|(x, dx)| x + damping * *dx);
        y = plain(&y, moved);
        period = period + damping * delta.last().copied().unwrap_or(Time::<S>::lit(0.0));
        period = period.without_derivatives();
        if step <= small() {
            return finished(system, (y, period), &sizes);
        }
    }
    Err(not_found(step))
}

/// A state of the shape of `like` with the values of these components.
fn plain<Y: OdeState>(like: &Y, numbers: impl IntoIterator<Item = Y::Scalar>) -> Y {
    state(like, &numbers.into_iter().map(Scalar::without_derivatives).collect::<Vec<_>>())
}

pub(super) fn small<T: Scalar>() -> T {
    Float::max(T::lit(SMALL), Float::sqrt(T::epsilon()) * T::lit(0.1))
}

pub(super) fn not_found<T: Scalar>(step: T) -> Error {
    let place = ("the last relative step", step.into());
    let remedy = "give a state nearer to the cycle, as `settled` does, a period near its own, and \
                  a system that does not change with time";
    Error::NotFound { sought: "a limit cycle", place, remedy }
}

fn check_period<T: Scalar>(period: T) -> Result<(), Error> {
    let holds = period > T::zero() && period.is_finite();
    let remedy = "give a period near that of the cycle";
    require(holds, "limit_cycle", ("period", period), Bound::Positive, remedy)
}

/// max(|Δyᵢ|/sᵢ, |ΔT|/T)
fn largest<T: Scalar>(delta: &[T], sizes: &[T], period: T) -> T {
    let sizes = sizes.iter().chain(core::iter::once(&period));
    delta.iter().zip(sizes).fold(T::zero(), |sum, (x, s)| Float::max(sum, Float::abs(*x / *s)))
}

/// The step (Δy, ΔT): (M − 1)·Δy + f(y(T))·ΔT = y₀ − y(T), and f(y₀)·Δy = 0, in the scales of the
/// components.
fn shoot<S>(system: &S, y: &S::State, flow: &Flow<S::State>, sizes: &[Time<S>]) -> Vec<Time<S>>
where
    S: OdeSystem,
{
    let (n, zero) = (sizes.len(), Time::<S>::lit(0.0));
    let mut a = Matrix::new(n + 1, zero);
    let (f0, f1) = (slope(system, zero, y), slope(system, zero, &flow.y));
    let (f0, f1) = (components(&f0), components(&f1));
    let rows = sizes.iter().zip(f0.iter().zip(&f1));
    for (i, (s, (f0, f1))) in rows.enumerate() {
        for (j, sj) in sizes.iter().enumerate() {
            let identity = if i == j { Time::<S>::lit(1.0) } else { zero };
            a[(i, j)] = (flow.monodromy[(i, j)] - identity) * *sj / *s;
        }
        a[(i, n)] = *f1 / *s;
        a[(n, i)] = *f0 / *s;
    }
    let gap = components(y).into_iter().zip(components(&flow.y)).zip(sizes);
    let gap = gap.map(|((y0, y1), s)| (y0 - y1) / *s).chain(core::iter::once(zero));
    let one = Time::<S>::lit(1.0);
    let scaled = solve(a, gap.collect());
    scaled.iter().zip(sizes.iter().chain(core::iter::once(&one))).map(|(x, s)| *x * *s).collect()
}

/// The cycle at the state and period that were found; where numbers carry derivatives, with those
/// of one more step of Newton's method.
fn finished<S>(
    system: &S,
    (mut y, mut period): (S::State, Time<S>),
    sizes: &[Time<S>],
) -> Result<LimitCycle<S::State>, Error>
where
    S: OdeSystem,
{
    check_period(period)?;
    let mut turn = flow(system, None, &y, period)?;
    let delta = shoot(system, &y, &turn, sizes);
    if !delta.iter().all(|x| x.is_constant()) {
        let part = |dx: &Time<S>| *dx - dx.without_derivatives();
        let moved = components(&y).into_iter().zip(&delta).map(|(x, dx)| x + part(dx));
        y = state(&y, &moved.collect::<Vec<_>>());
        period = period + delta.last().map_or(Time::<S>::lit(0.0), part);
        turn = flow(system, None, &y, period)?;
    }
    let run = precise_run(system, Time::<S>::lit(0.0)..period, y.clone());
    let extent = extent(run, V)?;
    with_multipliers(system, (y, period, extent), &turn.monodromy)
}

/// The cycle with this monodromy matrix; an equilibrium is none.
pub(super) fn with_multipliers<S>(
    system: &S,
    (y, period, extent): (S::State, Time<S>, Extent<Time<S>>),
    monodromy: &Matrix<Time<S>>,
) -> Result<LimitCycle<S::State>, Error>
where
    S: OdeSystem,
{
    let mut multipliers = eigenvalues(monodromy)?;
    multipliers.sort_by(|a, b| {
        b.modulus().partial_cmp(&a.modulus()).unwrap_or(core::cmp::Ordering::Equal)
    });
    let size = sizes(system, &y).first().copied().unwrap_or(Time::<S>::lit(1.0));
    if extent.swing() <= Time::<S>::lit(1e-6) * size {
        return Err(not_found(extent.swing()));
    }
    Ok(LimitCycle { y, period, extent, multipliers })
}

/// A guess for [`limit_cycle`]: a state and a period of the oscillation of component 0 into which
/// the system settles from `start` within `duration`.
///
/// They are those of the last two upward crossings of the middle between the lowest and the highest
/// value of the last half of the run; a cycle that rises through it several times is taken for
/// several.
///
/// # Errors
///
/// [`Error::NotFound`] where it does not oscillate; [`Error::Invalid`] for a duration that is not
/// positive; and what the run returns.
pub fn settled<S>(
    system: &S,
    start: S::State,
    duration: Time<S>,
) -> Result<(S::State, Time<S>), Error>
where
    S: OdeSystem,
{
    let holds = duration > Time::<S>::lit(0.0) && Float::is_finite(duration);
    let remedy = "give the time after which it oscillates, in ms for the neurons here";
    require(holds, "settled", ("duration", duration), Bound::Positive, remedy)?;
    let solution = precise_run(system, Time::<S>::lit(0.0)..duration, start).solution()?;
    let half = Time::<S>::lit(0.5);
    let later = || solution.steps().iter().filter(|step| step.start.t >= half * duration);
    let mut swing = Extent::at((duration, V.of(&solution.end().y)?));
    for step in later() {
        swing = swing.widened(&step.curve(V)?);
    }
    let middle = swing.low.value + half * swing.swing();
    let ups = solution.events(&V.rises_through(middle))?;
    let size = sizes(system, &solution.end().y).first().copied().unwrap_or(half);
    match &ups[..] {
        [.., a, b] if a.t >= half * duration && swing.swing() > Time::<S>::lit(1e-3) * size => {
            Ok((b.y.clone(), b.t - a.t))
        }
        _ => {
            let place = ("the swing of component 0 in the last half", swing.swing().into());
            let remedy = "run longer, start elsewhere, or give another current";
            Err(Error::NotFound { sought: "an oscillation", place, remedy })
        }
    }
}
