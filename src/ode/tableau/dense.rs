//! What dense output needs beyond the step: its own stages, and its polynomials.

use super::{Tableau, Workspace, all_slopes, weighted_sum};
use crate::ode::{Arithmetic, Interval, Node, OdeSystem, Real, Scalar, Stages, State, Time};

/// A stage for dense output only, once the step is done.
#[inline(always)]
fn lazy_stage<M: Tableau, A: Arithmetic, S, const I: usize>(
    work: &mut Workspace<M::Stages<S::State>, S::State>,
    system: &S,
    (start, end): (&Node<S::State>, &Node<S::State>),
    over: Interval<Time<S>>,
) where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
{
    let h = over.length();
    let Workspace { slopes, argument, further, .. } = work;
    let before: [&S::State; I] = all_slopes::<M, S::State, I>(slopes, &start.dydt, &end.dydt);
    argument.assign(&start.y, before, &mut |out, y, k| {
        *out = A::mul_add(h, weighted_sum::<A, _, _>(M::A.as_slice()[I].as_slice(), k), y);
    });
    if let Some(slope) = slopes.as_mut_slice().get_mut(I) {
        A::derivative(system, over.at(M::C.as_slice()[I]), argument, slope);
        *further += 1;
    }
}

/// The stages for dense output only, unless they are there.
#[inline(always)]
pub(super) fn lazy_stages<M: Tableau, A: Arithmetic, S>(
    work: &mut Workspace<M::Stages<S::State>, S::State>,
    system: &S,
    nodes: (&Node<S::State>, &Node<S::State>),
    over: Interval<Time<S>>,
) where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
{
    if M::LAZY == 0 || work.complete {
        return;
    }
    macro_rules! take {
        ($i:literal) => {
            if $i + M::LAZY >= M::Stages::<S::State>::COUNT {
                lazy_stage::<M, A, S, $i>(work, system, nodes, over);
            }
        };
    }
    for_each_stage!(M::Stages::<S::State>::COUNT, take: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
    work.complete = true;
}

/// The degree of the method's own dense output.
#[inline(always)]
pub(super) fn dense_degree<M: Tableau>() -> usize {
    M::DENSE.map_or(0, |rows| rows.as_slice().iter().map(|row| row.len()).max().unwrap_or(0))
}

/// Σⱼ pⱼ·kⱼ with the weights of θ^(D + 1).
#[inline(always)]
pub(super) fn dense_sum<M: Tableau, A: Arithmetic, T: Real, const N: usize, const D: usize>(
    k: [T; N],
) -> T {
    let mut weights = [0.0; N];
    if let Some(rows) = M::DENSE {
        for (weight, row) in weights.iter_mut().zip(rows.as_slice()) {
            *weight = row.get(D).copied().unwrap_or(0.0);
        }
    }
    weighted_sum::<A, _, _>(&weights, k)
}
