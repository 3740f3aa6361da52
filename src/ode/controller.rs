//! [`Controller`]: the size of the next step from the error of this one.

use super::{Real, Scalar};

/// The PI controller: h ← h·SAFETY·e₀^β / e^α with α = 1/(q + 1) − 0.75·β, e the error of this
/// step, e₀ of the one before; β = 0 makes it the I controller, β = 0.04 the PI controller of `dopri5`. The constants are those of `dopri5` in
/// Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.4 and appendix; the controller is
/// that of K. Gustafsson, *ACM Trans. Math. Softw.* 17 (1991) 533.
const SAFETY: f64 = 0.9;
/// A step grows and shrinks by at most these factors.
const MAX_GROWTH: f64 = 10.0;
const MAX_SHRINK: f64 = 0.2;

/// The exponents α and β.
#[derive(Clone, Copy, Debug)]
pub(super) struct Controller<T> {
    alpha: T,
    beta: T,
}

impl<T: Scalar> Controller<T> {
    /// The controller with the weight `beta` for a method whose error estimate is of this order.
    #[inline(always)]
    pub(super) fn new(beta: T, order: u32) -> Self {
        Self { alpha: T::lit(1.0 / f64::from(order + 1)) - T::lit(0.75) * beta, beta }
    }

    /// The step that follows one of the size `h` with this error, after one with the error `before`.
    #[inline(always)]
    pub(super) fn next(self, h: T, error: T, before: T) -> T {
        let factor = T::lit(SAFETY) * Real::powf(before, self.beta) / Real::powf(error, self.alpha);
        h * factor.max(T::lit(MAX_SHRINK)).min(T::lit(MAX_GROWTH))
    }

    /// The step to try after a rejected one.
    pub(super) fn shrunk(self, h: T, error: T) -> T {
        h * (T::lit(SAFETY) / Real::powf(error, self.alpha)).max(T::lit(MAX_SHRINK))
    }
}
