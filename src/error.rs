//! What can fail, with which value, at which time.

use core::fmt;

use crate::ode::{Name, Scalar};

/// What went wrong: a sentence with the value, the place and the remedy, in `Display` and in `Debug`.
///
/// `Debug` prints the same sentence, so that `fn main() -> Result<(), excitable::Error>` reads well.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let error = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.0)).solution().unwrap_err();
/// assert_eq!(error.to_string(), "Fixed: dt = 0, but it must be > 0: give the step as a positive size, forward and backward alike");
/// ```
#[derive(Clone, Copy, PartialEq, thiserror::Error)]
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
        /// The inequality that it violates.
        bound: Bound,
        /// What to do.
        remedy: &'static str,
    },
    /// A state, list or tolerance of the wrong length.
    #[error("{owner}: {field} has {found} components, but it must have {expected}: {remedy}")]
    Length {
        /// The object that holds it.
        owner: &'static str,
        /// The field's name.
        field: &'static str,
        /// The length that was needed.
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
        /// The time at which it was met.
        t: Number,
    },
    /// The error control asked for a step that is too small to take.
    #[error(
        "the error control needs a step below {limit} at t = {t}: the problem may be stiff or singular there; loosen rtol and atol, lower min_step, or tell the system's corner as a breakpoint"
    )]
    StepTooSmall {
        /// The time at which the run stands.
        t: Number,
        /// The smallest step that may be taken there.
        limit: Number,
    },
    /// The step budget is spent.
    #[error(
        "the budget of {steps} steps is spent at t = {t}, before the end at t = {end}: raise it with `budget`, or take larger steps (dt, rtol and atol)"
    )]
    Budget {
        /// The number of steps that were allowed.
        steps: u64,
        /// The time at which the run stands.
        t: Number,
        /// The end of the span.
        end: Number,
    },
    /// A breakpoint that does not lie strictly beyond the time it was asked for.
    #[error(
        "the system announced {announced} as the next breakpoint {towards} t = {t}: `next_breakpoint` must return a time strictly beyond t, or None"
    )]
    Breakpoint {
        /// The time it was asked for.
        t: Number,
        /// What it answered.
        announced: Number,
        /// `after` or `before`.
        towards: &'static str,
    },
    /// A time outside the solution.
    #[error(
        "t = {t} lies outside the solution, which covers {start} to {end}: sample inside, or integrate further"
    )]
    Outside {
        /// The time that was asked for.
        t: Number,
        /// Where the solution starts.
        start: Number,
        /// Where it ends.
        end: Number,
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
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finite => f.write_str("finite"),
            Self::Positive => f.write_str("> 0"),
            Self::NonNegative => f.write_str(">= 0"),
            Self::Above(name, limit) => write!(f, "> {name} = {limit}"),
            Self::Below(limit) => write!(f, "< {limit}"),
            Self::AtLeast(name, limit) => write!(f, ">= {name} = {limit}"),
            Self::AtMost(name, limit) => write!(f, "<= {name} = {limit}"),
        }
    }
}

/// What was found non-finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The initial state.
    Start,
    /// The state y.
    State,
    /// The slope dy/dt.
    Slope,
    /// The slope dy/dt at a state that the step under way only tried.
    TriedSlope,
}

impl Quantity {
    fn remedy(self) -> &'static str {
        match self {
            Self::Start => "give a finite initial state",
            Self::State => {
                "the step is too large for the problem or the solution grows without bound; take a smaller dt or an adaptive method"
            }
            Self::TriedSlope => {
                "the step went where the right-hand side is not finite; take a smaller dt or an adaptive method, or look for a function that leaves its domain"
            }
            Self::Slope => {
                "the right-hand side returned it; look for a stimulus, a parameter or a function that leaves its domain there"
            }
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "the initial state",
            Self::State => "the state",
            Self::Slope | Self::TriedSlope => "the slope",
        })
    }
}

/// A number inside an [`Error`]: an `f64` that prints an `f32`'s value with the `f32`'s digits.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(pub f64);

impl<T: Scalar> From<T> for Number {
    fn from(x: T) -> Self {
        Self(x.to_f64())
    }
}

impl fmt::Display for Number {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the comparison decides whether it truncates"
    )]
    #[allow(clippy::float_cmp, reason = "exactly representable or not is the question")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = self.0 as f32;
        let size = self.0.abs();
        let plain = size == 0.0 || (1e-4..1e16).contains(&size) || !size.is_finite();
        match (f64::from(short) == self.0, plain) {
            (true, true) => write!(f, "{short}"),
            (true, false) => write!(f, "{short:e}"),
            (false, true) => write!(f, "{}", self.0),
            (false, false) => write!(f, "{:e}", self.0),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `Ok` when `holds`, else the sentence about `value`.
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
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn numbers_print_with_the_digits_of_their_type() {
        assert_eq!(format!("{}", Number::from(0.1_f32)), "0.1");
        assert_eq!(format!("{}", Number::from(0.1_f64)), "0.1");
        assert_eq!(format!("{}", Number::from(1e-12_f64)), "1e-12");
        assert_eq!(format!("{}", Number::from(f64::NAN)), "NaN");
        assert_eq!(format!("{}", Number::from(0.0_f64)), "0");
    }

    #[test]
    fn debug_is_the_same_sentence_as_display() {
        let error = Error::Event { t: Number(3.0) };
        assert_eq!(format!("{error:?}"), format!("{error}"));
    }
}
