//! [`EventDetector`]: the search for an event in the steps of a run as they come.

use num_traits::Float;

use super::event::Partition;
use super::handler::Approach;
use super::{Crossing, Event, EventFunction};
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::num::{Plain, Real, Scalar, bracket};
use crate::ode::problem::{check_dense_output, check_finite};
use crate::ode::{
    Curve, DenseStep, Direction, OdeState, RightHandSide, State, Step, StepControl, StepView,
    component,
};

/// The search for an event in the steps of a run as they come, without storing any; made by
/// [`Event::detector`].
#[derive(Debug)]
pub struct EventDetector<'a, G, Y: State> {
    event: &'a Event<G>,
    search: Search<Y>,
}

impl<'a, G, Y> EventDetector<'a, G, Y>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    pub(in crate::ode) fn new(event: &'a Event<G>) -> Self {
        Self { event, search: Search::new() }
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
        if jumps {
            self.search.rearm(self.event, step.start.t, &step.start.y, (false, true))?;
        }
        self.search.begin(self.event, step)?;
        while let Some(crossing) = self.search.next(self.event, step)? {
            found(crossing);
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

/// The state of the search for one event: the samples before the step that still matter, and the
/// next sample of the step under way.
#[derive(Clone, Debug)]
pub(in crate::ode) struct Search<Y: State> {
    /// The last sample that was not zero.
    before: Option<(Y::Scalar, Y::Scalar)>,
    /// The first zero since.
    zero: Option<(Y::Scalar, Y)>,
    /// The last sample that was not zero before the step under way.
    entry: Option<(Y::Scalar, Y::Scalar)>,
    direction: Direction,
    /// The sense of a jump at the start of the next step that is an event.
    jumped: Option<bool>,
    started: bool,
    partition: Partition<Y::Scalar>,
    index: u32,
    y: Option<Y>,
}

impl<Y: OdeState> Search<Y> {
    pub(in crate::ode) fn new() -> Self {
        let partition = Partition::Equal(1);
        let (before, entry, zero, y) = (None, None, None, None);
        let direction = Direction::Forward;
        Self {
            before,
            zero,
            entry,
            direction,
            jumped: None,
            started: false,
            partition,
            index: 1,
            y,
        }
    }

    /// Forgets the side of the root on which the event is; the next sample decides it.
    pub(in crate::ode) fn forget_side(&mut self) {
        (self.before, self.zero) = (None, None);
    }

    /// Forgets what came before `t`, where the state has become `y`. What was negative or positive
    /// until then and is zero there may still change its sign, unless this event has just been
    /// `reported`, or the search begins `afresh`.
    pub(in crate::ode) fn rearm<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        t: Y::Scalar,
        y: &Y,
        (reported, afresh): (bool, bool),
    ) -> Result<(), Error> {
        let g = value(event, t, y)?;
        let started = core::mem::replace(&mut self.started, true);
        let cut_off = self.before.is_some_and(|(at, _)| self.direction.is_beyond(at, t));
        let from = if cut_off { self.entry } else { self.before }.map(|(_, g)| g);
        let counts = !reported && (from.is_some() || !started);
        self.jumped = event.jump(from, g).filter(|_| counts);
        if reported || afresh || self.jumped.is_some() {
            self.before = None;
        } else if cut_off {
            // A sample of the part that was cut off.
            self.before = self.entry;
        }
        if g == Y::Scalar::lit(0.0) {
            self.zero = Some((t, y.clone())).filter(|_| self.jumped.is_none());
        } else {
            (self.before, self.zero) = (Some((t, g)), None);
        }
        Ok(())
    }

    /// Notes a node from before the run was resumed.
    pub(in crate::ode) fn recall<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        t: Y::Scalar,
        y: &Y,
    ) -> Result<(), Error> {
        let g = value(event, t, y)?;
        self.before = (g != Y::Scalar::lit(0.0) && !self.started).then_some((t, g)).or(self.before);
        Ok(())
    }

    /// Whether the event certainly does not happen in this step: g has one sign in it.
    #[inline(always)]
    pub(in crate::ode) fn is_far<G: EventFunction<Y>>(
        &self,
        event: &Event<G>,
        keeps_off: &mut impl FnMut(Approach<Y::Scalar>) -> bool,
    ) -> bool {
        if self.jumped.is_some() {
            return false;
        }
        let Some((before, (index, level))) = self.before.zip(event.g.level()) else { return false };
        keeps_off(Approach { index, level, before })
    }

    /// Skips a step in which the event does not happen.
    #[inline(always)]
    pub(in crate::ode) fn pass<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        t: Y::Scalar,
        y: &Y,
    ) {
        self.entry = self.before.replace((t, event.g.value(t, y).without_derivatives()));
        self.zero = None;
    }

    /// Begins the search in the next step.
    pub(in crate::ode) fn begin<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        step: DenseStep<'_, Y>,
    ) -> Result<(), Error> {
        let backward = step.end.t < step.start.t;
        self.direction = if backward { Direction::Backward } else { Direction::Forward };
        if !self.started {
            let afresh = self.before.is_none();
            self.rearm(event, step.start.t, &step.start.y, (false, afresh))?;
        }
        self.partition = event.partition(step);
        self.index = 1;
        self.entry = self.before;
        Ok(())
    }

    /// The next event inside the step.
    pub(in crate::ode) fn next<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        step: DenseStep<'_, Y>,
    ) -> Result<Option<Crossing<Y>>, Error> {
        if let Some(rising) = self.jumped.take() {
            return Ok(Some(Crossing { t: step.start.t, y: step.start.y.clone(), rising }));
        }
        while let Some(part) = self.partition.part(self.index) {
            self.index += 1;
            if let Some(crossing) = self.sample(event, step, step.time(part))? {
                return Ok(Some(crossing));
            }
        }
        Ok(None)
    }

    fn sample<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        step: DenseStep<'_, Y>,
        t: Y::Scalar,
    ) -> Result<Option<Crossing<Y>>, Error> {
        let zero = Y::Scalar::lit(0.0);
        let y = self.y.get_or_insert_with(|| step.start.y.clone());
        step.at_into::<Plain>(t, y);
        let g = value(event, t, y)?;
        if g == zero {
            self.zero.get_or_insert_with(|| (t, y.clone()));
            return Ok(None);
        }
        let (at_zero, before) = (self.zero.take(), self.before.replace((t, g)));
        let Some((t0, g0)) = before.filter(|&(_, g0)| (g0 < zero) != (g < zero)) else {
            return Ok(None);
        };
        // Rising in time, whichever way the run goes.
        let rising = (g0 < zero) == (step.end.t > step.start.t);
        if !event.wants(rising) {
            return Ok(None);
        }
        let (t, y) = match at_zero {
            // A zero that lasted over the end of a step: it is reported in this one, at its start.
            Some((t, _)) if self.direction.is_beyond(step.start.t, t) => {
                (step.start.t, step.start.y.clone())
            }
            Some(zero) => zero,
            None => locate(event, step, (t0, g0), (t, g))?,
        };
        let (t, y) = settled(event, step, t, y)?;
        // The event may be of a component that does not overflow, beside another one that does.
        check_dense_output(&y, t)?;
        Ok(Some(Crossing { t, y, rising }))
    }
}

