//! The dense output of one step, lent.

use super::{Interpolant, Node, Real, Scalar, State};

/// A step as its two nodes and the polynomial between them, wherever these live.
#[derive(Debug)]
pub struct Piece<'a, Y: State> {
    pub(super) start: &'a Node<Y>,
    pub(super) end: &'a Node<Y>,
    pub(super) interpolant: &'a Interpolant<Y>,
}

#[allow(clippy::expl_impl_clone_on_copy, reason = "a derive would ask Y to be Copy")]
impl<Y: State> Clone for Piece<'_, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y: State> Copy for Piece<'_, Y> {}

impl<Y: State<Scalar: Scalar>> Piece<'_, Y> {
    /// Writes y(t) into `y`.
    #[inline]
    pub(super) fn at_into(self, t: Y::Scalar, y: &mut Y) {
        self.interpolant.evaluate(self.start, self.end, t, y);
    }

    pub(super) fn at(self, t: Y::Scalar) -> Y {
        let mut y = self.start.y.clone();
        self.at_into(t, &mut y);
        y
    }

    /// The time after the `part` of the step; exactly its end for 1.
    pub(super) fn time(self, part: Y::Scalar) -> Y::Scalar {
        let (start, end) = (self.start.t, self.end.t);
        if part == Y::Scalar::lit(1.0) { end } else { start + part * (end - start) }
    }
}
