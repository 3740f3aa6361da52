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

/// Where the entries of a matrix stand: entry (i, j) at i·`row` + `shift` + j, in bands and not.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) row: usize,
    pub(super) shift: usize,
    /// The diagonals below the main one, and those above it once rows have been exchanged.
    pub(super) below: usize,
    pub(super) above: usize,
    pub(super) last: usize,
}

impl Layout {
    #[inline(always)]
    fn place(self, row: usize) -> usize {
        row * self.row + self.shift
    }

    /// The last row with an entry in column `k`.
    #[inline(always)]
    fn last_row(self, k: usize) -> usize {
        (k + self.below).min(self.last)
    }

    /// The last column with an entry in row `k`.
    #[inline(always)]
    fn last_column(self, k: usize) -> usize {
        (k + self.above).min(self.last)
    }
}

/// The row of the largest entry of column `k`, from the diagonal down.
#[inline(always)]
fn largest_below<T: Scalar>(entries: &[T], at: Layout, k: usize) -> usize {
    let (mut row, mut largest) = (k, Float::abs(entries[at.place(k) + k]));
    for i in k + 1..=at.last_row(k) {
        let size = Float::abs(entries[at.place(i) + k]);
        if size > largest {
            (row, largest) = (i, size);
        }
    }
    row
}

/// Exchanges rows `k` and `other` below it, from column `first` on.
#[inline(always)]
fn exchange_rows<T: Scalar>(entries: &mut [T], at: Layout, first: usize, k: usize, other: usize) {
    let end = at.place(k) + at.last_column(k) + 1;
    let (above, below) = entries.split_at_mut(end);
    let row = &mut above[at.place(k) + first..];
    let length = row.len();
    row.swap_with_slice(&mut below[at.place(other) + first - end..][..length]);
}

/// Subtracts multiples of row `k` from those below it, by slices whose bounds are tested once for
/// each. An infinite pivot becomes NaN: a division by it would look like a slope of 0.
#[inline(always)]
fn eliminate<T: Scalar>(entries: &mut [T], at: Layout, k: usize) {
    let end = at.place(k) + at.last_column(k) + 1;
    let (above, below) = entries.split_at_mut(end);
    let pivot_row = &mut above[at.place(k) + k..];
    pivot_row[0] = pivot_row[0] + T::lit(0.0) * pivot_row[0];
    let inverse = T::lit(1.0) / pivot_row[0];
    for i in k + 1..=at.last_row(k) {
        let row = &mut below[at.place(i) + k - end..][..pivot_row.len()];
        let factor = row[0] * inverse;
        row[0] = factor;
        subtract(&mut row[1..], factor, &pivot_row[1..]);
    }
}

impl<T: Scalar> Matrix<T> {
    /// Writes d·1 − J, where J is stored alike.
    pub(crate) fn shift_from(&mut self, diagonal: T, jacobian: &Self) {
        let at = self.layout();
        let entries = self.entries_mut();
        for (x, &entry) in entries.iter_mut().zip(jacobian.entries()) {
            *x = -entry;
        }
        for x in entries.iter_mut().skip(at.shift).step_by(at.row + 1) {
            *x = *x + diagonal;
        }
    }

    /// Replaces the matrix by its factors L and U, with the larger pivot of each column first, and
    /// notes the rows that were exchanged. A singular matrix leaves infinities, which show in every
    /// solution.
    pub(crate) fn factor(&mut self, pivots: &mut [usize]) {
        let (at, banded) = (self.layout(), self.is_banded());
        let entries = self.entries_mut();
        for (k, pivot) in pivots.iter_mut().enumerate() {
            *pivot = largest_below(entries, at, k);
            if *pivot != k {
                // In bands the factors of earlier columns stay where they are.
                let first = if banded { k } else { 0 };
                exchange_rows(entries, at, first, k, *pivot);
            }
            eliminate(entries, at, k);
        }
    }

    /// Solves A·x = b in place, with the factors of A.
    pub(crate) fn solve(&self, pivots: &[usize], b: &mut [T]) {
        if self.is_banded() {
            solve_in_bands(self.entries(), self.layout(), pivots, b);
        } else {
            let entries = self.entries();
            match pivots.len() {
                2 => solve_small::<T, 2>(entries, pivots, b),
                3 => solve_small::<T, 3>(entries, pivots, b),
                4 => solve_small::<T, 4>(entries, pivots, b),
                _ => solve_dense(entries, pivots, b),
            }
        }
    }
}

/// The same as [`solve_dense`] for N rows, without its loops: a third of the instructions.
#[inline(always)]
fn solve_small<T: Scalar, const N: usize>(entries: &[T], pivots: &[usize], b: &mut [T]) {
    let (rows, _) = entries.as_chunks::<N>();
    let (Some((rows, _)), Some((b, _))) =
        (rows.split_first_chunk::<N>(), b.split_first_chunk_mut::<N>())
    else {
        return;
    };
    for (k, &pivot) in pivots.iter().enumerate().take(N) {
        b.swap(k, pivot);
    }
    for i in 1..N {
        for j in 0..i {
            b[i] = b[i] - rows[i][j] * b[j];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            b[i] = b[i] - rows[i][j] * b[j];
        }
        b[i] = b[i] / rows[i][i];
    }
}

fn solve_dense<T: Scalar>(entries: &[T], pivots: &[usize], b: &mut [T]) {
    for (k, &pivot) in pivots.iter().enumerate() {
        b.swap(k, pivot);
    }
    let n = pivots.len();
    for i in 0..n {
        b[i] = less(b[i], &entries[i * n..][..i], b);
    }
    for i in (0..n).rev() {
        let row = &entries[i * n..][..n];
        b[i] = less(b[i], &row[i + 1..], &b[i + 1..]) / row[i];
    }
}

/// In bands each column of L stands in the rows as they were before the later exchanges.
fn solve_in_bands<T: Scalar>(entries: &[T], at: Layout, pivots: &[usize], b: &mut [T]) {
    for (k, &pivot) in pivots.iter().enumerate() {
        b.swap(k, pivot);
        let x = b[k];
        for i in k + 1..=at.last_row(k) {
            b[i] = b[i] - entries[at.place(i) + k] * x;
        }
    }
    for i in (0..pivots.len()).rev() {
        let last = at.last_column(i);
        let row = &entries[at.place(i) + i..][..=last - i];
        b[i] = less(b[i], &row[1..], &b[i + 1..=last]) / row[0];
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
                for a in &mut both {
                    a[(i, j)] = x;
                }
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
