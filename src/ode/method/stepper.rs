//! [`Stepper`] and [`EmbeddedStepper`]: one step, and its error.

use crate::Error;
use crate::num::{Arithmetic, Real};
use crate::ode::problem::slope_apart;
use crate::ode::{Interpolant, Interval, Node, RightHandSide, Time, Tolerance};

/// A one-step method for systems of type `S`.
///
/// The system is a parameter of the trait, so that a method may demand more of it than a right-hand
/// side: an exponential or implicit method states its demand in its `impl` header. An explicit
/// Runge–Kutta method needs none of this: write its [`Tableau`](super::Tableau).
///
/// # Law
///
/// `start` holds the slope at `over.first`. `step` writes `end.y` and `end.dydt`, the slope at
/// `over.last`, which the next step uses again; the driver sets `end.t`. The right-hand side is
/// evaluated at times from `over.first` to `over.last` only. A step writes non-finite values when
/// it meets them; the control deals with them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot step `{S}`",
    note = "the exponential methods need a `ConditionallyLinear` system, as the neurons here are; \
        any system takes `Rk4`, `Rk45`, `Verner65` or `Rodas5P`",
    note = "`LineStrang` steps a `Cable`, and systems that are `TridiagonallyLinear`"
)]
pub trait Stepper<S: RightHandSide + ?Sized>: Clone {
    /// The order of the method.
    const ORDER: u32;

    /// Whether every step reads `start.dydt` and writes `end.dydt`. A method that has no use for
    /// the slope sets `false`: the driver then evaluates it only when dense output is asked for.
    const CARRIES_SLOPE: bool = true;

    /// The memory of the stages: on the stack for fixed-size states, allocated once for `Vec`.
    type Workspace;

    /// Checks the method before the first step: an error for impossible constants, or for a state
    /// that it cannot step.
    ///
    /// # Errors
    ///
    /// The first of them; the run returns it before its first step.
    fn check(&self, y0: &S::State) -> Result<(), Error> {
        let _ = y0;
        Ok(())
    }

    /// A workspace for states of the shape of `y0`.
    fn workspace(&self, y0: &S::State) -> Self::Workspace;

    /// Prepares for steps that start anew at `start`: at the start of the run and after each
    /// breakpoint, where whatever `work` keeps from the step before is stale. `first` is the time
    /// on the side ahead.
    #[inline]
    fn restart(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &mut Node<S::State>,
        first: Time<S>,
    ) {
        let _ = work;
        slope_apart(system, first, &start.y, &mut start.dydt);
    }

    /// Takes one step over `over` from `start` to `end`.
    fn step<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
    );

    /// Fills the dense output of the step just taken; provided: the cubic Hermite interpolant. It
    /// may evaluate further stages: it is called only when a value between the nodes is asked for.
    #[inline]
    fn interpolate<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &Node<S::State>,
        interpolant: &mut Interpolant<S::State>,
    ) {
        let _ = (work, system, over);
        interpolant.hermite(start, end);
    }

    /// The coefficients c₁ … c₈ of component `index` of the dense output alone; provided: `None`,
    /// for which all components are computed. A method that overrides `interpolate` returns those
    /// of its polynomial, and one that carries [no slope](Stepper::CARRIES_SLOPE) does without the
    /// slopes of the nodes, which are not known yet.
    #[inline(always)]
    fn component_coefficients<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        nodes: (&Node<S::State>, &Node<S::State>),
        over: Interval<Time<S>>,
        index: usize,
    ) -> Option<[Time<S>; 8]> {
        let _ = (work, system, nodes, over, index);
        None
    }

    /// A bound of |yᵢ(θ) − yᵢ(0)| over the step just taken for component `index` of the dense
    /// output, found without computing it; provided: `None`, not known. A step whose bound keeps it
    /// off the level of an event needs no further search.
    ///
    /// It is asked only of a method that [carries](Stepper::CARRIES_SLOPE) its slope. Whoever
    /// overrides `interpolate` bounds that polynomial.
    #[inline(always)]
    fn excursion_bound(
        &self,
        work: &Self::Workspace,
        nodes: (&Node<S::State>, &Node<S::State>),
        over: Interval<Time<S>>,
        index: usize,
    ) -> Option<Time<S>> {
        let _ = (work, nodes, over, index);
        None
    }

    /// The number of right-hand sides evaluated with this workspace: in `steps` steps, and beyond
    /// them in `interpolate` and `stability_ratio`. `None` for a method that does not count.
    ///
    /// The number of steps is given, since counting them here costs 3 % of an RK4 step of the axon.
    fn evaluations(&self, work: &Self::Workspace, steps: u64) -> Option<u64> {
        let _ = (work, steps);
        None
    }

    /// The numbers of Jacobians and of factorisations with this workspace; provided: none.
    fn linear_algebra(&self, work: &Self::Workspace) -> (u64, u64) {
        let _ = work;
        (0, 0)
    }

    /// Says what was at fault in the step just tried from `start`, whose values are not finite
    /// though the right-hand side is: a Jacobian, say. Provided: nothing known.
    ///
    /// # Errors
    ///
    /// The fault; the run returns it.
    fn fault(&self, work: &Self::Workspace, start: &Node<S::State>) -> Result<(), Error> {
        let _ = (work, start);
        Ok(())
    }
}

