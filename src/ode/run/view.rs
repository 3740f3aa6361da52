//! [`StepView`]: the step just taken, lent by the run.

use core::fmt;

use super::run::Run;
use crate::Error;
use crate::ode::dense::StateAt;
use crate::ode::{Component, Curve, Node, RightHandSide, Step, StepControl, Time};

/// The step just taken, lent by the run.
pub struct StepView<'r, 'a, S, C>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
{
    pub(in crate::ode) run: &'r mut Run<'a, S, C>,
}

impl<S, C> fmt::Debug for StepView<'_, '_, S, C>
where
    S: RightHandSide<State: fmt::Debug> + ?Sized,
    C: StepControl<S>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepView").field("start", self.start()).field("end", self.end()).finish()
    }
}

impl<S: RightHandSide + ?Sized, C: StepControl<S>> StepView<'_, '_, S, C> {
    /// The start of the step.
    #[inline(always)]
    pub fn start(&self) -> &Node<S::State> {
        self.run.nodes.previous()
    }

    /// The end of the step.
    #[inline(always)]
    pub fn end(&self) -> &Node<S::State> {
        self.run.nodes.current()
    }

    /// The state at `t`, by the method's own dense output; beyond the ends it extrapolates. Not
    /// finite where the polynomial overflows, near the largest float.
    #[inline]
    pub fn at(&mut self, t: Time<S>) -> S::State {
        let mut y = self.end().y.clone();
        self.at_into(t, &mut y);
        y
    }

    /// Writes the state at `t` into `y`, without allocating once `y` has its shape.
    #[inline]
    pub fn at_into(&mut self, t: Time<S>, y: &mut S::State) {
        let rounding = self.run.rounding;
        rounding.run(StateAt { step: self.run.dense_step(), t, y });
    }

    /// One component of the dense output as a function of time.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the state has no such component.
    pub fn curve(&mut self, component: Component) -> Result<Curve<Time<S>>, Error> {
        self.run.curve(component)
    }

    /// The step as a value of its own.
    pub fn to_step(&mut self) -> Step<S::State> {
        let (jumps, portable) = (self.run.jumps, self.run.portable);
        let step = self.run.dense_step();
        let (start, end) = (step.start.clone(), step.end.clone());
        Step { start, end, interpolant: step.interpolant.clone(), jumps, portable }
    }
}
