//! [`Gate`]: a gating variable, as α and β or as x∞ and τ.

use super::Rate;
use crate::ode::Real;

/// A gating variable x between 0 (shut) and 1 (open): dx/dt = α·(1 − x) − β·x = (x∞ − x)/τ.
///
/// α opens and β shuts (1/ms); x∞ = α/(α + β), τ = 1/(α + β) (ms). Either view gives the other.
pub trait Gate<R: Real> {
    /// (α, β) at the potential `v` (mV), in 1/ms.
    fn rates(&self, v: R) -> (R, R);

    /// The steady value x∞ at the potential `v` (mV).
    #[inline(always)]
    fn x_inf(&self, v: R) -> R {
        let (alpha, beta) = self.rates(v);
        alpha / (alpha + beta)
    }

    /// The time constant τ (ms) at the potential `v` (mV).
    #[inline(always)]
    fn tau_x(&self, v: R) -> R {
        let (alpha, beta) = self.rates(v);
        R::lit(1.0) / (alpha + beta)
    }

    /// dx/dt (1/ms) at the potential `v` (mV).
    #[inline(always)]
    fn slope(&self, v: R, x: R) -> R {
        let (alpha, beta) = self.rates(v);
        alpha * (R::lit(1.0) - x) - beta * x
    }
}

/// A gate given by its opening and shutting rates.
///
/// # Example
///
/// ```
/// use excitable::{AlphaBeta, Exponential, Gate, Sigmoid};
///
/// let h = AlphaBeta {
///     alpha: Exponential { rate: 0.07, midpoint: 0.0, scale: -20.0 },
///     beta: Sigmoid { rate: 1.0, midpoint: 30.0, scale: 10.0 },
/// };
/// let h_inf: f64 = h.x_inf(0.0);
/// assert!((h_inf - 0.5961207535084602).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlphaBeta<A, B> {
    /// The opening rate (1/ms).
    pub alpha: A,
    /// The shutting rate (1/ms).
    pub beta: B,
}

impl<R: Real, A: Rate<R>, B: Rate<R>> Gate<R> for AlphaBeta<A, B> {
    #[inline(always)]
    fn rates(&self, v: R) -> (R, R) {
        (self.alpha.at(v), self.beta.at(v))
    }
}

/// A gate given by its steady value and its time constant.
///
/// # Example
///
/// ```
/// use excitable::{Gate, Relaxation, Sigmoid};
///
/// let m = Relaxation { x_inf: Sigmoid { rate: 1.0, midpoint: -40.0, scale: 9.0 }, tau_x: |_v: f64| 0.5 };
/// assert_eq!((m.x_inf(-40.0), m.slope(-40.0, 0.0)), (0.5, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relaxation<X, Tau> {
    /// The steady value x∞ as a function of V, between 0 and 1.
    pub x_inf: X,
    /// The time constant τ (ms) as a function of V.
    pub tau_x: Tau,
}

impl<R: Real, X: Rate<R>, Tau: Rate<R>> Gate<R> for Relaxation<X, Tau> {
    #[inline(always)]
    fn rates(&self, v: R) -> (R, R) {
        let (x_inf, tau) = (self.x_inf.at(v), self.tau_x.at(v));
        (x_inf / tau, (R::lit(1.0) - x_inf) / tau)
    }

    #[inline(always)]
    fn x_inf(&self, v: R) -> R {
        self.x_inf.at(v)
    }

    #[inline(always)]
    fn tau_x(&self, v: R) -> R {
        self.tau_x.at(v)
    }

    #[inline(always)]
    fn slope(&self, v: R, x: R) -> R {
        (self.x_inf.at(v) - x) / self.tau_x.at(v)
    }
}
