//! [`rising`], [`falling`], [`crossing`]: functions of the solution whose changes of sign are
//! events.

use core::fmt;

use super::{EventDetector, Leap};
use crate::Error;
use crate::num::Scalar;
use crate::num::polynomial::Points;
use crate::ode::{DenseStep, OdeState, State};

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
/// searched between its turning points. For a general g(t, y) a change of sign is found when it
/// shows between two neighbouring samples: the nodes of each step and seven times in between,
/// equally spaced (see [`samples`](Event::samples)). A touch without a change of sign is no
/// crossing, a zero at the start or at the very end of the run is none, and a jump of the state
/// across zero is none, unless the event asks for it ([`or_by_jump`](Event::or_by_jump)). A root on
/// a node counts once. Rising means that g grows with t, whichever way the run goes.
#[derive(Clone, Copy)]
pub struct Event<G> {
    pub(super) g: G,
    sense: Sense,
    samples: u32,
    by_jump: bool,
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
    Event { g, sense: Sense::Rising, samples: SAMPLES, by_jump: false }
}

/// The instants at which `g(t, &y)` changes from positive to negative; see [`rising`].
pub fn falling<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event { g, sense: Sense::Falling, samples: SAMPLES, by_jump: false }
}

/// The instants at which `g(t, &y)` changes its sign either way; see [`rising`].
pub fn crossing<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event { g, sense: Sense::Both, samples: SAMPLES, by_jump: false }
}

impl<G> Event<G> {
    pub(super) fn rising_of(g: G) -> Self {
        Self { g, sense: Sense::Rising, samples: SAMPLES, by_jump: false }
    }

    pub(super) fn falling_of(g: G) -> Self {
        Self { g, sense: Sense::Falling, samples: SAMPLES, by_jump: false }
    }

    pub(super) fn crossing_of(g: G) -> Self {
        Self { g, sense: Sense::Both, samples: SAMPLES, by_jump: false }
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

    /// Sets the number of equal parts of each step that are searched (default 8, at least 1). Of no
    /// effect for a component against a level, whose changes of sign are all found.
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

    /// The times of `step` between which a change of sign is searched.
    pub(super) fn partition<Y>(&self, step: DenseStep<'_, Y>) -> Partition<Y::Scalar>
    where
        Y: OdeState,
        G: EventFunction<Y>,
    {
        self.g.turning_points(step).map_or(Partition::Equal(self.samples), Partition::At)
    }
}

impl<G> fmt::Debug for Event<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("sense", &self.sense)
            .field("samples", &self.samples)
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
        /// g(t, y).
        fn value(&self, t: Y::Scalar, y: &Y) -> Y::Scalar;

        /// The points of (0, 1) between which g is monotone in this step, where they are known.
        fn turning_points(&self, step: DenseStep<'_, Y>) -> Option<Points<Y::Scalar>> {
            let _ = step;
            None
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

/// The points of a step at which g is evaluated: equal parts, or given points.
#[derive(Clone, Copy, Debug)]
pub(super) enum Partition<T> {
    Equal(u32),
    At(Points<T>),
}

impl<T: Scalar> Partition<T> {
    /// The part of the step at which sample `k` lies, counted from 1; 1 for the last, then `None`.
    pub(super) fn part(&self, k: u32) -> Option<T> {
        let (one, last) = (T::lit(1.0), self.last());
        match self {
            _ if k > last => None,
            _ if k == last => Some(one),
            Self::Equal(count) => Some(T::lit(f64::from(k) / f64::from(*count))),
            Self::At(points) => points.as_slice().get(k as usize - 1).copied(),
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "at most eight points")]
    fn last(&self) -> u32 {
        match self {
            Self::Equal(count) => *count,
            Self::At(points) => points.as_slice().len() as u32 + 1,
        }
    }
}
