//! [`CableMembrane`]: the membrane of a cable, whose gates relax in lanes.

use alloc::vec::Vec;

use crate::ensemble::{
    Each, EnsembleNeuron, Lane, LaneScalar, MembraneEquations, Pair, Relax, SplitMembrane,
    Vectorize,
};
use crate::num::Arithmetic;
use crate::ode::{OdeState, Real, Relaxes, SafeStrang, State, Time};

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

    /// Writes p and q of x ← p·x + q for the gates of every node over the time `h`.
    #[doc(hidden)]
    fn relax_nodes<A: Arithmetic>(
        &self,
        h: Time<Self>,
        y: &[Self::State],
        p: &mut [Self::State],
        q: &mut [Self::State],
    );
}

/// The registers in which the gates relax, where sums are fused and where they are not.
type Wide<T> = Pair<<T as LaneScalar>::Avx2>;
type Narrow<T> = Pair<<T as LaneScalar>::Baseline>;

impl<M, Y, T> CableMembrane for M
where
    T: LaneScalar,
    Y: State<Scalar = T> + Copy + Default,
    M: EnsembleNeuron<State = Y> + SplitMembrane<T> + MembraneEquations<T, State = Y>,
    M: Vectorize,
    M::Lanes<Wide<T>>: SplitMembrane<Wide<T>>,
    M::Lanes<Narrow<T>>: SplitMembrane<Narrow<T>>,
{
    #[inline(always)]
    fn node_slope(&self, y: &Y, current: T, dydt: &mut Y) {
        self.slope_into(y, current, dydt);
    }

    #[inline(always)]
    fn node_relaxation(&self, y: &Y, current: T, conductance: T) -> (T, T) {
        self.potential_relaxation(y, current, conductance)
    }

    #[inline(always)]
    fn relax_nodes<A: Arithmetic>(&self, h: T, y: &[Y], p: &mut [Y], q: &mut [Y]) {
        if A::FUSES && !crate::simd::FUSES {
            in_lanes::<Wide<T>, M, Y>(self, h, y, p, q);
        } else {
            in_lanes::<Narrow<T>, M, Y>(self, h, y, p, q);
        }
    }
}

/// As many nodes at a time as there are lanes.
#[inline(always)]
fn in_lanes<V, M, Y>(membrane: &M, h: V::Scalar, y: &[Y], p: &mut [Y], q: &mut [Y])
where
    V: Lane,
    M: Vectorize<Lanes<V>: SplitMembrane<V>>,
    Y: State<Scalar = V::Scalar>,
{
    let all: Vec<&M> = (0..V::WIDTH).map(|_| membrane).collect();
    let lanes = M::vectorize(&Each::new(all, |number| V::from_fn(|_| Real::lit(number(0)))));
    let h = V::from_fn(|_| h);
    for ((y, p), q) in y.chunks(V::WIDTH).zip(p.chunks_mut(V::WIDTH)).zip(q.chunks_mut(V::WIDTH)) {
        relax_chunk::<V, M, Y>(&lanes, h, y, p, q);
    }
}

/// What becomes of 1 without a source over a time.
struct Part<V>(V);

impl<V: Real> Relax<V> for Part<V> {
    #[inline(always)]
    fn relaxed(&self, _: V, (_, b, d): (V, V, V)) -> V {
        SafeStrang::relaxed(V::lit(1.0), (V::lit(0.0), b, d), self.0)
    }
}

/// What becomes of 0 with the source over a time.
struct Gain<V>(V);

impl<V: Real> Relax<V> for Gain<V> {
    #[inline(always)]
    fn relaxed(&self, _: V, coefficients: (V, V, V)) -> V {
        SafeStrang::relaxed(V::lit(0.0), coefficients, self.0)
    }
}

/// The nodes of one register.
#[inline(always)]
fn relax_chunk<V, M, Y>(lanes: &M::Lanes<V>, h: V, y: &[Y], p: &mut [Y], q: &mut [Y])
where
    V: Lane,
    M: Vectorize<Lanes<V>: SplitMembrane<V>>,
    Y: State<Scalar = V::Scalar>,
{
    let zero = Real::lit(0.0);
    // The lanes beyond the last node repeat the first, which is a potential that occurs.
    let v =
        V::from_fn(|i| y.get(i).or(y.first()).and_then(|node| node.component(0)).unwrap_or(zero));
    let mut part = <M::Lanes<V> as MembraneEquations<V>>::State::default();
    let mut gain = part;
    // x ← x·p + q: p is what becomes of 1 without a source, q of 0 with it.
    lanes.relax_gates(v, &mut part, Part(h));
    lanes.relax_gates(v, &mut gain, Gain(h));
    scatter(&part, p, Real::lit(1.0));
    scatter(&gain, q, zero);
}

/// Writes each lane of the gates to its node, and `first` into component 0.
#[inline(always)]
fn scatter<L, N>(from: &L, nodes: &mut [N], first: N::Scalar)
where
    L: State<Scalar: Lane<Scalar = N::Scalar>>,
    N: State,
{
    for (i, node) in nodes.iter_mut().enumerate() {
        let (like, mut j) = (node.clone(), 0);
        node.assign(&like, [], &mut |out, x, []| {
            let lane = from.component(j).map_or(x, |lanes| lanes.lane(i));
            *out = if j == 0 { first } else { lane };
            j += 1;
        });
    }
}
