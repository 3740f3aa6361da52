//! [`SpikeTrain`]: the spikes of a run, with their intervals and rates.

use alloc::vec::Vec;
use core::ops::{Deref, Range};

use num_traits::Float;

use super::{Spike, SpikeDetector};
use crate::Error;
use crate::ode::{Component, Curve, OdeState, Scalar, Solution};

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
/// As [`SpikeDetector::look`]; [`Error::Invalid`] where the state has no such component.
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
    detector: SpikeDetector<Y::Scalar>,
) -> Result<SpikeTrain<Y::Scalar>, Error> {
    SpikeTrain::among(solution.steps().iter().map(|step| step.curve(component)), detector)
}

impl<T: Scalar> SpikeTrain<T> {
    /// The spikes that the detector finds in the curves.
    pub(crate) fn among(
        curves: impl Iterator<Item = Result<Curve<T>, Error>>,
        mut detector: SpikeDetector<T>,
    ) -> Result<Self, Error> {
        let mut spikes = Vec::new();
        for curve in curves {
            detector.look(&curve?, |spike| spikes.push(spike))?;
        }
        spikes.extend(detector.unfinished());
        Ok(Self { spikes })
    }

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

    /// The intervals between neighbouring spikes that both lie inside `window`.
    fn intervals_inside(&self, window: Range<T>) -> Vec<T> {
        let times: Vec<_> = self.times().filter(|t| window.contains(t)).collect();
        times.iter().zip(times.iter().skip(1)).map(|(a, b)| *b - *a).collect()
    }

    /// The coefficient of variation of the intervals inside `window`: their standard deviation (the
    /// root of the mean square, not divided by n − 1) over their mean; 0 for a clock, 1 for a
    /// Poisson process. `None` with fewer than three spikes.
    pub fn coefficient_of_variation(&self, window: Range<T>) -> Option<T> {
        let intervals = self.intervals_inside(window);
        let mean = mean(intervals.iter().copied()).filter(|_| intervals.len() > 1)?;
        let squares = intervals.iter().map(|x| (*x - mean) * (*x - mean));
        Some(Float::sqrt(self::mean(squares)?) / mean)
    }

    /// The adaptation index of the spikes inside `window`: the mean of (b − a)/(b + a) over
    /// neighbouring intervals a and b; 0 for a clock, positive where it slows down. `None` with
    /// fewer than three spikes.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::analysis::{SpikeDetector, Trace};
    ///
    /// // Spikes at 10, 20 and 40 ms: (20 − 10)/(20 + 10).
    /// let spike = |t: f64, at: f64| (-(t - at).powi(2)).exp();
    /// let value = |t| spike(t, 10.0) + spike(t, 20.0) + spike(t, 40.0);
    /// let values: Vec<f64> = (0..500).map(|k| value(0.1 * f64::from(k))).collect();
    /// let trace = Trace::uniform(0.0, 0.1, values)?;
    /// let train = trace.spikes(SpikeDetector::new(0.5))?;
    /// let index = train.adaptation_index(0.0..50.0).unwrap();
    /// assert!((index - 1.0 / 3.0).abs() < 1e-6);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn adaptation_index(&self, window: Range<T>) -> Option<T> {
        let intervals = self.intervals_inside(window);
        let pairs = intervals.iter().zip(intervals.iter().skip(1));
        mean(pairs.map(|(a, b)| (*b - *a) / (*b + *a)))
    }
}

/// The mean; `None` of nothing.
fn mean<T: Scalar>(numbers: impl Iterator<Item = T>) -> Option<T> {
    let (one, zero) = (T::lit(1.0), T::lit(0.0));
    let (sum, count) = numbers.fold((zero, zero), |(sum, n), x| (sum + x, n + one));
    (count > zero).then(|| sum / count)
}
