//! A cable as a system: dy/dt, and the line that its potentials are while the gates rest.

use alloc::vec::Vec;
use core::ops::Range;

use super::cable::set_potential;
use super::injection::Injection;
use super::{Cable, CableMembrane};
use crate::Error;
use crate::num::Arithmetic;
use crate::ode::problem::LineMemory;
use crate::ode::{Direction, OdeSystem, Real, Row, Scalar, State, Time, TridiagonallyLinear};
use crate::stimulus::{Dependence, Drive, Stimulus};

/// The state of a node.
type Node<M> = <M as OdeSystem>::State;

/// The potential of a node.
#[inline(always)]
fn potential<N: State<Scalar: Scalar>>(node: &N) -> N::Scalar {
    node.component(0).unwrap_or(N::Scalar::lit(0.0))
}

impl<M: CableMembrane> Cable<M> {
    /// The stimulus of the membrane itself, as a function of V.
    #[inline(always)]
    fn drive(&self, t: Time<M>) -> impl Fn(Time<M>) -> Drive<Time<M>> {
        let stimulus = self.membrane.stimulus();
        let all = stimulus.drive(t, Time::<M>::lit(0.0));
        let depends = stimulus.dependence() != Dependence::None;
        move |v| if depends { stimulus.drive(t, v) } else { all }
    }

    /// Writes the slope of a node whose neighbours stay away.
    #[inline(always)]
    fn slope_apart(
        &self,
        drive: &impl Fn(Time<M>) -> Drive<Time<M>>,
        node: &Node<M>,
        slope: &mut Node<M>,
    ) {
        let v = potential(node);
        self.membrane.node_slope(node, drive(v).inflow(v), slope);
    }

    /// What the neighbours along a line add to dV/dt of node `i`.
    #[inline(always)]
    fn axial(&self, y: &[Node<M>], i: usize) -> Time<M> {
        let v = potential(&y[i]);
        let from = |j: Option<usize>, rate| {
            let other = j.and_then(|j| y.get(j));
            other.map_or(Time::<M>::lit(0.0), |other| rate * (potential(other) - v))
        };
        let [below, above] = self.couplings[i];
        from(i.checked_sub(1), below) + from(Some(i + 1), above)
    }

    /// dV/dt of node `i` and what its neighbours add, in a line or a tree.
    fn add_neighbours(&self, y: &[Node<M>], i: usize, slope: Time<M>) -> Time<M> {
        let v = potential(&y[i]);
        let slope = match self.parents.get(i) {
            None => return slope + self.axial(y, i),
            Some(&parent) if i > 0 => slope + self.couplings[i][0] * (potential(&y[parent]) - v),
            Some(_) => slope,
        };
        let children = (i + 1..self.parents.len()).filter(|&child| self.parents[child] == i);
        children
            .fold(slope, |slope, child| slope - self.branches[child] * (v - potential(&y[child])))
    }

    /// dV/dt of node `i` and what the currents into places add.
    fn add_injections(&self, t: Time<M>, y: &[Node<M>], i: usize, slope: Time<M>) -> Time<M> {
        let v = |i: usize| potential(&y[i]);
        let drives = |one: &Injection<Time<M>>| one.drives(t, v, &self.areas, self.per_c_m);
        let near = self.injections.iter().filter(|injection| injection.nodes.contains(&i));
        let here = near.flat_map(drives).filter(|(j, _)| *j == i);
        here.fold(slope, |slope, (_, drive)| slope + drive.inflow(v(i)))
    }

    /// Adds the axial currents of a tree to the slopes.
    fn add_branches(&self, y: &[Node<M>], dydt: &mut [Node<M>]) {
        let nodes = self.parents.iter().zip(&self.branches).zip(&self.couplings);
        for (i, ((&parent, &away), &[towards, _])) in nodes.enumerate().skip(1) {
            let drop = potential(&y[parent]) - potential(&y[i]);
            let [inner, outer] = [parent, i].map(|j| potential(&dydt[j]));
            set_potential(&mut dydt[parent], inner - away * drop);
            set_potential(&mut dydt[i], outer + towards * drop);
        }
    }

    /// The diagonals of a tree on either side of the main one, in nodes.
    fn reach(&self) -> usize {
        let reaches = self.parents.iter().enumerate().map(|(i, &parent)| i - parent);
        reaches.max().unwrap_or(1)
    }

    /// Adds the currents into places, given the potentials, holds what is clamped, and leads a tree
    /// back to its root.
    fn inject(&self, t: Time<M>, v: impl Fn(usize) -> Time<M> + Copy, rows: &mut [Row<Time<M>>]) {
        for injection in &self.injections {
            for (i, drive) in injection.drives(t, v, &self.areas, self.per_c_m) {
                rows[i].source = rows[i].source + drive.current;
                if let Some(conductance) = drive.conductance {
                    rows[i].decay = rows[i].decay + conductance;
                }
            }
        }
        self.clamped().for_each(|(i, _)| rows[i] = Row::zero());
        let root_moves = self.ends[0].potential().is_none();
        let branches = self.parents.iter().zip(&self.branches);
        for (row, (&parent, &away)) in rows.iter_mut().zip(branches) {
            row.above = if parent > 0 || root_moves { away } else { Row::zero().above };
        }
    }

