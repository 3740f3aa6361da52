//! [`LineStrang`]: the second-order step along a line of nodes.

mod elimination;

use alloc::vec::Vec;

use super::{Method, Stepper};
use crate::num::{Arithmetic, Real, Scalar};
use crate::ode::{Interval, Node, OdeState, RightHandSide, Row, State, Time, TridiagonallyLinear};
use elimination::{Elimination, Tree};

/// The symmetric method for [`TridiagonallyLinear`] systems, order 2: all else by half a step, the
/// line by a whole one, all else by the other half.
///
/// The line is solved by one complex tridiagonal elimination, in which each mode decays by 1/(1 +
/// z + z²/2), as by [`SafeStrang`](crate::SafeStrang): nothing rings at any step, and the cost is
/// linear in the nodes, along a [tree](TridiagonallyLinear::parents) of them too. The rates at a node serve the halves of both steps beside it. What depends
/// on time is taken in the middle of the step for the line, and at its nodes for all else. Dense
/// output: cubic Hermite.
///
/// # Example
///
/// ```
/// use excitable::cable::{Cable, Fibre};
/// use excitable::neuron::{Length, Resistivity};
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon();
/// let fibre = Fibre {
///     length: Length::from_centimetres(2.0),
///     diameter: Length::from_micrometres(476.0),
///     resistivity: Resistivity::from_ohm_centimetres(35.4),
/// };
/// let start = Length::from_centimetres(0.0);
/// let cable = Cable::new(axon, fibre, 50)?.with_current(start, pulse(0.0..0.5, 20_000.0))?;
/// let run = integrate(&cable, 0.0..4.0, cable.filled_with(axon.rest()?), LineStrang.fixed(0.02));
/// let there = cable.component_at(Length::from_centimetres(1.0))?;
/// assert_eq!(run.solution()?.events(&there.rises_through(50.0))?.len(), 1);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineStrang;

impl Method for LineStrang {}

/// The memory of a step along a line.
#[derive(Clone, Debug)]
pub struct LineWork<N: State> {
    rows: Vec<Row<N::Scalar>>,
    v: Vec<N::Scalar>,
    elimination: Elimination<N::Scalar>,
    tree: Tree<N::Scalar>,
    /// x ← p·x + q over the time `half` at the node ahead.
    p: Vec<N>,
    q: Vec<N>,
    half: Option<N::Scalar>,
}

impl<N: OdeState> LineWork<N> {
    /// Half a step for what relaxes at the nodes of `y`.
    #[inline(always)]
    fn relax<A: Arithmetic>(&self, y: &mut Vec<N>, start: &Vec<N>) {
        y.assign(start, [&self.p, &self.q], &mut |out, x, [p, q]| *out = A::mul_add(p, x, q));
    }

    /// A step of the line.
    #[inline(always)]
    fn step_line<A: Arithmetic, S>(&mut self, system: &S, (t, h): (Time<S>, Time<S>), y: &mut [N])
    where
        S: TridiagonallyLinear<Node = N>,
    {
        self.rows.fill(Row::zero());
        system.line(t, y, &mut self.rows);
        for (v, node) in self.v.iter_mut().zip(&*y) {
            *v = node.component(0).unwrap_or(*v);
        }
        let parents = system.parents();
        if parents.is_empty() {
            self.elimination.solve::<A>(&self.rows, &mut self.v, h);
        } else {
            self.tree.solve::<A>(parents, &self.rows, &mut self.v, h);
        }
        for (&v, node) in self.v.iter().zip(y) {
            set_first(node, v);
        }
    }
}

/// Sets component 0.
#[inline(always)]
fn set_first<N: State>(node: &mut N, v: N::Scalar) {
    let (before, mut is_first) = (node.clone(), true);
    node.assign(&before, [], &mut |out, x, []| {
        *out = if core::mem::take(&mut is_first) { v } else { x };
    });
}

/// `h` without the digits in which the steps of a grid differ by rounding, so that the rates at a
/// node serve both steps beside it.
#[inline(always)]
fn leading_digits<T: Scalar>(h: T) -> T {
    if T::epsilon() > T::lit(1e-10) {
        return h;
    }
    let raised = h * T::lit(2_097_153.0);
    raised - (raised - h)
}

impl<S> Stepper<S> for LineStrang
where
    S: TridiagonallyLinear + RightHandSide,
{
    const ORDER: u32 = 2;
    const CARRIES_SLOPE: bool = false;
    type Workspace = LineWork<S::Node>;

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        LineWork {
            rows: alloc::vec![Row::zero(); y0.len()],
            v: alloc::vec![Time::<S>::lit(0.0); y0.len()],
            elimination: Elimination::new(y0.len()),
            tree: Tree::default(),
            p: y0.clone(),
            q: y0.clone(),
            half: None,
        }
    }

    fn restart(&self, work: &mut Self::Workspace, _: &S, _: &mut Node<S::State>, _: Time<S>) {
        work.half = None;
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
        let (h, y) = (over.length(), &mut end.y);
        let half = leading_digits(h * Time::<S>::lit(0.5));
        if work.half != Some(half) {
            system.relaxation::<A>((over.first, half), &start.y, &mut work.p, &mut work.q);
            work.half = Some(half);
        }
        work.relax::<A>(y, &start.y);
        work.step_line::<A, S>(system, (over.at(0.5), h), y);
        system.relaxation::<A>((over.last, half), y, &mut work.p, &mut work.q);
        for ((node, p), q) in y.iter_mut().zip(&work.p).zip(&work.q) {
            let x = node.clone();
            node.assign(&x, [p, q], &mut |out, x, [p, q]| *out = A::mul_add(p, x, q));
        }
    }

    fn evaluations(&self, _: &Self::Workspace, steps: u64) -> Option<u64> {
        Some(steps)
    }
}
