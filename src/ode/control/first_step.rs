//! The first step of an adaptive run, and the first after each breakpoint.

use num_traits::Float;

use super::pi::{exp2, log2};
use super::{StepContext, Tolerance};
use crate::num::{Plain, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{Node, RightHandSide, State, Time};

/// The first step: Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.4.
pub(super) fn first_step<S: RightHandSide + ?Sized>(
    tolerance: &Tolerance<S::State>,
    order: u32,
    context: &StepContext<'_, S>,
    start: &Node<S::State>,
    scratch: &mut Node<S::State>,
) -> Time<S> {
    let lit = Time::<S>::lit;
    let span = context.segment.length();
    let Node { y, dydt, .. } = scratch;
    let size = |x: &S::State, scratch: &mut S::State| {
        scratch.assign(x, [], &mut |out, x, []| *out = x);
        tolerance.norm::<Plain>(scratch, &start.y, &start.y)
    };
    // d₀ = ‖y₀‖, d₁ = ‖f₀‖
    let (d0, d1) = (size(&start.y, y), size(&start.dydt, y));
    let tiny = lit(1e-5);
    let h0 = if d0 < tiny || d1 < tiny { lit(1e-6) } else { lit(0.01) * d0 / d1 };
    let h0 = h0.min(span.abs().without_derivatives());
    // d₂ = ‖f(t₀ + h₀, y₀ + h₀·f₀) − f₀‖ / h₀
    let h = if span > lit(0.0) { h0 } else { -h0 };
    y.assign(&start.y, [&start.dydt], &mut |out, y0, [f0]| *out = y0 + h * f0);
    slope_apart(context.system, context.segment.clamp(start.t + h), y, dydt);
    y.assign(&start.dydt, [&*dydt], &mut |out, f0, [f1]| *out = f1 - f0);
    let d2 = tolerance.norm::<Plain>(y, &start.y, &start.y) / h0;
    let largest = d1.max(d2);
    let h1 = if largest <= lit(1e-15) {
        lit(1e-6).max(h0 * lit(1e-3))
    } else {
        // The crate's own power: the library's would make a portable run another one elsewhere.
        let ratio = log2::<Plain>((lit(0.01) / largest).to_f64());
        lit(exp2::<Plain>(ratio / f64::from(order + 1)))
    };
    // Where f is NaN a little further on, d₂ is NaN too and `max` leaves it out: try h₀.
    if d2.is_nan() { h0 } else { (lit(100.0) * h0).min(h1) }
}
