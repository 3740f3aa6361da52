//! Waves that travel along a fibre without changing.

mod search;
mod travelling_wave;
mod wave_equation;

pub use travelling_wave::{TravellingWave, travelling_waves};
