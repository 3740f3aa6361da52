//! The complex equations of a step along a tree, by elimination from the tips to the root.

use alloc::vec::Vec;

use crate::num::{Arithmetic, Scalar};
use crate::ode::Row;

/// One complex number.
type Complex<T> = super::Complex<T, 1>;

/// 1/c
#[inline(always)]
fn reciprocal<A: Arithmetic, T: Scalar>(c: Complex<T>) -> Complex<T> {
    let conjugate = Complex { re: c.re, im: [-c.im[0]] };
    conjugate.reciprocal_of_conjugate::<A>()
}

/// c·x + y for real x.
#[inline(always)]
fn scale_add<A: Arithmetic, T: Scalar>(c: Complex<T>, x: T, y: Complex<T>) -> Complex<T> {
    let [re, im] = [A::mul_add(c.re[0], x, y.re[0]), A::mul_add(c.im[0], x, y.im[0])];
    Complex { re: [re], im: [im] }
}

/// A node: c·x = r + from·(x of its parent) while its children are eliminated, then
/// x = r + c·(x of its parent), then r is x.
#[derive(Clone, Copy, Debug)]
struct Branch<T> {
    c: Complex<T>,
    r: Complex<T>,
}

impl<T: Scalar> Branch<T> {
    fn none() -> Self {
        let zero = Complex::real(T::lit(0.0));
        Self { c: zero, r: zero }
    }

    /// (1 + h·decay − i)·x = 2·v + (1 + i)·h·source + h·below·(x of its parent) + …
    #[inline(always)]
    fn new<A: Arithmetic>(row: &Row<T>, (v, h): (T, T)) -> Self {
        let (one, source) = (T::lit(1.0), h * row.source);
        let c = Complex { re: [A::mul_add(h, row.decay, one)], im: [-one] };
        Self { c, r: Complex { re: [v + v + source], im: [source] } }
    }

    /// The node by the value of its parent, and the parent without the node.
    #[inline(always)]
    fn eliminated<A: Arithmetic>(self, row: &Row<T>, h: T, parent: Self) -> (Self, Self) {
        let (from, to) = (row.below * h, row.above * h);
        let part = reciprocal::<A, T>(self.c);
        let r = self.r.times::<A>(part);
        let outer = Self {
            c: scale_add::<A, T>(part, -(from * to), parent.c),
            r: scale_add::<A, T>(r, to, parent.r),
        };
        (Self { c: part.scaled([from]), r }, outer)
    }
}

/// The memory of the solution.
#[derive(Clone, Debug)]
pub(in super::super) struct Tree<T> {
    nodes: Vec<Branch<T>>,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self { nodes: Vec::new() }
    }
}

impl<T: Scalar> Tree<T> {
    /// v after the time h, as [`Elimination::solve`](super::Elimination::solve) has it for a line.
    ///
    /// Children come behind their parents: from the last node to the first each is eliminated from
    /// the equation of its parent, and on the way back each is known when its children ask (M.
    /// Hines, *Int. J. Biomed. Comput.* 15 (1984) 69).
    #[inline(always)]
    pub(in super::super) fn solve<A: Arithmetic>(
        &mut self,
        parents: &[usize],
        rows: &[Row<T>],
        v: &mut [T],
        h: T,
    ) {
        let count = parents.len().min(rows.len()).min(v.len());
        let (parents, rows, v) = (&parents[..count], &rows[..count], &mut v[..count]);
        self.nodes.resize(count, Branch::none());
        for ((node, row), &v) in self.nodes.iter_mut().zip(rows).zip(&*v) {
            *node = Branch::new::<A>(row, (v, h));
        }
        let root = self.eliminate::<A>(parents, rows, h);
        self.substitute::<A>(parents, root, v);
    }

    /// The root without all others.
    ///
    /// The parent of a node is often the next in turn: read back from memory, it would be waited
    /// for.
    #[inline(always)]
    fn eliminate<A: Arithmetic>(&mut self, parents: &[usize], rows: &[Row<T>], h: T) -> Branch<T> {
        let nodes = &mut self.nodes;
        let mut node = nodes.last().copied().unwrap_or(Branch::none());
        for (i, (row, &parent)) in rows.iter().zip(parents).enumerate().skip(1).rev() {
            let (done, outer) = node.eliminated::<A>(row, h, nodes[parent]);
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
    fn substitute<A: Arithmetic>(&mut self, parents: &[usize], root: Branch<T>, v: &mut [T]) {
        let nodes = &mut self.nodes;
        let mut x = root.r.times::<A>(reciprocal::<A, T>(root.c));
        for (i, (v, &parent)) in v.iter_mut().zip(parents).enumerate() {
            if i > 0 {
                let from = if parent + 1 == i { x } else { nodes[parent].r };
                x = nodes[i].c.mul_add::<A>(from, nodes[i].r);
            }
            nodes[i].r = x;
            *v = x.im[0];
        }
    }
}
