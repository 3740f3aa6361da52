//! [`eigenvalues`] of a small real matrix: balanced, to Hessenberg form, then QR with double
//! shifts.

use alloc::vec::Vec;

use num_traits::Float;

use super::Complex;
use super::derivative::derive;
use super::hessenberg::{balance, reduce};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Matrix, Scalar};

/// The iterations that one eigenvalue may take; five are usual, and an exceptional shift is tried
/// at each tenth.
const ITERATIONS: u32 = 60;

/// All eigenvalues λ of A·x = λ·x, those with the largest real part first; complex ones in pairs,
/// the one with the positive imaginary part first.
///
/// The matrix is balanced, brought to Hessenberg form by elimination, and then taken apart by QR
/// steps with Francis' double shift, in real arithmetic: G. H. Golub, C. F. Van Loan, *Matrix
/// Computations*, ch. 7; the form is that of EISPACK's `balanc`, `elmhes` and `hqr` (B. T. Smith et
/// al., 1976). The error of an eigenvalue is about ε‖A‖ times its condition.
///
/// # Errors
///
/// [`Error::Invalid`] where an entry is not finite; [`Error::NotFound`] where the steps do not
/// converge.
///
/// # Example
///
/// ```
/// use excitable::num::Matrix;
/// use excitable::analysis::eigenvalues;
///
/// let mut rotation = Matrix::new(2, 0.0);
/// (rotation[(0, 1)], rotation[(1, 0)]) = (-2.0, 2.0);
/// let found = eigenvalues(&rotation)?;
/// assert_eq!((found[0].re, found[0].im), (0.0, 2.0));
/// assert_eq!(found[1].to_string(), "0-2i");
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn eigenvalues<T: Scalar>(matrix: &Matrix<T>) -> Result<Vec<Complex<T>>, Error> {
    let n = matrix.dimension();
    let remedy = "give a matrix of finite entries";
    let sum = entries(n).fold(T::zero(), |sum, at| sum + matrix[at].abs());
    require(sum.is_finite(), "eigenvalues", ("matrix", sum), Bound::Finite, remedy)?;
    let mut a = matrix.clone();
    for at in entries(n) {
        a[at] = a[at].without_derivatives();
    }
    balance(&mut a);
    reduce(&mut a);
    let mut found = Francis { a, shift: T::zero(), found: Vec::new() }.eigenvalues()?;
    found.sort_by(|x, y| {
        let order = y.re.partial_cmp(&x.re).unwrap_or(core::cmp::Ordering::Equal);
        order.then(y.im.partial_cmp(&x.im).unwrap_or(core::cmp::Ordering::Equal))
    });
    if !entries(n).all(|at| matrix[at].is_constant()) {
        derive(&mut found, matrix);
    }
    Ok(found)
}

/// All places of a matrix of `n` rows.
pub(super) fn entries(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |i| (0..n).map(move |j| (i, j)))
}

/// A Hessenberg matrix from whose lower end one eigenvalue or two after another are split off.
struct Francis<T> {
    a: Matrix<T>,
    /// The sum of the exceptional shifts, subtracted from the diagonal.
    shift: T,
    found: Vec<Complex<T>>,
}

impl<T: Scalar> Francis<T> {
    fn eigenvalues(mut self) -> Result<Vec<Complex<T>>, Error> {
        let (mut left, mut iteration) = (self.a.dimension(), 0);
        while left > 0 {
            let first = self.split(left);
            match left - first {
                1 => self.found.push(Complex::real(self.a[(left - 1, left - 1)] + self.shift)),
                2 => self.pair(left),
                _ => {
                    iteration += 1;
                    self.check(iteration, left)?;
                    self.step(first, left, iteration);
                    continue;
                }
            }
            (left, iteration) = (first, 0);
        }
        Ok(self.found)
    }

    fn check(&self, iteration: u32, left: usize) -> Result<(), Error> {
        if iteration <= ITERATIONS {
            return Ok(());
        }
        let place = ("subdiagonal entry", self.a[(left - 1, left - 2)].into());
        let remedy = "scale the components of the state so that the entries are alike";
        Err(Error::NotFound { sought: "the eigenvalues of the matrix", place, remedy })
    }

    /// The first row of the lowest block of the first `left` rows: the entry before it is 0 beside
    /// its neighbours.
    fn split(&mut self, left: usize) -> usize {
        let a = &mut self.a;
        for l in (1..left).rev() {
            let size = a[(l - 1, l - 1)].abs() + a[(l, l)].abs();
            let size = if size == T::zero() { T::one() } else { size };
            if a[(l, l - 1)].abs() <= T::epsilon() * size {
                a[(l, l - 1)] = T::zero();
                return l;
            }
        }
        0
    }

