//! [`Gate`]: a gating variable, as α and β or as x∞ and τ.

use super::Rate;
use super::rate::DIFFERENCE;
use crate::ode::Real;

/// A gating variable x between 0 (shut) and 1 (open): dx/dt = α·(1 − x) − β·x = (x∞ − x)/τ.
///
/// α opens and β shuts (1/ms); x∞ = α/(α + β), τ = 1/(α + β) (ms). Either view gives the other.
pub trait Gate<R: Real> {
    /// (α, β) at the potential `v` (mV), in 1/ms.
    fn rates(&self, v: R) -> (R, R);

    /// (dα/dV, dβ/dV) at the potential `v` (mV), in 1/(ms·mV). Provided: central differences over
    /// ±2⁻¹⁰ mV.
    fn rate_derivatives(&self, v: R) -> (R, R) {
        let d = R::lit(DIFFERENCE);
        let ((a, b), (c, e)) = (self.rates(v + d), self.rates(v - d));
        ((a - c) / (d + d), (b - e) / (d + d))
    }

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
/// use excitable::neuron::{AlphaBeta, Exponential, Gate, Sigmoid};
///
/// let h = AlphaBeta {
///     alpha: Exponential { rate: 0.07, midpoint: 0.0, scale: -20.0 },
///     beta: Sigmoid { rate: 1.0, midpoint: 30.0, scale: 10.0 },
/// };
/// let h_inf: f64 = h.x_inf(0.0);
/// assert!((h_inf - 0.5961207535084602).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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

    fn rate_derivatives(&self, v: R) -> (R, R) {
        (self.alpha.derivative(v), self.beta.derivative(v))
    }
}

impl<A, B> AlphaBeta<A, B> {
    /// This gate with its power in a conductance: `m.powered::<3>()` for m³.
    pub const fn powered<const P: u32>(self) -> Powered<Self, P> {
        Powered::new(self)
    }
}

/// A gate given by its steady value and its time constant.
///
/// # Example
///
/// ```
/// use excitable::neuron::{Gate, Relaxation, Sigmoid};
///
/// let m = Relaxation {
///     x_inf: Sigmoid { rate: 1.0, midpoint: -40.0, scale: 9.0 },
///     tau_x: |_v: f64| 0.5,
/// };
/// assert_eq!((m.x_inf(-40.0), m.slope(-40.0, 0.0)), (0.5, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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

    fn rate_derivatives(&self, v: R) -> (R, R) {
        // α = x∞/τ, β = (1 − x∞)/τ: α' = (x∞' − α·τ')/τ, β' = (−x∞' − β·τ')/τ
        let ((alpha, beta), tau) = (self.rates(v), self.tau_x.at(v));
        let (x, t) = (self.x_inf.derivative(v), self.tau_x.derivative(v));
        ((x - alpha * t) / tau, (-x - beta * t) / tau)
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

impl<X, Tau> Relaxation<X, Tau> {
    /// This gate with its power in a conductance: `m.powered::<3>()` for m³.
    pub const fn powered<const P: u32>(self) -> Powered<Self, P> {
        Powered::new(self)
    }
}

/// A gate whose rates are multiplied by a factor, as by a [`Q10`](super::Q10).
///
/// # Example
///
/// ```
/// use excitable::Temperature;
/// use excitable::neuron::{AlphaBeta, Exponential, Gate, Hastened, Q10};
///
/// let n = AlphaBeta {
///     alpha: Exponential::lit(0.1, 0.0, 20.0),
///     beta: Exponential::lit(0.125, 0.0, -80.0),
/// };
/// let q10 = Q10 { factor: 3.0, reference: Temperature::from_celsius(6.3) };
/// let warm = Hastened { gate: n, factor: q10.at(Temperature::from_celsius(16.3)) };
/// assert!((warm.tau_x(0.0) - n.tau_x(0.0) / 3.0_f64).abs() < 1e-14);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Hastened<G, R> {
    /// The gate.
    pub gate: G,
    /// The factor of its rates.
    pub factor: R,
}

impl<G: Gate<R>, R: Real> Gate<R> for Hastened<G, R> {
    #[inline(always)]
    fn rates(&self, v: R) -> (R, R) {
        let (alpha, beta) = self.gate.rates(v);
        (self.factor * alpha, self.factor * beta)
    }

    fn rate_derivatives(&self, v: R) -> (R, R) {
        let (alpha, beta) = self.gate.rate_derivatives(v);
        (self.factor * alpha, self.factor * beta)
    }
}

impl<G, R> Hastened<G, R> {
    /// This gate with its power in a conductance: `m.powered::<3>()` for m³.
    pub const fn powered<const P: u32>(self) -> Powered<Self, P> {
        Powered::new(self)
    }
}

/// A gate with its power in a conductance; made by `powered` of the gates here, or by
/// [`Powered::new`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Powered<G, const P: u32> {
    /// The gate.
    pub gate: G,
}

impl<G, const P: u32> Powered<G, P> {
    /// `gate` to the power `P`.
    pub const fn new(gate: G) -> Self {
        Self { gate }
    }

    /// xᴾ, and P·xᴾ⁻¹.
    #[inline(always)]
    pub(super) fn power<R: Real>(x: R) -> R {
        // Multiplied as one writes it: (x·x)·(x·x) for the fourth, x·x·x for the third.
        match P {
            0 => R::lit(1.0),
            1 => x,
            2 => x * x,
            3 => x * x * x,
            4 => (x * x) * (x * x),
            _ => (0..P).fold(R::lit(1.0), |power, _| power * x),
        }
    }

    pub(super) fn power_derivative<R: Real>(x: R) -> R {
        let below = (1..P).fold(R::lit(1.0), |power, _| power * x);
        if P == 0 { R::lit(0.0) } else { R::lit(f64::from(P)) * below }
    }
}
