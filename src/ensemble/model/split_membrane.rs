//! [`SplitMembrane`]: the potential and the gates of a neuron, each linear while the other rests.

use super::MembraneEquations;
use crate::neuron::{Channel, ExtendedAxon, HodgkinHuxley, Membrane, Neuron};
use crate::ode::Real;

/// [`MembraneEquations`] whose potential and gates relax in turn, each in closed form while the
/// other rests: what the second-order exponential methods step by.
pub trait SplitMembrane<R: Real>: MembraneEquations<R> {
    /// a and b of dV/dt = a − b·V, with the inward `current` (µA/cm²) and with `conductance`
    /// (mS/cm²) beside the neuron's own.
    fn potential_relaxation(&self, y: &Self::State, current: R, conductance: R) -> (R, R);

    /// Relaxes every component x but V while V is `v`: `y.x = relax.relaxed(y.x, (a, b, d))` with
    /// dx/dt = (a − b·x)/d, for each once, and always in the same order: a
    /// [`Cable`](crate::cable::Cable) asks twice. Mark it `#[inline(always)]`.
    fn relax_gates(&self, v: R, y: &mut Self::State, relax: impl Relax<R>);

    /// The same neuron with time in units of `unit` (ms), so that a step of a whole number of units
    /// need not multiply by its length. Provided: `None`, for which it is stepped in milliseconds.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn in_time_unit(&self, unit: R) -> Option<Self>
    where
        Self: Sized,
    {
        let _ = unit;
        None
    }
}

/// How one component relaxes: a closure, or a type whose method is inlined for certain. What is not
/// inlined is compiled for the baseline, where a fused product is a call: four times the time.
pub trait Relax<R> {
    /// x later, where dx/dt = (a − b·x)/d.
    fn relaxed(&self, x: R, coefficients: (R, R, R)) -> R;
}

impl<R, F: Fn(R, (R, R, R)) -> R> Relax<R> for F {
    #[inline(always)]
    fn relaxed(&self, x: R, coefficients: (R, R, R)) -> R {
        self(x, coefficients)
    }
}

impl<R: Real + Default, S: Clone> SplitMembrane<R> for HodgkinHuxley<R, S> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn in_time_unit(&self, unit: R) -> Option<Self> {
        Some(self.in_time(unit))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_relaxation(&self, y: &Membrane<R>, current: R, conductance: R) -> (R, R) {
        self.relaxation_of_v(y, (current, conductance))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relax_gates(&self, v: R, y: &mut Membrane<R>, relax: impl Relax<R>) {
        let fractions = self.gate_fractions(v);
        y.m = relax.relaxed(y.m, fractions[0]);
        y.h = relax.relaxed(y.h, fractions[1]);
        y.n = relax.relaxed(y.n, fractions[2]);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> SplitMembrane<R>
    for Neuron<R, C, S>
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_relaxation(&self, y: &Self::State, current: R, conductance: R) -> (R, R) {
        self.relaxation_of_v(&y.gates, (current, conductance))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relax_gates(&self, v: R, y: &mut Self::State, relax: impl Relax<R>) {
        relax_channels(self.channels(), v, &mut y.gates, &relax);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> SplitMembrane<R>
    for ExtendedAxon<R, C, S>
{
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_relaxation(&self, y: &Self::State, current: R, conductance: R) -> (R, R) {
        self.relaxation_of_v(y, (current, conductance))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relax_gates(&self, v: R, y: &mut Self::State, relax: impl Relax<R>) {
        let fractions = self.axon().gate_fractions(v);
        y.m = relax.relaxed(y.m, fractions[0]);
        y.h = relax.relaxed(y.h, fractions[1]);
        y.n = relax.relaxed(y.n, fractions[2]);
        relax_channels(self.channels(), v, &mut y.gates, &relax);
    }
}

/// Relaxes each gate of the channels.
#[cfg_attr(not(debug_assertions), inline(always))]
fn relax_channels<R: Real, C: Channel<R>>(
    channels: &C,
    v: R,
    gates: &mut C::Gates,
    relax: &impl Relax<R>,
) {
    let before = gates.clone();
    let relaxed = &mut |x, a, b| relax.relaxed(x, (a, a + b, R::lit(1.0)));
    channels.map_gates(v, &before, gates, relaxed);
}