    /// The two eigenvalues of the last two rows: of λ² − tr·λ + det.
    fn pair(&mut self, left: usize) {
        let (a, k) = (&self.a, left - 2);
        let (y, x) = (a[(k, k)], a[(k + 1, k + 1)]);
        let (w, half) = (a[(k + 1, k)] * a[(k, k + 1)], T::lit(0.5) * (y - x));
        let (square, x) = (half * half + w, x + self.shift);
        let root = Float::sqrt(square.abs());
        if square < T::zero() {
            self.found.push(Complex { re: x + half, im: root });
            self.found.push(Complex { re: x + half, im: -root });
            return;
        }
        // The larger root first; the other one from the product, which does not cancel.
        let z = half + if half < T::zero() { -root } else { root };
        self.found.push(Complex::real(x + z));
        self.found.push(Complex::real(if z == T::zero() { x } else { x - w / z }));
    }

    /// One double QR step on the rows from `first` to `left`.
    fn step(&mut self, first: usize, left: usize, iteration: u32) {
        let last = left - 1;
        let (x, y, w) = self.shifts(last, iteration);
        let (m, mut column) = self.start(first, last, (x, y, w));
        let a = &mut self.a;
        for i in m + 2..=last {
            a[(i, i - 2)] = T::zero();
            if i > m + 2 {
                a[(i, i - 3)] = T::zero();
            }
        }
        for k in m..last {
            let mut size = T::one();
            if k > m {
                let third = if k + 1 < last { a[(k + 2, k - 1)] } else { T::zero() };
                column = [a[(k, k - 1)], a[(k + 1, k - 1)], third];
                size = column.iter().fold(T::zero(), |sum, c| sum + c.abs());
                if size == T::zero() {
                    continue;
                }
                column = column.map(|c| c / size);
            }
            let [p, q, r] = column;
            let norm = Float::sqrt(p * p + q * q + r * r);
            let s = if p < T::zero() { -norm } else { norm };
            if s == T::zero() {
                continue;
            }
            if k > m {
                a[(k, k - 1)] = -s * size;
            } else if first < m {
                a[(k, k - 1)] = -a[(k, k - 1)];
            }
            reflect(a, (first, k, last), (p + s, q, r, s));
        }
    }

    /// The trailing 2 × 2 block, whose eigenvalues are the two shifts: both diagonal entries and
    /// the product of the others. At each tenth iteration an exceptional one.
    fn shifts(&mut self, last: usize, iteration: u32) -> (T, T, T) {
        let a = &mut self.a;
        if !iteration.is_multiple_of(10) {
            let w = a[(last, last - 1)] * a[(last - 1, last)];
            return (a[(last, last)], a[(last - 1, last - 1)], w);
        }
        let x = a[(last, last)];
        self.shift = self.shift + x;
        for i in 0..=last {
            a[(i, i)] = a[(i, i)] - x;
        }
        let s = a[(last, last - 1)].abs() + a[(last - 1, last - 2)].abs();
        let x = T::lit(0.75) * s;
        (x, x, T::lit(-0.4375) * s * s)
    }

    /// The row at which the step may start, where two subdiagonal entries in sequence are small,
    /// and the first column of (A − s₁)(A − s₂) there.
    fn start(&self, first: usize, last: usize, (x, y, w): (T, T, T)) -> (usize, [T; 3]) {
        let a = &self.a;
        let mut m = last - 2;
        loop {
            let z = a[(m, m)];
            let (r, s) = (x - z, y - z);
            let p = (r * s - w) / a[(m + 1, m)] + a[(m, m + 1)];
            let column = [p, a[(m + 1, m + 1)] - z - r - s, a[(m + 2, m + 1)]];
            let size = column.iter().fold(T::zero(), |sum, c| sum + c.abs());
            let column = column.map(|c| c / size);
            if m == first {
                return (m, column);
            }
            let u = a[(m, m - 1)].abs() * (column[1].abs() + column[2].abs());
            let v = a[(m - 1, m - 1)].abs() + z.abs() + a[(m + 1, m + 1)].abs();
            if u <= T::epsilon() * column[0].abs() * v {
                return (m, column);
            }
            m -= 1;
        }
    }
}

/// Applies the Householder reflection of three rows (two at the end) from both sides.
fn reflect<T: Scalar>(
    a: &mut Matrix<T>,
    (first, k, last): (usize, usize, usize),
    (p, q, r, s): (T, T, T, T),
) {
    let (x, y, z) = (p / s, q / s, r / s);
    let (q, r, third) = (q / p, r / p, k + 1 < last);
    for j in k..=last {
        let sum = a[(k, j)] + q * a[(k + 1, j)];
        let sum = if third { sum + r * a[(k + 2, j)] } else { sum };
        a[(k, j)] = a[(k, j)] - sum * x;
        a[(k + 1, j)] = a[(k + 1, j)] - sum * y;
        if third {
            a[(k + 2, j)] = a[(k + 2, j)] - sum * z;
        }
    }
    for i in first..=last.min(k + 3) {
        let sum = x * a[(i, k)] + y * a[(i, k + 1)];
        let sum = if third { sum + z * a[(i, k + 2)] } else { sum };
        a[(i, k)] = a[(i, k)] - sum;
        a[(i, k + 1)] = a[(i, k + 1)] - sum * q;
        if third {
            a[(i, k + 2)] = a[(i, k + 2)] - sum * r;
        }
    }
}
