//! [`BranchPoint`]: a point on a branch of limit cycles, with its tangent.

use alloc::vec::Vec;

use num_traits::Float;

use crate::ode::Scalar;

/// A point on the branch: state, period and parameter in their scales, and the unit tangent.
#[derive(Clone)]
pub(super) struct BranchPoint<T> {
    pub(super) x: Vec<T>,
    pub(super) tangent: Vec<T>,
}

impl<T: Scalar> BranchPoint<T> {
    /// The change of the parameter along the branch.
    pub(super) fn towards(&self) -> T {
        self.tangent.last().copied().unwrap_or(T::zero())
    }

    pub(super) fn cosine(&self, other: &Self) -> T {
        dot(&self.tangent, &other.tangent)
    }
}

/// Σ aᵢ·bᵢ
pub(super) fn dot<T: Scalar>(a: &[T], b: &[T]) -> T {
    a.iter().zip(b).fold(T::zero(), |sum, (a, b)| sum + *a * *b)
}

/// x/‖x‖
pub(super) fn unit<T: Scalar>(x: &[T]) -> Vec<T> {
    let norm = Float::sqrt(dot(x, x));
    x.iter().map(|x| *x / norm).collect()
}
