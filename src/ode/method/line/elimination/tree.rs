//! The complex equations of a step along a tree, by elimination from the tips to the root.

use alloc::vec::Vec;

use super::Complex;
use crate::num::{Arithmetic, Scalar};
use crate::ode::Row;

/// A node: d·x − from·(x of its parent) = r while elimination goes on, then x = r + c·(x of its
/// parent), then r is x.
#[derive(Clone, Copy, Debug)]
struct Branch<T> {
    /// d, then c.
    c: Complex<T>,
    r: Complex<T>,
}

impl<T: Scalar> Branch<T> {
    /// (1 + h·decay − i)·x = 2·v + (1 + i)·h·source + …
    #[inline(always)]
    fn new<A: Arithmetic>(row: &Row<T>, (v, h): (T, T)) -> Self {
        let (one, source) = (T::lit(1.0), h * row.source);
        let c = Complex { re: A::mul_add(h, row.decay, one), im: -one };
        Self { c, r: Complex { re: v + v + source, im: source } }
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
        let Self { nodes } = self;
        nodes.resize(v.len(), Branch { c: Complex::zero(), r: Complex::zero() });
        for ((node, row), &v) in nodes.iter_mut().zip(rows).zip(&*v) {
            *node = Branch::new::<A>(row, (v, h));
        }
        for (i, (row, &parent)) in rows.iter().zip(parents).enumerate().skip(1).rev() {
            let part = nodes[i].c.reciprocal::<A>();
            let r = nodes[i].r.times::<A>(part);
            let (from, to) = (row.below * h, row.above * h);
            nodes[i] = Branch { c: part * from, r };
            let outer = &mut nodes[parent];
            outer.c = part.scale_add::<A>(-(from * to), outer.c);
            outer.r = r.scale_add::<A>(to, outer.r);
        }
        let Some(root) = nodes.first_mut() else { return };
        root.r = root.r.times::<A>(root.c.reciprocal::<A>());
        for (i, &parent) in parents.iter().enumerate().skip(1) {
            nodes[i].r = nodes[i].c.mul_add::<A>(nodes[parent].r, nodes[i].r);
        }
        for (v, node) in v.iter_mut().zip(nodes) {
            *v = node.r.im;
        }
    }
}
