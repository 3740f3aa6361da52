//! [`HodgkinHuxley`]: the equations of the squid axon.

mod system;

use super::fractions::Fractions;
use super::squid_exponentials::SquidExponentials;
use super::{
    Capacitance, Conductance, Gate, GateH, GateM, GateN, IonicConductances, IonicCurrents,
    Membrane, Parameters, Potential, Temperature,
};
use crate::Error;
use crate::num::{Arithmetic, Plain, Real, Scalar};
use crate::stimulus::{Constant, constant};

/// The Hodgkin–Huxley neuron under a stimulus.
///
/// The equations stand in the [module](super); ms, mV, µA/cm², stimulus inward positive. `R` may be
/// any [`Real`]; integrating it needs a [`Scalar`].
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..1.2, 60.0));
/// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
/// let spikes = solution.events(&Membrane::rises_through(50.0))?;
/// assert_eq!(spikes.len(), 1);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HodgkinHuxley<R, S = Constant<R>> {
    /// C (µF/cm²), and 1/C: to divide by C costs a tenth of the right-hand side.
    c_m: R,
    per_c_m: R,
    /// ḡNa, ḡK, ḡL (mS/cm²)
    g_na: R,
    g_k: R,
    g_l: R,
    /// ENa, EK, EL (mV)
    e_na: R,
    e_k: R,
    e_l: R,
    /// The potential from which the rates count V (mV).
    origin: R,
    temperature: Temperature<R>,
    gates: (GateM<R>, GateH<R>, GateN<R>),
    stimulus: S,
}

impl<R: Real> HodgkinHuxley<R> {
    /// The squid axon without stimulus; see [`Parameters::squid_axon`].
    pub fn squid_axon() -> Self {
        Self::unchecked(Parameters::squid_axon())
    }

    pub(super) fn unchecked(parameters: Parameters<R>) -> Self {
        let gates = (parameters.m(), parameters.h(), parameters.n());
        Self::from_parts(parameters, gates)
    }

    /// The neuron with these gates, which must be those of `parameters`.
    pub(crate) fn from_parts(
        parameters: Parameters<R>,
        gates: (GateM<R>, GateH<R>, GateN<R>),
    ) -> Self {
        Self {
            c_m: parameters.c_m.as_microfarads_per_cm2(),
            per_c_m: R::lit(1.0) / parameters.c_m.as_microfarads_per_cm2(),
            g_na: parameters.g_na.as_millisiemens_per_cm2(),
            g_k: parameters.g_k.as_millisiemens_per_cm2(),
            g_l: parameters.g_l.as_millisiemens_per_cm2(),
            e_na: parameters.e_na.as_millivolts(),
            e_k: parameters.e_k.as_millivolts(),
            e_l: parameters.e_l.as_millivolts(),
            origin: parameters.origin.as_millivolts(),
            temperature: parameters.temperature,
            gates,
            stimulus: constant(R::lit(0.0)),
        }
    }
}

impl<T: Scalar> HodgkinHuxley<T> {
    /// A neuron with the Hodgkin–Huxley rates and the given parameters, without stimulus.
    ///
    /// # Errors
    ///
    /// The first parameter that violates its bound, with its value.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Conductance;
    /// use excitable::prelude::*;
    ///
    /// // A tenth of the sodium channels: no spike any more.
    /// let blocked = Parameters {
    ///     g_na: Conductance::from_millisiemens_per_cm2(12.0),
    ///     ..Parameters::squid_axon()
    /// };
    /// let axon = HodgkinHuxley::new(blocked)?.with_stimulus(pulse(1.0..1.2, 60.0));
    /// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// assert!(solution.events(&Membrane::rises_through(50.0))?.is_empty());
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn new(parameters: Parameters<T>) -> Result<Self, Error> {
        parameters.check()?;
        Ok(Self::unchecked(parameters))
    }
}

impl<R: Real, S> HodgkinHuxley<R, S> {
    /// The same neuron under another stimulus (µA/cm², inward positive).
    pub fn with_stimulus<U>(self, stimulus: U) -> HodgkinHuxley<R, U> {
        let Self { c_m, per_c_m, g_na, g_k, g_l, e_na, e_k, e_l, .. } = self;
        let Self { origin, temperature, gates, .. } = self;
        HodgkinHuxley {
            c_m,
            per_c_m,
            g_na,
            g_k,
            g_l,
            e_na,
            e_k,
            e_l,
            origin,
            temperature,
            gates,
            stimulus,
        }
    }

    /// The stimulus (µA/cm², inward positive).
    pub fn stimulus(&self) -> &S {
        &self.stimulus
    }

