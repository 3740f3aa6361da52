//! `ode_solvers` Dopri5 for the f–I curve: a spike is looked for in each step, by the cubic through
//! its ends.

use crate::crossings::LEVEL;
use crate::curve::{Curve, DURATION};
use crate::squid::{clamped_at_zero, slope};
use ode_solvers::{Dopri5, OutputType, System, Vector4};
use std::cell::RefCell;

type State = Vector4<f64>;
/// (t, V, dV/dt)
type Point = (f64, f64, f64);

struct Axon<'a> {
    current: f64,
    before: Option<Point>,
    spikes: &'a RefCell<Vec<f64>>,
}

impl System<f64, State> for Axon<'_> {
    #[inline(always)]
    fn system(&self, _t: f64, y: &State, dydt: &mut State) {
        *dydt = slope((*y).into(), self.current).into();
    }

    /// Called once after each step.
    fn solout(&mut self, t: f64, y: &State, dydt: &State) -> bool {
        let now = (t, y[0], dydt[0]);
        if let Some(before) = self.before.replace(now)
            && before.1 < LEVEL
            && LEVEL <= now.1
        {
            self.spikes.borrow_mut().push(crossing(before, now));
        }
        false
    }
}

/// Where the cubic through both points and slopes reaches the level, by bisection.
fn crossing(a: Point, b: Point) -> f64 {
    let h = b.0 - a.0;
    let v = |x: f64| {
        let (c2, c3) =
            (3.0 * (b.1 - a.1) - h * (2.0 * a.2 + b.2), 2.0 * (a.1 - b.1) + h * (a.2 + b.2));
        a.1 + x * (h * a.2 + x * (c2 + x * c3))
    };
    let halve = |(low, high): (f64, f64), _| {
        let middle = 0.5 * (low + high);
        if v(middle) < LEVEL { (middle, high) } else { (low, middle) }
    };
    a.0 + h * (0..50).fold((0.0, 1.0), halve).1
}

fn spikes(current: f64, rtol: f64) -> Vec<f64> {
    let spikes = RefCell::new(Vec::new());
    let axon = Axon { current, before: None, spikes: &spikes };
    let y0 = State::from(clamped_at_zero());
    let mut solver = Dopri5::new(axon, 0.0, DURATION, DURATION, y0, rtol, rtol);
    solver.set_output(OutputType::Sparse);
    // An error shows as spikes that are missing.
    let _ = solver.integrate();
    drop(solver);
    spikes.into_inner()
}

pub(crate) fn curve(rtol: f64) -> Curve {
    let name = format!("ode_solvers Dopri5, rtol {rtol:.0e}");
    Curve { name, spikes: Box::new(move |current| spikes(current, rtol)) }
}
