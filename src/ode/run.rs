//! [`Run`]: one run of the driver, from breakpoint to breakpoint.

mod change;
mod dense;
mod kernels;

use kernels::Advance;
use num_traits::Float;

use super::arithmetic::Rounding;
use super::diagnosis::{check_finite, check_length};
use super::nodes::Nodes;
use super::paces::segment_from;
use super::{
    Arithmetic, Checkpoint, Course, Direction, Effort, Interpolant, Interval, Node, OdeSystem,
    Scalar, Segment, State, Statistics, StepControl, Stepper, Time,
};
use crate::Error;
use crate::error::{Bound, Quantity, require};

/// One run of the driver: where it stands, and how it goes on.
pub(super) struct Run<'a, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    pub(super) system: &'a S,
    pub(super) control: C,
    work: <C::Stepper as Stepper<S>>::Workspace,
    memory: Option<C::Memory>,
    /// The memory of the run that this one resumes.
    kept: Option<C::Memory>,
    pub(super) end: Time<S>,
    pub(super) direction: Direction,
    segment: Segment<Time<S>>,
    over: Interval<Time<S>>,
    pub(super) nodes: Nodes<S::State>,
    interpolant: Interpolant<S::State>,
    interpolated: bool,
    /// The state to go on from, where it was changed.
    changed: S::State,
    /// Whether the run goes on from `changed`.
    jumps_next: bool,
    /// Whether the last step started from a changed state.
    pub(super) jumps: bool,
    pub(super) failed: Option<Error>,
    /// The node before the one from which this run was resumed.
    pub(super) previous: Option<(Time<S>, S::State)>,
    /// What the run had cost before it was resumed, or got another control.
    before: Statistics<Time<S>>,
    spent_before: Option<Effort<Time<S>>>,
    /// What the control had spent when the run failed.
    effort: Option<Effort<Time<S>>>,
    accepted: u64,
    segments: u64,
    /// The right-hand sides evaluated here, outside of the method and of the control.
    evaluations: u64,
    pub(super) rounding: Rounding,
}

