//! What is integrated: systems, their states, and the instants at which they are not smooth.

mod approximate;
mod combination;
mod conditionally_linear;
mod direction;
mod finite;
mod function;
mod name;
mod right_hand_side;
mod state;
mod system;
#[cfg(feature = "alloc")]
mod tridiagonally_linear;

pub use combination::Combination;
pub use conditionally_linear::ConditionallyLinear;
pub(crate) use conditionally_linear::{clear, relax, relaxed};
pub use direction::Direction;
pub(crate) use direction::check_ascending;
pub(crate) use finite::{
    check_dense_output, check_finite, check_length, is_finite, zero_if_finite,
};
pub use function::{FnSystem, from_fn};
pub use name::Name;
pub use right_hand_side::RightHandSide;
pub(crate) use right_hand_side::{rounding_of, slope_apart};
pub(crate) use state::dimension_like;
pub use state::{__inlined, OdeState, State};
pub use system::{OdeSystem, Time};
#[cfg(feature = "alloc")]
pub(crate) use tridiagonally_linear::{BLOCK, LineMemory};
#[cfg(feature = "alloc")]
pub use tridiagonally_linear::{Row, TridiagonallyLinear};
