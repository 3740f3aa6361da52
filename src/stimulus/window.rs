//! [`Window`]: a `Range` that can be copied.

use core::ops::Range;

/// The two ends that a `Range` has, in its serialised form too: a `Range` is no `Copy`, and would
/// keep whatever holds one from being it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename = "Range"))]
pub(super) struct Window<T> {
    pub(super) start: T,
    pub(super) end: T,
}

impl<T: Copy> Window<T> {
    #[inline(always)]
    pub(super) const fn of(range: Range<T>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl<T: PartialOrd> Window<T> {
    /// Whether `t` lies in the half-open window.
    #[inline(always)]
    pub(super) fn contains(&self, t: &T) -> bool {
        self.start <= *t && *t < self.end
    }
}
