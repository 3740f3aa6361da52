//! Numbers: [`Real`] for right-hand sides, [`Scalar`] for time and tolerances.

use core::fmt::{Debug, Display};
use core::ops::{Add, Div, Mul, Neg, Sub};
use num_traits::Float;

use super::SquidExponentials;
use super::arithmetic::{Fused, Plain};
use super::series::{bernoulli, bernoulli_slope};

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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that the equations can be computed with",
    label = "not a `Real`",
    note = "numbers are `f64`, `f32` and types that implement `Real`; write a whole number with its point: `20.0` instead of `20`"
)]
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

    /// e^(x/scale), for the rates: `scale` a whole number below 128. Provided: with a rounded quotient.
    #[doc(hidden)]
    #[inline(always)]
    fn exp_over(self, scale: f64) -> Self {
        (self / Self::lit(scale)).exp()
    }

    /// e^(x/10), e^(x/18), e^(x/20) and e^(x/80), which have a root in common. Provided: three exponentials and the
    /// fourth power of the last; lanes take one exponential and its powers.
    #[doc(hidden)]
    #[inline(always)]
    fn exp_over_10_18_20_80(self) -> [Self; 4] {
        let e80 = self.exp_over(80.0);
        let e40 = e80 * e80;
        [self.exp_over(10.0), self.exp_over(18.0), e40 * e40, e80]
    }

    /// The exponentials of the rates of 1952 at V₀ − V = `self` (mV).
    #[doc(hidden)]
    #[inline(always)]
    fn squid_exponentials(self) -> SquidExponentials<Self> {
        SquidExponentials::of(self)
    }

    /// [`squid_exponentials`](Real::squid_exponentials) with [`fused_mul_add`](Real::fused_mul_add).
    #[doc(hidden)]
    #[inline(always)]
    fn fused_squid_exponentials(self) -> SquidExponentials<Self> {
        self.squid_exponentials()
    }

    /// Numerators and denominators of x/(eˣ − 1) for two x with eˣ = `exp`·`factor`; near 0 those of the series.
    #[doc(hidden)]
    #[inline(always)]
    fn exprelr_fractions(x: [Self; 2], exp: Self, factors: [Self; 2]) -> [(Self, Self); 2] {
        let (limit, one) = (Self::lit(0.25), Self::lit(1.0));
        let fraction = |x: Self, factor: Self| {
            let square = x * x;
            let numerator = square.if_lt(limit, x.exprelr_series(), x);
            (numerator, square.if_lt(limit, one, exp.mul_add(factor, -one)))
        };
        [fraction(x[0], factors[0]), fraction(x[1], factors[1])]
    }

    /// The natural logarithm.
    fn ln(self) -> Self;

    /// The square root.
    fn sqrt(self) -> Self;

    /// `then` where `self < limit`, `other` elsewhere (and where `self` is NaN).
    fn if_lt(self, limit: Self, then: Self, other: Self) -> Self;

    /// `self · a + b`: fused where the type has a fused form, two roundings elsewhere, never a
    /// library call. Provided: two roundings.
    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        self * a + b
    }

    /// [`mul_add`](Real::mul_add) with one rounding for `f32` and `f64` too, in a function compiled for it.
    #[doc(hidden)]
    #[inline(always)]
    fn fused_mul_add(self, a: Self, b: Self) -> Self {
        self.mul_add(a, b)
    }

    /// x / (eˣ − 1), and 1 at x = 0: the singular quotient of the rates, to a few ulp everywhere. Provided: by
    /// [`exp`](Real::exp) and the Bernoulli series.
    #[inline(always)]
    fn exprelr(self) -> Self {
        // Beyond 1/2, eˣ − 1 loses at most two bits; below it the series reaches the last bit.
        let quotient = self / (self.exp() - Self::lit(1.0));
        (self * self).if_lt(Self::lit(0.25), self.exprelr_series(), quotient)
    }

    /// The series of [`exprelr`](Real::exprelr) around 0: right to the last bit where |x| ≤ 1/2.
    #[inline(always)]
    fn exprelr_series(self) -> Self {
        let square = self * self;
        square.mul_add(bernoulli(square), Self::lit(1.0) - Self::lit(0.5) * self)
    }

    /// The derivative of [`exprelr`](Real::exprelr): −1/2 at x = 0.
    #[inline(always)]
    fn exprelr_slope(self) -> Self {
        // With E(x) = x/(eˣ − 1): E' = E(x)·(1 − E(−x))/x; near 0 its own series.
        let (square, one) = (self * self, Self::lit(1.0));
        let series = self * bernoulli_slope(square) - Self::lit(0.5);
        let quotient = self.exprelr() * (one - (-self).exprelr()) / self;
        square.if_lt(Self::lit(0.25), series, quotient)
    }

    /// xⁿ by repeated squaring.
    #[inline]
    fn powi(self, n: i32) -> Self {
        let (mut left, mut square, mut power) = (n.unsigned_abs(), self, Self::lit(1.0));
        while left > 0 {
            if left % 2 == 1 {
                power = power * square;
            }
            square = square * square;
            left /= 2;
        }
        if n < 0 { Self::lit(1.0) / power } else { power }
    }

    /// xᵖ for x > 0.
    #[inline]
    fn powf(self, p: Self) -> Self {
        (p * self.ln()).exp()
    }

    /// The hyperbolic tangent.
    #[inline]
    fn tanh(self) -> Self {
        // Of |x|, so that the exponential does not overflow: (1 − e^(−2x))/(1 + e^(−2x)), the numerator as
        // 2x/E(−2x), so that it does not cancel.
        let (zero, one) = (Self::lit(0.0), Self::lit(1.0));
        let double = Self::lit(-2.0) * self.if_lt(zero, -self, self);
        let size = -double / (double.exprelr() * (one + double.exp()));
        self.if_lt(zero, -size, size)
    }

    /// The hyperbolic cosine.
    #[inline]
    fn cosh(self) -> Self {
        Self::lit(0.5) * (self.exp() + (-self).exp())
    }
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

