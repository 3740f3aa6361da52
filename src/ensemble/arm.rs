//! [`Arm`]: the instructions that an ensemble runs on, chosen at run time.

use core::fmt;

use super::{Lane, Lanes, Pair};
use crate::Error;
use crate::ode::Scalar;
use crate::simd::{Avx2, Avx512, FUSES};

/// A set of instructions.
///
/// An [`Ensemble`](super::Ensemble) takes the widest that the machine has, unless told otherwise. The results of
/// `Avx512` and `Avx2` are the same to the bit; those of `Baseline` differ by rounding where the machine's baseline
/// has no fused multiplication and addition (x86-64 has none, 64-bit ARM has).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Arm {
    /// 128-bit vectors, which every target of the compiler's baseline can do: SSE2, NEON.
    Baseline,
    /// 256-bit vectors and fused multiplication and addition.
    Avx2,
    /// 512-bit vectors.
    Avx512,
}

impl Arm {
    /// All arms, the widest last.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Avx2, Self::Avx512];

    /// Whether this machine has the instructions. Looking needs the feature `std`; without it only the baseline is
    /// there.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Arm;
    ///
    /// assert!(Arm::Baseline.is_available());
    /// ```
    pub fn is_available(self) -> bool {
        match self {
            Self::Baseline => true,
            Self::Avx2 => Avx2::look().is_some(),
            Self::Avx512 => Avx512::look().is_some(),
        }
    }

    /// The widest that this machine has.
    pub fn widest() -> Self {
        let available = Self::ALL.into_iter().rfind(|arm| arm.is_available());
        available.unwrap_or(Self::Baseline)
    }

    /// This arm where the machine has it, the baseline elsewhere.
    pub(super) fn instructions(self) -> Instructions {
        let found = match self {
            Self::Baseline => None,
            Self::Avx2 => Avx2::look().map(Instructions::Avx2),
            Self::Avx512 => Avx512::look().map(Instructions::Avx512),
        };
        found.unwrap_or(Instructions::Baseline)
    }

    /// This arm, if the machine has it.
    pub(super) fn checked(self) -> Result<Self, Error> {
        if self.is_available() {
            return Ok(self);
        }
        Err(Error::Arm { arm: self, widest: Self::widest() })
    }
}

/// An arm that the machine has been seen to have.
pub(super) enum Instructions {
    Baseline,
    Avx2(Avx2),
    Avx512(Avx512),
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        })
    }
}

/// A number of which registers are made: `f32` and `f64`.
pub trait LaneScalar: Scalar {
    /// The lanes of [`Arm::Baseline`].
    type Baseline: Lane<Scalar = Self>;
    /// The lanes of [`Arm::Avx2`].
    type Avx2: Lane<Scalar = Self>;
    /// The lanes of [`Arm::Avx512`].
    type Avx512: Lane<Scalar = Self>;
    /// Twice as many, for the methods of second order: their chains of divisions leave two registers half idle.
    type WideBaseline: Lane<Scalar = Self>;
    /// Twice as many as [`Avx2`](LaneScalar::Avx2).
    type WideAvx2: Lane<Scalar = Self>;
    /// Twice as many as [`Avx512`](LaneScalar::Avx512).
    type WideAvx512: Lane<Scalar = Self>;
}

impl LaneScalar for f64 {
    type Baseline = Pair<Lanes<f64, 2, FUSES>>;
    type Avx2 = Pair<Lanes<f64, 4, true>>;
    type Avx512 = Pair<Lanes<f64, 8, true>>;
    type WideBaseline = Pair<Self::Baseline>;
    type WideAvx2 = Pair<Self::Avx2>;
    type WideAvx512 = Pair<Self::Avx512>;
}

impl LaneScalar for f32 {
    type Baseline = Pair<Lanes<f32, 4, FUSES>>;
    type Avx2 = Pair<Lanes<f32, 8, true>>;
    type Avx512 = Pair<Lanes<f32, 16, true>>;
    type WideBaseline = Pair<Self::Baseline>;
    type WideAvx2 = Pair<Self::Avx2>;
    type WideAvx512 = Pair<Self::Avx512>;
}
