//! The complex equations of a step along a tree, by elimination from the tips to the root.

use alloc::vec::Vec;

use super::{Complex, LANES, mul_add, segments, starts};
use crate::num::{Arithmetic, Scalar};
use crate::ode::Row;

/// So many trees are solved side by side, fewer one after the other.
const TREES: usize = 3;

/// 1/c
#[inline(always)]
fn reciprocal<A: Arithmetic, T: Scalar, const N: usize>(c: Complex<T, N>) -> Complex<T, N> {
    let mut conjugate = c;
    for im in &mut conjugate.im {
        *im = -*im;
    }
    conjugate.reciprocal_of_conjugate::<A>()
}

/// c·x + y for real x.
#[inline(always)]
fn scale_add<A: Arithmetic, T: Scalar, const N: usize>(
    c: Complex<T, N>,
    x: [T; N],
    y: Complex<T, N>,
) -> Complex<T, N> {
    Complex { re: mul_add::<A, T, N>(c.re, x, y.re), im: mul_add::<A, T, N>(c.im, x, y.im) }
}

/// A node of each tree.
#[inline(always)]
fn node_of_each<T: Copy, const N: usize>(trees: [&[T]; N], i: usize) -> [T; N] {
    let mut nodes = [trees[0][i]; N];
    for s in 1..N {
        nodes[s] = trees[s][i];
    }
    nodes
}

/// A node: c·x = r + from·(x of its parent) while its children are eliminated, then
/// x = r + c·(x of its parent), then r is x.
#[derive(Clone, Copy, Debug)]
struct Branch<T, const N: usize> {
    c: Complex<T, N>,
    r: Complex<T, N>,
}

impl<T: Scalar, const N: usize> Branch<T, N> {
    fn none() -> Self {
        let zero = Complex::real(T::lit(0.0));
        Self { c: zero, r: zero }
    }

    /// (1 + h·decay − i)·x = 2·v + (1 + i)·h·source + h·below·(x of its parent) + …
    #[inline(always)]
    fn new<A: Arithmetic>(rows: [Row<T>; N], v: [T; N], h: T) -> Self {
        let one = T::lit(1.0);
        let (mut decay, mut source, mut twice) = ([one; N], [one; N], [one; N]);
        for s in 0..N {
            source[s] = rows[s].source * h;
            decay[s] = A::mul_add(rows[s].decay, h, one);
            twice[s] = v[s] + v[s] + source[s];
        }
        Self { c: Complex { re: decay, im: [-one; N] }, r: Complex { re: twice, im: source } }
    }

    /// The node by the value of its parent, and the parent without the node.
    #[inline(always)]
    fn eliminated<A: Arithmetic>(self, rows: [Row<T>; N], h: T, parent: Self) -> (Self, Self) {
        let (mut from, mut to, mut back) = ([h; N], [h; N], [h; N]);
        for s in 0..N {
            (from[s], to[s]) = (rows[s].below * h, rows[s].above * h);
            back[s] = -(from[s] * to[s]);
        }
        let part = reciprocal::<A, T, N>(self.c);
        let r = self.r.times::<A>(part);
        let outer = Self {
            c: scale_add::<A, T, N>(part, back, parent.c),
            r: scale_add::<A, T, N>(r, to, parent.r),
        };
        (Self { c: part.scaled(from), r }, outer)
    }
}

/// The memory of the solution.
#[derive(Clone, Debug)]
pub(in super::super) struct Trees<T> {
    single: Tree<T, 1>,
    several: Tree<T, LANES>,
}

impl<T> Default for Trees<T> {
    fn default() -> Self {
        Self { single: Tree { nodes: Vec::new() }, several: Tree { nodes: Vec::new() } }
    }
}

impl<T: Scalar> Trees<T> {
    /// v after the time h, as [`Elimination::solve`](super::Elimination::solve) has it for a line,
    /// of trees one after the other.
    #[inline(always)]
    pub(in super::super) fn solve<A: Arithmetic>(
        &mut self,
        parents: &[usize],
        (mut rows, mut v): (&[Row<T>], &mut [T]),
        h: T,
    ) {
        let length = parents.len();
        while rows.len() >= TREES * length {
            let trees = LANES.min(rows.len() / length);
            self.several.solve::<A>(parents, starts(trees, length), (rows, v), h);
            (rows, v) = (&rows[trees * length..], &mut v[trees * length..]);
        }
        while !rows.is_empty() {
            self.single.solve::<A>(parents, [0], (rows, v), h);
            (rows, v) = (&rows[length..], &mut v[length..]);
        }
    }
}

/// The nodes of trees of one shape, a lane for each.
#[derive(Clone, Debug)]
struct Tree<T, const N: usize> {
    nodes: Vec<Branch<T, N>>,
}

impl<T: Scalar, const N: usize> Tree<T, N> {
    /// v of the trees that begin at `starts`.
    ///
    /// Children come behind their parents: from the last node to the first each is eliminated from
    /// the equation of its parent, and on the way back each is known when its children ask (M.
    /// Hines, *Int. J. Biomed. Comput.* 15 (1984) 69).
    #[inline(always)]
    fn solve<A: Arithmetic>(
        &mut self,
        parents: &[usize],
        starts: [usize; N],
        (rows, v): (&[Row<T>], &mut [T]),
        h: T,
    ) {
        let count = parents.len();
        let rows = segments(rows, starts, count);
        self.nodes.resize(count, Branch::none());
        let before = segments(&*v, starts, count);
        for (i, node) in self.nodes.iter_mut().enumerate() {
            *node = Branch::new::<A>(node_of_each(rows, i), node_of_each(before, i), h);
        }
        let root = self.eliminate::<A>(parents, rows, h);
        self.substitute::<A>(parents, root);
        for (s, start) in starts.into_iter().enumerate() {
            for (v, node) in v[start..][..count].iter_mut().zip(&self.nodes) {
                *v = node.r.im[s];
            }
        }
    }

    /// The root without all others.
    ///
    /// The parent of a node is often the next in turn: read back from memory, it would be waited
    /// for.
    #[inline(always)]
    fn eliminate<A: Arithmetic>(
        &mut self,
        parents: &[usize],
        rows: [&[Row<T>]; N],
        h: T,
    ) -> Branch<T, N> {
        let nodes = &mut self.nodes;
        let mut node = nodes.last().copied().unwrap_or(Branch::none());
        for (i, &parent) in parents.iter().enumerate().skip(1).rev() {
            let (done, outer) = node.eliminated::<A>(node_of_each(rows, i), h, nodes[parent]);
            nodes[i] = done;
            if parent + 1 == i {
                node = outer;
            } else {
                nodes[parent] = outer;
                node = nodes[i - 1];
            }
        }
        node
    }

    /// The values from the root to the tips.
    #[inline(always)]
    fn substitute<A: Arithmetic>(&mut self, parents: &[usize], root: Branch<T, N>) {
        let nodes = &mut self.nodes;
        let mut x = root.r.times::<A>(reciprocal::<A, T, N>(root.c));
        for (i, &parent) in parents.iter().enumerate() {
            if i > 0 {
                let from = if parent + 1 == i { x } else { nodes[parent].r };
                x = nodes[i].c.mul_add::<A>(from, nodes[i].r);
            }
            nodes[i].r = x;
        }
    }
}
