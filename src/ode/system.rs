//! [`OdeSystem`]: what is integrated, and the breakpoint contract.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;

use super::{Arithmetic, Direction, Fused, Matrix, Scalar, State};
use crate::Error;

/// The time of a system: the number that its state is made of.
pub type Time<S> = <<S as OdeSystem>::State as State>::Scalar;

/// dy/dt = f(t, y), and the instants at which f jumps or kinks.
///
/// # Law
///
/// Between two breakpoints f is smooth. Intervals are half-open: at a breakpoint b, `derivative(b, …)`
/// already gives the later piece, whichever way the run goes. The driver ends the earlier piece on
/// the float below b and starts the later one on b, so no stage of a step sees both sides.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// /// A capacitor charged through a resistor once the switch closes at t = 1.
/// struct Charging;
///
/// impl OdeSystem for Charging {
///     type State = f64;
///
///     fn derivative(&self, t: f64, v: &f64, dvdt: &mut f64) {
///         *dvdt = if t < 1.0 { -v } else { 5.0 - v };
///     }
///
///     fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
///         towards.is_beyond(1.0, t).then_some(1.0)
///     }
/// }
///
/// let end = integrate(&Charging, 0.0..2.0, 0.0, Rk45.adaptive().rtol(1e-9).atol(1e-9)).finish()?;
/// assert!((end.y - 5.0 * (1.0 - (-1.0_f64).exp())).abs() < 1e-8);
/// # Ok::<(), excitable::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a system of differential equations",
    note = "make one with `from_fn(|t, y: &Y, dydt: &mut Y| …)`, or implement `OdeSystem`; a neuron is one under any `Stimulus` in its own number type"
)]
pub trait OdeSystem {
    /// The type of y and of dy/dt.
    type State: State;

    /// Writes dy/dt at (t, y) into `dydt`. Assign the whole of it: what it holds before is unspecified. At the first node of
    /// a run that is NaN, so that a component which is not written there ends the run with an error that names it.
    fn derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State);

    /// The same, in a function compiled for fused multiplication and addition, which it may use: provided as
    /// [`derivative`](OdeSystem::derivative).
    #[doc(hidden)]
    #[inline(always)]
    fn fused_derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State) {
        self.derivative(t, y, dydt);
    }

    /// [`fused_derivative`](OdeSystem::fused_derivative) for a caller that knows the system as a `dyn` and cannot inline
    /// it. Whoever overrides the one overrides the other.
    #[doc(hidden)]
    fn fused_derivative_apart(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State) {
        self.derivative(t, y, dydt);
    }

    /// The first instant strictly beyond `t`, in the given direction, at which f jumps or kinks.
    #[inline]
    fn next_breakpoint(&self, t: Time<Self>, towards: Direction) -> Option<Time<Self>> {
        let _ = (t, towards);
        None
    }

    /// What is wrong with this system before a run over `span`: a stimulus made of a reversed window,
    /// say, or one whose corners the floats of that span cannot tell apart.
    ///
    /// # Errors
    ///
    /// Whatever makes the system unfit to run; the run returns it before its first step.
    fn check(&self, span: &Range<Time<Self>>) -> Result<(), Error> {
        let _ = span;
        Ok(())
    }

    /// Writes the Jacobian ∂fᵢ/∂yⱼ at (t, y), rows and columns in the order of [`State::assign`], and says
    /// whether it did. All of `dfdy` is 0 before. Methods for stiff problems ask for it, and take differences
    /// where there is none.
    fn jacobian(&self, t: Time<Self>, y: &Self::State, dfdy: &mut Matrix<Time<Self>>) -> bool {
        let _ = (t, y, dfdy);
        false
    }

    /// The natural size of each component, on which the default absolute tolerance stands. `None`: 1.
    fn scale(&self) -> Option<Self::State> {
        None
    }
}

macro_rules! forward {
    ($($pointer:tt)+) => {
        impl<S: OdeSystem + ?Sized> OdeSystem for $($pointer)+ {
            type State = S::State;

            #[inline(always)]
            fn derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State) {
                (**self).derivative(t, y, dydt);
            }

            #[inline(always)]
            fn fused_derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State) {
                Fused::derivative(&**self, t, y, dydt);
            }

            fn fused_derivative_apart(
                &self,
                t: Time<Self>,
                y: &Self::State,
                dydt: &mut Self::State,
            ) {
                (**self).fused_derivative_apart(t, y, dydt);
            }

            #[inline]
            fn next_breakpoint(&self, t: Time<Self>, towards: Direction) -> Option<Time<Self>> {
                (**self).next_breakpoint(t, towards)
            }

            fn check(&self, span: &Range<Time<Self>>) -> Result<(), Error> {
                (**self).check(span)
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
        }
    };
}

forward!(&S);
#[cfg(feature = "alloc")]
forward!(Box<S>);

/// A system made from a function; see [`from_fn`](fn@from_fn).
pub struct FnSystem<F, Y, B = [f64; 0], J = Differences> {
    derivative: F,
    breakpoints: B,
    jacobian: J,
    state: PhantomData<fn(Y)>,
}

