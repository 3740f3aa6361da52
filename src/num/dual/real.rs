//! The functions of [`Dual`] numbers that equations are made of.

use super::{Dual, derivatives};
use crate::num::series::bernoulli_slope;
use crate::num::{Arithmetic, Real};

impl<T: Real, const N: usize> Real for Dual<T, N> {
    #[inline(always)]
    fn lit(x: f64) -> Self {
        Self::from(T::lit(x))
    }

    #[inline(always)]
    fn scaled(self, factor: f64) -> Self {
        let derivatives = derivatives!(|i| self.derivatives[i].scaled(factor));
        Self { value: self.value.scaled(factor), derivatives }
    }

    #[inline(always)]
    fn scaled_add<A: Arithmetic>(self, factor: f64, other: Self) -> Self {
        let derivatives =
            derivatives!(|i| self.derivatives[i].scaled_add::<A>(factor, other.derivatives[i]));
        Self { value: self.value.scaled_add::<A>(factor, other.value), derivatives }
    }

    #[inline(always)]
    fn over(self, divisor: Self) -> Self {
        // By so few a division each is as cheap as a product with 1/b.
        let part =
            |x: T| if N == 1 { x / divisor.value } else { x * (T::lit(1.0) / divisor.value) };
        let derivatives = derivatives!(|i| part(self.derivatives[i]));
        Self { value: self.value / divisor.value, derivatives }
    }

    #[inline(always)]
    fn exp(self) -> Self {
        let value = self.value.exp();
        self.chain(value, value)
    }

    /// The derivatives of both parts stand at the first one.
    #[inline(always)]
    fn exponentials<A: Arithmetic>(self, scales: [f64; 3]) -> ([Self; 2], [Self; 2]) {
        let ([p, q], [second, third]) = self.value.exponentials::<A>(scales);
        let whole = A::mul_add(p, q, p);
        let first = self.chain(p, whole.scaled(1.0 / scales[0]));
        let second = self.chain(second, second.scaled(1.0 / scales[1]));
        let third = self.chain(third, third.scaled(1.0 / scales[2]));
        ([first, Self::from(q)], [second, third])
    }

    #[inline(always)]
    fn exp_sum<A: Arithmetic>([p, q]: [Self; 2], f: f64, c: f64) -> Self {
        p.chain(T::exp_sum::<A>([p.value, q.value], f, c), T::lit(f))
    }

    /// The derivative of the quotient, E'(x)·x', times the denominator, stands at the numerator.
    #[inline(always)]
    fn exprelr_fractions<A: Arithmetic>(
        x: [Self; 2],
        parts: [Self; 2],
        factors: [f64; 2],
    ) -> [(Self, Self); 2] {
        let values = [parts[0].value, parts[1].value];
        let [a, b] = T::exprelr_fractions::<A>([x[0].value, x[1].value], values, factors);
        let fraction = |x: Self, (numerator, denominator): (T, T), factor: f64| {
            let expm1 = T::exp_sum::<A>(values, factor, -1.0);
            let slope = slope::<A, T>(x.value, expm1, denominator);
            (x.chain(numerator, slope), Self::from(denominator))
        };
        [fraction(x[0], a, factors[0]), fraction(x[1], b, factors[1])]
    }

    #[inline(always)]
    fn ln(self) -> Self {
        self.chain(self.value.ln(), T::lit(1.0) / self.value)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        let (zero, slope) = (T::lit(0.0), T::lit(0.5) / root);
        // A constant has no slope at 0 either.
        let part = |x: T| if x == zero { zero } else { slope * x };
        Self { value: root, derivatives: derivatives!(|i| part(self.derivatives[i])) }
    }

    #[inline(always)]
    fn if_lt(self, limit: Self, then: Self, other: Self) -> Self {
        let choice = |then, other| self.value.if_lt(limit.value, then, other);
        let derivatives = derivatives!(|i| choice(then.derivatives[i], other.derivatives[i]));
        Self { value: choice(then.value, other.value), derivatives }
    }

    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        let derivatives = derivatives!(|i| {
            let sum = self.derivatives[i].mul_add(a.value, b.derivatives[i]);
            self.value.mul_add(a.derivatives[i], sum)
        });
        Self { value: self.value.mul_add(a.value, b.value), derivatives }
    }

    /// In this order the last product has the factor `self.value` everywhere, in value and
    /// derivatives: they are one operation of a register.
    #[inline(always)]
    fn fused_mul_add(self, a: Self, b: Self) -> Self {
        let derivatives = derivatives!(|i| {
            let sum = self.derivatives[i].fused_mul_add(a.value, b.derivatives[i]);
            self.value.fused_mul_add(a.derivatives[i], sum)
        });
        Self { value: self.value.fused_mul_add(a.value, b.value), derivatives }
    }

    #[inline(always)]
    fn exprelr(self) -> Self {
        self.chain(self.value.exprelr(), self.value.exprelr_slope())
    }

    #[inline(always)]
    fn powi(self, n: i32) -> Self {
        let slope = T::lit(f64::from(n)) * self.value.powi(n.saturating_sub(1));
        self.chain(self.value.powi(n), slope)
    }

    /// (xᵖ)' = p·x^(p − 1)·x' + xᵖ·ln x·p'; a constant p has no part in it where x is 0.
    #[inline]
    fn powf(self, p: Self) -> Self {
        let (x, value, zero) = (self.value, self.value.powf(p.value), T::lit(0.0));
        let slope = p.value * x.powf(p.value - T::lit(1.0));
        let log = value * x.ln();
        let derivatives = derivatives!(|i| {
            let by_p = if p.derivatives[i] == zero { zero } else { log * p.derivatives[i] };
            let by_x = if self.derivatives[i] == zero { zero } else { slope * self.derivatives[i] };
            by_x + by_p
        });
        Self { value, derivatives }
    }

    #[inline]
    fn tanh(self) -> Self {
        let cosh = self.value.cosh();
        self.chain(self.value.tanh(), T::lit(1.0) / (cosh * cosh))
    }

    #[inline]
    fn cosh(self) -> Self {
        let half = T::lit(0.5);
        self.chain(self.value.cosh(), half * (self.value.exp() - (-self.value).exp()))
    }
}

/// E'(x) for E = x/(eˣ − 1), times the denominator, which is eˣ − 1; near 0, where it need not be,
/// by the series.
#[inline(always)]
fn slope<A: Arithmetic, T: Real>(x: T, expm1: T, denominator: T) -> T {
    let (zero, one) = (T::lit(0.0), T::lit(1.0));
    // E'·(eˣ − 1) = 1 − x·(1 + 1/(eˣ − 1))
    let far = A::mul_add(-x, one + one / expm1, one);
    // A branch for a single number, and for lanes that are all far.
    let near = (x * x).if_lt(T::lit(0.25), one, zero);
    if near == zero { far } else { near.if_lt(one, far, series_of_slope(x) * denominator) }
}

#[cold]
fn series_of_slope<T: Real>(x: T) -> T {
    x.mul_add(bernoulli_slope(x * x), T::lit(-0.5))
}
