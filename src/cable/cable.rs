//! [`Cable`]: a membrane along a fibre.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use num_traits::Float;

use super::fibre::{positive, resistive};
use super::injection::Injection;
use super::layout::{Between, Layout, Segment};
use super::{CableMembrane, End, Fibre, Place, Section};
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::{Length, Resistivity};
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
    resistivity: Resistivity<Time<M>>,
    pub(super) layout: Layout<Time<M>>,
    pub(super) lanes: M::InLanes,
    pub(super) ends: [End<Time<M>>; 2],
    pub(super) injections: Vec<Injection<Time<M>>>,
    /// 1/C (cm²/µF)
    pub(super) per_c_m: Time<M>,
    /// The area of membrane of each node (cm²).
    pub(super) areas: Vec<Time<M>>,
    /// The couplings of each node towards the root and away from it (1/ms).
    pub(super) couplings: Vec<[Time<M>; 2]>,
    /// The parent of each node, and the coupling of the parent to it; empty for a line.
    pub(super) parents: Vec<usize>,
    pub(super) branches: Vec<Time<M>>,
}

impl<M: CableMembrane> fmt::Debug for Cable<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cable")
            .field("resistivity", &self.resistivity)
            .field("sections", &self.layout.sections)
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
        let Fibre { length, diameter, resistivity } = fibre;
        let whole = Section { parent: None, length, diameters: [diameter; 2], segments };
        Self::of_sections(membrane, resistivity, alloc::vec![whole])
    }

    /// The membrane along a tree of sections, with sealed ends. The rows may come in any order;
    /// one of them has no parent. Where sections meet they share a node, whose membrane is half a
    /// segment of each of them.
    ///
    /// # Errors
    ///
    /// For fewer than two segments; with the row, for what is no size, a parent that is no row, a
    /// second root, and parents in a loop.
    ///
    /// # Example
    ///
    /// An axon that forks: the daughters carry the spike on where together they are not much
    /// wider.
    ///
    /// ```
    /// use excitable::cable::{Cable, Place, Section};
    /// use excitable::neuron::{Length, Resistivity};
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon();
    /// let section = |parent, micrometres| Section {
    ///     parent,
    ///     length: Length::from_centimetres(1.0),
    ///     diameters: [Length::from_micrometres(micrometres); 2],
    ///     segments: 20,
    /// };
    /// let rows = [section(None, 476.0), section(Some(0), 300.0), section(Some(0), 300.0)];
    /// let fork = Cable::branched(axon, Resistivity::from_ohm_centimetres(35.4), rows)?
    ///     .with_current(Length::from_centimetres(0.0), pulse(0.0..0.5, 20_000.0))?; // nA
    /// let tip = Place { section: 2, distance: Length::from_centimetres(1.0) };
    /// let arrival = fork.component_at(tip)?.rises_through(50.0);
    /// let start = fork.filled_with(axon.rest()?);
    /// let run = integrate(&fork, 0.0..5.0, start, LineStrang.fixed(0.02));
    /// assert_eq!(run.solution()?.events(&arrival)?.len(), 1);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn branched(
        membrane: M,
        resistivity: Resistivity<Time<M>>,
        sections: impl IntoIterator<Item = Section<Time<M>>>,
    ) -> Result<Self, Error> {
        resistive("Cable", resistivity)?;
        let cable = Self::of_sections(membrane, resistivity, sections.into_iter().collect())?;
        check_segments(cable.layout.count() - 1)?;
        Ok(cable)
    }

    fn of_sections(
        membrane: M,
        resistivity: Resistivity<Time<M>>,
        sections: Vec<Section<Time<M>>>,
    ) -> Result<Self, Error> {
        let layout = Layout::new(sections)?;
        let mut cable = Self {
            per_c_m: per_capacitance(&membrane),
            lanes: membrane.in_lanes(),
            membrane,
            resistivity,
            ends: [End::Sealed; 2],
            injections: Vec::new(),
            areas: Vec::new(),
            couplings: Vec::new(),
            parents: layout.parents(),
            branches: Vec::new(),
            layout,
        };
        cable.shape();
        Ok(cable)
    }

    /// The same cable with other ends: the first one at place 0, the second one at every tip.
    ///
    /// # Example
    ///
    /// One end held at 10 mV: V = 10·cosh((l − x)/λ)/cosh(l/λ).
    ///
    /// ```
    /// use excitable::cable::{Cable, End, Fibre};
    /// use excitable::neuron::{Length, Resistivity};
    /// use excitable::prelude::*;
    ///
    /// let g = Conductance::from_microsiemens_per_cm2(25.0);
    /// let leak = IonChannel::new(g, Potential::from_millivolts(0.0));
    /// let membrane = Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak);
    /// let fibre = Fibre {
    ///     length: Length::from_millimetres(1.0),
    ///     diameter: Length::from_micrometres(2.0),
    ///     resistivity: Resistivity::from_ohm_centimetres(100.0),
    /// };
    /// let held = End::Clamped(Potential::from_millivolts(10.0));
    /// let dendrite = Cable::new(membrane, fibre, 100)?.with_ends([held, End::Sealed]);
    /// let start = dendrite.filled_with(membrane.clamped_at(0.0));
    /// let end = integrate(&dendrite, 0.0..400.0, start, LineStrang.fixed(0.5)).finish()?;
    /// let v: f64 = dendrite.potential_at(&end.y, Length::from_millimetres(1.0))?;
    /// let lambda = (2e-4 * 4e4 / (4.0 * 100.0_f64)).sqrt(); // √(d·R_M/(4·R)) (cm)
    /// assert!((v - 10.0 / (0.1 / lambda).cosh()).abs() < 1e-3);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_ends(self, ends: [End<Time<M>>; 2]) -> Self {
        Self { ends, ..self }
    }

    /// The same cable with this diameter at each distance from its start, in a tree from its root;
    /// between two nodes it is a truncated cone.
    ///
    /// # Errors
    ///
    /// For the first diameter that is no size.
    pub fn tapered(
        mut self,
        diameter: impl Fn(Length<Time<M>>) -> Length<Time<M>>,
    ) -> Result<Self, Error> {
        let mut diameters = Vec::new();
        for i in 0..self.layout.count() {
            let d = diameter(self.position(i)).as_centimetres();
            positive("Fibre", ("diameter (cm)", d))?;
            diameters.push(d);
        }
        self.layout.widen(&diameters);
        self.shape();
        Ok(self)
    }

    /// The same cable with a current (nA, inward positive) into `place` beside the others, or with
    /// a conductance there (µS), as a synapse or an electrode: one made by
    /// [`conducted_to`](crate::stimulus::Combine::conducted_to) or
    /// [`voltage_source`](crate::stimulus::voltage_source). Between two nodes they share it, the
    /// nearer one more.
    ///
    /// # Errors
    ///
    /// For a place beyond the ends.
    ///
    /// # Example
    ///
    /// A synapse of 2 nS on a dendrite:
    ///
    /// ```
    /// use excitable::cable::{Cable, Fibre};
    /// use excitable::neuron::{Length, Resistivity};
    /// use excitable::prelude::*;
    ///
    /// let g = Conductance::from_microsiemens_per_cm2(25.0);
    /// let leak = IonChannel::new(g, Potential::from_millivolts(-65.0));
    /// let membrane = Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak);
    /// let fibre = Fibre {
    ///     length: Length::from_millimetres(1.0),
    ///     diameter: Length::from_micrometres(2.0),
    ///     resistivity: Resistivity::from_ohm_centimetres(100.0),
    /// };
    /// let synapse = stimulus::alpha_function(1.0, 0.002, 2.0).conducted_to(0.0);
    /// let place = Length::from_millimetres(0.5);
    /// let dendrite = Cable::new(membrane, fibre, 100)?.with_current(place, synapse)?;
    /// let start = dendrite.filled_with(membrane.clamped_at(-65.0));
    /// let run = integrate(&dendrite, 0.0..4.0, start, LineStrang.fixed(0.025));
    /// let v: f64 = dendrite.potential_at(&run.finish()?.y, place)?;
    /// assert!((-60.0..0.0).contains(&v));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_current<U>(
        mut self,
        place: impl Into<Place<Time<M>>>,
        current: U,
    ) -> Result<Self, Error>
    where
        U: Stimulus<Time<M>> + Send + Sync + 'static,
    {
        let Between { nodes, share, .. } = self.layout.locate(place.into())?;
        self.injections.push(Injection { nodes, share, current: Box::new(current) });
        Ok(self)
    }

    /// The state with the same membrane everywhere, and the potentials of clamped ends.
    pub fn filled_with(&self, y: M::State) -> Vec<M::State> {
        let mut nodes = alloc::vec![y; self.layout.count()];
        self.clamped().for_each(|(i, v)| set_potential(&mut nodes[i], v));
        nodes
    }

    /// The membrane.
    pub fn membrane(&self) -> &M {
        &self.membrane
    }

    /// The place of node `i`, counted from 0; in a tree, whose nodes come by their number of
    /// segments from the root, the distance from there. NaN beyond the last one.
    pub fn position(&self, i: usize) -> Length<Time<M>> {
        Length::from_centimetres(self.layout.distance(i))
    }

    /// The potential at a place as a component, for events, samples and curves. It must be that of
    /// a node, to a thousandth of a segment.
    ///
    /// # Errors
    ///
    /// For a place between two nodes or beyond the ends.
    pub fn component_at(&self, place: impl Into<Place<Time<M>>>) -> Result<Component, Error> {
        let place = place.into();
        let Between { nodes: [before, behind], share, nearest } = self.layout.locate(place)?;
        let [near, far] = [1e-3, 1.0 - 1e-3].map(Time::<M>::lit);
        let remedy = "choose the number of segments so that it is a node's, or read the potentials \
                      beside it by `potential_at`";
        let bound = Bound::Equal("the nearest node's", nearest.into());
        let field = ("place (cm)", place.distance.as_centimetres());
        require(share <= near || share >= far, "Cable", field, bound, remedy)?;
        Ok(component(if share > near { behind } else { before } * Self::components()))
    }

    /// The potential at a place in the state `y` (mV), on the line between its nodes.
    ///
    /// # Errors
    ///
    /// For a place beyond the ends, and a state of another length.
    pub fn potential_at(
        &self,
        y: &[M::State],
        place: impl Into<Place<Time<M>>>,
    ) -> Result<Time<M>, Error> {
        let Between { nodes: [before, behind], share, .. } = self.layout.locate(place.into())?;
        self.check_length(y)?;
        let [a, b] = [before, behind].map(|i| y[i].component(0).unwrap_or(Time::<M>::lit(0.0)));
        Ok(a + share * (b - a))
    }

    /// An error unless `y` has a state for each node.
    pub(super) fn check_length(&self, y: &[M::State]) -> Result<(), Error> {
        check_length("Cable", y.len(), self.layout.count())
    }

    /// The number of components of a node.
    pub(super) fn components() -> usize {
        M::State::default().dimension()
    }

    /// The nodes whose potential is clamped, and where.
    pub(super) fn clamped(&self) -> impl Iterator<Item = (usize, Time<M>)> {
        let [first, last] = self.ends.map(|end| end.potential());
        let tips = self.layout.tips.iter().filter_map(move |&i| last.map(|v| (i, v)));
        first.map(|v| (0, v)).into_iter().chain(tips)
    }

    /// Areas and couplings of truncated cones.
    fn shape(&mut self) {
        let lit = Time::<M>::lit;
        let zeros = || alloc::vec![lit(0.0); self.layout.count()];
        // Conductances towards the root and away from it.
        let (mut areas, mut towards, mut away) = (zeros(), zeros(), zeros());
        for (i, Segment { parent, length: dx, diameters: [d, e], .. }) in self.layout.segments() {
            // g = 1000·π·d·d'/(4·R·Δx) (mS); A = π/2·(d + (d + d')/2)·s, s the half slant (cm²)
            let resistance = self.resistivity.as_ohm_centimetres() * dx;
            let g = lit(250.0 * core::f64::consts::PI) * d * e / resistance;
            let slant = Float::hypot(dx, (e - d) * lit(0.5)) * lit(0.125 * core::f64::consts::PI);
            areas[parent] = areas[parent] + slant * (lit(3.0) * d + e);
            areas[i] = areas[i] + slant * (lit(3.0) * e + d);
            (towards[i], away[parent]) = (g, away[parent] + g);
        }
        let rate = |g: Time<M>, area: Time<M>| g / area * self.per_c_m;
        let nodes = towards.iter().zip(&away).zip(&areas);
        self.couplings = nodes.map(|((&g, &h), &a)| [rate(g, a), rate(h, a)]).collect();
        let branches = self.parents.iter().zip(&towards);
        self.branches = branches.map(|(&parent, &g)| rate(g, areas[parent])).collect();
        self.areas = areas;
    }
}

