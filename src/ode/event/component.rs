//! [`Component`], and its events: [`Level`], against a number, and [`Turn`], its peaks and troughs.

use num_traits::Float;

use super::Event;
use super::event::sealed::Function;
use crate::Error;
use crate::error::Bound;
use crate::num::polynomial::{Points, Polynomial};
use crate::num::{Real, Scalar};
use crate::ode::{DenseStep, OdeState, State};

/// One component of a state, by its number in the order of [`State::assign`]; made by
/// [`component`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Component {
    index: usize,
}

/// Component `index` of the state, counted from 0.
///
/// All its events are found, also two of them inside one step: the dense output of one component is
/// a polynomial, whose turning points are looked for.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let run = integrate(&oscillator, 0.0..100.0, [0.0, 1.0], Rk45.adaptive());
/// let solution = run.solution()?;
/// let ups = solution.events(&component(0).rises_through(0.5))?;
/// assert_eq!(ups.len(), 16);
/// assert!((ups[0].t - std::f64::consts::PI / 6.0).abs() < 1e-6);
/// # Ok::<(), excitable::Error>(())
/// ```
pub const fn component(index: usize) -> Component {
    Component { index }
}

impl Component {
    /// The component of `y`.
    #[inline(always)]
    pub(crate) fn of<Y: State>(self, y: &Y) -> Result<Y::Scalar, Error> {
        y.component(self.index).ok_or_else(|| self.is_missing(y))
    }

    pub(crate) fn index(self) -> usize {
        self.index
    }

    /// The error of a `y` without this component.
    #[cold]
    pub(in crate::ode) fn is_missing<Y: State>(self, y: &Y) -> Error {
        #[allow(clippy::cast_precision_loss, reason = "numbers to be shown")]
        let [index, count] = [self.index, y.dimension()].map(|count| (count as f64).into());
        let (owner, field, bound) = ("component", "index", Bound::Below(count));
        let remedy = "the components of the state are counted from 0";
        Error::Invalid { owner, field, value: index, bound, remedy }
    }

    /// The instants at which the component rises through `level`.
    pub fn rises_through<T>(self, level: T) -> Event<Level<T>> {
        Event::rising_of(Level { component: self, level })
    }

    /// The instants at which the component falls through `level`.
    pub fn falls_through<T>(self, level: T) -> Event<Level<T>> {
        Event::falling_of(Level { component: self, level })
    }

    /// The instants at which the component passes `level` either way.
    pub fn crosses<T>(self, level: T) -> Event<Level<T>> {
        Event::crossing_of(Level { component: self, level })
    }

    /// The maxima of the component: the slope of its dense output falls through zero there, inside
    /// a step or at a corner of the stimulus. The ends of the run and what a reset cuts off are
    /// none; on a plateau it is where the component leaves it downwards.
    ///
    /// Where the solution is at rest, rounding makes maxima of its own: ask for the height.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    /// let mut heights = Vec::new();
    /// integrate(&axon, 0.0..40.0, axon.rest()?, Rk45.adaptive())
    ///     .report_on(component(0).peaks(), |peak| heights.push(peak.y.v))
    ///     .finish()?;
    /// assert_eq!(heights.iter().filter(|v| **v > 80.0).count(), 3);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn peaks(self) -> Event<Turn> {
        Event::falling_of(Turn { component: self })
    }

    /// The minima of the component; see [`peaks`](Component::peaks).
    pub fn troughs(self) -> Event<Turn> {
        Event::rising_of(Turn { component: self })
    }
}

/// yᵢ − level as the function of an [`Event`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level<T> {
    component: Component,
    level: T,
}

impl<T: Scalar, Y: State<Scalar = T>> Function<Y> for Level<T> {
    /// NaN where the state has no such component.
    #[inline(always)]
    fn value(&self, _: T, y: &Y) -> T {
        y.component(self.component.index).unwrap_or_else(T::nan) - self.level
    }

    const TURNS_ARE_KNOWN: bool = true;

    fn turning_points(&self, step: DenseStep<'_, Y>) -> Points<T> {
        let polynomial = step.interpolant.polynomial(&step.start.y, self.component.index);
        polynomial.map_or_else(Points::new, |mut polynomial| {
            polynomial.lower_by(self.level);
            polynomial.turns()
        })
    }

    #[inline(always)]
    fn level(&self) -> Option<(usize, T)> {
        Some((self.component.index, self.level))
    }

    fn why_nan(&self, _: T, y: &Y) -> Error {
        if let Err(error) = self.component.of(y) {
            return error;
        }
        Error::Invalid {
            owner: "component",
            field: "level",
            value: self.level.into(),
            bound: Bound::Finite,
            remedy: "give the level as a number",
        }
    }
}

/// dyᵢ/dt of the dense output as the function of an [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    component: Component,
}

impl Turn {
    /// yᵢ(θ) in the step.
    fn polynomial<Y: OdeState>(self, step: DenseStep<'_, Y>) -> Option<Polynomial<Y::Scalar>> {
        step.interpolant.polynomial(&step.start.y, self.component.index)
    }
}

impl<Y: OdeState> Function<Y> for Turn {
    const AT_NODES: bool = false;

    /// yᵢ, by which a change of the state is known.
    fn value(&self, _: Y::Scalar, y: &Y) -> Y::Scalar {
        y.component(self.component.index).unwrap_or_else(Y::Scalar::nan)
    }

    fn inside(&self, step: DenseStep<'_, Y>, t: Y::Scalar, _: &Y) -> Y::Scalar {
        let h = step.end.t - step.start.t;
        let theta = if t == step.end.t { Y::Scalar::lit(1.0) } else { (t - step.start.t) / h };
        self.polynomial(step).map_or_else(Y::Scalar::nan, |y| y.with_slope(theta).1 / h)
    }

    const TURNS_ARE_KNOWN: bool = true;

    fn turning_points(&self, step: DenseStep<'_, Y>) -> Points<Y::Scalar> {
        self.polynomial(step).map_or_else(Points::new, |y| y.derivative().turns())
    }

    fn why_nan(&self, t: Y::Scalar, y: &Y) -> Error {
        self.component.of(y).err().unwrap_or(Error::Event { t: t.into() })
    }
}
