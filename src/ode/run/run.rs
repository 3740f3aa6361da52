//! [`Run`]: one run of the driver, from breakpoint to breakpoint.

use num_traits::Float;

use super::kernels::{Advance, check_shape};
use super::nodes::Nodes;
use super::segment::segment_of;
use super::{Checkpoint, Segment, Statistics};
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::ode::event::Arrival;
use crate::ode::problem::{check_finite, rounding_of, slope_apart};
use crate::ode::{
    ControlStatistics, Direction, Interpolant, Interval, Node, OdeState, RightHandSide, State,
    StepContext, StepControl, Stepper, Time,
};
use crate::simd::Rounding;

/// One run of the driver: its nodes, its segment, and the memory of its control.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(in crate::ode) struct Run<'a, S: RightHandSide + ?Sized, C: StepControl<S>> {
    pub(in crate::ode) system: &'a S,
    pub(in crate::ode) control: C,
    pub(super) work: <C::Stepper as Stepper<S>>::Workspace,
    pub(super) memory: Option<C::Memory>,
    /// The memory of the run that this one resumes.
    kept: Option<C::Memory>,
    pub(in crate::ode) end: Time<S>,
    pub(in crate::ode) direction: Direction,
    pub(super) segment: Segment<Time<S>>,
    pub(super) over: Interval<Time<S>>,
    pub(in crate::ode) nodes: Nodes<S::State>,
    pub(super) interpolant: Interpolant<S::State>,
    /// Room for a node between the others.
    pub(super) inside: Node<S::State>,
    pub(super) interpolated: bool,
    /// Whether the slope at the end of the step is known and holds for the next one, and whether
    /// that at its start was known so.
    pub(super) slope_kept: bool,
    pub(super) start_known: bool,
    /// The state to go on from, where it was changed.
    pub(super) changed: S::State,
    /// Whether the run goes on from `changed`.
    pub(super) jumps_next: bool,
    /// Whether the state was changed at the end of the span, and written into its node.
    pub(super) settled: bool,
    /// Whether the last step started from a changed state.
    pub(in crate::ode) jumps: bool,
    pub(in crate::ode) failed: Option<Error>,
    /// The memory of the control that found no step from here: an event may save the run.
    pub(super) stuck: Option<C::Memory>,
    /// Whence this run was resumed.
    pub(in crate::ode) arrival: Option<Arrival<S::State>>,
    /// The cost of the run before it was resumed, or got another control.
    before: Statistics<Time<S>>,
    spent_before: Option<ControlStatistics<Time<S>>>,
    /// The cost by the control at the failure of the run.
    pub(super) control_statistics: Option<ControlStatistics<Time<S>>>,
    pub(super) accepted: u64,
    segments: u64,
    /// The right-hand sides evaluated here, outside of the method and of the control.
    pub(super) evaluations: u64,
    pub(in crate::ode) rounding: Rounding,
    /// Whether its control is portable, or that of the run that it resumes.
    pub(in crate::ode) portable: bool,
}

