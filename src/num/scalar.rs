//! [`Scalar`]: an ordered number.

use core::fmt::Display;

use num_traits::Float;

use super::{Arithmetic, Real};

/// An ordered [`Real`]: what spans, tolerances, breakpoints and stimuli are made of. `f32`, `f64`,
/// and [`Dual`](crate::Dual) numbers of these.
///
/// Write right-hand sides over [`Real`]; over `Scalar` only what needs an order.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that an integrator computes with",
    note = "`f64` and `f32` are: write `1.0`, not `1`"
)]
pub trait Scalar: Real + Float + Display + Send + Sync {
    /// The next float towards +∞.
    fn next_up(self) -> Self;

    /// The next float towards −∞.
    fn next_down(self) -> Self;

    /// The value as `f64`, exactly.
    fn to_f64(self) -> f64;

    /// The distance from `|self|` to the next larger float.
    fn ulp(self) -> Self {
        let size = Float::abs(self);
        Scalar::next_up(size) - size
    }

    /// The number without the derivatives that it carries. Provided: itself.
    #[inline(always)]
    fn without_derivatives(self) -> Self {
        self
    }

    /// Whether it carries no derivatives other than 0. Provided: `true`.
    #[inline(always)]
    fn is_constant(self) -> bool {
        true
    }

    /// The root `self` of `g` with its derivatives: one step of Newton's method, which leaves the
    /// value. NaN where the slope of `g` is 0. Provided: itself.
    #[inline(always)]
    fn settled(self, g: impl FnMut(Self) -> Self) -> Self {
        let _ = g;
        self
    }

    /// An absolute tolerance with those of its derivatives: itself over the size of each variable,
    /// which stands at the derivative of `variables` (default 1; 0: any error is tolerated).
    /// Provided: itself.
    fn tolerance(self, variables: Option<Self>) -> Self {
        let _ = variables;
        self
    }

    /// The sum of squares `self`, and one more: of `error` in units of atol + rtol·max(|y₀|, |y₁|),
    /// for a value and for each of its derivatives. Provided for a plain number.
    #[inline(always)]
    fn add_squared<A: Arithmetic>(
        self,
        error: &mut Self,
        [y0, y1]: [Self; 2],
        (rtol, atol): (Self, Self),
    ) -> Self {
        // The smallest positive float keeps 0/0 of an exactly vanishing component at 0.
        let scale = A::mul_add(rtol, y0.abs().max(y1.abs()), atol);
        let ratio = *error / (scale + Self::min_positive_value());
        A::mul_add(ratio, ratio, self)
    }

    /// The largest of a value and its derivatives, as a constant; NaN where one is. Provided:
    /// itself.
    #[inline(always)]
    fn largest(self) -> Self {
        self
    }
}

macro_rules! scalar {
    ($float:ident) => {
        impl Scalar for $float {
            #[inline(always)]
            fn next_up(self) -> Self {
                $float::next_up(self)
            }

            #[inline(always)]
            fn next_down(self) -> Self {
                $float::next_down(self)
            }

            #[inline(always)]
            #[allow(trivial_numeric_casts, reason = "the macro also makes the f64 form")]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }
    };
}

scalar!(f32);
scalar!(f64);
