//! [`Cables`]: several cables side by side.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use super::cable::check_length;
use super::{Cable, CableMembrane, Place};
use crate::Error;
use crate::error::{Bound, require};
use crate::num::Arithmetic;
use crate::ode::problem::LineMemory;
use crate::ode::{Component, Direction, OdeSystem, Row, Time, TridiagonallyLinear, component};

/// Several cables of one shape side by side, a SIMD lane for each: fibres or trees that differ in
/// their sizes, ends, currents and parameters, of membranes of one type.
///
/// The state is theirs one after the other: node i of cable k is `y[k * n + i]`, where each has n
/// nodes; a message about `y[j]` means node j mod n of cable j / n. All steps are common: the run
/// lands on the breakpoints of every cable, and what ends one ends all. By
/// [`LineStrang`](crate::LineStrang), which takes lines eight at a time and trees four at a time,
/// each ends as it does alone by the same steps, trees to the bit and lines to rounding. Every
/// other method runs them too, an adaptive one with one error for all.
///
/// # Example
///
/// The velocity along thin and thick axons:
///
/// ```
/// use excitable::cable::{Cable, Cables, Fibre, conduction_velocities};
/// use excitable::neuron::{Length, Resistivity};
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon();
/// let cable = |micrometres: f64| {
///     let fibre = Fibre {
///         length: Length::from_centimetres(3.0),
///         diameter: Length::from_micrometres(micrometres),
///         resistivity: Resistivity::from_ohm_centimetres(35.4),
///     };
///     let shock = pulse(0.0..0.2, 5.0 * micrometres.powf(1.5)); // nA
///     Cable::new(axon, fibre, 60)?.with_current(Length::from_centimetres(0.0), shock)
/// };
/// let diameters = [100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 476.0];
/// let cables = Cables::new(diameters.map(cable).into_iter().collect::<Result<Vec<_>, _>>()?)?;
/// let start = cables.filled_with(axon.rest()?);
/// let run = integrate(&cables, 0.0..7.0, start, LineStrang.fixed(0.02));
/// let places = [1.5, 2.5].map(Length::from_centimetres);
/// let velocities = conduction_velocities(&cables, run, places, 50.0)?;
/// let [Some(thin), .., Some(thick)] = velocities[..] else { panic!("no spike") };
/// assert!((thick / thin - 4.76_f64.sqrt()).abs() < 0.05);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Debug)]
pub struct Cables<M: CableMembrane> {
    cables: Vec<Cable<M>>,
    /// Of each.
    nodes: usize,
}

impl<M: CableMembrane> Cables<M> {
    /// These cables side by side.
    ///
    /// # Errors
    ///
    /// For none at all; [`Error::Cable`] with its number for one of another shape: lines have the
    /// same number of segments, trees the same sections, at the same parents and of the same
    /// numbers of segments.
    pub fn new(cables: impl IntoIterator<Item = Cable<M>>) -> Result<Self, Error> {
        let cables: Vec<_> = cables.into_iter().collect();
        let bound = Bound::AtLeast("", 1.0_f64.into());
        require(!cables.is_empty(), "Cables", ("count", 0.0), bound, "give one cable at least")?;
        let nodes = cables[0].layout.count();
        for (index, cable) in cables.iter().enumerate() {
            of_cable(index, check_shape(cable, &cables[0]))?;
        }
        Ok(Self { cables, nodes })
    }

    /// The cables, in order.
    pub fn cables(&self) -> &[Cable<M>] {
        &self.cables
    }

    /// The state with the same membrane everywhere, and the potentials of clamped ends. Another one
    /// is made of what [`Cable::filled_with`] gives for each, one after the other.
    pub fn filled_with(&self, y: M::State) -> Vec<M::State> {
        self.cables.iter().flat_map(|cable| cable.filled_with(y)).collect()
    }

    /// The potential at a place of cable `k` as a component; see [`Cable::component_at`].
    ///
    /// # Errors
    ///
    /// Where there is no such cable, and as for one alone.
    pub fn component_at(
        &self,
        k: usize,
        place: impl Into<Place<Time<M>>>,
    ) -> Result<Component, Error> {
        let own = of_cable(k, self.cable(k)?.component_at(place))?;
        Ok(component(k * self.nodes * Cable::<M>::components() + own.index()))
    }

    /// The potential at a place of cable `k` in the state `y` (mV); see [`Cable::potential_at`].
    ///
    /// # Errors
    ///
    /// Where there is no such cable, and as for one alone.
    pub fn potential_at(
        &self,
        k: usize,
        y: &[M::State],
        place: impl Into<Place<Time<M>>>,
    ) -> Result<Time<M>, Error> {
        let cable = self.cable(k)?;
        self.check_length(y)?;
        of_cable(k, cable.potential_at(&y[k * self.nodes..][..self.nodes], place))
    }

    /// Cable `k`.
    #[allow(clippy::cast_precision_loss, reason = "a number of cables for a message")]
    fn cable(&self, k: usize) -> Result<&Cable<M>, Error> {
        let count = self.cables.len();
        let bound = Bound::Below((count as f64).into());
        let remedy = "cables are counted from 0";
        require(k < count, "Cables", ("cable", k as f64), bound, remedy)?;
        Ok(&self.cables[k])
    }

    /// An error unless `y` has a state for each node.
    fn check_length(&self, y: &[M::State]) -> Result<(), Error> {
        check_length("Cables", y.len(), self.cables.len() * self.nodes)
    }

