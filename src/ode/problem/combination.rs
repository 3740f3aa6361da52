//! [`Combination`]: what a hot loop does with each component of a state.

/// What a hot loop does with each component of a [`State`](crate::State): a closure that is large
/// and called for each field is not inlined, and then compiled without the instructions of the run.
#[doc(hidden)]
pub trait Combination<R, const M: usize> {
    /// Assigns to `out`; to be `#[inline(always)]`.
    fn combine(&mut self, out: &mut R, base: R, others: [R; M]);
}