impl<'a, S, C> Run<'a, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    pub(super) fn new(
        system: &'a S,
        (start, end): (Time<S>, Time<S>),
        y0: S::State,
        control: C,
    ) -> Self {
        let work = control.stepper().workspace(&y0);
        let at_start = Interval { start, end: start, first: start, last: start };
        Self {
            system,
            work,
            control,
            end,
            direction: if end < start { Direction::Backward } else { Direction::Forward },
            segment: at_start,
            over: at_start,
            changed: y0.clone(),
            nodes: Nodes::new(Node { t: start, dydt: y0.clone(), y: y0 }),
            memory: None,
            kept: None,
            interpolant: Interpolant::new(),
            interpolated: false,
            jumps_next: false,
            jumps: false,
            failed: None,
            previous: None,
            before: Statistics::nothing(),
            spent_before: None,
            effort: None,
            accepted: 0,
            segments: 0,
            evaluations: 0,
            rounding: Rounding::fused::<S::State>(),
        }
    }

    /// A run that goes on where another one stood.
    pub(super) fn resumed(
        system: &'a S,
        from: Checkpoint<S::State, C::Memory>,
        control: C,
    ) -> Self {
        let Checkpoint { node, previous, changed, end, segment, memory, statistics } = from;
        let mut run = Self::new(system, (node.t, end), node.y.clone(), control);
        run.jumps_next = changed.is_some();
        run.changed = changed.unwrap_or(run.changed);
        run.nodes = Nodes::new(node);
        run.previous = previous;
        (run.segment, run.before) = (segment, statistics);
        run.spent_before = memory.as_ref().map(|memory| run.control.effort(memory));
        run.kept = memory;
        run
    }

    pub(super) fn checkpoint(&self) -> Checkpoint<S::State, C::Memory>
    where
        C::Memory: Clone,
    {
        let mut node = self.nodes.current().clone();
        self.complete_slope(&mut node);
        let previous = (self.accepted > 0).then(|| self.nodes.previous());
        let previous = previous.map(|node| (node.t, node.y.clone()));
        Checkpoint {
            node,
            previous: if self.jumps_next {
                None
            } else {
                previous.or_else(|| self.previous.clone())
            },
            changed: self.jumps_next.then(|| self.changed.clone()),
            end: self.end,
            segment: self.segment,
            memory: self.memory.as_ref().or(self.kept.as_ref()).cloned(),
            statistics: self.statistics(),
        }
    }

    /// Evaluates the slope of the node that was reached, for a method that carries none.
    fn complete_slope(&self, node: &mut Node<S::State>) {
        if !C::Stepper::CARRIES_SLOPE && self.accepted > 0 && !self.interpolated {
            self.system.derivative(self.over.last, &node.y, &mut node.dydt);
        }
    }

    /// The node that was reached, with its slope.
    pub(super) fn into_node(self) -> Node<S::State> {
        let mut node = self.nodes.current().clone();
        self.complete_slope(&mut node);
        node
    }

    /// The same run from where it stands, under another control.
    pub(super) fn with_control<D: StepControl<S>>(self, control: D) -> Run<'a, S, D> {
        let before = self.statistics();
        let Self { system, end, nodes, changed, jumps_next, failed, rounding, .. } = self;
        let node = nodes.into_current();
        let mut run = Run::new(system, (node.t, end), node.y.clone(), control);
        (run.changed, run.jumps_next) = (changed, jumps_next);
        (run.nodes, run.before, run.failed) = (Nodes::new(node), before, failed);
        run.rounding = rounding;
        run
    }

    pub(super) fn statistics(&self) -> Statistics<Time<S>> {
        let effort = self.effort.or_else(|| self.memory.as_ref().map(|m| self.control.effort(m)));
        let nothing = Effort { tried: 0, evaluations: 0, stiff_since: None };
        let spent = self.spent_before.unwrap_or(nothing);
        let Effort { tried, evaluations, stiff_since } = effort.unwrap_or(spent);
        let (tried, evaluations) = (tried - spent.tried, evaluations - spent.evaluations);
        let stepper = self.control.stepper().evaluations(&self.work, tried);
        let before = &self.before;
        Statistics {
            accepted: before.accepted + self.accepted,
            rejected: before.rejected + tried.saturating_sub(self.accepted),
            evaluations: before
                .evaluations
                .zip(stepper)
                .map(|(before, counted)| before + counted + evaluations + self.evaluations),
            segments: before.segments + self.segments,
            stiff_since: before.stiff_since.or(stiff_since),
        }
    }

    /// Takes the next step; `false` at the end of the span. Twice in the code and no more, once for each arithmetic:
    /// inlined into different callers the same step takes up to 1.13 times as long.
    #[inline(never)]
    pub(super) fn advance(&mut self) -> Result<bool, Error> {
        self.rounding.run(Advance(self))
    }

    #[inline(always)]
    fn advance_in<A: Arithmetic>(&mut self) -> Result<bool, Error> {
        if self.nodes.current().t == self.segment.end || self.memory.is_none() {
            if !self.open_segment()? {
                return Ok(false);
            }
        } else {
            self.nodes.turn();
            self.jumps = false;
        }
        let Self { system, control, work, memory, end, segment, nodes, .. } = self;
        let (previous, current) = nodes.both();
        let course = Course { system: *system, segment: *segment, end: *end };
        let Some(memory) = memory else { return Ok(false) };
        match control.advance_in::<A>(memory, work, &course, previous, current) {
            Ok(over) => {
                self.over = over;
                self.interpolated = false;
                self.accepted += 1;
                if !C::Stepper::CARRIES_SLOPE {
                    // Not known until somebody asks, and not to be mistaken for a slope.
                    current.dydt.assign(&current.y, [], &mut |f, _, []| *f = Time::<S>::nan());
                }
                match check_shape(&previous.y, current) {
                    Ok(()) => Ok(true),
                    Err(error) => Err(self.fail_step(error)),
                }
            }
            Err(error) => Err(self.fail_step(error)),
        }
    }

    /// Whether the input has been checked, and the run may be advanced.
    pub(super) fn has_begun(&self) -> bool {
        self.memory.is_some()
    }

    /// Begins the run, or goes on beyond a breakpoint; `false` at the end of the span.
    #[cold]
    #[inline(never)]
    fn open_segment(&mut self) -> Result<bool, Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let resumes = self.kept.is_some() && !self.jumps_next;
        let opened = if self.memory.is_none() { self.begin() } else { Ok(()) };
        let opened = opened.and_then(|()| Ok(resumes && self.goes_on()?));
        let (goes_on, opened) = match opened {
            Ok(goes_on) => (goes_on, Ok(())),
            Err(error) => (false, Err(error)),
        };
        if goes_on {
            self.nodes.turn();
            return Ok(true);
        }
        if opened.is_ok() && self.nodes.current().t == self.end {
            return self.settle().map(|()| false).map_err(|error| self.fail(error));
        }
        opened.and_then(|()| self.restart()).map(|()| true).map_err(|error| self.fail(error))
    }

    /// Whether a resumed run stands inside the segment it was kept in: with the same breakpoint ahead, and
    /// where this control would stand too.
    fn goes_on(&self) -> Result<bool, Error> {
        let (t, kept) = (self.nodes.current().t, self.segment);
        if t == kept.end {
            return Ok(false);
        }
        let ahead = self.next_segment()?;
        let same = (ahead.end, ahead.last) == (kept.end, kept.last);
        let stands = |memory| self.control.stands_at(memory, &kept, t);
        Ok(same && self.memory.as_ref().is_some_and(stands))
    }

    fn begin(&mut self) -> Result<(), Error> {
        let remedy = "give a span of two finite times";
        let start = self.nodes.current().t;
        for (field, t) in [("span start", start), ("span end", self.end)] {
            require(Float::is_finite(t), "integrate", (field, t), Bound::Finite, remedy)?;
        }
        self.system.check(&(start..self.end))?;
        let (_, start) = self.nodes.both();
        if start.y.dimension() == 0 {
            let remedy = "give the initial state at least one component";
            let (owner, field) = ("integrate", "y0");
            return Err(Error::Length { owner, field, expected: 1, found: 0, remedy });
        }
        check_finite(Quantity::Start, &start.y, start.t)?;
        let fresh = self.control.begin(self.system, start)?;
        let resumes = self.kept.is_some();
        self.memory = Some(match self.kept.take() {
            Some(kept) => self.control.resume(kept, fresh),
            None => fresh,
        });
        if start.t == self.end && !resumes {
            // A first node that is never left has a slope all the same; a resumed one has kept its own.
            forget(&mut start.dydt);
            self.system.derivative(start.t, &start.y, &mut start.dydt);
            self.evaluations += 1;
            check_shape(&start.y, start)?;
            check_finite(Quantity::Slope, &start.dydt, start.t)?;
        }
        Ok(())
    }

    /// Finds the stretch to the next breakpoint and evaluates the slope on its side of the start.
    fn restart(&mut self) -> Result<(), Error> {
        self.segment = self.next_segment()?;
        self.check_change()?;
        let Self { system, control, work, memory, end, segment, nodes, .. } = self;
        let (ahead, current) = nodes.both();
        // The node that was reached keeps its own state and slope.
        ahead.t = current.t;
        let from = if self.jumps_next { &self.changed } else { &current.y };
        ahead.y.assign(from, [], &mut |out, x, []| *out = x);
        if self.segments == 0 {
            forget(&mut ahead.dydt);
        }
        control.stepper().restart(work, *system, ahead, segment.first);
        self.segments += 1;
        if C::Stepper::CARRIES_SLOPE {
            self.evaluations += 1;
            check_shape(&current.y, ahead)?;
            check_finite(Quantity::Slope, &ahead.dydt, segment.first)?;
        }
        self.jumps = core::mem::take(&mut self.jumps_next);
        let course = Course { system: *system, segment: *segment, end: *end };
        memory.as_mut().map_or(Ok(()), |memory| control.restart(memory, &course, ahead, current))
    }

    fn next_segment(&self) -> Result<Segment<Time<S>>, Error> {
        segment_from(self.system, self.nodes.current().t, self.end, self.direction)
    }

    /// Ends the run with `error`, at the last accepted node.
    #[cold]
    fn fail_step(&mut self, error: Error) -> Error {
        self.nodes.turn();
        self.fail(error)
    }

    #[cold]
    pub(super) fn fail(&mut self, error: Error) -> Error {
        if let Some(memory) = self.memory.take() {
            self.effort = Some(self.control.effort(&memory));
        }
        self.failed = Some(error.clone());
        error
    }
}

/// NaN in all components: one that the right-hand side does not write ends the run, with its name.
fn forget<Y: State<Scalar: Scalar>>(dydt: &mut Y) {
    let like = dydt.clone();
    dydt.assign(&like, [], &mut |out, _, []| *out = Y::Scalar::nan());
}

/// The right-hand side must keep the shape of the state. Costs nothing for fixed-size states.
#[inline(always)]
fn check_shape<Y: State>(y0: &Y, node: &Node<Y>) -> Result<(), Error> {
    check_length(y0, &node.y)?;
    check_length(y0, &node.dydt)
}
