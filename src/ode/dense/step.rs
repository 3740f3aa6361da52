//! [`Node`] and [`Step`]: an accepted step is a value over an interval; dense output lives here, once.

use num_traits::Float;

use super::{Curve, DenseStep};
use crate::Error;
use crate::num::polynomial::{MAX_DEGREE, Polynomial};
use crate::num::{Real, Scalar};
use crate::ode::problem::zero_if_finite;
use crate::ode::{Component, OdeState, State};

/// A point of the solution: the time, the state, and the slope there.
///
/// At a breakpoint the slope is that of the step the run came from; the next step starts from the
/// same `t` and `y` with the slope of the step ahead.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Node<Y: State> {
    /// The time.
    pub t: Y::Scalar,
    /// The state y(t).
    pub y: Y,
    /// The slope dy/dt at (t, y).
    pub dydt: Y,
}

/// The interval of one step, and the times that its stages may see.
///
/// `first` and `last` are `start` and `end`, except where one of them is a breakpoint that belongs
/// to the other side: there they are the nearest float inside.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Interval<T> {
    /// Where the step starts.
    pub start: T,
    /// Where it ends, exactly.
    pub end: T,
    /// The time nearest to `start` at which the right-hand side may be evaluated.
    pub first: T,
    /// The time nearest to `end` at which the right-hand side may be evaluated.
    pub last: T,
}

impl<T: Scalar> Interval<T> {
    /// The signed length `end − start`.
    #[inline(always)]
    pub fn length(&self) -> T {
        self.end - self.start
    }

    /// The stage time `start + c·(end − start)`, kept between `first` and `last`.
    #[inline(always)]
    pub fn at(&self, c: f64) -> T {
        if c == 0.0 {
            self.first
        } else if c == 1.0 {
            self.last
        } else {
            self.clamp(self.start + T::lit(c) * self.length())
        }
    }

    /// `t`, kept between `first` and `last`.
    #[inline(always)]
    pub fn clamp(&self, t: T) -> T {
        if self.first <= self.last {
            t.max(self.first).min(self.last)
        } else {
            t.min(self.first).max(self.last)
        }
    }
}

/// The polynomial between two nodes: y(θ) = y₀ + c₁·θ + … + c_d·θᵈ with θ = (t − t₀)/(t₁ − t₀).
///
/// A [`Stepper`](crate::ode::Stepper) fills it with [`push`](Interpolant::push) or
/// [`hermite`](Interpolant::hermite).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Interpolant<Y> {
    terms: [Option<Y>; MAX_DEGREE],
    degree: usize,
}

impl<Y: OdeState> Default for Interpolant<Y> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Y: OdeState> Interpolant<Y> {
    /// The interpolant of degree 0.
    pub fn new() -> Self {
        Self { terms: [const { None }; MAX_DEGREE], degree: 0 }
    }

    /// Forgets all terms; what they hold in memory is used again.
    pub fn clear(&mut self) {
        self.degree = 0;
    }

    /// Adds the next term c_{d+1} = Σⱼ wⱼ·xⱼ, with `combine` giving the sum for one component.
    ///
    /// Terms beyond degree 8 are left out.
    #[inline(always)]
    pub fn push<const M: usize>(
        &mut self,
        base: &Y,
        others: [&Y; M],
        mut combine: impl FnMut(Y::Scalar, [Y::Scalar; M]) -> Y::Scalar,
    ) {
        if let Some(term) = self.terms.get_mut(self.degree) {
            self.degree += 1;
            let term = term.get_or_insert_with(|| base.clone());
            term.assign(base, others, &mut |out, a, b| *out = combine(a, b));
        }
    }

    /// The cubic Hermite interpolant: values and slopes at both ends. Error O(h⁴).
    #[inline]
    pub fn hermite(&mut self, start: &Node<Y>, end: &Node<Y>) {
        let h = end.t - start.t;
        let (two, three) = (Y::Scalar::lit(2.0), Y::Scalar::lit(3.0));
        let nodes = [&start.dydt, &end.y, &end.dydt];
        self.clear();
        // c₁ = h·f₀, c₂ = 3·(y₁ − y₀) − h·(2·f₀ + f₁), c₃ = 2·(y₀ − y₁) + h·(f₀ + f₁)
        self.push(&start.dydt, [], |f0, []| h * f0);
        self.push(&start.y, nodes, |y0, [f0, y1, f1]| three * (y1 - y0) - h * (two * f0 + f1));
        self.push(&start.y, nodes, |y0, [f0, y1, f1]| two * (y0 - y1) + h * (f0 + f1));
    }

