//! A dual number: a value with its derivative, in the few lines that `Real` asks for.

use std::ops::{Add, Div, Mul, Neg, Sub};

use excitable::Real;

/// x + x'·ε with ε² = 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dual(pub(crate) f64, pub(crate) f64);

impl Add for Dual { type Output = Self; fn add(self, o: Self) -> Self { Self(self.0 + o.0, self.1 + o.1) } }
impl Sub for Dual { type Output = Self; fn sub(self, o: Self) -> Self { Self(self.0 - o.0, self.1 - o.1) } }
impl Mul for Dual { type Output = Self; fn mul(self, o: Self) -> Self { Self(self.0 * o.0, self.1 * o.0 + self.0 * o.1) } }
impl Div for Dual { type Output = Self; fn div(self, o: Self) -> Self { Self(self.0 / o.0, (self.1 - self.0 / o.0 * o.1) / o.0) } }
impl Neg for Dual { type Output = Self; fn neg(self) -> Self { Self(-self.0, -self.1) } }

impl Real for Dual {
    fn lit(x: f64) -> Self { Self(x, 0.0) }
    fn exp(self) -> Self { Self(self.0.exp(), self.1 * self.0.exp()) }
    fn ln(self) -> Self { Self(self.0.ln(), self.1 / self.0) }
    fn sqrt(self) -> Self { Self(self.0.sqrt(), 0.5 * self.1 / self.0.sqrt()) }
    fn if_lt(self, limit: Self, then: Self, other: Self) -> Self { if self.0 < limit.0 { then } else { other } }
}