    /// The parameters, as they stand now.
    pub fn parameters(&self) -> Parameters<R> {
        Parameters {
            c_m: Capacitance::from_microfarads_per_cm2(self.c_m),
            g_na: Conductance::from_millisiemens_per_cm2(self.g_na),
            g_k: Conductance::from_millisiemens_per_cm2(self.g_k),
            g_l: Conductance::from_millisiemens_per_cm2(self.g_l),
            e_na: Potential::from_millivolts(self.e_na),
            e_k: Potential::from_millivolts(self.e_k),
            e_l: Potential::from_millivolts(self.e_l),
            origin: Potential::from_millivolts(self.origin),
            temperature: self.temperature,
        }
    }

    /// The same neuron at another temperature: its gates are 3^((T − 6.3 °C)/10 °C) times as fast
    /// as at 6.3 °C.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Temperature;
    /// use excitable::prelude::*;
    ///
    /// let warm = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(18.5));
    /// let axon = warm.with_stimulus(constant(10.0));
    /// let solution = integrate(&axon, 0.0..100.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// let spikes = solution.events(&Membrane::rises_through(50.0))?;
    /// let period: f64 = spikes[10].t - spikes[9].t;
    /// assert!((period - 5.3025).abs() < 1e-2); // 14.64 ms at 6.3 °C
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn at_temperature(self, temperature: Temperature<R>) -> Self {
        let parameters = Parameters { temperature, ..self.parameters() };
        HodgkinHuxley::unchecked(parameters).with_stimulus(self.stimulus)
    }

    /// The same neuron with time in units of `unit` (ms): all that relaxes is `unit` times as fast.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn in_time(&self, unit: R) -> Self
    where
        S: Clone,
    {
        let (m, h, n) = self.gates;
        let hastened =
            |gate: GateM<R>| GateM { alpha: gate.alpha.scaled(unit), beta: gate.beta.scaled(unit) };
        let h = GateH { alpha: h.alpha.scaled(unit), beta: h.beta.scaled(unit) };
        Self {
            c_m: self.c_m / unit,
            per_c_m: self.per_c_m * unit,
            gates: (hastened(m), h, hastened(n)),
            g_na: self.g_na,
            g_k: self.g_k,
            g_l: self.g_l,
            e_na: self.e_na,
            e_k: self.e_k,
            e_l: self.e_l,
            origin: self.origin,
            temperature: self.temperature,
            stimulus: self.stimulus.clone(),
        }
    }

    pub(super) fn per_c_m(&self) -> R {
        self.per_c_m
    }

