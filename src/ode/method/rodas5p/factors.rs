//! [`Factors`]: the matrix of a step, factored.

use crate::num::{IN_PLACE, Matrix, Numbers, Scalar};
use crate::ode::State;

/// The factors of 1/(γ·h) − J, and a right side.
#[derive(Clone, Debug)]
pub(super) struct Factors<T> {
    pub(super) matrix: Matrix<T>,
    pub(super) right: Numbers<T, IN_PLACE>,
    pub(super) pivots: Numbers<usize, IN_PLACE>,
}

impl<T: Scalar> Factors<T> {
    pub(super) fn new(n: usize, matrix: Matrix<T>) -> Self {
        Self { matrix, right: Numbers::new(n, T::lit(0.0)), pivots: Numbers::new(n, 0) }
    }

    /// Factors `diagonal` − J.
    pub(super) fn factor(&mut self, diagonal: T, jacobian: &Matrix<T>) {
        self.matrix.shift_from(diagonal, jacobian);
        self.matrix.factor(self.pivots.as_mut_slice());
    }

    /// (1/(γ·h) − J)⁻¹·x in place; `scratch` has the shape of x and is lost.
    pub(super) fn solve<Y: State<Scalar = T>>(&mut self, x: &mut Y, scratch: &mut Y) {
        let right = self.right.as_mut_slice();
        let mut index = 0;
        scratch.assign(x, [], &mut |_, x, []| {
            right[index] = x;
            index += 1;
        });
        self.matrix.solve(self.pivots.as_slice(), right);
        let mut index = 0;
        x.assign(scratch, [], &mut |out, _, []| {
            *out = right[index];
            index += 1;
        });
    }
}
