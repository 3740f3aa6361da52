//! A `Vec` of states as a [`State`].

use alloc::vec::Vec;

use super::{State, parts};
use crate::num::Real;
use crate::ode::problem::Name;

impl<S: State> State for Vec<S> {
    type Scalar = S::Scalar;
    const INLINED: bool = S::INLINED;

    #[inline(always)]
    fn assign<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl FnMut(&mut S::Scalar, S::Scalar, [S::Scalar; M]),
    ) {
        let len = others.iter().fold(base.len(), |len, other| len.min(other.len()));
        if self.len() != len {
            self.truncate(len);
            self.extend_from_slice(&base[self.len()..len]);
        }
        let base = &base[..len];
        let others = parts!(base, others, |other| &other[..len]);
        for (i, out) in self.iter_mut().enumerate() {
            out.assign(&base[i], parts!(&base[i], others, |other| &other[i]), f);
        }
    }

    #[inline]
    fn visit(&self, f: &mut impl FnMut(S::Scalar)) {
        for part in self {
            part.visit(f);
        }
    }

    /// In four sums, which do not wait for one another.
    #[inline(always)]
    fn sum_of_zeros(&self) -> S::Scalar {
        let mut sums = [S::Scalar::lit(0.0); 4];
        let parts = self.chunks_exact(4);
        let rest = parts.remainder();
        for four in parts {
            for (sum, part) in sums.iter_mut().zip(four) {
                *sum = *sum + part.sum_of_zeros();
            }
        }
        let sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        rest.iter().fold(sum, |sum, part| sum + part.sum_of_zeros())
    }

    #[inline]
    fn dimension(&self) -> usize {
        self.iter().map(State::dimension).sum()
    }

    /// Of parts of one length, as they mostly are, no walk is left: the compiler knows their sum.
    #[inline]
    fn component(&self, index: usize) -> Option<S::Scalar> {
        let i = index / self.first()?.dimension().max(1);
        let before: usize = self.iter().take(i).map(State::dimension).sum();
        let left = index.checked_sub(before).filter(|_| i < self.len());
        match left {
            Some(left) if left < self[i].dimension() => self[i].component(left),
            _ => parts::component(self, index),
        }
    }

    fn name(&self, index: usize, name: &mut Name) {
        parts::name(self, index, name);
    }
}
