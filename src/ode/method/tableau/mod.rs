//! [`Tableau`]: an explicit Runge–Kutta method as constants, and the step that every one of them
//! takes.

mod check;
mod excursion;
mod stability;
mod stages;

use core::marker::PhantomData;

use num_traits::Float;

use self::check::check_tableau;
use self::dense::{dense_degree, dense_sum, lazy_stages};
use self::excursion::{excursion_of, summed_by_parts};
pub(crate) use self::stages::Stages;
use crate::Error;
use crate::num::polynomial::MAX_DEGREE;
use crate::num::{Arithmetic, Real};
use crate::ode::problem::Combination;
use crate::ode::{Interpolant, Interval, Node, OdeState, RightHandSide, State, Stepper, Time};

/// An explicit Runge–Kutta method, written as its Butcher tableau and nothing else.
///
/// kᵢ = f(t + cᵢ·h, y + h·Σⱼ aᵢⱼ·kⱼ), y₁ = y + h·Σᵢ bᵢ·kᵢ (Hairer, Nørsett, Wanner,
/// *Solving Ordinary Differential Equations I*, II.1).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::ode::Tableau;
///
/// /// The explicit midpoint rule, order 2.
/// #[derive(Clone, Copy, Debug)]
/// struct Midpoint;
///
/// impl Tableau for Midpoint {
///     const ORDER: u32 = 2;
///     type Stages<X> = [X; 2];
///     const C: &'static [f64] = &[0.0, 0.5];
///     const A: &'static [&'static [f64]] = &[&[], &[0.5]];
///     const B: &'static [f64] = &[0.0, 1.0];
/// }
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let end = integrate(&decay, 0.0..1.0, 1.0, Midpoint.fixed(1e-3)).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-7);
/// # Ok::<(), excitable::Error>(())
/// ```
pub trait Tableau: Clone {
    /// The order of the method.
    const ORDER: u32;

    /// One `X` for each stage: `[X; 4]` for four stages.
    type Stages<X>: Stages<X>;

    /// The stage times cᵢ.
    const C: &'static [f64];

    /// The stage weights aᵢⱼ: a row for each stage, of the stages before it.
    const A: &'static [&'static [f64]];

    /// The weights bᵢ of the result.
    const B: &'static [f64];

    /// Whether the last stage is the slope at the end (its row of `A` is `B`): *first same as
    /// last*.
    const FSAL: bool = false;

    /// The number of last stages that serve dense output only. They are evaluated after the step,
    /// when a value inside it is asked for, and have no part in `B` and `E`.
    const LAZY: usize = 0;

    /// The method's own dense output, y(θ) = y₀ + h·Σᵢ kᵢ·(pᵢ₁·θ + pᵢ₂·θ² + …): the row pᵢ of each
    /// stage. Empty: the cubic Hermite interpolant.
    const DENSE: &'static [&'static [f64]] = &[];
}

/// A tableau with a second set of weights, whose difference from the first estimates the error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no error estimate, so its step cannot be adapted",
    note = "use `.fixed(dt)`, or a method with an embedded error estimate such as `Rk45`"
)]
pub trait EmbeddedTableau: Tableau {
    /// The order of the embedded result.
    const ERROR_ORDER: u32;

    /// The weights eᵢ = bᵢ − b̂ᵢ of the error estimate h·Σᵢ eᵢ·kᵢ.
    const E: &'static [f64];

    /// The weights of a second estimate, of lower order, for methods that weigh two:
    /// ‖e‖² / √(‖e‖² + ‖e_low‖²/100). Empty: none. Hairer, Nørsett, Wanner, *Solving Ordinary
    /// Differential Equations I*, II.10.
    const E_LOW: &'static [f64] = &[];

    /// As [`EmbeddedStepper::SHARE`](crate::ode::EmbeddedStepper::SHARE).
    const SHARE: f64 = 1.0;

    /// As [`EmbeddedStepper::BETA`](crate::ode::EmbeddedStepper::BETA).
    const BETA: f64 = 0.0;
}

/// The stages of an explicit method: slopes k₁ … k_s, and the argument of the one under way.
///
/// k₁ is the start node's slope and, for FSAL, the last is the end node's; those places stay
/// unused.
#[derive(Clone, Debug)]
pub struct Workspace<K, Y> {
    slopes: K,
    argument: Y,
    /// Evaluations beyond those of every step.
    further: u64,
    /// Whether the stages for dense output only are those of the step just taken.
    complete: bool,
}

/// Calls `$call!(I)` for I = `$i` … while the constant condition holds.
///
/// A stage number must be a constant for the loop over its weights to unroll and for zero weights
/// to cost nothing; a plain loop over stages is not unrolled once the right-hand side is inlined.
/// The condition is a constant, so that only the stages that the method has are compiled.
macro_rules! for_each_stage {
    ($count:expr, $call:ident: $($i:literal)+) => { $(if const { $i < $count } { $call!($i); })+ };
}

