//! Tests of [`Real`].
use super::*;
use crate::num::Scalar;

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
        let ulps = (f64::from(Real::exprelr(x)) - exact).abs() / f64::from(f32::lit(exact).ulp());
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
