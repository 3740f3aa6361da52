//! The core: initial value problems of ordinary differential equations.
//!
//! | what | where |
//! |---|---|
//! | the problem | [`OdeSystem`], [`from_fn`](fn@from_fn); [`State`], [`Real`], [`Scalar`] |
//! | the step | [`Stepper`], [`EmbeddedStepper`]; [`Node`], [`Interval`], [`Step`], [`Interpolant`] |
//! | the method | [`Euler`], [`Heun`], [`Bs23`], [`Rk4`], [`Rk45`], [`Verner65`], [`Dop853`]; your own by its [`Tableau`]; [`ExponentialEuler`], [`ExponentialStrang`], [`FastStrang`], [`SafeStrang`] for [`ConditionallyLinear`] systems; [`LineStrang`](crate::LineStrang) for [`TridiagonallyLinear`] ones; [`Rodas5P`] for stiff ones |
//! | the control | [`Fixed`], [`Adaptive`], [`Tolerance`] |
//! | the run | [`integrate`](fn@integrate), [`Steps`], [`StepView`], [`Checkpoint`] |
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
//! | [`ExponentialStrang`], [`FastStrang`], [`SafeStrang`] | 2 | 1, of the last part | | cubic Hermite, O(h⁴), two evaluations more |
//! | [`LineStrang`](crate::LineStrang) | 2 | 1 | | cubic Hermite, O(h⁴), two evaluations more |
//! | [`Rodas5P`] | 5 | 10, and the [`Matrix`] ∂f/∂y | order 4 | its own of degree 4, O(h⁵) |
//! | [`Dop853`] | 8 | 12 | orders 5 and 3 | its own of degree 7, O(h⁸), three evaluations more |

pub(crate) mod control;
pub(crate) mod dense;
pub(crate) mod event;
pub(crate) mod method;
pub(crate) mod problem;
pub(crate) mod run;

pub use control::{Adaptive, ControlStatistics, Fixed, StepContext, StepControl, Tolerance};
pub(crate) use dense::DenseStep;
#[cfg(feature = "alloc")]
pub(crate) use dense::Solution;
pub use dense::{Curve, Interpolant, Interval, Node, Step};
pub(crate) use event::EventFunction;
pub use event::{Component, Crossing, Event, EventDetector};
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use event::{component, crossing, falling, rising};
#[cfg(feature = "alloc")]
pub(crate) use method::Relaxes;
pub(crate) use method::Stages;
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use method::{
    Bs23, Dop853, Euler, ExponentialEuler, ExponentialStrang, FastStrang, Heun, Method, Rk4, Rk45,
    Rodas5P, SafeStrang, Verner65,
};
pub use method::{EmbeddedStepper, EmbeddedTableau, Rosenbrock, Stepper, Tableau, Workspace};
pub use problem::{ConditionallyLinear, FnSystem, Name, OdeState, RightHandSide, Time};
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use problem::{Direction, OdeSystem, State, from_fn};
pub(crate) use run::integrate;
#[cfg(feature = "alloc")]
pub(crate) use run::segment_from;
pub use run::{Checkpoint, Segment, Statistics, StepView, Steps};

#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use crate::num::{Arithmetic, Fused, Matrix, Plain, Real, Scalar};
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use crate::num::{bracket, horner};
#[cfg(feature = "alloc")]
pub(crate) use control::StepGrid;
#[cfg(feature = "alloc")]
pub(crate) use problem::check_finite;
#[cfg(feature = "alloc")]
pub use problem::{Row, TridiagonallyLinear};
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use problem::{check_ascending, relaxed};
