//! [`CableMembrane`]: the membrane of a cable, whose gates relax in lanes.

use alloc::vec::Vec;

use super::columns;
use crate::ensemble::{
    Each, EnsembleNeuron, Lane, LaneScalar, MembraneEquations, Pair, SplitMembrane, Vectorize,
};
use crate::num::Arithmetic;
use crate::ode::problem::LineMemory;
use crate::ode::{OdeState, Real, Row, State, Time};

/// A membrane of which a [`Cable`](super::Cable) can be made: every neuron that an ensemble can
/// run by a second-order method. Not for you to implement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the membrane of a cable",
    note = "a model of your own needs `EnsembleNeuron`, and `SplitMembrane` for its lanes"
)]
pub trait CableMembrane: EnsembleNeuron<State: OdeState + Copy + Default> {
    /// Writes dy/dt of a node under the inward `current` (µA/cm²).
    #[doc(hidden)]
    fn node_slope(&self, y: &Self::State, current: Time<Self>, dydt: &mut Self::State);

    /// a and b of dV/dt = a − b·V at a node under `current` − `conductance`·V.
    #[doc(hidden)]
    fn node_relaxation(
        &self,
        y: &Self::State,
        current: Time<Self>,
        conductance: Time<Self>,
    ) -> (Time<Self>, Time<Self>);

    /// The same membrane in as many nodes as there are lanes, in either arithmetic.
    #[doc(hidden)]
    type InLanes;

    #[doc(hidden)]
    fn in_lanes(&self) -> Self::InLanes;

    /// Keeps the nodes in columns.
    #[doc(hidden)]
    fn load_nodes<A: Arithmetic>(y: &[Self::State], memory: &mut LineMemory<Self::State>);

    /// Writes the row of each node under the current and conductance that `drive` says of V.
    #[doc(hidden)]
    fn node_rows<A: Arithmetic>(
        lanes: &Self::InLanes,
        nodes: (&[Time<Self>], &mut LineMemory<Self::State>),
        drive: impl Fn(Time<Self>) -> (Time<Self>, Time<Self>),
        couplings: &[[Time<Self>; 2]],
        rows: &mut [Row<Time<Self>>],
    );

    /// Relaxes the gates of every node over the time `h`, which gives `y`, and again by the same
    /// rates.
    #[doc(hidden)]
    fn relax_nodes<A: Arithmetic>(
        lanes: &Self::InLanes,
        h: Time<Self>,
        nodes: (&[Time<Self>], &mut LineMemory<Self::State>),
        y: &mut [Self::State],
    );
}

/// The registers of nodes, where sums are fused and where they are not.
type Wide<T> = Pair<<T as LaneScalar>::Avx2>;
type Portable<T> = Pair<<T as LaneScalar>::Portable>;

impl<M, Y, T> CableMembrane for M
where
    T: LaneScalar,
    Y: State<Scalar = T> + Copy + Default,
    M: EnsembleNeuron<State = Y> + SplitMembrane<T> + MembraneEquations<T, State = Y>,
    M: Vectorize,
    M::Lanes<Wide<T>>: SplitMembrane<Wide<T>>,
    M::Lanes<Portable<T>>: SplitMembrane<Portable<T>>,
{
    type InLanes = (M::Lanes<Wide<T>>, M::Lanes<Portable<T>>);

    #[inline(always)]
    fn node_slope(&self, y: &Y, current: T, dydt: &mut Y) {
        self.slope_into(y, current, dydt);
    }

    #[inline(always)]
    fn node_relaxation(&self, y: &Y, current: T, conductance: T) -> (T, T) {
        self.potential_relaxation(y, current, conductance)
    }

    fn in_lanes(&self) -> Self::InLanes {
        (vectorized::<Wide<T>, M>(self), vectorized::<Portable<T>, M>(self))
    }

    fn load_nodes<A: Arithmetic>(y: &[Y], memory: &mut LineMemory<Y>) {
        columns::load(y, if A::FUSES { Wide::<T>::WIDTH } else { Portable::<T>::WIDTH }, memory);
    }

    #[inline(always)]
    fn node_rows<A: Arithmetic>(
        lanes: &Self::InLanes,
        nodes: (&[T], &mut LineMemory<Y>),
        drive: impl Fn(T) -> (T, T),
        couplings: &[[T; 2]],
        rows: &mut [Row<T>],
    ) {
        if A::FUSES {
            columns::rows::<Wide<T>, _, Y>(&lanes.0, nodes, drive, couplings, rows);
        } else {
            columns::rows::<Portable<T>, _, Y>(&lanes.1, nodes, drive, couplings, rows);
        }
    }

    #[inline(always)]
    fn relax_nodes<A: Arithmetic>(
        lanes: &Self::InLanes,
        h: T,
        nodes: (&[T], &mut LineMemory<Y>),
        y: &mut [Y],
    ) {
        if A::FUSES {
            columns::relax::<Wide<T>, _, Y>(&lanes.0, h, nodes, y);
        } else {
            columns::relax::<Portable<T>, _, Y>(&lanes.1, h, nodes, y);
        }
    }
}

/// The same membrane in all lanes.
fn vectorized<V: Lane, M: Vectorize>(membrane: &M) -> M::Lanes<V> {
    let all: Vec<&M> = (0..V::WIDTH).map(|_| membrane).collect();
    M::vectorize(&Each::new(all, |number| V::from_fn(|_| Real::lit(number(0)))))
}
