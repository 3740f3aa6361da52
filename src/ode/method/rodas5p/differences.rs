//! [`Differences`]: the Jacobian by differences, for systems that state none.

use num_traits::Float;

use crate::num::{Matrix, Plain, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{Interval, Node, OdeState, OdeSystem, State, Tolerance};

/// The relative tolerance by which increments are chosen in a run with fixed steps.
const RTOL: f64 = 1e-6;

/// The choice of the increments.
#[derive(Clone, Debug)]
pub(super) struct Differences<Y: State> {
    /// The tolerances of a run that has none.
    by_scale: Tolerance<Y>,
    /// Whether the step starts anew: the slope at its start may then belong to the other side of a
    /// surface on which the state stands, and is not taken for a difference.
    is_anew: bool,
}

/// The room to work in.
pub(super) struct Scratch<'a, Y: State> {
    pub(super) argument: &'a mut Y,
    /// The slopes at y + δ and at y + 2·δ.
    pub(super) near: &'a mut Y,
    pub(super) far: &'a mut Y,
    /// δ of each column: 0 before, NaN to go the other way.
    pub(super) increments: &'a mut [Y::Scalar],
}

/// The columns that are displaced together: every `count`th one. No two of them have an entry in
/// the same row.
#[derive(Clone, Copy)]
struct Group {
    index: usize,
    count: usize,
    below: usize,
    above: usize,
    columns: usize,
}

impl Group {
    /// Its column with an entry in each row, asked for row by row from the first.
    fn column_of_rows(self) -> impl FnMut() -> Option<usize> {
        let (mut row, mut column) = (0, self.index);
        move || {
            if column + self.below < row {
                column += self.count;
            }
            let found = column <= row + self.above && column < self.columns;
            row += 1;
            found.then_some(column)
        }
    }
}

impl<Y: OdeState> Differences<Y> {
    pub(super) fn new(y0: &Y) -> Self {
        let mut atol = y0.clone();
        atol.assign(y0, [], &mut |out, _, []| *out = Y::Scalar::lit(RTOL));
        Self {
            by_scale: Tolerance { rtol: Y::Scalar::lit(RTOL), rtol_each: None, atol },
            is_anew: false,
        }
    }

    pub(super) fn note_scale(&mut self, scale: Option<Y>) {
        if let Some(scale) = scale {
            let rtol = self.by_scale.rtol;
            self.by_scale.atol.assign(&scale, [], &mut |out, s, []| *out = rtol * s);
        }
    }

    pub(super) fn start_anew(&mut self) {
        self.is_anew = true;
    }

    /// Writes J, one group of columns after the other, and returns the evaluations.
    pub(super) fn write<S>(
        &mut self,
        jacobian: &mut Matrix<Y::Scalar>,
        system: &S,
        start: &Node<Y>,
        over: Interval<Y::Scalar>,
        tolerance: Option<&Tolerance<Y>>,
        mut scratch: Scratch<'_, Y>,
    ) -> u64
    where
        S: OdeSystem<State = Y> + ?Sized,
    {
        let tolerance = tolerance.unwrap_or(&self.by_scale);
        let least = self.least(tolerance, start, over.length(), scratch.near);
        let (n, (below, above)) = (jacobian.dimension(), jacobian.bandwidth());
        let count = n.min(below + above + 1);
        scratch.increments.fill(Y::Scalar::lit(0.0));
        let mut evaluations = 0;
        for index in 0..count {
            let group = Group { index, count, below, above, columns: n };
            for _ in 0..2 {
                scratch.displace(start, tolerance, least, group, false);
                slope_apart(system, over.first, scratch.argument, scratch.near);
                if self.is_anew {
                    scratch.displace(start, tolerance, least, group, true);
                    slope_apart(system, over.first, scratch.argument, scratch.far);
                }
                evaluations += 1 + u64::from(self.is_anew);
                if scratch.divide(start, group, self.is_anew, jacobian) {
                    break;
                }
            }
        }
        self.is_anew = false;
        evaluations
    }

    /// The least increment in units of the tolerance: 1000·|h|·ε·n·‖f‖, at which the rounding of f
    /// moves the step by a thousandth of the tolerance (A. C. Hindmarsh's LSODE; P. N. Brown, G. D.
    /// Byrne, A. C. Hindmarsh, *SIAM J. Sci. Stat. Comput.* 10 (1989) 1038). At a new start √ε, so
    /// that what rounding has left between the state and a surface does not count.
    fn least(
        &self,
        tolerance: &Tolerance<Y>,
        start: &Node<Y>,
        h: Y::Scalar,
        scratch: &mut Y,
    ) -> Y::Scalar {
        let (lit, epsilon) = (Y::Scalar::lit, Y::Scalar::epsilon());
        scratch.assign(&start.dydt, [], &mut |out, f, []| *out = f);
        let norm = tolerance.norm::<Plain>(scratch, &start.y, &start.y);
        let mut n = lit(0.0);
        start.y.visit(&mut |_| n = n + lit(1.0));
        let least = lit(1000.0) * Float::abs(h) * epsilon * n * norm;
        let least = if self.is_anew { least.max(Float::sqrt(epsilon)) } else { least };
        if least > lit(0.0) { least.min(lit(1.0)) } else { lit(1.0) }
    }
}

impl<Y: OdeState> Scratch<'_, Y> {
    /// Moves the components of the group by δⱼ = √ε·|yⱼ|, or by the least that the tolerance sees,
    /// along the slope: where the solution goes, f is defined and smooth. `twice` as far, from
    /// there on.
    fn displace(
        &mut self,
        start: &Node<Y>,
        tolerance: &Tolerance<Y>,
        least: Y::Scalar,
        group: Group,
        twice: bool,
    ) {
        let Self { argument, increments, .. } = self;
        let root = Float::sqrt(Y::Scalar::epsilon());
        let zero = Y::Scalar::lit(0.0);
        let (mut column, mut next) = (0, group.index);
        argument.assign(&start.y, [&start.dydt, &tolerance.atol], &mut |out, y, [f, atol]| {
            *out = y;
            if column == next {
                next += group.count;
                let seen = least * (atol + tolerance.rtol * Float::abs(y));
                let size = (root * Float::abs(y)).max(seen);
                let size = if size > zero { size } else { root };
                let before = increments[column];
                let way = if before.is_nan() { -f } else { before };
                let way = if before == zero { f } else { way };
                // A length: what stands at the derivatives of `atol` is none of its derivatives.
                let near = y + Float::copysign(size, way).without_derivatives();
                *out = if twice { near + (near - y) } else { near };
                increments[column] = if twice { *out - near } else { near - y };
            }
            column += 1;
        });
    }

    /// Writes the quotients of the group's columns, and returns whether all are finite; columns at
    /// fault are marked, to be tried the other way.
    fn divide(
        &mut self,
        start: &Node<Y>,
        group: Group,
        is_anew: bool,
        jacobian: &mut Matrix<Y::Scalar>,
    ) -> bool {
        let Self { argument, near, far, increments } = self;
        let (mut row, mut column, mut finite) = (0, group.column_of_rows(), true);
        argument.assign(&start.dydt, [near, far], &mut |_, f, [near, far]| {
            let change = if is_anew && far.is_finite() { far - near } else { near - f };
            if let Some(column) = column() {
                jacobian[(row, column)] = change / increments[column];
                if !change.is_finite() {
                    increments[column] = Y::Scalar::nan();
                    finite = false;
                }
            }
            row += 1;
        });
        finite
    }
}
