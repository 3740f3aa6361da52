//! [`rising`], [`falling`], [`crossing`]: functions of the solution whose changes of sign are
//! events.

use core::fmt;

use super::partition::{Adaptive, Partition};
use super::{EventDetector, Leap};
use crate::Error;
use crate::num::Scalar;
use crate::num::polynomial::Points;
use crate::ode::{DenseStep, Node, OdeState, State};

/// The default number of parts of a step at whose ends g is evaluated.
const SAMPLES: u32 = 8;

/// The changes of sign that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    Rising,
    Falling,
    Both,
}

/// A function g(t, y) whose changes of sign are events; made by [`rising`], [`falling`] and
/// [`crossing`], or for one component against a level by [`component`](crate::ode::component).
///
/// # Law
///
/// For a component against a level every change of sign is found: the polynomial of the step is
/// searched between its turning points. A general g(t, y) is sampled at the nodes of each step and
/// seven times in between (see [`samples`](Event::samples)). Where one in two samples does not
/// foretell the others well enough to tell how often g changes its sign between them, that part of
/// the step is halved, six times at most. So what g does over an eighth of a step is found, however
/// little the steps know of it, and a g that is like noise costs 512 samples a step at most;
/// a dip between samples that foretell one another is not seen.
///
/// A touch without a change of sign is no crossing, a zero at the start or at the very end of the
/// run is none, and a jump of the state across zero is none, unless the event asks for it
/// ([`or_by_jump`](Event::or_by_jump)). A root on a node counts once, also one on which the state
/// is changed, and a zero that lasts where it ends, if the sign beyond it is another. Rising means
/// that g grows with t, whichever way the run goes.
#[derive(Clone, Copy)]
pub struct Event<G> {
    pub(super) g: G,
    sense: Sense,
    samples: u32,
    by_jump: bool,
    pub(super) skip: u32,
}

/// The instants at which `g(t, &y)` changes from negative to positive.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let control = Rk45.adaptive().rtol(1e-10).atol(1e-10);
/// let solution = integrate(&oscillator, 0.0..10.0, [0.0, 1.0], control).solution()?;
/// let ups = solution.events(&rising(|_t, y: &[f64; 2]| y[0]))?;
/// assert_eq!(ups.len(), 1);
/// assert!((ups[0].t - 2.0 * std::f64::consts::PI).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn rising<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event::rising_of(g)
}

/// The instants at which `g(t, &y)` changes from positive to negative; see [`rising`].
pub fn falling<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event::falling_of(g)
}

/// The instants at which `g(t, &y)` changes its sign either way; see [`rising`].
pub fn crossing<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event::crossing_of(g)
}

impl<G> Event<G> {
    fn new(g: G, sense: Sense) -> Self {
        Self { g, sense, samples: SAMPLES, by_jump: false, skip: 0 }
    }

    pub(super) fn rising_of(g: G) -> Self {
        Self::new(g, Sense::Rising)
    }

    pub(super) fn falling_of(g: G) -> Self {
        Self::new(g, Sense::Falling)
    }

    pub(super) fn crossing_of(g: G) -> Self {
        Self::new(g, Sense::Both)
    }

    /// A search for this event in a run step by step, with neither a solution nor an allocator.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    /// let event = crossing(|_t, y: &[f64; 2]| y[0]);
    /// let (mut detector, mut count) = (event.detector(), 0);
    /// for step in integrate(&oscillator, 0.0..100.0, [1.0, 0.0], Rk45.adaptive()) {
    ///     detector.look(&step?, |_| count += 1)?;
    /// }
    /// assert_eq!(count, 32); // 100/π, the first at π/2
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn detector<Y: OdeState>(&self) -> EventDetector<'_, G, Y>
    where
        G: EventFunction<Y>,
    {
        EventDetector::new(self)
    }

    /// Sets the number of parts of each step with which the search begins (default 8; the next
    /// multiple of 4). Of no effect for events of a component, which are all found.
    pub fn samples(self, count: u32) -> Self {
        Self { samples: count.max(1), ..self }
    }