fn value<Y, G>(event: &Event<G>, t: Y::Scalar, y: &Y) -> Result<Y::Scalar, Error>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let g = event.g.value(t, y).without_derivatives();
    if g.is_nan() {
        check_finite(Quantity::DenseOutput, y, t)?;
        return Err(event.g.why_nan(t, y));
    }
    Ok(g)
}

/// The event and its state with their derivatives, where the numbers carry some.
fn settled<Y, G>(
    event: &Event<G>,
    step: DenseStep<'_, Y>,
    t: Y::Scalar,
    y: Y,
) -> Result<(Y::Scalar, Y), Error>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let root = t.settled(|t| event.g.value(t, &step.at(t)));
    if root == t {
        return Ok((t, y));
    }
    let value = ("1 / (slope of its function)", Y::Scalar::infinity());
    let remedy = "without a slope the time of an event has no derivative; take plain numbers, or \
        an event that crosses";
    require(Float::is_finite(root), "event", value, Bound::Finite, remedy)?;
    Ok((root, step.at(root)))
}

/// The root between two samples of opposite sign in one step.
fn locate<Y, G>(
    event: &Event<G>,
    step: DenseStep<'_, Y>,
    a: (Y::Scalar, Y::Scalar),
    b: (Y::Scalar, Y::Scalar),
) -> Result<(Y::Scalar, Y), Error>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let (a, b) = ((a.0.without_derivatives(), a.1), (b.0.without_derivatives(), b.1));
    let mut outcome = Ok(());
    let mut y = step.start.y.clone();
    let mut g = |t| {
        step.at_into::<Plain>(t, &mut y);
        value(event, t, &y).unwrap_or_else(|error| {
            outcome = Err(error);
            Y::Scalar::nan()
        })
    };
    let [a, b] = neighbours(event, step, a, b, &mut g).unwrap_or([a, b]);
    let (_, t) = bracket(a, b, g);
    outcome.map(|()| (t, step.at(t)))
}

/// Two floats close to the root of a component minus a level, by its polynomial alone, between
/// which the sign changes.
fn neighbours<Y, G>(
    event: &Event<G>,
    step: DenseStep<'_, Y>,
    a: (Y::Scalar, Y::Scalar),
    b: (Y::Scalar, Y::Scalar),
    g: &mut impl FnMut(Y::Scalar) -> Y::Scalar,
) -> Option<[(Y::Scalar, Y::Scalar); 2]>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let (index, level) = event.g.level()?;
    let curve = Curve::new(step, component(index)).ok()?.without_derivatives();
    let level = level.without_derivatives();
    let (c, d) = curve.narrowed(level, (a.0, a.1 + level), (b.0, b.1 + level))?;
    let (c, d) = ((c.0, g(c.0)), (d.0, g(d.0)));
    let zero = Y::Scalar::lit(0.0);
    let alike = |x: Y::Scalar, y: Y::Scalar| (x < zero) == (y < zero) && y != zero;
    (alike(a.1, c.1) && alike(b.1, d.1)).then_some([c, d])
}
