//! [`OdeSystem`]: what is integrated, and the breakpoint contract.

use core::ops::Range;

use crate::Error;
use crate::num::{Arithmetic, Matrix};
use crate::ode::{Direction, OdeState, State};

/// The time of a system: the number that its state is made of.
pub type Time<S> = <<S as OdeSystem>::State as State>::Scalar;

/// dy/dt = f(t, y), and the instants at which f jumps or kinks.
///
/// # Law
///
/// Between two breakpoints f is smooth. Intervals are half-open: at a breakpoint b, `derivative(b,
/// …)` already belongs to the later segment, whichever way the run goes. The driver ends the
/// earlier segment on the float below b and starts the later one on b, so no stage of a step sees
/// both sides.
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
/// let control = Rk45.adaptive().rtol(1e-9).atol(1e-9);
/// let end = integrate(&Charging, 0.0..2.0, 0.0, control).finish()?;
/// assert!((end.y - 5.0 * (1.0 - (-1.0_f64).exp())).abs() < 1e-8);
/// # Ok::<(), excitable::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a system of differential equations",
    note = "make one with `from_fn(|t, y: &Y, dydt: &mut Y| …)`, or implement `OdeSystem`; a \
        neuron is one under any `Stimulus` in its own number type"
)]
pub trait OdeSystem {
    /// The type of y and of dy/dt.
    type State: OdeState;

    /// Writes dy/dt at (t, y) into `dydt`. Assign the whole of it: what it holds before is
    /// unspecified. At the first node of a run that is NaN, so that a component which is not
    /// written there ends the run with an error that names it.
    fn derivative(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State);

    /// dy/dt in the arithmetic `A` of a run. Provided: [`derivative`](OdeSystem::derivative); a
    /// model whose equations are generic over [`Arithmetic`] writes them here once and calls this
    /// from there, with [`Plain`](crate::num::Plain). Mark it `#[inline(always)]`: the instructions
    /// of the run reach what is inlined.
    #[inline(always)]
    fn derivative_in<A: Arithmetic>(&self, t: Time<Self>, y: &Self::State, dydt: &mut Self::State)
    where
        Self: Sized,
    {
        self.derivative(t, y, dydt);
    }

    /// The first instant strictly beyond `t`, in the given direction, at which f jumps or kinks.
    #[inline]
    fn next_breakpoint(&self, t: Time<Self>, towards: Direction) -> Option<Time<Self>> {
        let _ = (t, towards);
        None
    }

    /// Checks the system before a run over `span`: an error for a stimulus with a reversed window,
    /// say, or for breakpoints closer together than the floats of that span.
    ///
    /// # Errors
    ///
    /// Whatever makes the system unfit to run; the run returns it before its first step.
    fn check(&self, span: &Range<Time<Self>>) -> Result<(), Error> {
        let _ = span;
        Ok(())
    }

    /// Checks the state in which a run begins: an error for a gate that is not between 0 and 1,
    /// say.
    ///
    /// # Errors
    ///
    /// Whatever cannot be a state of the system; the run returns it before its first step.
    fn check_start(&self, y0: &Self::State) -> Result<(), Error> {
        let _ = y0;
        Ok(())
    }

    /// Writes the Jacobian ∂fᵢ/∂yⱼ at (t, y), rows and columns in the order of [`State::assign`],
    /// and returns whether it did. All of `dfdy` is 0 before. Methods for stiff problems ask for
    /// it, and take differences where there is none. Entries outside of the
    /// [bandwidth](OdeSystem::bandwidth) must not be written.
    fn jacobian(&self, t: Time<Self>, y: &Self::State, dfdy: &mut Matrix<Time<Self>>) -> bool {
        let _ = (t, y, dfdy);
        false
    }

    /// The natural size of each component, on which the default absolute tolerance stands. `None`:
    /// 1.
    fn scale(&self) -> Option<Self::State> {
        None
    }

    /// The diagonals of the Jacobian below and above the main one that are not all 0; provided:
    /// `None`, any may be. On a line of cells with m components each, coupled to their neighbours,
    /// it is `(2·m − 1, 2·m − 1)` at most: a stiff method then takes that many differences for its
    /// Jacobian, not one for each component, and solves its equations in bands.
    fn bandwidth(&self) -> Option<(usize, usize)> {
        None
    }

    /// Whether f changes with t at breakpoints only, so that ∂f/∂t is 0 between them; provided:
    /// no. A stiff method then saves two evaluations a step.
    fn is_autonomous(&self) -> bool {
        false
    }
}