    /// The same neuron with all potentials counted from another zero, `by` mV lower: −65 gives the
    /// modern convention with rest near −65 mV. Currents and times stay as they are.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let modern = HodgkinHuxley::<f64>::squid_axon().shifted(-65.0);
    /// assert_eq!(modern.parameters().e_na.as_millivolts(), 50.0);
    /// assert!((modern.rest()?.v - -64.9963793).abs() < 1e-7);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn shifted(self, by: R) -> Self {
        HodgkinHuxley::unchecked(self.parameters().shifted(by)).with_stimulus(self.stimulus)
    }

    /// The sodium activation gate m.
    pub fn m(&self) -> impl Gate<R> {
        self.gates.0
    }

    /// The sodium inactivation gate h.
    pub fn h(&self) -> impl Gate<R> {
        self.gates.1
    }

    /// The potassium activation gate n.
    pub fn n(&self) -> impl Gate<R> {
        self.gates.2
    }

    /// m, h and n.
    #[cfg(feature = "alloc")]
    pub(crate) fn gates(&self) -> &(GateM<R>, GateH<R>, GateN<R>) {
        &self.gates
    }

    /// The membrane held at `v` (mV) until its gates have relaxed: x = x∞(v).
    pub fn clamped_at(&self, v: R) -> Membrane<R> {
        let (m, h, n) = &self.gates;
        Membrane { v, m: m.x_inf(v), h: h.x_inf(v), n: n.x_inf(v) }
    }

    /// The conductances of the ions (mS/cm²).
    #[inline(always)]
    pub fn conductances(&self, y: &Membrane<R>) -> IonicConductances<R> {
        let &Membrane { m, h, n, .. } = y;
        let n2 = n * n;
        IonicConductances { na: self.g_na * (m * m * m * h), k: self.g_k * (n2 * n2), l: self.g_l }
    }

    /// The currents of the ions (µA/cm²), outward positive.
    #[inline(always)]
    pub fn currents(&self, y: &Membrane<R>) -> IonicCurrents<R> {
        let g = self.conductances(y);
        IonicCurrents {
            na: g.na * (y.v - self.e_na),
            k: g.k * (y.v - self.e_k),
            l: g.l * (y.v - self.e_l),
        }
    }

    /// a and b of dV/dt = a − b·V under the stimulus `current` − `conductance`·V.
    #[inline(always)]
    pub(crate) fn relaxation_of_v(
        &self,
        y: &Membrane<R>,
        (current, conductance): (R, R),
    ) -> (R, R) {
        let g = self.conductances(y);
        let driven = g.na * self.e_na + g.k * self.e_k + g.l * self.e_l;
        let total = g.na + g.k + g.l + conductance;
        ((current + driven) * self.per_c_m, total * self.per_c_m)
    }

    /// αx and βx of m, h and n (1/ms), as fractions.
    ///
    /// From exponentials whose scales have a multiple in common; `tests/models/reference.rs`
    /// compares the rates with the gates one by one.
    #[inline(always)]
    fn rates<A: Arithmetic>(&self, v: R) -> [Fractions<R>; 3] {
        let (one, (m, h, n)) = (R::lit(1.0), &self.gates);
        let e = SquidExponentials::of::<A>(self.origin - v);
        let ((alpha_m, d_m), (alpha_n, d_n)) = (e.m, e.n);
        [
            Fractions { alpha: (m.alpha.rate * alpha_m, d_m), beta: (m.beta.rate * e.e18, one) },
            Fractions { alpha: (h.alpha.rate * e.e20, one), beta: (h.beta.rate, e.h) },
            Fractions { alpha: (n.alpha.rate * alpha_n, d_n), beta: (n.beta.rate * e.e80, one) },
        ]
    }

    /// a, b and d of m, h and n: dx/dt = (a − b·x)/d.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn gate_fractions(&self, v: R) -> [(R, R, R); 3] {
        let [m, h, n] = self.rates::<Plain>(v);
        [m.relaxation(), h.relaxation(), n.relaxation()]
    }

    /// αx, and αx + βx, of m, h and n: dx/dt = αx − (αx + βx)·x.
    #[inline(always)]
    pub(super) fn gate_coefficients(&self, v: R) -> ([R; 3], [R; 3]) {
        let [m, h, n] = self.rates::<Plain>(v);
        let (m, h, n) = (m.quotients(), h.quotients(), n.quotients());
        ([m.0, h.0, n.0], [m.0 + m.1, h.0 + h.1, n.0 + n.1])
    }

    /// ∂fᵢ/∂yⱼ of dy/dt = f, rows and columns in the order v, m, h, n; without a conductance in the
    /// stimulus.
    ///
    /// In closed form, by the derivatives of the rates.
    pub fn jacobian_at(&self, y: &Membrane<R>) -> [[R; 4]; 4] {
        let &Membrane { v, m, h, n } = y;
        let (g, zero, one) = (self.conductances(y), R::lit(0.0), R::lit(1.0));
        let (na, k) = (self.g_na * (v - self.e_na), self.g_k * (v - self.e_k));
        let gate = |gate: &dyn Gate<R>, x: R| {
            let ((alpha, beta), (da, db)) = (gate.rates(v), gate.rate_derivatives(v));
            (da * (one - x) - db * x, -(alpha + beta))
        };
        let gates = &self.gates;
        let [dm, dh, dn] = [gate(&gates.0, m), gate(&gates.1, h), gate(&gates.2, n)];
        let to_v = [
            -(g.na + g.k + g.l),
            -(na * R::lit(3.0) * (m * m * h)),
            -(na * (m * m * m)),
            -(k * R::lit(4.0) * (n * n * n)),
        ];
        [
            to_v.map(|x| x * self.per_c_m),
            [dm.0, dm.1, zero, zero],
            [dh.0, zero, dh.1, zero],
            [dn.0, zero, zero, dn.1],
        ]
    }

    /// dy/dt under the stimulus `current` (µA/cm²): the equations, once, for every number type.
    #[inline(always)]
    pub fn slope(&self, y: &Membrane<R>, current: R) -> Membrane<R> {
        self.slope_in::<Plain>(y, current)
    }

    #[inline(always)]
    pub(super) fn slope_in<A: Arithmetic>(&self, y: &Membrane<R>, current: R) -> Membrane<R> {
        let (g, [m, h, n]) = (self.conductances(y), self.rates::<A>(y.v));
        // I − INa − IK − IL (µA/cm²)
        let left = A::mul_add(-g.na, y.v - self.e_na, current);
        let left = A::mul_add(-g.k, y.v - self.e_k, left);
        let left = A::mul_add(-g.l, y.v - self.e_l, left);
        Membrane {
            // C·dV/dt = I − INa − IK − IL (mV/ms), eq. 26
            v: left * self.per_c_m,
            // eq. 15, 16, 7
            m: m.slope::<A>(m.beta.0, y.m),
            h: h.slope::<A>(h.beta.0 / h.beta.1, y.h),
            n: n.slope::<A>(n.beta.0, y.n),
        }
    }
}