/// A stepper with an estimate of its error.
pub trait EmbeddedStepper<S: RightHandSide + ?Sized>: Stepper<S> {
    /// The order of the error estimate: the error of a step is O(h^(`ERROR_ORDER` + 1)).
    const ERROR_ORDER: u32;

    /// The part of the tolerance that the estimated error of a step may take: less than 1 makes the
    /// error of a result as small, in units of the tolerance, as other methods have it.
    const SHARE: f64 = 1.0;

    /// The weight β of the step before in the choice of the next one, unless
    /// [`beta`](crate::ode::Adaptive::beta) states another.
    const BETA: f64 = 0.0;

    /// Whether the error of the dense output is controlled too, unless
    /// [`control_interpolant`](crate::ode::Adaptive::control_interpolant) says otherwise.
    const CONTROLS_INTERPOLANT: bool = false;

    /// Takes one step that will be measured by `tolerance`; provided: [`step`](Stepper::step). A
    /// method that takes differences finds its increments by it.
    #[inline(always)]
    fn step_within<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) {
        let _ = tolerance;
        self.step::<A>(work, system, start, over, end);
    }

    /// The time that turns a residual y'(t) − f(t, y(t)) of the dense output of the step just taken
    /// into an estimate of its error there. Provided: h/5, for what changes slowly over a step; a
    /// method for stiff problems passes the residual through its equations and returns 1.
    fn error_of_residual(
        &self,
        work: &mut Self::Workspace,
        over: Interval<Time<S>>,
        residual: &mut S::State,
    ) -> Time<S> {
        let _ = (work, residual);
        Time::<S>::lit(0.2) * over.length()
    }

    /// Checks the error estimate before the first step.
    ///
    /// # Errors
    ///
    /// As [`Stepper::check`].
    fn check_estimate(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The stability ratio of the step just taken: |h·λ| by the direction of its error, over the
    /// largest that is stable; `None` for a method without a limit of stability. It is called now
    /// and then, right after [`error`](EmbeddedStepper::error), and may evaluate the right-hand
    /// side once.
    fn stability_ratio(
        &self,
        work: &mut Self::Workspace,
        system: &S,
        over: Interval<Time<S>>,
        end: &Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) -> Option<Time<S>> {
        let _ = (work, system, over, end, tolerance);
        None
    }

    /// The error of the step just taken, measured by `tolerance`: at most 1 is good enough.
    fn error<A: Arithmetic>(
        &self,
        work: &mut Self::Workspace,
        start: &Node<S::State>,
        end: &Node<S::State>,
        tolerance: &Tolerance<S::State>,
    ) -> Time<S>;
}
