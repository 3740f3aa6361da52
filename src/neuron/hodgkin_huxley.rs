//! [`HodgkinHuxley`]: the equations of 1952.

use core::ops::Range;

use num_traits::Float;

use super::{
    AlphaBeta, Capacitance, Conductance, ExpLinear, Exponential, Gate, IonicConductances,
    IonicCurrents, Membrane, Parameters, Potential, Sigmoid,
};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, OdeSystem, Real, Scalar, bracket};
use crate::stimulus::{Constant, Stimulus, constant};

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
/// let spikes = solution.events(&rising(|_t, y: &Membrane<f64>| y.v - 50.0))?;
/// assert_eq!(spikes.len(), 1);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HodgkinHuxley<R, S = Constant<R>> {
    /// C (µF/cm²), and 1/C: a division at the end of the chain costs a tenth of the right-hand side.
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
    /// Where the rates count V from (mV).
    origin: R,
    m: AlphaBeta<ExpLinear<R>, Exponential<R>>,
    h: AlphaBeta<Exponential<R>, Sigmoid<R>>,
    n: AlphaBeta<ExpLinear<R>, Exponential<R>>,
    stimulus: S,
}

impl<R: Real> HodgkinHuxley<R> {
    /// The squid axon of 1952 without stimulus; see [`Parameters::squid_axon`].
    pub fn squid_axon() -> Self {
        Self::unchecked(Parameters::squid_axon())
    }

    fn unchecked(parameters: Parameters<R>) -> Self {
        let origin = parameters.origin.as_millivolts();
        Self {
            c_m: parameters.c_m.as_microfarads_per_cm2(),
            per_c_m: R::lit(1.0) / parameters.c_m.as_microfarads_per_cm2(),
            g_na: parameters.g_na.as_millisiemens_per_cm2(),
            g_k: parameters.g_k.as_millisiemens_per_cm2(),
            g_l: parameters.g_l.as_millisiemens_per_cm2(),
            e_na: parameters.e_na.as_millivolts(),
            e_k: parameters.e_k.as_millivolts(),
            e_l: parameters.e_l.as_millivolts(),
            origin,
            // αm, βm: eq. 20, 21; αh, βh: eq. 23, 24; αn, βn: eq. 12, 13
            m: AlphaBeta {
                alpha: ExpLinear::lit(1.0, 25.0, 10.0).shifted(origin),
                beta: Exponential::lit(4.0, 0.0, -18.0).shifted(origin),
            },
            h: AlphaBeta {
                alpha: Exponential::lit(0.07, 0.0, -20.0).shifted(origin),
                beta: Sigmoid::lit(1.0, 30.0, 10.0).shifted(origin),
            },
            n: AlphaBeta {
                alpha: ExpLinear::lit(0.1, 10.0, 10.0).shifted(origin),
                beta: Exponential::lit(0.125, 0.0, -80.0).shifted(origin),
            },
            stimulus: constant(R::lit(0.0)),
        }
    }
}

