//! [`TridiagonallyLinear`]: a line of nodes that is linear while what happens at each node rests.

use alloc::vec::Vec;

use crate::num::{Arithmetic, Real, Scalar};
use crate::ode::{OdeState, OdeSystem, State, Time};

/// The equation of one node of a line: dvᵢ/dt = source + below·vᵢ₋₁ − decay·vᵢ + above·vᵢ₊₁.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<T> {
    /// What moves the node whatever its potential.
    pub source: T,
    /// The coupling to the node before; of no effect at the first.
    pub below: T,
    /// The rate at which the node relaxes, its couplings included.
    pub decay: T,
    /// The coupling to the node behind; of no effect at the last.
    pub above: T,
}

impl<T: Scalar> Row<T> {
    /// The equation of a node that stays.
    pub(crate) fn zero() -> Self {
        let zero = T::lit(0.0);
        Self { source: zero, below: zero, decay: zero, above: zero }
    }
}

/// A line of nodes: component 0 of each node, v, is coupled to the neighbours and linear while all
/// else rests; each other component relaxes on its own, dx/dt = a − b·x, while v rests.
///
/// A nerve fibre is one (v its potential, the others its gates), and so is a reaction with
/// diffusion whose reaction is linear in each component. A [tree](TridiagonallyLinear::parents) of
/// nodes may stand for the line. [`LineStrang`](crate::LineStrang) steps it.
///
/// # Law
///
/// `derivative` is what `line` and `coefficients` say. Source, decay and couplings depend on t and
/// on the other components; a and b on t and on v.
///
/// # Example
///
/// ```
/// use excitable::ode::{Row, TridiagonallyLinear};
/// use excitable::prelude::*;
///
/// /// ∂v/∂t = ∂²v/∂x² at points 0.1 apart, held at both ends.
/// struct Heat;
///
/// impl OdeSystem for Heat {
///     type State = Vec<f64>;
///     fn derivative(&self, _t: f64, v: &Vec<f64>, dvdt: &mut Vec<f64>) {
///         dvdt.fill(0.0);
///         for i in 1..v.len() - 1 {
///             dvdt[i] = 100.0 * (v[i - 1] - 2.0 * v[i] + v[i + 1]);
///         }
///     }
/// }
///
/// impl TridiagonallyLinear for Heat {
///     type Node = f64;
///     fn line(&self, _t: f64, v: &[f64], rows: &mut [Row<f64>]) {
///         for row in &mut rows[1..v.len() - 1] {
///             *row = Row { source: 0.0, below: 100.0, decay: 200.0, above: 100.0 };
///         }
///     }
/// }
///
/// let start: Vec<f64> = (0..11).map(|i| (0.1 * i as f64 * core::f64::consts::PI).sin()).collect();
/// let end = integrate(&Heat, 0.0..0.1, start, LineStrang.fixed(1e-3)).finish()?;
/// let rate = 200.0 * (1.0 - (0.1 * core::f64::consts::PI).cos());
/// assert!((end.y[5] - (-0.1 * rate).exp()).abs() < 1e-4);
/// # Ok::<(), excitable::Error>(())
/// ```
pub trait TridiagonallyLinear: OdeSystem<State = Vec<Self::Node>> {
    /// The state of a node.
    type Node: OdeState;

    /// Writes the equations of the line at (t, y). All of `rows` is 0 before.
    fn line(&self, t: Time<Self>, y: &[Self::Node], rows: &mut [Row<Time<Self>>]);

    /// The parent of each node of one tree, numbered before it; anything for node 0. In its rows
    /// `below` is the coupling of a node to its parent, and `above` that of the parent to the
    /// node; both are of no effect at node 0. Provided: empty, a line.
    fn parents(&self) -> &[usize] {
        &[]
    }

    /// The number of lines, or of trees alike, one after the other in y: all of one length, with no
    /// coupling between them. They are solved side by side, a SIMD lane for each. Where they do not
    /// fill y the first step ends with an error. Provided: 1.
    #[inline(always)]
    fn lines(&self) -> usize {
        1
    }

