//! [`HodgkinHuxley`] as a system that is integrated.

use core::ops::Range;

use super::HodgkinHuxley;
use crate::Error;
use crate::neuron::Membrane;
use crate::neuron::gates::check_gate;
use crate::num::{Arithmetic, Matrix, Plain, Scalar};
use crate::ode::{Direction, OdeSystem};
use crate::stimulus::Stimulus;

impl<T: Scalar, S: Stimulus<T>> OdeSystem for HodgkinHuxley<T, S> {
    type State = Membrane<T>;

    #[inline(always)]
    fn derivative(&self, t: T, y: &Membrane<T>, dydt: &mut Membrane<T>) {
        self.derivative_in::<Plain>(t, y, dydt);
    }

    #[inline(always)]
    fn derivative_in<A: Arithmetic>(&self, t: T, y: &Membrane<T>, dydt: &mut Membrane<T>) {
        *dydt = self.slope_in::<A>(y, self.stimulus.drive(t, y.v).inflow(y.v));
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        self.stimulus.next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        self.parameters().check()?;
        self.stimulus.check(span)
    }

    fn check_start(&self, y0: &Membrane<T>) -> Result<(), Error> {
        let gates = [("gate m", y0.m), ("gate h", y0.h), ("gate n", y0.n)];
        gates.into_iter().try_for_each(|gate| check_gate("HodgkinHuxley", gate))
    }

    fn jacobian(&self, t: T, y: &Membrane<T>, dfdy: &mut Matrix<T>) -> bool {
        for (i, row) in self.jacobian_at(y).into_iter().enumerate() {
            for (j, x) in row.into_iter().enumerate() {
                dfdy[(i, j)] = x;
            }
        }
        dfdy[(0, 0)] = dfdy[(0, 0)] - self.stimulus.drive(t, y.v).linear().1 * self.per_c_m;
        true
    }

    /// V 200 mV, m 4, h 0.02, n 0.1: by the cost of an error of V. One of m is gone in a moment.
    fn scale(&self) -> Option<Membrane<T>> {
        Some(Membrane { v: T::lit(200.0), m: T::lit(4.0), h: T::lit(0.02), n: T::lit(0.1) })
    }

    fn is_autonomous(&self) -> bool {
        self.stimulus.is_held()
    }
}
