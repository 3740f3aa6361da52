//! [`Lane`]: a number that is several numbers side by side.

use crate::ode::{Real, Scalar};

/// A [`Real`] that holds one number for each of several neurons.
///
/// # Law
///
/// Every operation acts on each lane as on a number of its own: what one lane holds never changes
/// what another one becomes, in any bit.
pub trait Lane: Real + Default + Send + Sync + 'static {
    /// The number in each lane.
    type Scalar: Scalar;

    /// The number of lanes.
    const WIDTH: usize;

    /// Whether the numbers are so short that a sum of many steps keeps what rounding took from it.
    const IS_SHORT: bool;

    /// The number with `f(i)` in lane i.
    fn from_fn(f: impl FnMut(usize) -> Self::Scalar) -> Self;

    /// The number in lane `i`; that of lane 0 beyond the last.
    fn lane(&self, i: usize) -> Self::Scalar;

    /// Puts `x` into lane `i`; nothing beyond the last.
    fn set_lane(&mut self, i: usize, x: Self::Scalar);

    /// Whether `self` < `limit` ≤ `other` in any lane.
    fn any_passes(self, limit: Self, other: Self) -> bool;

    /// Whether some `x` is so near 0, in any lane, that e^x from a power of its root has lost too
    /// much for e^x − 1.
    fn any_near_zero(x: [Self; 2]) -> bool;

    /// [`Real::exprelr_fractions`] where some lane is near 0; the other lanes as if none were.
    fn fractions_near_zero(x: [Self; 2], exp: Self, factors: [f64; 2]) -> [(Self, Self); 2];

    /// Whether any lane is not finite.
    fn any_non_finite(self) -> bool;
}
