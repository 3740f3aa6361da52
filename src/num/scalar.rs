//! [`Scalar`]: an ordered number.

use core::fmt::Display;

use num_traits::Float;

use super::Real;

/// An ordered [`Real`]: what spans, tolerances, breakpoints and stimuli are made of. `f32` and
/// `f64`.
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
