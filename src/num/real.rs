//! [`Real`]: the arithmetic of right-hand sides.

use core::fmt::Debug;
use core::ops::{Add, Div, Mul, Neg, Sub};
use num_traits::Float;

use super::Arithmetic;
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
    note = "numbers are `f64`, `f32` and types that implement `Real`; write a whole number with \
        its point: `20.0` instead of `20`"
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

    /// `self · factor`: of a number with derivatives, for less than by [`lit`](Real::lit).
    /// Provided.
    #[inline(always)]
    fn scaled(self, factor: f64) -> Self {
        Self::lit(factor) * self
    }

    /// `self · factor + other`, as [`scaled`](Real::scaled). Provided.
    #[inline(always)]
    fn scaled_add<A: Arithmetic>(self, factor: f64, other: Self) -> Self {
        A::mul_add(Self::lit(factor), self, other)
    }

    /// `self / divisor` by a number that has no derivatives: for less than by `/`. Provided.
    #[doc(hidden)]
    #[inline(always)]
    fn over(self, divisor: Self) -> Self {
        self / divisor
    }

    /// eˣ.
    fn exp(self) -> Self;

    /// e^(x/s) for three scales, whole numbers below 128: the first as two parts p and q, p + p·q,
    /// for [`exp_sum`](Real::exp_sum).
    ///
    /// Rates of a membrane are made of such numbers, and some types have them for less when they
    /// are asked for together. Provided: an exponential for each, with q = 0.
    #[inline(always)]
    fn exponentials<A: Arithmetic>(self, scales: [f64; 3]) -> ([Self; 2], [Self; 2]) {
        // Written out, here and below: an array that a loop fills goes through memory.
        let exp = |scale| (self / Self::lit(scale)).exp();
        let [a, b, c] = scales;
        ([exp(a), Self::lit(0.0)], [exp(b), exp(c)])
    }

    /// eˣ·f + c, where eˣ is given by its [`parts`](Real::exponentials): right to the last bits
    /// where the sum cancels, for a type that has both parts. Provided: p·f + c.
    #[inline(always)]
    fn exp_sum<A: Arithmetic>(parts: [Self; 2], f: f64, c: f64) -> Self {
        parts[0].mul_add(Self::lit(f), Self::lit(c))
    }

    /// Numerators and denominators of x/(eˣ − 1) for two x with eˣ = (p + p·q)·f for each of the
    /// `factors`; near 0, where eˣ − 1 cancels, those of the series.
    #[inline(always)]
    fn exprelr_fractions<A: Arithmetic>(
        x: [Self; 2],
        parts: [Self; 2],
        factors: [f64; 2],
    ) -> [(Self, Self); 2] {
        let (limit, one) = (Self::lit(0.25), Self::lit(1.0));
        let fraction = |x: Self, factor: f64| {
            let (square, expm1) = (x * x, Self::exp_sum::<A>(parts, factor, -1.0));
            let numerator = square.if_lt(limit, x.exprelr_series(), x);
            (numerator, square.if_lt(limit, one, expm1))
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

    /// [`mul_add`](Real::mul_add) with one rounding for `f32` and `f64` too, for functions that are
    /// compiled for it: elsewhere it is a call of the library. Provided:
    /// [`mul_add`](Real::mul_add).
    #[inline(always)]
    fn fused_mul_add(self, a: Self, b: Self) -> Self {
        self.mul_add(a, b)
    }

    /// x / (eˣ − 1), and 1 at x = 0: the singular quotient of the rates, to a few ulp everywhere.
    /// Provided: by [`exp`](Real::exp) and the Bernoulli series.
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
        // Of |x|, so that the exponential does not overflow: (1 − e^(−2x))/(1 + e^(−2x)), the
        // numerator as 2x/E(−2x), so that it does not cancel.
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

macro_rules! real {
    ($float:ident, $exp:path, { $($own:tt)* }) => {
        impl Real for $float {
            #[inline(always)]
            #[allow(
                clippy::cast_possible_truncation,
                reason = "rounding to the type is the meaning"
            )]
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
            fn exprelr_fractions<A: Arithmetic>(
                x: [Self; 2],
                parts: [Self; 2],
                factors: [f64; 2],
            ) -> [(Self, Self); 2] {
                let fraction = |x: Self, factor: f64| {
                    let expm1 = Self::exp_sum::<A>(parts, factor, -1.0);
                    if Float::abs(x) < 0.5 { (x.exprelr_series(), 1.0) } else { (x, expm1) }
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
    };
}

real!(f32, Float::exp, {});
real!(f64, super::exp::exp, {
    #[inline(always)]
    fn exponentials<A: Arithmetic>(self, scales: [f64; 3]) -> ([Self; 2], [Self; 2]) {
        super::exp::exponentials::<A>(self, scales)
    }

    #[inline(always)]
    fn exp_sum<A: Arithmetic>([p, q]: [Self; 2], f: f64, c: f64) -> Self {
        A::mul_add(p * f, q, A::mul_add(p, f, c))
    }
});

#[cfg(test)]
mod tests;
