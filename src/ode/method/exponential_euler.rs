//! The exponential Euler method.

use super::{Method, Stepper};
use crate::num::Arithmetic;
use crate::ode::problem::{clear, relax};
use crate::ode::{ConditionallyLinear, Interval, Node, RightHandSide, Time};

/// The exponential Euler method for [`ConditionallyLinear`] systems, order 1: every component
/// relaxes with the coefficients of the start of the step.
///
/// yᵢ ← yᵢ + (aᵢ − bᵢ·yᵢ)·h·φ(−bᵢ·h), φ(z) = (eᶻ − 1)/z. One evaluation of the coefficients a step;
/// stable at any step where all bᵢ ≥ 0. Dense output: cubic Hermite, with the slopes evaluated when
/// a value is asked for.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
/// let run = integrate(&axon, 0.0..20.0, axon.rest()?, ExponentialEuler.fixed(0.01));
/// assert_eq!(run.solution()?.events(&Membrane::rises_through(50.0))?.len(), 2);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: S. Rush, H. Larsen, *IEEE Trans. Biomed. Eng.* 25 (1978) 389.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExponentialEuler;

impl Method for ExponentialEuler {}

impl<S> Stepper<S> for ExponentialEuler
where
    S: ConditionallyLinear + RightHandSide + ?Sized,
{
    const ORDER: u32 = 1;
    const CARRIES_SLOPE: bool = false;
    type Workspace = [S::State; 2];

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        [y0.clone(), y0.clone()]
    }

    fn restart(&self, _: &mut Self::Workspace, _: &S, _: &mut Node<S::State>, _: Time<S>) {}

    #[inline(always)]
    fn step<A: Arithmetic>(
        &self,
        [a, b]: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
    ) {
        clear(a, &start.y);
        clear(b, &start.y);
        for part in 0..S::PARTS {
            system.coefficients(part, over.first, &start.y, a, b);
        }
        relax(&mut end.y, &start.y, a, b, over.length());
    }

    fn evaluations(&self, _: &Self::Workspace, steps: u64) -> Option<u64> {
        Some(steps)
    }
}
