//! [`Search`]: the search for one event in the steps of a run.

use num_traits::Float;

use super::handler::{Approach, Arrival};
use super::partition::Partition;
use super::{Crossing, Event, EventFunction};
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::num::{Plain, Real, Scalar, bracket};
use crate::ode::problem::{check_dense_output, check_finite};
use crate::ode::{Curve, DenseStep, Direction, OdeState, State, component};

/// The state of the search for one event: the samples before the step that still matter, and the
/// next sample of the step under way.
#[derive(Clone, Debug)]
pub(in crate::ode) struct Search<Y: State> {
    /// The last sample that was not zero.
    before: Option<(Y::Scalar, Y::Scalar)>,
    /// The last zero since.
    zero: Option<Y::Scalar>,
    /// The last sample that was not zero before the step under way.
    entry: Option<(Y::Scalar, Y::Scalar)>,
    direction: Direction,
    /// The sense of a jump at the start of the next step that is an event.
    jumped: Option<bool>,
    started: bool,
    /// Whether the start of the next step is a sample too, where nothing is known at nodes alone.
    afresh: bool,
    partition: Partition<Y::Scalar>,
    y: Option<Y>,
}

impl<Y: OdeState> Search<Y> {
    pub(in crate::ode) fn new() -> Self {
        let (before, entry, zero, jumped, y) = (None, None, None, None, None);
        let (direction, partition) = (Direction::Forward, Partition::none());
        Self { before, zero, entry, direction, jumped, started: false, afresh: false, partition, y }
    }

    /// Forgets the side of the root on which the event is; the next sample decides it.
    pub(in crate::ode) fn forget_side(&mut self) {
        (self.before, self.zero, self.afresh) = (None, None, false);
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
        if !G::AT_NODES {
            // What a resumed run recalls is a sample at this very time.
            let recalled = self.before.filter(|(at, _)| !started && *at == t);
            (self.before, self.zero) = (recalled, None);
            self.afresh = !reported && recalled.is_none();
            return Ok(());
        }
        let cut_off = self.before.is_some_and(|(at, _)| self.direction.is_beyond(at, t));
        let from = if cut_off { self.entry } else { self.before }.map(|(_, g)| g);
        // What a resumed run recalls was passed on the way, and is no jump.
        let recalled = !started && self.before.is_some();
        let counts = !reported && !recalled && (from.is_some() || !started);
        self.jumped = event.jump(from, g).filter(|_| counts);
        if reported || afresh || self.jumped.is_some() {
            self.before = None;
        } else if cut_off {
            // A sample of the part that was cut off.
            self.before = self.entry;
        }
        if g == Y::Scalar::lit(0.0) {
            self.zero = Some(t).filter(|_| self.jumped.is_none());
        } else {
            (self.before, self.zero) = (Some((t, g)), None);
        }
        Ok(())
    }

    /// The event at `t`, where a change of the state cuts off what came to zero there: a step that
    /// this event has ended may end on its root.
    pub(in crate::ode) fn cut_off<G: EventFunction<Y>>(
        &self,
        event: &Event<G>,
        t: Y::Scalar,
    ) -> Option<Crossing<Y>> {
        let (_, g) = self.before.filter(|_| G::AT_NODES && self.zero == Some(t))?;
        let rising = (g < Y::Scalar::lit(0.0)) == (self.direction == Direction::Forward);
        let y = self.y.clone().filter(|_| event.wants(rising))?;
        Some(Crossing { t, y, rising })
    }

