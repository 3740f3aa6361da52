//! The generic core: initial value problems for ordinary differential equations.
//!
//! | what | where |
//! |---|---|
//! | the problem | [`OdeSystem`], [`from_fn`](fn@from_fn); [`State`], [`Real`], [`Scalar`] |
//! | the step | [`Stepper`], [`EmbeddedStepper`]; [`Node`], [`Interval`], [`Step`], [`Interpolant`] |
//! | the method | [`Euler`], [`Heun`], [`Bs23`], [`Rk4`], [`Rk45`], [`Verner65`], [`Dop853`]; your own by its [`Tableau`]; [`ExponentialEuler`], [`ExponentialStrang`] for [`ConditionallyLinear`] systems; [`Rodas5P`] for stiff ones |
//! | the control | [`Fixed`], [`Adaptive`], [`Tolerance`] |
//! | the driver | [`integrate`](fn@integrate), [`Steps`], [`StepView`], [`Checkpoint`] |
//! | the result | [`Solution`], [`Statistics`], [`Event`], [`Component`], [`EventDetector`], [`Crossing`], [`Curve`] |
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

pub(crate) mod control;
mod dense;
pub(crate) mod event;
mod method;
pub(crate) mod problem;
mod run;

pub use control::{Adaptive, ControlStatistics, Fixed, StepContext, StepControl, Tolerance};
pub(crate) use dense::DenseStep;
#[cfg(feature = "alloc")]
pub use dense::Solution;
pub use dense::{Curve, Interpolant, Interval, Node, Step};
pub use event::{
    Component, Crossing, Event, EventDetector, EventFunction, component, crossing, falling, rising,
};
#[cfg(feature = "alloc")]
pub(crate) use method::Relaxes;
pub use method::{
    Bs23, Dop853, EmbeddedMethod, EmbeddedStepper, EmbeddedTableau, Euler, ExponentialEuler,
    ExponentialStrang, FastStrang, Heun, Method, Rk4, Rk45, Rodas5P, Rosenbrock, SafeStrang,
    Stages, Stepper, Tableau, Verner65, Workspace,
};
pub use problem::{
    __inlined, ConditionallyLinear, Direction, FnSystem, Name, OdeState, OdeSystem, RightHandSide,
    State, Time, from_fn,
};
#[cfg(feature = "alloc")]
pub(crate) use run::segment_from;
pub use run::{Checkpoint, Segment, Statistics, StepView, Steps, integrate};

pub use crate::num::{Arithmetic, Fused, Matrix, Plain, Real, Scalar};
pub(crate) use crate::num::{bracket, horner};
#[cfg(feature = "alloc")]
pub(crate) use control::StepGrid;
#[cfg(feature = "alloc")]
pub(crate) use problem::check_finite;
pub(crate) use problem::{check_ascending, relaxed};
