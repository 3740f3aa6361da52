//! [`Controller`]: the size of the next step from the error of this one.

use crate::num::{Arithmetic, Plain, Scalar, exp_over};

/// The PI controller: h ← h·SAFETY·e₀^β / e^α with α = 1/(q + 1) − 0.75·β, e the error of this
/// step, e₀ of the one before; β = 0 makes it the I controller, β = 0.04 the PI controller of
/// `dopri5`. Errors are given as their logarithms to base 2, so that the step before costs one
/// product. The constants are those of `dopri5` in Hairer, Nørsett, Wanner, *Solving Ordinary
/// Differential Equations I*, II.4 and appendix; the controller is that of K. Gustafsson, *ACM
/// Trans. Math. Softw.* 17 (1991) 533.
const SAFETY: f64 = 0.9;
/// A step grows and shrinks by at most these factors.
const MAX_GROWTH: f64 = 10.0;
const MAX_SHRINK: f64 = 0.2;

/// The exponents α and β.
#[derive(Clone, Copy, Debug)]
pub(super) struct Controller {
    alpha: f64,
    beta: f64,
}

impl Controller {
    /// The controller with the weight `beta` for a method whose error estimate is of this order.
    #[inline(always)]
    pub(super) fn new(beta: f64, order: u32) -> Self {
        Self { alpha: 1.0 / f64::from(order + 1) - 0.75 * beta, beta }
    }

    /// The step that follows one of the size `h` with the error 2^`error`, after one with the error
    /// 2^`before`.
    #[inline(always)]
    pub(super) fn next<A: Arithmetic, T: Scalar>(self, h: T, error: f64, before: f64) -> T {
        let power = exp2::<A>(A::mul_add(self.beta, before, -self.alpha * error));
        h * T::lit((SAFETY * power).clamp(MAX_SHRINK, MAX_GROWTH))
    }

    /// The step to try after a rejected one with the error 2^`error`.
    pub(super) fn shrunk<T: Scalar>(self, h: T, error: f64) -> T {
        h * T::lit((SAFETY * exp2::<Plain>(-self.alpha * error)).max(MAX_SHRINK))
    }
}

/// 2ˣ.
#[inline(always)]
pub(super) fn exp2<A: Arithmetic>(x: f64) -> f64 {
    exp_over::<A>(core::f64::consts::LN_2 * x, 1.0)
}

/// log₂(1 + u)/u for √½ ≤ 1 + u < √2, to 4·10⁻¹⁰: interpolation at the Chebyshev nodes.
const LOG2: [f64; 11] = [
    1.4426950417560511,
    -0.7213475119905358,
    0.48089790445500086,
    -0.36067466009513405,
    0.2885755897331174,
    -0.24044757077719425,
    0.20504002106652403,
    -0.17919457239512765,
    0.17234259277671127,
    -0.16765051818984325,
    0.09481863798699576,
];

/// log₂ x for x ≥ 10⁻³⁰⁰ to 4·10⁻¹⁰, below it log₂ 10⁻³⁰⁰: plenty for the size of a step, the same
/// on every machine with the same arithmetic, and shorter than the library's where the next step
/// waits for it.
#[inline(always)]
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "the exponent of a float has 11 bits"
)]
pub(super) fn log2<A: Arithmetic>(x: f64) -> f64 {
    let x = x.max(1e-300);
    // 1.0 less the bits of √½ make the mantissa lie around 1.
    let shifted = x.to_bits().wrapping_add(0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd);
    let exponent = (shifted >> 52) as i64 - 1023;
    let u = f64::from_bits(x.to_bits().wrapping_sub((exponent as u64) << 52)) - 1.0;
    let [a, b, c, d, e, f, g, h, i, j, k] = LOG2;
    // Estrin's scheme: short chains.
    let (u2, u4) = (u * u, (u * u) * (u * u));
    let line = |a, b| A::mul_add(b, u, a);
    let low = A::mul_add(u2, line(c, d), line(a, b));
    let high = A::mul_add(u2, line(g, h), line(e, f));
    let high = A::mul_add(u4, A::mul_add(u2, k, line(i, j)), high);
    A::mul_add(u, A::mul_add(u4, high, low), exponent as f64)
}

#[cfg(test)]
mod tests {
    use super::{Plain, exp2, log2};

    #[test]
    fn the_power_is_right_to_1e_9() {
        let power = |x: f64, p: f64| exp2::<Plain>(p * log2::<Plain>(x));
        for k in -2000..2000 {
            let x = 1.0193_f64.powi(k) * 1.000_1;
            for p in [-0.5, -1.0 / 3.0, -0.2, -1.0 / 6.0, -0.125, 0.04, 0.1] {
                let off = power(x, p) / x.powf(p) - 1.0;
                assert!(off.abs() <= 1e-9, "{x}^{p}: {off}");
            }
        }
        assert_eq!(power(1.0, -0.2), 1.0);
        assert!(power(0.0, -0.2) > 1e30 && power(1e300, -0.5) > 0.0);
    }
}
