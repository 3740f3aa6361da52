//! The dense output of one step, lent.

use super::{Interpolant, Node};
use crate::num::{Plain, Real};
use crate::ode::{OdeState, State};

/// A step as its two nodes and the polynomial between them, borrowed.
#[derive(Debug)]
pub struct DenseStep<'a, Y: State> {
    pub(in crate::ode) start: &'a Node<Y>,
    pub(in crate::ode) end: &'a Node<Y>,
    pub(in crate::ode) interpolant: &'a Interpolant<Y>,
}

#[allow(clippy::expl_impl_clone_on_copy, reason = "a derive would ask Y to be Copy")]
impl<Y: State> Clone for DenseStep<'_, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y: State> Copy for DenseStep<'_, Y> {}

impl<Y: OdeState> DenseStep<'_, Y> {
    /// Writes y(t) into `y`.
    #[inline]
    pub(in crate::ode) fn at_into(self, t: Y::Scalar, y: &mut Y) {
        let Self { start, end, interpolant } = self;
        if t == end.t || t == start.t {
            let node = if t == end.t { end } else { start };
            return y.assign(&node.y, [], &mut |out, x, []| *out = x);
        }
        interpolant
            .state_polynomial(&start.y)
            .at_into::<Plain>((t - start.t) / (end.t - start.t), y);
    }

    pub(in crate::ode) fn at(self, t: Y::Scalar) -> Y {
        let mut y = self.start.y.clone();
        self.at_into(t, &mut y);
        y
    }

    /// The time after the `part` of the step; exactly its end for 1.
    pub(in crate::ode) fn time(self, part: Y::Scalar) -> Y::Scalar {
        let (start, end) = (self.start.t, self.end.t);
        if part == Y::Scalar::lit(1.0) { end } else { start + part * (end - start) }
    }
}
