//! What the examples share: models written with the library, a method, options and figures.
#![allow(clippy::missing_errors_doc, reason = "each example ends with what its error says")]

pub mod figures;
pub mod models;
pub mod options;
mod paths;
mod polyline;
mod raster;
pub mod tsit5;
