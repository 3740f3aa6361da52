//! Sums, products and quotients of [`Dual`] numbers.

use core::ops::{Add, Div, Mul, Neg, Rem, Sub};

use num_traits::Float;

use super::{Dual, derivatives};
use crate::num::{Real, Scalar};

impl<T: Real, const N: usize> Add for Dual<T, N> {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        let derivatives = derivatives!(|i| self.derivatives[i] + other.derivatives[i]);
        Self { value: self.value + other.value, derivatives }
    }
}

impl<T: Real, const N: usize> Sub for Dual<T, N> {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        let derivatives = derivatives!(|i| self.derivatives[i] - other.derivatives[i]);
        Self { value: self.value - other.value, derivatives }
    }
}

impl<T: Real, const N: usize> Neg for Dual<T, N> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self { value: -self.value, derivatives: derivatives!(|i| -self.derivatives[i]) }
    }
}

/// (a·b)' = a'·b + a·b'
impl<T: Real, const N: usize> Mul for Dual<T, N> {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self.value, other.value);
        let derivatives =
            derivatives!(|i| self.derivatives[i].mul_add(b, a * other.derivatives[i]));
        Self { value: a * b, derivatives }
    }
}

/// (a/b)' = (a' − (a/b)·b')/b
impl<T: Real, const N: usize> Div for Dual<T, N> {
    type Output = Self;

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        let (quotient, per_b) = (self.value / other.value, T::lit(1.0) / other.value);
        let derivatives = derivatives!(|i| {
            (-quotient).mul_add(other.derivatives[i], self.derivatives[i]) * per_b
        });
        Self { value: quotient, derivatives }
    }
}

/// a − b·k with the whole number k of the quotient.
impl<T: Scalar, const N: usize> Rem for Dual<T, N> {
    type Output = Self;

    fn rem(self, other: Self) -> Self {
        let k = Float::trunc(self.value / other.value);
        let derivatives = derivatives!(|i| self.derivatives[i] - k * other.derivatives[i]);
        Self { value: self.value % other.value, derivatives }
    }
}
