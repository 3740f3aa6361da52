//! [`StepControl`]: the choice of the step.

use crate::Error;
use crate::num::Arithmetic;
use crate::ode::{Interpolant, Interval, Node, OdeSystem, RightHandSide, Segment, Stepper, Time};

pub(super) mod sealed {
    pub trait Sealed {}
}
use sealed::Sealed;

/// What helps where it is breakpoints that set the steps.
pub(super) const FEWER_BREAKPOINTS: &str =
    "have fewer breakpoints in the system: each ends a step, whatever dt and the tolerances are";

/// The surroundings of a step: the system, the segment under way, and the end of the span.
#[allow(missing_debug_implementations, reason = "a view for the length of a call")]
pub struct StepContext<'a, S: OdeSystem + ?Sized> {
    /// The system under integration.
    pub system: &'a S,
    /// The segment under way.
    pub segment: Segment<Time<S>>,
    /// The end of the span, for messages.
    pub end: Time<S>,
}

/// The choice of the step: [`Fixed`](super::Fixed) or [`Adaptive`](super::Adaptive).
///
/// A control is a plain value; what changes during the run is in its `Memory`.
///
/// It is implemented by these two, and not for you to implement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how far the steps of `{S}` are to go",
    label = "not a control",
    note = "write a method with its step, `Rk4.fixed(0.01)`, or with a tolerance that chooses it, \
        `Rk45.adaptive()`"
)]
pub trait StepControl<S: RightHandSide + ?Sized>: Sealed {
    /// The method that takes the steps.
    type Stepper: Stepper<S>;
    /// The memory that a run keeps between steps.
    type Memory;

    /// The method.
    fn stepper(&self) -> &Self::Stepper;

    /// Whether each product and each sum rounds, as on every machine.
    fn is_portable(&self) -> bool;

    /// The same control without the errors of derivatives: its steps are those of plain numbers.
    fn of_values(self) -> Self
    where
        Self: Sized,
    {
        self
    }

    /// Checks the settings and makes the memory of a run that starts at `start`.
    ///
    /// # Errors
    ///
    /// The first setting that is out of its bound.
    fn begin(&self, system: &S, start: &Node<S::State>) -> Result<Self::Memory, Error>;

    /// Whether an accepted step has filled the interpolant that [`advance`](StepControl::advance)
    /// was given.
    fn fills_interpolant(&self) -> bool {
        false
    }

    /// The memory of a resumed run: what changes during a run from `kept`, the settings from
    /// `fresh`, which has just been begun.
    fn resume(&self, kept: Self::Memory, fresh: Self::Memory) -> Self::Memory;

    /// Whether a run under this control would stand at `t` in the segment too: a fixed step of
    /// another size begins anew there.
    fn stands_at(&self, memory: &Self::Memory, segment: &Segment<Time<S>>, t: Time<S>) -> bool {
        let _ = (memory, segment, t);
        true
    }

    /// Whether an `error` in a step is within the tolerances, given the states at its ends; never
    /// where there are none.
    fn tolerates(&self, memory: &Self::Memory, error: &mut S::State, ends: [&S::State; 2]) -> bool {
        let _ = (memory, error, ends);
        false
    }

    /// Prepares for a new segment: after the start, and after each breakpoint.
    ///
    /// `scratch` is free to use; the segment's slope is in `start`.
    ///
    /// # Errors
    ///
    /// When the segment cannot be stepped through.
    fn restart(
        &self,
        memory: &mut Self::Memory,
        context: &StepContext<'_, S>,
        start: &Node<S::State>,
        scratch: &mut Node<S::State>,
    ) -> Result<(), Error>;

    /// The cost of the run so far.
    fn statistics(&self, memory: &Self::Memory) -> ControlStatistics<Time<S>>;

    /// Takes one step that it accepts, writes `end`, and returns its interval. A control that looks
    /// between the nodes fills the interpolant `inside`, where it has room for a node too.
    ///
    /// # Errors
    ///
    /// When no acceptable step can be taken.
    fn advance<A: Arithmetic>(
        &self,
        memory: &mut Self::Memory,
        work: &mut <Self::Stepper as Stepper<S>>::Workspace,
        context: &StepContext<'_, S>,
        start: &Node<S::State>,
        end: &mut Node<S::State>,
        inside: (&mut Interpolant<S::State>, &mut Node<S::State>),
    ) -> Result<Interval<Time<S>>, Error>;
}

/// The cost of a run as its control counts it, and its stiffness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ControlStatistics<T> {
    /// The steps that were tried.
    pub tried: u64,
    /// The right-hand sides evaluated outside of steps, for the first ones.
    pub evaluations: u64,
    /// The time from which on stability, not accuracy, has held the steps back.
    pub stiff_since: Option<T>,
}
