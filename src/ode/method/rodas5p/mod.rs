//! Steinebach's Rosenbrock method Rodas5P.

mod coefficients;

use core::array;

use num_traits::Float;

use self::coefficients::{ARGUMENT, COUPLING, DENSE, DRIFT, GAMMA, TIMES};
#[cfg(not(feature = "alloc"))]
use crate::Error;
#[cfg(not(feature = "alloc"))]
use crate::error::{Bound, require};
use crate::num::{Arithmetic, IN_PLACE, Matrix, Numbers, Plain, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{
    EmbeddedStepper, Interpolant, Interval, Method, Node, OdeState, OdeSystem, RightHandSide,
    State, Stepper, Time, Tolerance,
};

/// Steinebach's Rosenbrock method Rodas5P: order 5 for stiff problems, stiffly accurate and
/// L-stable, error estimate of order 4.
///
/// Each of its eight stages solves one linear equation with the same matrix,
///
/// ```text
/// (1/(γ·h) − J)·kᵢ = f(t + cᵢ·h, y + Σⱼ aᵢⱼ·kⱼ) + Σⱼ cᵢⱼ·kⱼ/h + dᵢ·h·∂f/∂t
/// y₁ = y + Σⱼ aⱼ·kⱼ + k₆ + k₇ + k₈
/// ```
///
/// (Hairer, Wanner, *Solving Ordinary Differential Equations II*, IV.7, eq. 7.25.) The Jacobian J
/// comes from [`OdeSystem::jacobian`], else from differences: one evaluation for each component a
/// step. ∂f/∂t comes from a difference inside the step, on its side of a breakpoint. Dense output:
/// its own of degree 4, error O(h⁵), without further evaluations.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // Van der Pol's oscillator with μ = 1000; an explicit method needs a million steps.
/// let stiff = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
///     *dydt = [y[1], 1000.0 * (1.0 - y[0] * y[0]) * y[1] - y[0]];
/// });
/// let run = integrate(&stiff, 0.0..2000.0, [2.0, 0.0], Rodas5P.adaptive());
/// let solution = run.solution()?;
/// assert!(solution.steps().len() < 1000);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: G. Steinebach, *BIT Numer. Math.* 63 (2023) 27.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rodas5P;

impl Method for Rodas5P {}

/// The workspace of [`Rodas5P`]: the matrix, eight stages, an argument and slopes.
#[derive(Clone, Debug)]
pub struct Rosenbrock<Y: State> {
    matrix: Matrix<Y::Scalar>,
    pivots: Numbers<usize, IN_PLACE>,
    right: Numbers<Y::Scalar, IN_PLACE>,
    stages: [Y; 8],
    argument: Y,
    slope: Y,
    drift: Y,
    scale: Option<Y>,
    evaluations: u64,
}

/// Σⱼ wⱼ·xⱼ over the first N.
#[inline(always)]
fn sum<T: Scalar, const N: usize>(weights: &[f64; 8], xs: [T; N]) -> T {
    let mut sum = T::lit(0.0);
    for j in 0..N {
        if weights[j] != 0.0 {
            sum = sum + T::lit(weights[j]) * xs[j];
        }
    }
    sum
}

/// The first N stages, lent; `any` stands for those that are not there.
fn lent<'a, Y, const N: usize>(stages: &'a [Y], any: &'a Y) -> [&'a Y; N] {
    let mut lent = [any; N];
    lent.iter_mut().zip(stages).for_each(|(lent, stage)| *lent = stage);
    lent
}

impl<Y: OdeState> Rosenbrock<Y> {
    fn new(y0: &Y) -> Self {
        let (n, zero) = (y0.dimension(), Y::Scalar::lit(0.0));
        Self {
            matrix: Matrix::new(n, zero),
            pivots: Numbers::new(n, 0),
            right: Numbers::new(n, zero),
            stages: array::from_fn(|_| y0.clone()),
            argument: y0.clone(),
            slope: y0.clone(),
            drift: y0.clone(),
            scale: None,
            evaluations: 0,
        }
    }

