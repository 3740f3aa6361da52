//! Neurons and stimuli, one question a file.

#[path = "../common/mod.rs"]
mod common;

mod arrivals;
mod channels;
mod clamp;
mod integrate_and_fire;
mod magnesium;
mod noise;
mod reference;
mod samples;
mod shapes;
mod stimuli;
