//! [`rising`], [`falling`], [`crossing`]: the instants at which a function of the solution changes sign.

use core::fmt;

use num_traits::Float;

use super::{Real, Scalar, State, Step, bracket};
use crate::Error;

/// The samples of the dense output in each step between which a change of sign is looked for.
const SAMPLES: u32 = 8;

/// Which changes of sign count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sense {
    Rising,
    Falling,
    Both,
}

/// A function g(t, y) whose changes of sign are looked for; made by [`rising`], [`falling`] and [`crossing`].
///
/// # Law
///
/// A change of sign is found when it shows between two neighbouring samples: the nodes of each step and
/// seven times in between, equally spaced (see [`samples`](Event::samples)). A touch without a change of
/// sign is no crossing, and a zero at the start of the run is none. A root on a node counts once. Rising
/// means that g grows with t, whichever way the run goes.
#[derive(Clone, Copy)]
pub struct Event<G> {
    g: G,
    sense: Sense,
    samples: u32,
}

/// The instants at which `g(t, &y)` changes from negative to positive.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let solution = integrate(&oscillator, 0.0..10.0, [0.0, 1.0], Rk45.adaptive().rtol(1e-10).atol(1e-10)).solution()?;
/// let ups = solution.events(&rising(|_t, y: &[f64; 2]| y[0]))?;
/// assert_eq!(ups.len(), 1);
/// assert!((ups[0].t - 2.0 * std::f64::consts::PI).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn rising<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event { g, sense: Sense::Rising, samples: SAMPLES }
}

/// The instants at which `g(t, &y)` changes from positive to negative; see [`rising`].
pub fn falling<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event { g, sense: Sense::Falling, samples: SAMPLES }
}

/// The instants at which `g(t, &y)` changes its sign either way; see [`rising`].
pub fn crossing<Y: State, G: Fn(Y::Scalar, &Y) -> Y::Scalar>(g: G) -> Event<G> {
    Event { g, sense: Sense::Both, samples: SAMPLES }
}

impl<G> Event<G> {
    /// Looks for this event in a run step by step, with neither a solution nor an allocator.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    /// let event = crossing(|_t, y: &[f64; 2]| y[0]);
    /// let (mut watch, mut count) = (event.watch(), 0);
    /// for step in integrate(&oscillator, 0.0..100.0, [1.0, 0.0], Rk45.adaptive()) {
    ///     watch.look(&step?, |_| count += 1)?;
    /// }
    /// assert_eq!(count, 32); // 100/π, the first at π/2
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn watch<Y: State>(&self) -> Watch<'_, G, Y>
    where
        G: Fn(Y::Scalar, &Y) -> Y::Scalar,
    {
        Watch { event: self, before: None, zero: None }
    }

    /// Looks at `count` equal parts of each step (default 8, at least 1).
    pub fn samples(self, count: u32) -> Self {
        Self { samples: count.max(1), ..self }
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
pub struct Crossing<Y: State> {
    /// When: the first float at which the sign has changed, or a zero.
    pub t: Y::Scalar,
    /// The state there.
    pub y: Y,
    /// Whether the function grows with t there.
    pub rising: bool,
}

/// Looks for an event in the steps of a run as they come, without storing any; made by
/// [`Event::watch`].
#[derive(Debug)]
pub struct Watch<'a, G, Y: State> {
    event: &'a Event<G>,
    /// The last sample that was not zero.
    before: Option<(Y::Scalar, Y::Scalar)>,
    /// The first zero since.
    zero: Option<(Y::Scalar, Y)>,
}

impl<G, Y> Watch<'_, G, Y>
where
    Y: State<Scalar: Scalar>,
    G: Fn(Y::Scalar, &Y) -> Y::Scalar,
{
    /// Looks at the next step of the run and calls `found` with each event, in the order of the run.
    ///
    /// # Errors
    ///
    /// [`Error::Event`] where the event function is NaN.
    pub fn look(
        &mut self,
        step: &Step<Y>,
        mut found: impl FnMut(Crossing<Y>),
    ) -> Result<(), Error> {
        let (start, end) = (step.start.t, step.end.t);
        if self.before.is_none() && self.zero.is_none() {
            self.sample(step, start, &mut found)?;
        }
        for k in 1..self.event.samples {
            let part = Y::Scalar::lit(f64::from(k) / f64::from(self.event.samples));
            self.sample(step, start + part * (end - start), &mut found)?;
        }
        self.sample(step, end, &mut found)
    }

    fn sample(
        &mut self,
        step: &Step<Y>,
        t: Y::Scalar,
        found: &mut impl FnMut(Crossing<Y>),
    ) -> Result<(), Error> {
        let zero = Y::Scalar::lit(0.0);
        let y = step.at(t);
        let g = (self.event.g)(t, &y);
        if g.is_nan() {
            return Err(Error::Event { t: t.into() });
        }
        if g == zero {
            self.zero.get_or_insert((t, y));
            return Ok(());
        }
        let at_zero = self.zero.take();
        if let Some((t0, g0)) = self.before
            && (g0 < zero) != (g < zero)
        {
            let (t, y) = match at_zero {
                Some(zero) => zero,
                None => self.locate(step, (t0, g0), (t, g))?,
            };
            // Rising in time, whichever way the run goes.
            let rising = (g0 < zero) == (step.end.t > step.start.t);
            if self.event.sense == Sense::Both || (self.event.sense == Sense::Rising) == rising {
                found(Crossing { t, y, rising });
            }
        }
        self.before = Some((t, g));
        Ok(())
    }

    /// The root between two samples of opposite sign in one step.
    fn locate(
        &self,
        step: &Step<Y>,
        a: (Y::Scalar, Y::Scalar),
        b: (Y::Scalar, Y::Scalar),
    ) -> Result<(Y::Scalar, Y), Error> {
        let mut outcome = Ok(());
        let (_, t) = bracket(a, b, |t| {
            let g = (self.event.g)(t, &step.at(t));
            if g.is_nan() {
                outcome = Err(Error::Event { t: t.into() });
            }
            g
        });
        outcome.map(|()| (t, step.at(t)))
    }
}
