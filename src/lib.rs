#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(any(feature = "std", feature = "libm")))]
compile_error!(
    "excitable needs floating point functions: enable the feature `std` (default), or `libm` on targets without it"
);

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod error;
pub mod neuron;
pub mod ode;
pub mod stimulus;

pub use error::{Bound, Error, Number, Quantity};
pub use neuron::*;
pub use ode::*;
pub use stimulus::{
    Constant, Delayed, FromFn, Plus, Pulse, Scaled, Stimulus, Train, constant, pulse, train,
};

/// The names that most programs use.
pub mod prelude {
    pub use crate::neuron::{HodgkinHuxley, Membrane, Parameters};
    pub use crate::ode::{
        Direction, EmbeddedTableau as _, Euler, OdeSystem, Rk4, Rk45, Tableau as _, crossing,
        falling, from_fn, integrate, rising,
    };
    pub use crate::stimulus::{self, Stimulus, constant, pulse, train};
}
