//! The exponentials of lanes: no table and no branch, so that each of them is a few vector
//! instructions.

use crate::ode::Real;

/// The constants of the vector exponentials of a number type.
pub(super) trait Exponential: Sized {
    /// The largest x: beyond it the exponential overflows.
    const HIGH: f64;
    /// The smallest x: below it the exponential is no normal number, and taken for 0.
    const LOW: f64;
    /// A number whose addition rounds to a whole number in the low bits.
    const ROUND: f64;
    /// ln 2 in two parts, the first of few bits, so that its multiples are exact.
    const LN_2: [f64; 2];
    /// The |x| below which eˣ − 1 from the 144th power has lost too much.
    const NEAR: f64;

    /// (eʳ − 1 − r)/r² for |r| ≤ ln 2/2.
    fn tail<R: Real>(r: R) -> R;

    /// The same for |r| ≤ 0.3, for the 144th power.
    fn root_tail<R: Real>(r: R) -> R;

    /// (x/(eˣ − 1) − 1 + x/2)/x² as a function of x², for |x| below [`NEAR`](Exponential::NEAR):
    /// terms of Bernoulli's series.
    fn near_tail<R: Real>(square: R) -> R;

    /// 2ᵏ, where `rounded` = k + [`ROUND`](Exponential::ROUND).
    fn power_of_two(rounded: Self) -> Self;
}

impl Exponential for f64 {
    const HIGH: f64 = 709.78;
    const LOW: f64 = -708.39;
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN_2: [f64; 2] = [0.693147180369123816490, 1.90821492927058770002e-10];
    const NEAR: f64 = 0.25;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tail<R: Real>(r: R) -> R {
        // Interpolation at the Chebyshev nodes: 1.6·10⁻¹⁷ of eʳ.
        estrin_10(
            r,
            [
                0.5000000000000001,
                0.16666666666666669,
                0.041666666666624164,
                0.008333333333330065,
                0.0013888888917196719,
                0.00019841269863040545,
                2.4801521322368692e-05,
                2.7557268480310024e-06,
                2.7620075879983367e-07,
                2.5100375832561234e-08,
            ],
        )
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn root_tail<R: Real>(r: R) -> R {
        // 2.3·10⁻¹⁶ of eʳ.
        estrin_9(
            r,
            [
                0.5,
                0.16666666666660881,
                0.04166666666666185,
                0.008333333341904857,
                0.0013888888896030544,
                0.0001984123555918322,
                2.480155873782507e-05,
                2.7608093668666513e-06,
                2.75996260299046e-07,
            ],
        )
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn near_tail<R: Real>(square: R) -> R {
        // The next term is 3·10⁻¹⁷.
        let (lit, fourth) = (R::lit, square * square);
        let low = square.mul_add(lit(-1.0 / 720.0), lit(1.0 / 12.0));
        let high = square.mul_add(lit(-1.0 / 1_209_600.0), lit(1.0 / 30240.0));
        fourth.mul_add(fourth.mul_add(lit(1.0 / 47_900_160.0), high), low)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn power_of_two(rounded: f64) -> f64 {
        f64::from_bits(rounded.to_bits().wrapping_add(1023) << 52)
    }
}

impl Exponential for f32 {
    const HIGH: f64 = 88.72;
    const LOW: f64 = -87.33;
    const ROUND: f64 = 12_582_912.0;
    const LN_2: [f64; 2] = [0.693359375, -2.12194440e-4];
    const NEAR: f64 = 0.5;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tail<R: Real>(r: R) -> R {
        // 1.0·10⁻⁸ of eʳ.
        estrin_5(
            r,
            [
                0.5,
                0.1666657702559799,
                0.041666554662050534,
                0.008363173074513711,
                0.001392617611993558,
            ],
        )
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn root_tail<R: Real>(r: R) -> R {
        // 3.5·10⁻⁹ of eʳ.
        estrin_5(
            r,
            [
                0.5,
                0.1666661636491437,
                0.04166660380912151,
                0.008355682685103737,
                0.0013916818594231924,
            ],
        )
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn near_tail<R: Real>(square: R) -> R {
        // The next term is 3·10⁻⁹.
        let lit = R::lit;
        square.mul_add(square.mul_add(lit(1.0 / 30240.0), lit(-1.0 / 720.0)), lit(1.0 / 12.0))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn power_of_two(rounded: f32) -> f32 {
        f32::from_bits(rounded.to_bits().wrapping_add(127) << 23)
    }
}

/// a + b·x.
#[cfg_attr(not(debug_assertions), inline(always))]
fn line<R: Real>(x: R, a: f64, b: f64) -> R {
    x.mul_add(R::lit(b), R::lit(a))
}

/// Estrin's scheme, the constant term first: the sums of neighbouring terms do not wait for one
/// another.
#[cfg_attr(not(debug_assertions), inline(always))]
fn estrin_5<R: Real>(x: R, [a, b, c, d, e]: [f64; 5]) -> R {
    let square = x * x;
    let high = square.mul_add(R::lit(e), line(x, c, d));
    square.mul_add(high, line(x, a, b))
}

/// As [`estrin_5`].
#[cfg_attr(not(debug_assertions), inline(always))]
fn estrin_9<R: Real>(x: R, [a, b, c, d, e, f, g, h, i]: [f64; 9]) -> R {
    let square = x * x;
    let fourth = square * square;
    let low = square.mul_add(line(x, c, d), line(x, a, b));
    let high = square.mul_add(line(x, g, h), line(x, e, f));
    fourth.mul_add(fourth.mul_add(R::lit(i), high), low)
}

/// As [`estrin_5`].
#[cfg_attr(not(debug_assertions), inline(always))]
fn estrin_10<R: Real>(x: R, [a, b, c, d, e, f, g, h, i, j]: [f64; 10]) -> R {
    let square = x * x;
    let fourth = square * square;
    let low = square.mul_add(line(x, c, d), line(x, a, b));
    let high = square.mul_add(line(x, g, h), line(x, e, f));
    fourth.mul_add(fourth.mul_add(line(x, i, j), high), low)
}
