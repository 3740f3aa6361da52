//! Numbers side by side: registers, pairs of them, their exponentials, and the SIMD levels that
//! have them.
//!
//! The functions over lanes are `inline(always)` where `debug_assertions` are off, so that the
//! instructions of the level reach them. Where they are on, each is a call: an unoptimised build
//! keeps every inlined temporary in a place of its own, and one frame took up to 4 MB.

mod exp;
mod lane;
mod level;
mod pair;
mod register;
mod scalar;

pub(crate) use lane::Lane;
pub(super) use level::Instructions;
pub use level::SimdLevel;
pub(crate) use pair::Pair;
use register::Register;
pub(crate) use scalar::LaneScalar;
