//! [`LaneStepper`]: one step of a method, in lanes.

use super::input::Input;
use crate::ensemble::MembraneEquations;
use crate::ensemble::lanes::Lane;
use crate::ode::State;

/// A method that steps a neuron of lanes, stage by stage.
///
/// The stages are one piece of code with a number, not many: the right-hand side of lanes is large,
/// and a copy of it for each stage took the compiler four times as long.
pub(in crate::ensemble) trait LaneStepper<V: Lane, L: MembraneEquations<V>>:
    Copy
{
    /// The number of stages of a step.
    const STAGES: usize;

    /// The points of a step, as parts of it, at which the stimulus is evaluated: the first is 0,
    /// the last 1.
    const POINTS: &'static [f64];

    /// The memory that the stages pass on to one another.
    type Work: Copy + Default;

    /// The neuron with time in other units, the step `h` in them, and how many of them a
    /// millisecond has; `None` where the step gains nothing by it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn in_units(neuron: &L, h: V) -> Option<(L, V, V)>
    where
        L: Sized,
    {
        let _ = (neuron, h);
        None
    }

    /// Looks at the node `y` under the stimulus at `point` (stage 0), or goes on with stage `i`;
    /// the last one makes `y` the end of the step by `h` of each lane. The second state is what
    /// rounding took from y, where the numbers are so short that it is kept.
    fn stage(
        &self,
        i: usize,
        neuron: &L,
        y_and_lost: (&mut L::State, &mut L::State),
        work: &mut Self::Work,
        h: V,
        at: (&impl Input<V>, usize),
    );

    /// dV/dt at the node after stage 0.
    fn potential_slope(
        &self,
        neuron: &L,
        y: &L::State,
        work: &Self::Work,
        at: (&impl Input<V>, usize),
    ) -> V;

    /// dy/dt at the node after stage 0.
    fn slope(
        &self,
        neuron: &L,
        y: &L::State,
        work: &Self::Work,
        at: (&impl Input<V>, usize),
    ) -> L::State;
}

/// The membrane potential: component 0.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn potential<Y: State>(y: &Y, otherwise: Y::Scalar) -> Y::Scalar {
    y.component(0).unwrap_or(otherwise)
}

/// Writes the membrane potential.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn set_potential<Y: State>(y: &mut Y, v: Y::Scalar) {
    let like = y.clone();
    let mut first = true;
    y.assign(&like, [], &mut |out, _, []| {
        if core::mem::take(&mut first) {
            *out = v;
        }
    });
}
