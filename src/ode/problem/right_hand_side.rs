//! [`RightHandSide`]: the right-hand side of a system as a run evaluates it.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::ops::Range;

use crate::Error;
use crate::num::{Arithmetic, Matrix};
use crate::ode::{Direction, OdeState, OdeSystem, State, Time};
use crate::simd::Rounding;

/// An [`OdeSystem`] as runs and steps evaluate it: in their own [`Arithmetic`]. Every system is
/// one, and so is `dyn OdeSystem`, behind which the right-hand side rounds plainly.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay: Box<dyn OdeSystem<State = f64>> =
///     Box::new(from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y));
/// let end = integrate(&*decay, 0.0..1.0, 1.0, Rk4.fixed(0.01)).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a system of differential equations",
    note = "make one with `from_fn(|t, y: &Y, dydt: &mut Y| …)`, or implement `OdeSystem`; a \
        neuron is one under any `Stimulus` in its own number type",
    note = "a function over `S: OdeSystem + ?Sized` asks for `S: RightHandSide + ?Sized` instead"
)]
pub trait RightHandSide: OdeSystem {
    /// Writes dy/dt at (t, y) into `dydt`.
    fn evaluate<A: Arithmetic>(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State);
}

impl<S: OdeSystem> RightHandSide for S {
    #[inline(always)]
    fn evaluate<A: Arithmetic>(&self, t: Time<S>, y: &S::State, dydt: &mut S::State) {
        self.derivative_in::<A>(t, y, dydt);
    }
}

macro_rules! dynamic {
    ($($marker:tt)*) => {
        impl<Y: OdeState> RightHandSide for dyn OdeSystem<State = Y> $($marker)* + '_ {
            #[inline(always)]
            fn evaluate<A: Arithmetic>(&self, t: Y::Scalar, y: &Y, dydt: &mut Y) {
                self.derivative(t, y, dydt);
            }
        }
    };
}

dynamic!();
dynamic!(+ Send);
dynamic!(+ Sync);
dynamic!(+ Send + Sync);

macro_rules! forward {
    ($($pointer:tt)+) => {
        impl<S: RightHandSide + ?Sized> OdeSystem for $($pointer)+ {
            type State = S::State;

            #[inline(always)]
            fn derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State) {
                (**self).derivative(t, y, dydt);
            }

            #[inline(always)]
            fn derivative_in<A: Arithmetic>(
                &self,
                t: Time<Self>,
                y: &Self::State,
                dydt: &mut Self::State,
            ) {
                (**self).evaluate::<A>(t, y, dydt);
            }

            #[inline]
            fn next_breakpoint(&self, t: Time<Self>, towards: Direction) -> Option<Time<Self>> {
                (**self).next_breakpoint(t, towards)
            }

            fn check(&self, span: &Range<Time<Self>>) -> Result<(), Error> {
                (**self).check(span)
            }

            fn check_start(&self, y0: &Self::State) -> Result<(), Error> {
                (**self).check_start(y0)
            }

            fn jacobian(
                &self,
                t: Time<Self>,
                y: &Self::State,
                dfdy: &mut Matrix<Time<Self>>,
            ) -> bool {
                (**self).jacobian(t, y, dfdy)
            }

            fn scale(&self) -> Option<Self::State> {
                (**self).scale()
            }

            fn bandwidth(&self) -> Option<(usize, usize)> {
                (**self).bandwidth()
            }

            fn is_autonomous(&self) -> bool {
                (**self).is_autonomous()
            }
        }
    };
}

forward!(&S);
#[cfg(feature = "alloc")]
forward!(Box<S>);

/// dy/dt outside of the loop of a run: one copy of the right-hand side for all callers.
#[inline(never)]
pub(crate) fn slope_apart<S: OdeSystem + ?Sized>(
    system: &S,
    t: Time<S>,
    y: &S::State,
    dydt: &mut S::State,
) {
    system.derivative(t, y, dydt);
}

/// How what is computed for the components of `Y` rounds. It must be inlined to be compiled for
/// fused arithmetic: each product and sum would be a call of the library elsewhere.
pub(crate) fn rounding_of<Y: State>(portable: bool) -> Rounding {
    if Y::INLINED && !portable { Rounding::of_machine() } else { Rounding::Plain }
}
