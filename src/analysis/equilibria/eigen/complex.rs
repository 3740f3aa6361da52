//! [`Complex`]: a complex number with the few operations that eigenvalues need.

use core::fmt;

use crate::ode::Scalar;

/// A complex number `re + i·im`.
///
/// It prints as `-0.2+0.38i`, and as `-4.7` where it is real.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Complex<T> {
    /// The real part.
    pub re: T,
    /// The imaginary part.
    pub im: T,
}

impl<T: Scalar> Complex<T> {
    /// A real number.
    pub(crate) fn real(re: T) -> Self {
        Self { re, im: T::zero() }
    }

    /// The modulus |z| = √(re² + im²), without overflow.
    pub fn modulus(&self) -> T {
        self.re.hypot(self.im)
    }

    /// (a + ib)·(c + id)
    pub(crate) fn times(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }
}

impl<T: Scalar> fmt::Display for Complex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.im == T::zero() {
            return write!(f, "{}", self.re);
        }
        let sign = if self.im < T::zero() { '-' } else { '+' };
        write!(f, "{}{sign}{}i", self.re, self.im.abs())
    }
}
