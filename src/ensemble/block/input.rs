//! [`Input`]: the currents and conductances of the neurons of a block during one step.

use crate::ode::Real;

/// The current and the conductance of the stimulus in each lane, at the points of a step.
pub(in crate::ensemble) trait Input<V: Real>: Copy {
    /// Whether they are the same at all points and in all steps of a segment.
    const CONSTANT: bool;

    /// The current at V = 0 and the conductance at point `i`.
    fn linear(&self, i: usize) -> (V, V);

    /// The current at point `i` into a membrane at the potential `v`.
    fn inflow(&self, i: usize, v: V) -> V;
}

/// Currents that are constant between breakpoints.
#[derive(Clone, Copy, Debug)]
pub(in crate::ensemble) struct ConstantInput<V>(pub(super) V);

impl<V: Real> Input<V> for ConstantInput<V> {
    const CONSTANT: bool = true;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn linear(&self, _: usize) -> (V, V) {
        (self.0, V::lit(0.0))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn inflow(&self, _: usize, _: V) -> V {
        self.0
    }
}

/// The largest number of points of a step at which a method evaluates the stimulus.
pub(super) const POINTS: usize = 4;

/// Currents and conductances sampled at each point of the step.
#[derive(Clone, Copy, Debug)]
pub(in crate::ensemble) struct SampledInput<V>(pub(super) [(V, V); POINTS]);

impl<V: Real> Input<V> for SampledInput<V> {
    const CONSTANT: bool = false;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn linear(&self, i: usize) -> (V, V) {
        self.0[i]
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn inflow(&self, i: usize, v: V) -> V {
        let (current, conductance) = self.0[i];
        (-conductance).mul_add(v, current)
    }
}
