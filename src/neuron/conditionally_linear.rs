//! The Hodgkin–Huxley neuron as a conditionally linear system: the potential, and the gates.

use super::{HodgkinHuxley, Membrane};
use crate::ode::{ConditionallyLinear, Scalar};
use crate::stimulus::Stimulus;

impl<T: Scalar, S: Stimulus<T>> ConditionallyLinear for HodgkinHuxley<T, S> {
    #[inline(always)]
    fn coefficients(
        &self,
        part: usize,
        t: T,
        y: &Membrane<T>,
        a: &mut Membrane<T>,
        b: &mut Membrane<T>,
    ) {
        if part == 0 {
            // dV/dt = (I + Σ g·E − Σ g·V)/C, eq. 26
            (a.v, b.v) = self.relaxation_of_v(y, self.stimulus().drive(t, y.v).linear());
            return;
        }
        // dx/dt = αx − (αx + βx)·x, eq. 15, 16, 7
        ([a.m, a.h, a.n], [b.m, b.h, b.n]) = self.gate_coefficients(y.v);
    }
}