impl<T: Scalar> HodgkinHuxley<T> {
    /// A neuron with the rates of 1952 and the given parameters, without stimulus.
    ///
    /// # Errors
    ///
    /// The first parameter that violates its bound, with its value.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    /// use excitable::Conductance;
    ///
    /// // A tenth of the sodium channels: no spike any more.
    /// let blocked = Parameters {
    ///     g_na: Conductance::from_millisiemens_per_cm2(12.0),
    ///     ..Parameters::squid_axon()
    /// };
    /// let axon = HodgkinHuxley::new(blocked)?.with_stimulus(pulse(1.0..1.2, 60.0));
    /// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// assert!(solution.events(&rising(|_t, y: &Membrane<f64>| y.v - 50.0))?.is_empty());
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
        let Self { c_m, per_c_m, g_na, g_k, g_l, e_na, e_k, e_l, origin, m, h, n, .. } = self;
        HodgkinHuxley { c_m, per_c_m, g_na, g_k, g_l, e_na, e_k, e_l, origin, m, h, n, stimulus }
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
        }
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
        self.m
    }

    /// The sodium inactivation gate h.
    pub fn h(&self) -> impl Gate<R> {
        self.h
    }

    /// The potassium activation gate n.
    pub fn n(&self) -> impl Gate<R> {
        self.n
    }

    /// The membrane held at `v` (mV) until its gates have relaxed: x = x∞(v).
    pub fn clamped_at(&self, v: R) -> Membrane<R> {
        Membrane { v, m: self.m.x_inf(v), h: self.h.x_inf(v), n: self.n.x_inf(v) }
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
    pub(super) fn relaxation_of_v(
        &self,
        y: &Membrane<R>,
        (current, conductance): (R, R),
    ) -> (R, R) {
        let g = self.conductances(y);
        let driven = g.na * self.e_na + g.k * self.e_k + g.l * self.e_l;
        let total = g.na + g.k + g.l + conductance;
        ((current + driven) * self.per_c_m, total * self.per_c_m)
    }

    /// dy/dt under the stimulus `current` (µA/cm²): the equations, once, for every number type.
    #[inline(always)]
    pub fn slope(&self, y: &Membrane<R>, current: R) -> Membrane<R> {
        let ionic = self.currents(y);
        Membrane {
            // C·dV/dt = I − INa − IK − IL (mV/ms), eq. 26
            v: (current - ionic.na - ionic.k - ionic.l) * self.per_c_m,
            // dx/dt = αx·(1 − x) − βx·x (1/ms), eq. 15, 16, 7
            m: self.m.slope(y.v, y.m),
            h: self.h.slope(y.v, y.h),
            n: self.n.slope(y.v, y.n),
        }
    }
}

impl<T: Scalar, S> HodgkinHuxley<T, S> {
    /// The state in which, without stimulus, nothing changes: the steady ionic current vanishes.
    ///
    /// It is looked for between the lowest and the highest reversal potential; with the rates and
    /// parameters of 1952 it is the only one.
    ///
    /// # Errors
    ///
    /// Where all conductances are zero, any potential is at rest and none is returned.
    pub fn rest(&self) -> Result<Membrane<T>, Error> {
        let total = self.g_na + self.g_k + self.g_l;
        let remedy = "give the membrane at least one conductance";
        require(
            total > T::lit(0.0),
            "rest",
            ("total conductance", total),
            Bound::Positive,
            remedy,
        )?;
        let steady = |v: T| {
            let ionic = self.currents(&self.clamped_at(v));
            ionic.na + ionic.k + ionic.l
        };
        let low = self.e_na.min(self.e_k).min(self.e_l);
        let high = self.e_na.max(self.e_k).max(self.e_l);
        let (inward, outward) = (steady(low), steady(high));
        let remedy =
            "the rates overflow at the reversal potentials; bring these closer to one another";
        let holds = Float::is_finite(inward) && Float::is_finite(outward);
        require(holds, "rest", ("steady current", inward + outward), Bound::Finite, remedy)?;
        let (a, b) = bracket((low, inward), (high, outward), steady);
        let closer = if steady(a).abs() < steady(b).abs() { a } else { b };
        Ok(self.clamped_at(closer))
    }
}

impl<T: Scalar, S: Stimulus<T>> OdeSystem for HodgkinHuxley<T, S> {
    type State = Membrane<T>;

    #[inline(always)]
    fn derivative(&self, t: T, y: &Membrane<T>, dydt: &mut Membrane<T>) {
        *dydt = self.slope(y, self.stimulus.inflow(t, y.v));
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.stimulus.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.parameters().check()?;
        self.stimulus.check(span)
    }

    /// V 200 mV, m 4, h 0.02, n 0.1: chosen by the evaluations that a given error of V costs under four stimuli.
    /// An error of m is gone in a moment, one of h or n stays.
    fn scale(&self) -> Option<Membrane<T>> {
        let lit = T::lit;
        Some(Membrane { v: lit(200.0), m: lit(4.0), h: lit(0.02), n: lit(0.1) })
    }
}
