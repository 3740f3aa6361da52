//! [`Neuron`]: a membrane made of channels.

use core::ops::Range;

use num_traits::Float;

use super::channel::gate_slopes;
use super::rest::root_between;
use super::{Capacitance, Channel, Compartment};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{ConditionallyLinear, Direction, Matrix, OdeSystem, Real, Scalar, State, Time};
use crate::stimulus::{Constant, Stimulus, constant};

/// A neuron made of channels: C·dV/dt = I − Σ I_channel, and the gates of each channel.
///
/// ms, mV, µA/cm², stimulus inward positive. The channels are one [`Channel`], mostly a tuple; its
/// gates are `y.gates.0[0]` and so on.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::{Capacitance, Neuron};
///
/// // The squid axon, from its parts.
/// let p = Parameters::squid_axon();
/// let neuron = Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()))
///     .with_stimulus(pulse(1.0..1.2, 60.0));
/// let rest = neuron.rest_between(-20.0..20.0)?;
/// let solution = integrate(&neuron, 0.0..20.0, rest, Rk45.adaptive()).solution()?;
/// assert_eq!(solution.events(&component(0).rises_through(50.0))?.len(), 1);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neuron<R, C, S = Constant<R>> {
    c_m: R,
    per_c_m: R,
    channels: C,
    stimulus: S,
}

impl<R: Real, C> Neuron<R, C> {
    /// A membrane with this capacitance and these channels, without stimulus.
    pub fn new(c_m: Capacitance<R>, channels: C) -> Self {
        let c_m = c_m.as_microfarads_per_cm2();
        let (per_c_m, stimulus) = (R::lit(1.0) / c_m, constant(R::lit(0.0)));
        Self { c_m, per_c_m, channels, stimulus }
    }
}

impl<R: Real, C, S> Neuron<R, C, S> {
    /// The same neuron under another stimulus (µA/cm², inward positive).
    pub fn with_stimulus<U>(self, stimulus: U) -> Neuron<R, C, U> {
        let Self { c_m, per_c_m, channels, .. } = self;
        Neuron { c_m, per_c_m, channels, stimulus }
    }

    /// The same neuron with a further channel; its gates are `y.gates.1`, those before it
    /// `y.gates.0`.
    pub fn with_channel<D>(self, channel: D) -> Neuron<R, (C, D), S> {
        let Self { c_m, per_c_m, channels, stimulus } = self;
        Neuron { c_m, per_c_m, channels: (channels, channel), stimulus }
    }

    /// The stimulus (µA/cm², inward positive).
    pub fn stimulus(&self) -> &S {
        &self.stimulus
    }

    /// The capacitance.
    pub fn capacitance(&self) -> Capacitance<R> {
        Capacitance::from_microfarads_per_cm2(self.c_m)
    }

    /// The channels, for their currents and conductances:
    /// `neuron.channels().0.current(y.v, &y.gates.0)`.
    pub fn channels(&self) -> &C {
        &self.channels
    }

    /// The membrane held at `v` (mV) until its gates have relaxed: x = x∞(v).
    pub fn clamped_at(&self, v: R) -> Compartment<R, C::Gates>
    where
        C: Channel<R>,
    {
        Compartment { v, gates: self.channels.steady_gates(v) }
    }

    /// Writes dy/dt under the stimulus `current` (µA/cm²).
    #[inline(always)]
    pub fn slope_into(
        &self,
        y: &Compartment<R, C::Gates>,
        current: R,
        dydt: &mut Compartment<R, C::Gates>,
    ) where
        C: Channel<R>,
    {
        // C·dV/dt = I − Σ I_channel (mV/ms), eq. 26
        dydt.v = (current - self.channels.current(y.v, &y.gates).current) * self.per_c_m;
        gate_slopes(&self.channels, y.v, &y.gates, &mut dydt.gates);
    }
}

impl<R: Real, C: Channel<R>, S> Neuron<R, C, S> {
    /// a and b of dV/dt = a − b·V under the stimulus `current` − `conductance`·V.
    #[inline(always)]
    pub(crate) fn relaxation_of_v(
        &self,
        gates: &C::Gates,
        (current, conductance): (R, R),
    ) -> (R, R) {
        // dV/dt = (I + Σ g·E − Σ g·V)/C; the current at V = 0 is −Σ g·E.
        let through = self.channels.current(R::lit(0.0), gates);
        (
            (current - through.current) * self.per_c_m,
            (conductance + through.conductance) * self.per_c_m,
        )
    }
}

