//! [`threshold`]: the least parameter with which something happens, by bisection; and what is built on it.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::Trial;
use super::equilibrium::check_range;
use super::trial::not_empty;
use crate::Error;
use crate::ode::{OdeState, OdeSystem, Scalar, StepControl};

/// Half a range of 1 is below a float after 53 halvings, a range around 0 after more.
const HALVINGS: u32 = 200;

/// The least number in `range` at which `fires` holds, by bisection: it holds at the number that is returned,
/// and not a few floats below.
///
/// What is bisected may be anything that a closure makes of a number: the amplitude of a pulse, its duration,
/// the interval between two. Where `fires` changes more than once in the range, one of the changes is found.
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
/// let least = threshold(0.0..20.0, |x| trial.fires(&axon.with_stimulus(pulse(0.0..20.0, -x))))?;
/// assert!((least - 2.791698478).abs() < 1e-8); // µA/cm²
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn threshold<T: Scalar>(
    range: Range<T>,
    mut fires: impl FnMut(T) -> Result<bool, Error>,
) -> Result<T, Error> {
    check_range("threshold", &range)?;
    let Range { start: mut low, end: mut high } = range;
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

impl<Y, C> Trial<Y, C>
where
    Y: OdeState,
    C: Clone,
{
    /// The threshold amplitude at each of the `durations`: the strength–duration curve. `system(duration,
    /// amplitude)` is the neuron under one pulse.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for an empty list; [`Error::NotFound`] where an amplitude lies outside `amplitudes`; and
    /// as [`spike_time`](Trial::spike_time).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(20.0)?;
    /// let pulsed = |duration, amplitude| axon.with_stimulus(pulse(0.0..duration, amplitude));
    /// let curve = trial.strength_duration(&[0.1, 1.0], 0.0..200.0, pulsed)?;
    /// assert!((curve[0] - 65.127424637).abs() < 1e-7 && (curve[1] - 6.918925521).abs() < 1e-8);
    /// // The chronaxie: the duration at which twice the rheobase is needed.
    /// let rheobase = trial.threshold(0.0..100.0, |i| axon.with_stimulus(constant(i)))?;
    /// let chronaxie = trial.threshold(0.01..20.0, |duration| pulsed(duration, 2.0 * rheobase))?;
    /// assert!((1.0..2.0).contains(&chronaxie)); // ms
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn strength_duration<S, F>(
        &self,
        durations: &[Y::Scalar],
        amplitudes: Range<Y::Scalar>,
        system: F,
    ) -> Result<Vec<Y::Scalar>, Error>
    where
        S: OdeSystem<State = Y>,
        F: Fn(Y::Scalar, Y::Scalar) -> S,
        C: StepControl<S>,
    {
        not_empty("strength_duration", "durations", durations)?;
        let at = |&duration| self.threshold(amplitudes.clone(), |x| system(duration, x));
        durations.iter().map(at).collect()
    }

    /// The threshold amplitude of a second stimulus at each of the `intervals` after the first one, with which
    /// alone the neuron fires: relative refractoriness where it is raised, and `None` in the absolute refractory
    /// period, where no amplitude of the range is enough. `system(interval, amplitude)` is the neuron under both;
    /// only what happens `interval` after the start or later counts.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for an empty list; [`Error::NotFound`] where a spike follows at the least amplitude
    /// already (the first one, when the interval is shorter than its latency); and as
    /// [`spike_time`](Trial::spike_time).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let paired = |interval, amplitude| {
    ///     let second = pulse(interval..interval + 0.5, amplitude);
    ///     axon.with_stimulus(pulse(0.0..0.5, 30.0).plus(second))
    /// };
    /// let trial = axon.trial(40.0)?.with_control(Verner65.adaptive()); // four digits are enough
    /// let curve = trial.recovery(&[4.0, 10.0, 20.0], 0.0..60.0, paired)?;
    /// let single = trial.threshold(0.0..60.0, |x| axon.with_stimulus(pulse(0.0..0.5, x)))?;
    /// assert!(curve[0].is_none());
    /// assert!(curve[1].is_some_and(|x| x > 1.2 * single));
    /// // Later it is even more excitable than at rest.
    /// assert!(curve[2].is_some_and(|x| x < single));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn recovery<S, F>(
        &self,
        intervals: &[Y::Scalar],
        amplitudes: Range<Y::Scalar>,
        system: F,
    ) -> Result<Vec<Option<Y::Scalar>>, Error>
    where
        S: OdeSystem<State = Y>,
        F: Fn(Y::Scalar, Y::Scalar) -> S,
        C: StepControl<S>,
    {
        not_empty("recovery", "intervals", intervals)?;
        let at = |&interval| {
            let trial = self.clone().watching_from(interval);
            if !trial.fires(&system(interval, amplitudes.end))? {
                return Ok(None);
            }
            trial.threshold(amplitudes.clone(), |x| system(interval, x)).map(Some)
        };
        intervals.iter().map(at).collect()
    }
}
