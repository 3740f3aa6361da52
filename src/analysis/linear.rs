//! States as lists of numbers, and linear equations between them.

use alloc::vec::Vec;

use num_traits::Float;

use crate::ode::{Matrix, OdeSystem, Real, RightHandSide, Scalar, State, Time};

/// The components of a state, in the order of [`State::assign`].
pub(super) fn components<Y: State>(y: &Y) -> Vec<Y::Scalar> {
    let mut numbers = Vec::new();
    y.visit(&mut |x| numbers.push(x));
    numbers
}

/// A state of the shape of `like` with these components.
pub(super) fn state<Y: State>(like: &Y, numbers: &[Y::Scalar]) -> Y {
    let (mut y, mut numbers) = (like.clone(), numbers.iter());
    y.assign(like, [], &mut |out, base, []| *out = numbers.next().copied().unwrap_or(base));
    y
}

/// The natural size of each component: the system's own scale, or 1.
pub(super) fn sizes<S>(system: &S, y: &S::State) -> Vec<Time<S>>
where
    S: RightHandSide + ?Sized,
{
    let stated = system.scale().map(|scale| components(&scale)).unwrap_or_default();
    let size = |i: usize| stated.get(i).copied().unwrap_or(Time::<S>::lit(1.0));
    (0..y.dimension()).map(size).collect()
}

/// dy/dt at (t, y).
pub(super) fn slope<S: OdeSystem + ?Sized>(system: &S, t: Time<S>, y: &S::State) -> S::State {
    let mut dydt = y.clone();
    system.derivative(t, y, &mut dydt);
    dydt
}

/// The solution of A·x = b; not finite where A is singular.
pub(super) fn solve<T: Scalar>(mut a: Matrix<T>, mut b: Vec<T>) -> Vec<T> {
    let mut pivots = alloc::vec![0; a.dimension()];
    a.factor(&mut pivots);
    a.solve(&pivots, &mut b);
    b
}

pub(super) fn all_finite<T: Scalar>(numbers: &[T]) -> bool {
    numbers.iter().all(|x| Float::is_finite(*x))
}
