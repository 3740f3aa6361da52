//! The arithmetic itself.

use excitable::prelude::*;
use excitable::{Dual, Real};

use super::{D, c, variables};

/// A number that varies.
fn x(value: f64) -> D {
    let [x] = variables([value]);
    x
}

/// Every function of one number against its central difference.
#[test]
fn each_function_has_its_slope() {
    macro_rules! compare {
        ($($bound:ident::$name:ident at $at:expr),+ $(,)?) => { $({
            let (at, d) = ($at, 1e-5);
            let f = |x: f64| <f64 as $bound>::$name(x);
            // Five points: the error is of the order d⁴.
            let near = (f(at + d) - f(at - d)) / (2.0 * d);
            let far = (f(at + 2.0 * d) - f(at - 2.0 * d)) / (4.0 * d);
            let slope = (4.0 * near - far) / 3.0;
            let found = <D as $bound>::$name(x(at));
            assert_eq!(found.value(), f(at), stringify!($name));
            let off = (found.derivatives()[0] - slope).abs();
            assert!(off <= 1e-9 * (1.0 + slope.abs()), "{}: {found}", stringify!($name));
        })+ };
    }
    use num_traits::Float;
    compare!(
        Real::exp at 0.3, Real::ln at 0.3, Real::sqrt at 0.3, Real::tanh at 0.3,
        Real::cosh at 0.3, Real::exprelr at 0.3, Real::exprelr at -0.9, Real::exprelr at 1e-3,
        Real::exprelr_slope at 0.3, Real::exprelr_slope at 2.0,
        Float::recip at 0.3, Float::exp2 at 0.3, Float::exp_m1 at 0.3, Float::log2 at 0.3,
        Float::log10 at 0.3, Float::ln_1p at 0.3, Float::to_degrees at 0.3,
        Float::to_radians at 0.3, Float::cbrt at 0.3, Float::sin at 0.3, Float::cos at 0.3,
        Float::tan at 0.3, Float::asin at 0.3, Float::acos at 0.3, Float::atan at 0.3,
        Float::sinh at 0.3, Float::tanh at 0.3, Float::asinh at 0.3, Float::acosh at 1.3,
        Float::atanh at 0.3, Float::abs at -0.3, Float::fract at 2.3, Float::floor at 2.3,
    );
}

/// By both numbers: the slopes are written by hand.
#[test]
fn each_function_of_two_numbers_has_both_slopes() {
    use num_traits::Float;
    let [a, b] = variables([3.0, 4.0]);
    for (what, found, by) in [
        ("product", a * b, [4.0, 3.0]),
        ("quotient", a / b, [0.25, -0.1875]),
        ("difference", a - b, [1.0, -1.0]),
        ("rest", (c(10.0) * a) % b, [10.0, -7.0]),
        ("power", Real::powf(a, b), [108.0, 81.0 * 3.0_f64.ln()]),
        ("whole power", Real::powi(a, -2), [-2.0 / 27.0, 0.0]),
        ("length", a.hypot(b), [0.6, 0.8]),
        ("angle", a.atan2(b), [0.16, -0.12]),
        ("larger", a.max(b), [0.0, 1.0]),
        ("smaller", a.min(b), [1.0, 0.0]),
        ("sum of products", Real::mul_add(a, b, a), [5.0, 3.0]),
        ("multiple", Real::scaled(a, 3.0), [3.0, 0.0]),
        ("of 0 to a power", Real::powf(c(0.0), c(2.0)), [0.0, 0.0]),
    ] {
        for (found, by) in found.derivatives().into_iter().zip(by) {
            assert!((found - by).abs() <= 1e-13, "{what}: {found} for {by}");
        }
    }
}

/// Numbers of one value are ordered by what they do next.
#[test]
fn numbers_of_one_value_are_ordered_by_their_derivatives() {
    use num_traits::Float;
    let [grows] = variables([1.0]);
    let falls = c(2.0) - grows;
    assert!(falls < c(1.0) && c(1.0) < grows && grows < c(1.1));
    assert!(grows != c(1.0) && grows - grows == c(0.0));
    assert_eq!(Float::abs(falls - c(1.0)), grows - c(1.0));
    assert_eq!(grows.max(c(1.0)), grows);
}

/// What has no slope has no derivative, and is not finite.
#[test]
fn an_infinite_slope_is_no_derivative() {
    use num_traits::Float;
    let root = Float::sqrt(x(0.0));
    assert_eq!(root.value(), 0.0);
    assert!(!Float::is_finite(root) && root.derivatives()[0].is_infinite());
    assert!(Float::is_nan(c(f64::NAN) * x(1.0)) && !Float::is_nan(c(1.0)));
    assert!(!Float::is_finite(x(1.0) / c(0.0)));
}

/// The rates of 1952 by their table of exponentials against the derivatives of the gates in closed
/// form, also where they are singular.
#[test]
fn the_rates_have_their_slopes_to_the_last_bits() {
    let (dual, plain) = (HodgkinHuxley::<D>::squid_axon(), HodgkinHuxley::<f64>::squid_axon());
    let near = [10.0, 25.0]
        .into_iter()
        .flat_map(|v| [0.0, 1e-9, -1e-6, 0.1, 4.9, 5.1, -5.1].map(|d| v + d));
    for v in near.chain([-80.0, -12.0, 0.0, 50.0, 120.0]) {
        let y = Membrane { v, m: 0.3, h: 0.4, n: 0.5 };
        let exact = plain.jacobian_at(&y);
        let slope = dual.slope(&Membrane { v: x(v), m: c(0.3), h: c(0.4), n: c(0.5) }, c(0.0));
        for (found, exact) in
            [(slope.m, exact[1][0]), (slope.h, exact[2][0]), (slope.n, exact[3][0])]
        {
            let (found, scale) = (found.derivatives()[0], 1e-3 + exact.abs());
            assert!((found - exact).abs() <= 2e-15 * scale.max(0.1), "{v}: {found} for {exact}");
        }
        assert_eq!(slope.m.value(), plain.slope(&y, 0.0).m);
    }
}

/// x³·y by duals of duals.
#[test]
fn second_derivatives_come_from_duals_of_duals() {
    type Second = Dual<Dual<f64, 2>, 2>;
    let [x, y] = Dual::variables([2.0, 3.0]);
    let [x, y]: [Second; 2] = Dual::variables([x, y]);
    let f = Real::powi(x, 3) * y;
    assert_eq!(f.value().value(), 24.0);
    assert_eq!(f.derivatives().map(Dual::derivatives), [[36.0, 12.0], [12.0, 0.0]]);
}

#[test]
fn a_number_is_shown_with_its_derivatives() {
    let [a, _] = Dual::variables([1.5_f64, 2.0]);
    assert_eq!(format!("{} {:.2}", a, a * a), "1.5 (1, 0) 2.25 (3.00, 0.00)");
}
