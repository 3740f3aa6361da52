//! [`Interpolant`]: the polynomial between two nodes.

use num_traits::Float;

use super::Node;
use super::state_polynomial::StatePolynomial;
use crate::num::Real;
use crate::num::polynomial::{MAX_DEGREE, Polynomial};
use crate::ode::OdeState;
use crate::ode::problem::zero_if_finite;

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

    /// Removes all terms; their memory is used again.
    pub fn clear(&mut self) {
        self.degree = 0;
    }

    /// Adds the next term c_{d+1} = Σⱼ wⱼ·xⱼ, where `combine` returns the sum for one component.
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

    /// c₁ … c₈, as far as there are terms.
    #[cfg(feature = "alloc")]
    pub(in crate::ode) fn coefficients(self) -> [Option<Y>; MAX_DEGREE] {
        self.terms
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

    /// Writes y(θ) = y₀ + Σₖ cₖ·θᵏ, one term after the other: for single values.
    pub(crate) fn value(&self, y0: &Y, theta: Y::Scalar, y: &mut Y) {
        y.assign(y0, [], &mut |out, y0, []| *out = y0);
        let mut power = Y::Scalar::lit(1.0);
        for term in self.terms.iter().take(self.degree).flatten() {
            power = power * theta;
            y.assign(term, [], &mut |out, c, []| *out = *out + c * power);
        }
    }

    /// Writes dy/dθ = Σₖ k·cₖ·θ^(k − 1).
    pub(crate) fn slope(&self, theta: Y::Scalar, slope: &mut Y) {
        let (mut k, mut power) = (Y::Scalar::lit(0.0), Y::Scalar::lit(1.0));
        for term in self.terms.iter().take(self.degree).flatten() {
            let is_first = k == Y::Scalar::lit(0.0);
            k = k + Y::Scalar::lit(1.0);
            let factor = k * power;
            slope.assign(term, [], &mut |out, c, []| {
                *out = if is_first { c } else { *out + c * factor };
            });
            power = power * theta;
        }
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

    /// The polynomial from `y0`, made ready for many values.
    #[inline(always)]
    pub(crate) fn state_polynomial<'a>(&'a self, y0: &'a Y) -> StatePolynomial<'a, Y> {
        let mut terms = [y0; MAX_DEGREE];
        for (place, term) in terms.iter_mut().zip(&self.terms) {
            *place = term.as_ref().unwrap_or(y0);
        }
        StatePolynomial { y0, terms, degree: self.degree }
    }
}
