//! [`Each`]: several events of a run that share one action.

use alloc::vec::Vec;
use core::fmt;

use super::handler::{Action, Approach, Arrival, Events, Outcome, opaque};
use super::watch::Watch;
use super::{Crossing, Event, EventFunction, Leap};
use crate::Error;
use crate::ode::{DenseStep, Direction, OdeState, State};

/// Events of a run, as many as there are when it is built, with one action.
#[derive(Clone, Debug)]
pub struct Each<G, A, Y: State> {
    watches: Vec<Watch<G, Y>>,
    action: A,
}

impl<G, A, Y: OdeState> Each<G, A, Y> {
    pub(in crate::ode) fn new(events: impl IntoIterator<Item = Event<G>>, action: A) -> Self {
        Self { watches: events.into_iter().map(Watch::new).collect(), action }
    }
}

impl<E, G, A, Y> Events<Y> for (E, Each<G, A, Y>)
where
    Y: OdeState,
    E: Events<Y>,
    G: EventFunction<Y>,
    A: Action<Y>,
{
    const ANY: bool = true;
    const STOPS: usize = E::STOPS;

    fn are_far(&self, keeps_off: &mut impl FnMut(Approach<Y::Scalar>) -> bool) -> bool {
        self.1.watches.iter().all(|watch| watch.is_far(keeps_off)) && self.0.are_far(keeps_off)
    }

    fn pass(&mut self, t: Y::Scalar, y: &Y) {
        self.0.pass(t, y);
        self.1.watches.iter_mut().for_each(|watch| watch.pass(t, y));
    }

    fn recall(&mut self, from: &Arrival<Y>) -> Result<(), Error> {
        self.0.recall(from)?;
        self.1.watches.iter_mut().try_for_each(|watch| watch.recall(from))
    }

    fn begin(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        self.0.begin(step)?;
        self.1.watches.iter_mut().try_for_each(|watch| watch.begin(step))
    }

    fn first(&self, direction: Direction) -> Option<Y::Scalar> {
        let nearer = |first, watch: &Watch<G, Y>| direction.nearer(first, watch.found_at());
        self.1.watches.iter().fold(self.0.first(direction), nearer)
    }

    fn cuts_at(&self, t: Y::Scalar) -> bool {
        let here = |watch: &Watch<G, Y>| watch.acts_at(t);
        self.0.cuts_at(t) || (A::CUTS && self.1.watches.iter().any(here))
    }

    fn report(&mut self, t: Y::Scalar, y: &mut Y) -> Outcome {
        let mut outcome = self.0.report(t, y);
        for (index, watch) in self.1.watches.iter_mut().enumerate() {
            if let Some(found) = watch.take(t) {
                outcome.changed |= self.1.action.act(index, found, y);
            }
        }
        outcome
    }

    fn proceed(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        self.0.proceed(step)?;
        self.1.watches.iter_mut().try_for_each(|watch| watch.proceed(step))
    }

    fn land(&self, leap: &Leap<'_, Y>, end: &mut Y) -> bool {
        let own = self.1.watches.iter().fold(false, |lands, watch| lands | watch.land(leap, end));
        self.0.land(leap, end) | own
    }

    fn rearm(&mut self, t: Y::Scalar, y: &Y, afresh: bool) -> Result<(), Error> {
        self.0.rearm(t, y, afresh)?;
        self.1.watches.iter_mut().try_for_each(|watch| watch.rearm(t, y, afresh))
    }
}

/// Calls a function with the number of the event and the crossing.
#[derive(Clone, Copy)]
pub struct ReportEach<F>(pub(in crate::ode) F);

impl<Y: State, F: FnMut(usize, Crossing<Y>)> Action<Y> for ReportEach<F> {
    const CUTS: bool = false;

    fn act(&mut self, index: usize, found: Crossing<Y>, _: &mut Y) -> bool {
        (self.0)(index, found);
        false
    }
}

/// Changes the state by a function of the number of the event, too.
#[derive(Clone, Copy)]
pub struct ResetEach<F>(pub(in crate::ode) F);

impl<Y: State, F: FnMut(usize, Y::Scalar, &mut Y)> Action<Y> for ResetEach<F> {
    const CUTS: bool = true;

    fn act(&mut self, index: usize, found: Crossing<Y>, y: &mut Y) -> bool {
        (self.0)(index, found.t, y);
        true
    }
}

opaque!(ReportEach, ResetEach);
