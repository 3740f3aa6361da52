//! A component of a state that is a list of parts.

use super::State;
use crate::ode::problem::Name;

/// Component `index` of the parts.
#[inline(always)]
pub(super) fn component<S: State>(parts: &[S], mut index: usize) -> Option<S::Scalar> {
    for part in parts {
        let count = part.dimension();
        if index < count {
            return part.component(index);
        }
        index -= count;
    }
    None
}

/// Finds component `index` among the parts and appends its path.
pub(super) fn name<S: State>(parts: &[S], mut index: usize, name: &mut Name) {
    for (i, part) in parts.iter().enumerate() {
        let count = part.dimension();
        if index < count {
            name.element(i);
            return part.name(index, name);
        }
        index -= count;
    }
}
