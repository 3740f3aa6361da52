//! [`Tolerance`]: the unit in which an error is measured.

use core::marker::PhantomData;

use num_traits::Float;

use crate::num::{Arithmetic, Plain, Real, Scalar};
use crate::ode::problem::{Combination, zero_if_finite};
use crate::ode::{OdeState, State};

/// The tolerances of a run: an error eᵢ is measured in units of atolᵢ + rtol·max(|y₀ᵢ|, |y₁ᵢ|).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Tolerance<Y: State> {
    /// The relative tolerance; the least, where each component has its own.
    pub rtol: Y::Scalar,
    /// The relative tolerance of each component, where they differ.
    pub rtol_each: Option<Y>,
    /// The absolute tolerance of each component.
    pub atol: Y,
}

impl<Y: OdeState> Tolerance<Y> {
    /// This part of both tolerances.
    pub(super) fn scaled(mut self, share: Y::Scalar) -> Self {
        let whole = self.atol.clone();
        self.atol.assign(&whole, [], &mut |out, atol, []| *out = share * atol);
        if let Some(each) = &mut self.rtol_each {
            let whole = each.clone();
            each.assign(&whole, [], &mut |out, rtol, []| *out = share * rtol);
        }
        Self { rtol: share * self.rtol, ..self }
    }

    /// √(Σᵢ (eᵢ / (atolᵢ + rtol·max(|y₀ᵢ|, |y₁ᵢ|)))² / n); NaN where any component is not finite.
    /// Of numbers with derivatives the largest of the norms of the values and of each derivative.
    #[inline(always)]
    pub fn norm<A: Arithmetic>(&self, error: &mut Y, start: &Y, end: &Y) -> Y::Scalar {
        if let Some(rtol) = &self.rtol_each {
            return self.norm_of_each(rtol, error, start, end);
        }
        let zero = Y::Scalar::lit(0.0);
        let arithmetic = PhantomData::<A>;
        let mut norm = Norm { sum: zero, at_end: zero, n: 0, rtol: self.rtol, arithmetic };
        error.combine(start, [end, &self.atol], &mut norm);
        let Norm { sum, at_end, n, .. } = norm;
        let mean = (sum + at_end).largest() / Y::Scalar::lit(f64::from(n.max(1)));
        Float::sqrt(mean).without_derivatives()
    }

    /// The same with rtolᵢ for each component; apart from the loop of the others, where no product
    /// can be fused.
    #[cold]
    #[inline(never)]
    fn norm_of_each(&self, rtol: &Y, error: &mut Y, start: &Y, end: &Y) -> Y::Scalar {
        let zero = Y::Scalar::lit(0.0);
        let (mut sum, mut at_end, mut n) = (zero, zero, 0_u32);
        error.assign(start, [end, &self.atol, rtol], &mut |e, y0, [y1, atol, rtol]| {
            at_end = at_end + zero_if_finite(y1);
            sum = sum.add_squared::<Plain>(e, [y0, y1], (rtol, atol));
            n += 1;
        });
        let mean = (sum + at_end).largest() / Y::Scalar::lit(f64::from(n.max(1)));
        Float::sqrt(mean).without_derivatives()
    }
}

/// The sums of a norm under way.
struct Norm<A, T> {
    sum: T,
    at_end: T,
    n: u32,
    rtol: T,
    arithmetic: PhantomData<A>,
}

impl<A: Arithmetic, T: Scalar> Combination<T, 2> for Norm<A, T> {
    #[inline(always)]
    fn combine(&mut self, e: &mut T, y0: T, [y1, atol]: [T; 2]) {
        // Where y₁ is not finite, eᵢ / ∞ would hide it.
        self.at_end = self.at_end + zero_if_finite(y1);
        self.sum = self.sum.add_squared::<A>(e, [y0, y1], (self.rtol, atol));
        self.n += 1;
    }
}
