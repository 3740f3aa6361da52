//! The recovery curve: the threshold of a second stimulus after a first one.

use alloc::vec::Vec;
use core::ops::Range;

use super::Trial;
use super::trial::not_empty;
use crate::Error;
use crate::ode::{OdeState, OdeSystem, StepControl};

impl<Y, C> Trial<Y, C>
where
    Y: OdeState,
    C: Clone,
{
    /// The threshold amplitude of a second stimulus at each of the `intervals` after the first one,
    /// with which alone the neuron fires: relative refractoriness where it is raised, and `None` in
    /// the absolute refractory period, where no amplitude of the range is enough.
    /// `system(interval, amplitude)` is the neuron under both; only what happens `interval` after
    /// the start or later counts, for the duration of the trial from there on: each interval has a
    /// run of its own length, and none is too long for the trial.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for an empty list; [`Error::NotFound`] where a spike follows at the least
    /// amplitude already (the first one, when the interval is shorter than its latency); and as
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
    /// // Four digits are enough.
    /// let trial = axon.trial(20.0)?.with_control(Verner65.adaptive());
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
        self.check()?;
        let at = |&interval| {
            let duration = interval + self.duration;
            let trial = Self { duration, ..self.clone() }.watching_from(interval);
            if !trial.fires(&system(interval, amplitudes.end))? {
                return Ok(None);
            }
            trial.threshold(amplitudes.clone(), |x| system(interval, x)).map(Some)
        };
        intervals.iter().map(at).collect()
    }
}
