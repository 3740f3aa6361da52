//! The complex tridiagonal equations of a step along a line, solved in eight segments at once.

mod tree;

use alloc::vec::Vec;

use crate::num::{Arithmetic, Scalar};
use crate::ode::Row;
pub(super) use tree::Trees;

/// The segments of a register.
const LANES: usize = 4;
/// The segments of a line: two registers, so that one computes while the other waits.
pub(super) const SEGMENTS: usize = 2 * LANES;
/// So many lines are solved side by side; fewer one after the other, as if they were one.
const LINES: usize = 5;

/// a·b + c, lane by lane.
#[inline(always)]
fn mul_add<A: Arithmetic, T: Scalar, const N: usize>(a: [T; N], b: [T; N], c: [T; N]) -> [T; N] {
    let mut sum = c;
    for i in 0..N {
        sum[i] = A::mul_add(a[i], b[i], c[i]);
    }
    sum
}

/// c − a·b.
#[inline(always)]
fn mul_sub<A: Arithmetic, T: Scalar, const N: usize>(a: [T; N], b: [T; N], c: [T; N]) -> [T; N] {
    let mut rest = c;
    for i in 0..N {
        rest[i] = A::mul_add(-a[i], b[i], c[i]);
    }
    rest
}

#[inline(always)]
fn product<T: Scalar, const N: usize>(a: [T; N], b: [T; N]) -> [T; N] {
    let mut product = a;
    for i in 0..N {
        product[i] = a[i] * b[i];
    }
    product
}

/// Complex numbers side by side.
#[derive(Clone, Copy, Debug)]
struct Complex<T, const N: usize> {
    re: [T; N],
    im: [T; N],
}

impl<T: Scalar, const N: usize> Complex<T, N> {
    #[inline(always)]
    fn real(re: T) -> Self {
        Self { re: [re; N], im: [T::lit(0.0); N] }
    }

    /// self·x + y
    #[inline(always)]
    fn mul_add<A: Arithmetic>(self, x: Self, y: Self) -> Self {
        Self {
            re: mul_sub::<A, T, N>(self.im, x.im, mul_add::<A, T, N>(self.re, x.re, y.re)),
            im: mul_add::<A, T, N>(self.im, x.re, mul_add::<A, T, N>(self.re, x.im, y.im)),
        }
    }

    #[inline(always)]
    fn times<A: Arithmetic>(self, x: Self) -> Self {
        Self {
            re: mul_sub::<A, T, N>(self.im, x.im, product(self.re, x.re)),
            im: mul_add::<A, T, N>(self.im, x.re, product(self.re, x.im)),
        }
    }

    /// self·x for real x.
    #[inline(always)]
    fn scaled(self, x: [T; N]) -> Self {
        Self { re: product(self.re, x), im: product(self.im, x) }
    }

    /// 1/(re − i·im)
    #[inline(always)]
    fn reciprocal_of_conjugate<A: Arithmetic>(self) -> Self {
        let mut part = mul_add::<A, T, N>(self.re, self.re, product(self.im, self.im));
        for x in &mut part {
            *x = T::lit(1.0) / *x;
        }
        self.scaled(part)
    }
}

impl<T: Scalar> Complex<T, LANES> {
    #[inline(always)]
    fn lane(&self, i: usize) -> Complex<T, 1> {
        Complex { re: [self.re[i]], im: [self.im[i]] }
    }

    #[inline(always)]
    fn set_lane(&mut self, i: usize, x: Complex<T, 1>) {
        (self.re[i], self.im[i]) = (x.re[0], x.im[0]);
    }
}

/// A node as elimination leaves it: x = r + f·(x before its segment) + c·(x of a node ahead).
#[derive(Clone, Copy, Debug)]
struct Reduced<T> {
    r: Complex<T, LANES>,
    f: Complex<T, LANES>,
    c: Complex<T, LANES>,
}

impl<T: Scalar> Reduced<T> {
    #[inline(always)]
    fn new(f: T, c: T) -> Self {
        let of = Complex::real;
        Self { r: of(T::lit(0.0)), f: of(f), c: of(c) }
    }

    /// The same node, by what the next one is.
    #[inline(always)]
    fn by<A: Arithmetic>(&self, next: &Self) -> Self {
        Self {
            r: self.c.mul_add::<A>(next.r, self.r),
            f: self.c.mul_add::<A>(next.f, self.f),
            c: self.c.times::<A>(next.c),
        }
    }
}

/// Four segments.
#[derive(Clone, Copy, Debug)]
struct Chain<T> {
    /// Their first nodes, by the ones that are eliminated next.
    first: Reduced<T>,
    /// The nodes that were eliminated last.
    last: Reduced<T>,
}

