//! The Hessenberg form of a matrix: balanced, with zeros below the first subdiagonal.

use crate::ode::{Matrix, Scalar};

/// Scales rows and columns by powers of 2 until the sums of both are alike: V is a hundred times a
/// gate.
pub(super) fn balance<T: Scalar>(a: &mut Matrix<T>) {
    let n = a.dimension();
    // Each round makes the sums smaller; a few are enough.
    for _ in 0..20 {
        let mut changed = false;
        for i in 0..n {
            let others = |f: &dyn Fn(usize) -> T| {
                (0..n).filter(|&j| j != i).fold(T::zero(), |sum, j| sum + f(j).abs())
            };
            let (column, row) = (others(&|j| a[(j, i)]), others(&|j| a[(i, j)]));
            changed |= scale(a, i, column, row);
        }
        if !changed {
            break;
        }
    }
}

/// Multiplies column `i` by the power of 2 that brings the two sums together, and divides row `i`
/// by it.
fn scale<T: Scalar>(a: &mut Matrix<T>, i: usize, column: T, row: T) -> bool {
    let (one, two, four) = (T::one(), T::lit(2.0), T::lit(4.0));
    if column == T::zero() || row == T::zero() {
        return false;
    }
    let (mut factor, mut sum) = (one, column);
    while sum < row / two && factor < T::lit(1e15) {
        (factor, sum) = (factor * two, sum * four);
    }
    while sum >= row * two && factor > T::lit(1e-15) {
        (factor, sum) = (factor / two, sum / four);
    }
    let better = (sum + row) / factor < T::lit(0.95) * (column + row);
    if better {
        for j in 0..a.dimension() {
            a[(i, j)] = a[(i, j)] / factor;
        }
        for j in 0..a.dimension() {
            a[(j, i)] = a[(j, i)] * factor;
        }
    }
    better
}

/// Brings `a` to Hessenberg form: zeros below the first subdiagonal, by elimination with the larger
/// pivot.
pub(super) fn reduce<T: Scalar>(a: &mut Matrix<T>) {
    let n = a.dimension();
    for m in 1..n.saturating_sub(1) {
        let larger = |best: usize, i| {
            if a[(i, m - 1)].abs() > a[(best, m - 1)].abs() { i } else { best }
        };
        let pivot = (m + 1..n).fold(m, larger);
        exchange(a, m, pivot);
        if a[(m, m - 1)] == T::zero() {
            continue;
        }
        for i in m + 1..n {
            let factor = a[(i, m - 1)] / a[(m, m - 1)];
            for j in m - 1..n {
                a[(i, j)] = a[(i, j)] - factor * a[(m, j)];
            }
            for j in 0..n {
                a[(j, m)] = a[(j, m)] + factor * a[(j, i)];
            }
        }
    }
}

/// Exchanges two rows and the two columns of the same numbers.
fn exchange<T: Scalar>(a: &mut Matrix<T>, k: usize, l: usize) {
    for j in 0..a.dimension() {
        (a[(k, j)], a[(l, j)]) = (a[(l, j)], a[(k, j)]);
    }
    for j in 0..a.dimension() {
        (a[(j, k)], a[(j, l)]) = (a[(j, l)], a[(j, k)]);
    }
}
