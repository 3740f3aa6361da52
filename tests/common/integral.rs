//! The charge that a stimulus carries, as a system.

use std::ops::Range;

use excitable::prelude::*;
use excitable::{Error, Scalar};

/// y' = i(t), y(t₀) = 0: the integral of a stimulus.
pub(crate) struct Integral<'a, T> {
    pub(crate) stimulus: &'a dyn Stimulus<T>,
    /// The number 0, which tells the type.
    #[allow(dead_code, reason = "not every test reads it")]
    pub(crate) zero: T,
}

impl<T: Scalar> OdeSystem for Integral<'_, T> {
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
