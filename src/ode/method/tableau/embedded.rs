//! The error of a step, by the differences of a tableau.

use num_traits::Float;

use super::check::check_embedded;
use super::stability::stability_limit;
use super::{EmbeddedTableau, Workspace, all_slopes, weighted_sum};
use crate::Error;
use crate::num::{Arithmetic, Plain, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{EmbeddedStepper, Interval, Node, RightHandSide, Stages, State, Time, Tolerance};

impl<M: EmbeddedTableau, S: RightHandSide + ?Sized> EmbeddedStepper<S> for M {
    const ERROR_ORDER: u32 = M::ERROR_ORDER;
    const SHARE: f64 = M::SHARE;
    const BETA: f64 = M::BETA;

    fn check_estimate(&self) -> Result<(), Error> {
        check_embedded::<M>()
    }

    #[inline(always)]
    fn error<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        start: &Node<S::State>,
        end: &Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) -> Time<S> {
        let h = end.t - start.t;
        let Workspace { slopes, argument: error, .. } = work;
        with_all_slopes!(M, S::State, (&*slopes, &start.dydt, &end.dydt), |k| {
            error.assign(&start.y, k, &mut |out, _, k| {
                *out = h * weighted_sum::<A, _, _>(M::E, k);
            });
        });
        let norm = tolerance.norm::<A>(error, &start.y, &end.y);
        if const { M::E_LOW.is_empty() } {
            return norm;
        }
        with_all_slopes!(M, S::State, (&*slopes, &start.dydt, &end.dydt), |k| {
            error.assign(&start.y, k, &mut |out, _, k| {
                *out = h * weighted_sum::<A, _, _>(M::E_LOW, k);
            });
        });
        let low = tolerance.norm::<A>(error, &start.y, &end.y);
        let size =
            Float::sqrt(norm * norm + Time::<S>::lit(0.01) * low * low).without_derivatives();
        // Where both vanish there is no error; a NaN stays one.
        if size == Time::<S>::lit(0.0) { size } else { norm * (norm / size) }
    }

    /// The error eᵢ lies in the direction that the step has damped the least: |λ| ≈ ‖f(y₁ + e) −
    /// f(y₁)‖ / ‖e‖.
    #[cold]
    fn stability_ratio(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        over: Interval<Time<S>>,
        end: &Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) -> Option<Time<S>> {
        let Workspace { slopes, argument: error, further, .. } = work;
        let size = tolerance.norm::<Plain>(error, &end.y, &end.y);
        error.assign(&end.y, [], &mut |e, y, []| *e = *e + y);
        // The place of k₁ is free: it is the start node's slope.
        let beside = slopes.as_mut_slice().first_mut()?;
        slope_apart(system, over.last, error, beside);
        *further += 1;
        beside.assign(&end.dydt, [], &mut |f, f1, []| *f = *f - f1);
        let lambda = tolerance.norm::<Plain>(beside, &end.y, &end.y) / size;
        Some(
            Float::abs(over.length()).without_derivatives() * lambda
                / Time::<S>::lit(stability_limit::<M>()),
        )
    }
}
