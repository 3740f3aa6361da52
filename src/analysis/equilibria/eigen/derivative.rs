//! The derivatives of eigenvalues, for matrices of numbers that carry some.

use alloc::vec::Vec;

use super::Complex;
use crate::ode::{Matrix, Scalar};

/// Gives the eigenvalues of `a` its derivatives: one step of Newton's method for each in the
/// characteristic polynomial. NaN for one that occurs twice.
pub(super) fn derive<T: Scalar>(eigenvalues: &mut [Complex<T>], a: &Matrix<T>) {
    let coefficients = characteristic(a);
    for x in eigenvalues {
        let (mut p, mut slope) = (Complex::real(T::zero()), Complex::real(T::zero()));
        for &c in coefficients.iter().rev() {
            slope = slope.times(*x).plus(p);
            p = p.times(*x).plus(Complex::real(c));
        }
        // −p·conj(p')/|p'|², of which only the derivatives are taken
        let size = slope.re * slope.re + slope.im * slope.im;
        let step = p.times(Complex { re: -slope.re / size, im: slope.im / size });
        let part = |step: T| step - step.without_derivatives();
        *x = x.plus(Complex { re: part(step.re), im: part(step.im) });
    }
}

/// c₀ … cₙ of det(λ − A), by Faddeev and Le Verrier: Mₖ = A·Mₖ₋₁ + cₙ₋ₖ₊₁, cₙ₋ₖ = −tr(A·Mₖ)/k.
fn characteristic<T: Scalar>(a: &Matrix<T>) -> Vec<T> {
    let n = a.dimension();
    let (mut coefficients, mut product) = (Vec::from([T::one()]), Matrix::new(n, T::zero()));
    let mut k = T::zero();
    for _ in 0..n {
        for i in 0..n {
            product[(i, i)] = product[(i, i)] + coefficients[coefficients.len() - 1];
        }
        product = times(a, &product);
        k = k + T::one();
        let trace = (0..n).fold(T::zero(), |sum, i| sum + product[(i, i)]);
        coefficients.push(-trace / k);
    }
    coefficients.reverse();
    coefficients
}

fn times<T: Scalar>(a: &Matrix<T>, b: &Matrix<T>) -> Matrix<T> {
    let n = a.dimension();
    let mut product = Matrix::new(n, T::zero());
    for i in 0..n {
        for j in 0..n {
            product[(i, j)] = (0..n).fold(T::zero(), |sum, k| sum + a[(i, k)] * b[(k, j)]);
        }
    }
    product
}
