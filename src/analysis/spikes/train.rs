//! [`SpikeTrain`]: the spikes of a run, with their intervals and rates.

use alloc::vec::Vec;
use core::ops::{Deref, Range};

use super::{Spike, SpikeDetector};
use crate::Error;
use crate::ode::{Component, OdeState, Scalar, Solution};

/// The spikes of a run in the order of time; a slice of [`Spike`]s with the measures of their
/// rhythm.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SpikeTrain<T> {
    spikes: Vec<Spike<T>>,
}

impl<T> Deref for SpikeTrain<T> {
    type Target = [Spike<T>];

    fn deref(&self) -> &[Spike<T>] {
        &self.spikes
    }
}

impl<T> FromIterator<Spike<T>> for SpikeTrain<T> {
    fn from_iter<I: IntoIterator<Item = Spike<T>>>(spikes: I) -> Self {
        Self { spikes: spikes.into_iter().collect() }
    }
}

/// Finds the spikes of one `component` (mostly V, `component(0)`) of a solution.
///
/// The last spike may lack its fall and its trough, where the solution ends before.
///
/// # Errors
///
/// As [`SpikeDetector::look`]; [`Error::Length`] where the state has no such component.
///
/// # Example
///
/// ```
/// use excitable::analysis::{SpikeDetector, SpikeTrain};
/// use excitable::spikes;
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
/// let solution =
///     integrate(&axon, 0.0..100.0, axon.rest()?, Rk45.adaptive().rtol(1e-9))
///         .solution()?;
/// let train: SpikeTrain<f64> = spikes(&solution, component(0), SpikeDetector::new(50.0))?;
/// assert_eq!(train.len(), 7);
/// let last = train.intervals().last().unwrap_or(0.0);
/// assert!((last - 14.6362).abs() < 1e-3);
/// assert!((train.rate(20.0..100.0) - 68.323).abs() < 1e-2); // Hz
/// assert!(
///     train[0]
///         .after_hyperpolarisation(axon.rest()?.v)
///         .is_some_and(|depth| depth > 5.0)
/// );
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn spikes<Y: OdeState>(
    solution: &Solution<Y>,
    component: Component,
    mut detector: SpikeDetector<Y::Scalar>,
) -> Result<SpikeTrain<Y::Scalar>, Error> {
    let mut spikes = Vec::new();
    for step in solution.steps() {
        detector.look(&step.curve(component)?, |spike| spikes.push(spike))?;
    }
    spikes.extend(detector.unfinished());
    Ok(SpikeTrain { spikes })
}

impl<T: Scalar> SpikeTrain<T> {
    /// The time of each spike, when it rises through the threshold (ms).
    pub fn times(&self) -> impl Iterator<Item = T> + '_ {
        self.iter().map(|spike| spike.t)
    }

    /// The time from each spike to the next (ms).
    pub fn intervals(&self) -> impl Iterator<Item = T> + '_ {
        self.times().zip(self.times().skip(1)).map(|(a, b)| b - a)
    }

    /// The mean interval of the spikes inside `window` (ms); `None` with fewer than two.
    pub fn mean_interval(&self, window: Range<T>) -> Option<T> {
        let mut inside = self.times().filter(|t| window.contains(t));
        let (first, mut last, mut intervals) = (inside.next()?, None, T::lit(0.0));
        for t in inside {
            (last, intervals) = (Some(t), intervals + T::lit(1.0));
        }
        Some((last? - first) / intervals)
    }

    /// The rate of the spikes inside `window` (Hz, for times in ms): 1000/⟨interval⟩, and 0 with
    /// fewer than two.
    pub fn rate(&self, window: Range<T>) -> T {
        self.mean_interval(window).map_or(T::lit(0.0), |interval| T::lit(1000.0) / interval)
    }

    /// The time from `onset` to the first spike at or after it (ms); `None` where there is none.
    pub fn latency(&self, onset: T) -> Option<T> {
        self.times().find(|t| *t >= onset).map(|t| t - onset)
    }
}