    /// dy/dt of all nodes.
    #[inline(always)]
    pub(super) fn slopes(&self, t: Time<M>, y: &[Node<M>], dydt: &mut [Node<M>]) {
        let drive = self.drive(t);
        let zero = Time::<M>::lit(0.0);
        let is_line = self.parents.is_empty();
        for (i, (node, slope)) in y.iter().zip(dydt.iter_mut()).enumerate() {
            self.slope_apart(&drive, node, slope);
            if is_line {
                set_potential(slope, potential(slope) + self.axial(y, i));
            }
        }
        self.add_branches(y, dydt);
        for injection in &self.injections {
            let v = |i: usize| potential(&y[i]);
            for (i, drive) in injection.drives(t, v, &self.areas, self.per_c_m) {
                let moved = potential(&dydt[i]) + drive.inflow(v(i));
                set_potential(&mut dydt[i], moved);
            }
        }
        self.clamped().for_each(|(i, _)| set_potential(&mut dydt[i], zero));
    }

    /// Component `index` of dy/dt.
    pub(super) fn slope_of_nodes(
        &self,
        t: Time<M>,
        y: &[Node<M>],
        index: usize,
    ) -> Option<Time<M>> {
        let (i, number) = (index / Self::components(), index % Self::components());
        let node = y.get(i)?;
        let mut slope = *node;
        if number > 0 {
            self.slope_apart(&self.drive(t), node, &mut slope);
            return slope.component(number);
        }
        if self.clamped().any(|(held, _)| held == i) {
            return Some(Time::<M>::lit(0.0));
        }
        // In the order of `slopes`. Apart from the others, dV/dt costs no rates.
        self.slope_apart(&self.drive(t), node, &mut slope);
        let beside = self.add_neighbours(y, i, potential(&slope));
        Some(self.add_injections(t, y, i, beside))
    }

    /// Checks what a run starts from.
    pub(super) fn check_nodes(&self, y0: &[Node<M>]) -> Result<(), Error> {
        self.check_length(y0)?;
        y0.iter().try_for_each(|node| self.membrane.check_start(node))
    }
}

impl<M: CableMembrane> OdeSystem for Cable<M> {
    type State = Vec<Node<M>>;

    fn derivative(&self, t: Time<M>, y: &Self::State, dydt: &mut Self::State) {
        self.slopes(t, y, dydt);
    }

    fn next_breakpoint(&self, t: Time<M>, towards: Direction) -> Option<Time<M>> {
        let own = self.membrane.stimulus().next_breakpoint(t, towards);
        let others = self.injections.iter().map(|one| one.current.next_breakpoint(t, towards));
        others.fold(own, |nearest, other| towards.nearer(nearest, other))
    }

    fn check(&self, span: &Range<Time<M>>) -> Result<(), Error> {
        self.membrane.check(span)?;
        self.injections.iter().try_for_each(|one| one.current.check(span))
    }

    fn check_start(&self, y0: &Self::State) -> Result<(), Error> {
        self.check_nodes(y0)
    }

    fn scale(&self) -> Option<Self::State> {
        Some(alloc::vec![self.membrane.scale()?; self.areas.len()])
    }

    fn bandwidth(&self) -> Option<(usize, usize)> {
        let diagonals = self.reach() * Self::components();
        Some((diagonals, diagonals))
    }

    fn is_autonomous(&self) -> bool {
        self.membrane.stimulus().is_held()
            && self.injections.iter().all(|one| one.current.is_held())
    }
}

impl<M: CableMembrane> TridiagonallyLinear for Cable<M> {
    type Node = Node<M>;

    fn line(&self, t: Time<M>, y: &[Node<M>], rows: &mut [Row<Time<M>>]) {
        let drive = self.drive(t);
        for ((node, &[below, above]), row) in y.iter().zip(&self.couplings).zip(rows.iter_mut()) {
            let (current, conductance) = drive(potential(node)).linear();
            let (source, rate) = self.membrane.node_relaxation(node, current, conductance);
            *row = Row { source, below, decay: rate + below + above, above };
        }
        self.inject(t, |i| potential(&y[i]), rows);
    }

    #[inline(always)]
    fn parents(&self) -> &[usize] {
        &self.parents
    }

    fn slope_of(&self, t: Time<M>, y: &Self::State, index: usize) -> Option<Time<M>> {
        self.slope_of_nodes(t, y, index)
    }

    #[inline(always)]
    fn load<A: Arithmetic>(&self, y: &Self::State, memory: &mut LineMemory<Node<M>>) {
        M::load_nodes::<A>(y, memory);
    }

    #[inline(always)]
    fn rows<A: Arithmetic>(
        &self,
        t: Time<M>,
        v: &[Time<M>],
        memory: &mut LineMemory<Node<M>>,
        rows: &mut [Row<Time<M>>],
    ) {
        let (lanes, couplings) = (&self.lanes, &self.couplings);
        let stimulus = self.membrane.stimulus();
        if stimulus.dependence() == Dependence::None {
            let all = stimulus.drive(t, Time::<M>::lit(0.0)).linear();
            M::node_rows::<A>(lanes, (v, memory), |_| all, couplings, rows);
        } else {
            let each = |v| stimulus.drive(t, v).linear();
            M::node_rows::<A>(lanes, (v, memory), each, couplings, rows);
        }
        self.inject(t, |i| v[i], rows);
    }

    #[inline(always)]
    fn relax<A: Arithmetic>(
        &self,
        (_, h): (Time<M>, Time<M>),
        v: &[Time<M>],
        memory: &mut LineMemory<Node<M>>,
        y: &mut [Node<M>],
    ) {
        M::relax_nodes::<A>(&self.lanes, h, (v, memory), y);
    }
}
