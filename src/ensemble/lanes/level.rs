//! [`SimdLevel`]: the vector instructions that an ensemble runs on, chosen at run time.

use core::fmt;

use crate::Error;
use crate::simd::{Avx2, Avx512};

/// A SIMD level: a set of vector instructions.
///
/// An [`Ensemble`](crate::Ensemble) takes the widest that the machine has, unless
/// [`on`](crate::Ensemble::on) states another. The results of `Avx512` and `Avx2` are the same to
/// the bit; those of `Baseline` differ by rounding where the machine's baseline has no fused
/// multiplication and addition (x86-64 has none, 64-bit ARM has).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum SimdLevel {
    /// 128-bit vectors, which every target of the compiler's baseline can do: SSE2, NEON.
    Baseline,
    /// 256-bit vectors and fused multiplication and addition.
    Avx2,
    /// 512-bit vectors.
    Avx512,
}

impl SimdLevel {
    /// All levels, the widest last.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Avx2, Self::Avx512];

    /// Whether this machine has the instructions. Looking needs the feature `std`; without it only
    /// the baseline is there.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::ensemble::SimdLevel;
    ///
    /// assert!(SimdLevel::Baseline.is_available());
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
        let available = Self::ALL.into_iter().rfind(|level| level.is_available());
        available.unwrap_or(Self::Baseline)
    }

    /// This level where the machine has it, the baseline elsewhere.
    pub(in crate::ensemble) fn instructions(self) -> Instructions {
        let found = match self {
            Self::Baseline => None,
            Self::Avx2 => Avx2::look().map(Instructions::Avx2),
            Self::Avx512 => Avx512::look().map(Instructions::Avx512),
        };
        found.unwrap_or(Instructions::Baseline)
    }

    /// This level, if the machine has it.
    pub(in crate::ensemble) fn checked(self) -> Result<Self, Error> {
        if self.is_available() {
            return Ok(self);
        }
        Err(Error::SimdLevel { level: self.name(), widest: Self::widest().name() })
    }

    /// The name of the level.
    const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        }
    }
}

/// A level that the machine has been seen to have.
pub(in crate::ensemble) enum Instructions {
    Baseline,
    Avx2(Avx2),
    Avx512(Avx512),
}

impl fmt::Display for SimdLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
