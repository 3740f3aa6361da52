//! [`Curve`]: one component of a step as a function of time.

use num_traits::Float;

#[cfg(feature = "alloc")]
use super::Interpolant;
use super::{DenseStep, Node};
use crate::Error;
use crate::num::polynomial::{Changes, MAX_DEGREE, Polynomial};
use crate::num::{Arithmetic, Plain, Scalar, bracket};
#[cfg(feature = "alloc")]
use crate::ode::component;
use crate::ode::{Component, State};

/// One component of the dense output of one step, as a function of time; made by
/// [`Step::curve`](crate::ode::Step::curve) and [`StepView::curve`](crate::ode::StepView::curve).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let mut highest: f64 = 0.0;
/// for step in integrate(&oscillator, 0.0..10.0, [0.0, 1.0], Rk45.adaptive().rtol(1e-9)) {
///     let curve = step?.curve(component(0))?;
///     for (_t, y) in curve.monotone_points() {
///         highest = highest.max(y);
///     }
/// }
/// assert!((highest - 1.0).abs() < 1e-7);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve<T> {
    start: (T, T),
    end: (T, T),
    /// 1/h: a division for each of many samples would cost more than its polynomial.
    per_h: T,
    polynomial: Polynomial<T>,
}

impl<T: Scalar> Curve<T> {
    pub(in crate::ode) fn new<Y>(
        step: DenseStep<'_, Y>,
        component: Component,
    ) -> Result<Self, Error>
    where
        Y: State<Scalar = T>,
    {
        let (start, end) = (component.of(&step.start.y)?, component.of(&step.end.y)?);
        let polynomial = step.interpolant.polynomial(&step.start.y, component.index());
        Ok(Self {
            start: (step.start.t, start),
            end: (step.end.t, end),
            per_h: T::lit(1.0) / (step.end.t - step.start.t),
            polynomial: polynomial.ok_or_else(|| component.is_missing(&step.start.y))?,
        })
    }

    /// The curve with the coefficients c₁ … c₈.
    #[inline(always)]
    pub(in crate::ode) fn from_coefficients<Y>(
        (start, end): (&Node<Y>, &Node<Y>),
        component: Component,
        terms: [T; MAX_DEGREE],
    ) -> Result<Self, Error>
    where
        Y: State<Scalar = T>,
    {
        let (from, to) = (component.of(&start.y)?, component.of(&end.y)?);
        let mut coefficients = [from; MAX_DEGREE + 1];
        coefficients[1..].copy_from_slice(&terms);
        let polynomial = Polynomial::new(coefficients);
        let per_h = T::lit(1.0) / (end.t - start.t);
        Ok(Self { start: (start.t, from), end: (end.t, to), per_h, polynomial })
    }

    /// The cubic through two nodes of a number, by its values and slopes there.
    #[cfg(feature = "alloc")]
    pub(crate) fn hermite(start: &Node<T>, end: &Node<T>) -> Result<Self, Error> {
        let mut interpolant = Interpolant::new();
        interpolant.hermite(start, end);
        Self::new(DenseStep { start, end, interpolant: &interpolant, slope: None }, component(0))
    }

    /// The slope of the component as a function of time.
    #[cfg(feature = "alloc")]
    pub(crate) fn slope(&self) -> Self {
        let polynomial = self.polynomial.derivative().scaled(self.per_h);
        let ends = (polynomial.at(T::lit(0.0)), polynomial.at(T::lit(1.0)));
        Self { start: (self.start.0, ends.0), end: (self.end.0, ends.1), polynomial, ..*self }
    }

    /// The curve of the values alone.
    pub(in crate::ode) fn without_derivatives(&self) -> Self {
        let plain = |(t, y): (T, T)| (t.without_derivatives(), y.without_derivatives());
        Self {
            start: plain(self.start),
            end: plain(self.end),
            per_h: self.per_h.without_derivatives(),
            polynomial: self.polynomial.without_derivatives(),
        }
    }

    /// The time and the component at the start of the step.
    pub fn start(&self) -> (T, T) {
        self.start
    }

    /// The time and the component at the end of the step.
    pub fn end(&self) -> (T, T) {
        self.end
    }

    /// The component at `t`; beyond the ends it extrapolates.
    #[inline]
    pub fn at(&self, t: T) -> T {
        if t == self.start.0 {
            return self.start.1;
        }
        if t == self.end.0 {
            return self.end.1;
        }
        if Float::is_finite(self.per_h) {
            return self.inside::<Plain>(t);
        }
        // A step so short that 1/h overflows.
        self.polynomial.at((t - self.start.0) / (self.end.0 - self.start.0))
    }

