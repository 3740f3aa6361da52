//! [`Failure`]: the error of one member of a sweep, as a value that can be written and read.

use alloc::string::{String, ToString as _};
use core::fmt;

use crate::Error;

/// Why a member of a [`Sweep`](super::Sweep) has no value.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Failure {
    /// The name of the variant of [`Error`]: `NonFinite`, `Budget`, ….
    pub kind: String,
    /// The time at which the run ended, where it had begun.
    pub t: Option<f64>,
    /// The sentence of the error.
    pub sentence: String,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        if let Error::Neuron { cause, .. } = error {
            return Self::from(&**cause);
        }
        let (kind, t) = kind_and_time(error);
        Self { kind: kind.into(), t, sentence: error.to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl core::error::Error for Failure {}

fn kind_and_time(error: &Error) -> (&'static str, Option<f64>) {
    match error {
        Error::Invalid { .. } => ("Invalid", None),
        Error::Length { .. } => ("Length", None),
        Error::NonFinite { t, .. } => ("NonFinite", Some(t.value())),
        Error::StepTooSmall { t, .. } => ("StepTooSmall", Some(t.value())),
        Error::Budget { t, .. } => ("Budget", Some(t.value())),
        Error::Breakpoint { t, .. } => ("Breakpoint", Some(t.value())),
        Error::Outside { t, .. } => ("Outside", Some(t.value())),
        Error::Order { t, .. } => ("Order", Some(t.value())),
        Error::Zeno { t, .. } => ("Zeno", Some(t.value())),
        Error::Neuron { .. } => ("Neuron", None),
        Error::Section { .. } => ("Section", None),
        Error::Cable { .. } => ("Cable", None),
        Error::SimdLevel { .. } => ("SimdLevel", None),
        Error::Band { .. } => ("Band", None),
        Error::NotFound { .. } => ("NotFound", None),
        Error::Event { t } => ("Event", Some(t.value())),
        Error::Part { .. } => ("Part", None),
        Error::Overlap { .. } => ("Overlap", None),
        Error::Missing { .. } => ("Missing", None),
    }
}
