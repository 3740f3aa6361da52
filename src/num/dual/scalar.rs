//! [`Dual`] numbers as times and tolerances.

use super::{Dual, derivatives};
use crate::num::{Arithmetic, Scalar};

impl<T: Scalar, const N: usize> Scalar for Dual<T, N> {
    #[inline(always)]
    fn next_up(self) -> Self {
        Self { value: Scalar::next_up(self.value), ..self }
    }

    #[inline(always)]
    fn next_down(self) -> Self {
        Self { value: Scalar::next_down(self.value), ..self }
    }

    #[inline(always)]
    fn to_f64(self) -> f64 {
        Scalar::to_f64(self.value)
    }

    #[inline(always)]
    fn ulp(self) -> Self {
        Self::from(self.value.ulp())
    }

    #[inline(always)]
    fn without_derivatives(self) -> Self {
        Self::from(self.value)
    }

    #[inline(always)]
    fn is_constant(self) -> bool {
        self.derivatives.iter().all(|&x| x == T::zero())
    }

    /// g(t + ε₁) − g(t) has the slope at ε₁, beside what `g` has there already.
    fn settled(self, mut g: impl FnMut(Self) -> Self) -> Self {
        let (root, mut moved) = (self.without_derivatives(), self.without_derivatives());
        let Some(first) = moved.derivatives.first_mut() else { return root };
        *first = T::one();
        let (here, ahead) = (g(root), g(moved));
        let slope = ahead.derivatives[0] - here.derivatives[0];
        let slope = if slope == T::zero() { T::nan() } else { slope };
        Self { value: self.value, derivatives: derivatives!(|i| -(here.derivatives[i] / slope)) }
    }

    fn tolerance(self, variables: Option<Self>) -> Self {
        let (zero, one) = (T::zero(), T::one());
        let sizes = variables.map_or([one; N], Self::derivatives);
        // The largest number rather than infinity, which not every format can write down.
        let tolerance = |size: T| if size == zero { T::max_value() } else { self.value / size };
        Self { value: self.value, derivatives: derivatives!(|i| tolerance(sizes[i])) }
    }

    #[inline(always)]
    fn add_squared<A: Arithmetic>(
        self,
        error: &mut Self,
        [y0, y1]: [Self; 2],
        (rtol, atol): (Self, Self),
    ) -> Self {
        let part = |sum: T, error: &mut T, ends, atol| {
            sum.add_squared::<A>(error, ends, (rtol.value, atol))
        };
        let value = part(self.value, &mut error.value, [y0.value, y1.value], atol.value);
        let derivatives = derivatives!(|i| {
            let ends = [y0.derivatives[i], y1.derivatives[i]];
            part(self.derivatives[i], &mut error.derivatives[i], ends, atol.derivatives[i])
        });
        Self { value, derivatives }
    }

    #[inline(always)]
    fn largest(self) -> Self {
        // Written so that a NaN remains.
        let larger = |most: T, x: &T| if x.largest() <= most { most } else { x.largest() };
        Self::from(self.derivatives.iter().fold(self.value.largest(), larger))
    }
}
