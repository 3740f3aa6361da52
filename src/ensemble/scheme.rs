//! [`Scheme`]: one step of a method, in lanes.

use super::drive::Drive;
use super::{Excitable, Lane};
use crate::ode::State;

/// A method that steps a neuron of lanes.
pub(super) trait Scheme<V: Lane, L: Excitable<V>>: Copy {
    /// The points of a step, as parts of it, at which the stimulus is looked at: the first is 0, the last 1.
    const POINTS: &'static [f64];

    /// Whether what a step ends with serves the next one, as long as the stimulus is held.
    const CARRIES: bool;

    /// What is known at a node before the step from it.
    type Prepared: Copy + Default;

    /// Looks at the node `y`, under the stimulus at point `i`.
    #[doc(hidden)]
    fn prepare(&self, neuron: &L, y: &L::State, drive: &impl Drive<V>, i: usize) -> Self::Prepared;

    /// dy/dt at the node, of all components or (unless `full`) of V alone.
    #[doc(hidden)]
    fn slope(
        &self,
        neuron: &L,
        y: &L::State,
        prepared: &Self::Prepared,
        at: (&impl Drive<V>, usize),
        full: bool,
    ) -> L::State;

    /// Steps `y` by `h` of each lane; `lost` is what rounding took from y, where the numbers are so short that it
    /// is kept. Leaves in `prepared` what serves the next step.
    #[doc(hidden)]
    fn step(
        &self,
        neuron: &L,
        y: &mut L::State,
        lost: &mut L::State,
        prepared: &mut Self::Prepared,
        h: V,
        drive: &impl Drive<V>,
    );
}

/// The membrane potential: component 0.
#[inline(always)]
pub(super) fn potential<Y: State>(y: &Y, otherwise: Y::Scalar) -> Y::Scalar {
    y.component(0).unwrap_or(otherwise)
}

/// Writes the membrane potential.
#[inline(always)]
pub(super) fn set_potential<Y: State>(y: &mut Y, v: Y::Scalar) {
    let like = y.clone();
    let mut first = true;
    y.assign(&like, [], &mut |out, x, []| {
        *out = if first { v } else { x };
        first = false;
    });
}
