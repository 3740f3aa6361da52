//! [`Steps`]: a run under way, and its events.

use core::fmt;

use super::run::Run;
use super::{Checkpoint, Statistics, StepView};
use crate::Error;
use crate::ode::event::{Events, Handler, Report, Reset, Stop, Zeno};
use crate::ode::{
    Crossing, Event, EventFunction, Node, OdeSystem, RightHandSide, Step, StepControl, Time,
};

/// A run under way: call [`advance`](Steps::advance) for borrowed steps, iterate for owned ones, or
/// let [`finish`](Steps::finish), [`sample`](Steps::sample) and [`solution`](Steps::solution) do
/// it.
///
/// It can be stopped after any step and gone on with, or led from time to time, also beyond its
/// end, by [`advance_to`](Steps::advance_to). Events on the way are stated before the first
/// step, with [`report_on`](Steps::report_on), [`reset_on`](Steps::reset_on) and
/// [`stop_on`](Steps::stop_on).
///
/// # Law of events
///
/// They are reported in the order of the run; at one and the same float, in the order in which they
/// were stated, each change of the state upon the one before it. An event does not happen again at
/// the root at which it has just been reported. After a change of the state the run starts anew
/// there, as after a breakpoint, and the search for all events begins again: a jump across zero is
/// no crossing, unless the event counts it ([`Event::or_by_jump`]). Where no step can shrink any
/// further, a component that runs away is followed from float to float up to the level of an event.
#[must_use = "a run does nothing until it is advanced"]
pub struct Steps<'a, S: RightHandSide + ?Sized, C: StepControl<S>, E = ()> {
    pub(super) run: Run<'a, S, C>,
    events: E,
    /// The number of the event that has ended it, among those that do.
    pub(super) stopped: Option<usize>,
    zeno: Zeno<Time<S>>,
}

impl<'a, S: RightHandSide + ?Sized, C: StepControl<S>> Steps<'a, S, C> {
    pub(super) fn from_run(run: Run<'a, S, C>) -> Self {
        Self { run, events: (), stopped: None, zeno: Zeno::none() }
    }
}

/// `run` with one event more.
type With<'a, S, C, E, G, A> = Steps<'a, S, C, (E, Handler<G, A, <S as OdeSystem>::State>)>;