    /// Counts a jump too: where the state is put across zero, or onto it, by
    /// [`change`](crate::ode::Steps::change) or by the reset of another event, and where the run
    /// starts beyond it. A threshold that must not be missed asks for it.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // y' = −y, lifted above 1 by hand at t = 1.
    /// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    /// let mut at = Vec::new();
    /// let threshold = component(0).rises_through(1.0).or_by_jump();
    /// let mut run = integrate(&decay, 0.0..2.0, 0.5, Rk45.adaptive())
    ///     .report_on(threshold, |crossing| at.push(crossing.t));
    /// run.advance_to(1.0)?;
    /// run.change(|_t, y| *y += 1.0);
    /// run.finish()?;
    /// assert_eq!(at, [1.0]);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn or_by_jump(self) -> Self {
        Self { by_jump: true, ..self }
    }

    /// Leaves out the first `count` crossings of a run or of a solution: to stop at the tenth, or
    /// to wait until what the start set off is over. A [jump](Event::or_by_jump) that counts is one
    /// of them. A resumed run counts anew.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    /// let spikes = Membrane::rises_through(50.0);
    /// let third = integrate(&axon, 0.0..1e6, axon.rest()?, Rk45.adaptive())
    ///     .stop_on(spikes.skip(2))
    ///     .finish()?;
    /// assert!((31.0..33.0).contains(&third.t));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn skip(self, count: u32) -> Self {
        Self { skip: count, ..self }
    }

    /// The sense of a jump to `g` that counts: from a value of the other sign, or from none at the
    /// start.
    pub(super) fn jump<T: Scalar>(&self, from: Option<T>, g: T) -> Option<bool> {
        let zero = T::lit(0.0);
        let rises = from.is_none_or(|from| from < zero) && g >= zero;
        let falls = from.is_none_or(|from| from > zero) && g <= zero;
        let arrives = |rising| if rising { rises } else { falls };
        let wanted = |rising: &bool| self.by_jump && self.wants(*rising) && arrives(*rising);
        let either = from.is_some() || self.sense != Sense::Both;
        [true, false].into_iter().find(wanted).filter(|_| either)
    }

    /// The sense that does not count.
    pub(super) fn ignored(&self) -> Option<bool> {
        (self.sense != Sense::Both).then_some(self.sense == Sense::Falling)
    }

    pub(super) fn wants(&self, rising: bool) -> bool {
        self.sense == Sense::Both || (self.sense == Sense::Rising) == rising
    }

    /// Puts the component of the event just beyond its level in `end`, where the leap passes it;
    /// whether it does.
    pub(super) fn land<Y>(&self, leap: &Leap<'_, Y>, end: &mut Y) -> bool
    where
        Y: OdeState,
        G: EventFunction<Y>,
    {
        let target = self.g.level();
        target.is_some_and(|target| leap.land(target, |rising| self.wants(rising), end))
    }

    /// The points of `step` between which a change of sign is searched.
    pub(super) fn partition<Y>(&self, step: DenseStep<'_, Y>) -> Partition<Y::Scalar>
    where
        Y: OdeState,
        G: EventFunction<Y>,
    {
        if G::TURNS_ARE_KNOWN {
            return Partition::At(self.g.turning_points(step), 0);
        }
        let Node { t, y, .. } = step.start;
        let start = self.g.inside(step, *t, y).without_derivatives();
        Partition::Adaptive(Adaptive::new(self.samples, start))
    }
}

impl<G> fmt::Debug for Event<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("sense", &self.sense)
            .field("samples", &self.samples)
            .field("skip", &self.skip)
            .finish_non_exhaustive()
    }
}

/// An event that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Crossing<Y: State> {
    /// The time: the first float at which the sign has changed, or a zero.
    pub t: Y::Scalar,
    /// The state there.
    pub y: Y,
    /// Whether the function grows with t there.
    pub rising: bool,
}

/// The function of an [`Event`]: a function of (t, &y), or a component against a level. Sealed.
pub trait EventFunction<Y: OdeState>: sealed::Function<Y> {}

impl<Y: OdeState, G: sealed::Function<Y>> EventFunction<Y> for G {}

pub(super) mod sealed {
    use super::{DenseStep, Error, OdeState, Points};

    /// The function g(t, y) of an event.
    pub trait Function<Y: OdeState> {
        /// Whether g is known at a node without the step around it.
        const AT_NODES: bool = true;

        /// g(t, y) at a node.
        fn value(&self, t: Y::Scalar, y: &Y) -> Y::Scalar;

        /// g at `t` inside the step, where the state is `y`.
        #[inline(always)]
        fn inside(&self, step: DenseStep<'_, Y>, t: Y::Scalar, y: &Y) -> Y::Scalar {
            let _ = step;
            self.value(t, y)
        }

        /// Whether it is known where g turns.
        const TURNS_ARE_KNOWN: bool = false;

        /// The points of (0, 1) between which g is monotone in this step, where they are known.
        fn turning_points(&self, step: DenseStep<'_, Y>) -> Points<Y::Scalar> {
            let _ = step;
            Points::new()
        }

        /// Component and level, where g is yᵢ − level.
        #[inline(always)]
        fn level(&self) -> Option<(usize, Y::Scalar)> {
            None
        }

        /// The error of a g(t, y) that is NaN.
        fn why_nan(&self, t: Y::Scalar, y: &Y) -> Error {
            let _ = y;
            Error::Event { t: t.into() }
        }
    }
}

impl<Y: OdeState, G: Fn(Y::Scalar, &Y) -> Y::Scalar> sealed::Function<Y> for G {
    #[inline(always)]
    fn value(&self, t: Y::Scalar, y: &Y) -> Y::Scalar {
        self(t, y)
    }
}