    /// Writes a and b of the other components. All of `a` and `b` is 0 before; leave component 0
    /// so. Provided: nothing else moves.
    fn coefficients(
        &self,
        t: Time<Self>,
        y: &[Self::Node],
        a: &mut [Self::Node],
        b: &mut [Self::Node],
    ) {
        let _ = (t, y, a, b);
    }

    /// Component `index` of `derivative`, counted through all nodes, without the others. Provided:
    /// `None`, for which all are computed.
    #[doc(hidden)]
    fn slope_of(&self, t: Time<Self>, y: &Self::State, index: usize) -> Option<Time<Self>> {
        let _ = (t, y, index);
        None
    }

    /// Takes what relaxes from the nodes.
    #[doc(hidden)]
    #[inline(always)]
    fn load<A: Arithmetic>(&self, y: &Self::State, memory: &mut LineMemory<Self::Node>)
    where
        Self: Sized,
    {
        memory.nodes.assign(y, [], &mut |out, x, []| *out = x);
    }

    /// [`line`](TridiagonallyLinear::line) of what relaxes and of the potentials `v`.
    #[doc(hidden)]
    #[inline(always)]
    fn rows<A: Arithmetic>(
        &self,
        t: Time<Self>,
        v: &[Time<Self>],
        memory: &mut LineMemory<Self::Node>,
        rows: &mut [Row<Time<Self>>],
    ) where
        Self: Sized,
    {
        let _ = v;
        rows.fill(Row::zero());
        self.line(t, &memory.nodes, rows);
    }

    /// Relaxes all but the potentials `v` over `h`, which gives the nodes `y`, and over `h` again
    /// with the same coefficients: the halves of the two steps beside them. Provided: from the
    /// coefficients, by the formula of [`SafeStrang`](crate::SafeStrang).
    #[doc(hidden)]
    #[inline(always)]
    fn relax<A: Arithmetic>(
        &self,
        (t, h): (Time<Self>, Time<Self>),
        v: &[Time<Self>],
        memory: &mut LineMemory<Self::Node>,
        y: &mut [Self::Node],
    ) where
        Self: Sized,
    {
        let LineMemory { nodes, a, b, .. } = memory;
        for (node, &v) in nodes.iter_mut().zip(v) {
            set_first(node, v);
        }
        for coefficients in [&mut *a, &mut *b] {
            coefficients.assign(nodes, [], &mut |out, _, []| *out = Time::<Self>::lit(0.0));
        }
        self.coefficients(t, nodes, a, b);
        for (((node, y), a), b) in nodes.iter_mut().zip(y).zip(a).zip(b) {
            y.assign(node, [a, b], &mut |out, x, [a, b]| *out = relaxed(x, (a, b), h));
            node.assign(y, [a, b], &mut |out, x, [a, b]| *out = relaxed(x, (a, b), h));
        }
    }
}

/// Of as many potentials at a time a system may ask.
pub(crate) const BLOCK: usize = 16;

/// The memory of what relaxes at the nodes of a line.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct LineMemory<N: State> {
    /// The nodes, half a step on; for a system that keeps none in `columns`.
    pub(crate) nodes: Vec<N>,
    a: Vec<N>,
    b: Vec<N>,
    /// The nodes component by component, as many of them at a time as there are lanes.
    pub(crate) columns: Vec<N::Scalar>,
    /// Room for as many nodes.
    pub(crate) room: Vec<N::Scalar>,
    /// The memory of each line, where they are not alike.
    pub(crate) lines: Vec<LineMemory<N>>,
}

impl<N: State> LineMemory<N> {
    /// Of no nodes: each part becomes as long as what is written into it.
    pub(crate) fn new() -> Self {
        let (nodes, a, b) = (Vec::new(), Vec::new(), Vec::new());
        Self { nodes, a, b, columns: Vec::new(), room: Vec::new(), lines: Vec::new() }
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

/// (x + a·h·(1 + z/2))/(1 + z + z²/2) with z = b·h.
#[inline(always)]
fn relaxed<T: Scalar>(x: T, (a, b): (T, T), h: T) -> T {
    let (half, one) = (b * h * T::lit(0.5), T::lit(1.0));
    let sum = one + half;
    (x + a * h * sum) / (sum * sum + half * half)
}
