//! Many neurons at once, one question a file.

#[path = "../common/mod.rs"]
mod common;

mod each;
mod firing;
mod models;
mod runs;
#[cfg(feature = "alloc")]
mod sweeps;
