//! `ode_solvers`: Dopri5 and Dop853 with their dense output, on a state on the stack.

use crate::method::{Method, Solve, Variant};
use crate::setting::{Setting, Weights};
use crate::squid::{clamped_at_zero, slope};
use crate::trace::{SEGMENTS, SPACING, Segment, Trace};
use ode_solvers::dop_shared::IntegrationError;
use ode_solvers::{Dop853, Dopri5, System, Vector4};
use std::cell::Cell;

type State = Vector4<f64>;

const CRATE: &str = "ode_solvers";
/// One number for all components is all that it takes.
const WEIGHTS: [Weights; 3] = [Weights::Same(1.0), Weights::Same(0.1), Weights::Same(0.01)];

/// Where the last point of a segment, from which the next one starts, is taken from.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// The last row of the output, as the library gives it: an extrapolation of the step before the
    /// last one, whenever the last step is shorter than the spacing of the output.
    Given,
    /// The state in which the right-hand side was evaluated at the end, which is the solution
    /// there.
    Seen,
}

/// The axon under one current, which keeps the state that it was last asked about at the end.
struct Axon<'a> {
    current: f64,
    end: f64,
    seen: &'a Cell<State>,
}

impl System<f64, State> for Axon<'_> {
    #[inline(always)]
    fn system(&self, t: f64, y: &State, dydt: &mut State) {
        *dydt = slope((*y).into(), self.current).into();
        // Both methods evaluate the accepted state last of all that lie there; x + h need not be
        // the end to the bit.
        if t > self.end - 1e-10 {
            self.seen.set(*y);
        }
    }
}

/// Runs one of the two solvers over a segment and returns its rows.
macro_rules! run {
    ($solver:ident, $axon:expr, $segment:expr, $y:expr, $setting:expr) => {{
        let (rtol, atol) = ($setting.rtol(), $setting.rtol() * $setting.weight());
        let (start, end) = ($segment.start(), $segment.end());
        let mut solver = $solver::new($axon, start, end, SPACING, $y, rtol, atol);
        solver.integrate().map(|_| solver.y_out().clone())
    }};
}

type Rows = Result<Vec<State>, IntegrationError>;

fn dopri5(axon: Axon<'_>, segment: &Segment, y: State, setting: Setting) -> Rows {
    run!(Dopri5, axon, segment, y, setting)
}

fn dop853(axon: Axon<'_>, segment: &Segment, y: State, setting: Setting) -> Rows {
    run!(Dop853, axon, segment, y, setting)
}

fn fill(points: &mut [f64], rows: &[State], last: f64) {
    for (point, row) in points.iter_mut().zip(rows) {
        *point = row[0];
    }
    if let Some(point) = points.last_mut() {
        *point = last;
    }
}

fn solver(run: fn(Axon<'_>, &Segment, State, Setting) -> Rows, end: End) -> Solve {
    Box::new(move |setting, trace: &mut Trace| {
        let seen = Cell::new(State::from(clamped_at_zero()));
        for segment in &SEGMENTS {
            let axon = Axon { current: segment.current, end: segment.end(), seen: &seen };
            let rows = run(axon, segment, seen.get(), setting).map_err(|e| e.to_string())?;
            if end == End::Given {
                seen.set(rows.last().copied().ok_or("no output")?);
            }
            fill(&mut trace.0[segment.first..=segment.last], &rows, seen.get()[0]);
        }
        Ok(())
    })
}

fn method(name: &'static str, solve: Solve) -> Method {
    Method { from: CRATE, name, weights: &WEIGHTS, variants: Variant::only(solve) }
}

pub(crate) fn methods() -> Vec<Method> {
    vec![method("Dopri5", solver(dopri5, End::Seen)), method("Dop853", solver(dop853, End::Seen))]
}

/// What a user gets who trusts the last row.
pub(crate) fn as_given() -> Vec<Method> {
    vec![
        method("Dopri5, last row as given", solver(dopri5, End::Given)),
        method("Dop853, last row as given", solver(dop853, End::Given)),
    ]
}
