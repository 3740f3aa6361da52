//! The second-order exponential methods.

use super::{Method, Stepper};
use crate::num::{Arithmetic, Real, Scalar};
use crate::ode::problem::{clear, relaxed};
use crate::ode::{ConditionallyLinear, Interval, Node, OdeSystem, RightHandSide, State, Time};

/// The symmetric exponential method for [`ConditionallyLinear`] systems, order 2: the parts relax
/// in turn, each in closed form while the others rest.
///
/// Half a step of each part but the last, a whole one of the last, and the halves again in reverse:
/// for a neuron the potential by h/2, the gates by h, the potential by h/2. The coefficients of the
/// last part, the rates, are evaluated once a step. Those that depend on time are taken in the
/// middle of the interval over which they act. Stable at any step where all bᵢ ≥ 0. Dense output:
/// cubic Hermite, with the slopes evaluated when a value is asked for.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..6.0, -200.0));
/// // The current takes V down to −505 mV; from −200 mV on an explicit method needs
/// // steps of 10⁻⁵ ms.
/// let control = ExponentialStrang.fixed(0.05);
/// let end = integrate(&axon, 0.0..20.0, axon.rest()?, control).finish()?;
/// assert!((-20.0..120.0).contains(&end.y.v));
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: G. Strang, *SIAM J. Numer. Anal.* 5 (1968) 506; for neurons the same order as the
/// staggered steps of M. Hines, *Int. J. Bio-Med. Comput.* 15 (1984) 69, with potential and gates
/// known at every node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExponentialStrang;

/// As [`ExponentialStrang`], with a rational function for the exponential: the trapezoidal rule for
/// each part, order 2.
///
/// x ← ((1 − z/2)·x + a·h)/(1 + z/2) with z = b·h: e⁻ᶻ by its Padé approximant \[1/1\]. The fastest
/// step of an [`Ensemble`](crate::Ensemble). Where z is far above 2, as gates have it at potentials
/// far from rest or with long steps, what should be gone after one step swings from side to side;
/// [`SafeStrang`] does not.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
/// let run = integrate(&axon, 0.0..20.0, axon.rest()?, FastStrang.fixed(0.025));
/// assert_eq!(run.solution()?.events(&Membrane::rises_through(50.0))?.len(), 2);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FastStrang;

/// As [`ExponentialStrang`], with a rational function for the exponential that is safe at any step:
/// order 2.
///
/// x ← (x + a·h·(1 + z/2))/(1 + z + z²/2) with z = b·h: e⁻ᶻ by its Padé approximant \[0/2\], which
/// is between 0 and 1 and falls to 0 where z is large, so that a gate stays between 0 and 1 at any
/// potential.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..6.0, -200.0));
/// let end = integrate(&axon, 0.0..20.0, axon.rest()?, SafeStrang.fixed(0.05)).finish()?;
/// assert!((-20.0..120.0).contains(&end.y.v));
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SafeStrang;

/// A method by which a component relaxes.
pub(crate) trait Relaxes {
    /// x after the time h, where dx/dt = (a − b·x)/d; for a gate a/d = α and b/d = α + β.
    fn relaxed<R: Real>(x: R, coefficients: (R, R, R), h: R) -> R;

    /// The same for single numbers, with d = 1.
    #[inline(always)]
    fn relaxed_single<T: Scalar>(x: T, (a, b): (T, T), h: T) -> T {
        Self::relaxed(x, (a, b, T::lit(1.0)), h)
    }
}

impl Relaxes for ExponentialStrang {
    /// a/b + (x − a/b)·exp(−b·h/d); x + a·h/d where b is 0.
    #[inline(always)]
    fn relaxed<R: Real>(x: R, (a, b, d): (R, R, R), h: R) -> R {
        let (rate, limit) = (b / d, a / b);
        let near = (x - limit).mul_add((-rate * h).exp(), limit);
        rate.if_lt(R::lit(1e-30), (a / d).mul_add(h, x), near)
    }

    #[inline(always)]
    fn relaxed_single<T: Scalar>(x: T, coefficients: (T, T), h: T) -> T {
        relaxed(x, coefficients, h)
    }
}

impl Relaxes for FastStrang {
    /// ((d − b·h/2)·x + a·h)/(d + b·h/2)
    #[inline(always)]
    fn relaxed<R: Real>(x: R, (a, b, d): (R, R, R), h: R) -> R {
        let half = b * (h * R::lit(0.5));
        (d - half).mul_add(x, a * h) / (d + half)
    }
}

impl Relaxes for SafeStrang {
    /// (d²·x + a·h·(d + b·h/2))/(d² + d·b·h + (b·h)²/2)
    #[inline(always)]
    fn relaxed<R: Real>(x: R, (a, b, d): (R, R, R), h: R) -> R {
        let half = b * (h * R::lit(0.5));
        let sum = d + half;
        (d * d).mul_add(x, a * h * sum) / sum.mul_add(sum, half * half)
    }
}

/// Relaxes `part` over `h` with its coefficients at the stage time `t`.
#[inline(always)]
fn relax_part<S, F: Relaxes>(
    [a, b, before]: &mut [S::State; 3],
    system: &S,
    part: usize,
    (t, h): (Time<S>, Time<S>),
    y: &mut S::State,
) where
    S: ConditionallyLinear + RightHandSide + ?Sized,
{
    clear(a, y);
    clear(b, y);
    system.coefficients(part, t, y, a, b);
    before.assign(y, [], &mut |out, y, []| *out = y);
    y.assign(before, [a, b], &mut |out, y, [a, b]| *out = F::relaxed_single(y, (a, b), h));
}

macro_rules! method {
    ($($method:ident),+) => {
        $(impl Method for $method {}

        impl<S> Stepper<S> for $method
        where
            S: ConditionallyLinear + RightHandSide + ?Sized,
        {
            const ORDER: u32 = 2;
            const CARRIES_SLOPE: bool = false;
            type Workspace = [S::State; 3];

            fn workspace(&self, y0: &S::State) -> Self::Workspace {
                [y0.clone(), y0.clone(), y0.clone()]
            }

            fn restart(&self, _: &mut Self::Workspace, _: &S, _: &mut Node<S::State>, _: Time<S>) {}

            #[inline(always)]
            fn step<A: Arithmetic>(
                &self,
                work: &mut Self::Workspace,
                system: &S,
                start: &Node<<S as OdeSystem>::State>,
                over: Interval<Time<S>>,
                end: &mut Node<S::State>,
            ) {
                let last = S::PARTS.saturating_sub(1);
                let (whole, half) = (over.length(), over.length() * Time::<S>::lit(0.5));
                let y = &mut end.y;
                y.assign(&start.y, [], &mut |out, y, []| *out = y);
                for part in 0..last {
                    relax_part::<S, $method>(work, system, part, (over.at(0.25), half), y);
                }
                relax_part::<S, $method>(work, system, last, (over.at(0.5), whole), y);
                for part in (0..last).rev() {
                    relax_part::<S, $method>(work, system, part, (over.at(0.75), half), y);
                }
            }

            fn evaluations(&self, _: &Self::Workspace, steps: u64) -> Option<u64> {
                Some(steps)
            }
        })+
    };
}

method!(ExponentialStrang, FastStrang, SafeStrang);