/// No Jacobian is stated: methods that need one take differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences;

/// The Jacobian of an [`FnSystem`]: a function that writes it, or [`Differences`]. Not for you to implement.
pub trait JacobianFunction<Y: State>: sealed::Sealed<Y> {
    #[doc(hidden)]
    fn write(&self, t: Y::Scalar, y: &Y, dfdy: &mut Matrix<Y::Scalar>) -> bool;
}

mod sealed {
    use super::{Differences, Matrix, State};

    pub trait Sealed<Y> {}
    impl<Y> Sealed<Y> for Differences {}
    impl<Y: State, J: Fn(Y::Scalar, &Y, &mut Matrix<Y::Scalar>)> Sealed<Y> for J {}
}

impl<Y: State> JacobianFunction<Y> for Differences {
    fn write(&self, _: Y::Scalar, _: &Y, _: &mut Matrix<Y::Scalar>) -> bool {
        false
    }
}

impl<Y: State, J: Fn(Y::Scalar, &Y, &mut Matrix<Y::Scalar>)> JacobianFunction<Y> for J {
    fn write(&self, t: Y::Scalar, y: &Y, dfdy: &mut Matrix<Y::Scalar>) -> bool {
        self(t, y, dfdy);
        true
    }
}

/// The system whose right-hand side is `derivative(t, &y, &mut dydt)`.
///
/// f must be smooth over the whole span; tell its jumps and kinks with
/// [`with_breakpoints`](FnSystem::with_breakpoints).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // The harmonic oscillator, y'' = −y.
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let end = integrate(&oscillator, 0.0..1.0, [1.0, 0.0], Rk4.fixed(0.01)).finish()?;
/// assert!((end.y[0] - 1.0_f64.cos()).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn from_fn<Y, F>(derivative: F) -> FnSystem<F, Y, [Y::Scalar; 0]>
where
    Y: State,
    F: Fn(Y::Scalar, &Y, &mut Y),
{
    FnSystem { derivative, breakpoints: [], jacobian: Differences, state: PhantomData }
}

impl<F, Y: State, B, J> FnSystem<F, Y, B, J> {
    /// States the instants at which f jumps or kinks, in ascending order.
    pub fn with_breakpoints<C: AsRef<[Y::Scalar]>>(self, breakpoints: C) -> FnSystem<F, Y, C, J> {
        let Self { derivative, jacobian, state, .. } = self;
        FnSystem { derivative, breakpoints, jacobian, state }
    }

    /// States the Jacobian ∂fᵢ/∂yⱼ, for methods that need it; they take differences otherwise. All of
    /// `dfdy` is 0 before.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    /// use excitable::Matrix;
    ///
    /// // Van der Pol's oscillator at µ = 1000.
    /// let van_der_pol = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
    ///     *dydt = [y[1], 1e3 * (1.0 - y[0] * y[0]) * y[1] - y[0]];
    /// })
    /// .with_jacobian(|_t, y: &[f64; 2], dfdy: &mut Matrix<f64>| {
    ///     dfdy[(0, 1)] = 1.0;
    ///     dfdy[(1, 0)] = -2e3 * y[0] * y[1] - 1.0;
    ///     dfdy[(1, 1)] = 1e3 * (1.0 - y[0] * y[0]);
    /// });
    /// let end = integrate(&van_der_pol, 0.0..2000.0, [2.0, 0.0], Rodas5P.adaptive()).finish()?;
    /// assert!((end.y[0] - 1.7061677321).abs() < 1e-5); // Hairer, Wanner, IV.10
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_jacobian<K>(self, jacobian: K) -> FnSystem<F, Y, B, K>
    where
        K: Fn(Y::Scalar, &Y, &mut Matrix<Y::Scalar>),
    {
        let Self { derivative, breakpoints, state, .. } = self;
        FnSystem { derivative, breakpoints, jacobian, state }
    }
}

impl<F, Y, B, J> OdeSystem for FnSystem<F, Y, B, J>
where
    Y: State<Scalar: Scalar>,
    F: Fn(Y::Scalar, &Y, &mut Y),
    B: AsRef<[Y::Scalar]>,
    J: JacobianFunction<Y>,
{
    type State = Y;

    #[inline(always)]
    fn derivative(&self, t: Y::Scalar, y: &Y, dydt: &mut Y) {
        (self.derivative)(t, y, dydt);
    }

    fn next_breakpoint(&self, t: Y::Scalar, towards: Direction) -> Option<Y::Scalar> {
        towards.first_beyond(t, self.breakpoints.as_ref())
    }

    fn jacobian(&self, t: Y::Scalar, y: &Y, dfdy: &mut Matrix<Y::Scalar>) -> bool {
        self.jacobian.write(t, y, dfdy)
    }

    fn check(&self, _: &Range<Y::Scalar>) -> Result<(), Error> {
        super::direction::check_ascending("from_fn", "breakpoint", self.breakpoints.as_ref())
    }
}

impl<F, Y, B: fmt::Debug, J> fmt::Debug for FnSystem<F, Y, B, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FnSystem").field("breakpoints", &self.breakpoints).finish_non_exhaustive()
    }
}
