//! [`Excitable`] and [`Relaxing`]: the equations of a neuron, for numbers of any kind.

use crate::neuron::{
    Channel, Compartment, ExtendedAxon, ExtendedMembrane, HodgkinHuxley, Membrane, Neuron,
};
use crate::ode::{Factor, Plain, Real, State};

/// A neuron that a current drives: dy/dt = f(y, I), for whatever number `R`, lanes included.
///
/// # Law
///
/// Component 0 of the state is the membrane potential V. A current that grows with V, as through a conductance, is
/// given with its value at the V of `y`.
pub trait Excitable<R: Real> {
    /// The state: of as many components, in the same order, as the state of the single neuron.
    type State: State<Scalar = R> + Copy + Default;

    /// Writes dy/dt under the inward `current` (µA/cm²). Assign the whole of `dydt`.
    fn slope_into(&self, y: &Self::State, current: R, dydt: &mut Self::State);
}

/// An [`Excitable`] neuron whose potential and gates relax in turn, each in closed form while the other rests: what
/// the second-order exponential methods step by.
pub trait Relaxing<R: Real>: Excitable<R> {
    /// a and b of dV/dt = a − b·V, with the inward `current` (µA/cm²) and with `conductance` (mS/cm²) beside the
    /// neuron's own.
    fn potential_relaxation(&self, y: &Self::State, current: R, conductance: R) -> (R, R);

    /// Lets every component but V relax for the time `h` while V is `v`: `y.x = F::relaxed(y.x, (a, b, d), h)` with
    /// dx/dt = (a − b·x)/d, for each. Mark it `#[cfg_attr(not(debug_assertions), inline(always))]`.
    fn relax_gates<F: Factor>(&self, v: R, h: R, y: &mut Self::State);

    /// The same neuron with time in units of `unit` (ms), so that a step of as many units as a constant says need not
    /// multiply by its length. Provided: `None`, for which it is stepped in milliseconds.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn in_time(&self, unit: R) -> Option<Self>
    where
        Self: Sized,
    {
        let _ = unit;
        None
    }
}

impl<R: Real + Default, S> Excitable<R> for HodgkinHuxley<R, S> {
    type State = Membrane<R>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope_into(&self, y: &Membrane<R>, current: R, dydt: &mut Membrane<R>) {
        *dydt = self.slope(y, current);
    }
}

impl<R: Real + Default, S: Clone> Relaxing<R> for HodgkinHuxley<R, S> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn in_time(&self, unit: R) -> Option<Self> {
        Some(HodgkinHuxley::in_time(self, unit))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_relaxation(&self, y: &Membrane<R>, current: R, conductance: R) -> (R, R) {
        self.relaxation_of_v(y, (current, conductance))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relax_gates<F: Factor>(&self, v: R, h: R, y: &mut Membrane<R>) {
        let fractions = self.gate_fractions(v);
        y.m = F::relaxed(y.m, fractions[0], h);
        y.h = F::relaxed(y.h, fractions[1], h);
        y.n = F::relaxed(y.n, fractions[2], h);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> Excitable<R> for Neuron<R, C, S> {
    type State = Compartment<R, C::Gates>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope_into(&self, y: &Self::State, current: R, dydt: &mut Self::State) {
        Neuron::slope_into(self, y, current, dydt);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> Relaxing<R> for Neuron<R, C, S> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_relaxation(&self, y: &Self::State, current: R, conductance: R) -> (R, R) {
        self.relaxation_of_v(&y.gates, (current, conductance))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relax_gates<F: Factor>(&self, v: R, h: R, y: &mut Self::State) {
        relax_channels::<F, R, C>(self.channels(), v, h, &mut y.gates);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> Excitable<R>
    for ExtendedAxon<R, C, S>
{
    type State = ExtendedMembrane<R, C::Gates>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope_into(&self, y: &Self::State, current: R, dydt: &mut Self::State) {
        ExtendedAxon::slope_into::<Plain>(self, y, current, dydt);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> Relaxing<R>
    for ExtendedAxon<R, C, S>
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_relaxation(&self, y: &Self::State, current: R, conductance: R) -> (R, R) {
        self.relaxation_of_v(y, (current, conductance))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relax_gates<F: Factor>(&self, v: R, h: R, y: &mut Self::State) {
        let fractions = self.axon().gate_fractions(v);
        y.m = F::relaxed(y.m, fractions[0], h);
        y.h = F::relaxed(y.h, fractions[1], h);
        y.n = F::relaxed(y.n, fractions[2], h);
        relax_channels::<F, R, C>(self.channels(), v, h, &mut y.gates);
    }
}

/// Lets each gate of the channels relax for the time `h`.
#[inline(always)]
fn relax_channels<F: Factor, R: Real, C: Channel<R>>(
    channels: &C,
    v: R,
    h: R,
    gates: &mut C::Gates,
) {
    let before = gates.clone();
    let relaxed = &mut |x, a, b| F::relaxed(x, (a, a + b, R::lit(1.0)), h);
    channels.map_gates(v, &before, gates, relaxed);
}