    /// Notes a sample from before the run was resumed.
    pub(in crate::ode) fn recall<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        from: &Arrival<Y>,
    ) -> Result<(), Error> {
        let Arrival { before: (t, y), slope } = from;
        let (t, g) = if G::AT_NODES {
            (*t, value(event, *t, y)?)
        } else {
            // g is the slope of the component.
            (slope.0, event.g.value(slope.0, &slope.1).without_derivatives())
        };
        let counts = !self.started && g != Y::Scalar::lit(0.0) && !g.is_nan();
        self.before = counts.then_some((t, g)).or(self.before);
        Ok(())
    }

    /// Whether the event certainly does not happen in this step.
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
        keeps_off(Approach { index, level, before, ignored: event.ignored() })
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
        if core::mem::take(&mut self.afresh) {
            let (t, y) = (step.start.t, &step.start.y);
            let g = event.g.inside(step, t, y).without_derivatives();
            self.before = Some((t, g)).filter(|(_, g)| *g != Y::Scalar::lit(0.0));
        }
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
        while let Some((t, g)) = self.sample(event, step) {
            if let Some((t, rising)) = self.pass_sample(event, step, (t, g))? {
                let (t, y) = settled(event, step, t)?;
                // The event may be of a component that does not overflow, beside one that does.
                check_dense_output(&y, t)?;
                return Ok(Some(Crossing { t, y, rising }));
            }
        }
        Ok(None)
    }

    /// The next sample of the step.
    fn sample<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        step: DenseStep<'_, Y>,
    ) -> Option<(Y::Scalar, Y::Scalar)> {
        let y = self.y.get_or_insert_with(|| step.start.y.clone());
        let mut g = |part| {
            let t = step.time(part);
            step.at_into::<Plain>(t, y);
            event.g.inside(step, t, y).without_derivatives()
        };
        // What is not asked for is not compiled.
        let (part, g) = if G::TURNS_ARE_KNOWN {
            self.partition.next_given(&mut g)?
        } else {
            self.partition.next_adaptive(&mut g)?
        };
        Some((step.time(part), g))
    }

    /// Where the event happens before this sample, and whether g rises there.
    fn pass_sample<G: EventFunction<Y>>(
        &mut self,
        event: &Event<G>,
        step: DenseStep<'_, Y>,
        (t, g): (Y::Scalar, Y::Scalar),
    ) -> Result<Option<(Y::Scalar, bool)>, Error> {
        let zero = Y::Scalar::lit(0.0);
        if g.is_nan() {
            return Err(why_nan(event, t, &step.at(t)));
        }
        if g == zero {
            self.zero = Some(t);
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
        // A zero may have lasted over the end of the step before.
        let (from, start) = (at_zero.unwrap_or(t0), step.start.t);
        let from = if self.direction.is_beyond(start, from) { start } else { from };
        let root = locate(event, step, (from, g0), (t, g), at_zero.is_some())?;
        Ok(Some((root, rising)))
    }
}

/// g at a node.
fn value<Y, G>(event: &Event<G>, t: Y::Scalar, y: &Y) -> Result<Y::Scalar, Error>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let g = event.g.value(t, y).without_derivatives();
    if g.is_nan() { Err(why_nan(event, t, y)) } else { Ok(g) }
}

#[cold]
fn why_nan<Y, G>(event: &Event<G>, t: Y::Scalar, y: &Y) -> Error
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let unlike = check_finite(Quantity::DenseOutput, y, t);
    unlike.err().unwrap_or_else(|| event.g.why_nan(t, y))
}

/// The event at `t` and its state with their derivatives, where the numbers carry some.
fn settled<Y, G>(
    event: &Event<G>,
    step: DenseStep<'_, Y>,
    t: Y::Scalar,
) -> Result<(Y::Scalar, Y), Error>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let root = t.settled(|t| event.g.inside(step, t, &step.at(t)));
    if root == t {
        return Ok((t, step.at(t)));
    }
    let value = ("1 / (slope of its function)", Y::Scalar::infinity());
    let remedy = "without a slope the time of an event has no derivative; take plain numbers, or \
        an event that crosses";
    require(Float::is_finite(root), "event", value, Bound::Finite, remedy)?;
    Ok((root, step.at(root)))
}

/// Where g changes its sign between two samples in one step: the first float beyond its root.
///
/// After a zero at `a` that came from `a.1`: the time itself where it is a point, else the last
/// float of the time that it lasts.
fn locate<Y, G>(
    event: &Event<G>,
    step: DenseStep<'_, Y>,
    a: (Y::Scalar, Y::Scalar),
    b: (Y::Scalar, Y::Scalar),
    after_zero: bool,
) -> Result<Y::Scalar, Error>
where
    Y: OdeState,
    G: EventFunction<Y>,
{
    let zero = Y::Scalar::lit(0.0);
    let (a, b) = ((a.0.without_derivatives(), a.1), (b.0.without_derivatives(), b.1));
    let (mut y, mut failed) = (step.start.y.clone(), None);
    let mut g = |t| {
        step.at_into::<Plain>(t, &mut y);
        let g = event.g.inside(step, t, &y).without_derivatives();
        if g.is_nan() {
            failed.get_or_insert_with(|| why_nan(event, t, &y));
        }
        if g == zero && after_zero { a.1 } else { g }
    };
    // The floats around a point may be zeros by rounding.
    let near = a.0 + Y::Scalar::lit(1e-4) * (b.0 - a.0);
    let t = if !after_zero {
        let [a, b] = neighbours(event, step, a, b, &mut g).unwrap_or([a, b]);
        bracket(a, b, g).1
    } else if g(near) != a.1 {
        a.0
    } else {
        bracket((near, a.1), b, g).0
    };
    failed.map_or(Ok(t), Err)
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