    /// The value at a time before the end of the step. At the start the polynomial is the node's
    /// own value.
    #[inline(always)]
    pub(in crate::ode) fn inside<A: Arithmetic>(&self, t: T) -> T {
        self.polynomial.at_in::<A>((t - self.start.0) * self.per_h)
    }

    /// Whether [`inside`](Curve::inside) is right: the polynomial is finite all along, and 1/h has
    /// not overflowed.
    pub(in crate::ode) fn is_bounded(&self) -> bool {
        self.polynomial.is_bounded() && Float::is_finite(self.per_h)
    }

    /// The number of passages through `level`, where it is certainly none or one.
    fn few_changes(&self, level: T) -> Option<Changes> {
        let mut distance = self.polynomial;
        distance.lower_by(level);
        distance.few_changes()
    }

    /// Whether the curve certainly stays on one side of `level`, or `passes` it once.
    pub(in crate::ode) fn keeps_off(&self, level: T, passes: bool) -> bool {
        self.few_changes(level) == Some(if passes { Changes::One } else { Changes::None })
    }

    /// Whether the whole curve certainly lies below `level`.
    pub(crate) fn stays_below(&self, level: T) -> bool {
        let ends_below = self.start.1 < level && self.end.1 < level;
        ends_below && self.keeps_off(level, false)
    }

    /// The times at which the curve passes `level`, and whether it rises there, in the order of the
    /// run.
    ///
    /// Between two turning points there is one passage at most; a touch is none. A value at the
    /// level counts as above it.
    pub fn crossings(&self, level: T) -> impl Iterator<Item = (T, bool)> + use<T> {
        let (curve, mut before) = (*self, self.start);
        let turns = curve.few_changes(level).is_none();
        let points = turns.then(|| curve.monotone_points().skip(1)).into_iter().flatten();
        points.chain((!turns).then_some(curve.end)).filter_map(move |here| {
            let (a, b) = (core::mem::replace(&mut before, here), here);
            let rises = b.1 >= level;
            ((a.1 >= level) != rises).then(|| (curve.crossing(level, a, b), rises))
        })
    }

    /// The time at which the curve passes `level` between two points on either side of it.
    pub(crate) fn crossing(&self, level: T, a: (T, T), b: (T, T)) -> T {
        let plain = |(t, y): (T, T)| (t.without_derivatives(), y.without_derivatives());
        let (curve, y, a, b) =
            (self.without_derivatives(), level.without_derivatives(), plain(a), plain(b));
        let (a, b) = curve.narrowed(y, a, b).unwrap_or((a, b));
        let (_, root) = bracket((a.0, a.1 - y), (b.0, b.1 - y), |t| curve.at(t) - y);
        root.settled(|t| self.at(t) - level)
    }

    /// Two neighbours of the root that Newton's method comes to from the secant, where the passage
    /// lies between them.
    pub(in crate::ode) fn narrowed(
        &self,
        level: T,
        a: (T, T),
        b: (T, T),
    ) -> Option<((T, T), (T, T))> {
        let h = self.end.0 - self.start.0;
        let secant = a.0 + (b.0 - a.0) * ((level - a.1) / (b.1 - a.1));
        let mut theta = (secant - self.start.0) / h;
        for _ in 0..4 {
            let (y, slope) = self.polynomial.with_slope(theta);
            theta = theta - (y - level) / slope;
        }
        let t = self.start.0 + theta * h;
        let margin = T::lit(2.0) * a.0.abs().max(b.0.abs()).ulp() * (b.0 - a.0).signum();
        let point = |t: T| {
            let inside = (a.0 <= t && t <= b.0) || (b.0 <= t && t <= a.0);
            inside.then(|| (t, self.at(t)))
        };
        let (c, d) = (point(t - margin)?, point(t + margin)?);
        let as_before = |x: (T, T), y: (T, T)| (x.1 >= level) == (y.1 >= level);
        (as_before(a, c) && as_before(b, d)).then_some((c, d))
    }

    /// The start, the points at which the curve turns, and the end: between neighbours it is
    /// monotone.
    pub fn monotone_points(&self) -> impl Iterator<Item = (T, T)> + use<T> {
        let curve = *self;
        let turns = curve.polynomial.critical_points();
        let inside = (0..turns.as_slice().len()).filter_map(move |i| {
            let part = *turns.as_slice().get(i)?;
            let t = curve.start.0 + part * (curve.end.0 - curve.start.0);
            Some((t, curve.polynomial.at(part)))
        });
        core::iter::once(self.start).chain(inside).chain(core::iter::once(self.end))
    }
}
