//! [`Register`]: a register of numbers, as an array that the compiler keeps in one.

use core::ops::{Add, Div, Mul, Neg, Sub};

use num_traits::Float;

use super::Lane;
use super::exp::Exponential;
use crate::num::{Arithmetic, Real};

/// The largest |x| for which the polynomial of the root eˣ serves.
const ROOT_REACH: f64 = 0.3;

/// A register: `N` numbers side by side. `N` of them must fill one register of the machine: wider
/// arrays fall out of vectorisation. With `FUSED`, [`mul_add`](Real::mul_add) rounds once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Register<T, const N: usize, const FUSED: bool>([T; N]);

impl<T: Real, const N: usize, const FUSED: bool> Default for Register<T, N, FUSED> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn default() -> Self {
        Self([T::lit(0.0); N])
    }
}

/// All bits where `$holds`: a mask, which stays in the register.
macro_rules! mask {
    ($bits:ident, $holds:expr) => {
        $bits::from($holds).wrapping_neg()
    };
}

/// Written out lane by lane: a loop for each operation took the compiler 2.4 times as long.
macro_rules! lanes {
    ($float:ident, $bits:ident, $n:literal: $($i:literal)+) => {
        lanes!(@operator $float, $n, [$($i)+], Add add);
        lanes!(@operator $float, $n, [$($i)+], Sub sub);
        lanes!(@operator $float, $n, [$($i)+], Mul mul);
        lanes!(@operator $float, $n, [$($i)+], Div div);

        impl<const FUSED: bool> Neg for Register<$float, $n, FUSED> {
            type Output = Self;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn neg(self) -> Self {
                Self([$(-self.0[$i]),+])
            }
        }

        impl<const FUSED: bool> Register<$float, $n, FUSED> {
            /// Numerator and denominator of x/(eˣ − 1), near 0 and far from it.
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn fraction_near_zero(self, exp: Self, factor: f64) -> (Self, Self) {
                let (one, square) = (Self::lit(1.0), self * self);
                let limit = Self::lit(<$float>::NEAR * <$float>::NEAR);
                let line = self.mul_add(Self::lit(-0.5), one);
                let series = square.mul_add(<$float>::near_tail(square), line);
                let numerator = square.if_lt(limit, series, self);
                (numerator, square.if_lt(limit, one, exp.mul_add(Self::lit(factor), -one)))
            }

            /// e^(x/10), e^(x/18) and e^(x/80): powers 144, 80 and 18 of e^(x/1440). NaN where |x|
            /// is 432 or more.
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn powers_of_a_root(self) -> [Self; 3] {
                let (lit, one) = (Self::lit, Self::lit(1.0));
                let x = self * lit(1.0 / 1440.0);
                let tail = <$float>::root_tail(x);
                let root = tail.mul_add(x, one).mul_add(x, one);
                let w = (x * x).if_lt(lit(ROOT_REACH * ROOT_REACH), root, lit(f64::NAN));
                let w2 = w * w;
                let w4 = w2 * w2;
                let w8 = w4 * w4;
                let w9 = w8 * w;
                let w18 = w9 * w9;
                let w36 = w18 * w18;
                let w72 = w36 * w36;
                [w72 * w72, w72 * w8, w18]
            }
        }

        impl<const FUSED: bool> Real for Register<$float, $n, FUSED> {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lit(x: f64) -> Self {
                Self([$float::lit(x); $n])
            }

            /// eˣ = 2ᵏ·eʳ with x = k·ln 2 + r; 0 where it would be no normal number.
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn exp(self) -> Self {
                let (lit, one) = (Self::lit, Self::lit(1.0));
                let (low, high) = (lit(<$float>::LOW), lit(<$float>::HIGH));
                let round = lit(<$float>::ROUND);
                let rounded = self.mul_add(lit(core::f64::consts::LOG2_E), round);
                let k = rounded - round;
                let r = k.mul_add(lit(-<$float>::LN_2[0]), self);
                let r = k.mul_add(lit(-<$float>::LN_2[1]), r);
                let exp = (r * r).mul_add(<$float>::tail(r), r) + one;
                let scaled = exp * Self([$(<$float>::power_of_two(rounded.0[$i])),+]);
                // ∞·x beyond the largest result: ∞, and NaN for NaN.
                let above = self.if_lt(high, scaled, self * lit(f64::INFINITY));
                self.if_lt(low, lit(0.0), above)
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn exponentials<A: Arithmetic>(self, scales: [f64; 3]) -> ([Self; 2], [Self; 2]) {
                let [first, second, third] = if scales == [10.0, 18.0, 80.0] {
                    self.powers_of_a_root()
                } else {
                    let exp = |scale| (self / Self::lit(scale)).exp();
                    let [a, b, c] = scales;
                    [exp(a), exp(b), exp(c)]
                };
                ([first, first], [second, third])
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn exprelr_fractions<A: Arithmetic>(
                x: [Self; 2],
                parts: [Self; 2],
                factors: [f64; 2],
            ) -> [(Self, Self); 2] {
                Self::fractions_near_zero(x, parts[0], factors)
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn exprelr(self) -> Self {
                let quotient = self / (self.exp() - Self::lit(1.0));
                let mut near: $bits = 0;
                $(near |= mask!($bits, self.0[$i].abs() < 0.5);)+
                if near != 0 {
                    return (self * self).if_lt(Self::lit(0.25), self.exprelr_series(), quotient);
                }
                quotient
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn ln(self) -> Self {
                Self([$(Real::ln(self.0[$i])),+])
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn sqrt(self) -> Self {
                Self([$(Real::sqrt(self.0[$i])),+])
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn if_lt(self, limit: Self, then: Self, other: Self) -> Self {
                Self([$(if self.0[$i] < limit.0[$i] { then.0[$i] } else { other.0[$i] }),+])
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn mul_add(self, a: Self, b: Self) -> Self {
                if FUSED {
                    Self([$(Float::mul_add(self.0[$i], a.0[$i], b.0[$i])),+])
                } else {
                    Self([$(self.0[$i] * a.0[$i] + b.0[$i]),+])
                }
            }
        }

        impl<const FUSED: bool> Lane for Register<$float, $n, FUSED> {
            type Scalar = $float;

            const WIDTH: usize = $n;
            const IS_SHORT: bool = $float::EPSILON > 1e-10;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn from_fn(mut f: impl FnMut(usize) -> $float) -> Self {
                Self([$(f($i)),+])
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lane(&self, i: usize) -> $float {
                self.0.get(i).copied().unwrap_or(self.0[0])
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn set_lane(&mut self, i: usize, x: $float) {
                if let Some(lane) = self.0.get_mut(i) {
                    *lane = x;
                }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn any_near_zero(x: [Self; 2]) -> bool {
                let (near, mut any) = ($float::lit(<$float>::NEAR), 0);
                $(
                    let (a, b) = (x[0].0[$i].abs(), x[1].0[$i].abs());
                    any |= mask!($bits, (if a < b { a } else { b }) < near);
                )+
                any != 0
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn fractions_near_zero(
                x: [Self; 2],
                exp: Self,
                factors: [f64; 2],
            ) -> [(Self, Self); 2] {
                let [f, g] = factors;
                [x[0].fraction_near_zero(exp, f), x[1].fraction_near_zero(exp, g)]
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn any_passes(self, limit: Self, other: Self) -> bool {
                let mut any = 0;
                $(any |= mask!($bits, (self.0[$i] < limit.0[$i]) & (other.0[$i] >= limit.0[$i]));)+
                any != 0
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn any_non_finite(self) -> bool {
                let mut all = !0;
                $(all &= mask!($bits, self.0[$i].abs() <= $float::MAX);)+
                all == 0
            }
        }
    };
    (@operator $float:ident, $n:literal, [$($i:literal)+], $trait:ident $name:ident) => {
        impl<const FUSED: bool> $trait for Register<$float, $n, FUSED> {
            type Output = Self;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn $name(self, other: Self) -> Self {
                Self([$(self.0[$i].$name(other.0[$i])),+])
            }
        }
    };
}

lanes!(f64, u64, 2: 0 1);
lanes!(f64, u64, 4: 0 1 2 3);
lanes!(f64, u64, 8: 0 1 2 3 4 5 6 7);
lanes!(f32, u32, 4: 0 1 2 3);
lanes!(f32, u32, 8: 0 1 2 3 4 5 6 7);
lanes!(f32, u32, 16: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::neuron::{Gate, HodgkinHuxley};
    use crate::ode::Scalar;
    use std::vec::Vec;

    type F64 = Register<f64, 4, false>;
    type F32 = Register<f32, 4, false>;

    #[test]
    fn the_exponential_agrees_with_the_library_to_two_ulp() {
        let mut worst = 0.0_f64;
        for k in -70_000_i32..70_900 {
            let x = f64::from(k) * 0.01 + 1e-9;
            worst = worst.max(
                (F64::lit(x).exp().lane(k.unsigned_abs() as usize % 4) - x.exp()).abs()
                    / Scalar::ulp(x.exp()),
            );
        }
        assert!(worst <= 2.0, "{worst} ulp");
        let mut worst = 0.0_f32;
        for k in -8700_i16..8800 {
            let x = f32::from(k) * 0.01 + 1e-5;
            worst = worst
                .max((F32::lit(x.into()).exp().lane(0) - x.exp()).abs() / Scalar::ulp(x.exp()));
        }
        assert!(worst <= 2.0, "{worst} ulp");
    }

    #[test]
    fn the_exponential_is_never_finite_garbage() {
        for (x, exact) in [
            (0.0, 1.0),
            (710.0, f64::INFINITY),
            (1e300, f64::INFINITY),
            (f64::INFINITY, f64::INFINITY),
            (-709.0, 0.0),
            (-1e300, 0.0),
            (f64::NEG_INFINITY, 0.0),
        ] {
            assert_eq!(F64::lit(x).exp().lane(1), exact, "exp({x})");
        }
        assert!(F64::lit(f64::NAN).exp().lane(0).is_nan());
        assert_eq!(F32::lit(89.0).exp().lane(0), f32::INFINITY);
        assert_eq!(F32::lit(-88.0).exp().lane(0), 0.0);
        assert!(F32::lit(f64::NAN).exp().lane(0).is_nan());
    }

    /// α and α + β of the three gates in lanes, against the gates one by one.
    fn error_of_rates<V: Lane>(at: impl Iterator<Item = f64>) -> f64 {
        let (lanes, single) =
            (HodgkinHuxley::<V>::squid_axon(), HodgkinHuxley::<f64>::squid_axon());
        let gates: [&dyn Gate<f64>; 3] = [&single.gates().0, &single.gates().1, &single.gates().2];
        let mut worst = 0.0_f64;
        for v in at {
            for (gate, (a, b, d)) in gates.iter().zip(lanes.gate_fractions(V::lit(v))) {
                let (alpha, beta) = gate.rates(v);
                for (lane, exact) in [(a / d, alpha), (b / d, alpha + beta)] {
                    worst = worst.max((lane.lane(0).to_f64() / exact - 1.0).abs());
                }
            }
        }
        worst
    }

    #[test]
    fn rates_from_one_exponential_are_right_to_1e_13() {
        let potentials = || (-150_000..=200_000).map(|k| f64::from(k) * 1e-3);
        let worst = error_of_rates::<F64>(potentials());
        assert!(worst <= 1e-13, "{worst:e}");
        // In f32 the arguments alone are rounded to 6·10⁻⁸, and the power multiplies that by 144.
        let worst = error_of_rates::<F32>(potentials().step_by(7).map(|v| f64::from(f32::lit(v))));
        assert!(worst <= 3e-5, "{worst:e}");
        // Beside the singular potentials of αm and αn, 25 and 10 mV.
        let beside: Vec<f64> =
            (0..400).flat_map(|k| [25.0, 10.0].map(|v| v + 3.0 * 0.9_f64.powi(k))).collect();
        let worst = error_of_rates::<F64>(beside.into_iter().chain([10.0, 25.0]));
        assert!(worst <= 1e-13, "{worst:e}");
    }

    #[test]
    fn rates_far_outside_are_nan() {
        let lanes = HodgkinHuxley::<F64>::squid_axon();
        for v in [-440.0, 440.0, -1e9, 1e300, f64::INFINITY, f64::NAN] {
            for (a, b, d) in lanes.gate_fractions(F64::lit(v)) {
                assert!((a / d).lane(2).is_nan() || (b / d).lane(2).is_nan(), "at {v} mV");
            }
        }
    }

    /// What one lane holds changes no other one in any bit, near the singular potentials and beyond
    /// the reach.
    #[test]
    fn lanes_do_not_touch_one_another() {
        let rates = |v: [f64; 4]| {
            let lanes = F64::from_fn(|i| v[i]);
            let fractions = HodgkinHuxley::<F64>::squid_axon().gate_fractions(lanes);
            fractions.map(|(a, b, d)| {
                [a, b, d, lanes.exprelr(), lanes.exp()].map(|x| x.lane(0).to_bits())
            })
        };
        for v in [3.0, 10.01, 24.9, 100.0, -50.0, 0.3] {
            let alone = rates([v; 4]);
            for other in [10.0, 25.0, 1e4, f64::NAN, -0.1] {
                assert_eq!(rates([v, other, v, other]), alone, "{v} mV beside {other}");
            }
        }
    }
}
