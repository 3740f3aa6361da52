//! [`IntegrateAndFire`]: the leaky integrate-and-fire neuron.

use core::ops::Range;

use num_traits::Float;

use super::{Capacitance, Conductance, Potential};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::event::Events;
use crate::ode::{
    ConditionallyLinear, Direction, Matrix, OdeSystem, Scalar, StepControl, Steps, component,
    integrate,
};
use crate::stimulus::{Constant, Stimulus, constant};

/// The numbers of a leaky integrate-and-fire neuron, each with its unit; checked before a run.
///
/// # Example
///
/// ```
/// use excitable::Potential;
/// use excitable::neuron::LeakParameters;
///
/// let p = LeakParameters {
///     threshold: Potential::from_millivolts(-55.0),
///     ..LeakParameters::cortical()
/// };
/// assert_eq!(p.tau(), 10.0_f64); // ms
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LeakParameters<T> {
    /// Membrane capacitance C, > 0.
    pub c_m: Capacitance<T>,
    /// Leak conductance g, > 0.
    pub g_l: Conductance<T>,
    /// Leak reversal potential E, at which the neuron rests.
    pub e_l: Potential<T>,
    /// The potential at which it fires.
    pub threshold: Potential<T>,
    /// The potential after a spike, below the threshold.
    pub reset: Potential<T>,
    /// The time after a spike during which it stays at the reset potential (ms), ≥ 0.
    pub refractory: T,
}

impl<T: Scalar> LeakParameters<T> {
    /// A time constant of 10 ms (1 µF/cm², 0.1 mS/cm²), rest at −65 mV, threshold −50 mV, reset to
    /// −65 mV, refractory for 2 ms: values of the size usual for a cortical cell.
    pub fn cortical() -> Self {
        let potential = |v| Potential::from_millivolts(T::lit(v));
        Self {
            c_m: Capacitance::from_microfarads_per_cm2(T::lit(1.0)),
            g_l: Conductance::from_millisiemens_per_cm2(T::lit(0.1)),
            e_l: potential(-65.0),
            threshold: potential(-50.0),
            reset: potential(-65.0),
            refractory: T::lit(2.0),
        }
    }

    /// The time constant τ = C/g (ms).
    pub fn tau(&self) -> T {
        self.c_m.as_microfarads_per_cm2() / self.g_l.as_millisiemens_per_cm2()
    }

    /// Whether these numbers describe a neuron that can fire.
    ///
    /// # Errors
    ///
    /// The first that violates its bound, with its value.
    pub fn check(&self) -> Result<(), Error> {
        let owner = "LeakParameters";
        let positive = |field, x: T, remedy| {
            let holds = x > T::zero() && Float::is_finite(x);
            require(holds, owner, (field, x), Bound::Positive, remedy)
        };
        positive("c_m", self.c_m.as_microfarads_per_cm2(), "give the capacitance in µF/cm²")?;
        positive("g_l", self.g_l.as_millisiemens_per_cm2(), "give the conductance in mS/cm²")?;
        let [e_l, threshold, reset] =
            [self.e_l, self.threshold, self.reset].map(Potential::as_millivolts);
        for (field, v) in [("e_l", e_l), ("threshold", threshold), ("reset", reset)] {
            let remedy = "give the potential in mV";
            require(Float::is_finite(v), owner, (field, v), Bound::Finite, remedy)?;
        }
        let bound = Bound::Below(threshold.into());
        let remedy = "reset the neuron below its threshold, or it fires without end";
        require(reset < threshold, owner, ("reset", reset), bound, remedy)?;
        let (time, remedy) = (self.refractory, "give the time in ms, 0 for none");
        let holds = time >= T::zero() && Float::is_finite(time);
        require(holds, owner, ("refractory", time), Bound::NonNegative, remedy)
    }
}

/// The state of an integrate-and-fire neuron.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Leaky<T> {
    /// The membrane potential (mV).
    pub v: T,
    /// The time since the last spike (ms), or since the start.
    pub since: T,
    /// 1 while the neuron is refractory and held at its reset potential, else 0.
    pub held: T,
}

crate::impl_state!(Leaky<T>: T { v, since, held });

/// The leaky integrate-and-fire neuron: C·dV/dt = I − g·(V − E); at the threshold it fires, is
/// reset, and rests for its refractory period. It fires at once where it starts at the threshold or
/// above, or is put there by [`change`](crate::ode::Steps::change); while it is refractory such a
/// shock is lost.
///
/// [`run`](IntegrateAndFire::run) is [`integrate`](fn@integrate) with its two events: the spike,
/// and the end of refractoriness.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::IntegrateAndFire;
/// use excitable::neuron::LeakParameters;
///
/// let neuron = IntegrateAndFire::new(LeakParameters::cortical())?;
/// let neuron = neuron.with_stimulus(constant(2.0));
/// let mut spikes = Vec::new();
/// neuron.run(0.0..100.0, neuron.rest(), Rk45.adaptive(), |t| spikes.push(t)).finish()?;
/// // T = t_ref + τ·ln((I/g + E − V_reset)/(I/g + E − V_threshold)) = 2 + 10·ln(20/5)
/// let period = spikes[2] - spikes[1];
/// assert!((period - (2.0 + 10.0 * 4.0_f64.ln())).abs() < 1e-4);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntegrateAndFire<T, S = Constant<T>> {
    parameters: LeakParameters<T>,
    stimulus: S,
}

