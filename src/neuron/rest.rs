//! The state of rest of a membrane: the root of its steady current.

use core::ops::Range;

use num_traits::Float;

use super::{Conductance, HodgkinHuxley, Membrane, Parameters, Potential};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Scalar, bracket};
#[cfg(feature = "alloc")]
use crate::stimulus::constant;

impl<T: Scalar, S> HodgkinHuxley<T, S> {
    /// The state in which, without stimulus, nothing changes: the steady ionic current vanishes.
    ///
    /// It is looked for between the lowest and the highest reversal potential; with the
    /// Hodgkin–Huxley rates and parameters it is the only one.
    ///
    /// # Errors
    ///
    /// Where all conductances are zero, any potential is at rest and none is returned.
    pub fn rest(&self) -> Result<Membrane<T>, Error> {
        self.parameters().check()?;
        let Parameters { g_na, g_k, g_l, .. } = self.parameters();
        let [na, k, l] = [g_na, g_k, g_l].map(Conductance::as_millisiemens_per_cm2);
        let total = na + k + l;
        let remedy = "give the membrane at least one conductance";
        require(
            total > T::lit(0.0),
            "rest",
            ("total conductance", total),
            Bound::Positive,
            remedy,
        )?;
        let steady = |v: T| self.currents(&self.clamped_at(v)).total();
        Ok(self.clamped_at(root_between(self.reversal_range(), steady)?))
    }

    /// The same neuron under a constant current instead of its stimulus, which need not be `Copy`.
    #[cfg(feature = "alloc")]
    pub(crate) fn under(&self, current: T) -> HodgkinHuxley<T> {
        HodgkinHuxley::unchecked(self.parameters()).with_stimulus(constant(current))
    }

    /// From the lowest to the highest reversal potential (mV).
    pub(crate) fn reversal_range(&self) -> Range<T> {
        let Parameters { e_na, e_k, e_l, .. } = self.parameters();
        let [na, k, l] = [e_na, e_k, e_l].map(Potential::as_millivolts);
        na.min(k).min(l)..na.max(k).max(l)
    }
}

/// The potential between two others at which the `steady` current of the membrane vanishes.
pub(super) fn root_between<T: Scalar>(
    range: Range<T>,
    steady: impl Fn(T) -> T,
) -> Result<T, Error> {
    let (low, high) = (steady(range.start), steady(range.end));
    let remedy = "the rates overflow there; bring the two potentials closer to one another";
    let finite = Float::is_finite(low) && Float::is_finite(high);
    require(finite, "rest", ("steady current", low + high), Bound::Finite, remedy)?;
    let remedy = "give two potentials between which the membrane rests";
    let bound = Bound::Opposite("the steady current at its start", low.into());
    let value = ("steady current at the end of the range", high);
    require(low * high <= T::zero(), "rest", value, bound, remedy)?;
    let plain = |v: T| steady(v).without_derivatives();
    let (start, end) = (range.start.without_derivatives(), range.end.without_derivatives());
    let (a, b) = bracket((start, plain(start)), (end, plain(end)), plain);
    let nearer = if Float::abs(plain(a)) < Float::abs(plain(b)) { a } else { b };
    Ok(nearer.settled(steady))
}
