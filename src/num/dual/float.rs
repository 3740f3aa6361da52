//! [`Dual`] numbers as floats: what a stimulus or an event of one's own may compute with.

use core::num::FpCategory;

use num_traits::{Float, Num, One, ToPrimitive, Zero};

use super::{Dual, derivatives};
use crate::num::{Real, Scalar};

impl<T: Scalar, const N: usize> Zero for Dual<T, N> {
    fn zero() -> Self {
        Self::from(T::zero())
    }

    fn is_zero(&self) -> bool {
        *self == Self::zero()
    }
}

impl<T: Scalar, const N: usize> One for Dual<T, N> {
    fn one() -> Self {
        Self::from(T::one())
    }
}

impl<T: Scalar, const N: usize> Num for Dual<T, N> {
    type FromStrRadixErr = T::FromStrRadixErr;

    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        T::from_str_radix(text, radix).map(Self::from)
    }
}

impl<T: Scalar, const N: usize> ToPrimitive for Dual<T, N> {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }

    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }

    fn to_f64(&self) -> Option<f64> {
        ToPrimitive::to_f64(&self.value)
    }
}

impl<T: Scalar, const N: usize> num_traits::NumCast for Dual<T, N> {
    fn from<U: ToPrimitive>(x: U) -> Option<Self> {
        <T as num_traits::NumCast>::from(x).map(From::from)
    }
}

/// Constants.
macro_rules! constants {
    ($($name:ident),+) => { $(
        fn $name() -> Self {
            Self::from(T::$name())
        }
    )+ };
}

/// Questions about the value.
macro_rules! questions {
    ($($name:ident -> $answer:ty),+) => { $(
        #[inline(always)]
        fn $name(self) -> $answer {
            self.value.$name()
        }
    )+ };
}

/// Functions that jump and are level between their jumps.
macro_rules! steps {
    ($($name:ident),+) => { $(
        #[inline(always)]
        fn $name(self) -> Self {
            Self::from(self.value.$name())
        }
    )+ };
}

/// Functions of one number, with their slopes.
macro_rules! functions {
    ($(fn $name:ident($x:ident) -> $y:ident: $slope:expr;)+) => { $(
        fn $name(self) -> Self {
            let ($x, $y) = (self.value, Float::$name(self.value));
            let _ = ($x, $y);
            self.chain($y, $slope)
        }
    )+ };
}

impl<T: Scalar, const N: usize> Float for Dual<T, N> {
    constants!(nan, infinity, neg_infinity, neg_zero, min_value);
    constants!(min_positive_value, epsilon, max_value);
    questions!(is_infinite -> bool, is_normal -> bool, classify -> FpCategory);
    questions!(integer_decode -> (u64, i16, i8));
    steps!(floor, ceil, round, trunc);

    #[inline(always)]
    fn is_nan(self) -> bool {
        self.value.is_nan() || self.derivatives.iter().any(|x| x.is_nan())
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        Float::is_finite(self.value) && self.derivatives.iter().all(|&x| Float::is_finite(x))
    }

    fn is_sign_positive(self) -> bool {
        !self.is_sign_negative()
    }

    /// Of 0, by the first derivative that is not 0.
    #[inline(always)]
    fn is_sign_negative(self) -> bool {
        if self.value == T::zero() {
            let first = self.derivatives.iter().find(|&&x| x != T::zero());
            return first.unwrap_or(&self.value).is_sign_negative();
        }
        self.value.is_sign_negative()
    }

    fn fract(self) -> Self {
        self - self.trunc()
    }

    #[inline(always)]
    fn abs(self) -> Self {
        let size = if self.is_sign_negative() { -self } else { self };
        Self { value: Float::abs(self.value), ..size }
    }

    fn signum(self) -> Self {
        Self::from(if self.is_nan() { T::nan() } else { T::one() }).copysign(self)
    }

    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        let size = Float::abs(self);
        if sign.is_sign_negative() { -size } else { size }
    }

    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Real::fused_mul_add(self, a, b)
    }

    fn powi(self, n: i32) -> Self {
        let slope = T::lit(f64::from(n)) * Float::powi(self.value, n.saturating_sub(1));
        self.chain(Float::powi(self.value, n), slope)
    }

    fn sqrt(self) -> Self {
        Real::sqrt(self)
    }

    fn powf(self, n: Self) -> Self {
        Real::powf(self, n)
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if other < self || other.value.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if self < other || other.value.is_nan() { self } else { other }
    }

    fn abs_sub(self, other: Self) -> Self {
        (self - other).max(Self::zero())
    }

    fn log(self, base: Self) -> Self {
        Float::ln(self) / Float::ln(base)
    }

    /// d√(x² + y²) = (x·dx + y·dy)/√(x² + y²)
    fn hypot(self, other: Self) -> Self {
        let (x, y) = (self.value, other.value);
        let size = x.hypot(y);
        // A constant has no slope at 0 either.
        let part = |x: T, dx: T| if dx == T::zero() { dx } else { x / size * dx };
        let derivatives =
            derivatives!(|i| part(x, self.derivatives[i]) + part(y, other.derivatives[i]));
        Self { value: size, derivatives }
    }

    /// d atan(y/x) = (x·dy − y·dx)/(x² + y²)
    fn atan2(self, other: Self) -> Self {
        let (y, x) = (self.value, other.value);
        let size = x.hypot(y);
        let derivatives = derivatives!(|i| {
            (x / size) * (self.derivatives[i] / size) - (y / size) * (other.derivatives[i] / size)
        });
        Self { value: y.atan2(x), derivatives }
    }

    fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.chain(sin, cos), self.chain(cos, -sin))
    }

    functions! {
        fn recip(x) -> y: -(y * y);
        fn exp(x) -> y: y;
        fn exp2(x) -> y: y.scaled(core::f64::consts::LN_2);
        fn exp_m1(x) -> y: Float::exp(x);
        fn ln(x) -> y: x.recip();
        fn log2(x) -> y: x.recip().scaled(core::f64::consts::LOG2_E);
        fn log10(x) -> y: x.recip().scaled(core::f64::consts::LOG10_E);
        fn ln_1p(x) -> y: (T::one() + x).recip();
        fn to_degrees(x) -> y: T::one().to_degrees();
        fn to_radians(x) -> y: T::one().to_radians();
        fn cbrt(x) -> y: (T::lit(3.0) * y * y).recip();
        fn sin(x) -> y: x.cos();
        fn cos(x) -> y: -x.sin();
        fn tan(x) -> y: T::one() + y * y;
        fn asin(x) -> y: Float::sqrt((T::one() - x) * (T::one() + x)).recip();
        fn acos(x) -> y: -Float::sqrt((T::one() - x) * (T::one() + x)).recip();
        fn atan(x) -> y: (T::one() + x * x).recip();
        fn sinh(x) -> y: Float::cosh(x);
        fn cosh(x) -> y: x.sinh();
        fn tanh(x) -> y: Float::cosh(x).recip() * Float::cosh(x).recip();
        fn asinh(x) -> y: x.hypot(T::one()).recip();
        fn acosh(x) -> y: Float::sqrt((x - T::one()) * (x + T::one())).recip();
        fn atanh(x) -> y: ((T::one() - x) * (T::one() + x)).recip();
    }
}
