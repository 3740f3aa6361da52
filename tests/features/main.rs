//! What stands behind a feature of the crate.

#[cfg(feature = "approx")]
mod approx;
#[cfg(feature = "serde")]
#[path = "../common/mod.rs"]
mod common;
#[cfg(feature = "serde")]
mod serialized;
#[cfg(feature = "rayon")]
mod threads;
#[cfg(feature = "serde")]
mod written;
