//! The second-order exponential method.

use super::conditionally_linear::{clear, relax};
use super::{
    ConditionallyLinear, Interval, Method, Node, OdeSystem, Real, Scalar, State, Stepper, Time,
};

/// The symmetric exponential method for [`ConditionallyLinear`] systems, order 2: the parts relax in turn,
/// each in closed form while the others rest.
///
/// Half a step of each part but the last, a whole one of the last, and the halves again in reverse: for a
/// neuron the potential by h/2, the gates by h, the potential by h/2. The coefficients of the last part, the
/// rates, are evaluated once a step. Those that depend on time are taken in the middle of their stretch.
/// Stable at any step where all bᵢ ≥ 0. Dense output: cubic Hermite, with the slopes evaluated when somebody
/// asks.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..6.0, -200.0));
/// // The current takes V down to −505 mV; an explicit method needs steps of 10⁻⁵ ms from −200 mV on.
/// let end = integrate(&axon, 0.0..20.0, axon.rest()?, ExponentialStrang.fixed(0.05)).finish()?;
/// assert!((-20.0..120.0).contains(&end.y.v));
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: G. Strang, *SIAM J. Numer. Anal.* 5 (1968) 506; for neurons the same order as the staggered
/// steps of M. Hines, *Int. J. Bio-Med. Comput.* 15 (1984) 69, with potential and gates known at every node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExponentialStrang;

impl Method for ExponentialStrang {}

/// Lets `part` relax over `h` with its coefficients at the stage time `t`.
#[inline(always)]
fn relax_part<S>(
    [a, b, before]: &mut [S::State; 3],
    system: &S,
    part: usize,
    (t, h): (Time<S>, Time<S>),
    y: &mut S::State,
) where
    S: ConditionallyLinear<State: State<Scalar: Scalar>> + ?Sized,
{
    clear(a, y);
    clear(b, y);
    system.coefficients(part, t, y, a, b);
    before.assign(y, [], &mut |out, y, []| *out = y);
    relax(y, before, a, b, h);
}

impl<S> Stepper<S> for ExponentialStrang
where
    S: ConditionallyLinear<State: State<Scalar: Scalar>> + ?Sized,
{
    const ORDER: u32 = 2;
    const CARRIES_SLOPE: bool = false;
    type Workspace = [S::State; 3];

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        [y0.clone(), y0.clone(), y0.clone()]
    }

    fn restart(&self, _: &mut Self::Workspace, _: &S, _: &mut Node<S::State>, _: Time<S>) {}

    #[inline(always)]
    fn step(
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
            relax_part(work, system, part, (over.at(0.25), half), y);
        }
        relax_part(work, system, last, (over.at(0.5), whole), y);
        for part in (0..last).rev() {
            relax_part(work, system, part, (over.at(0.75), half), y);
        }
    }

    fn evaluations(&self, _: &Self::Workspace, steps: u64) -> Option<u64> {
        Some(steps)
    }
}
