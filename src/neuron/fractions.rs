//! [`Fractions`]: the rates of a gate before they are divided.

use crate::ode::{Arithmetic, Real};

/// α and β of a gate as fractions (numerator, denominator), in 1/ms: an implicit step divides once
/// where the rates themselves divide twice. The denominator of α has no derivatives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fractions<R> {
    pub(super) alpha: (R, R),
    pub(super) beta: (R, R),
}

impl<R: Real> Fractions<R> {
    /// (α, β).
    #[inline(always)]
    pub(super) fn quotients(self) -> (R, R) {
        (self.alpha.0 / self.alpha.1, self.beta.0 / self.beta.1)
    }

    /// dx/dt = α·(1 − x) − β·x (1/ms), given β. What is multiplied before it is divided need not
    /// wait for the quotient.
    #[inline(always)]
    pub(super) fn slope<A: Arithmetic>(self, beta: R, x: R) -> R {
        let rise = (self.alpha.0 * (R::lit(1.0) - x)).over(self.alpha.1);
        A::mul_add(-beta, x, rise)
    }

    /// a, b and d of dx/dt = (a − b·x)/d.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(super) fn relaxation(self) -> (R, R, R) {
        let (a, other) = (self.alpha.0 * self.beta.1, self.beta.0 * self.alpha.1);
        (a, a + other, self.alpha.1 * self.beta.1)
    }
}
