//! [`Stages`]: one entry for each stage of a method.

use core::array;

/// A list with one entry for each stage; the arrays `[X; N]`.
pub trait Stages<X> {
    /// The number of stages.
    const COUNT: usize;

    /// The list whose entry i is `make(i)`.
    fn from_fn(make: impl FnMut(usize) -> X) -> Self;

    /// The entries.
    fn as_slice(&self) -> &[X];

    /// The entries, to be changed.
    fn as_mut_slice(&mut self) -> &mut [X];
}

impl<X, const N: usize> Stages<X> for [X; N] {
    const COUNT: usize = N;

    #[inline(always)]
    fn from_fn(make: impl FnMut(usize) -> X) -> Self {
        array::from_fn(make)
    }

    #[inline(always)]
    fn as_slice(&self) -> &[X] {
        self
    }

    #[inline(always)]
    fn as_mut_slice(&mut self) -> &mut [X] {
        self
    }
}
