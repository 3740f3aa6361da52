//! The solver, one question a file.

#[path = "../common/mod.rs"]
mod common;

mod bad_input;
mod breakpoints;
mod calibration;
mod convergence;
mod detest;
mod events;
mod exponential;
mod interplay;
mod laws;
mod order_conditions;
mod portable;
mod resume;
mod rounding;
mod sampling;
mod slopes;
mod statistics;
mod stiff;
mod tableau;
mod tolerances;
mod work;
