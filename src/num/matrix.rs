//! [`Matrix`]: a small square matrix, and the solution of linear equations with it.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::{Index, IndexMut};

use num_traits::Float;

use super::Scalar;

/// The components for which a [`Matrix`] lives in place; a larger one needs the feature `alloc`.
pub(crate) const IN_PLACE: usize = 16;

/// `len` numbers: in place up to `N`, beyond that allocated once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers<X, const N: usize> {
    len: usize,
    in_place: [X; N],
    #[cfg(feature = "alloc")]
    beyond: Vec<X>,
}

impl<X: Copy, const N: usize> Numbers<X, N> {
    pub(crate) fn new(len: usize, fill: X) -> Self {
        Self {
            len,
            in_place: [fill; N],
            #[cfg(feature = "alloc")]
            beyond: if len > N { alloc::vec![fill; len] } else { Vec::new() },
        }
    }

    #[inline(always)]
    pub(crate) fn as_slice(&self) -> &[X] {
        #[cfg(feature = "alloc")]
        if self.len > N {
            return &self.beyond;
        }
        &self.in_place[..self.len.min(N)]
    }

    #[inline(always)]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [X] {
        #[cfg(feature = "alloc")]
        if self.len > N {
            return &mut self.beyond;
        }
        &mut self.in_place[..self.len.min(N)]
    }
}

/// A small square matrix, indexed by `(row, column)` from 0: the Jacobian ∂fᵢ/∂yⱼ of a system, its
/// rows and columns in the order of [`State::assign`](crate::ode::State::assign).
///
/// It lives in place for up to 16 components, and with the feature `alloc` in a `Vec` beyond that.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::num::Matrix;
///
/// /// y'' = −y, with its Jacobian.
/// struct Oscillator;
///
/// impl OdeSystem for Oscillator {
///     type State = [f64; 2];
///     fn derivative(&self, _t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
///         *dydt = [y[1], -y[0]];
///     }
///     fn jacobian(&self, _t: f64, _y: &[f64; 2], dfdy: &mut Matrix<f64>) -> bool {
///         dfdy[(0, 1)] = 1.0;
///         dfdy[(1, 0)] = -1.0;
///         true
///     }
/// }
///
/// let end = integrate(&Oscillator, 0.0..1.0, [1.0, 0.0], Rodas5P.adaptive()).finish()?;
/// assert!((end.y[0] - 1.0_f64.cos()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<T> {
    dimension: usize,
    /// The entries, row by row.
    entries: Numbers<T, { IN_PLACE * IN_PLACE }>,
}

impl<T: Copy> Matrix<T> {
    /// A matrix of `dimension` rows and columns, all of them `fill`.
    pub fn new(dimension: usize, fill: T) -> Self {
        let entries = Numbers::new(dimension * dimension, fill);
        // Without `alloc` a larger one has no room, and no method takes it.
        let has_room = entries.as_slice().len() == dimension * dimension;
        Self { dimension: if has_room { dimension } else { 0 }, entries }
    }

    /// The number of rows, and of columns.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Writes `value` everywhere.
    pub fn fill(&mut self, value: T) {
        self.entries.as_mut_slice().fill(value);
    }
}

/// Panics beyond the dimension, as a slice does.
impl<T: Copy> Index<(usize, usize)> for Matrix<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, (row, column): (usize, usize)) -> &T {
        &self.entries.as_slice()[row * self.dimension..][..self.dimension][column]
    }
}

impl<T: Copy> IndexMut<(usize, usize)> for Matrix<T> {
    #[inline(always)]
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut T {
        let n = self.dimension;
        &mut self.entries.as_mut_slice()[row * n..][..n][column]
    }
}

impl<T: Scalar> Matrix<T> {
    /// Replaces the matrix by its factors L and U, with the larger pivot of each column first, and
    /// notes the rows that were exchanged. A singular matrix leaves infinities, which show in every
    /// solution.
    pub(crate) fn factor(&mut self, pivots: &mut [usize]) {
        let n = self.dimension;
        for (k, pivot) in pivots.iter_mut().enumerate() {
            *pivot = (k + 1..n).fold(k, |best, i| {
                if Float::abs(self[(i, k)]) > Float::abs(self[(best, k)]) { i } else { best }
            });
            self.exchange_rows(k, *pivot);
            self.eliminate(k);
        }
    }

    /// Subtracts multiples of row `k` from those below it. By slices of rows, whose bounds are
    /// tested once for each.
    fn eliminate(&mut self, k: usize) {
        let n = self.dimension;
        let (above, below) = self.entries.as_mut_slice().split_at_mut((k + 1) * n);
        let pivot_row = &above[k * n..];
        let inverse = T::lit(1.0) / pivot_row[k];
        for row in below.chunks_exact_mut(n) {
            let factor = row[k] * inverse;
            row[k] = factor;
            for (x, &pivot) in row[k + 1..].iter_mut().zip(&pivot_row[k + 1..]) {
                *x = *x - factor * pivot;
            }
        }
    }

    fn exchange_rows(&mut self, a: usize, b: usize) {
        let n = self.dimension;
        if a != b {
            for j in 0..n {
                self.entries.as_mut_slice().swap(a * n + j, b * n + j);
            }
        }
    }

    /// Solves A·x = b in place, with the factors of A.
    pub(crate) fn solve(&self, pivots: &[usize], b: &mut [T]) {
        for (k, &pivot) in pivots.iter().enumerate() {
            b.swap(k, pivot);
        }
        let n = self.dimension;
        let rows = self.entries.as_slice();
        // Σⱼ aⱼ·xⱼ, taken from b in this order
        let less = |b: T, a: &[T], x: &[T]| a.iter().zip(x).fold(b, |sum, (&a, &x)| sum - a * x);
        for i in 0..n {
            b[i] = less(b[i], &rows[i * n..][..i], b);
        }
        for i in (0..n).rev() {
            let row = &rows[i * n..][..n];
            b[i] = less(b[i], &row[i + 1..], &b[i + 1..]) / row[i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_what_needs_its_rows_exchanged() {
        let rows = [[0.0, 2.0, 1.0], [1.0, 1.0, 0.0], [4.0, -1.0, 3.0]];
        let mut a = Matrix::new(3, 0.0);
        for i in 0..3 {
            for j in 0..3 {
                a[(i, j)] = rows[i][j];
            }
        }
        let mut pivots = [0; 3];
        a.factor(&mut pivots);
        let x = [1.0, -2.0, 0.5];
        let mut b = rows.map(|row: [f64; 3]| row.iter().zip(x).map(|(a, x)| a * x).sum());
        a.solve(&pivots, &mut b);
        for (found, x) in b.iter().zip(x) {
            assert!(Float::abs(found - x) < 1e-15, "{b:?}");
        }
    }

    #[test]
    fn a_singular_matrix_shows_in_the_solution() {
        let mut a = Matrix::new(2, 1.0);
        let mut pivots = [0; 2];
        a.factor(&mut pivots);
        let mut b = [1.0, 2.0];
        a.solve(&pivots, &mut b);
        assert!(!b.iter().all(|x| Float::is_finite(*x)), "{b:?}");
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_large_matrix_is_allocated() {
        let n = 40;
        let mut a = Matrix::new(n, 0.0);
        for i in 0..n {
            a[(i, (i + 1) % n)] = 2.0;
        }
        let mut pivots = [0; 40];
        a.factor(&mut pivots);
        let mut b = [0.0; 40];
        b[0] = 4.0;
        a.solve(&pivots, &mut b);
        assert!(b.iter().enumerate().all(|(i, x)| *x == if i == 1 { 2.0 } else { 0.0 }));
    }
}
