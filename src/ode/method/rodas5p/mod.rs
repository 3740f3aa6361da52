//! Steinebach's Rosenbrock method Rodas5P.

mod coefficients;
mod differences;
mod end_error;
mod factors;
mod workspace;

use self::coefficients::{DENSE, TIMES};
pub use self::workspace::Rosenbrock;
use crate::Error;
#[cfg(not(feature = "alloc"))]
use crate::error::{Bound, require};
#[cfg(not(feature = "alloc"))]
use crate::num::IN_PLACE;
use crate::num::{Arithmetic, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{
    EmbeddedStepper, Interpolant, Interval, Method, Node, RightHandSide, State, Stepper, Time,
    Tolerance,
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
/// comes from [`OdeSystem::jacobian`](crate::ode::OdeSystem::jacobian), which
/// [dual numbers](crate::ode::FnSystem::with_jacobian_of) can give, else from differences: one
/// evaluation for each component a step, or for each diagonal of the
/// [bandwidth](crate::ode::OdeSystem::bandwidth). ∂f/∂t comes from a difference inside the step, on
/// its side of a breakpoint, and is left out for an
/// [autonomous](crate::ode::OdeSystem::is_autonomous) system. A Jacobian of more than 2²³ entries
/// in its band, or of 2896 components without one, is refused.
///
/// Dense output: its own of degree 4, error O(h⁵) where the solution is smooth. Along what has long
/// decayed it is of lower order than the nodes, so its error is
/// [controlled](crate::ode::Adaptive::control_interpolant) too, for one evaluation a step.
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

/// Of large steps over what is stiff the estimate sees too little: with the whole of it, one in
/// ten tolerances near 10⁻³ gave 15 times the tolerance on van der Pol's oscillator.
const SHARE: f64 = 1.0 / 3.0;

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

impl Rodas5P {
    /// The step, with the increments of differences by `tolerance`.
    #[allow(clippy::unused_self, reason = "a method as the others")]
    fn take<S: RightHandSide + ?Sized>(
        self,
        work: &mut Rosenbrock<S::State>,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
        tolerance: Option<&Tolerance<S::State>>,
    ) {
        let h = over.length();
        work.derive(system, start, over, tolerance);
        work.factor(h);
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

    fn restart(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &mut Node<S::State>,
        first: Time<S>,
    ) {
        work.forget();
        slope_apart(system, first, &start.y, &mut start.dydt);
    }

    fn step<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
    ) {
        self.take(work, system, start, over, end, None);
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

    fn linear_algebra(&self, work: &Self::Workspace) -> (u64, u64) {
        (work.jacobians, work.factorisations)
    }

    fn fault(&self, work: &Self::Workspace, start: &Node<S::State>) -> Result<(), Error> {
        work.fault(&start.y, start.t)
    }
}

impl<S: RightHandSide + ?Sized> EmbeddedStepper<S> for Rodas5P {
    const ERROR_ORDER: u32 = 4;
    const SHARE: f64 = SHARE;
    const CONTROLS_INTERPOLANT: bool = true;

    fn step_within<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) {
        self.take(work, system, start, over, end, Some(tolerance));
        work.error = work.estimate(system, (start, end), over, tolerance);
    }

    /// (1/(γ·h) − J)⁻¹·r: γ·h·r where the solution is smooth, and the error itself, −J⁻¹·r, along
    /// what has long decayed, where r grows with J.
    fn error_of_residual(
        &self,
        work: &mut Self::Workspace,
        _: Interval<Time<S>>,
        residual: &mut S::State,
    ) -> Time<S> {
        let Rosenbrock { factors, argument, .. } = work;
        factors.solve(residual, argument);
        Time::<S>::lit(1.0)
    }

    fn error<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        _: &Node<S::State>,
        _: &Node<S::State>,
        _: &Tolerance<S::State>,
    ) -> Time<S> {
        work.error
    }
}
