//! What drives the neurons of a block during one step: their currents and conductances at the stage times.

use crate::ode::Real;

/// The current and the conductance of the stimulus in each lane, at the points of a step.
pub(super) trait Drive<V: Real>: Copy {
    /// Whether they are the same at all points and in all steps of a stretch.
    const HELD: bool;

    /// The current at V = 0 and the conductance at point `i`.
    fn linear(&self, i: usize) -> (V, V);

    /// The current at point `i` into a membrane at the potential `v`.
    fn inflow(&self, i: usize, v: V) -> V;
}

/// Currents that are held between corners.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<V>(pub(super) V);

impl<V: Real> Drive<V> for Held<V> {
    const HELD: bool = true;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn linear(&self, _: usize) -> (V, V) {
        (self.0, V::lit(0.0))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn inflow(&self, _: usize, _: V) -> V {
        self.0
    }
}

/// The most points of a step at which a method looks at the stimulus.
pub(super) const POINTS: usize = 4;

/// Currents and conductances at each point of the step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Staged<V>(pub(super) [(V, V); POINTS]);

impl<V: Real> Drive<V> for Staged<V> {
    const HELD: bool = false;

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
