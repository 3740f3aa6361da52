//! [`integrate`] and [`Steps`]: the driver, which lands on every breakpoint.

use core::fmt;
use core::ops::Range;

use num_traits::Float;

use super::diagnosis::{check_dense_output, check_finite};
use super::nodes::Nodes;
use super::{
    Course, Direction, Interpolant, Interval, Node, OdeSystem, Scalar, Segment, State, Step,
    StepControl, StepView, Stepper, Time,
};
use crate::Error;
use crate::error::{Bound, Quantity, require};

/// Integrates `system` over `span` from the state `y0`.
///
/// `50.0..0.0` runs backward in time; `t..t` succeeds with the first node only. Nothing happens
/// before the first call on the [`Steps`] that it returns, and whatever is wrong with the input is
/// returned there.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let solution = integrate(&oscillator, 0.0..10.0, [1.0, 0.0], Rk45.adaptive()).solution()?;
/// assert!((solution.at(2.5)?[0] - 2.5_f64.cos()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
#[allow(
    clippy::needless_pass_by_value,
    reason = "the run owns its state; a Vec is given, not lent"
)]
pub fn integrate<S, C>(
    system: &S,
    span: Range<Time<S>>,
    y0: S::State,
    control: C,
) -> Steps<'_, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    let Range { start, end } = span;
    let work = control.stepper().workspace(&y0);
    let node = Node { t: start, dydt: y0.clone(), y: y0 };
    Steps {
        system,
        work,
        control,
        end,
        direction: if end < start { Direction::Backward } else { Direction::Forward },
        segment: Interval { start, end: start, first: start, last: start },
        over: Interval { start, end: start, first: start, last: start },
        nodes: Nodes::new(node),
        memory: None,
        interpolant: Interpolant::new(),
        interpolated: false,
        failed: None,
    }
}

/// A run under way: call [`advance`](Steps::advance) for borrowed steps, iterate for owned ones, or
/// let [`finish`](Steps::finish), [`sample`](Steps::sample) and [`solution`](Steps::solution) do it.
///
/// It can be stopped after any step and gone on with.
#[must_use = "a run does nothing until it is advanced"]
pub struct Steps<'a, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    system: &'a S,
    control: C,
    work: <C::Stepper as Stepper<S>>::Workspace,
    memory: Option<C::Memory>,
    end: Time<S>,
    direction: Direction,
    segment: Segment<Time<S>>,
    over: Interval<Time<S>>,
    nodes: Nodes<S::State>,
    interpolant: Interpolant<S::State>,
    interpolated: bool,
    failed: Option<Error>,
}