impl<T: Scalar> Chain<T> {
    /// Before the first node.
    #[inline(always)]
    fn new() -> Self {
        let (zero, one) = (T::lit(0.0), T::lit(1.0));
        Self { first: Reduced::new(zero, one), last: Reduced::new(one, zero) }
    }

    /// Eliminates the next node of each segment.
    ///
    /// (1 + h·decay − i)·x = 2·v + (1 + i)·h·source + h·below·x_before + h·above·x_behind
    #[inline(always)]
    fn eliminate<A: Arithmetic>(
        &mut self,
        rows: [&Row<T>; LANES],
        v: [&T; LANES],
        h: T,
    ) -> Reduced<T> {
        let (one, zero) = (T::lit(1.0), [T::lit(0.0); LANES]);
        let (mut below, mut above, mut source, mut decay) = (zero, zero, zero, zero);
        let mut twice = zero;
        for i in 0..LANES {
            (below[i], above[i]) = (rows[i].below * h, rows[i].above * h);
            source[i] = rows[i].source * h;
            decay[i] = A::mul_add(rows[i].decay, h, one);
            twice[i] = *v[i] + *v[i] + source[i];
        }
        let Reduced { r, f, c } = self.last;
        let pivot = Complex {
            re: mul_sub::<A, T, LANES>(below, c.re, decay),
            im: mul_add::<A, T, LANES>(below, c.im, [one; LANES]),
        };
        let part = pivot.reciprocal_of_conjugate::<A>();
        let given = Complex {
            re: mul_add::<A, T, LANES>(below, r.re, twice),
            im: mul_add::<A, T, LANES>(below, r.im, source),
        };
        self.last = Reduced {
            r: given.times::<A>(part),
            f: f.times::<A>(part.scaled(below)),
            c: part.scaled(above),
        };
        self.first = self.first.by::<A>(&self.last);
        self.last
    }
}

/// The memory of the solution.
#[derive(Clone, Debug)]
pub(super) struct Elimination<T> {
    nodes: Vec<[Reduced<T>; 2]>,
}

/// The nodes of each segment, from where it starts.
#[inline(always)]
fn segments<T, const N: usize>(line: &[T], starts: [usize; N], length: usize) -> [&[T]; N] {
    let mut parts = [&line[..length]; N];
    for (part, start) in parts.iter_mut().zip(starts) {
        *part = &line[start..][..length];
    }
    parts
}

/// Node `i` of the segments from `first` on.
#[inline(always)]
fn each<'a, T>(parts: &[&'a [T]; SEGMENTS], first: usize, i: usize) -> [&'a T; LANES] {
    let mut nodes = [&parts[first][i]; LANES];
    for s in 1..LANES {
        nodes[s] = &parts[first + s][i];
    }
    nodes
}

/// The starts of segments of one length, in the lanes beyond the last of them that one again.
#[inline(always)]
fn starts<const N: usize>(segments: usize, length: usize) -> [usize; N] {
    let mut starts = [0; N];
    for (s, start) in starts.iter_mut().enumerate() {
        *start = s.min(segments - 1) * length;
    }
    starts
}

impl<T: Scalar> Elimination<T> {
    /// For lines of so many nodes together.
    pub(super) fn new(nodes: usize) -> Self {
        let (zero, length) = (T::lit(0.0), nodes.div_ceil(SEGMENTS));
        Self { nodes: alloc::vec![[Reduced::new(zero, zero); 2]; length] }
    }

    /// v after the time h, v₁ = Im[(h·A + (1 − i)·1)⁻¹ (2·v₀ + (1 + i)·h·s)] with v' = s − A·v:
    /// each mode decays by 1/(1 + z + z²/2). Of lines of `length` nodes, with no coupling beyond
    /// their ends; rows of zeros fill up a number that eight divides.
    #[inline(always)]
    pub(super) fn solve<A: Arithmetic>(
        &mut self,
        length: usize,
        mut rows: &[Row<T>],
        mut v: &mut [T],
        h: T,
    ) {
        while rows.len() >= LINES * length {
            let lines = SEGMENTS.min(rows.len() / length);
            self.solve_lines::<A>(starts(lines, length), length, (rows, v), h);
            (rows, v) = (&rows[lines * length..], &mut v[lines * length..]);
        }
        if rows.len() >= length {
            self.solve_segments::<A>(rows, v, h);
        }
    }

