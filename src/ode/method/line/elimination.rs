//! The complex tridiagonal equations of a step along a line, solved from both ends at once.

mod tree;

use alloc::vec::Vec;
use core::ops::Mul;

use crate::num::{Arithmetic, Scalar};
use crate::ode::Row;
pub(super) use tree::Tree;

/// A complex number.
#[derive(Clone, Copy, Debug)]
struct Complex<T> {
    re: T,
    im: T,
}

impl<T: Scalar> Mul<T> for Complex<T> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, x: T) -> Self {
        Self { re: self.re * x, im: self.im * x }
    }
}

impl<T: Scalar> Complex<T> {
    fn zero() -> Self {
        Self { re: T::lit(0.0), im: T::lit(0.0) }
    }

    /// self·x + y
    #[inline(always)]
    fn mul_add<A: Arithmetic>(self, x: Self, y: Self) -> Self {
        Self {
            re: A::mul_add(self.re, x.re, A::mul_add(-self.im, x.im, y.re)),
            im: A::mul_add(self.re, x.im, A::mul_add(self.im, x.re, y.im)),
        }
    }

    /// self·x + y for real x.
    #[inline(always)]
    fn scale_add<A: Arithmetic>(self, x: T, y: Self) -> Self {
        Self { re: A::mul_add(self.re, x, y.re), im: A::mul_add(self.im, x, y.im) }
    }

    #[inline(always)]
    fn times<A: Arithmetic>(self, x: Self) -> Self {
        Self {
            re: A::mul_add(self.re, x.re, -(self.im * x.im)),
            im: A::mul_add(self.re, x.im, self.im * x.re),
        }
    }

    #[inline(always)]
    fn reciprocal<A: Arithmetic>(self) -> Self {
        let part = T::lit(1.0) / A::mul_add(self.re, self.re, self.im * self.im);
        Self { re: self.re * part, im: -self.im * part }
    }
}

/// A node as elimination leaves it: x = r + c·(x of its neighbour towards the middle).
#[derive(Clone, Copy, Debug)]
struct Reduced<T> {
    c: Complex<T>,
    r: Complex<T>,
}

impl<T: Scalar> Reduced<T> {
    /// Of a node beyond the end.
    fn none() -> Self {
        Self { c: Complex::zero(), r: Complex::zero() }
    }

    /// The node with its neighbour `outer` eliminated, by whose value `from` the node is moved,
    /// while `to` couples it to the next one.
    ///
    /// (1 + h·decay − i)·x = 2·v + (1 + i)·h·source + h·from·x_outer + h·to·x_inner
    #[inline(always)]
    fn behind<A: Arithmetic>(
        outer: &Self,
        (from, to): (T, T),
        row: &Row<T>,
        (v, h): (T, T),
    ) -> Self {
        let (one, from) = (T::lit(1.0), from * h);
        let source = h * row.source;
        let decay = Complex { re: A::mul_add(h, row.decay, one), im: -one };
        let given = Complex { re: v + v + source, im: source };
        let part = outer.c.scale_add::<A>(-from, decay).reciprocal::<A>();
        let r = outer.r.scale_add::<A>(from, given).times::<A>(part);
        Self { c: part * (to * h), r }
    }
}

/// The memory of the solution.
#[derive(Clone, Debug)]
pub(super) struct Elimination<T> {
    nodes: Vec<Reduced<T>>,
}

impl<T: Scalar> Elimination<T> {
    pub(super) fn new(nodes: usize) -> Self {
        Self { nodes: alloc::vec![Reduced::none(); nodes] }
    }

    /// v after the time h, v₁ = Im[(h·A + (1 − i)·1)⁻¹ (2·v₀ + (1 + i)·h·s)] with v' = s − A·v: each
    /// mode decays by 1/(1 + z + z²/2).
    ///
    /// The halves of the line are chains of their own, so that one computes while the other waits.
    #[inline(always)]
    pub(super) fn solve<A: Arithmetic>(&mut self, rows: &[Row<T>], v: &mut [T], h: T) {
        let count = rows.len().min(v.len()).min(self.nodes.len());
        let (rows, v, nodes) = (&rows[..count], &mut v[..count], &mut self.nodes[..count]);
        let half = count / 2;
        let (mut left, mut right) = (Reduced::none(), Reduced::none());
        for i in 0..half {
            let j = count - 1 - i;
            left = Reduced::behind::<A>(&left, (rows[i].below, rows[i].above), &rows[i], (v[i], h));
            right =
                Reduced::behind::<A>(&right, (rows[j].above, rows[j].below), &rows[j], (v[j], h));
            (nodes[i], nodes[j]) = (left, right);
        }
        let is_odd = count % 2 == 1;
        if is_odd {
            let row = &rows[half];
            left = Reduced::behind::<A>(&left, (row.below, row.above), row, (v[half], h));
        }
        // x = r + c·z and z = r' + c'·x: x·(1 − c·c') = r + c·r'.
        let cross = left.c.times::<A>(right.c);
        let part = Complex { re: T::lit(1.0) - cross.re, im: -cross.im }.reciprocal::<A>();
        let mut x = left.c.mul_add::<A>(right.r, left.r).times::<A>(part);
        let mut z = right.c.mul_add::<A>(x, right.r);
        if is_odd {
            v[half] = x.im;
            if half > 0 {
                x = nodes[half - 1].c.mul_add::<A>(x, nodes[half - 1].r);
            }
        }
        for i in (0..half).rev() {
            let j = count - 1 - i;
            (v[i], v[j]) = (x.im, z.im);
            if i > 0 {
                x = nodes[i - 1].c.mul_add::<A>(x, nodes[i - 1].r);
                z = nodes[j + 1].c.mul_add::<A>(z, nodes[j + 1].r);
            }
        }
    }
}
