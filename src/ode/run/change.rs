//! Changes of the state of a [`Run`]: the end of a step inside it, and the restart from another
//! state.

use super::Run;
use crate::Error;
use crate::error::Quantity;
use crate::num::Plain;
use crate::ode::problem::{check_finite, dimension_like, slope_apart};
use crate::ode::{RightHandSide, State, StepControl, Time};

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Run<'_, S, C> {
    /// Ends the step just taken at `t` inside it, at the state of its dense output; `false` where
    /// that is its start, and nothing of it is left.
    pub(in crate::ode) fn cut(&mut self, t: Time<S>) -> Result<bool, Error> {
        self.segment.end = t;
        let start = self.nodes.previous().t;
        if t == start {
            self.nodes.turn();
            return Ok(false);
        }
        if t == self.nodes.current().t {
            return Ok(true);
        }
        let end = self.nodes.current().t;
        let step = self.dense_step();
        let (mut changed, part) = (step.start.y.clone(), (t - start) / (end - start));
        step.at_into::<Plain>(t, &mut changed);
        self.interpolant.shorten(part);
        (self.over.end, self.over.last) = (t, t);
        let (_, current) = self.nodes.both();
        (current.t, current.y) = (t, changed);
        slope_apart(self.system, t, &current.y, &mut current.dydt);
        self.evaluations += 1;
        check_finite(Quantity::Slope, &current.dydt, t).map_err(|error| self.fail(error))?;
        Ok(true)
    }

    /// Changes the state where the run stands; it goes on from there as after a breakpoint.
    pub(in crate::ode) fn change<R>(&mut self, change: impl FnOnce(&mut S::State) -> R) -> R {
        let Self { nodes, changed, jumps_next, segment, .. } = self;
        if !*jumps_next {
            changed.assign(&nodes.current().y, [], &mut |out, x, []| *out = x);
        }
        (*jumps_next, segment.end) = (true, nodes.current().t);
        change(changed)
    }

    /// Drops the change of a state that was not really changed.
    pub(in crate::ode) fn jumps_only_if(&mut self, changed: bool) {
        self.jumps_next = changed;
    }

    /// The state that the run goes on from.
    pub(in crate::ode) fn ahead(&self) -> &S::State {
        if self.jumps_next { &self.changed } else { &self.nodes.current().y }
    }

    /// A state to write into while nothing is changed.
    pub(in crate::ode) fn spare(&mut self) -> &mut S::State {
        &mut self.changed
    }

    /// An error where a change has left the state not finite or of another length.
    pub(in crate::ode) fn check_change(&self) -> Result<(), Error> {
        if !self.jumps_next {
            return Ok(());
        }
        let current = self.nodes.current();
        let (expected, found) = (current.y.dimension(), dimension_like(&current.y, &self.changed));
        if expected != found {
            let (owner, field) = ("change of state", "y");
            let remedy = "change its components in place, without resizing it";
            return Err(Error::Length { owner, field, expected, found, remedy });
        }
        check_finite(Quantity::Changed, &self.changed, current.t)
    }

    /// Writes a change at the end of the span into the last node, from which an extended run goes
    /// on.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        self.check_change()?;
        if core::mem::take(&mut self.jumps_next) {
            self.settled = true;
            let (_, current) = self.nodes.both();
            current.y.assign(&self.changed, [], &mut |out, x, []| *out = x);
            slope_apart(self.system, current.t, &current.y, &mut current.dydt);
            self.evaluations += 1;
            check_finite(Quantity::Slope, &current.dydt, current.t)?;
        }
        Ok(())
    }
}
