//! [`RelaxesTwice`]: two relaxations of the potential in a row, by one division.

use core::marker::PhantomData;

use crate::ensemble::Relax;
use crate::ode::{ExponentialStrang, FastStrang, Real, Relaxes, SafeStrang};

/// A method by which the potential relaxes over the halves of two steps that meet at a node.
pub(super) trait RelaxesTwice: Relaxes {
    /// x after h, and after h more with the same coefficients, where dx/dt = a − b·x.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relaxed_twice<R: Real>(x: R, (a, b): (R, R), h: R) -> [R; 2] {
        let once = Self::relaxed(x, (a, b, R::lit(1.0)), h);
        [once, Self::relaxed(once, (a, b, R::lit(1.0)), h)]
    }
}

/// The relaxation of a component by a method `K` over a time.
#[derive(Clone, Copy, Debug)]
pub(in crate::ensemble) struct Over<K, R> {
    h: R,
    method: PhantomData<K>,
}

impl<K, R> Over<K, R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(in crate::ensemble) fn new(h: R) -> Self {
        Self { h, method: PhantomData }
    }
}

impl<K: Relaxes, R: Real> Relax<R> for Over<K, R> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relaxed(&self, x: R, coefficients: (R, R, R)) -> R {
        K::relaxed(x, coefficients, self.h)
    }
}

impl RelaxesTwice for ExponentialStrang {}

impl RelaxesTwice for FastStrang {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relaxed_twice<R: Real>(x: R, (a, b): (R, R), h: R) -> [R; 2] {
        // Both twice, which spares a multiplication: (2 − z)·x + 2·a·h and 2 + z.
        let (z, gain, two) = (b * h, a * h, R::lit(2.0));
        let (left, gain, part) = (two - z, gain + gain, R::lit(1.0) / (two + z));
        let once = left.mul_add(x, gain) * part;
        [once, left.mul_add(once, gain) * part]
    }
}

impl RelaxesTwice for SafeStrang {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn relaxed_twice<R: Real>(x: R, (a, b): (R, R), h: R) -> [R; 2] {
        let (half, one) = (b * (h * R::lit(0.5)), R::lit(1.0));
        let sum = one + half;
        let (gain, part) = (a * h * sum, one / sum.mul_add(sum, half * half));
        let once = (x + gain) * part;
        [once, (once + gain) * part]
    }
}
