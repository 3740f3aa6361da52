//! [`threshold`](fn@threshold): the least parameter with which something happens, by bisection.

use core::ops::Range;

use num_traits::Float;

use crate::Error;
use crate::analysis::range::check_range;
use crate::ode::Scalar;

/// Half a range of 1 is below a float after 53 halvings, a range around 0 after more.
const HALVINGS: u32 = 200;

/// The least number in `range` at which `fires` holds, by bisection: it holds at the number that is
/// returned, and not a few floats below.
///
/// What is bisected may be anything that a closure makes of a number: the amplitude of a pulse, its
/// duration, the interval between two. Where `fires` changes more than once in the range, one of
/// the changes is found.
///
/// # Errors
///
/// [`Error::NotFound`] where it holds at the start of the range already, or not at its end;
/// [`Error::Invalid`] where a bound is not finite or the range is empty; and what `fires` returns.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::analysis::threshold;
///
/// // Anode break: the least hyperpolarising current for 20 ms after which the axon fires.
/// let axon = HodgkinHuxley::<f64>::squid_axon();
/// let trial = axon.trial(50.0)?;
/// let after = |x: f64| axon.with_stimulus(pulse(0.0..20.0, -x));
/// let least = threshold(0.0..20.0, |x| trial.fires(&after(x)))?;
/// assert!((least - 2.791698478).abs() < 1e-8); // µA/cm²
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn threshold<T: Scalar>(
    range: Range<T>,
    mut fires: impl FnMut(T) -> Result<bool, Error>,
) -> Result<T, Error> {
    check_range("threshold", &range)?;
    let (mut low, mut high) = (range.start.without_derivatives(), range.end.without_derivatives());
    let sought = "a threshold";
    if fires(low)? {
        let remedy = "it fires there already; begin the range lower";
        return Err(Error::NotFound { sought, place: ("range.start", low.into()), remedy });
    }
    if !fires(high)? {
        let remedy = "it does not fire there; end the range higher, or run longer";
        return Err(Error::NotFound { sought, place: ("range.end", high.into()), remedy });
    }
    for _ in 0..HALVINGS {
        let middle = low + T::lit(0.5) * (high - low);
        if high - low <= T::lit(4.0) * Scalar::ulp(Float::max(Float::abs(low), Float::abs(high))) {
            break;
        }
        if fires(middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(high)
}
