//! Numbers: [`Real`] for right-hand sides, [`Scalar`] for time and tolerances.

use core::fmt::{Debug, Display};
use core::ops::{Add, Div, Mul, Neg, Sub};
use num_traits::Float;

/// The arithmetic a model may use.
///
/// There is no order among its values: a model cannot branch on them, so the same equations run on
/// `f32`, `f64`, SIMD lanes and dual numbers. A choice is written with [`if_lt`](Real::if_lt).
///
/// # Example
///
/// ```
/// use excitable::Real;
///
/// /// The logistic slope dy/dt = y·(1 − y), for any number type.
/// fn logistic<R: Real>(y: R) -> R {
///     y * (R::lit(1.0) - y)
/// }
/// assert_eq!(logistic(0.5_f64), 0.25);
/// assert_eq!(logistic(0.5_f32), 0.25);
/// ```
pub trait Real:
    Copy
    + Debug
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The number nearest to `x`.
    fn lit(x: f64) -> Self;

    /// eˣ.
    fn exp(self) -> Self;

    /// `self · a + b`: fused where the type has a fused form, two roundings elsewhere, never a
    /// library call.
    fn mul_add(self, a: Self, b: Self) -> Self;

    /// x / (eˣ − 1), and 1 at x = 0: the singular quotient of the rates, to a few ulp everywhere.
    fn exprelr(self) -> Self;

    /// `then` where `self < limit`, `other` elsewhere (and where `self` is NaN).
    fn if_lt(self, limit: Self, then: Self, other: Self) -> Self;
}

/// An ordered [`Real`]: what spans, tolerances, breakpoints and stimuli are made of. `f32` and `f64`.
///
/// Write right-hand sides over [`Real`]; over `Scalar` only what needs an order.
pub trait Scalar: Real + Float + Display + Send + Sync + 'static {
    /// The next float towards +∞.
    fn next_up(self) -> Self;

    /// The next float towards −∞.
    fn next_down(self) -> Self;

    /// The value as `f64`, exactly.
    fn to_f64(self) -> f64;

    /// The distance from `|self|` to the next larger float.
    fn ulp(self) -> Self {
        let size = Float::abs(self);
        Scalar::next_up(size) - size
    }
}

/// Horner's rule, the constant term first.
macro_rules! horner {
    ($x:expr, $last:expr) => { $last };
    ($x:expr, $first:expr, $($rest:expr),+) => { $first + $x * horner!($x, $($rest),+) };
}

macro_rules! real {
    ($float:ident, $($bernoulli:expr),+) => {
        impl Real for $float {
            #[inline(always)]
            #[allow(clippy::cast_possible_truncation, reason = "rounding to the type is the meaning")]
            #[allow(trivial_numeric_casts, reason = "the macro also makes the f64 form")]
            fn lit(x: f64) -> Self {
                x as $float
            }

            #[inline(always)]
            fn exp(self) -> Self {
                Float::exp(self)
            }

            #[inline(always)]
            fn mul_add(self, a: Self, b: Self) -> Self {
                self * a + b
            }

            #[inline(always)]
            fn exprelr(self) -> Self {
                // Beyond 1/2, eˣ − 1 loses at most two bits; below it the Bernoulli series
                // 1 − x/2 + x²/12 − x⁴/720 + … reaches the last bit in the terms kept here.
                if Float::abs(self) > 0.5 || self.is_nan() {
                    self / (Float::exp(self) - 1.0)
                } else {
                    let square = self * self;
                    1.0 - 0.5 * self + square * horner!(square, $($bernoulli),+)
                }
            }

            #[inline(always)]
            fn if_lt(self, limit: Self, then: Self, other: Self) -> Self {
                if self < limit { then } else { other }
            }
        }

        impl Scalar for $float {
            #[inline(always)]
            fn next_up(self) -> Self {
                $float::next_up(self)
            }

            #[inline(always)]
            fn next_down(self) -> Self {
                $float::next_down(self)
            }

            #[inline(always)]
            #[allow(trivial_numeric_casts, reason = "the macro also makes the f64 form")]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }
    };
}

real!(f32, 1.0 / 12.0, -1.0 / 720.0, 1.0 / 30240.0, -1.0 / 1209600.0);
real!(
    f64,
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30240.0,
    -1.0 / 1209600.0,
    1.0 / 47900160.0,
    -691.0 / 1307674368000.0,
    1.0 / 74724249600.0
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lit_rounds_to_the_type() {
        assert_eq!(f32::lit(0.1), 0.1_f32);
        assert_eq!(f64::lit(0.1), 0.1_f64);
    }

    #[test]
    fn exprelr_is_one_at_zero_and_keeps_nan_and_limits() {
        assert_eq!(Real::exprelr(0.0_f64), 1.0);
        assert!(Real::exprelr(f64::NAN).is_nan());
        assert_eq!(Real::exprelr(800.0_f64), 0.0);
        assert_eq!(Real::exprelr(-800.0_f64), 800.0);
    }

    #[test]
    fn exprelr_agrees_with_expm1_to_four_ulp() {
        for k in -4000..=4000 {
            let x = f64::from(k) * 1e-3 + 1e-7;
            let exact = x / x.exp_m1();
            let ulps = (Real::exprelr(x) - exact).abs() / exact.ulp();
            assert!(ulps <= 4.0, "{ulps} ulp at x = {x}");
        }
    }

    #[test]
    fn exprelr_in_f32_agrees_with_f64_to_four_ulp() {
        for k in -4000_i16..=4000 {
            let x = f32::from(k) * 1e-3 + 1e-5;
            let exact = Real::exprelr(f64::from(x));
            let ulps =
                (f64::from(Real::exprelr(x)) - exact).abs() / f64::from(f32::lit(exact).ulp());
            assert!(ulps <= 4.0, "{ulps} ulp at x = {x}");
        }
    }

    #[test]
    fn if_lt_takes_other_for_nan() {
        assert_eq!(1.0_f64.if_lt(2.0, 3.0, 4.0), 3.0);
        assert_eq!(f64::NAN.if_lt(2.0, 3.0, 4.0), 4.0);
    }
}
