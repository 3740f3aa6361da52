//! The gates and channels of the squid axon: the Hodgkin–Huxley rates, written once.

use super::{
    AlphaBeta, ExpLinear, Exponential, Gate, IonChannel, Parameters, Potential, Powered, Q10,
    Sigmoid, Temperature,
};
use crate::ode::Real;

/// The sodium activation gate m.
pub type GateM<R> = AlphaBeta<ExpLinear<R>, Exponential<R>>;
/// The sodium inactivation gate h.
pub type GateH<R> = AlphaBeta<Exponential<R>, Sigmoid<R>>;
/// The potassium activation gate n.
pub type GateN<R> = AlphaBeta<ExpLinear<R>, Exponential<R>>;

/// The sodium channel: ḡNa·m³·h.
pub type Sodium<R> = IonChannel<R, (Powered<GateM<R>, 3>, Powered<GateH<R>, 1>)>;
/// The potassium channel: ḡK·n⁴.
pub type Potassium<R> = IonChannel<R, (Powered<GateN<R>, 4>,)>;
/// A conductance without a gate.
pub type Leak<R> = IonChannel<R, ()>;

/// The growth of the Hodgkin–Huxley rates with temperature: 3 times for 10 °C above 6.3 °C.
pub(super) fn q10<R: Real>() -> Q10<R> {
    Q10 { factor: R::lit(3.0), reference: Temperature::from_celsius(R::lit(6.3)) }
}

impl<R: Real> Parameters<R> {
    /// The speed of the gates relative to that at 6.3 °C: φ = 3^((T − 6.3 °C)/10 °C).
    pub fn phi(&self) -> R {
        q10().at(self.temperature)
    }

    /// The same membrane with gates `phi` times as fast as at 6.3 °C: at the temperature at which
    /// they are, T = 6.3 °C + 10 °C·ln φ/ln 3. `phi` must be at least 0.056, the factor at −20 °C.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let twice = Parameters::<f64>::squid_axon().with_phi(2.0);
    /// assert!((twice.phi() - 2.0).abs() < 1e-15);
    /// assert!((twice.temperature.as_celsius() - 12.609).abs() < 1e-3);
    /// ```
    pub fn with_phi(self, phi: R) -> Self {
        Self { temperature: q10().temperature(phi), ..self }
    }

    /// The sodium activation gate m: αm, βm of eq. 20, 21.
    pub fn m(&self) -> GateM<R> {
        let (origin, phi) = (self.origin.as_millivolts(), self.phi());
        AlphaBeta {
            alpha: ExpLinear::lit(1.0, 25.0, 10.0).shifted(origin).scaled(phi),
            beta: Exponential::lit(4.0, 0.0, -18.0).shifted(origin).scaled(phi),
        }
    }

    /// The sodium inactivation gate h: αh, βh of eq. 23, 24.
    pub fn h(&self) -> GateH<R> {
        let (origin, phi) = (self.origin.as_millivolts(), self.phi());
        AlphaBeta {
            alpha: Exponential::lit(0.07, 0.0, -20.0).shifted(origin).scaled(phi),
            beta: Sigmoid::lit(1.0, 30.0, 10.0).shifted(origin).scaled(phi),
        }
    }

    /// The potassium activation gate n: αn, βn of eq. 12, 13.
    pub fn n(&self) -> GateN<R> {
        let (origin, phi) = (self.origin.as_millivolts(), self.phi());
        AlphaBeta {
            alpha: ExpLinear::lit(0.1, 10.0, 10.0).shifted(origin).scaled(phi),
            beta: Exponential::lit(0.125, 0.0, -80.0).shifted(origin).scaled(phi),
        }
    }

    /// The sodium channel, gated by m³·h.
    pub fn sodium(&self) -> Sodium<R> {
        let gates = (self.m().powered::<3>(), self.h().powered::<1>());
        IonChannel::new(self.g_na, self.e_na).with_gates(gates)
    }

    /// The potassium channel, gated by n⁴.
    pub fn potassium(&self) -> Potassium<R> {
        IonChannel::new(self.g_k, self.e_k).with_gates((self.n().powered::<4>(),))
    }

    /// The leak.
    pub fn leak(&self) -> Leak<R> {
        IonChannel::new(self.g_l, self.e_l)
    }

    /// The parameters of the squid axon with the leak reversal potential at which rest is exactly
    /// at V = 0: EL = 10.598921 mV, where table 3 prints 10.613.
    pub fn squid_axon_at_exact_rest() -> Self {
        let axon = Self::squid_axon();
        let zero = R::lit(0.0);
        let (m, h, n) = (axon.m().x_inf(zero), axon.h().x_inf(zero), axon.n().x_inf(zero));
        // 0 = ḡNa·m³·h·ENa + ḡK·n⁴·EK + ḡL·EL
        let na = axon.g_na.as_millisiemens_per_cm2() * (m * m * m * h) * axon.e_na.as_millivolts();
        let k = axon.g_k.as_millisiemens_per_cm2() * (n * n) * (n * n) * axon.e_k.as_millivolts();
        let e_l = -(na + k) / axon.g_l.as_millisiemens_per_cm2();
        Self { e_l: Potential::from_millivolts(e_l), ..axon }
    }

    /// The parameters of the squid axon in the modern convention, with rest near −65 mV: ENa 50, EK
    /// −77, EL −54.387 mV.
    pub fn squid_axon_at_minus_65() -> Self {
        Self::squid_axon().shifted(R::lit(-65.0))
    }
}
