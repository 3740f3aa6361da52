//! [`SquidExponentials`]: the exponentials of the Hodgkin–Huxley rates.

use crate::num::{Arithmetic, Real};

/// e^2.5 and e³.
const E_2_5: f64 = 12.182493960703473;
const E_3: f64 = 20.085536923187668;

/// What the Hodgkin–Huxley rates are made of, for x the potential below the origin, V₀ − V (mV).
#[derive(Clone, Copy, Debug)]
pub(super) struct SquidExponentials<R> {
    /// Numerator and denominator of y/(eʸ − 1) for y = x/10 + 5/2 (eq. 20); near 0 those of the
    /// series.
    pub(super) m: (R, R),
    /// The same for y = x/10 + 1 (eq. 12).
    pub(super) n: (R, R),
    /// e^(x/10 + 3) + 1 (eq. 24).
    pub(super) h: R,
    /// e^(x/18) (eq. 21).
    pub(super) e18: R,
    /// e^(x/20) (eq. 23).
    pub(super) e20: R,
    /// e^(x/80) (eq. 13).
    pub(super) e80: R,
}

impl<R: Real> SquidExponentials<R> {
    /// Those at V₀ − V = `x`.
    #[inline(always)]
    pub(super) fn of<A: Arithmetic>(x: R) -> Self {
        let (e10, [e18, e80]) = x.exponentials::<A>([10.0, 18.0, 80.0]);
        let y = [x.scaled_add::<A>(0.1, R::lit(2.5)), x.scaled_add::<A>(0.1, R::lit(1.0))];
        let [m, n] = R::exprelr_fractions::<A>(y, e10, [E_2_5, core::f64::consts::E]);
        let e40 = e80 * e80;
        Self { m, n, h: R::exp_sum::<A>(e10, E_3, 1.0), e18, e20: e40 * e40, e80 }
    }
}
