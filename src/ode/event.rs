//! [`rising`], [`falling`], [`crossing`]: the instants at which a function of the solution changes sign.

use core::fmt;

use super::{Scalar, State};

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

#[cfg(feature = "alloc")]
pub(crate) use scan::scan;

#[cfg(feature = "alloc")]
mod scan {
    use alloc::vec::Vec;

    use num_traits::Float;

    use super::{Crossing, Event, Scalar, Sense, State};
    use crate::Error;
    use crate::ode::Real;
    use crate::ode::{Step, bracket};

    /// The last sample that was not zero, and the zeros since.
    struct Trail<Y: State> {
        before: Option<(Y::Scalar, Y::Scalar)>,
        zero: Option<(Y::Scalar, Y)>,
    }

    /// All events in the `steps`, in the order of the run.
    pub(crate) fn scan<Y, G>(event: &Event<G>, steps: &[Step<Y>]) -> Result<Vec<Crossing<Y>>, Error>
    where
        Y: State<Scalar: Scalar>,
        G: Fn(Y::Scalar, &Y) -> Y::Scalar,
    {
        let mut found = Vec::new();
        let mut trail = Trail { before: None, zero: None };
        for step in steps {
            if trail.before.is_none() {
                trail.visit(event, step, step.start.t, &mut found)?;
            }
            for k in 1..=event.samples {
                let part = Y::Scalar::lit(f64::from(k) / f64::from(event.samples));
                let t = if k == event.samples {
                    step.end.t
                } else {
                    step.start.t + part * (step.end.t - step.start.t)
                };
                trail.visit(event, step, t, &mut found)?;
            }
        }
        Ok(found)
    }

    impl<Y: State<Scalar: Scalar>> Trail<Y> {
        /// Looks at the sample at `t` in `step`.
        fn visit<G>(
            &mut self,
            event: &Event<G>,
            step: &Step<Y>,
            t: Y::Scalar,
            found: &mut Vec<Crossing<Y>>,
        ) -> Result<(), Error>
        where
            G: Fn(Y::Scalar, &Y) -> Y::Scalar,
        {
            let zero = Y::Scalar::lit(0.0);
            let y = step.at(t);
            let g = (event.g)(t, &y);
            if g.is_nan() {
                return Err(Error::Event { t: t.into() });
            }
            if g == zero {
                self.zero.get_or_insert((t, y));
                return Ok(());
            }
            if let Some((t0, g0)) = self.before
                && (g0 < zero) != (g < zero)
            {
                let (t, y) =
                    self.zero.take().unwrap_or_else(|| locate(event, step, (t0, g0), (t, g)));
                let rising = (g0 < zero) == (step.end.t > step.start.t);
                if event.sense == Sense::Both || (event.sense == Sense::Rising) == rising {
                    found.push(Crossing { t, y, rising });
                }
            }
            self.zero = None;
            self.before = Some((t, g));
            Ok(())
        }
    }

    /// The root between two samples of opposite sign in one step.
    fn locate<Y, G>(
        event: &Event<G>,
        step: &Step<Y>,
        a: (Y::Scalar, Y::Scalar),
        b: (Y::Scalar, Y::Scalar),
    ) -> (Y::Scalar, Y)
    where
        Y: State<Scalar: Scalar>,
        G: Fn(Y::Scalar, &Y) -> Y::Scalar,
    {
        let (_, t) = bracket(a, b, |t| (event.g)(t, &step.at(t)));
        (t, step.at(t))
    }
}