impl<T: Scalar> IntegrateAndFire<T> {
    /// A neuron with these parameters, without stimulus.
    ///
    /// # Errors
    ///
    /// The first parameter that violates its bound, with its value.
    pub fn new(parameters: LeakParameters<T>) -> Result<Self, Error> {
        parameters.check()?;
        Ok(Self { parameters, stimulus: constant(T::zero()) })
    }
}

impl<T: Scalar, S> IntegrateAndFire<T, S> {
    /// The same neuron under another stimulus (µA/cm², inward positive).
    pub fn with_stimulus<U>(self, stimulus: U) -> IntegrateAndFire<T, U> {
        IntegrateAndFire { parameters: self.parameters, stimulus }
    }

    /// The stimulus.
    pub fn stimulus(&self) -> &S {
        &self.stimulus
    }

    /// The parameters.
    pub fn parameters(&self) -> &LeakParameters<T> {
        &self.parameters
    }

    /// The neuron at rest, V = E, ready to fire.
    pub fn rest(&self) -> Leaky<T> {
        self.at(self.parameters.e_l.as_millivolts())
    }

    /// The neuron at the potential `v` (mV), ready to fire.
    pub fn at(&self, v: T) -> Leaky<T> {
        Leaky { v, since: T::zero(), held: T::zero() }
    }

    /// [`integrate`](fn@integrate) over `span`, with the reset at each spike and the end of each
    /// refractory period; `on_spike` is called with the time of each spike (ms). Forward in time
    /// only: a reset cannot be undone.
    pub fn run<'a, C, F>(
        &'a self,
        span: Range<T>,
        y0: Leaky<T>,
        control: C,
        mut on_spike: F,
    ) -> Steps<'a, Self, C, impl Events<Leaky<T>> + use<'a, T, S, C, F>>
    where
        S: Stimulus<T>,
        C: StepControl<Self>,
        F: FnMut(T) + 'a,
    {
        let p = self.parameters;
        let (threshold, reset) = (p.threshold.as_millivolts(), p.reset.as_millivolts());
        let held = if p.refractory > T::zero() { T::one() } else { T::zero() };
        integrate(self, span, y0, control)
            .reset_on(
                component(0).rises_through(threshold).or_by_jump(),
                move |t, y: &mut Leaky<T>| {
                    if y.held > T::zero() {
                        // A shock while it is refractory: it is held at its reset potential.
                        y.v = reset;
                        return;
                    }
                    on_spike(t);
                    *y = Leaky { v: reset, since: T::zero(), held };
                },
            )
            .reset_on(component(1).rises_through(p.refractory), |_t, y: &mut Leaky<T>| {
                y.held = T::zero();
            })
    }
}

impl<T: Scalar, S: Stimulus<T>> OdeSystem for IntegrateAndFire<T, S> {
    type State = Leaky<T>;

    #[inline(always)]
    fn derivative(&self, t: T, y: &Leaky<T>, dydt: &mut Leaky<T>) {
        let p = &self.parameters;
        let (g, c) = (p.g_l.as_millisiemens_per_cm2(), p.c_m.as_microfarads_per_cm2());
        // C·dV/dt = I − g·(V − E) (mV/ms), or nothing while the neuron is held
        let v = (self.stimulus.drive(t, y.v).inflow(y.v) - g * (y.v - p.e_l.as_millivolts())) / c;
        *dydt = Leaky { v: (T::one() - y.held) * v, since: T::one(), held: T::zero() };
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.stimulus.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.parameters.check()?;
        let bound = Bound::AtLeast("its start", span.start.into());
        let remedy = "run the neuron forward in time: a reset cannot be undone";
        let value = ("end of the span", span.end);
        require(span.end >= span.start, "IntegrateAndFire", value, bound, remedy)?;
        self.stimulus.check(span)
    }

    fn jacobian(&self, t: T, y: &Leaky<T>, dfdy: &mut Matrix<T>) -> bool {
        let p = &self.parameters;
        let g = p.g_l.as_millisiemens_per_cm2() + self.stimulus.drive(t, y.v).linear().1;
        dfdy[(0, 0)] = (y.held - T::one()) * g / p.c_m.as_microfarads_per_cm2();
        true
    }

    /// V 10 mV, time 1 ms.
    fn scale(&self) -> Option<Leaky<T>> {
        Some(Leaky { v: T::lit(10.0), since: T::one(), held: T::one() })
    }

    fn is_autonomous(&self) -> bool {
        self.stimulus.is_held()
    }
}

impl<T: Scalar, S: Stimulus<T>> ConditionallyLinear for IntegrateAndFire<T, S> {
    const PARTS: usize = 1;

    #[inline(always)]
    fn coefficients(&self, _: usize, t: T, y: &Leaky<T>, a: &mut Leaky<T>, b: &mut Leaky<T>) {
        let p = &self.parameters;
        let (g, c) = (p.g_l.as_millisiemens_per_cm2(), p.c_m.as_microfarads_per_cm2());
        let free = T::one() - y.held;
        let (current, conductance) = self.stimulus.drive(t, y.v).linear();
        a.v = free * (current + g * p.e_l.as_millivolts()) / c;
        b.v = free * (conductance + g) / c;
        a.since = T::one();
    }
}
