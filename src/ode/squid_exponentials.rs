//! [`SquidExponentials`]: the exponentials of the rates of 1952.

use super::Real;

/// e^2.5 and e³.
pub(super) const E_2_5: f64 = 12.182493960703473;
pub(super) const E_3: f64 = 20.085536923187668;

/// What the rates of 1952 are made of, for x the potential below the origin, V₀ − V (mV).
#[derive(Clone, Copy, Debug)]
pub struct SquidExponentials<R> {
    /// Numerator and denominator of y/(eʸ − 1) for y = x/10 + 5/2 (eq. 20); near 0 those of the series.
    pub(crate) m: (R, R),
    /// The same for y = x/10 + 1 (eq. 12).
    pub(crate) n: (R, R),
    /// e^(x/10 + 3) + 1 (eq. 24).
    pub(crate) h: R,
    /// e^(x/18) (eq. 21).
    pub(crate) e18: R,
    /// e^(x/20) (eq. 23).
    pub(crate) e20: R,
    /// e^(x/80) (eq. 13).
    pub(crate) e80: R,
}

impl<R: Real> SquidExponentials<R> {
    /// From exponentials whose scales have a multiple in common.
    #[inline(always)]
    pub(super) fn of(x: R) -> Self {
        let (lit, one) = (R::lit, R::lit(1.0));
        let [e10, e18, e20, e80] = x.exp_over_10_18_20_80();
        let y = [x.mul_add(lit(0.1), lit(2.5)), x.mul_add(lit(0.1), one)];
        let [m, n] = R::exprelr_fractions(y, e10, [lit(E_2_5), lit(core::f64::consts::E)]);
        Self { m, n, h: e10.mul_add(lit(E_3), one), e18, e20, e80 }
    }
}
