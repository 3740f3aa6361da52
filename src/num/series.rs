//! The series of x/(eˣ − 1) around 0, and Horner's rule.

use super::Real;

/// (x/(eˣ − 1) − 1 + x/2)/x² = Σ B₂ₖ·x^(2k − 2)/(2k)!, as a function of x².
#[inline(always)]
pub(crate) fn bernoulli<R: Real>(square: R) -> R {
    let terms = [
        1.0 / 12.0,
        -1.0 / 720.0,
        1.0 / 30240.0,
        -1.0 / 1209600.0,
        1.0 / 47900160.0,
        -691.0 / 1307674368000.0,
        1.0 / 74724249600.0,
    ];
    horner(square, terms)
}

/// The derivative of x²·bernoulli(x²) divided by x: Σ B₂ₖ·x^(2k − 2)/(2k − 1)!.
#[inline(always)]
pub(crate) fn bernoulli_slope<R: Real>(square: R) -> R {
    let terms = [
        1.0 / 6.0,
        -1.0 / 180.0,
        1.0 / 5040.0,
        -1.0 / 151200.0,
        1.0 / 4790016.0,
        -691.0 / 108972864000.0,
        1.0 / 5337446400.0,
    ];
    horner(square, terms)
}

/// Horner's rule, the constant term first.
#[inline(always)]
pub(crate) fn horner<R: Real, const N: usize>(x: R, coefficients: [f64; N]) -> R {
    let mut sum = R::lit(0.0);
    let mut k = N;
    while k > 0 {
        k -= 1;
        sum = sum.mul_add(x, R::lit(coefficients[k]));
    }
    sum
}
