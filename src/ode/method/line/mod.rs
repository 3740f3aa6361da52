//! [`LineStrang`]: the second-order step along a line of nodes.

mod elimination;

use alloc::vec::Vec;

use num_traits::Float;

use super::{Method, Stepper};
use crate::Error;
use crate::num::{Arithmetic, Real, Scalar};
use crate::ode::problem::{BLOCK, LineMemory};
use crate::ode::{
    Interpolant, Interval, Node, OdeState, RightHandSide, Row, State, Time, TridiagonallyLinear,
};
use elimination::{Elimination, SEGMENTS, Trees};

/// The symmetric method for [`TridiagonallyLinear`] systems, order 2: all else by half a step, the
/// line by a whole one, all else by the other half.
///
/// The line is solved by one complex tridiagonal elimination, in which each mode decays by
/// 1/(1 + z + z²/2), as by [`SafeStrang`](crate::SafeStrang): nothing rings at any step, and the
/// cost is linear in the nodes, along a [tree](TridiagonallyLinear::parents) of them too, and
/// [several](TridiagonallyLinear::lines) go side by side, a SIMD lane for each. The rates at a node
/// serve the halves of both steps beside it. What depends on time is taken in the middle of the
/// step for the line, and at its nodes for all else. Dense output: cubic Hermite.
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
    /// The potentials at the node ahead, and 0 beyond the end of the line.
    v: Vec<N::Scalar>,
    elimination: Elimination<N::Scalar>,
    trees: Trees<N::Scalar>,
    /// What relaxes, `half` a step behind the node ahead.
    relaxed: LineMemory<N>,
    half: Option<N::Scalar>,
    /// The number of nodes that the lines have, and of those that there are, where they differ.
    unlike: Option<(usize, usize)>,
}

impl<N: OdeState> LineWork<N> {
    /// Begins at the nodes `y`, or behind half a step of what relaxes.
    fn load<A: Arithmetic, S>(&mut self, system: &S, y: &Vec<N>)
    where
        S: TridiagonallyLinear<Node = N>,
    {
        for (v, node) in self.v.iter_mut().zip(y) {
            *v = node.component(0).unwrap_or(*v);
        }
        system.load::<A>(y, &mut self.relaxed);
    }

    /// A step of the line.
    #[inline(always)]
    fn step_line<A: Arithmetic, S>(&mut self, system: &S, (t, h): (Time<S>, Time<S>), count: usize)
    where
        S: TridiagonallyLinear<Node = N>,
    {
        let Self { rows, v, .. } = self;
        system.rows::<A>(t, v, &mut self.relaxed, &mut rows[..count]);
        let (parents, lines, zero) = (system.parents(), system.lines(), Time::<S>::lit(0.0));
        let length = if parents.is_empty() { count / lines.max(1) } else { parents.len() };
        if length == 0 || length * lines != count {
            // NaN ends the run, with this fault.
            self.unlike = Some((length.max(1) * lines.max(1), count));
            v.fill(Time::<S>::nan());
        } else if parents.is_empty() {
            for line in rows.chunks_exact_mut(length) {
                (line[0].below, line[length - 1].above) = (zero, zero);
            }
            let v = &mut v[..rows.len()];
            self.elimination.solve::<A>(length, rows, v, h);
        } else {
            self.trees.solve::<A>(parents, (&rows[..count], &mut v[..count]), h);
        }
    }
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

/// The cubic of one component between two nodes, without the slopes of the others.
#[inline(never)]
fn component_cubic<S: TridiagonallyLinear>(
    system: &S,
    nodes: [&Node<S::State>; 2],
    over: Interval<Time<S>>,
    index: usize,
) -> Option<[Time<S>; 8]> {
    let of = |node: &Node<S::State>, t| {
        let dydt = system.slope_of(t, &node.y, index)?;
        Some(Node { t: node.t, y: node.y.component(index)?, dydt })
    };
    let mut cubic = Interpolant::new();
    cubic.hermite(&of(nodes[0], over.first)?, &of(nodes[1], over.last)?);
    Some(cubic.coefficients().map(|c| c.unwrap_or(Time::<S>::lit(0.0))))
}

impl<S> Stepper<S> for LineStrang
where
    S: TridiagonallyLinear + RightHandSide,
{
    const ORDER: u32 = 2;
    const CARRIES_SLOPE: bool = false;
    type Workspace = LineWork<S::Node>;

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        let (room, zero) = (y0.len().next_multiple_of(SEGMENTS), Time::<S>::lit(0.0));
        LineWork {
            rows: alloc::vec![Row::zero(); room],
            v: alloc::vec![zero; room + BLOCK],
            elimination: Elimination::new(y0.len()),
            trees: Trees::default(),
            relaxed: LineMemory::new(),
            half: None,
            unlike: None,
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
            work.load::<A, S>(system, &start.y);
            system.relax::<A>((over.first, half), &work.v, &mut work.relaxed, y);
            work.load::<A, S>(system, y);
            work.half = Some(half);
        }
        work.step_line::<A, S>(system, (over.at(0.5), h), y.len());
        system.relax::<A>((over.last, half), &work.v, &mut work.relaxed, y);
    }

    #[inline(always)]
    fn component_coefficients<A: Arithmetic>(
        &self,
        _: &mut Self::Workspace,
        system: &S,
        (start, end): (&Node<S::State>, &Node<S::State>),
        over: Interval<Time<S>>,
        index: usize,
    ) -> Option<[Time<S>; 8]> {
        component_cubic(system, [start, end], over, index)
    }

    fn evaluations(&self, _: &Self::Workspace, steps: u64) -> Option<u64> {
        Some(steps)
    }

    fn fault(&self, work: &Self::Workspace, _: &Node<S::State>) -> Result<(), Error> {
        let Some((expected, found)) = work.unlike else { return Ok(()) };
        let remedy = "it holds `lines` lines of one length, or trees of as many nodes as `parents`";
        Err(Error::Length { owner: "TridiagonallyLinear", field: "y", expected, found, remedy })
    }
}
