//! The one system of the tests with closed forms.

use std::ops::Range;

use excitable::Error;
use excitable::ode::ConditionallyLinear;
use excitable::prelude::*;

use super::D;

/// dy/dt = I(t) − b·y.
pub(crate) struct Cell<'a> {
    pub(crate) drive: &'a dyn Stimulus<D>,
    pub(crate) b: D,
}

impl OdeSystem for Cell<'_> {
    type State = D;

    fn derivative(&self, t: D, y: &D, dydt: &mut D) {
        *dydt = self.drive.current(t) - self.b * *y;
    }

    fn next_breakpoint(&self, t: D, towards: Direction) -> Option<D> {
        self.drive.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<D>) -> Result<(), Error> {
        self.drive.check(span)
    }
}

impl ConditionallyLinear for Cell<'_> {
    fn coefficients(&self, part: usize, t: D, _: &D, a: &mut D, b: &mut D) {
        if part == 0 {
            (*a, *b) = (self.drive.current(t), self.b);
        }
    }
}
