//! [`WaveEquation`]: a wave of constant shape, as an ordinary differential equation in time.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use crate::Error;
use crate::analysis::cycles::precise_run;
use crate::analysis::linear::{components, slope, solve, state};
use crate::analysis::{Complex, eigenvalues, jacobian};
use crate::cable::set_potential;
use crate::error::{Bound, require};
use crate::ode::{Component, Matrix, Node, OdeState, OdeSystem, Real, Scalar, State, component};

pub(super) const V: Component = component(0);
/// The distance from rest at which a wave begins, of that to the highest potential: the unstable
/// manifold leaves its tangent by the square of it.
const SMALL: f64 = 1e-6;
/// The time in which a solution escapes, in e-folds of its growth; twenty are usual.
const PATIENCE: f64 = 1e5;

/// A membrane at one place, as a wave V(t − x/c) passes: y' = f(y) but for V, V' = W, and
///
/// ```text
/// W' = κ·(W − f_V(y)),   κ = c²/D     (30)
/// ```
///
/// since ∂²V/∂x² = V''/c². A wave leaves rest and comes back to it. Any other solution that leaves
/// rest passes an end of the range of potentials, for the current drives V on beyond all reversal
/// potentials; or it rises once more behind its first peak, and may do so again and again.
pub(super) struct WaveEquation<'a, Y: State> {
    pub(super) membrane: &'a dyn OdeSystem<State = Y>,
    pub(super) rest: &'a Y,
    pub(super) range: &'a Range<Y::Scalar>,
    /// κ (1/ms).
    pub(super) rate: Y::Scalar,
}

/// A state of the membrane, and V'.
pub(super) type Point<Y> = (Y, <Y as State>::Scalar);

impl<Y: OdeState> OdeSystem for WaveEquation<'_, Y> {
    type State = (Y, Y::Scalar);

    fn derivative(&self, _: Y::Scalar, (y, w): &Self::State, dydt: &mut Self::State) {
        self.membrane.derivative(Y::Scalar::lit(0.0), y, &mut dydt.0);
        let own = dydt.0.component(0).unwrap_or(*w);
        dydt.1 = self.rate * (*w - own);
        set_potential(&mut dydt.0, *w);
    }

    fn scale(&self) -> Option<Self::State> {
        let scale = self.membrane.scale()?;
        let v = scale.component(0)?;
        Some((scale, v * self.rate))
    }
}

/// A solution that leaves rest, where it begins.
pub(super) struct Departure<Y: State> {
    pub(super) start: Point<Y>,
    /// The rate at which it leaves (1/ms).
    pub(super) growth: Y::Scalar,
}

/// Whether a solution rises behind its peak, or falls, and when that is seen.
#[derive(Clone, Copy)]
pub(super) struct Escape<T> {
    pub(super) rises: bool,
    pub(super) t: T,
}

