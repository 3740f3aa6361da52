//! What can fail, with which value, at which time.

mod number;

use core::fmt;

pub use number::Number;
use number::outside_remedy;

use crate::ode::{Name, Scalar};

/// The error of this crate: a sentence with the value, the place and the remedy, in `Display` and
/// in `Debug`.
///
/// `Debug` prints the same sentence, so that `fn main() -> Result<(), excitable::Error>` reads
/// well.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let error = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.0)).solution().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "Fixed: dt = 0, but it must be > 0: give the step as a positive size, \
///      forward and backward alike"
/// );
/// ```
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value outside its bound.
    #[error("{owner}: {field} = {value}, but it must be {bound}: {remedy}")]
    Invalid {
        /// The object that holds the value, such as `pulse` or `Parameters`.
        owner: &'static str,
        /// The field's name.
        field: &'static str,
        /// The value that was given.
        value: Number,
        /// The inequality that the value violates.
        bound: Bound,
        /// What to do.
        remedy: &'static str,
    },
    /// A state, list or tolerance of the wrong length.
    #[error("{owner}: {field} has {found} components, but it must have {expected}: {remedy}")]
    Length {
        /// The object that holds the state, list or tolerance.
        owner: &'static str,
        /// The field's name.
        field: &'static str,
        /// The length that is needed.
        expected: usize,
        /// The length that was given.
        found: usize,
        /// What to do.
        remedy: &'static str,
    },
    /// A component of the state, or of its slope, that is NaN or infinite.
    #[error("{quantity} of {component} is {value} at t = {t}: {}", quantity.remedy())]
    NonFinite {
        /// The state or its slope.
        quantity: Quantity,
        /// The component's name.
        component: Name,
        /// NaN, ∞ or −∞.
        value: Number,
        /// The time of the value.
        t: Number,
    },
    /// The error control asked for a step that is too small to take.
    #[error("the error control needs a step below {limit} at t = {t}: {remedy}")]
    StepTooSmall {
        /// The time that the run has reached.
        t: Number,
        /// The smallest step allowed there: the spacing of floats, or `min_step`.
        limit: Number,
        /// What to do.
        remedy: &'static str,
    },
    /// The step budget is spent.
    #[error(
        "the budget of {steps} steps is spent at t = {t}, before the end at t = {end}: raise it \
         with `budget`, or {remedy}"
    )]
    Budget {
        /// The number of steps allowed.
        steps: u64,
        /// The time that the run has reached.
        t: Number,
        /// The end of the span.
        end: Number,
        /// What to do instead of raising the budget.
        remedy: &'static str,
    },
    /// A breakpoint that does not lie strictly beyond the given time.
    #[error(
        "the system announced {announced} as the next breakpoint {towards} t = {t}: \
         `next_breakpoint` must return a time strictly beyond t, or None"
    )]
    Breakpoint {
        /// The given time.
        t: Number,
        /// The breakpoint returned for it.
        announced: Number,
        /// `after` or `before`.
        towards: &'static str,
    },
    /// A time outside the solution.
    #[error(
        "t = {t} lies outside the solution, which covers {start} to {end}: {}",
        outside_remedy(*t, [*start, *end])
    )]
    Outside {
        /// The time of the sample.
        t: Number,
        /// The start of the solution.
        start: Number,
        /// The end of the solution.
        end: Number,
    },
    /// A grid whose times do not follow one another in the direction of the run.
    #[error(
        "the grid gives t = {t} after t = {before}: sort it in the direction of the run, or \
         collect a `solution` and sample that"
    )]
    Order {
        /// The time that is out of order.
        t: Number,
        /// The time before it.
        before: Number,
    },
    /// Infinitely many events in a finite time, as of a ball whose bounces shrink to nothing.
    #[error(
        "{events} events that change the state follow one another within a few floats at t = {t}: \
         let the state rest there (a ball that has stopped bouncing), or end the run with \
         `stop_on`"
    )]
    Zeno {
        /// The number of events.
        events: u32,
        /// The time of the events.
        t: Number,
    },
    /// The error of one neuron of an ensemble.
    #[cfg(feature = "alloc")]
    #[error("neuron {index}: {cause}")]
    Neuron {
        /// The neuron, counted from 0.
        index: usize,
        /// The error of the neuron.
        cause: alloc::boxed::Box<Error>,
    },
    /// The error of one section of a tree.
    #[cfg(feature = "alloc")]
    #[error("section {index}: {cause}")]
    Section {
        /// The row of the section, counted from 0.
        index: usize,
        /// What is wrong with it.
        cause: alloc::boxed::Box<Error>,
    },
    /// The error of one of several cables.
    #[cfg(feature = "alloc")]
    #[error("cable {index}: {cause}")]
    Cable {
        /// The cable, counted from 0.
        index: usize,
        /// The error of the cable.
        cause: alloc::boxed::Box<Error>,
    },
    /// A part of another sweep.
    #[error(
        "the part {start}..{end} is of another sweep, whose {field} differs: join parts of one \
         sweep only"
    )]
    Part {
        /// The first member of the part.
        start: usize,
        /// The end of the part.
        end: usize,
        /// The field in which it differs.
        field: &'static str,
    },
    /// Members of a sweep that two parts hold.
    #[error("two parts hold {start}..{end} of the sweep: give one of them")]
    Overlap {
        /// The first member that both hold.
        start: usize,
        /// The end of what both hold.
        end: usize,
    },
    /// Members of a sweep that no part holds.
    #[error("no part holds {start}..{end} of the sweep: run that range")]
    Missing {
        /// The first member that is missing.
        start: usize,
        /// The end of what is missing.
        end: usize,
    },
    /// Vector instructions that this machine does not have.
    #[error("this machine has no {level} instructions: run on {widest}, or leave the choice out")]
    SimdLevel {
        /// The SIMD level asked for.
        level: &'static str,
        /// The widest of this machine.
        widest: &'static str,
    },
    /// An entry of a Jacobian beyond the diagonals that the system has stated.
    #[error(
        "the Jacobian writes its entry ({row}, {column}), which the bandwidth ({below}, {above}) \
         leaves out: state a larger bandwidth"
    )]
    Band {
        /// The row of the entry.
        row: usize,
        /// The column of the entry.
        column: usize,
        /// The diagonals below the main one.
        below: usize,
        /// The diagonals above the main one.
        above: usize,
    },
    /// A search without a result.
    #[error("{sought} was not found ({} = {}): {remedy}", place.0, place.1)]
    NotFound {
        /// The object of the search.
        sought: &'static str,
        /// The point at which the search ended: a name and its value.
        place: (&'static str, Number),
        /// What to do.
        remedy: &'static str,
    },
    /// An event function that returned NaN.
    #[error("the event function is NaN at t = {t}: it must be a number wherever the solution goes")]
    Event {
        /// The time at which it was evaluated.
        t: Number,
    },
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The inequality that a value violates.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// Neither NaN nor infinite.
    Finite,
    /// Finite and > 0.
    Positive,
    /// Finite and ≥ 0.
    NonNegative,
    /// Greater than another field.
    Above(&'static str, Number),
    /// Less than a stated limit.
    Below(Number),
    /// At least another field or a stated limit.
    AtLeast(&'static str, Number),
    /// At most another field or a stated limit.
    AtMost(&'static str, Number),
    /// Equal to another value, named or not.
    Equal(&'static str, Number),
    /// Within 1 % of another value.
    Near(&'static str, Number),
    /// Of the sign opposite to that of another value, or 0.
    Opposite(&'static str, Number),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finite => f.write_str("finite"),
            Self::Positive => f.write_str("> 0"),
            Self::NonNegative => f.write_str(">= 0"),
            Self::Above(name, limit) => write!(f, "> {name} = {limit}"),
            Self::Below(limit) => write!(f, "< {limit}"),
            Self::AtLeast("", limit) => write!(f, ">= {limit}"),
            Self::AtLeast(name, limit) => write!(f, ">= {name} = {limit}"),
            Self::AtMost("", limit) => write!(f, "at most {limit}"),
            Self::AtMost(name, limit) => write!(f, "<= {name} = {limit}"),
            Self::Equal("", value) => write!(f, "{value}"),
            Self::Equal(name, value) => write!(f, "{name}, {value}"),
            Self::Opposite(name, value) => write!(f, "of the opposite sign of {name} = {value}"),
            Self::Near(name, value) => write!(f, "within 1 % of {name} = {value}"),
        }
    }
}

/// A quantity that is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The initial state.
    Start,
    /// The state y.
    State,
    /// The slope dy/dt.
    Slope,
    /// The slope dy/dt at a trial state of the step under way.
    TriedSlope,
    /// The row of the Jacobian that belongs to the component.
    Jacobian,
    /// The state after a change at an event.
    Changed,
    /// The state between two nodes, by dense output.
    DenseOutput,
    /// One of the samples that a stimulus is made of.
    Sample,
    /// Another one.
    Other {
        /// Its name.
        name: &'static str,
        /// What to do.
        remedy: &'static str,
    },
}

impl Quantity {
    fn remedy(self) -> &'static str {
        match self {
            Self::Start => "give a finite initial state",
            Self::State => {
                "the step is too large for the problem or the solution grows without bound; take a \
                 smaller dt or an adaptive method"
            }
            Self::TriedSlope => {
                "the step went where the right-hand side is not finite; take a smaller dt or an \
                 adaptive method, or look for a function that leaves its domain"
            }
            Self::Jacobian => {
                "the system's `jacobian` wrote it, or differences found no finite slope on either \
                 side; look for a derivative that leaves its domain"
            }
            Self::Changed => "the change of the state left it so; assign finite numbers there",
            Self::DenseOutput => {
                "the polynomial between two nodes overflows, or a stage that only it needs is not \
                 finite; take a smaller dt or max_step, or a unit in which the state is smaller"
            }
            Self::Sample => "give samples that are finite numbers",
            Self::Other { remedy, .. } => remedy,
            Self::Slope => {
                "the right-hand side returned it; look for a stimulus, a parameter or a function \
                 that leaves its domain there, or for a component that is not written"
            }
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "the initial state",
            Self::State => "the state",
            Self::Jacobian => "the Jacobian's row",
            Self::Changed => "the changed state",
            Self::DenseOutput => "the dense output",
            Self::Sample => "the current",
            Self::Other { name, .. } => name,
            Self::Slope | Self::TriedSlope => "the slope",
        })
    }
}

/// `Ok` where `holds`, else [`Error::Invalid`] about `value`.
pub(crate) fn require<T: Scalar>(
    holds: bool,
    owner: &'static str,
    (field, value): (&'static str, T),
    bound: Bound,
    remedy: &'static str,
) -> Result<(), Error> {
    if holds {
        return Ok(());
    }
    Err(Error::Invalid { owner, field, value: value.into(), bound, remedy })
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
