//! The generic core: initial value problems for ordinary differential equations.
//!
//! | what | where |
//! |---|---|
//! | the problem | [`OdeSystem`], [`from_fn`](fn@from_fn); [`State`], [`Real`], [`Scalar`] |
//! | the step | [`Stepper`], [`EmbeddedStepper`]; [`Node`], [`Interval`], [`Step`], [`Interpolant`] |
//! | the method | [`Euler`], [`Heun`], [`Bs23`], [`Rk4`], [`Rk45`], [`Verner65`], [`Dop853`]; your own by its [`Tableau`]; [`ExponentialEuler`], [`ExponentialStrang`] for [`ConditionallyLinear`] systems; [`Rodas5P`] for stiff ones |
//! | the control | [`Fixed`], [`Adaptive`], [`Tolerance`] |
//! | the driver | [`integrate`](fn@integrate), [`Steps`], [`StepView`], [`Checkpoint`] |
//! | the result | [`Solution`], [`Statistics`], [`Event`], [`Component`], [`Watch`], [`Crossing`], [`Curve`] |
//!
//! | method | order | evaluations a step | error estimate | dense output, its error |
//! |---|---|---|---|---|
//! | [`Euler`] | 1 | 1 | | cubic Hermite, O(h⁴) |
//! | [`Heun`] | 2 | 2 | | cubic Hermite, O(h⁴) |
//! | [`Bs23`] | 3 | 3 | order 2 | cubic Hermite, O(h⁴) |
//! | [`Rk4`] | 4 | 4 | | cubic Hermite, O(h⁴) |
//! | [`Rk45`] | 5 | 6 | order 4 | its own of degree 4, O(h⁵) |
//! | [`Verner65`] | 6 | 8 | order 5 | its own of degree 6, O(h⁶), one evaluation more |
//! | [`ExponentialEuler`] | 1 | 1, of the coefficients | | cubic Hermite, O(h⁴), two evaluations more |
//! | [`ExponentialStrang`] | 2 | 1, of the last part | | cubic Hermite, O(h⁴), two evaluations more |
//! | [`Rodas5P`] | 5 | 10, and the [`Matrix`] ∂f/∂y | order 4 | its own of degree 4, O(h⁵) |
//! | [`Dop853`] | 8 | 12 | orders 5 and 3 | its own of degree 7, O(h⁸), three evaluations more |

mod adaptive;
mod arithmetic;
mod atol;
mod bs23;
mod checkpoint;
mod conditionally_linear;
mod control;
mod controller;
mod curve;
mod diagnosis;
mod direction;
mod dop853;
mod euler;
mod event;
mod exp;
mod exponential_euler;
mod exponential_strang;
mod first_step;
mod fixed;
mod handler;
mod heun;
mod integrate;
mod level;
mod matrix;
mod method;
mod name;
mod nodes;
mod paces;
mod piece;
mod pile;
mod polynomial;
mod reach;
mod real;
mod rk4;
mod rk45;
mod rodas5p;
mod root;
mod run;
mod series;
#[cfg(feature = "alloc")]
mod solution;
mod squid_exponentials;
mod stability;
mod stages;
mod state;
mod statistics;
mod step;
mod stepper;
mod stiffness;
mod system;
mod tableau;
mod tableau_check;
mod verner65;
mod view;
mod watch;

pub use adaptive::{Adaptive, AdaptiveMemory};
pub(crate) use arithmetic::{Arithmetic, Fused, Plain, fused_apart};
pub use bs23::Bs23;
pub use checkpoint::Checkpoint;
pub use conditionally_linear::ConditionallyLinear;
pub(crate) use conditionally_linear::relaxed;
pub use control::{Course, Effort, Segment, StepControl, Tolerance};
pub use curve::Curve;
pub use direction::Direction;
pub use dop853::Dop853;
pub use euler::Euler;
pub use event::{Crossing, Event, EventFunction, crossing, falling, rising};
pub use exponential_euler::ExponentialEuler;
pub use exponential_strang::{ExponentialStrang, Factor, FastStrang, SafeStrang};
pub use fixed::{Fixed, FixedMemory};
pub use handler::{Action, Events, Handler, Outcome, Report, Reset, Stop};
pub use heun::Heun;
pub use integrate::{Steps, integrate};
pub use level::{Component, Level, component};
pub use matrix::Matrix;
pub use method::{EmbeddedMethod, Method};
pub use name::Name;
pub use real::{Real, Scalar};
pub use rk4::Rk4;
pub use rk45::Rk45;
pub use rodas5p::{Rodas5P, Rosenbrock};
pub(crate) use series::horner;
#[cfg(feature = "alloc")]
pub use solution::Solution;
pub(crate) use squid_exponentials::SquidExponentials;
pub use stages::Stages;
pub(crate) use state::dimension_like;
pub use state::{__inlined, State};
pub use statistics::Statistics;
pub use step::{Interpolant, Interval, Node, Step};
pub use stepper::{EmbeddedStepper, Stepper};
pub use system::{Differences, FnSystem, JacobianFunction, OdeSystem, Time, from_fn};
pub use tableau::{EmbeddedTableau, Tableau, Workspace};
pub use verner65::Verner65;
pub use view::StepView;
pub use watch::{TakenStep, Watch};

#[cfg(feature = "alloc")]
pub(crate) use control::zero_if_finite;
#[cfg(feature = "alloc")]
pub(crate) use diagnosis::check_finite;
pub(crate) use direction::check_ascending;
#[cfg(feature = "alloc")]
pub(crate) use paces::{Paces, segment_from};
pub(crate) use root::bracket;