impl<'a, S, C> Steps<'a, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    /// Takes the next step and lends it; `None` at the end of the span.
    ///
    /// It allocates nothing for fixed-size states, and for `Vec` states nothing after the first step.
    ///
    /// # Errors
    ///
    /// What is wrong with the input before the first step, and what stops the run later. A run that
    /// failed gives the same error again.
    #[inline(always)]
    pub fn advance(&mut self) -> Result<Option<StepView<'_, 'a, S, C>>, Error> {
        if self.nodes.current().t == self.segment.end || self.memory.is_none() {
            if !self.open_segment()? {
                return Ok(None);
            }
        } else {
            self.nodes.turn();
        }
        let Self { system, control, work, memory, end, segment, nodes, .. } = self;
        let (previous, current) = nodes.both();
        let course = Course { system: *system, segment: *segment, end: *end };
        let Some(memory) = memory else { return Ok(None) };
        match control.advance(memory, work, &course, previous, current) {
            Ok(over) => {
                self.over = over;
                self.interpolated = false;
                match check_shape(&previous.y, current) {
                    Ok(()) => Ok(Some(StepView { run: self })),
                    Err(error) => Err(self.fail_step(error)),
                }
            }
            Err(error) => Err(self.fail_step(error)),
        }
    }

    /// Where the run stands: the end of the last step, or the start.
    ///
    /// Before the first step its slope is not known yet and holds the state.
    pub fn node(&self) -> &Node<S::State> {
        self.nodes.current()
    }

    /// Runs to the end and returns the last node.
    ///
    /// # Errors
    ///
    /// As [`advance`](Steps::advance).
    #[inline]
    pub fn finish(mut self) -> Result<Node<S::State>, Error> {
        while self.advance()?.is_some() {}
        Ok(self.nodes.into_current())
    }

    /// Runs to the end and calls `each(t, &y)` at every time of the `grid`, in its order, without
    /// storing anything.
    ///
    /// # Errors
    ///
    /// As [`advance`](Steps::advance); [`Error::Outside`] for a time that lies outside the span,
    /// [`Error::Order`] for one against the direction of the run.
    #[inline]
    pub fn sample<G>(
        mut self,
        grid: G,
        mut each: impl FnMut(Time<S>, &S::State),
    ) -> Result<(), Error>
    where
        G: IntoIterator<Item = Time<S>>,
    {
        let start = self.nodes.current().t;
        let mut y = self.nodes.current().y.clone();
        let mut reached = start;
        for t in grid {
            if self.memory.is_none() {
                // Bad input is told before any sample, one at the start included.
                self.advance()?;
            }
            self.check_sample(t, start, reached).map_err(|error| self.fail(error))?;
            while self.direction.is_beyond(t, self.nodes.current().t) && self.advance()?.is_some() {
            }
            reached = t;
            self.evaluate(t, &mut y);
            check_dense_output(&y, t).map_err(|error| self.fail(error))?;
            each(t, &y);
        }
        self.finish().map(|_| ())
    }

    /// Whether `t` may follow `before` in the grid of a run that began at `start`.
    fn check_sample(&self, t: Time<S>, start: Time<S>, before: Time<S>) -> Result<(), Error> {
        let beyond = |a, b| self.direction.is_beyond(a, b);
        if t.is_nan() || beyond(start, t) || beyond(t, self.end) {
            return Err(Error::Outside { t: t.into(), start: start.into(), end: self.end.into() });
        }
        if beyond(before, t) {
            return Err(Error::Order { t: t.into(), before: before.into() });
        }
        Ok(())
    }

    /// Begins the run, or goes on beyond a breakpoint; `false` at the end of the span.
    #[cold]
    #[inline(never)]
    fn open_segment(&mut self) -> Result<bool, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let opened = if self.memory.is_none() { self.begin() } else { Ok(()) };
        if opened.is_ok() && self.nodes.current().t == self.end {
            return Ok(false);
        }
        opened.and_then(|()| self.restart()).map(|()| true).map_err(|error| self.fail(error))
    }

    fn begin(&mut self) -> Result<(), Error> {
        let remedy = "give a span of two finite times";
        for (field, t) in [("span start", self.nodes.current().t), ("span end", self.end)] {
            require(Float::is_finite(t), "integrate", (field, t), Bound::Finite, remedy)?;
        }
        self.system.check(&(self.nodes.current().t..self.end))?;
        let (_, start) = self.nodes.both();
        if start.y.dimension() == 0 {
            let remedy = "give the initial state at least one component";
            let (owner, field) = ("integrate", "y0");
            return Err(Error::Length { owner, field, expected: 1, found: 0, remedy });
        }
        check_finite(Quantity::Start, &start.y, start.t)?;
        self.memory = Some(self.control.begin(self.system, start)?);
        if start.t == self.end {
            // A first node that is never left has a slope all the same.
            self.system.derivative(start.t, &start.y, &mut start.dydt);
            check_shape(&start.y, start)?;
            check_finite(Quantity::Slope, &start.dydt, start.t)?;
        }
        Ok(())
    }

    /// Finds the stretch to the next breakpoint and evaluates the slope on its side of the start.
    fn restart(&mut self) -> Result<(), Error> {
        self.segment = self.next_segment()?;
        let Self { system, control, work, memory, end, segment, nodes, .. } = self;
        let (ahead, current) = nodes.both();
        // The node that was reached keeps its own slope, should this fail.
        ahead.t = current.t;
        ahead.y.assign(&current.y, [], &mut |out, x, []| *out = x);
        control.stepper().restart(work, *system, ahead, segment.first);
        if C::Stepper::CARRIES_SLOPE {
            check_shape(&current.y, ahead)?;
            check_finite(Quantity::Slope, &ahead.dydt, segment.first)?;
        }
        let course = Course { system: *system, segment: *segment, end: *end };
        memory.as_mut().map_or(Ok(()), |memory| control.restart(memory, &course, ahead, current))
    }

    fn next_segment(&self) -> Result<Segment<Time<S>>, Error> {
        let (start, direction) = (self.nodes.current().t, self.direction);
        let corner = self.breakpoint_after(start)?;
        let end = match corner {
            Some(b) if !direction.is_beyond(b, self.end) => b,
            _ => self.end,
        };
        let mut segment = Interval { start, end, first: start, last: end };
        match direction {
            // The float at a breakpoint belongs to the later piece: the earlier one ends below it.
            Direction::Forward if corner == Some(end) => segment.last = Scalar::next_down(end),
            Direction::Backward if self.is_breakpoint(start) => {
                segment.first = Scalar::next_down(start);
            }
            _ => {}
        }
        Ok(segment)
    }

    fn breakpoint_after(&self, t: Time<S>) -> Result<Option<Time<S>>, Error> {
        match self.system.next_breakpoint(t, self.direction) {
            Some(b) if !self.direction.is_beyond(b, t) => {
                let towards = if self.direction == Direction::Forward { "after" } else { "before" };
                Err(Error::Breakpoint { t: t.into(), announced: b.into(), towards })
            }
            answer => Ok(answer),
        }
    }

    fn is_breakpoint(&self, t: Time<S>) -> bool {
        self.system.next_breakpoint(Scalar::next_up(t), Direction::Backward) == Some(t)
    }

    /// Ends the run with `error`, at the last accepted node.
    #[cold]
    fn fail_step(&mut self, error: Error) -> Error {
        self.nodes.turn();
        self.fail(error)
    }

    #[cold]
    fn fail(&mut self, error: Error) -> Error {
        self.memory = None;
        self.failed = Some(error);
        error
    }

    #[inline(always)]
    pub(super) fn nodes(&self) -> &Nodes<S::State> {
        &self.nodes
    }

    /// The dense output of the last step, made when it is first asked for.
    #[inline]
    pub(super) fn interpolant(&mut self) -> &Interpolant<S::State> {
        let Self { system, control, work, over, nodes, interpolant, interpolated, .. } = self;
        if !*interpolated {
            let (previous, current) = nodes.both();
            if !C::Stepper::CARRIES_SLOPE {
                system.derivative(over.first, &previous.y, &mut previous.dydt);
                system.derivative(over.last, &current.y, &mut current.dydt);
            }
            control.stepper().interpolate(work, *system, previous, *over, current, interpolant);
            *interpolated = true;
        }
        interpolant
    }

    /// Writes y(t) inside the last step into `y`.
    #[inline]
    pub(super) fn evaluate(&mut self, t: Time<S>, y: &mut S::State) {
        if t == self.nodes.current().t {
            return y.assign(&self.nodes.current().y, [], &mut |out, x, []| *out = x);
        }
        self.interpolant();
        let (previous, current) = (self.nodes.previous(), self.nodes.current());
        self.interpolant.evaluate(previous, current, t, y);
    }
}

/// The right-hand side must keep the shape of the state. Costs nothing for fixed-size states.
#[inline(always)]
fn check_shape<Y: State>(y0: &Y, node: &Node<Y>) -> Result<(), Error> {
    let expected = y0.dimension();
    let lengths = [node.y.dimension(), node.dydt.dimension()];
    let Some(found) = lengths.into_iter().find(|&len| len != expected) else { return Ok(()) };
    let remedy = "assign its components in place, without resizing it";
    Err(Error::Length { owner: "derivative", field: "dydt", expected, found, remedy })
}

impl<S, C> Iterator for Steps<'_, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    type Item = Result<Step<S::State>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed.is_some() {
            return None;
        }
        self.advance().map(|step| step.map(|mut step| step.to_step())).transpose()
    }
}

impl<S, C> fmt::Debug for Steps<'_, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar> + fmt::Debug> + ?Sized,
    C: StepControl<S> + fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self { control, end, failed, .. }, current) = (self, self.node());
        f.debug_struct("Steps")
            .field("control", control)
            .field("node", current)
            .field("end", end)
            .field("failed", failed)
            .finish_non_exhaustive()
    }
}