/// An error unless so many nodes have a state.
pub(super) fn check_length(
    owner: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), Error> {
    if expected == found {
        return Ok(());
    }
    let remedy = "give a state for each node, as `filled_with` does";
    Err(Error::Length { owner, field: "the list of nodes", expected, found, remedy })
}

/// Sets component 0.
pub(crate) fn set_potential<N: State>(node: &mut N, v: N::Scalar) {
    let (before, mut is_first) = (node.clone(), true);
    node.assign(&before, [], &mut |out, x, []| {
        *out = if core::mem::take(&mut is_first) { v } else { x };
    });
}

/// 1/C, as the slope under a current beside which the membrane's own is lost.
pub(super) fn per_capacitance<M: CableMembrane>(membrane: &M) -> Time<M> {
    let (current, zero) = (Time::<M>::lit(1_152_921_504_606_846_976.0), Time::<M>::lit(0.0));
    membrane.node_relaxation(&Default::default(), current, zero).0 / current
}

#[allow(clippy::cast_precision_loss, reason = "a number of segments for a message")]
fn check_segments(segments: usize) -> Result<(), Error> {
    let remedy = "a cable of one segment is a neuron; give more";
    let bound = Bound::AtLeast("", 2.0_f64.into());
    require(segments >= 2, "Cable", ("segments", segments as f64), bound, remedy)
}
