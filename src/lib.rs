//! Ordinary differential equations in Rust, and the Hodgkin–Huxley neuron on them: steps end
//! exactly where the stimulus jumps.
//!
#![cfg_attr(
    doc,
    doc = concat!(
        "![Membrane potential of the squid axon under two impulses of current](<",
        include_str!("book/potential.svg.uri"),
        ">)\n"
    )
)]
//!
//! ```
//! use excitable::prelude::*;
//!
//! fn main() -> Result<(), excitable::Error> {
//!     // Two impulses: ms, µA/cm².
//!     let impulses = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
//!     // The squid axon of 1952, at rest at 0 mV.
//!     let axon = HodgkinHuxley::squid_axon().with_stimulus(impulses);
//!     let control = Rk45.adaptive().rtol(1e-8);
//!     let run = integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), control);
//!     for spike in run.solution()?.events(&Membrane::rises_through(50.0))? {
//!         println!("spike at {:.4} ms", spike.t);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! It prints `spike at 0.3260 ms` and `spike at 10.9097 ms`. Another method is one word:
//! `Rk4.fixed(0.01)`, `Verner65.adaptive()`, `ExponentialStrang.fixed(0.025)`.
//!
//! A guide from the first program to your own model, a chapter a page: [`book`].
//!
//! # Seven wings
//!
//! | wing | what | start with |
//! |---|---|---|
//! | [`num`] | the arithmetic of equations: `f32`, `f64`, types of your own | [`Real`], [`Scalar`] |
//! | [`ode`] | the core: problem, method, control, run, dense output, events | [`integrate`](fn@integrate), [`from_fn`](fn@from_fn), [`OdeSystem`] |
//! | [`stimulus`] | currents that know their own breakpoints | [`pulse`], [`train`], [`Stimulus`] |
//! | [`neuron`] | the models, and the parts to make your own | [`HodgkinHuxley`], [`Parameters`], [`IonChannel`], [`Neuron`] |
//! | [`ensemble`] | many neurons at once | [`Ensemble`] |
//! | [`cable`] | a membrane along a fibre | [`cable::Cable`], [`LineStrang`] |
//! | [`analysis`] | spikes, excitability, equilibria, limit cycles, phase planes | [`spikes`], [`Trial`], [`equilibrium`](fn@equilibrium), [`limit_cycle`](fn@limit_cycle) |
//!
//! Knowledge flows one way: `analysis → cable → ensemble → neuron → stimulus → ode → num`. At the
//! root stands what most programs use, and the [`prelude`] brings it; all else stands in its wing,
//! each item at one path.
//!
//! # Units and signs
//!
//! The wings `num` and `ode` know none. The neuron: ms, mV, mS/cm², µF/cm², µA/cm²; a stimulus is
//! inward (depolarising) positive; voltages count from rest, the convention of 1952.
//!
//! # Which number type
//!
//! All types are generic over the number, and literals decide it. Where rustc asks for it, say it
//! once: `HodgkinHuxley::<f64>::squid_axon()`, `pulse(0.0..1.0_f32, 150.0)`.
//!
//! # Features
//!
//! `std` (default, implies `alloc`), `alloc` (`Vec` states, boxed stimuli, [`Solution`]), `libm`
//! (floating point functions without `std`), `serde`, `rayon` ([`Ensemble`] on all threads; implies
//! `std`), `approx` (its traits for states, and the crate as `excitable::approx`). One of `std` and
//! `libm` is needed; with both, `std` serves.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(any(feature = "std", feature = "libm")))]
compile_error!(
    "excitable needs floating point functions: enable the feature `std` (default), \
     or `libm` on targets without it"
);

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

#[cfg(feature = "approx")]
pub use approx;

pub mod analysis;
#[cfg(any(doc, doctest))]
pub mod book;
#[cfg(feature = "alloc")]
pub mod cable;
#[cfg(feature = "alloc")]
pub mod ensemble;
mod error;
pub mod neuron;
pub mod num;
pub mod ode;
mod simd;
pub mod stimulus;

#[cfg(feature = "alloc")]
pub use analysis::{
    cycles::limit_cycle, equilibria::equilibrium, excitability::Trial, spikes::spikes,
};
#[cfg(feature = "alloc")]
pub use ensemble::ensemble::Ensemble;
pub use error::{Bound, Error, Number, Quantity};
pub use neuron::{
    clamp::VoltageClamp,
    composed::Neuron,
    hodgkin_huxley::HodgkinHuxley,
    integrate_and_fire::IntegrateAndFire,
    ion_channel::IonChannel,
    membrane::Membrane,
    parameters::Parameters,
    quantity::{Capacitance, Conductance, Potential},
    temperature::Temperature,
};
pub use num::{Dual, real::Real, scalar::Scalar};
#[doc(hidden)]
pub use ode::problem::__inlined;
#[doc(hidden)]
pub use ode::problem::Combination as __Combination;
#[cfg(feature = "alloc")]
pub use ode::{dense::Solution, method::LineStrang};
pub use ode::{
    event::{component, crossing, falling, rising},
    method::{
        Bs23, Dop853, Euler, ExponentialEuler, ExponentialStrang, FastStrang, Heun, Method, Rk4,
        Rk45, Rodas5P, SafeStrang, Verner65,
    },
    problem::{Direction, OdeSystem, State, from_fn},
    run::integrate,
};
pub use stimulus::{
    shapes::{constant, pulse, train},
    stimulus::Stimulus,
};

/// The examples of the README, tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The names that most programs use.
pub mod prelude {
    pub use crate::{
        Bs23, Capacitance, Conductance, Direction, Dop853, Euler, ExponentialEuler,
        ExponentialStrang, FastStrang, Heun, HodgkinHuxley, IntegrateAndFire, IonChannel, Membrane,
        Method as _, Neuron, OdeSystem, Parameters, Potential, Rk4, Rk45, Rodas5P, SafeStrang,
        Stimulus, Temperature, Verner65, VoltageClamp, component, constant, crossing, falling,
        from_fn, integrate, pulse, rising, stimulus, stimulus::Combine as _, train,
    };
    #[cfg(feature = "alloc")]
    pub use crate::{Ensemble, LineStrang};
}