/// Σⱼ wⱼ·xⱼ, where weights that are zero or left out vanish at compile time.
#[inline(always)]
fn weighted_sum<A: Arithmetic, T: Real, const M: usize>(weights: &[f64], xs: [T; M]) -> T {
    let mut sum = None;
    for j in 0..M {
        if j < weights.len() && weights[j] != 0.0 {
            let (w, x) = (weights[j], xs[j]);
            sum = Some(sum.map_or_else(|| x.scaled(w), |sum| x.scaled_add::<A>(w, sum)));
        }
    }
    sum.unwrap_or(T::lit(0.0))
}

/// y + h·Σⱼ wⱼ·kⱼ of each component.
struct Summed<A, T> {
    weights: &'static [f64],
    h: T,
    arithmetic: PhantomData<A>,
}

impl<A, T> Summed<A, T> {
    #[inline(always)]
    const fn new(weights: &'static [f64], h: T) -> Self {
        Self { weights, h, arithmetic: PhantomData }
    }
}

impl<A: Arithmetic, T: Real, const M: usize> Combination<T, M> for Summed<A, T> {
    #[inline(always)]
    fn combine(&mut self, out: &mut T, y: T, k: [T; M]) {
        *out = A::mul_add(self.h, weighted_sum::<A, _, _>(self.weights, k), y);
    }
}

/// The slopes k₁ … k_N in order, from the nodes and the workspace.
#[inline(always)]
fn all_slopes<'a, M: Tableau, Y: OdeState, const N: usize>(
    stages: &'a M::Stages<Y>,
    start: &'a Y,
    end: &'a Y,
) -> [&'a Y; N] {
    let mut slopes = [start; N];
    #[allow(clippy::needless_range_loop, reason = "iterators cost 5 % of a step of Verner65")]
    for j in 1..N {
        let is_end = M::FSAL && j + 1 + M::LAZY == M::Stages::<Y>::COUNT;
        slopes[j] = if is_end { end } else { &stages.as_slice()[j] };
    }
    slopes
}

/// Component `index` of each slope.
#[inline(always)]
fn of_component<Y: OdeState, const N: usize>(k: [&Y; N], index: usize) -> Option<[Y::Scalar; N]> {
    let mut components = [Y::Scalar::lit(0.0); N];
    for j in 0..N {
        components[j] = k[j].component(index)?;
    }
    Some(components)
}

/// Calls `$body` with the slopes of all stages in an array of the constant length that the tableau
/// has.
macro_rules! with_all_slopes {
    ($tableau:ident, $state:ty, $parts:expr, |$slopes:ident| $body:expr) => {
        with_all_slopes!(@count $tableau, $state, $parts, |$slopes| $body;
            1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
    };
    (@count $tableau:ident, $state:ty, $parts:expr, |$slopes:ident| $body:expr; $($n:literal)+) => {
        $(if const { $tableau::Stages::<$state>::COUNT == $n } {
            let (stages, start, end) = $parts;
            let $slopes = all_slopes::<$tableau, $state, $n>(stages, start, end);
            $body
        })+
    };
}

mod dense;
mod embedded;

/// The argument of stage I, y + h·Σⱼ aᵢⱼ·kⱼ, and the place of its slope.
#[inline(always)]
fn argue<'w, M: Tableau, A: Arithmetic, Y: OdeState, const I: usize>(
    work: &'w mut Workspace<M::Stages<Y>, Y>,
    start: &Node<Y>,
    h: Y::Scalar,
) -> Argued<'w, Y> {
    let Workspace { slopes, argument, .. } = work;
    let (done, rest) = slopes.as_mut_slice().split_at_mut(I);
    if I > 1 && is_misshapen(&done[I - 1], &start.y) {
        // Returned without another evaluation; the run reports it after the step.
        rest[0].assign(&done[I - 1], [], &mut |out, x, []| *out = x);
        return None;
    }
    let mut before = [&start.dydt; I];
    for j in 1..I {
        before[j] = &done[j];
    }
    argument.assign(&start.y, before, &mut |out, y, k| {
        *out = A::mul_add(h, weighted_sum::<A, _, _>(M::A[I], k), y);
    });
    Some((argument, &mut rest[0]))
}

/// The argument of a stage and the place of its slope; `None` for a misshapen state.
type Argued<'w, Y> = Option<(&'w Y, &'w mut Y)>;

/// Whether a slope has lost or gained a component, so that the next stage would get a state of
/// another shape. Never, at no cost, for fixed-size states.
#[inline(always)]
fn is_misshapen<Y: OdeState>(slope: &Y, y: &Y) -> bool {
    slope.dimension() != y.dimension()
}

impl<M: Tableau, S: RightHandSide + ?Sized> Stepper<S> for M {
    const ORDER: u32 = M::ORDER;
    type Workspace = Workspace<M::Stages<S::State>, S::State>;

