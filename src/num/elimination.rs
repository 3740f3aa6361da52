//! The solution of linear equations: elimination with the larger pivot of each column first.

use num_traits::Float;

use super::{Matrix, Scalar};

/// Subtracts `factor` times the pivot's row from another one.
#[inline(always)]
fn subtract<T: Scalar>(row: &mut [T], factor: T, pivot_row: &[T]) {
    for (x, &pivot) in row.iter_mut().zip(pivot_row) {
        *x = *x - factor * pivot;
    }
}

/// b − Σⱼ aⱼ·xⱼ, in this order.
#[inline(always)]
fn less<T: Scalar>(b: T, a: &[T], x: &[T]) -> T {
    a.iter().zip(x).fold(b, |sum, (&a, &x)| sum - a * x)
}

impl<T: Scalar> Matrix<T> {
    /// Replaces the matrix by its factors L and U, and notes the rows that were exchanged. A
    /// singular matrix leaves infinities, which show in every solution.
    pub(crate) fn factor(&mut self, pivots: &mut [usize]) {
        for (k, pivot) in pivots.iter_mut().enumerate() {
            *pivot = self.largest_below(k);
            self.exchange_rows(k, *pivot);
            self.eliminate(k);
        }
    }

    /// Writes d·1 − J, where J is stored alike.
    pub(crate) fn shift_from(&mut self, diagonal: T, jacobian: &Self) {
        for (x, &entry) in self.entries_mut().iter_mut().zip(jacobian.entries()) {
            *x = -entry;
        }
        for i in 0..self.dimension() {
            let place = self.place_of(i) + i;
            self.entries_mut()[place] = self.entries()[place] + diagonal;
        }
    }

    /// The last row with an entry in column `k`, and the last column that row `k` may fill.
    #[inline(always)]
    fn reach(&self, k: usize) -> (usize, usize) {
        let (below, above) = self.bandwidth();
        let last = self.dimension() - 1;
        ((k + below).min(last), (k + below + above).min(last))
    }

    /// The row of the largest entry of column `k`, from the diagonal down.
    fn largest_below(&self, k: usize) -> usize {
        let (mut row, mut largest) = (k, T::lit(-1.0));
        for i in k..=self.reach(k).0 {
            let size = Float::abs(self.entries()[self.place_of(i) + k]);
            if size > largest {
                (row, largest) = (i, size);
            }
        }
        row
    }

    /// Exchanges two rows: in bands from column `a` on, since the factors before it stay where
    /// they are.
    fn exchange_rows(&mut self, a: usize, b: usize) {
        if a != b {
            let first = if self.is_banded() { a } else { 0 };
            let last = self.reach(a).1;
            let (row, other) = (self.place_of(a), self.place_of(b));
            let (above, below) = self.entries_mut().split_at_mut(row + last + 1);
            let other = other + first - above.len();
            above[row + first..].swap_with_slice(&mut below[other..=other + last - first]);
        }
    }

    /// Subtracts multiples of row `k` from those below it, by slices whose bounds are tested once
    /// for each.
    fn eliminate(&mut self, k: usize) {
        let (last_row, last_column) = self.reach(k);
        if last_row == k {
            return;
        }
        let (place, next) = (self.place_of(k), self.place_of(k + 1));
        let (row_length, width) = (next - place, last_column - k);
        let (above, below) = self.entries_mut().split_at_mut(place + last_column + 1);
        let pivot_row = &above[place + k..];
        let inverse = T::lit(1.0) / pivot_row[0];
        let mut at = next + k - above.len();
        for _ in k..last_row {
            let row = &mut below[at..=at + width];
            let factor = row[0] * inverse;
            row[0] = factor;
            subtract(&mut row[1..], factor, &pivot_row[1..]);
            at += row_length;
        }
    }

    /// Solves A·x = b in place, with the factors of A.
    pub(crate) fn solve(&self, pivots: &[usize], b: &mut [T]) {
        if self.is_banded() {
            self.descend_in_bands(pivots, b);
        } else {
            self.descend(pivots, b);
        }
        for i in (0..self.dimension()).rev() {
            let last = self.reach(i).1;
            let row = &self.entries()[self.place_of(i) + i..][..=last - i];
            b[i] = less(b[i], &row[1..], &b[i + 1..=last]) / row[0];
        }
    }

    /// L⁻¹·b, where L has exchanged its rows too.
    #[inline(always)]
    fn descend(&self, pivots: &[usize], b: &mut [T]) {
        for (k, &pivot) in pivots.iter().enumerate() {
            b.swap(k, pivot);
        }
        for i in 0..self.dimension() {
            b[i] = less(b[i], &self.entries()[self.place_of(i)..][..i], b);
        }
    }

    /// L⁻¹·b, where each column of L stands in the rows as they were then.
    fn descend_in_bands(&self, pivots: &[usize], b: &mut [T]) {
        for (k, &pivot) in pivots.iter().enumerate() {
            b.swap(k, pivot);
            let x = b[k];
            for i in k + 1..=self.reach(k).0 {
                b[i] = b[i] - self.entries()[self.place_of(i) + k] * x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use num_traits::Float;

    use crate::num::Matrix;

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

    /// A random matrix with the diagonals from −below to above.
    #[cfg(feature = "alloc")]
    fn random(n: usize, (below, above): (usize, usize)) -> [Matrix<f64>; 2] {
        let mut both = [Matrix::new(n, 0.0), Matrix::banded(n, (below, above), 0.0)];
        let mut state = 1_u64;
        for i in 0..n {
            for j in i.saturating_sub(below)..(i + above + 1).min(n) {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                #[allow(clippy::cast_precision_loss, reason = "33 bits")]
                let x = (state >> 31) as f64 / 4294967296.0 - 1.0;
                both.iter_mut().for_each(|a| a[(i, j)] = x);
            }
        }
        both
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_matrix_in_bands_solves_as_a_dense_one() {
        for (n, band) in [(30, (1, 1)), (30, (0, 3)), (30, (4, 0)), (30, (2, 5)), (9, (1, 2))] {
            let [mut dense, mut banded] = random(n, band);
            assert!(banded.is_banded() && banded == banded.clone());
            let a = banded.clone();
            let right: std::vec::Vec<f64> = (0..n).map(|i| a[(i, i)] + 1.0).collect();
            let [x, y] = [&mut dense, &mut banded].map(|a| {
                let (mut pivots, mut b) = (std::vec![0; n], right.clone());
                a.factor(&mut pivots);
                a.solve(&pivots, &mut b);
                b
            });
            assert_eq!(x, y, "{n} {band:?}");
            let largest = x.iter().fold(1.0, |largest: f64, x| largest.max(x.abs()));
            for i in 0..n {
                let sum: f64 = (0..n).map(|j| a[(i, j)] * x[j]).sum();
                let off = (sum - right[i]).abs();
                assert!(off < 1e-13 * largest, "{n} {band:?}: row {i} is off by {off}");
            }
        }
    }

    #[test]
    fn what_is_written_outside_of_the_band_is_noticed() {
        let mut a = Matrix::banded(8, (1, 1), 0.0);
        a[(2, 3)] = 1.0;
        assert_eq!(a.outside(), None);
        a[(2, 4)] = 5.0;
        assert_eq!((a.outside(), a[(2, 4)]), (Some((2, 4)), 0.0));
        a.fill(0.0);
        assert_eq!(a.outside(), None);
    }

    #[test]
    #[should_panic(expected = "beyond the matrix")]
    fn an_index_beyond_the_matrix_panics() {
        let a = Matrix::new(2, 0.0);
        let _ = a[(0, 2)];
    }
}