impl<'a, S: RightHandSide + ?Sized, C: StepControl<S>> Run<'a, S, C> {
    pub(in crate::ode) fn new(
        system: &'a S,
        (start, end): (Time<S>, Time<S>),
        y0: S::State,
        control: C,
    ) -> Self {
        let work = control.stepper().workspace(&y0);
        let portable = control.is_portable();
        let rounding = rounding_of::<S::State>(portable);
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
            inside: Node { t: start, dydt: y0.clone(), y: y0.clone() },
            nodes: Nodes::new(Node { t: start, dydt: y0.clone(), y: y0 }),
            memory: None,
            kept: None,
            interpolant: Interpolant::new(),
            interpolated: false,
            slope_kept: false,
            start_known: false,
            jumps_next: false,
            settled: false,
            jumps: false,
            failed: None,
            stuck: None,
            arrival: None,
            before: Statistics::nothing(),
            spent_before: None,
            control_statistics: None,
            accepted: 0,
            segments: 0,
            evaluations: 0,
            rounding,
            portable,
        }
    }

    /// A run that goes on where another one stood.
    pub(in crate::ode) fn resumed(
        system: &'a S,
        from: Checkpoint<S::State, C::Memory>,
        control: C,
    ) -> Self {
        let Checkpoint { node, previous, changed, end, segment, memory, statistics, portable } =
            from;
        let mut run = Self::new(system, (node.t, end), node.y.clone(), control);
        run.direct(node.t, &segment);
        run.jumps_next = changed.is_some();
        run.changed = changed.unwrap_or(run.changed);
        let slope = (node.t, node.dydt.clone());
        run.arrival = previous.map(|before| Arrival { before, slope });
        run.nodes = Nodes::new(node);
        (run.segment, run.before) = (segment, statistics);
        run.spent_before = memory.as_ref().map(|memory| run.control.statistics(memory));
        run.kept = memory;
        if portable {
            (run.portable, run.rounding) = (true, Rounding::Plain);
        }
        run
    }

    /// Goes on in the direction of the `segment` before, also from the end of its span.
    fn direct(&mut self, t: Time<S>, segment: &Segment<Time<S>>) {
        if t == self.end && segment.start > t {
            self.direction = Direction::Backward;
        }
    }

    pub(in crate::ode) fn checkpoint(&self) -> Checkpoint<S::State, C::Memory>
    where
        C::Memory: Clone,
    {
        let mut node = self.nodes.current().clone();
        self.complete_slope(&mut node);
        let previous = (self.accepted > 0).then(|| self.nodes.previous());
        let previous = previous.map(|node| (node.t, node.y.clone()));
        Checkpoint {
            node,
            previous: if self.jumps_next || self.settled {
                None
            } else {
                previous.or_else(|| Some(self.arrival.as_ref()?.before.clone()))
            },
            changed: self.jumps_next.then(|| self.changed.clone()),
            end: self.end,
            segment: self.segment,
            memory: self.memory.as_ref().or(self.kept.as_ref()).cloned(),
            statistics: self.statistics(),
            portable: self.portable,
        }
    }

    /// Evaluates the slope of the current node, for a method that carries none.
    fn complete_slope(&self, node: &mut Node<S::State>) {
        if !C::Stepper::CARRIES_SLOPE && self.accepted > 0 && !self.interpolated {
            slope_apart(self.system, self.over.last, &node.y, &mut node.dydt);
        }
    }

    /// The current node, with its slope.
    pub(in crate::ode) fn into_node(self) -> Node<S::State> {
        let mut node = self.nodes.current().clone();
        self.complete_slope(&mut node);
        node
    }

    /// The same run from where it stands, under another control.
    pub(in crate::ode) fn with_control<D: StepControl<S>>(self, control: D) -> Run<'a, S, D> {
        let before = self.statistics();
        let Self { system, end, direction, nodes, changed, jumps_next, settled, failed, .. } = self;
        let node = nodes.into_current();
        let mut run = Run::new(system, (node.t, end), node.y.clone(), control);
        (run.changed, run.jumps_next, run.settled) = (changed, jumps_next, settled);
        run.direction = direction;
        (run.nodes, run.before, run.failed) = (Nodes::new(node), before, failed);
        run
    }

    pub(in crate::ode) fn statistics(&self) -> Statistics<Time<S>> {
        let control_statistics = self
            .control_statistics
            .or_else(|| self.memory.as_ref().map(|m| self.control.statistics(m)));
        let nothing = ControlStatistics { tried: 0, evaluations: 0, stiff_since: None };
        let spent = self.spent_before.unwrap_or(nothing);
        let ControlStatistics { tried, evaluations, stiff_since } =
            control_statistics.unwrap_or(spent);
        let (tried, evaluations) = (tried - spent.tried, evaluations - spent.evaluations);
        let stepper = self.control.stepper().evaluations(&self.work, tried);
        let (jacobians, factorisations) = self.control.stepper().linear_algebra(&self.work);
        let before = &self.before;
        Statistics {
            accepted: before.accepted + self.accepted,
            rejected: before.rejected + tried.saturating_sub(self.accepted),
            evaluations: before
                .evaluations
                .zip(stepper)
                .map(|(before, counted)| before + counted + evaluations + self.evaluations),
            jacobians: before.jacobians + jacobians,
            factorisations: before.factorisations + factorisations,
            segments: before.segments + self.segments,
            stiff_since: before.stiff_since.or(stiff_since),
        }
    }

    /// Takes the next step; `false` at the end of the span. Twice in the code and no more, once for
    /// each arithmetic: inlined into different callers the same step takes up to 1.13 times as
    /// long.
    #[inline(never)]
    pub(in crate::ode) fn advance(&mut self) -> Result<bool, Error> {
        self.rounding.run(Advance(self))
    }

    /// Whether the input has been checked, and the run may be advanced.
    pub(in crate::ode) fn has_begun(&self) -> bool {
        self.memory.is_some()
    }

    /// Begins the run, or goes on beyond a breakpoint; `false` at the end of the span.
    #[cold]
    #[inline(never)]
    pub(super) fn open_segment(&mut self) -> Result<bool, Error> {
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

    /// Whether a resumed run stands inside the segment it was kept in: with the same breakpoint
    /// ahead, and where this control would stand too.
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

    pub(super) fn begin(&mut self) -> Result<(), Error> {
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
        self.system.check_start(&start.y)?;
        let fresh = self.control.begin(self.system, start)?;
        let resumes = self.kept.is_some();
        self.memory = Some(match self.kept.take() {
            Some(kept) => self.control.resume(kept, fresh),
            None => fresh,
        });
        if start.t == self.end && !resumes {
            // A first node that is never left has a slope all the same; a resumed one has kept its
            // own.
            forget(&mut start.dydt);
            slope_apart(self.system, start.t, &start.y, &mut start.dydt);
            self.evaluations += 1;
            check_shape(&start.y, start)?;
            check_finite(Quantity::Slope, &start.dydt, start.t)?;
        }
        Ok(())
    }

    /// Finds the segment to the next breakpoint and evaluates the slope on its side of the start.
    fn restart(&mut self) -> Result<(), Error> {
        self.segment = self.next_segment()?;
        self.check_change()?;
        let Self { system, control, work, memory, end, segment, nodes, .. } = self;
        let (ahead, current) = nodes.both();
        // The current node keeps its own state and slope.
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
        let settled = core::mem::take(&mut self.settled);
        self.jumps = core::mem::take(&mut self.jumps_next) || settled;
        let context = StepContext { system: *system, segment: *segment, end: *end };
        memory.as_mut().map_or(Ok(()), |memory| control.restart(memory, &context, ahead, current))
    }

    fn next_segment(&self) -> Result<Segment<Time<S>>, Error> {
        segment_of(self.system, self.nodes.current().t, self.end, self.direction)
    }

    /// Ends the run with `error`, at the last accepted node.
    #[cold]
    pub(super) fn fail_step(&mut self, error: Error) -> Error {
        self.nodes.turn();
        let memory = self.take_memory();
        let stuck = matches!(error, Error::StepTooSmall { .. } | Error::NonFinite { .. });
        self.stuck = memory.filter(|_| stuck);
        self.fail(error)
    }

    /// Takes the memory of the control, and notes its cost.
    fn take_memory(&mut self) -> Option<C::Memory> {
        let memory = self.memory.take()?;
        self.control_statistics = Some(self.control.statistics(&memory));
        Some(memory)
    }

    #[cold]
    pub(in crate::ode) fn fail(&mut self, error: Error) -> Error {
        self.take_memory();
        self.failed = Some(error.clone());
        error
    }
}

/// NaN in all components: one that the right-hand side does not write ends the run, with its name.
fn forget<Y: OdeState>(dydt: &mut Y) {
    let like = dydt.clone();
    dydt.assign(&like, [], &mut |out, _, []| *out = Y::Scalar::nan());
}
