//! [`ShootingProblem`]: the equations of limit cycles by multiple shooting, and Newton's method for
//! the points of their branch.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::Range;

use num_traits::Float;

use super::branch_point::{BranchPoint, dot, unit};
use super::limit_cycle::{LimitCycle, not_found, small, with_multipliers};
use super::variation::{Beside, Flow, flow, precise_run};
use crate::Error;
use crate::analysis::linear::{all_finite, components, sizes, slope, solve, state};
use crate::analysis::{Extent, extent};
use crate::ode::{Direction, Matrix, OdeSystem, Real, Scalar, Time, component};

const ITERATIONS: u32 = 8;
/// The size of a step of Newton's method that leads away from the branch.
const ASTRAY: f64 = 0.2;
const REFINEMENTS: u32 = 20;
/// The slope of the parameter along the branch that counts as none.
const FLAT: f64 = 1e-11;

/// The scale of each component on a cycle: its swing, or its size where that is larger (a slow
/// component swings little and moves far along the branch), or its natural size where it rests at
/// 0. Times √16, since each counts at sixteen states: so it is their mean square that counts.
fn state_scales<S>(system: &S, cycle: &LimitCycle<S::State>) -> Result<Vec<Time<S>>, Error>
where
    S: OdeSystem,
{
    let mut extents: Vec<_> = components(&cycle.y).into_iter().map(|x| (x, x)).collect();
    for node in cycle.orbit(system)?.nodes() {
        for ((low, high), x) in extents.iter_mut().zip(components(&node.y)) {
            (*low, *high) = (Float::min(*low, x), Float::max(*high, x));
        }
    }
    let scale = |((low, high), natural): ((Time<S>, Time<S>), Time<S>)| {
        let size = Float::max(Float::abs(low), Float::abs(high)).max(high - low);
        let states = Time::<S>::lit(4.0);
        states * if size > Time::<S>::lit(0.0) { size } else { natural }
    };
    Ok(extents.into_iter().zip(sizes(system, &cycle.y)).map(scale).collect())
}

/// The number of segments of a cycle in multiple shooting: none is so long that a disturbance
/// outgrows the digits of a float in it.
const SEGMENTS: usize = 16;

/// The systems along a parameter, and the scales of their branch of cycles: that of each component
/// on the first cycle, 1 for the logarithm of the period, which may grow by orders, and a
/// quarter of the range of the parameter.
pub(super) struct ShootingProblem<S: OdeSystem, F> {
    system: F,
    like: S::State,
    /// The scales of the components of one state.
    sizes: Vec<Time<S>>,
    /// The scales of all coordinates of a point.
    scales: Vec<Time<S>>,
    of: PhantomData<fn() -> S>,
}

/// The states around a cycle, its period and its parameter.
type Unscaled<S> = (Vec<<S as OdeSystem>::State>, Time<S>, Time<S>);

/// A linear system: the matrix and the right-hand side.
type Equations<T> = (Matrix<T>, Vec<T>);