impl<'a, S, C, E> Steps<'a, S, C, E>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    /// Calls `report` with each crossing of `event`, when its step is taken. The steps stay as they
    /// are.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    /// let mut spikes = 0;
    /// integrate(&axon, 0.0..100.0, axon.rest()?, Rk45.adaptive())
    ///     .report_on(Membrane::rises_through(50.0), |_spike| spikes += 1)
    ///     .finish()?;
    /// assert_eq!(spikes, 7);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn report_on<G, F>(self, event: Event<G>, report: F) -> With<'a, S, C, E, G, Report<F>>
    where
        G: EventFunction<S::State>,
        F: FnMut(Crossing<S::State>),
    {
        self.with(Handler::new(event, Report(report)))
    }

    /// Changes the state by `reset(t, &mut y)` at each crossing of `event`; the step ends there,
    /// and the run goes on from the new state.
    ///
    /// A [`Solution`](crate::ode::Solution) gives the new state at that very time. Put the state
    /// onto the surface or to the side that it goes on to (`y[0] = 0` for a ball on the floor):
    /// rounding has left it beside, and a ball whose bounces shrink to nothing falls through where
    /// only its speed is changed.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // A ball dropped from 5 m that keeps 0.8 of its speed at each bounce.
    /// let ball = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -10.0]);
    /// let solution = integrate(&ball, 0.0..3.0, [5.0, 0.0], Rk45.adaptive())
    ///     .reset_on(component(0).falls_through(0.0), |_t, y| *y = [0.0, -0.8 * y[1]])
    ///     .solution()?;
    /// // It meets the floor at t = 1 with 10 m/s, and rises to 3.2 m until t = 1.8.
    /// assert!((solution.at(1.8)?[0] - 3.2).abs() < 1e-9);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn reset_on<G, F>(self, event: Event<G>, reset: F) -> With<'a, S, C, E, G, Reset<F>>
    where
        G: EventFunction<S::State>,
        F: FnMut(Time<S>, &mut S::State),
    {
        self.with(Handler::new(event, Reset(reset)))
    }

    /// Ends the run at the first crossing of `event`, before the end of the span.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let fall = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -10.0]);
    /// let landing = integrate(&fall, 0.0..60.0, [5.0, 0.0], Rk45.adaptive())
    ///     .stop_on(component(0).falls_through(0.0))
    ///     .finish()?;
    /// assert!((landing.t - 1.0).abs() < 1e-12);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn stop_on<G>(self, event: Event<G>) -> With<'a, S, C, E, G, Stop>
    where
        G: EventFunction<S::State>,
    {
        self.with(Handler::new(event, Stop))
    }

    pub(super) fn with<H>(self, handler: H) -> Steps<'a, S, C, (E, H)> {
        let Self { run, events, stopped, zeno } = self;
        Steps { run, events: (events, handler), stopped, zeno }
    }

    /// Changes the state where the run stands, by `change(t, &mut y)`; it goes on from there as
    /// after a breakpoint. At the end of the span the last node has the new state at once.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    /// let mut run = integrate(&decay, 0.0..2.0, 1.0, Rk4.fixed(0.01));
    /// while run.node().t < 1.0 {
    ///     run.advance()?;
    /// }
    /// run.change(|_t, y| *y = 2.0);
    /// assert!((run.finish()?.y - 2.0 * (-1.0_f64).exp()).abs() < 1e-9);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn change(&mut self, change: impl FnOnce(Time<S>, &mut S::State)) {
        let t = self.run.nodes.current().t;
        self.run.change(|y| change(t, y));
        let Self { run, events, .. } = self;
        let rearmed = run.check_change().and_then(|()| events.rearm(t, run.ahead(), true));
        let is_over = run.has_begun() && t == run.end;
        if let Err(error) = rearmed.and_then(|()| if is_over { run.settle() } else { Ok(()) }) {
            // Returned by the next step.
            self.run.fail(error);
        }
    }

    /// Goes on with another control from where the run stands: other tolerances, or another method.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    /// let mut run = integrate(&decay, 0.0..2.0, 1.0, Rk4.fixed(0.01));
    /// while run.node().t < 1.0 {
    ///     run.advance()?;
    /// }
    /// let end = run.with_control(Rk45.adaptive().rtol(1e-10).atol(1e-10)).finish()?;
    /// assert!((end.y - (-2.0_f64).exp()).abs() < 1e-9);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_control<D: StepControl<S>>(self, control: D) -> Steps<'a, S, D, E> {
        let Self { run, events, stopped, zeno } = self;
        Steps { run: run.with_control(control), events, stopped, zeno }
    }

    /// The state of the run, as a value that can be kept and [resumed](Checkpoint::resume).
    pub fn checkpoint(&self) -> Checkpoint<S::State, C::Memory>
    where
        C::Memory: Clone,
    {
        self.run.checkpoint()
    }

    /// Takes the next step and lends it; `None` at the end of the span.
    ///
    /// It allocates nothing for fixed-size states, and for `Vec` states nothing after the first
    /// step (an event copies the state).
    ///
    /// # Errors
    ///
    /// What is wrong with the input before the first step, and what stops the run later. A run that
    /// failed returns the same error again.
    #[inline(always)]
    pub fn advance(&mut self) -> Result<Option<StepView<'_, 'a, S, C>>, Error> {
        if self.go_on()? { Ok(Some(StepView { run: &mut self.run })) } else { Ok(None) }
    }

    /// Takes the next step; `false` at the end of the span.
    #[inline(always)]
    pub(super) fn go_on(&mut self) -> Result<bool, Error> {
        loop {
            let kept = match self.run.advance() {
                Ok(true) => self.report_events()?,
                Ok(false) => return Ok(false),
                Err(error) => self.run_through(error)?,
            };
            if kept {
                return Ok(true);
            }
        }
    }

    /// Goes on through an event to which a component runs away where no step could shrink; else
    /// ends with the `error`.
    #[cold]
    fn run_through(&mut self, error: Error) -> Result<bool, Error> {
        let Self { run, events, .. } = self;
        if E::ANY && run.runs_through(|leap, end| events.land(leap, end)) {
            self.search_events()
        } else {
            Err(error)
        }
    }

    /// Reports the events of the step just taken; `false` where nothing of it is left.
    #[inline(always)]
    fn report_events(&mut self) -> Result<bool, Error> {
        if !E::ANY || self.passes_by() { Ok(true) } else { self.search_events() }
    }

    /// Whether no event can happen in the step just taken, which needs no search then.
    #[inline(always)]
    fn passes_by(&mut self) -> bool {
        let Self { run, events, .. } = self;
        let far = events.are_far(&mut |approach| run.keeps_off(approach));
        if far {
            let end = run.nodes.current();
            events.pass(end.t, &end.y);
        }
        far
    }

    /// Searches the step just taken for events; `false` where nothing of it is left.
    #[inline(never)]
    fn search_events(&mut self) -> Result<bool, Error> {
        let Self { run, events, stopped, zeno } = self;
        let mut look = || {
            if let Some(from) = run.arrival.take() {
                events.recall(&from)?;
            }
            events.begin(run.dense_step())?;
            while let Some(t) = events.first(run.direction) {
                if events.cuts_at(t) {
                    zeno.note(t)?;
                    let kept = run.cut(t)?;
                    let outcome = run.change(|y| events.report(t, y));
                    run.jumps_only_if(outcome.changed);
                    run.check_change()?;
                    if outcome.ended_by.is_some() {
                        (run.end, *stopped) = (t, outcome.ended_by);
                    }
                    return events.rearm(t, run.ahead(), false).map(|()| kept);
                }
                events.report(t, run.spare());
                events.proceed(run.dense_step())?;
            }
            Ok(true)
        };
        look().map_err(|error| self.run.fail(error))
    }

    /// The current node: the end of the last step, or the start.
    ///
    /// Before the first step its slope is not known yet and holds the state; with a method that
    /// carries no slope it is NaN until the dense output of the step has been asked for.
    pub fn node(&self) -> &Node<S::State> {
        self.run.nodes.current()
    }

    /// The event that has ended the run: its number among those given to
    /// [`stop_on`](Steps::stop_on), from 0 on; `None` before that, and at the end of the span.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // A ball thrown up in a room of 4 m: does it meet the floor or the ceiling?
    /// let flight = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -10.0]);
    /// let mut run = integrate(&flight, 0.0..60.0, [1.0, 8.0], Rk45.adaptive())
    ///     .stop_on(component(0).falls_through(0.0))
    ///     .stop_on(component(0).rises_through(4.0));
    /// run.advance_to(60.0)?;
    /// assert_eq!(run.stopped_by(), Some(1));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn stopped_by(&self) -> Option<usize> {
        self.stopped
    }

    /// The cost of the run so far.
    pub fn statistics(&self) -> Statistics<Time<S>> {
        self.run.statistics()
    }

    /// Runs to the end and returns the last node.
    ///
    /// # Errors
    ///
    /// As [`advance`](Steps::advance).
    #[inline]
    pub fn finish(mut self) -> Result<Node<S::State>, Error> {
        while self.go_on()? {}
        Ok(self.run.into_node())
    }
}

impl<S, C, E> Iterator for Steps<'_, S, C, E>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    type Item = Result<Step<S::State>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.run.failed.is_some() {
            return None;
        }
        self.advance().map(|step| step.map(|mut step| step.to_step())).transpose()
    }
}

impl<S, C, E> fmt::Debug for Steps<'_, S, C, E>
where
    S: RightHandSide<State: fmt::Debug> + ?Sized,
    C: StepControl<S> + fmt::Debug,
    E: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Run { control, end, failed, nodes, .. } = &self.run;
        f.debug_struct("Steps")
            .field("control", control)
            .field("events", &self.events)
            .field("node", nodes.current())
            .field("end", end)
            .field("failed", failed)
            .finish_non_exhaustive()
    }
}