    /// Each cable with its part of a list of nodes.
    #[inline(always)]
    fn with<'a, X>(&'a self, nodes: &'a [X]) -> impl Iterator<Item = (&'a Cable<M>, &'a [X])> {
        self.cables.iter().zip(nodes.chunks(self.nodes))
    }
}

impl<M: CableMembrane> OdeSystem for Cables<M> {
    type State = Vec<M::State>;

    fn derivative(&self, t: Time<M>, y: &Self::State, dydt: &mut Self::State) {
        for ((cable, y), dydt) in self.with(y).zip(dydt.chunks_mut(self.nodes)) {
            cable.slopes(t, y, dydt);
        }
    }

    fn next_breakpoint(&self, t: Time<M>, towards: Direction) -> Option<Time<M>> {
        let all = self.cables.iter().map(|cable| cable.next_breakpoint(t, towards));
        all.fold(None, |nearest, own| towards.nearer(nearest, own))
    }

    fn check(&self, span: &Range<Time<M>>) -> Result<(), Error> {
        let mut all = self.cables.iter().enumerate();
        all.try_for_each(|(k, cable)| of_cable(k, cable.check(span)))
    }

    fn check_start(&self, y0: &Self::State) -> Result<(), Error> {
        self.check_length(y0)?;
        let mut all = self.with(y0).enumerate();
        all.try_for_each(|(k, (cable, y0))| of_cable(k, cable.check_nodes(y0)))
    }

    fn scale(&self) -> Option<Self::State> {
        let mut scales = Vec::new();
        for cable in &self.cables {
            scales.extend(cable.scale()?);
        }
        Some(scales)
    }

    fn bandwidth(&self) -> Option<(usize, usize)> {
        self.cables[0].bandwidth()
    }

    fn is_autonomous(&self) -> bool {
        self.cables.iter().all(Cable::is_autonomous)
    }
}

impl<M: CableMembrane> TridiagonallyLinear for Cables<M> {
    type Node = M::State;

    fn line(&self, t: Time<M>, y: &[M::State], rows: &mut [Row<Time<M>>]) {
        for ((cable, y), rows) in self.with(y).zip(rows.chunks_mut(self.nodes)) {
            cable.line(t, y, rows);
        }
    }

    #[inline(always)]
    fn parents(&self) -> &[usize] {
        self.cables[0].parents()
    }

    #[inline(always)]
    fn lines(&self) -> usize {
        self.cables.len()
    }

    fn slope_of(&self, t: Time<M>, y: &Self::State, index: usize) -> Option<Time<M>> {
        let components = self.nodes * Cable::<M>::components();
        let (cable, y) = self.with(y).nth(index / components)?;
        cable.slope_of_nodes(t, y, index % components)
    }

    #[inline(always)]
    fn load<A: Arithmetic>(&self, y: &Self::State, memory: &mut LineMemory<M::State>) {
        memory.lines.resize_with(self.cables.len(), LineMemory::new);
        for (y, memory) in y.chunks(self.nodes).zip(&mut memory.lines) {
            M::load_nodes::<A>(y, memory);
        }
    }

    #[inline(always)]
    fn rows<A: Arithmetic>(
        &self,
        t: Time<M>,
        v: &[Time<M>],
        memory: &mut LineMemory<M::State>,
        rows: &mut [Row<Time<M>>],
    ) {
        let each = self.cables.iter().zip(&mut memory.lines).zip(rows.chunks_mut(self.nodes));
        for (k, ((cable, memory), rows)) in each.enumerate() {
            cable.rows::<A>(t, &v[k * self.nodes..], memory, rows);
        }
    }

    #[inline(always)]
    fn relax<A: Arithmetic>(
        &self,
        over: (Time<M>, Time<M>),
        v: &[Time<M>],
        memory: &mut LineMemory<M::State>,
        y: &mut [M::State],
    ) {
        let each = self.cables.iter().zip(&mut memory.lines).zip(y.chunks_mut(self.nodes));
        for (k, ((cable, memory), y)) in each.enumerate() {
            cable.relax::<A>(over, &v[k * self.nodes..], memory, y);
        }
    }
}

/// The result of a cable, its error with the number of the cable.
fn of_cable<X>(index: usize, result: Result<X, Error>) -> Result<X, Error> {
    result.map_err(|cause| Error::Cable { index, cause: Box::new(cause) })
}

/// Checks that a cable has the shape of the first one.
#[allow(clippy::cast_precision_loss, reason = "numbers of nodes for a message")]
fn check_shape<M: CableMembrane>(cable: &Cable<M>, first: &Cable<M>) -> Result<(), Error> {
    let [found, expected] = [cable, first].map(|cable| (cable.layout.count() - 1) as f64);
    let bound = Bound::Equal("as many as cable 0", expected.into());
    let remedy = "give cables side by side the same number of segments";
    require(found == expected, "Cable", ("segments", found), bound, remedy)?;
    for ((_, found), (_, expected)) in cable.layout.segments().zip(first.layout.segments()) {
        let [found, expected] = [found, expected].map(|segment| segment.parent as f64);
        let bound = Bound::Equal("that in cable 0", expected.into());
        let remedy = "give trees side by side the same sections, at the same parents and of the \
            same numbers of segments";
        require(found == expected, "Cable", ("the parent of a node", found), bound, remedy)?;
    }
    Ok(())
}