impl<S, F> ShootingProblem<S, F>
where
    S: OdeSystem,
    F: Fn(Time<S>) -> S,
{
    pub(super) fn new(
        system: F,
        (parameter, cycle): &(Time<S>, LimitCycle<S::State>),
        range: &Range<Time<S>>,
    ) -> Result<Self, Error> {
        let sizes = state_scales(&system(*parameter), cycle)?;
        let mut scales = Vec::new();
        (0..SEGMENTS).for_each(|_| scales.extend_from_slice(&sizes));
        scales.extend([Time::<S>::lit(1.0), Time::<S>::lit(0.25) * (range.end - range.start)]);
        Ok(Self { system, like: cycle.y.clone(), sizes, scales, of: PhantomData })
    }

    /// The start of the branch, with the tangent along which the parameter goes `towards`.
    pub(super) fn start(
        &self,
        (parameter, cycle): &(Time<S>, LimitCycle<S::State>),
        towards: Direction,
    ) -> Result<BranchPoint<Time<S>>, Error> {
        let orbit = cycle.orbit(&(self.system)(*parameter))?;
        let mut numbers = Vec::new();
        for k in 0..SEGMENTS {
            numbers.extend(components(&orbit.at(cycle.period * part(k))?));
        }
        numbers.extend([Float::ln(cycle.period), *parameter]);
        let x: Vec<_> = numbers.iter().zip(&self.scales).map(|(x, s)| *x / *s).collect();
        let sign = if towards == Direction::Forward { 1.0 } else { -1.0 };
        let mut along = alloc::vec![Time::<S>::lit(0.0); x.len()];
        if let Some(last) = along.last_mut() {
            *last = Time::<S>::lit(sign);
        }
        let start = BranchPoint { x, tangent: along };
        let (a, _) = self.equations(&start.x, &start)?;
        self.with_tangent(a, &start, &start.x).ok_or_else(|| not_found(Time::<S>::lit(0.0)))
    }

    fn unscaled(&self, x: &[Time<S>]) -> Unscaled<S> {
        let numbers: Vec<_> = x.iter().zip(&self.scales).map(|(x, s)| *x * *s).collect();
        let zero = Time::<S>::lit(0.0);
        let (states, rest) = numbers.split_at(self.sizes.len() * SEGMENTS);
        let states = states.chunks(self.sizes.len()).map(|y| state(&self.like, y)).collect();
        let [log_period, parameter] = rest.try_into().unwrap_or([zero, zero]);
        (states, Float::exp(log_period), parameter)
    }

    /// The ends of the segments of the cycle, with their derivatives.
    fn flows(&self, x: &[Time<S>]) -> Result<Vec<Flow<S::State>>, Error> {
        let (states, period, parameter) = self.unscaled(x);
        if period <= Time::<S>::lit(0.0) || !Float::is_finite(period) {
            return Err(not_found(period));
        }
        let scale = self.scales.last().copied().unwrap_or(Time::<S>::lit(1.0));
        let h = Float::cbrt(Time::<S>::epsilon()) * scale;
        let (low, high) = (parameter - h, parameter + h);
        let [below, system, above] = [low, parameter, high].map(&self.system);
        let segment = |y| {
            let beside = Beside { below: &below, above: &above, distance: high - low };
            flow(&system, Some(beside), y, period * part(1))
        };
        states.iter().map(segment).collect()
    }

    /// The matrix and the right-hand side of Newton's step at `x`: yₖ₊₁ = y(T/16; yₖ, p) for each
    /// segment, no shift along the cycle `from` which the branch comes, and no step along the
    /// tangent there.
    fn equations(
        &self,
        x: &[Time<S>],
        from: &BranchPoint<Time<S>>,
    ) -> Result<Equations<Time<S>>, Error> {
        let (states, period, parameter) = self.unscaled(x);
        let (flows, system) = (self.flows(x)?, (self.system)(parameter));
        let (n, size) = (self.sizes.len(), x.len());
        let (mut a, mut gap) = (Matrix::new(size, Time::<S>::lit(0.0)), Vec::new());
        for (k, flow) in flows.iter().enumerate() {
            let next = states.get((k + 1) % SEGMENTS).unwrap_or(&self.like);
            self.write_segment(&mut a, k, flow, (&system, period));
            let both = components(next).into_iter().zip(components(&flow.y));
            gap.extend(both.zip(&self.sizes).map(|((next, end), s)| (next - end) / *s));
        }
        let across = self.slopes_at(from);
        for (j, (x, dx)) in across.iter().zip(&from.tangent).enumerate() {
            (a[(n * SEGMENTS, j)], a[(n * SEGMENTS + 1, j)]) = (*x, *dx);
        }
        let back: Vec<_> = from.x.iter().zip(x).map(|(a, b)| *a - *b).collect();
        // The predictor lies on the tangent already: Newton's steps are across it.
        gap.extend([dot(&across, &back), Time::<S>::lit(0.0)]);
        Ok((a, gap))
    }

    /// The rows of segment `k`: Mₖ·δₖ − δₖ₊₁ + f·(T/16)·δ(ln T) + (∂y/∂p)·δp.
    fn write_segment(
        &self,
        a: &mut Matrix<Time<S>>,
        k: usize,
        flow: &Flow<S::State>,
        (system, period): (&S, Time<S>),
    ) {
        let (n, one) = (self.sizes.len(), Time::<S>::lit(1.0));
        let (own, next) = (k * n, (k + 1) % SEGMENTS * n);
        let f = components(&slope(system, Time::<S>::lit(0.0), &flow.y));
        let ends = self.scales.iter().skip(n * SEGMENTS).copied();
        let ends: Vec<_> = ends.collect();
        let rows = self.sizes.iter().zip(f.iter().zip(&flow.by_parameter));
        for (i, (s, (f, by_parameter))) in rows.enumerate() {
            for (j, sj) in self.sizes.iter().enumerate() {
                a[(own + i, own + j)] = flow.monodromy[(i, j)] * *sj / *s;
            }
            a[(own + i, next + i)] = a[(own + i, next + i)] - one;
            for (j, (x, sj)) in
                [*f * (period * part(1)), *by_parameter].into_iter().zip(&ends).enumerate()
            {
                a[(own + i, n * SEGMENTS + j)] = x * *sj / *s;
            }
        }
    }

    /// The slopes at all states of a point as one unit vector, in their scales; 0 for period and
    /// parameter.
    fn slopes_at(&self, point: &BranchPoint<Time<S>>) -> Vec<Time<S>> {
        let (states, _, parameter) = self.unscaled(&point.x);
        let (system, zero) = ((self.system)(parameter), Time::<S>::lit(0.0));
        let mut slopes = Vec::new();
        for y in &states {
            let f = components(&slope(&system, zero, y));
            slopes.extend(f.iter().zip(&self.sizes).map(|(f, s)| *f / *s));
        }
        slopes.extend([zero, zero]);
        unit(&slopes)
    }

    fn with_tangent(
        &self,
        a: Matrix<Time<S>>,
        from: &BranchPoint<Time<S>>,
        x: &[Time<S>],
    ) -> Option<BranchPoint<Time<S>>> {
        let (zero, one) = (Time::<S>::lit(0.0), Time::<S>::lit(1.0));
        let last = self.scales.len() - 1;
        let ahead = (0..=last).map(|i| if i == last { one } else { zero }).collect();
        let tangent = unit(&solve(a, ahead));
        let keeps = all_finite(&tangent) && dot(&tangent, &from.tangent) > zero;
        keeps.then(|| BranchPoint { x: x.to_vec(), tangent })
    }

    /// The point of the branch a `length` ahead of `from`, and the iterations it took; `None` where
    /// Newton's method does not get there.
    pub(super) fn correct(
        &self,
        from: &BranchPoint<Time<S>>,
        length: Time<S>,
    ) -> Option<(BranchPoint<Time<S>>, u32)> {
        let ahead = from.x.iter().zip(&from.tangent).map(|(x, dx)| *x + length * *dx);
        let mut x: Vec<_> = ahead.collect();
        for iteration in 1..=ITERATIONS {
            let (a, gap) = self.equations(&x, from).ok()?;
            let delta = solve(a.clone(), gap);
            let size = Float::sqrt(dot(&delta, &delta));
            // Where it goes astray, it may ask for a period of any length.
            if !all_finite(&delta) || size > Time::<S>::lit(ASTRAY) {
                return None;
            }
            x = x.iter().zip(&delta).map(|(x, dx)| *x + *dx).collect();
            if size <= small() {
                return self.with_tangent(a, from, &x).map(|point| (point, iteration));
            }
        }
        None
    }

    /// The parameter of a point.
    pub(super) fn parameter(&self, point: &BranchPoint<Time<S>>) -> Time<S> {
        self.unscaled(&point.x).2
    }

    /// The cycle between two points of the branch at a given `parameter`.
    pub(super) fn at_parameter(
        &self,
        from: &BranchPoint<Time<S>>,
        next: &BranchPoint<Time<S>>,
        parameter: Time<S>,
    ) -> Option<(Time<S>, LimitCycle<S::State>)> {
        let (zero, one) = (Time::<S>::lit(0.0), Time::<S>::lit(1.0));
        let (a, b) = (self.parameter(from), self.parameter(next));
        let part = (parameter - a) / (b - a);
        let both = from.x.iter().zip(&next.x);
        let x: Vec<_> = both.map(|(a, b)| *a + part * (*b - *a)).collect();
        // Across this tangent Newton's method keeps the parameter.
        let mut tangent = alloc::vec![zero; x.len()];
        if let Some(last) = tangent.last_mut() {
            *last = one;
        }
        let (point, _) = self.correct(&BranchPoint { x, tangent }, zero)?;
        self.cycle(&point).map(|(_, cycle)| (parameter, cycle))
    }

    /// The point with the tangent there; Newton's method leaves that of its last step.
    fn with_own_tangent(
        &self,
        from: &BranchPoint<Time<S>>,
        point: &BranchPoint<Time<S>>,
    ) -> Option<BranchPoint<Time<S>>> {
        let (a, _) = self.equations(&point.x, from).ok()?;
        self.with_tangent(a, from, &point.x)
    }

    /// The fold between a point and the `next` one, which lies a `length` ahead: the root of
    /// dp/ds by the secant that keeps its bracket (Illinois).
    pub(super) fn fold(
        &self,
        from: &BranchPoint<Time<S>>,
        next: &BranchPoint<Time<S>>,
        length: Time<S>,
    ) -> Option<BranchPoint<Time<S>>> {
        let (zero, half) = (Time::<S>::lit(0.0), Time::<S>::lit(0.5));
        let ((mut a, mut ga), (mut b, mut gb)) = ((zero, from.towards()), (length, next.towards()));
        let mut point = next.clone();
        for _ in 0..REFINEMENTS {
            let middle = a - ga * (b - a) / (gb - ga);
            point = self.with_own_tangent(from, &self.correct(from, middle)?.0)?;
            let g = point.towards();
            // The parameter is quadratic there, but state and period are not.
            if Float::abs(g) <= Time::<S>::lit(FLAT) {
                break;
            }
            if (g < zero) == (gb < zero) {
                ga = half * ga;
            } else {
                (a, ga) = (b, gb);
            }
            (b, gb) = (middle, g);
        }
        Some(point)
    }

    /// The parameter and the cycle at a point; `None` where it has shrunk to an equilibrium.
    pub(super) fn cycle(
        &self,
        point: &BranchPoint<Time<S>>,
    ) -> Option<(Time<S>, LimitCycle<S::State>)> {
        let (states, period, parameter) = self.unscaled(&point.x);
        let system = (self.system)(parameter);
        let flows = self.flows(&point.x).ok()?;
        let monodromy =
            flows.iter().map(|flow| flow.monodromy.clone()).reduce(|a, b| product(&b, &a))?;
        let mut whole: Option<Extent<Time<S>>> = None;
        for (k, y) in states.iter().enumerate() {
            let span = period * part(k)..period * part(k + 1);
            let segment = extent(precise_run(&system, span, y.clone()), component(0)).ok()?;
            whole = Some(whole.map_or(segment, |whole| whole.joined(segment)));
        }
        let y = states.into_iter().next()?;
        let cycle = with_multipliers(&system, (y, period, whole?), &monodromy).ok()?;
        Some((parameter, cycle))
    }
}

/// k/16
fn part<T: Scalar>(k: usize) -> T {
    (0..k).fold(T::zero(), |sum, _| sum + T::lit(1.0 / 16.0))
}

fn product<T: Scalar>(a: &Matrix<T>, b: &Matrix<T>) -> Matrix<T> {
    let n = a.dimension();
    let mut c = Matrix::new(n, T::zero());
    for i in 0..n {
        for j in 0..n {
            c[(i, j)] = (0..n).fold(T::zero(), |sum, k| sum + a[(i, k)] * b[(k, j)]);
        }
    }
    c
}