    fn check(&self, _: &S::State) -> Result<(), Error> {
        check_tableau::<M>()
    }

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        Workspace {
            slopes: Stages::from_fn(|_| y0.clone()),
            argument: y0.clone(),
            further: 0,
            complete: false,
        }
    }

    #[inline(always)]
    fn step<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
    ) {
        let h = over.length();
        if M::LAZY > 0 {
            work.complete = false;
        }
        macro_rules! take {
            ($i:literal) => {
                if let Some((y, k)) = argue::<M, A, S::State, $i>(work, start, h) {
                    // kᵢ = f(t + cᵢ·h, y + h·Σⱼ aᵢⱼ·kⱼ)
                    system.evaluate::<A>(over.at(M::C[$i]), y, k);
                }
            };
        }
        for_each_stage!(inner_stages::<M, S::State>(), take:
            1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
        // y₁ = y + h·Σᵢ bᵢ·kᵢ
        with_all_slopes!(M, S::State, (&work.slopes, &start.dydt, &start.dydt), |k| {
            end.y.combine(&start.y, k, &mut Summed::<A, _>::new(M::B, h));
        });
        if is_misshapen(&end.y, &start.y) {
            return end.dydt.assign(&end.y, [], &mut |out, x, []| *out = x);
        }
        system.evaluate::<A>(over.last, &end.y, &mut end.dydt);
    }

    fn evaluations(&self, work: &Self::Workspace, steps: u64) -> Option<u64> {
        Some(work.further + steps * inner_stages::<M, S::State>() as u64)
    }

    #[inline(always)]
    fn interpolate<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &Node<S::State>,
        interpolant: &mut Interpolant<S::State>,
    ) {
        if const { M::DENSE.is_empty() } {
            return interpolant.hermite(start, end);
        }
        lazy_stages::<M, A, S>(work, system, (start, end), over);
        let h = over.length();
        interpolant.clear();
        macro_rules! term {
            ($d:literal) => {
                with_all_slopes!(M, S::State, (&work.slopes, &start.dydt, &end.dydt), |k| {
                    interpolant.push(&start.y, k, |_, k| h * dense_sum::<M, A, _, _, $d>(k));
                })
            };
        }
        for_each_stage!(dense_degree::<M>(), term: 0 1 2 3 4 5 6 7);
    }

    #[inline(always)]
    fn component_coefficients<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        (start, end): (&Node<S::State>, &Node<S::State>),
        over: Interval<Time<S>>,
        index: usize,
    ) -> Option<[Time<S>; MAX_DEGREE]> {
        if const { M::DENSE.is_empty() } {
            return None;
        }
        lazy_stages::<M, A, S>(work, system, (start, end), over);
        let mut coefficients = [Time::<S>::lit(0.0); MAX_DEGREE];
        with_all_slopes!(M, S::State, (&work.slopes, &start.dydt, &end.dydt), |k| {
            let k = of_component(k, index)?;
            let h = over.length();
            macro_rules! term {
                ($d:literal) => {
                    coefficients[$d] = h * dense_sum::<M, A, _, _, $d>(k)
                };
            }
            for_each_stage!(dense_degree::<M>(), term: 0 1 2 3 4 5 6 7);
        });
        Some(coefficients)
    }

    #[inline(always)]
    fn excursion_bound(
        &self,
        work: &Self::Workspace,
        (start, end): (&Node<S::State>, &Node<S::State>),
        over: Interval<Time<S>>,
        index: usize,
    ) -> Option<Time<S>> {
        let h = Float::abs(over.length());
        if const { M::DENSE.is_empty() } {
            // |y(θ) − y₀| ≤ |y₁ − y₀| + 4/27·h·(|f₀| + |f₁|)
            let change = end.y.component(index)? - start.y.component(index)?;
            let slopes =
                Float::abs(start.dydt.component(index)?) + Float::abs(end.dydt.component(index)?);
            return Some(Float::abs(change) + Time::<S>::lit(4.0 / 27.0) * h * slopes);
        }
        let bound = const { &excursion_of::<M>() };
        let mut sum = Time::<S>::lit(0.0);
        with_all_slopes!(M, S::State, (&work.slopes, &start.dydt, &end.dydt), |k| {
            sum = summed_by_parts(M::LAZY, bound.as_slice(), |stage| k[stage].component(index))?;
        });
        Some(h * sum)
    }
}

/// The stages that are not the slope at the end, which the next step has for its first: the
/// evaluations of a step.
const fn inner_stages<M: Tableau, Y>() -> usize {
    let count = M::Stages::<Y>::COUNT;
    let apart = M::FSAL as usize + M::LAZY;
    assert!(
        count > apart && count <= 20,
        "a tableau has 1 to 20 stages, at least one of them in the step"
    );
    count - apart
}