    /// J by forward differences, column by column, with the increments of Hairer's and Wanner's
    /// programs: s·√(ε·max(|y|/s, 10⁻⁵)), s the natural size of the component, and √ε·|y| beyond
    /// it.
    fn differentiate<S>(&mut self, system: &S, start: &Node<Y>, t: Y::Scalar)
    where
        S: OdeSystem<State = Y> + ?Sized,
    {
        let lit = Y::Scalar::lit;
        for column in 0..self.matrix.dimension() {
            let size = self.scale.as_ref().and_then(|scale| scale.component(column));
            let size = size.unwrap_or(lit(1.0));
            let (mut index, mut increment) = (0, lit(0.0));
            self.argument.assign(&start.y, [], &mut |out, y, []| {
                *out = y;
                if index == column {
                    let part = (Float::abs(y) / size).max(lit(1e-5));
                    // Beyond its natural size in proportion, so that it never falls below a float's
                    // distance.
                    let part = if part > lit(1.0) { part } else { Float::sqrt(part) };
                    *out = y + size * (Float::sqrt(Y::Scalar::epsilon()) * part);
                    increment = *out - y;
                }
                index += 1;
            });
            slope_apart(system, t, &self.argument, &mut self.slope);
            let (mut row, matrix) = (0, &mut self.matrix);
            self.drift.assign(&self.slope, [&start.dydt], &mut |_, ahead, [f]| {
                matrix[(row, column)] = (ahead - f) / increment;
                row += 1;
            });
            self.evaluations += 1;
        }
    }

    /// Factors 1/(γ·h) − J.
    fn factor<S>(&mut self, system: &S, start: &Node<Y>, over: Interval<Y::Scalar>)
    where
        S: OdeSystem<State = Y> + ?Sized,
    {
        self.matrix.fill(Y::Scalar::lit(0.0));
        if !system.jacobian(over.first, &start.y, &mut self.matrix) {
            if self.scale.is_none() {
                self.scale = system.scale();
            }
            self.differentiate(system, start, over.first);
        }
        let n = self.matrix.dimension();
        let diagonal = Y::Scalar::lit(1.0 / GAMMA) / over.length();
        for i in 0..n {
            for j in 0..n {
                let jacobian = self.matrix[(i, j)];
                self.matrix[(i, j)] = if i == j { diagonal - jacobian } else { -jacobian };
            }
        }
        self.matrix.factor(self.pivots.as_mut_slice());
    }

    /// ∂f/∂t at the start, from two times inside the step at the distances d₁ and d₂:
    /// ((f₁ − f₀)·d₂/d₁ − (f₂ − f₀)·d₁/d₂)/(d₂ − d₁).
    fn derive_in_time<S>(&mut self, system: &S, start: &Node<Y>, over: Interval<Y::Scalar>)
    where
        S: OdeSystem<State = Y> + ?Sized,
    {
        let lit = Y::Scalar::lit;
        // A thousandth of the step is exact to h²/10⁶ in a problem that moves over h.
        // Late in a run it must still be many floats, but no more than half of the step.
        let (h, floats) = (over.length(), lit(64.0) * over.first.ulp());
        let size = (lit(1e-3) * Float::abs(h)).max(floats).min(lit(0.5) * Float::abs(h));
        let delta = Float::copysign(size, h);
        let (t1, t2) = (over.clamp(over.first + delta), over.clamp(over.first + (delta + delta)));
        let (d1, d2) = (t1 - over.first, t2 - over.first);
        if d1 == lit(0.0) || d2 == d1 {
            // A step of a few floats: the drift over it is nothing.
            return self.drift.assign(&start.y, [], &mut |out, _, []| *out = lit(0.0));
        }
        slope_apart(system, t1, &start.y, &mut self.slope);
        slope_apart(system, t2, &start.y, &mut self.argument);
        self.evaluations += 2;
        self.drift.assign(&start.dydt, [&self.slope, &self.argument], &mut |out, f0, [f1, f2]| {
            *out = ((f1 - f0) * (d2 / d1) - (f2 - f0) * (d1 / d2)) / (d2 - d1);
        });
    }

