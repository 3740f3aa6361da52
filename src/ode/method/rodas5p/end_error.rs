//! The error at the end of a step which the Jacobian of its start hides.

use super::coefficients::{DENSE, GAMMA};
use super::{Rosenbrock, SHARE, lent, sum};
use crate::num::{Plain, Real};
use crate::ode::problem::slope_apart;
use crate::ode::{Interval, Node, OdeState, OdeSystem, Tolerance};

/// The weight of the estimate, in units of the tolerance of the run. Over 21 tolerances from 10⁻²
/// to 10⁻⁵ HIRES then errs by 2.3 of them at most (36 without), in 5 % more steps.
const WEIGHT: f64 = 2.0;
/// An error that is smaller, in the same units, is not followed: it would have to grow 16 times.
const NEGLIGIBLE: f64 = 1.0 / 16.0;

/// h·p'(t₁) of the dense output p is y₁ − y₀ less the sum of the stages with these weights.
const LAST: [f64; 8] = {
    let (mut weights, mut j) = ([0.0; 8], 0);
    while j < 8 {
        weights[j] = DENSE[0][j] + DENSE[1][j] + DENSE[2][j];
        j += 1;
    }
    weights
};

impl<Y: OdeState> Rosenbrock<Y> {
    /// The error of the step just taken: that of its embedded solution, or ‖x‖·‖x‖/‖w‖ at its end
    /// if that is larger. There x = A₀⁻¹·r and w = A₀⁻¹·A₁·x, where A = 1/(γ·h) − J at the start
    /// and at the end: with the residual r of the dense output x would be the error if J stayed as
    /// it is, and where it shrinks on the way the error is that much larger.
    pub(super) fn estimate<S>(
        &mut self,
        system: &S,
        nodes: (&Node<Y>, &Node<Y>),
        over: Interval<Y::Scalar>,
        tolerance: &Tolerance<Y>,
    ) -> Y::Scalar
    where
        S: OdeSystem<State = Y> + ?Sized,
    {
        let (lit, weight) = (Y::Scalar::lit, Y::Scalar::lit(WEIGHT * SHARE));
        let (mut at_end, embedded) = (lit(0.0), size(tolerance, &mut self.stages[7], nodes));
        if embedded <= lit(1.0) {
            self.write_residual(nodes, over.length());
            at_end = weight * size(tolerance, &mut self.slope, nodes);
        }
        if at_end > lit(NEGLIGIBLE) {
            self.follow(system, nodes.1, over);
            at_end = at_end * (at_end / (weight * size(tolerance, &mut self.drift, nodes)));
        }
        // Written so that a NaN at the end, where f may be undefined beside y₁, does not count.
        if at_end > embedded { at_end } else { embedded }
    }

    /// x = A₀⁻¹·r in `slope`, with r = p'(t₁) − f(t₁, y₁) of the dense output p.
    fn write_residual(&mut self, (start, end): (&Node<Y>, &Node<Y>), h: Y::Scalar) {
        let Self { stages, argument, slope, .. } = self;
        argument.assign(&end.y, [&start.y], &mut |out, y1, [y0]| *out = y1 - y0);
        slope.assign(argument, lent::<Y, 8>(stages, &start.y), &mut |out, change, k| {
            *out = (change - sum(&LAST, k)) / h;
        });
        argument.assign(slope, [&end.dydt], &mut |out, slope, [f]| *out = slope - f);
        core::mem::swap(argument, slope);
        self.factors.solve(&mut self.slope, &mut self.argument);
    }

    /// w = A₀⁻¹·A₁·x in `drift`: J·x at the end is f(t₁, y₁) − f(t₁, y₁ − x).
    fn follow<S>(&mut self, system: &S, end: &Node<Y>, over: Interval<Y::Scalar>)
    where
        S: OdeSystem<State = Y> + ?Sized,
    {
        let Self { argument, slope, drift, .. } = self;
        let diagonal = Y::Scalar::lit(1.0 / GAMMA) / over.length();
        argument.assign(&end.y, [slope], &mut |out, y, [x]| *out = y - x);
        slope_apart(system, over.last, argument, drift);
        argument.assign(drift, [&end.dydt, slope], &mut |out, f, [f1, x]| {
            *out = diagonal * x - (f1 - f);
        });
        core::mem::swap(argument, drift);
        self.evaluations += 1;
        self.factors.solve(&mut self.drift, &mut self.argument);
    }
}

/// The norm of an error of the step, apart from the loop of a run.
#[inline(never)]
fn size<Y: OdeState>(
    tolerance: &Tolerance<Y>,
    error: &mut Y,
    (start, end): (&Node<Y>, &Node<Y>),
) -> Y::Scalar {
    tolerance.norm::<Plain>(error, &start.y, &end.y)
}
