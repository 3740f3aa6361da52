//! A run in interplay with what is outside of it: it stops at given times, and its input changes
//! between steps.

use num_traits::Float;

use super::Steps;
use super::run::Run;
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::ode::event::Events;
use crate::ode::problem::check_finite;
use crate::ode::{Direction, Node, RightHandSide, StepControl, Stepper, Time};

impl<S, C, E> Steps<'_, S, C, E>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    /// Runs to `t`, where a step ends, and returns the node there; from there it goes on as after a
    /// breakpoint. A `t` beyond the end of the span moves the end there, of a finished run too.
    ///
    /// A run that an event has [stopped](Steps::stop_on) stays there: the node says where.
    ///
    /// # Errors
    ///
    /// As [`advance`](Steps::advance); [`Error::Invalid`] for a `t` that is not finite or lies
    /// behind the run, which can go on all the same.
    ///
    /// # Example
    ///
    /// A synapse with a delay: what is to happen is known only on the way.
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    /// let mut run = integrate(&decay, 0.0..1.0, 1.0, Rk45.adaptive().rtol(1e-9));
    /// let mut arrival = 0.5;
    /// for _ in 0..3 {
    ///     let strength = 0.1 * run.advance_to(arrival)?.y;
    ///     run.change(|_t, y| *y += strength);
    ///     arrival += 0.5;
    /// }
    /// assert_eq!(run.node().t, 1.5);
    /// assert!((run.node().y - 1.1_f64.powi(3) * (-1.5_f64).exp()).abs() < 1e-8);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn advance_to(&mut self, t: Time<S>) -> Result<&Node<S::State>, Error> {
        self.run.check_ahead(t)?;
        if self.stopped.is_some() {
            return Ok(self.run.nodes.current());
        }
        self.run.extend_to(t)?;
        let (end, here) = (self.run.end, self.run.nodes.current().t);
        if t != here {
            (self.run.segment.end, self.run.end) = (here, t);
            let reached = loop {
                match self.go_on() {
                    Ok(true) => {}
                    Ok(false) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            if self.stopped.is_none() {
                self.run.end = end;
            }
            reached?;
        }
        Ok(self.run.nodes.current())
    }

    /// Evaluates the slope where the run stands once more: the input has changed since the step
    /// before.
    ///
    /// A run keeps the slope at the end of a step for the start of the next one. A right-hand side
    /// that reads a converter or an electrode (a `Cell`) must be the same all through a step; where
    /// it changes between two of them, the next step starts with the old input unless it is told.
    /// Steps and their sizes stay as they are, so that a fixed grid does not move.
    ///
    /// # Example
    ///
    /// ```
    /// use core::cell::Cell;
    /// use excitable::prelude::*;
    ///
    /// let input = Cell::new(0.0);
    /// let charge = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = input.get());
    /// let mut run = integrate(&charge, 0.0..10.0, 0.0, Rk4.fixed(1.0));
    /// for k in 0..10 {
    ///     input.set(f64::from(k));
    ///     run.refresh();
    ///     run.advance()?;
    /// }
    /// assert!((run.node().y - 45.0).abs() < 1e-12); // 43.5 with the slopes that were kept
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn refresh(&mut self) {
        self.run.refresh();
    }
}

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Run<'_, S, C> {
    fn check_ahead(&self, t: Time<S>) -> Result<(), Error> {
        let (owner, field) = ("advance_to", ("t", t));
        let remedy = "give the time at which the run is to stop next";
        require(Float::is_finite(t), owner, field, Bound::Finite, remedy)?;
        let (name, here) = ("the time of the run", self.nodes.current().t);
        let bound = match self.direction {
            Direction::Forward => Bound::AtLeast(name, here.into()),
            Direction::Backward => Bound::AtMost(name, here.into()),
        };
        let remedy = "a run goes one way, from the start of its span to the end: stop it in order, \
            or begin another";
        require(!self.direction.is_beyond(here, t), owner, field, bound, remedy)
    }

    /// Begins the run if need be, over a span that has `t` in it.
    fn extend_to(&mut self, t: Time<S>) -> Result<(), Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let (begins, here) = (!self.has_begun(), self.nodes.current().t);
        let beyond = self.direction.is_beyond(t, self.end);
        if beyond {
            self.end = t;
        }
        let checked = match (begins, beyond) {
            (true, _) => self.begin(),
            (false, true) => self.system.check(&(here..t)),
            (false, false) => Ok(()),
        };
        checked.map_err(|error| self.fail(error))
    }

    fn refresh(&mut self) {
        let t = self.nodes.current().t;
        // At the end of a segment, and after a change, the slope is evaluated in any case.
        if self.failed.is_some() || t == self.segment.end {
            return;
        }
        self.slope_kept = false;
        let Self { system, control, work, nodes, .. } = self;
        let (_, current) = nodes.both();
        control.stepper().restart(work, *system, current, t);
        if C::Stepper::CARRIES_SLOPE {
            self.evaluations += 1;
            if let Err(error) = check_finite(Quantity::Slope, &self.nodes.current().dydt, t) {
                // Returned by the next step.
                self.fail(error);
            }
        }
    }
}