/// a = α and b = α + β of dx/dt = a − b·x for every gate.
#[inline(always)]
pub(super) fn gate_coefficients<R: Real, C: Channel<R>>(
    channels: &C,
    v: R,
    a: &mut C::Gates,
    b: &mut C::Gates,
) {
    let (alpha, beta) = channels.rates(v);
    b.assign(&alpha, [&beta], &mut |out, a, [b]| *out = a + b);
    a.assign(&alpha, [], &mut |out, a, []| *out = a);
}

/// Writes the rows and columns of the gates of `channels`, from `first` on, and their part of row
/// 0.
pub(super) fn write_gate_jacobian<R: Real, C: Channel<R>>(
    channels: &C,
    (v, gates, per_c_m): (R, &C::Gates, R),
    first: usize,
    dfdy: &mut Matrix<R>,
) {
    let mut i = first;
    channels.gate_derivatives(v, gates).visit(&mut |x| {
        dfdy[(0, i)] = -x * per_c_m;
        i += 1;
    });
    let ((alpha, beta), (da, db)) = (channels.rates(v), channels.rate_derivatives(v));
    let (mut i, mut rows) = (first, gates.clone());
    rows.assign(gates, [&alpha, &beta, &da, &db], &mut |_, x, [a, b, da, db]| {
        dfdy[(i, 0)] = da * (R::lit(1.0) - x) - db * x;
        dfdy[(i, i)] = -(a + b);
        i += 1;
    });
}

impl<T: Scalar, C: Channel<T>, S> Neuron<T, C, S> {
    /// The state in which, without stimulus, nothing changes, between two potentials (mV) at which
    /// the steady ionic currents have opposite signs.
    ///
    /// # Errors
    ///
    /// Where they have not, or overflow.
    pub fn rest_between(&self, range: Range<T>) -> Result<Compartment<T, C::Gates>, Error> {
        self.channels.check()?;
        let steady = |v: T| self.channels.current(v, &self.channels.steady_gates(v)).current;
        Ok(self.clamped_at(root_between(range, steady)?))
    }
}

fn check_capacitance<T: Scalar>(c_m: T) -> Result<(), Error> {
    let holds = c_m >= T::min_positive_value() && Float::is_finite(c_m);
    let remedy = "give the capacitance in µF/cm²";
    require(holds, "Neuron", ("c_m", c_m), Bound::Positive, remedy)
}

impl<T: Scalar, C: Channel<T>, S: Stimulus<T>> OdeSystem for Neuron<T, C, S> {
    type State = Compartment<T, C::Gates>;

    #[inline(always)]
    fn derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State) {
        self.slope_into(y, self.stimulus.drive(t, y.v).inflow(y.v), dydt);
    }

    fn next_breakpoint(&self, t: Time<Self>, towards: Direction) -> Option<Time<Self>> {
        self.stimulus.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        check_capacitance(self.c_m)?;
        self.channels.check()?;
        self.stimulus.check(span)
    }

    fn check_start(&self, y0: &Self::State) -> Result<(), Error> {
        self.channels.check_gates(&y0.gates)
    }

    fn jacobian(&self, t: T, y: &Self::State, dfdy: &mut Matrix<T>) -> bool {
        let through = self.channels.current(y.v, &y.gates);
        dfdy[(0, 0)] =
            -(through.conductance + self.stimulus.drive(t, y.v).linear().1) * self.per_c_m;
        write_gate_jacobian(&self.channels, (y.v, &y.gates, self.per_c_m), 1, dfdy);
        true
    }

    /// V 100 mV, gates 1.
    fn scale(&self) -> Option<Self::State> {
        let mut scale = self.clamped_at(T::zero());
        let gates = scale.gates.clone();
        scale.gates.assign(&gates, [], &mut |out, _, []| *out = T::one());
        Some(Compartment { v: T::lit(100.0), ..scale })
    }

    fn is_autonomous(&self) -> bool {
        self.stimulus.is_held()
    }
}

impl<T: Scalar, C: Channel<T>, S: Stimulus<T>> ConditionallyLinear for Neuron<T, C, S> {
    #[inline(always)]
    fn coefficients(
        &self,
        part: usize,
        t: T,
        y: &Self::State,
        a: &mut Self::State,
        b: &mut Self::State,
    ) {
        if part > 0 {
            return gate_coefficients(&self.channels, y.v, &mut a.gates, &mut b.gates);
        }
        (a.v, b.v) = self.relaxation_of_v(&y.gates, self.stimulus.drive(t, y.v).linear());
    }
}
