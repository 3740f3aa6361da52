//! [`poisson`]: spikes at random times.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::gaussian::uniform;
use super::{require_finite, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::Scalar;

/// The largest number of spikes that is expected of one call: 8 GB.
const MOST: f64 = 1e9;

/// The times of a Poisson process in `span`: independent spikes, `rate` of them on average in one
/// unit of time (1/ms for a neuron).
///
/// The same `seed` gives the same spikes, and a longer span more of them after these. Interval k is
/// −ln(u)/rate with the uniform number k of the seed, and so exponentially distributed.
///
/// # Errors
///
/// A rate that is negative or not finite, a span that is not finite or runs backward, or more than
/// 10⁹ spikes to be expected.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let spikes: Vec<f64> = stimulus::poisson(0.5, 0.0..1000.0, 42)?;
/// assert!((spikes.len() as f64 - 500.0).abs() < 70.0); // three standard deviations
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn poisson<T: Scalar>(rate: T, span: Range<T>, seed: u64) -> Result<Vec<T>, Error> {
    check(rate, &span)?;
    let rate = rate.to_f64();
    // ¬seed: other numbers than those of a noise with this seed.
    let gaps = (0..).map(|k| -Float::ln(uniform(!seed, k)) / rate);
    let times = gaps.scan(span.start.to_f64(), |t, gap| {
        *t += gap;
        Some(*t)
    });
    Ok(times.map(T::lit).take_while(|&t| t < span.end).collect())
}

fn check<T: Scalar>(rate: T, span: &Range<T>) -> Result<(), Error> {
    let owner = "poisson";
    let remedy = "give the mean number of spikes in a unit of time";
    let holds = rate >= zero() && Float::is_finite(rate);
    require(holds, owner, ("rate", rate), Bound::NonNegative, remedy)?;
    require_finite(owner, "span.start", span.start)?;
    require_finite(owner, "span.end", span.end)?;
    let bound = Bound::AtLeast("span.start", span.start.into());
    let remedy = "write the span from its earlier to its later end; it serves backward runs too";
    require(span.end >= span.start, owner, ("span.end", span.end), bound, remedy)?;
    let expected = rate.to_f64() * (span.end.to_f64() - span.start.to_f64());
    let bound = Bound::AtMost("", MOST.into());
    let remedy = "take a lower rate or a shorter span";
    require(expected <= MOST, owner, ("spikes to be expected", expected), bound, remedy)
}
