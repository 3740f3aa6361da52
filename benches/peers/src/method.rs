//! [`Method`]: one way to solve task A.

use crate::setting::{Setting, Weights};
use crate::trace::Trace;

/// Fills the trace, or says why it cannot.
pub(crate) type Solve = Box<dyn FnMut(Setting, &mut Trace) -> Result<(), String>>;

/// One way to solve task A, of which the best variant counts.
pub(crate) struct Method {
    /// The crate that it is from.
    pub(crate) from: &'static str,
    pub(crate) name: &'static str,
    /// The absolute tolerances to try it with.
    pub(crate) weights: &'static [Weights],
    pub(crate) variants: Vec<Variant>,
}

/// One of the choices that a library leaves to its user beside the tolerances.
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    pub(crate) solve: Solve,
}

impl Method {
    pub(crate) fn is_ours(&self) -> bool {
        self.from == crate::ours::CRATE
    }

    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.from, self.name)
    }
}

impl Variant {
    /// The only one of its method.
    pub(crate) fn only(solve: Solve) -> Vec<Self> {
        vec![Self { name: "", solve }]
    }
}
