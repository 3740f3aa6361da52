//! The actions of a run at its events: it reports them, changes the state, or ends.

use core::fmt;

use super::watch::Watch;
use super::{Crossing, Event, EventFunction, Leap};
use crate::Error;
use crate::ode::{DenseStep, Direction, OdeState, State};

/// The events of a run, in the order in which they were stated: `()` or a nest of pairs.
pub trait Events<Y: OdeState> {
    /// Whether the run has any events.
    const ANY: bool;
    /// The number of events that end the run.
    const STOPS: usize;

    /// Whether certainly none of them happens in this step, where `keeps_off` says whether a
    /// component stays on one side of a level in it, or passes it once in the ignored sense.
    fn are_far(&self, keeps_off: &mut impl FnMut(Approach<Y::Scalar>) -> bool) -> bool;

    /// Skips a step in which none of them happens.
    fn pass(&mut self, t: Y::Scalar, y: &Y);

    /// Notes whence a resumed run comes.
    fn recall(&mut self, from: &Arrival<Y>) -> Result<(), Error>;

    /// Begins the search in the next step, and finds its first events.
    fn begin(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error>;

    /// The time of the first event of the step that is not reported yet.
    fn first(&self, direction: Direction) -> Option<Y::Scalar>;

    /// Whether an event at `t` ends the step.
    fn cuts_at(&self, t: Y::Scalar) -> bool;

    /// Handles the events at `t`, in order; `y` is the state there, to be changed.
    fn report(&mut self, t: Y::Scalar, y: &mut Y) -> Outcome;

    /// Finds the next event of the step for those that have just been reported.
    fn proceed(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error>;

    /// Puts the components of `end` that pass a level in the leap just beyond it; whether one does.
    fn land(&self, leap: &Leap<'_, Y>, end: &mut Y) -> bool;

    /// Begins the search again at `t`, where the state has become `y`; with `afresh` for all
    /// events, and with no crossing between the old state and this one.
    fn rearm(&mut self, t: Y::Scalar, y: &Y, afresh: bool) -> Result<(), Error>;
}

/// A component and the level of an event, before a step.
#[derive(Clone, Copy, Debug)]
pub struct Approach<T> {
    pub(in crate::ode) index: usize,
    pub(in crate::ode) level: T,
    /// The time of the last sample, and the height above the level there.
    pub(in crate::ode) before: (T, T),
    /// The sense of a passage that is no event; `true` for rising.
    pub(in crate::ode) ignored: Option<bool>,
}

/// Whence a resumed run comes: the node before the one from which it goes on, and the slope with
/// which it came to that one.
#[derive(Clone, Debug)]
pub struct Arrival<Y: State> {
    pub(in crate::ode) before: (Y::Scalar, Y),
    pub(in crate::ode) slope: (Y::Scalar, Y),
}

/// The outcome of an event for the run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    pub(in crate::ode) changed: bool,
    /// The number of the event that ends the run, among those that do.
    pub(in crate::ode) ended_by: Option<usize>,
}

impl Outcome {
    /// The outcome of both.
    pub(super) fn and(self, other: Self) -> Self {
        let ended_by = self.ended_by.or(other.ended_by);
        Self { changed: self.changed || other.changed, ended_by }
    }
}

impl<Y: OdeState> Events<Y> for () {
    const ANY: bool = false;
    const STOPS: usize = 0;

    #[inline(always)]
    fn are_far(&self, _: &mut impl FnMut(Approach<Y::Scalar>) -> bool) -> bool {
        true
    }

    #[inline(always)]
    fn pass(&mut self, _: Y::Scalar, _: &Y) {}

    fn recall(&mut self, _: &Arrival<Y>) -> Result<(), Error> {
        Ok(())
    }

    fn begin(&mut self, _: DenseStep<'_, Y>) -> Result<(), Error> {
        Ok(())
    }

    fn first(&self, _: Direction) -> Option<Y::Scalar> {
        None
    }

    fn cuts_at(&self, _: Y::Scalar) -> bool {
        false
    }

    fn report(&mut self, _: Y::Scalar, _: &mut Y) -> Outcome {
        Outcome::default()
    }

    fn proceed(&mut self, _: DenseStep<'_, Y>) -> Result<(), Error> {
        Ok(())
    }

    fn land(&self, _: &Leap<'_, Y>, _: &mut Y) -> bool {
        false
    }

    fn rearm(&mut self, _: Y::Scalar, _: &Y, _: bool) -> Result<(), Error> {
        Ok(())
    }
}

/// An event of a run with its action.
#[derive(Clone, Debug)]
pub struct Handler<G, A, Y: State> {
    watch: Watch<G, Y>,
    action: A,
}

impl<G, A, Y: OdeState> Handler<G, A, Y> {
    pub(in crate::ode) fn new(event: Event<G>, action: A) -> Self {
        Self { watch: Watch::new(event), action }
    }
}

impl<E, G, A, Y> Events<Y> for (E, Handler<G, A, Y>)
where
    Y: OdeState,
    E: Events<Y>,
    G: EventFunction<Y>,
    A: Action<Y>,
{
    const ANY: bool = true;
    const STOPS: usize = if A::ENDS { E::STOPS + 1 } else { E::STOPS };

    #[inline(always)]
    fn are_far(&self, keeps_off: &mut impl FnMut(Approach<Y::Scalar>) -> bool) -> bool {
        self.1.watch.is_far(keeps_off) && self.0.are_far(keeps_off)
    }

    #[inline(always)]
    fn pass(&mut self, t: Y::Scalar, y: &Y) {
        self.0.pass(t, y);
        self.1.watch.pass(t, y);
    }

    fn recall(&mut self, from: &Arrival<Y>) -> Result<(), Error> {
        self.0.recall(from)?;
        self.1.watch.recall(from)
    }

    fn begin(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        self.0.begin(step)?;
        self.1.watch.begin(step)
    }

    fn first(&self, direction: Direction) -> Option<Y::Scalar> {
        direction.nearer(self.0.first(direction), self.1.watch.found_at())
    }

    fn cuts_at(&self, t: Y::Scalar) -> bool {
        self.0.cuts_at(t) || (A::CUTS && self.1.watch.acts_at(t))
    }

    fn report(&mut self, t: Y::Scalar, y: &mut Y) -> Outcome {
        let before = self.0.report(t, y);
        let Some(found) = self.1.watch.take(t) else { return before };
        let changed = self.1.action.act(0, found, y);
        before.and(Outcome { changed, ended_by: A::ENDS.then_some(E::STOPS) })
    }

    fn proceed(&mut self, step: DenseStep<'_, Y>) -> Result<(), Error> {
        self.0.proceed(step)?;
        self.1.watch.proceed(step)
    }

    fn land(&self, leap: &Leap<'_, Y>, end: &mut Y) -> bool {
        self.0.land(leap, end) | self.1.watch.land(leap, end)
    }

    fn rearm(&mut self, t: Y::Scalar, y: &Y, afresh: bool) -> Result<(), Error> {
        self.0.rearm(t, y, afresh)?;
        self.1.watch.rearm(t, y, afresh)
    }
}

/// An action at an event.
pub trait Action<Y: State> {
    /// Whether the step ends there.
    const CUTS: bool;
    /// Whether the run ends there.
    const ENDS: bool = false;

    /// Acts on the state `y` there, at the event with this number among those of one action;
    /// whether it changes the state.
    fn act(&mut self, index: usize, found: Crossing<Y>, y: &mut Y) -> bool;
}

/// Calls a function with the crossing; the run goes on as if there were none.
#[derive(Clone, Copy)]
pub struct Report<F>(pub(in crate::ode) F);

impl<Y: State, F: FnMut(Crossing<Y>)> Action<Y> for Report<F> {
    const CUTS: bool = false;

    fn act(&mut self, _: usize, found: Crossing<Y>, _: &mut Y) -> bool {
        (self.0)(found);
        false
    }
}

/// Changes the state; the run goes on from there as after a breakpoint.
#[derive(Clone, Copy)]
pub struct Reset<F>(pub(in crate::ode) F);

impl<Y: State, F: FnMut(Y::Scalar, &mut Y)> Action<Y> for Reset<F> {
    const CUTS: bool = true;

    fn act(&mut self, _: usize, found: Crossing<Y>, y: &mut Y) -> bool {
        (self.0)(found.t, y);
        true
    }
}

macro_rules! opaque {
    ($($action:ident),+) => { $(
        impl<F> fmt::Debug for $action<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($action)).finish_non_exhaustive()
            }
        }
    )+ };
}

#[cfg(feature = "alloc")]
pub(super) use opaque;
opaque!(Report, Reset);

/// Ends the run.
#[derive(Clone, Copy, Debug)]
pub struct Stop;

impl<Y: State> Action<Y> for Stop {
    const CUTS: bool = true;
    const ENDS: bool = true;

    fn act(&mut self, _: usize, _: Crossing<Y>, _: &mut Y) -> bool {
        false
    }
}
