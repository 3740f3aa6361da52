//! [`ConditionallyLinear`]: systems that are linear in each component while the others rest.

use crate::num::{Real, Scalar};
use crate::ode::{OdeState, OdeSystem, State, Time};

/// A system of the form dyᵢ/dt = aᵢ − bᵢ·yᵢ, whose components fall into parts: aᵢ and bᵢ of one
/// part depend on t and on the components of the *other* parts only.
///
/// A neuron has two: the potential, whose coefficients follow from the gates, and the gates, whose
/// coefficients follow from the potential. With the other part at rest each component relaxes in
/// closed form, which is what [`ExponentialEuler`](crate::ExponentialEuler) and
/// [`ExponentialStrang`](crate::ExponentialStrang) step by.
///
/// # Law
///
/// `derivative` is aᵢ − bᵢ·yᵢ. Every component belongs to one part. The part that costs most should
/// be the last: the second-order method evaluates it once a step, the others twice. Where dyᵢ/dt is
/// a curve in yᵢ, aᵢ − bᵢ·yᵢ is the line that touches it at the yᵢ given; the order stays.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::ode::ConditionallyLinear;
///
/// /// Two species that eat one another: dx/dt = x·(1 − y), dy/dt = −y·(1 − x).
/// struct Lotka;
///
/// impl OdeSystem for Lotka {
///     type State = [f64; 2];
///     fn derivative(&self, _t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
///         *dydt = [y[0] * (1.0 - y[1]), -y[1] * (1.0 - y[0])];
///     }
/// }
///
/// impl ConditionallyLinear for Lotka {
///     fn coefficients(
///         &self,
///         part: usize,
///         _t: f64,
///         y: &[f64; 2],
///         _a: &mut [f64; 2],
///         b: &mut [f64; 2],
///     ) {
///         match part {
///             0 => b[0] = y[1] - 1.0,
///             _ => b[1] = 1.0 - y[0],
///         }
///     }
/// }
///
/// let control = ExponentialStrang.fixed(0.001);
/// let end = integrate(&Lotka, 0.0..10.0, [2.0, 2.0], control).finish()?;
/// // x − ln x + y − ln y stays as it is, to second order.
/// let invariant = end.y[0] - end.y[0].ln() + end.y[1] - end.y[1].ln();
/// assert!((invariant - (4.0 - 4.0_f64.ln())).abs() < 1e-6);
/// # Ok::<(), excitable::Error>(())
/// ```
pub trait ConditionallyLinear: OdeSystem {
    /// The number of parts.
    const PARTS: usize = 2;

    /// Writes aᵢ and bᵢ of the components of `part` (counted from 0) at (t, y). All of `a` and `b`
    /// is 0 before; leave the components of other parts so.
    fn coefficients(
        &self,
        part: usize,
        t: Time<Self>,
        y: &Self::State,
        a: &mut Self::State,
        b: &mut Self::State,
    );
}

/// Writes 0 into every component.
#[inline(always)]
pub(crate) fn clear<Y: State>(y: &mut Y, like: &Y) {
    y.assign(like, [], &mut |out, _, []| *out = Y::Scalar::lit(0.0));
}

/// Relaxes every component over the time `h`: towards a/b by e^(−b·h), or, where b·h is small and
/// a/b no matter, y ← y + (a − b·y)·h·φ(−b·h) with φ(z) = (eᶻ − 1)/z. In both forms rounding keeps
/// y between its old value and a/b.
#[inline(always)]
pub(crate) fn relax<Y: OdeState>(y: &mut Y, start: &Y, a: &Y, b: &Y, h: Y::Scalar) {
    y.assign(start, [a, b], &mut |out, y, [a, b]| {
        *out = relaxed(y, (a, b), h);
    });
}

/// y after the time `h`. A component of another part has a = b = 0 and stays.
#[inline(always)]
pub(crate) fn relaxed<T: Scalar>(y: T, (a, b): (T, T), h: T) -> T {
    let z = -b * h;
    if b == T::lit(0.0) {
        y + a * h
    } else if z.abs() > T::lit(0.5) {
        a / b + (y - a / b) * Real::exp(z)
    } else {
        y + (a - b * y) * h / Real::exprelr(z)
    }
}
