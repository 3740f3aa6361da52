//! [`ExtendedAxon`]: the Hodgkin–Huxley neuron with further channels.

use core::ops::Range;

use super::channel::gate_slopes;
use super::composed::{gate_coefficients, write_gate_jacobian};
use super::rest::root_between;
use super::{Channel, ExtendedMembrane, HodgkinHuxley, Membrane};
use crate::Error;
use crate::num::{Arithmetic, Matrix, Plain, Real, Scalar};
use crate::ode::{ConditionallyLinear, Direction, OdeSystem, State};
use crate::stimulus::Stimulus;

/// A Hodgkin–Huxley neuron with further channels; made by [`HodgkinHuxley::with_channel`].
///
/// Its state keeps the names of Hodgkin and Huxley, `y.v`, `y.m`, `y.h`, `y.n`, beside `y.gates` of
/// the further channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExtendedAxon<R, C, S> {
    axon: HodgkinHuxley<R, S>,
    channels: C,
}

impl<R: Real, S> HodgkinHuxley<R, S> {
    /// The same neuron with a further channel, or with several in a tuple.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    /// use excitable::{Conductance, IonChannel, Potential};
    ///
    /// // A second leak, to a lower potential.
    /// let leak = IonChannel::new(
    ///     Conductance::from_millisiemens_per_cm2(0.5),
    ///     Potential::from_millivolts(-10.0),
    /// );
    /// let axon = HodgkinHuxley::<f64>::squid_axon().with_channel(leak);
    /// assert!(axon.rest()?.v < -3.0);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_channel<C>(self, channel: C) -> ExtendedAxon<R, C, S> {
        ExtendedAxon { axon: self, channels: channel }
    }
}

impl<R: Real, C, S> ExtendedAxon<R, C, S> {
    /// The same neuron under another stimulus (µA/cm², inward positive).
    pub fn with_stimulus<U>(self, stimulus: U) -> ExtendedAxon<R, C, U> {
        ExtendedAxon { axon: self.axon.with_stimulus(stimulus), channels: self.channels }
    }

    /// The same neuron with one more channel; its gates are `y.gates.1`, those before it
    /// `y.gates.0`.
    pub fn with_channel<D>(self, channel: D) -> ExtendedAxon<R, (C, D), S> {
        ExtendedAxon { axon: self.axon, channels: (self.channels, channel) }
    }

    /// The axon without the further channels.
    pub fn axon(&self) -> &HodgkinHuxley<R, S> {
        &self.axon
    }

    /// The further channels, for their currents: `neuron.channels().current(y.v, &y.gates)`.
    pub fn channels(&self) -> &C {
        &self.channels
    }
}

impl<R: Real, C: Channel<R>, S> ExtendedAxon<R, C, S> {
    /// The membrane held at `v` (mV) until its gates have relaxed: x = x∞(v).
    pub fn clamped_at(&self, v: R) -> ExtendedMembrane<R, C::Gates> {
        ExtendedMembrane::join(self.axon.clamped_at(v), self.channels.steady_gates(v))
    }
}

impl<R: Real, C: Channel<R>, S> ExtendedAxon<R, C, S> {
    /// Writes dy/dt under the stimulus `current` (µA/cm²).
    #[inline(always)]
    pub(crate) fn slope_into<A: Arithmetic>(
        &self,
        y: &ExtendedMembrane<R, C::Gates>,
        current: R,
        dydt: &mut ExtendedMembrane<R, C::Gates>,
    ) {
        let further = self.channels.current(y.v, &y.gates).current;
        let Membrane { v, m, h, n } = self.axon.slope_in::<A>(&y.membrane(), current - further);
        (dydt.v, dydt.m, dydt.h, dydt.n) = (v, m, h, n);
        gate_slopes(&self.channels, y.v, &y.gates, &mut dydt.gates);
    }