    /// Lines side by side, each eliminated from its start to its end.
    #[inline(always)]
    fn solve_lines<A: Arithmetic>(
        &mut self,
        starts: [usize; SEGMENTS],
        length: usize,
        (rows, v): (&[Row<T>], &mut [T]),
        h: T,
    ) {
        let (zero, nothing) = (T::lit(0.0), Complex::real(T::lit(0.0)));
        if self.nodes.len() < length {
            self.nodes.resize(length, [Reduced::new(zero, zero); 2]);
        }
        let (mut low, mut high) = (Chain::new(), Chain::new());
        let (of_rows, of_v) = (segments(rows, starts, length), segments(v, starts, length));
        for (i, [a, b]) in self.nodes[..length].iter_mut().enumerate() {
            let (x, z) = (
                low.eliminate::<A>(each(&of_rows, 0, i), each(&of_v, 0, i), h),
                high.eliminate::<A>(each(&of_rows, LANES, i), each(&of_v, LANES, i), h),
            );
            (a.r, a.c, b.r, b.c) = (x.r, x.c, z.r, z.c);
        }
        let (mut x, mut z) = (nothing, nothing);
        for [a, b] in self.nodes[..length].iter_mut().rev() {
            x = a.c.mul_add::<A>(x, a.r);
            z = b.c.mul_add::<A>(z, b.r);
            (a.r.im, b.r.im) = (x.im, z.im);
        }
        for (s, start) in starts.into_iter().enumerate() {
            for (v, node) in v[start..][..length].iter_mut().zip(&self.nodes) {
                *v = node[s / LANES].r.im[s % LANES];
            }
        }
    }

    /// One line in segments that are eliminated side by side, each with what lies before and behind
    /// it unknown; what is left are two equations a segment.
    #[inline(always)]
    fn solve_segments<A: Arithmetic>(&mut self, rows: &[Row<T>], v: &mut [T], h: T) {
        let length = rows.len() / SEGMENTS;
        let starts = starts(SEGMENTS, length);
        let (mut low, mut high) = (Chain::new(), Chain::new());
        let (of_rows, of_v) = (segments(rows, starts, length), segments(v, starts, length));
        for (i, [a, b]) in self.nodes[..length].iter_mut().enumerate() {
            *a = low.eliminate::<A>(each(&of_rows, 0, i), each(&of_v, 0, i), h);
            *b = high.eliminate::<A>(each(&of_rows, LANES, i), each(&of_v, LANES, i), h);
        }
        // Copies: what is indexed by a variable stays in memory.
        let [(left, mut x), (middle, mut z)] = Self::join::<A>(&[low, high]);
        for (i, [a, b]) in self.nodes[..length].iter().enumerate().rev() {
            x = a.c.mul_add::<A>(x, a.f.mul_add::<A>(left, a.r));
            z = b.c.mul_add::<A>(z, b.f.mul_add::<A>(middle, b.r));
            for s in 0..LANES {
                v[s * length + i] = x.im[s];
                v[(LANES + s) * length + i] = z.im[s];
            }
        }
    }

    /// The nodes before and behind each segment.
    #[inline(always)]
    fn join<A: Arithmetic>(chains: &[Chain<T>; 2]) -> [(Complex<T, LANES>, Complex<T, LANES>); 2] {
        let zero = Complex::real(T::lit(0.0));
        // The node before a segment is p + q·a, and its first node is a = l + m·(a of the next
        // one).
        let (mut before, mut first) = ([(zero, zero); SEGMENTS + 1], [(zero, zero); SEGMENTS]);
        for s in 0..SEGMENTS {
            let (Chain { first: a, last: b }, lane) = (&chains[s / LANES], s % LANES);
            let (p, q) = before[s];
            let cross = a.f.lane(lane).times::<A>(q);
            let rest = Complex { re: [T::lit(1.0) - cross.re[0]], im: cross.im };
            let part = rest.reciprocal_of_conjugate::<A>();
            let l = a.f.lane(lane).mul_add::<A>(p, a.r.lane(lane)).times::<A>(part);
            let m = a.c.lane(lane).times::<A>(part);
            first[s] = (l, m);
            let f = b.f.lane(lane);
            before[s + 1] = (
                f.mul_add::<A>(q.mul_add::<A>(l, p), b.r.lane(lane)),
                f.mul_add::<A>(q.times::<A>(m), b.c.lane(lane)),
            );
        }
        let none = Complex::real(T::lit(0.0));
        let (mut beside, mut a) = ([(none, none); 2], zero);
        for s in (0..SEGMENTS).rev() {
            let (left, right) = &mut beside[s / LANES];
            right.set_lane(s % LANES, a);
            a = first[s].1.mul_add::<A>(a, first[s].0);
            left.set_lane(s % LANES, before[s].1.mul_add::<A>(a, before[s].0));
        }
        beside
    }
}