impl<Y: OdeState> WaveEquation<'_, Y> {
    /// The solution on the unstable manifold of rest, which rises.
    pub(super) fn departure(&self) -> Result<Departure<Y>, Error> {
        let zero = Y::Scalar::lit(0.0);
        let rest = (self.rest.clone(), zero);
        let dfdy = jacobian(self, zero, &rest)?;
        let growth = only_growth(&eigenvalues(&dfdy)?)?;
        let direction = eigenvector(dfdy, growth);
        let room = self.range.end - V.of(self.rest)?;
        let size = Y::Scalar::lit(SMALL) * room / direction.first().copied().unwrap_or(zero);
        let moved = components(&rest).into_iter().zip(&direction).map(|(y, d)| y + size * *d);
        Ok(Departure { start: state(&rest, &moved.collect::<Vec<_>>()), growth })
    }

    /// The first highest point of the solution that leaves rest, or the end of the range.
    pub(super) fn peak(&self) -> Result<Node<Point<Y>>, Error> {
        let Departure { start, growth } = self.departure()?;
        let top = self.slope().falls_through(Y::Scalar::lit(0.0));
        let span = long_from(Y::Scalar::lit(0.0), growth);
        let run = precise_run(self, span, start).stop_on(V.rises_through(self.range.end));
        run.stop_on(top).finish()
    }

    /// How the solution that leaves rest escapes.
    pub(super) fn escape(&self) -> Result<Escape<Y::Scalar>, Error> {
        let Node { y, t, .. } = self.peak()?;
        let (v, rest) = (V.of(&y)?, V.of(self.rest)?);
        if v >= self.range.end - Y::Scalar::lit(SMALL) * (self.range.end - rest) {
            return Ok(Escape { rises: true, t });
        }
        self.escape_behind((t, y), rest + Y::Scalar::lit(0.5) * (v - rest))
    }

    /// How the solution escapes from a point behind a peak of twice the height of `level`.
    pub(super) fn escape_behind(
        &self,
        start: (Y::Scalar, Point<Y>),
        level: Y::Scalar,
    ) -> Result<Escape<Y::Scalar>, Error> {
        let (rest, growth) = (V.of(self.rest)?, self.growth(&start.1));
        let above = |y: &Point<Y>| {
            V.of(y).is_ok_and(|v| v - level > Y::Scalar::lit(SMALL) * (level - rest))
        };
        let (mut t, mut y) = start;
        if above(&y) {
            let turn = self.slope().rises_through(Y::Scalar::lit(0.0));
            let run = precise_run(self, long_from(t, growth), y).stop_on(turn);
            let run = run.stop_on(V.rises_through(self.range.end));
            Node { t, y, .. } = run.stop_on(V.falls_through(level)).finish()?;
        }
        if above(&y) {
            return Ok(Escape { rises: true, t });
        }
        let run = precise_run(self, long_from(t, growth), y).stop_on(V.rises_through(level));
        let end = run.stop_on(V.falls_through(self.range.start)).finish()?;
        Ok(Escape { rises: V.of(&end.y)? > rest, t: end.t })
    }

    /// V' as a component.
    fn slope(&self) -> Component {
        component(self.rest.dimension())
    }

    /// The rate at which a deviation grows at `y` while the gates rest (1/ms):
    /// λ² = κ·(λ − ∂f_V/∂V).
    pub(super) fn growth(&self, (y, _): &(Y, Y::Scalar)) -> Y::Scalar {
        let (zero, half) = (Y::Scalar::lit(0.0), Y::Scalar::lit(0.5) * self.rate);
        let own = |y: &Y| slope(self.membrane, zero, y).component(0).unwrap_or(zero);
        let v = y.component(0).unwrap_or(zero);
        let d = Float::sqrt(Y::Scalar::epsilon()) * (self.range.end - self.range.start);
        let mut beside = y.clone();
        set_potential(&mut beside, v + d);
        let conductance = Float::max((own(y) - own(&beside)) / d, zero);
        half + Float::sqrt(half * half + self.rate * conductance)
    }
}

/// A span in which a solution surely escapes.
fn long_from<T: Scalar>(t: T, growth: T) -> Range<T> {
    t..t + T::lit(PATIENCE) / growth
}

/// The one eigenvalue with a positive real part, which is real; a rest with others is not stable.
fn only_growth<T: Scalar>(eigenvalues: &[Complex<T>]) -> Result<T, Error> {
    let zero = T::lit(0.0);
    let [first, others @ ..] = eigenvalues else { return Ok(zero) };
    let second = others.first().map_or(zero, |x| x.re);
    let remedy = "give a state in which the membrane rests and to which it comes back";
    let field = ("growth of a disturbance of rest (1/ms)", second);
    let bound = Bound::Below(0.0_f64.into());
    require(first.re > zero && second < zero, "travelling_waves", field, bound, remedy)?;
    Ok(first.re)
}

/// The eigenvector of a simple eigenvalue, by inverse iteration beside it.
fn eigenvector<T: Scalar>(mut a: Matrix<T>, eigenvalue: T) -> Vec<T> {
    let n = a.dimension();
    let beside = eigenvalue * (T::lit(1.0) + Float::sqrt(T::epsilon()));
    for i in 0..n {
        a[(i, i)] = a[(i, i)] - beside;
    }
    let mut direction = alloc::vec![T::lit(1.0); n];
    for _ in 0..4 {
        direction = solve(a.clone(), direction);
        let size = direction.iter().fold(T::lit(0.0), |size, x| Float::max(size, Float::abs(*x)));
        for x in &mut direction {
            *x = *x / size;
        }
    }
    direction
}