    /// The polynomial of component `index`; `None` where the state has no such component.
    pub(crate) fn polynomial(&self, start: &Y, index: usize) -> Option<Polynomial<Y::Scalar>> {
        let mut coefficients = [Y::Scalar::lit(0.0); MAX_DEGREE + 1];
        coefficients[0] = start.component(index)?;
        for (out, term) in coefficients[1..].iter_mut().zip(self.terms.iter().take(self.degree)) {
            *out = term.as_ref()?.component(index)?;
        }
        Some(Polynomial::new(coefficients))
    }

    /// Whether the polynomial from `start` cannot overflow inside the step: Σₖ |cₖ| is finite.
    pub(crate) fn is_bounded(&self, start: &Y) -> bool {
        let (mut sum, zero) = (start.clone(), Y::Scalar::lit(0.0));
        sum.assign(start, [], &mut |out, y, []| *out = Float::abs(y));
        for term in self.terms.iter().take(self.degree).flatten() {
            let before = sum.clone();
            sum.assign(&before, [term], &mut |out, sum, [c]| *out = sum + Float::abs(c));
        }
        let mut all = zero;
        sum.visit(&mut |x| all = all + zero_if_finite(x));
        all == zero
    }

    /// The same polynomial over the first `part` of the step: cₖ·partᵏ.
    pub(crate) fn shorten(&mut self, part: Y::Scalar) {
        let mut power = part;
        for term in self.terms.iter_mut().take(self.degree).flatten() {
            let whole = term.clone();
            term.assign(&whole, [], &mut |out, c, []| *out = c * power);
            power = power * part;
        }
    }

    /// Writes y(t) between the nodes `start` and `end` into `y`.
    #[inline]
    pub(crate) fn evaluate(&self, start: &Node<Y>, end: &Node<Y>, t: Y::Scalar, y: &mut Y) {
        if t == end.t || t == start.t {
            let node = if t == end.t { end } else { start };
            return y.assign(&node.y, [], &mut |out, x, []| *out = x);
        }
        let theta = (t - start.t) / (end.t - start.t);
        macro_rules! horner {
            ($($term:ident)*; $last:ident) => {
                if let [$(Some($term),)* Some($last), ..] = &self.terms {
                    y.assign(&start.y, [$($term,)* $last], &mut |out, y0, [$($term,)* $last]| {
                        let mut sum = $last;
                        for term in [y0 $(, $term)*].into_iter().rev() {
                            sum = sum * theta + term;
                        }
                        *out = sum;
                    });
                }
            };
        }
        match self.degree {
            0 => y.assign(&start.y, [], &mut |out, y0, []| *out = y0),
            1 => horner!(; a),
            2 => horner!(a; b),
            3 => horner!(a b; c),
            4 => horner!(a b c; d),
            5 => horner!(a b c d; e),
            6 => horner!(a b c d e; f),
            7 => horner!(a b c d e f; g),
            _ => horner!(a b c d e f g; h),
        }
    }
}

/// An accepted step as a value: two nodes and the polynomial between them.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Step<Y: State> {
    /// Where the step starts.
    pub start: Node<Y>,
    /// Where it ends.
    pub end: Node<Y>,
    pub(crate) interpolant: Interpolant<Y>,
    /// Whether the state was changed at its start, so that it does not continue the step before.
    pub(crate) jumps: bool,
}

impl<Y: OdeState> Step<Y> {
    /// The state at `t`, by the method's own dense output; beyond the ends it extrapolates.
    ///
    /// At the two nodes it is finite. In between, the polynomial may overflow where the state or the
    /// change over the step comes near the largest float; [`Solution::at`](crate::ode::Solution::at)
    /// tells that as an error.
    pub fn at(&self, t: Y::Scalar) -> Y {
        let mut y = self.start.y.clone();
        self.interpolant.evaluate(&self.start, &self.end, t, &mut y);
        y
    }

    /// One component of the dense output as a function of time.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] where the state has no such component.
    pub fn curve(&self, component: Component) -> Result<Curve<Y::Scalar>, Error> {
        Curve::new(self.lend(), component)
    }

    pub(crate) fn lend(&self) -> DenseStep<'_, Y> {
        DenseStep { start: &self.start, end: &self.end, interpolant: &self.interpolant }
    }

    /// Whether `t` lies between the two nodes, ends included.
    pub fn covers(&self, t: Y::Scalar) -> bool {
        let (a, b) = (self.start.t, self.end.t);
        (a <= t && t <= b) || (b <= t && t <= a)
    }
}
