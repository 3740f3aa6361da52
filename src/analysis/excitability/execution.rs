//! The execution of many runs: [`OneByOne`], [`InLanes`] or `Parallel`.

use alloc::vec::Vec;

use crate::Error;

/// A question of many independent parts.
pub(super) trait Question<A> {
    /// The number of parts.
    fn parts(&self) -> usize;

    /// The answer to one part.
    ///
    /// # Errors
    ///
    /// What its runs return.
    fn answer(&self, part: usize) -> Result<A, Error>;
}

/// The execution of a question `Q`, each part of which is answered by an `A`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot execute this question",
    note = "an f–I curve runs `OneByOne`, `InLanes` (as an `Ensemble`), or `Parallel` of one",
    note = "a strength–duration curve runs `OneByOne` or `Parallel(OneByOne)`",
    note = "in parallel, the closure that makes the systems must be `Sync`"
)]
pub trait Execution<Q, A> {
    /// The answers to all parts, in their order.
    ///
    /// # Errors
    ///
    /// That of the first part that has one.
    fn answer(self, question: Q) -> Result<Vec<A>, Error>;
}

/// One run after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OneByOne;

impl<A, Q: Question<A>> Execution<Q, A> for OneByOne {
    fn answer(self, question: Q) -> Result<Vec<A>, Error> {
        (0..question.parts()).map(|part| question.answer(part)).collect()
    }
}

/// All runs side by side in the lanes of an [`Ensemble`](crate::Ensemble).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InLanes;

/// The runs on the threads of `rayon`'s current pool: `Parallel(OneByOne)` or `Parallel(InLanes)`,
/// with the results of these, to the bit.
#[cfg(feature = "rayon")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parallel<H>(pub H);

#[cfg(feature = "rayon")]
impl<A: Send, Q: Question<A> + Sync> Execution<Q, A> for Parallel<OneByOne> {
    fn answer(self, question: Q) -> Result<Vec<A>, Error> {
        use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
        let parts = (0..question.parts()).into_par_iter();
        // The first error in their order, not in that of time.
        let all: Vec<Result<_, Error>> = parts.map(|part| question.answer(part)).collect();
        all.into_iter().collect()
    }
}
