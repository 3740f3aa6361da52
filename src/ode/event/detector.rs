//! [`EventDetector`]: the search for an event in the steps of a run as they come.

use super::search::Search;
use super::{Crossing, Event, EventFunction};
use crate::Error;
use crate::ode::{DenseStep, OdeState, RightHandSide, State, Step, StepControl, StepView};

/// The search for an event in the steps of a run as they come, without storing any; made by
/// [`Event::detector`].
#[derive(Debug)]
pub struct EventDetector<'a, G, Y: State> {
    event: &'a Event<G>,
    search: Search<Y>,
    skipped: u32,
}

impl<'a, G, Y> EventDetector<'a, G, Y>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    pub(in crate::ode) fn new(event: &'a Event<G>) -> Self {
        Self { event, search: Search::new(), skipped: 0 }
    }

    /// Searches the next step of the run, owned (`&step`) or lent (`&mut view`), and calls `found`
    /// with each event, in the order of the run.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    /// let event = component(0).crosses(0.0);
    /// let (mut detector, mut count) = (event.detector(), 0);
    /// let mut run = integrate(&oscillator, 0.0..100.0, [1.0, 0.0], Rk45.adaptive());
    /// while let Some(mut step) = run.advance()? {
    ///     detector.look(&mut step, |_| count += 1)?;
    /// }
    /// assert_eq!(count, 32); // 100/π, the first at π/2
    /// # Ok::<(), excitable::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Event`] where the event function is NaN.
    pub fn look(
        &mut self,
        mut step: impl TakenStep<Y>,
        mut found: impl FnMut(Crossing<Y>),
    ) -> Result<(), Error> {
        let (step, jumps) = step.lend();
        let mut tell = |crossing| {
            if self.skipped < self.event.skip {
                self.skipped += 1;
            } else {
                found(crossing);
            }
        };
        if jumps {
            self.search.cut_off(self.event, step.start.t).into_iter().for_each(&mut tell);
            self.search.rearm(self.event, step.start.t, &step.start.y, (false, true))?;
        }
        self.search.begin(self.event, step)?;
        while let Some(crossing) = self.search.next(self.event, step)? {
            tell(crossing);
        }
        Ok(())
    }
}

/// A step that an [`EventDetector`] can search: `&Step`, or `&mut StepView`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a step that can be looked at",
    note = "give `&step` of an owned step, or `&mut view` of the one that `advance` lends"
)]
pub trait TakenStep<Y: State> {
    /// Its nodes and polynomial, and whether the state was changed at its start.
    fn lend(&mut self) -> (DenseStep<'_, Y>, bool);
}

impl<Y: OdeState> TakenStep<Y> for &Step<Y> {
    fn lend(&mut self) -> (DenseStep<'_, Y>, bool) {
        ((**self).lend(), self.jumps)
    }
}

impl<S, C> TakenStep<S::State> for &mut StepView<'_, '_, S, C>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
{
    fn lend(&mut self) -> (DenseStep<'_, S::State>, bool) {
        let jumps = self.run.jumps;
        (self.run.dense_step(), jumps)
    }
}
