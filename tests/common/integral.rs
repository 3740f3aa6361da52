//! The charge that a stimulus carries, as a system.

use std::ops::Range;

use excitable::prelude::*;
use excitable::{Error, Scalar};

/// y' = i(t), y(t₀) = 0: the integral of a stimulus.
pub(crate) struct Integral<T, U> {
    pub(crate) stimulus: U,
    /// The number 0, which tells the type.
    #[allow(dead_code, reason = "not every test reads it")]
    pub(crate) zero: T,
}

impl<T: Scalar, U: Stimulus<T>> OdeSystem for Integral<T, U> {
    type State = T;

    fn derivative(&self, t: T, _: &T, dydt: &mut T) {
        *dydt = self.stimulus.current(t);
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.stimulus.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.stimulus.check(span)
    }
}
