//! [`Injection`]: a current into a place of a cable.

use alloc::boxed::Box;

use crate::ode::Scalar;
use crate::stimulus::Stimulus;

/// A current (nA) into a place between two nodes, by `share` of their segment behind the first.
pub(super) struct Injection<T> {
    pub(super) nodes: [usize; 2],
    pub(super) share: T,
    pub(super) current: Box<dyn Stimulus<T> + Send + Sync>,
}

impl<T: Scalar> Injection<T> {
    /// The slopes that it gives to the two nodes (mV/ms), with their areas (cm²) and 1/C.
    pub(super) fn slopes(&self, t: T, areas: &[T], per_c_m: T) -> [(usize, T); 2] {
        // 1 nA = 10⁻³ µA
        let slope = self.current.current(t) * T::lit(1e-3) * per_c_m;
        let of = |node: usize, share: T| (node, slope * share / areas[node]);
        [of(self.nodes[0], T::lit(1.0) - self.share), of(self.nodes[1], self.share)]
    }
}
