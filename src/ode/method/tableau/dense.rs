//! The dense output of a tableau: its lazy stages, and its polynomials.

use super::{Tableau, Workspace, all_slopes, weighted_sum};
use crate::num::{Arithmetic, Real};
use crate::ode::{Interval, Node, RightHandSide, Stages, State, Time};

/// Evaluates a stage for dense output only, after the step.
#[inline(always)]
fn lazy_stage<M: Tableau, A: Arithmetic, S: RightHandSide + ?Sized, const I: usize>(
    work: &mut Workspace<M::Stages<S::State>, S::State>,
    system: &S,
    (start, end): (&Node<S::State>, &Node<S::State>),
    over: Interval<Time<S>>,
) {
    let h = over.length();
    let Workspace { slopes, argument, further, .. } = work;
    let before: [&S::State; I] = all_slopes::<M, S::State, I>(slopes, &start.dydt, &end.dydt);
    argument.assign(&start.y, before, &mut |out, y, k| {
        *out = A::mul_add(h, weighted_sum::<A, _, _>(M::A[I], k), y);
    });
    if let Some(slope) = slopes.as_mut_slice().get_mut(I) {
        system.evaluate::<A>(over.at(M::C[I]), argument, slope);
        *further += 1;
    }
}

/// Evaluates the stages for dense output only, unless they are there.
#[inline(always)]
pub(super) fn lazy_stages<M: Tableau, A: Arithmetic, S: RightHandSide + ?Sized>(
    work: &mut Workspace<M::Stages<S::State>, S::State>,
    system: &S,
    nodes: (&Node<S::State>, &Node<S::State>),
    over: Interval<Time<S>>,
) {
    if M::LAZY == 0 || work.complete {
        return;
    }
    macro_rules! take {
        ($i:literal) => {
            if const { $i + M::LAZY >= M::Stages::<f64>::COUNT } {
                lazy_stage::<M, A, S, $i>(work, system, nodes, over);
            }
        };
    }
    for_each_stage!(M::Stages::<f64>::COUNT, take:
        1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
    work.complete = true;
}

/// The degree of the method's own dense output.
pub(super) const fn dense_degree<M: Tableau>() -> usize {
    let (mut degree, mut i) = (0, 0);
    while i < M::DENSE.len() {
        if M::DENSE[i].len() > degree {
            degree = M::DENSE[i].len();
        }
        i += 1;
    }
    degree
}

/// Σⱼ pⱼ·kⱼ with the weights of θ^(D + 1).
#[inline(always)]
pub(super) fn dense_sum<M: Tableau, A: Arithmetic, T: Real, const N: usize, const D: usize>(
    k: [T; N],
) -> T {
    weighted_sum::<A, _, _>(&const { dense_weights::<M, N, D>() }, k)
}

/// The weights of θ^(D + 1) in the rows of the dense output.
const fn dense_weights<M: Tableau, const N: usize, const D: usize>() -> [f64; N] {
    let (mut weights, mut i) = ([0.0; N], 0);
    while i < N && i < M::DENSE.len() {
        if D < M::DENSE[i].len() {
            weights[i] = M::DENSE[i][D];
        }
        i += 1;
    }
    weights
}
