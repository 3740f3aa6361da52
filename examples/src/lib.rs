//! What the examples share: models written with the library, a method, options and figures.

pub mod figures;
pub mod models;
pub mod options;
mod raster;
pub mod tsit5;
