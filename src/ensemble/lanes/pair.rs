//! [`Pair`]: two registers at once, so that one computes while the other waits.

use core::ops::{Add, Div, Mul, Neg, Sub};

use super::Lane;
use crate::num::{Arithmetic, Real};

/// Two registers of lanes, interleaved: the processor has two independent chains to work on.
/// Measured 1.5 times as fast as one (RK4, AVX2; AVX-512 1.7).
///
/// Aligned, so that no load or store of a register crosses a line of the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(64))]
pub struct Pair<V>(V, V);

macro_rules! operator {
    ($($trait:ident $name:ident),+) => {
        $(impl<V: Real> $trait for Pair<V> {
            type Output = Self;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $name(self, other: Self) -> Self {
                Self(self.0.$name(other.0), self.1.$name(other.1))
            }
        })+
    };
}

operator!(Add add, Sub sub, Mul mul, Div div);

impl<V: Real> Neg for Pair<V> {
    type Output = Self;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

macro_rules! forward {
    ($($name:ident),+) => {
        $(#[cfg_attr(not(debug_assertions), inline(always))]
        fn $name(self) -> Self {
            Self(self.0.$name(), self.1.$name())
        })+
    };
}

impl<V: Lane> Real for Pair<V> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lit(x: f64) -> Self {
        Self(V::lit(x), V::lit(x))
    }

    forward!(exp, exprelr, ln, sqrt);

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn exponentials<A: Arithmetic>(self, scales: [f64; 3]) -> ([Self; 2], [Self; 2]) {
        let (a, [b, c]) = self.0.exponentials::<A>(scales);
        let (d, [e, f]) = self.1.exponentials::<A>(scales);
        ([Self(a[0], d[0]), Self(a[1], d[1])], [Self(b, e), Self(c, f)])
    }

    /// One branch for both registers.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn exprelr_fractions<A: Arithmetic>(
        x: [Self; 2],
        parts: [Self; 2],
        factors: [f64; 2],
    ) -> [(Self, Self); 2] {
        if Self::any_near_zero(x) {
            return Self::fractions_near_zero(x, parts[0], factors);
        }
        let expm1 = |factor| Self::exp_sum::<A>(parts, factor, -1.0);
        [(x[0], expm1(factors[0])), (x[1], expm1(factors[1]))]
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn if_lt(self, limit: Self, then: Self, other: Self) -> Self {
        Self(self.0.if_lt(limit.0, then.0, other.0), self.1.if_lt(limit.1, then.1, other.1))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Self(self.0.mul_add(a.0, b.0), self.1.mul_add(a.1, b.1))
    }
}

impl<V: Lane> Lane for Pair<V> {
    type Scalar = V::Scalar;

    const WIDTH: usize = 2 * V::WIDTH;
    const IS_SHORT: bool = V::IS_SHORT;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_fn(mut f: impl FnMut(usize) -> Self::Scalar) -> Self {
        let first = V::from_fn(&mut f);
        Self(first, V::from_fn(|i| f(V::WIDTH + i)))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lane(&self, i: usize) -> Self::Scalar {
        if i < V::WIDTH { self.0.lane(i) } else { self.1.lane(i - V::WIDTH) }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn set_lane(&mut self, i: usize, x: Self::Scalar) {
        if i < V::WIDTH { self.0.set_lane(i, x) } else { self.1.set_lane(i - V::WIDTH, x) }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn any_near_zero([x, y]: [Self; 2]) -> bool {
        V::any_near_zero([x.0, y.0]) | V::any_near_zero([x.1, y.1])
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn fractions_near_zero([x, y]: [Self; 2], exp: Self, factors: [f64; 2]) -> [(Self, Self); 2] {
        let [a, b] = V::fractions_near_zero([x.0, y.0], exp.0, factors);
        let [c, d] = V::fractions_near_zero([x.1, y.1], exp.1, factors);
        [(Self(a.0, c.0), Self(a.1, c.1)), (Self(b.0, d.0), Self(b.1, d.1))]
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn any_passes(self, limit: Self, other: Self) -> bool {
        self.0.any_passes(limit.0, other.0) | self.1.any_passes(limit.1, other.1)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn any_non_finite(self) -> bool {
        self.0.any_non_finite() | self.1.any_non_finite()
    }
}
