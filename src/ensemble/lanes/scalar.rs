//! [`LaneScalar`]: a number of which registers are made.

use super::{Lane, Register};
use crate::ode::Scalar;
use crate::simd::FUSES;

/// A number of which registers are made: `f32` and `f64`. A [`Register`] on each
/// [`SimdLevel`](super::SimdLevel).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of which ensembles and cables are made",
    note = "they run with `f64` and `f32`; `integrate` runs a single neuron with any `Scalar`"
)]
pub trait LaneScalar: Scalar {
    /// 128 bits, where products and sums round twice on every machine.
    type Portable: Lane<Scalar = Self>;
    /// 128 bits.
    type Baseline: Lane<Scalar = Self>;
    /// 256 bits.
    type Avx2: Lane<Scalar = Self>;
    /// 512 bits.
    type Avx512: Lane<Scalar = Self>;
}

impl LaneScalar for f64 {
    type Portable = Register<f64, 2, false>;
    type Baseline = Register<f64, 2, FUSES>;
    type Avx2 = Register<f64, 4, true>;
    type Avx512 = Register<f64, 8, true>;
}

impl LaneScalar for f32 {
    type Portable = Register<f32, 4, false>;
    type Baseline = Register<f32, 4, FUSES>;
    type Avx2 = Register<f32, 8, true>;
    type Avx512 = Register<f32, 16, true>;
}