macro_rules! real {
    ($float:ident, $exp:path, { $($own:tt)* }) => {
        impl Real for $float {
            #[inline(always)]
            #[allow(clippy::cast_possible_truncation, reason = "rounding to the type is the meaning")]
            #[allow(trivial_numeric_casts, reason = "the macro also makes the f64 form")]
            fn lit(x: f64) -> Self {
                x as $float
            }

            #[inline(always)]
            fn exp(self) -> Self {
                $exp(self)
            }

            $($own)*

            #[inline(always)]
            fn fused_mul_add(self, a: Self, b: Self) -> Self {
                Float::mul_add(self, a, b)
            }

            #[inline(always)]
            fn ln(self) -> Self {
                Float::ln(self)
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                Float::sqrt(self)
            }

            #[inline(always)]
            fn exprelr(self) -> Self {
                // As the provided form, with a branch: one exponential or none.
                if Float::abs(self) > 0.5 || self.is_nan() {
                    self / ($exp(self) - 1.0)
                } else {
                    self.exprelr_series()
                }
            }

            #[inline(always)]
            fn exprelr_fractions(x: [Self; 2], exp: Self, factors: [Self; 2]) -> [(Self, Self); 2] {
                let fraction = |x: Self, factor: Self| {
                    if Float::abs(x) < 0.5 {
                        (x.exprelr_series(), 1.0)
                    } else {
                        (x, exp * factor - 1.0)
                    }
                };
                [fraction(x[0], factors[0]), fraction(x[1], factors[1])]
            }

            #[inline(always)]
            fn powf(self, p: Self) -> Self {
                Float::powf(self, p)
            }

            #[inline(always)]
            fn tanh(self) -> Self {
                Float::tanh(self)
            }

            #[inline(always)]
            fn cosh(self) -> Self {
                Float::cosh(self)
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

real!(f32, Float::exp, {});
real!(f64, super::exp::exp, {
    #[inline(always)]
    fn exp_over(self, scale: f64) -> Self {
        super::exp::exp_over::<Plain>(self, scale)
    }

    #[inline(always)]
    fn squid_exponentials(self) -> SquidExponentials<Self> {
        super::exp::squid_exponentials::<Plain>(self)
    }

    #[inline(always)]
    fn fused_squid_exponentials(self) -> SquidExponentials<Self> {
        super::exp::squid_exponentials::<Fused>(self)
    }
});

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

    /// `f64` with the provided methods alone.
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Plain(f64);

    macro_rules! plain {
        ($($trait:ident $name:ident),+) => {
            $(impl $trait for Plain {
                type Output = Self;
                fn $name(self, other: Self) -> Self {
                    Self(self.0.$name(other.0))
                }
            })+
        };
    }
    plain!(Add add, Sub sub, Mul mul, Div div);

    impl Neg for Plain {
        type Output = Self;
        fn neg(self) -> Self {
            Self(-self.0)
        }
    }

    impl Real for Plain {
        fn lit(x: f64) -> Self {
            Self(x)
        }
        fn exp(self) -> Self {
            Self(self.0.exp())
        }
        fn ln(self) -> Self {
            Self(self.0.ln())
        }
        fn sqrt(self) -> Self {
            Self(self.0.sqrt())
        }
        fn if_lt(self, limit: Self, then: Self, other: Self) -> Self {
            if self.0 < limit.0 { then } else { other }
        }
    }

    #[test]
    fn the_provided_methods_agree_with_the_library() {
        for k in -4000..=4000 {
            let x = f64::from(k) * 0.01 + 1e-9;
            let close = |a: Plain, b: f64, what: &str| {
                assert!((a.0 - b).abs() <= 4e-15 * b.abs(), "{what} of {x}: {} and {b}", a.0);
            };
            close(Plain(x).exprelr(), x / x.exp_m1(), "exprelr");
            close(Plain(x).tanh(), x.tanh(), "tanh");
            close(Plain(x).cosh(), x.cosh(), "cosh");
            close(Plain(x).powi(3), x * x * x, "powi");
            close(Plain(x).powi(-2), 1.0 / (x * x), "powi");
            close(Plain(x.abs()).powf(Plain(0.3)), x.abs().powf(0.3), "powf");
        }
        assert_eq!(Plain(-800.0).tanh(), Plain(-1.0));
        assert!(Plain(f64::NAN).exprelr().0.is_nan() && Plain(f64::NAN).tanh().0.is_nan());
    }

    #[test]
    fn the_slope_of_exprelr_is_that_of_differences_and_never_singular() {
        assert_eq!(Real::exprelr_slope(0.0_f64), -0.5);
        for k in -4000..=4000 {
            let x = f64::from(k) * 0.01 + 1e-9;
            let d = 1e-4;
            let by_differences = (Real::exprelr(x + d) - Real::exprelr(x - d)) / (2.0 * d);
            assert!((Real::exprelr_slope(x) - by_differences).abs() < 2e-9, "at {x}");
        }
        assert_eq!((Real::exprelr_slope(800.0_f64), Real::exprelr_slope(-800.0_f64)), (0.0, -1.0));
    }

    #[test]
    fn if_lt_takes_other_for_nan() {
        assert_eq!(1.0_f64.if_lt(2.0, 3.0, 4.0), 3.0);
        assert_eq!(f64::NAN.if_lt(2.0, 3.0, 4.0), 4.0);
    }
}