    /// Stage I: its right side in `slope`, then the solution.
    #[inline(always)]
    fn stage<const I: usize>(&mut self, h: Y::Scalar) {
        let Self { matrix, pivots, right, stages, slope, drift, .. } = self;
        let (before, rest) = stages.split_at_mut(I);
        let before = lent::<Y, I>(before, drift);
        let right = right.as_mut_slice();
        let mut index = 0;
        slope.assign(drift, before, &mut |f, drift, k| {
            right[index] = *f + sum(&COUPLING[I], k) / h + Y::Scalar::lit(DRIFT[I]) * h * drift;
            index += 1;
        });
        matrix.solve(pivots.as_slice(), right);
        let mut index = 0;
        rest[0].assign(slope, [], &mut |out, _, []| {
            *out = right[index];
            index += 1;
        });
    }

    /// The argument of stage I, y + Σⱼ aᵢⱼ·kⱼ.
    #[inline(always)]
    fn argue<const I: usize>(&mut self, y: &Y) {
        let before = lent::<Y, I>(&self.stages, y);
        self.argument.assign(y, before, &mut |out, y, k| *out = y + sum(&ARGUMENT[I], k));
    }
}

impl<S: RightHandSide + ?Sized> Stepper<S> for Rodas5P {
    const ORDER: u32 = 5;
    type Workspace = Rosenbrock<S::State>;

    #[cfg(not(feature = "alloc"))]
    fn check(&self, y0: &S::State) -> Result<(), Error> {
        let remedy = "enable the feature `alloc` for a matrix of more than 16 rows";
        #[allow(clippy::cast_precision_loss, reason = "a number to be shown")]
        let [n, most] = [y0.dimension(), IN_PLACE].map(|count| Time::<S>::lit(count as f64));
        let (owner, field) = ("Rodas5P", "number of components of y0");
        require(n <= most, owner, (field, n), Bound::AtMost("", most.into()), remedy)
    }

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        Rosenbrock::new(y0)
    }

    fn step<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
    ) {
        let h = over.length();
        work.factor(system, start, over);
        work.derive_in_time(system, start, over);
        work.slope.assign(&start.dydt, [], &mut |out, f, []| *out = f);
        work.stage::<0>(h);
        macro_rules! take {
            ($($i:literal)+) => { $(
                work.argue::<$i>(&start.y);
                slope_apart(system, over.at(TIMES[$i]), &work.argument, &mut work.slope);
                work.stage::<$i>(h);
            )+ };
        }
        take!(1 2 3 4 5 6 7);
        end.y.assign(&work.argument, [&work.stages[7]], &mut |out, y, [k]| *out = y + k);
        slope_apart(system, over.last, &end.y, &mut end.dydt);
        work.evaluations += 8;
    }

    fn interpolate<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        _: &S,
        start: &Node<S::State>,
        _: Interval<Time<S>>,
        end: &Node<S::State>,
        interpolant: &mut Interpolant<S::State>,
    ) {
        let k = lent::<S::State, 8>(&work.stages, &start.y);
        let d = |row: usize, k: [Time<S>; 8]| sum(&DENSE[row], k);
        interpolant.clear();
        work.argument.assign(&end.y, [&start.y], &mut |out, y1, [y0]| *out = y1 - y0);
        let change = &work.argument;
        interpolant.push(change, k, |change, k| change + d(0, k));
        interpolant.push(change, k, |_, k| d(1, k) - d(0, k));
        interpolant.push(change, k, |_, k| d(2, k) - d(1, k));
        interpolant.push(change, k, |_, k| -d(2, k));
    }

    fn evaluations(&self, work: &Self::Workspace, _: u64) -> Option<u64> {
        Some(work.evaluations)
    }
}

impl<S: RightHandSide + ?Sized> EmbeddedStepper<S> for Rodas5P {
    const ERROR_ORDER: u32 = 4;

    fn error<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        start: &Node<S::State>,
        end: &Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) -> Time<S> {
        tolerance.norm::<Plain>(&mut work.stages[7], &start.y, &end.y)
    }
}
