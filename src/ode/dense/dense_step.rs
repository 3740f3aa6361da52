//! The dense output of one step, lent.

use core::fmt;

use num_traits::Float;

use super::{Interpolant, Node};
use crate::num::{Arithmetic, Plain, Real, Scalar};
use crate::ode::problem::slope_apart;
use crate::ode::{OdeState, OdeSystem, State, Time};
use crate::simd::Kernel;

/// A step as its two nodes and the polynomial between them, borrowed.
#[derive(Debug)]
pub struct DenseStep<'a, Y: State> {
    pub(in crate::ode) start: &'a Node<Y>,
    pub(in crate::ode) end: &'a Node<Y>,
    pub(in crate::ode) interpolant: &'a Interpolant<Y>,
    /// The system, where it is at hand.
    pub(in crate::ode) slope: Option<&'a dyn Slope<Y>>,
}

/// dy/dt of a system, whatever it is.
pub(in crate::ode) trait Slope<Y: State> {
    fn slope(&self, t: Y::Scalar, y: &Y, dydt: &mut Y);
}

impl<S: OdeSystem + ?Sized> Slope<S::State> for &S {
    fn slope(&self, t: Time<S>, y: &S::State, dydt: &mut S::State) {
        slope_apart(*self, t, y, dydt);
    }
}

impl<Y> fmt::Debug for dyn Slope<Y> + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slope")
    }
}

#[allow(clippy::expl_impl_clone_on_copy, reason = "a derive would ask Y to be Copy")]
impl<Y: State> Clone for DenseStep<'_, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y: State> Copy for DenseStep<'_, Y> {}

impl<Y: OdeState> DenseStep<'_, Y> {
    /// Writes y(t) into `y`; exactly the nodes at the two ends.
    #[inline(always)]
    pub(in crate::ode) fn at_into<A: Arithmetic>(self, t: Y::Scalar, y: &mut Y) {
        let Self { start, end, interpolant, .. } = self;
        if t == end.t || t == start.t {
            let node = if t == end.t { end } else { start };
            return y.assign(&node.y, [], &mut |out, x, []| *out = x);
        }
        // The same time, moving otherwise: y + dy/dt·(t − t₀).
        for node in [end, start] {
            if t.without_derivatives() == node.t.without_derivatives() {
                let dt = t - node.t;
                return y.assign(&node.y, [&node.dydt], &mut |out, y, [f]| *out = y + dt * f);
            }
        }
        let theta = self.part(t, self.per_h());
        match self.slope {
            Some(slope) if !theta.is_constant() => self.moved_into::<A>(slope, t, theta, y),
            _ => interpolant.state_polynomial(&start.y).at_into::<A>(theta, y),
        }
    }

    /// The state at a time that does not move with the step: y(θ) + dy/dt·(t − t(θ)), with the
    /// slope of the system, which is better than that of the polynomial.
    #[cold]
    fn moved_into<A: Arithmetic>(
        self,
        slope: &dyn Slope<Y>,
        t: Y::Scalar,
        theta: Y::Scalar,
        y: &mut Y,
    ) {
        let theta = theta.without_derivatives();
        self.interpolant.state_polynomial(&self.start.y).at_into::<A>(theta, y);
        let mut dydt = y.clone();
        slope.slope(t.without_derivatives(), y, &mut dydt);
        let moved = t - self.time(theta);
        let (there, dt) = (y.clone(), moved - moved.without_derivatives());
        y.assign(&there, [&dydt], &mut |out, y, [f]| *out = y + dt * f);
    }

    pub(in crate::ode) fn at(self, t: Y::Scalar) -> Y {
        let mut y = self.start.y.clone();
        self.at_into::<Plain>(t, &mut y);
        y
    }

    /// dy/dt of the polynomial at `t`.
    #[cfg(feature = "alloc")]
    pub(in crate::ode) fn slope_at(self, t: Y::Scalar) -> Y {
        let (h, mut slope) = (self.end.t - self.start.t, self.start.y.clone());
        self.interpolant.slope((t - self.start.t) / h, &mut slope);
        let by_part = slope.clone();
        slope.assign(&by_part, [], &mut |out, f, []| *out = f / h);
        slope
    }

    /// 1/h: a division for each of many samples would cost more than their polynomials.
    #[inline(always)]
    pub(in crate::ode) fn per_h(self) -> Y::Scalar {
        Y::Scalar::lit(1.0) / (self.end.t - self.start.t)
    }

    /// The part of the step at `t`, given [`per_h`](DenseStep::per_h).
    #[inline(always)]
    pub(in crate::ode) fn part(self, t: Y::Scalar, per_h: Y::Scalar) -> Y::Scalar {
        let ahead = t - self.start.t;
        // A step so short that 1/h overflows divides.
        if Float::is_finite(per_h) { ahead * per_h } else { ahead / (self.end.t - self.start.t) }
    }

    /// The time after the `part` of the step; exactly its end for 1.
    pub(in crate::ode) fn time(self, part: Y::Scalar) -> Y::Scalar {
        let (start, end) = (self.start.t, self.end.t);
        if part == Y::Scalar::lit(1.0) { end } else { start + part * (end - start) }
    }
}

/// The state at a time of a step, in the arithmetic of its run.
pub(in crate::ode) struct StateAt<'s, 'y, Y: State> {
    pub(in crate::ode) step: DenseStep<'s, Y>,
    pub(in crate::ode) t: Y::Scalar,
    pub(in crate::ode) y: &'y mut Y,
}

impl<Y: OdeState> Kernel for StateAt<'_, '_, Y> {
    type Output = ();

    #[inline(always)]
    fn run<A: Arithmetic>(self) {
        self.step.at_into::<A>(self.t, self.y);
    }
}
