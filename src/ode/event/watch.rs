//! [`Watch`]: an event of a run, the search for it, and what was found.

use super::handler::{Approach, Arrival};
use super::search::Search;
use super::{Crossing, Event, EventFunction, Leap};
use crate::Error;
use crate::ode::{DenseStep, OdeState, State};

/// An event of a run and the search for it.
#[derive(Clone, Debug)]
pub(super) struct Watch<G, Y: State> {
    event: Event<G>,
    search: Search<Y>,
    found: Option<Crossing<Y>>,
    /// Whether the event was reported since the last search.
    reported: bool,
    /// The value of g at the report: 0 up to rounding.
    residual: Option<Y::Scalar>,
    /// The crossings that were passed over.
    skipped: u32,
}

impl<G, Y: OdeState> Watch<G, Y> {
    pub(super) fn new(event: Event<G>) -> Self {
        let (search, found) = (Search::new(), None);
        Self { event, search, found, reported: false, residual: None, skipped: 0 }
    }

    /// The time of the event that is found and not reported yet.
    #[inline(always)]
    pub(super) fn found_at(&self) -> Option<Y::Scalar> {
        self.found.as_ref().map(|found| found.t)
    }

    /// Whether it acts at `t`: it is found there, and not one of those to be skipped.
    pub(super) fn acts_at(&self, t: Y::Scalar) -> bool {
        self.found_at() == Some(t) && self.skipped == self.event.skip
    }
}

impl<G: EventFunction<Y>, Y: OdeState> Watch<G, Y> {
    #[inline(always)]
    pub(super) fn is_far(&self, keeps_off: &mut impl FnMut(Approach<Y::Scalar>) -> bool) -> bool {
        self.search.is_far(&self.event, keeps_off)
    }

    #[inline(always)]
    pub(super) fn pass(&mut self, t: Y::Scalar, y: &Y) {
        self.search.pass(&self.event, t, y);
        self.found = None;
        self.reported = false;
    }

    pub(super) fn recall(&mut self, from: &Arrival<Y>) -> Result<(), Error> {
        self.search.recall(&self.event, from)
    }

    pub(super) fn begin(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        self.search.begin(&self.event, step)?;
        self.look(step)
    }

    fn look(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        self.found = self.search.next(&self.event, step)?;
        self.reported = false;
        Ok(())
    }

    /// Takes the event found at `t` for its report; `None` for one to be skipped.
    pub(super) fn take(&mut self, t: Y::Scalar) -> Option<Crossing<Y>> {
        let acts = self.acts_at(t);
        let found = self.found.take_if(|found| found.t == t)?;
        self.reported = true;
        self.residual = Some(self.event.g.value(t, &found.y));
        self.skipped += u32::from(!acts);
        Some(found).filter(|_| acts)
    }

    pub(super) fn proceed(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        if self.reported { self.look(step) } else { Ok(()) }
    }

    pub(super) fn land(&self, leap: &Leap<'_, Y>, end: &mut Y) -> bool {
        self.event.land(leap, end)
    }

    pub(super) fn rearm(&mut self, t: Y::Scalar, y: &Y, afresh: bool) -> Result<(), Error> {
        let Self { event, search, found, reported, residual, .. } = self;
        (*found, *residual) = (None, residual.take_if(|_| *reported));
        // Where nothing has moved g, the state still stands on its root, on whichever side rounding
        // put it.
        let at_root = residual.take().is_some_and(|residual| residual == event.g.value(t, y));
        search.rearm(event, t, y, (core::mem::take(reported), afresh))?;
        if at_root {
            search.forget_side();
        }
        Ok(())
    }
}
