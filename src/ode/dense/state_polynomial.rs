//! [`StatePolynomial`]: the polynomials of all components, prepared for many values.

use crate::num::Arithmetic;
use crate::num::polynomial::MAX_DEGREE;
use crate::ode::OdeState;

/// y(θ) = y₀ + c₁·θ + … of all components.
#[derive(Clone, Copy)]
pub(crate) struct StatePolynomial<'a, Y> {
    pub(super) y0: &'a Y,
    pub(super) terms: [&'a Y; MAX_DEGREE],
    pub(super) degree: usize,
}

impl<Y: OdeState> StatePolynomial<'_, Y> {
    /// Writes y(θ) into `y`.
    #[inline(always)]
    pub(crate) fn at_into<A: Arithmetic>(&self, theta: Y::Scalar, y: &mut Y) {
        match self.degree {
            0 => y.assign(self.y0, [], &mut |out, x, []| *out = x),
            1 => self.horner::<A, 1>(theta, y),
            2 => self.horner::<A, 2>(theta, y),
            3 => self.horner::<A, 3>(theta, y),
            4 => self.horner::<A, 4>(theta, y),
            5 => self.horner::<A, 5>(theta, y),
            6 => self.horner::<A, 6>(theta, y),
            7 => self.horner::<A, 7>(theta, y),
            _ => self.horner::<A, 8>(theta, y),
        }
    }

    /// The same for the degree N, by Horner's rule. A pass over the state for each term, whichever
    /// their number, takes twice the instructions.
    #[inline(always)]
    fn horner<A: Arithmetic, const N: usize>(&self, theta: Y::Scalar, y: &mut Y) {
        let mut terms = [self.y0; N];
        terms.copy_from_slice(&self.terms[..N]);
        y.assign(self.y0, terms, &mut |out, y0, terms| {
            let mut sum = terms[N - 1];
            for k in (0..N - 1).rev() {
                sum = A::mul_add(sum, theta, terms[k]);
            }
            *out = A::mul_add(sum, theta, y0);
        });
    }
}