    /// a and b of dV/dt = a − b·V under the stimulus `current` − `conductance`·V.
    #[inline(always)]
    pub(crate) fn relaxation_of_v(
        &self,
        y: &ExtendedMembrane<R, C::Gates>,
        (current, conductance): (R, R),
    ) -> (R, R) {
        let through = self.channels.current(R::lit(0.0), &y.gates);
        let drive = (current - through.current, conductance + through.conductance);
        self.axon.relaxation_of_v(&y.membrane(), drive)
    }
}

impl<T: Scalar, C: Channel<T>, S> ExtendedAxon<T, C, S> {
    /// The state in which, without stimulus, nothing changes; looked for between the reversal
    /// potentials of the axon.
    ///
    /// # Errors
    ///
    /// Where the steady currents at both have one sign: see
    /// [`rest_between`](ExtendedAxon::rest_between).
    pub fn rest(&self) -> Result<ExtendedMembrane<T, C::Gates>, Error> {
        self.rest_between(self.axon.reversal_range())
    }

    /// The state in which, without stimulus, nothing changes, between two potentials (mV) at which
    /// the steady ionic currents have opposite signs.
    ///
    /// # Errors
    ///
    /// Where they have not, or overflow.
    pub fn rest_between(&self, range: Range<T>) -> Result<ExtendedMembrane<T, C::Gates>, Error> {
        self.axon.parameters().check()?;
        self.channels.check()?;
        let steady = |v: T| {
            let further = self.channels.current(v, &self.channels.steady_gates(v)).current;
            self.axon.currents(&self.axon.clamped_at(v)).total() + further
        };
        Ok(self.clamped_at(root_between(range, steady)?))
    }
}

impl<T: Scalar, C: Channel<T>, S: Stimulus<T>> OdeSystem for ExtendedAxon<T, C, S> {
    type State = ExtendedMembrane<T, C::Gates>;

    #[inline(always)]
    fn derivative(&self, t: T, y: &Self::State, dydt: &mut Self::State) {
        self.derivative_in::<Plain>(t, y, dydt);
    }

    #[inline(always)]
    fn derivative_in<A: Arithmetic>(&self, t: T, y: &Self::State, dydt: &mut Self::State) {
        self.slope_into::<A>(y, self.axon.stimulus().drive(t, y.v).inflow(y.v), dydt);
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.axon.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.axon.check(span)?;
        self.channels.check()
    }

    fn check_start(&self, y0: &Self::State) -> Result<(), Error> {
        self.axon.check_start(&y0.membrane())?;
        self.channels.check_gates(&y0.gates)
    }

    fn jacobian(&self, t: T, y: &Self::State, dfdy: &mut Matrix<T>) -> bool {
        self.axon.jacobian(t, &y.membrane(), dfdy);
        let (further, per_c_m) = (self.channels.current(y.v, &y.gates), self.axon.per_c_m());
        dfdy[(0, 0)] = dfdy[(0, 0)] - further.conductance * per_c_m;
        write_gate_jacobian(&self.channels, (y.v, &y.gates, per_c_m), 4, dfdy);
        true
    }

    /// That of the axon, further gates 1.
    fn scale(&self) -> Option<Self::State> {
        let mut gates = self.channels.steady_gates(T::zero());
        let like = gates.clone();
        gates.assign(&like, [], &mut |out, _, []| *out = T::one());
        Some(ExtendedMembrane::join(self.axon.scale()?, gates))
    }

    fn is_autonomous(&self) -> bool {
        self.axon.stimulus().is_held()
    }
}

impl<T: Scalar, C: Channel<T>, S: Stimulus<T>> ConditionallyLinear for ExtendedAxon<T, C, S> {
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
            ([a.m, a.h, a.n], [b.m, b.h, b.n]) = self.axon.gate_coefficients(y.v);
            return gate_coefficients(&self.channels, y.v, &mut a.gates, &mut b.gates);
        }
        (a.v, b.v) = self.relaxation_of_v(y, self.axon.stimulus().drive(t, y.v).linear());
    }
}
