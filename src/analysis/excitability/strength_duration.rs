//! The strength–duration curve: the threshold amplitude against the duration of a pulse.

use alloc::vec::Vec;
use core::ops::Range;

use super::Trial;
use super::execution::{Execution, Question};
use super::trial::not_empty;
use crate::Error;
use crate::ode::{OdeState, OdeSystem, State, StepControl};

/// The thresholds at a list of durations.
#[derive(Debug)]
pub struct StrengthDuration<'a, Y: State, C, F> {
    trial: &'a Trial<Y, C>,
    durations: &'a [Y::Scalar],
    amplitudes: Range<Y::Scalar>,
    system: F,
}

impl<Y, C, S, F> Question<Y::Scalar> for StrengthDuration<'_, Y, C, F>
where
    Y: OdeState,
    C: StepControl<S> + Clone,
    S: OdeSystem<State = Y>,
    F: Fn(Y::Scalar, Y::Scalar) -> S,
{
    fn parts(&self) -> usize {
        self.durations.len()
    }

    fn answer(&self, part: usize) -> Result<Y::Scalar, Error> {
        let duration = self.durations[part];
        self.trial.threshold(self.amplitudes.clone(), |x| (self.system)(duration, x))
    }
}

impl<Y, C> Trial<Y, C>
where
    Y: OdeState,
    C: Clone,
{
    /// The strength–duration curve: the threshold amplitude at each of the `durations`.
    /// `system(duration, amplitude)` is the neuron under one pulse.
    ///
    /// `how` is [`OneByOne`](super::OneByOne), or `Parallel(OneByOne)` on the threads of `rayon`'s
    /// current pool: the same results, to the bit.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for an empty list; [`Error::NotFound`] where an amplitude lies outside
    /// `amplitudes`; and as [`spike_time`](Trial::spike_time): of the first duration in the list
    /// that has one.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::analysis::OneByOne;
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(20.0)?;
    /// let pulsed = |duration, x| axon.with_stimulus(pulse(0.0..duration, x));
    /// let curve = trial.strength_duration(OneByOne, &[0.1, 1.0], 0.0..200.0, pulsed)?;
    /// assert!((curve[0] - 65.127424637).abs() < 1e-7);
    /// assert!((curve[1] - 6.918925521).abs() < 1e-8);
    /// // The chronaxie: the duration at which twice the rheobase is needed.
    /// let rheobase = trial.threshold(0.0..100.0, |i| axon.with_stimulus(constant(i)))?;
    /// let chronaxie = trial.threshold(0.01..20.0, |d| pulsed(d, 2.0 * rheobase))?;
    /// assert!((1.0..2.0).contains(&chronaxie)); // ms
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn strength_duration<'a, S, F, H>(
        &'a self,
        how: H,
        durations: &'a [Y::Scalar],
        amplitudes: Range<Y::Scalar>,
        system: F,
    ) -> Result<Vec<Y::Scalar>, Error>
    where
        F: Fn(Y::Scalar, Y::Scalar) -> S,
        H: Execution<StrengthDuration<'a, Y, C, F>, Y::Scalar>,
    {
        not_empty("strength_duration", "durations", durations)?;
        how.answer(StrengthDuration { trial: self, durations, amplitudes, system })
    }
}
