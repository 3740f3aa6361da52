//! [`Cable`]: a membrane along a fibre.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use num_traits::Float;

use super::fibre::positive;
use super::injection::Injection;
use super::{CableMembrane, End, Fibre};
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::Length;
use crate::ode::{Component, Real, State, Time, component};
use crate::stimulus::Stimulus;

/// A membrane along a fibre, under currents at places; the equation stands in the
/// [module](super).
///
/// Its state is a `Vec` of the membrane's states, from one end to the other: `y[i].v` is the
/// potential at [`position(i)`](Cable::position). [`LineStrang`](crate::LineStrang) is the method
/// for it; every other one runs it too, `Rodas5P` in bands. A stimulus of the membrane itself
/// (µA/cm²) acts all along.
///
/// # Example
///
/// The spike of 1952 on its way, at 18.5 °C:
///
/// ```
/// use excitable::Temperature;
/// use excitable::cable::{Cable, Fibre, conduction_velocity};
/// use excitable::neuron::{Length, Resistivity};
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(18.5));
/// let fibre = Fibre {
///     length: Length::from_centimetres(4.0),
///     diameter: Length::from_micrometres(476.0),
///     resistivity: Resistivity::from_ohm_centimetres(35.4),
/// };
/// let cable = Cable::new(axon, fibre, 80)?
///     .with_current(Length::from_centimetres(0.0), pulse(0.0..0.2, 50_000.0))?; // nA
/// let start = cable.filled_with(axon.rest()?);
/// let run = integrate(&cable, 0.0..3.0, start, LineStrang.fixed(0.02));
/// let places = [1.5, 2.5].map(Length::from_centimetres);
/// let velocity: f64 = conduction_velocity(&cable, run, places, 50.0)?;
/// assert!((velocity - 18.7).abs() < 0.2); // m/s
/// # Ok::<(), excitable::Error>(())
/// ```
pub struct Cable<M: CableMembrane> {
    pub(super) membrane: M,
    pub(super) lanes: M::InLanes,
    fibre: Fibre<Time<M>>,
    segments: usize,
    pub(super) ends: [End<Time<M>>; 2],
    pub(super) injections: Vec<Injection<Time<M>>>,
    /// 1/C (cm²/µF)
    pub(super) per_c_m: Time<M>,
    /// The area of membrane of each node (cm²).
    pub(super) areas: Vec<Time<M>>,
    /// The couplings of each node to the ones before and behind (1/ms).
    pub(super) couplings: Vec<[Time<M>; 2]>,
}

impl<M: CableMembrane> fmt::Debug for Cable<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cable")
            .field("fibre", &self.fibre)
            .field("segments", &self.segments)
            .field("ends", &self.ends)
            .finish_non_exhaustive()
    }
}

impl<M: CableMembrane> Cable<M> {
    /// The membrane along a cylinder of so many segments, with sealed ends.
    ///
    /// # Errors
    ///
    /// For fewer than two segments, and for what is no size.
    pub fn new(membrane: M, fibre: Fibre<Time<M>>, segments: usize) -> Result<Self, Error> {
        fibre.check()?;
        check_segments(segments)?;
        let per_c_m = per_capacitance(&membrane);
        let ends = [End::Sealed; 2];
        let (areas, couplings, injections) = (Vec::new(), Vec::new(), Vec::new());
        let lanes = membrane.in_lanes();
        let mut cable =
            Self { membrane, lanes, fibre, segments, ends, injections, per_c_m, areas, couplings };
        cable.shape(&alloc::vec![fibre.diameter.as_centimetres(); segments + 1]);
        Ok(cable)
    }

    /// The same cable with other ends, the first one at place 0.
    pub fn with_ends(self, ends: [End<Time<M>>; 2]) -> Self {
        Self { ends, ..self }
    }

    /// The same cable with this diameter at each distance from its start; between two nodes it is
    /// a truncated cone.
    ///
    /// # Errors
    ///
    /// For the first diameter that is no size.
    pub fn tapered(
        mut self,
        diameter: impl Fn(Length<Time<M>>) -> Length<Time<M>>,
    ) -> Result<Self, Error> {
        let mut diameters = Vec::new();
        for i in 0..=self.segments {
            let d = diameter(self.position(i)).as_centimetres();
            positive(("diameter (cm)", d))?;
            diameters.push(d);
        }
        self.shape(&diameters);
        Ok(self)
    }

    /// The same cable with a current (nA, inward positive) into `place` beside the others. Between
    /// two nodes they share it, the nearer one more.
    ///
    /// # Errors
    ///
    /// For a place beyond the ends.
    pub fn with_current<U>(mut self, place: Length<Time<M>>, current: U) -> Result<Self, Error>
    where
        U: Stimulus<Time<M>> + Send + Sync + 'static,
    {
        let (node, share) = self.locate(place)?;
        self.injections.push(Injection { node, share, current: Box::new(current) });
        Ok(self)
    }

    /// The state with the same membrane everywhere, and the potentials of clamped ends.
    pub fn filled_with(&self, y: M::State) -> Vec<M::State> {
        let mut nodes = alloc::vec![y; self.segments + 1];
        for (end, i) in self.ends.into_iter().zip([0, self.segments]) {
            if let Some(v) = end.potential() {
                set_potential(&mut nodes[i], v);
            }
        }
        nodes
    }

    /// The membrane.
    pub fn membrane(&self) -> &M {
        &self.membrane
    }

