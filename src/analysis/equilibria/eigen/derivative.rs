//! The derivatives of eigenvalues, for matrices of numbers that carry some.

use alloc::vec::Vec;

use num_traits::Float;

use super::Complex;
use super::eigenvalues::entries;
use crate::ode::{Matrix, Scalar};

/// The steps of inverse iteration; each gains seven digits where eigenvalues are far apart.
const ITERATIONS: u32 = 3;

/// Gives the eigenvalues of `a` its derivatives: dλ = w·dA·v/(w·v), with v and w the eigenvectors
/// of A and of its transpose. NaN for one that occurs twice.
pub(super) fn derive<T: Scalar>(eigenvalues: &mut [Complex<T>], a: &Matrix<T>) {
    let n = a.dimension();
    let (mut plain, mut transposed) = (a.clone(), a.clone());
    for at @ (i, j) in entries(n) {
        plain[at] = a[at].without_derivatives();
        transposed[(j, i)] = plain[at];
    }
    let found = Vec::from(&*eigenvalues);
    let largest = found.iter().fold(T::zero(), |most, x| most.max(x.modulus()));
    let near = T::lit(8.0) * T::epsilon() * largest;
    for (k, x) in eigenvalues.iter_mut().enumerate() {
        let (v, w) = (eigenvector(&plain, *x), eigenvector(&transposed, *x));
        let zero = Complex::real(T::zero());
        let product = v.iter().zip(&w).fold(zero, |sum, (v, w)| sum.plus(v.times(*w)));
        let change = entries(n).fold(zero, |sum, (i, j)| {
            sum.plus(w[i].times(v[j]).times(Complex::real(a[(i, j)] - plain[(i, j)])))
        });
        // w·dA·v·conj(w·v) over |w·v|²
        let conjugate = Complex { im: -product.im, ..product };
        let twice = (0..found.len()).any(|other| other != k && distance(*x, found[other]) <= near);
        let size = if twice { T::zero() } else { product.times(conjugate).re };
        let part = change.times(conjugate);
        *x = Complex {
            re: x.re.settled(|re| size * (re - x.re) - part.re),
            im: x.im.settled(|im| size * (im - x.im) - part.im),
        };
    }
}

fn distance<T: Scalar>(x: Complex<T>, y: Complex<T>) -> T {
    (x.re - y.re).hypot(x.im - y.im)
}

/// The eigenvector of `a` to the eigenvalue `x`, by inverse iteration in real numbers: the parts of
/// (A − x)·(u + i·w) are (A − re)·u + im·w and (A − re)·w − im·u.
fn eigenvector<T: Scalar>(a: &Matrix<T>, x: Complex<T>) -> Vec<Complex<T>> {
    let n = a.dimension();
    let parts = if x.im == T::zero() { 1 } else { 2 };
    let (mut both, mut size) = (Matrix::new(parts * n, T::zero()), T::zero());
    for (i, j) in entries(n) {
        for part in 0..parts {
            both[(part * n + i, part * n + j)] = a[(i, j)];
        }
        size = size.max(a[(i, j)].abs());
    }
    // At the eigenvalue itself the matrix has no inverse.
    let shift = x.re + Float::sqrt(T::epsilon()) * (x.modulus() + T::epsilon() * size);
    for i in 0..parts * n {
        both[(i, i)] = both[(i, i)] - shift;
    }
    for i in 0..(parts - 1) * n {
        (both[(i, n + i)], both[(n + i, i)]) = (x.im, -x.im);
    }
    // Unequal numbers, since equal ones may be orthogonal to what is sought.
    let (mut vector, mut next) = (alloc::vec![T::zero(); parts * n], T::one());
    for x in &mut vector[..n] {
        (*x, next) = (next, next * T::lit(0.8));
    }
    let mut pivots = alloc::vec![0; parts * n];
    both.factor(&mut pivots);
    for _ in 0..ITERATIONS {
        both.solve(&pivots, &mut vector);
        let largest = vector.iter().fold(T::zero(), |most, x| most.max(x.abs()));
        for x in &mut vector {
            *x = *x / largest;
        }
    }
    let im = |i| vector.get(n + i).copied().unwrap_or(T::zero());
    (0..n).map(|i| Complex { re: vector[i], im: im(i) }).collect()
}
