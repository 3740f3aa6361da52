//! `differential-equations`: its best explicit methods, one solver object for the four segments,
//! output written straight to its place.
//!
//! In 0.7.0 the dense output of DOPRI5 leaves its last term out, which stands in a row that is not
//! read, and that of DOP853 has θ and 1 − θ exchanged in its upper terms. Their steps are right.

use crate::method::{Method, Solve, Variant};
use crate::setting::{Setting, Weights};
use crate::squid::{clamped_at_zero, slope};
use crate::trace::{SEGMENTS, Segment, Trace, time};
use differential_equations::methods::{ExplicitRungeKutta, Ordinary};
use differential_equations::ode::{ODE, OrdinaryNumericalMethod, solve_ode};
use differential_equations::prelude::{ControlFlag, Interpolation, Solout, Solution};
use differential_equations::tolerance::Tolerance;

type State = [f64; 4];
type Erk<F, const O: usize, const S: usize, const I: usize> =
    ExplicitRungeKutta<Ordinary, F, f64, State, O, S, I>;

const CRATE: &str = "differential-equations";
/// It takes one number for each component; the last set is what `excitable` chooses for this
/// neuron.
const WEIGHTS: [Weights; 4] = [
    Weights::Same(1.0),
    Weights::Same(0.1),
    Weights::Same(0.01),
    Weights::Each([200.0, 4.0, 0.02, 0.1]),
];

/// A step that is not a number is rejected for ever; this ends it. The tightest good run takes 6
/// 000.
const MAX_STEPS: usize = 100_000;

struct Axon {
    current: f64,
}

impl ODE<f64, State> for Axon {
    #[inline(always)]
    fn diff(&self, _t: f64, y: &State, dydt: &mut State) {
        *dydt = slope(*y, self.current);
    }
}

/// Writes V at the points of a segment but its last.
struct Points<'a> {
    places: &'a mut [f64],
    segment: Segment,
    done: usize,
}

impl Solout<f64, State> for Points<'_> {
    fn solout<I: Interpolation<f64, State> + ?Sized>(
        &mut self,
        t: f64,
        _before: f64,
        y: &State,
        _y_before: &State,
        step: &mut I,
        _solution: &mut Solution<f64, State>,
    ) -> ControlFlag<f64, State> {
        while let Some(place) = self.places.get_mut(self.done) {
            let at = time(self.segment.first + self.done);
            if at > t {
                break;
            }
            *place = if at == t { y[0] } else { step.interpolate(at).map_or(f64::NAN, |y| y[0]) };
            self.done += 1;
        }
        ControlFlag::Continue
    }
}

fn absolute(setting: Setting) -> Tolerance<f64> {
    match setting.weights {
        Weights::Each(weights) => weights.map(|weight| weight * setting.rtol()).into(),
        _ => (setting.weight() * setting.rtol()).into(),
    }
}

/// Made anew for each trace, since it counts its steps over its whole life.
fn solver<F: 'static, const O: usize, const S: usize, const I: usize>(
    make: fn() -> Erk<F, O, S, I>,
) -> Solve
where
    Erk<F, O, S, I>: OrdinaryNumericalMethod<f64, State> + Interpolation<f64, State>,
{
    Box::new(move |setting, trace: &mut Trace| {
        let erk = make().max_steps(MAX_STEPS);
        let mut erk = erk.rtol(setting.rtol()).atol(absolute(setting));
        let mut y = clamped_at_zero();
        for segment in SEGMENTS {
            // Otherwise it would start with the first step of the segment before.
            erk.h0 = 0.0;
            let axon = Axon { current: segment.current };
            let places = &mut trace.0[segment.first..segment.last];
            let mut points = Points { places, segment, done: 0 };
            let (start, end) = (segment.start(), segment.end());
            solve_ode(&mut erk, &axon, start, end, &y, &mut points)
                .map_err(|error| format!("{error:?}"))?;
            y = *erk.y();
            trace.0[segment.last] = y[0];
        }
        Ok(())
    })
}

fn method(name: &'static str, variants: Vec<Variant>) -> Method {
    Method { from: CRATE, name, weights: &WEIGHTS, variants }
}

/// A pair of Verner's with either of its two dense outputs.
fn verner(name: &'static str, low: (&'static str, Solve), high: (&'static str, Solve)) -> Method {
    method(name, [low, high].map(|(name, solve)| Variant { name, solve }).into())
}

pub(crate) fn methods() -> Vec<Method> {
    vec![
        method("DOPRI5", Variant::only(solver(Erk::dopri5))),
        method("DOP853", Variant::only(solver(Erk::dop853))),
        verner("Verner 6(5)", ("rkv655e", solver(Erk::rkv655e)), ("rkv656e", solver(Erk::rkv656e))),
        verner("Verner 7(6)", ("rkv766e", solver(Erk::rkv766e)), ("rkv767e", solver(Erk::rkv767e))),
        verner("Verner 8(7)", ("rkv877e", solver(Erk::rkv877e)), ("rkv878e", solver(Erk::rkv878e))),
        verner("Verner 9(8)", ("rkv988e", solver(Erk::rkv988e)), ("rkv989e", solver(Erk::rkv989e))),
    ]
}