    /// The place of node `i`, counted from 0.
    #[allow(clippy::cast_precision_loss, reason = "a cable has fewer nodes than 2^53")]
    pub fn position(&self, i: usize) -> Length<Time<M>> {
        let share = Time::<M>::lit(i as f64) / Time::<M>::lit(self.segments as f64);
        Length::from_centimetres(self.fibre.length.as_centimetres() * share)
    }

    /// The potential at a place as a component, for events, samples and curves. It must be that of
    /// a node, to a thousandth of a segment.
    ///
    /// # Errors
    ///
    /// For a place between two nodes or beyond the ends.
    pub fn component_at(&self, place: Length<Time<M>>) -> Result<Component, Error> {
        let (node, share) = self.locate(place)?;
        let near = Time::<M>::lit(1e-3);
        let node = if share > Time::<M>::lit(0.5) { node + 1 } else { node };
        let remedy = "choose the number of segments so that it is a node's, or read the potentials \
                      beside it by `potential_at`";
        let bound = Bound::Equal("the nearest node's", self.position(node).as_centimetres().into());
        let holds = share <= near || share >= Time::<M>::lit(1.0) - near;
        require(holds, "Cable", ("place (cm)", place.as_centimetres()), bound, remedy)?;
        Ok(component(node * Self::components()))
    }

    /// The potential at a place in the state `y` (mV), on the line between its nodes.
    ///
    /// # Errors
    ///
    /// For a place beyond the ends, and a state of another length.
    pub fn potential_at(&self, y: &[M::State], place: Length<Time<M>>) -> Result<Time<M>, Error> {
        let (i, share) = self.locate(place)?;
        let v = |i: usize| y.get(i).and_then(|node| node.component(0));
        let (expected, found) = (self.segments + 1, y.len());
        let remedy = "give the state of a run of this cable";
        let (Some(a), Some(b)) = (v(i), v(i + 1)) else {
            return Err(Error::Length { owner: "Cable", field: "y", expected, found, remedy });
        };
        Ok(a + share * (b - a))
    }

    /// The number of components of a node.
    pub(super) fn components() -> usize {
        M::State::default().dimension()
    }

    /// The node before a place, and the share of a segment behind it.
    fn locate(&self, place: Length<Time<M>>) -> Result<(usize, Time<M>), Error> {
        let (x, length) = (place.as_centimetres(), self.fibre.length.as_centimetres());
        let field = ("place (cm)", x);
        let remedy = "give a place on the cable";
        require(x >= Time::<M>::lit(0.0), "Cable", field, Bound::NonNegative, remedy)?;
        let bound = Bound::AtMost("length", length.into());
        require(x <= length, "Cable", field, bound, remedy)?;
        let after = (1..self.segments).position(|i| self.position(i).as_centimetres() > x);
        let node = after.unwrap_or(self.segments - 1);
        let (from, to) = (self.position(node), self.position(node + 1));
        let from = from.as_centimetres();
        Ok((node, (x - from) / (to.as_centimetres() - from)))
    }

    /// Areas and couplings of a line of truncated cones.
    fn shape(&mut self, diameters: &[Time<M>]) {
        let lit = Time::<M>::lit;
        let dx = self.position(1).as_centimetres();
        let zero = lit(0.0);
        let mut conductances = alloc::vec![zero; diameters.len() + 1];
        self.areas = alloc::vec![zero; diameters.len()];
        for (i, pair) in diameters.windows(2).enumerate() {
            let (d, e) = (pair[0], pair[1]);
            // g = 1000·π·d·d'/(4·R·Δx) (mS); A = π/2·(d + (d + d')/2)·s, s the half slant (cm²)
            let resistance = self.fibre.resistivity.as_ohm_centimetres() * dx;
            conductances[i + 1] = lit(250.0 * core::f64::consts::PI) * d * e / resistance;
            let slant = Float::hypot(dx, (e - d) * lit(0.5)) * lit(0.125 * core::f64::consts::PI);
            self.areas[i] = self.areas[i] + slant * (lit(3.0) * d + e);
            self.areas[i + 1] = self.areas[i + 1] + slant * (lit(3.0) * e + d);
        }
        let rate = |g: Time<M>, area: Time<M>| g / area * self.per_c_m;
        let nodes = conductances.windows(2).zip(&self.areas);
        self.couplings = nodes.map(|(g, &area)| [rate(g[0], area), rate(g[1], area)]).collect();
    }
}

/// Sets component 0.
pub(super) fn set_potential<N: State>(node: &mut N, v: N::Scalar) {
    let (before, mut is_first) = (node.clone(), true);
    node.assign(&before, [], &mut |out, x, []| {
        *out = if core::mem::take(&mut is_first) { v } else { x };
    });
}

/// 1/C, as the slope under a current beside which the membrane's own is lost.
fn per_capacitance<M: CableMembrane>(membrane: &M) -> Time<M> {
    let (current, zero) = (Time::<M>::lit(1_152_921_504_606_846_976.0), Time::<M>::lit(0.0));
    membrane.node_relaxation(&Default::default(), current, zero).0 / current
}

#[allow(clippy::cast_precision_loss, reason = "a number of segments for a message")]
fn check_segments(segments: usize) -> Result<(), Error> {
    let remedy = "a cable of one segment is a neuron; give more";
    let bound = Bound::AtLeast("", 2.0_f64.into());
    require(segments >= 2, "Cable", ("segments", segments as f64), bound, remedy)
}
