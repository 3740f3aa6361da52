//! Numbers: what a model and a run compute with.
//!
//! | what | where |
//! |---|---|
//! | the arithmetic of equations, on `f32`, `f64` and types of your own | [`Real`] |
//! | ordered numbers, of which time and tolerances are made | [`Scalar`] |
//! | numbers with their derivatives | [`Dual`] |
//! | how products and sums round | [`Arithmetic`]: [`Plain`], [`Fused`] |
//! | matrices, dense and in bands | [`Matrix`] |

mod arithmetic;
mod dual;
mod elimination;
mod exp;
mod matrix;
pub(crate) mod polynomial;
pub(crate) mod real;
mod root;
pub(crate) mod scalar;
mod series;

pub use arithmetic::{Arithmetic, Fused, Plain};
pub use dual::Dual;
pub(crate) use exp::exp_over;
pub use matrix::Matrix;
pub(crate) use matrix::{IN_PLACE, Numbers};
pub(crate) use real::Real;
pub(crate) use root::bracket;
pub(crate) use scalar::Scalar;
pub(crate) use series::horner;
