//! [`Injection`]: a current into a place of a cable, or a conductance there.

use alloc::boxed::Box;

use crate::ode::Scalar;
use crate::stimulus::{Dependence, Drive, Stimulus};

/// A current (nA), or a conductance (µS), at a place between two nodes, by `share` of their segment
/// behind the first.
pub(super) struct Injection<T> {
    pub(super) nodes: [usize; 2],
    pub(super) share: T,
    pub(super) current: Box<dyn Stimulus<T> + Send + Sync>,
}

impl<T: Scalar> Injection<T> {
    /// What it adds to the slopes of its two nodes (mV/ms), given all potentials, areas (cm²) and
    /// 1/C. They share a conductance too, each at its own potential: of second order in the length
    /// of a segment.
    pub(super) fn drives(
        &self,
        t: T,
        v: impl Fn(usize) -> T,
        areas: &[T],
        per_c_m: T,
    ) -> [(usize, Drive<T>); 2] {
        let [first, second] = self.nodes;
        let before = self.current.drive(t, v(first));
        let curved = self.current.dependence() == Dependence::Curved;
        let behind = if curved { self.current.drive(t, v(second)) } else { before };
        // 1 nA = 10⁻³ µA
        let of = |node: usize, share: T, drive: Drive<T>| {
            let slope = |x: T| x * T::lit(1e-3) * per_c_m * share / areas[node];
            let (current, conductance) = (slope(drive.current), drive.conductance.map(slope));
            (node, Drive { current, conductance })
        };
        [of(first, T::lit(1.0) - self.share, before), of(second, self.share, behind)]
    }
}
