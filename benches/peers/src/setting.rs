//! [`Setting`]: how accurate a method is asked to be.

use std::fmt;

/// What the absolute tolerance of each component is, as a multiple of the relative one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Weights {
    /// What the library chooses when nothing is said.
    Default,
    /// One multiple for V in mV and for the gates.
    Same(f64),
    /// One for each of V, m, h, n.
    Each([f64; 4]),
}

/// The relative tolerance 10^(−tenths/10), and the absolute one that goes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Setting {
    pub(crate) tenths: i32,
    pub(crate) weights: Weights,
}

impl Setting {
    pub(crate) fn rtol(&self) -> f64 {
        10.0_f64.powf(f64::from(self.tenths) / -10.0)
    }

    /// The multiple for all components.
    pub(crate) fn weight(&self) -> f64 {
        if let Weights::Same(weight) = self.weights { weight } else { 1.0 }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "10^−{:.1}", f64::from(self.tenths) / 10.0)?;
        match self.weights {
            Weights::Default => Ok(()),
            Weights::Same(weight) => write!(f, ", atol {weight} rtol"),
            Weights::Each(_) => write!(f, ", atol each"),
        }
    }
}
