//! One type for all systems of a state, and one for all stimuli: a run is compiled once for each
//! state and control, not for each closure.

use std::ops::Range;

use excitable::ode::{OdeState, StepControl, Steps};
use excitable::prelude::{HodgkinHuxley, OdeSystem, Stimulus};

/// Any system of the state `Y`. Its right-hand side rounds plainly.
pub(crate) type System<'a, Y> = dyn OdeSystem<State = Y> + 'a;

/// The library's `integrate`, in one type for all systems of a state.
pub(crate) fn integrate<'a, Y: OdeState, C: StepControl<System<'a, Y>>>(
    system: &'a System<'a, Y>,
    span: Range<Y::Scalar>,
    y0: Y,
    control: C,
) -> Steps<'a, System<'a, Y>, C> {
    excitable::integrate(system, span, y0, control)
}

/// The axon under any stimulus, with the library's own equations.
pub(crate) type Axon = HodgkinHuxley<f64, &'static dyn Stimulus<f64>>;

/// The squid axon under `stimulus`.
pub(crate) fn axon(stimulus: impl Stimulus<f64> + 'static) -> Axon {
    HodgkinHuxley::squid_axon().with_stimulus(Box::leak(Box::new(stimulus)))
}
