//! A number as the sum of two floats, of twice their digits: for references without rounding.

use std::ops::{Add, Mul, Sub};

/// high + low, with |low| at most half a last bit of `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Twofold {
    high: f64,
    low: f64,
}

impl Twofold {
    pub(crate) const ZERO: Self = Self { high: 0.0, low: 0.0 };

    /// |high|, the size to the last bit of a float.
    pub(crate) fn abs(self) -> f64 {
        self.high.abs()
    }
}

impl From<f64> for Twofold {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

/// a + b without rounding (Knuth).
fn sum(a: f64, b: f64) -> Twofold {
    let high = a + b;
    let of_b = high - a;
    Twofold { high, low: (a - (high - of_b)) + (b - of_b) }
}

impl Add for Twofold {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (highs, lows) = (sum(self.high, other.high), sum(self.low, other.low));
        let first = sum(highs.high, highs.low + lows.high);
        sum(first.high, first.low + lows.low)
    }
}

impl Sub for Twofold {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + Self { high: -other.high, low: -other.low }
    }
}

impl Mul for Twofold {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let high = self.high * other.high;
        // What the product of the higher parts lost in rounding, exactly.
        let lost = self.high.mul_add(other.high, -high);
        sum(high, lost + (self.high * other.low + self.low * other.high))
    }
}

impl std::iter::Sum for Twofold {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}
