//! [`MembraneEquations`]: the equations of a neuron, for numbers of any kind.

use crate::neuron::{
    Channel, Compartment, ExtendedAxon, ExtendedMembrane, HodgkinHuxley, Membrane, Neuron,
};
use crate::ode::{Plain, Real, State};

/// The equations of a neuron that a current drives: dy/dt = f(y, I), for whatever number `R`, lanes
/// included.
///
/// # Law
///
/// Component 0 of the state is the membrane potential V. A current that grows with V, as through a
/// conductance, is given with its value at the V of `y`.
pub trait MembraneEquations<R: Real> {
    /// The state: of as many components, in the same order, as the state of the single neuron.
    type State: State<Scalar = R> + Copy + Default;

    /// Writes dy/dt under the inward `current` (µA/cm²). Assign the whole of `dydt`.
    fn slope_into(&self, y: &Self::State, current: R, dydt: &mut Self::State);
}

impl<R: Real + Default, S> MembraneEquations<R> for HodgkinHuxley<R, S> {
    type State = Membrane<R>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope_into(&self, y: &Membrane<R>, current: R, dydt: &mut Membrane<R>) {
        *dydt = self.slope(y, current);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> MembraneEquations<R>
    for Neuron<R, C, S>
{
    type State = Compartment<R, C::Gates>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope_into(&self, y: &Self::State, current: R, dydt: &mut Self::State) {
        Neuron::slope_into(self, y, current, dydt);
    }
}

impl<R: Real + Default, C: Channel<R, Gates: Copy + Default>, S> MembraneEquations<R>
    for ExtendedAxon<R, C, S>
{
    type State = ExtendedMembrane<R, C::Gates>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope_into(&self, y: &Self::State, current: R, dydt: &mut Self::State) {
        ExtendedAxon::slope_into::<Plain>(self, y, current, dydt);
    }
}
