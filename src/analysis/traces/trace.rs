//! [`Trace`]: one quantity against time, recorded or computed, as a sequence of curves.

use alloc::vec::Vec;
use core::ops::Range;

use super::slopes::slopes;
use crate::Error;
use crate::analysis::{SpikeDetector, SpikeTrain};
use crate::error::{Bound, require};
use crate::ode::{Component, Curve, Node, OdeState, Scalar, Solution};

/// One quantity against time, mostly a membrane potential: the samples of a recording, or one
/// component of a [`Solution`]. Both are a sequence of [`Curve`]s, and every measure comes from the
/// same code.
///
/// Between two samples runs a cubic by their values and slopes, and a slope is that of the quartic
/// through five neighbouring samples: the error is O(h⁴), h⁴/384 times the fourth derivative. So
/// peaks, widths and onsets are not bound to the samples. Slopes that keep the curve monotone
/// between them are not used: no peak would rise above its highest sample, for an error of O(h²). A
/// jump (an artefact of stimulation) overshoots by an eighth of its height. A gap is no recording:
/// make a trace of each side.
///
/// # Example
///
/// ```
/// use excitable::analysis::{SpikeDetector, Trace};
///
/// // A "recording" every 0.1 ms: a spike of 100 mV every 12.5 ms, from −65 mV.
/// let phase = |t: f64| t * std::f64::consts::TAU / 12.5;
/// let shape = |t: f64| -65.0 + 100.0 * (20.0 * (phase(t).cos() - 1.0)).exp();
/// let values: Vec<f64> = (0..950).map(|k| shape(0.1 * f64::from(k))).collect();
/// let trace = Trace::uniform(0.0, 0.1, values)?;
///
/// let train = trace.spikes(SpikeDetector::new(0.0))?;
/// assert_eq!(train.len(), 7); // none where it starts above 0 mV
/// assert!((train.mean_interval(0.0..95.0).unwrap() - 12.5).abs() < 1e-3); // ms
///
/// // The onset of a spike where dV/dt reaches 20 mV/ms.
/// let shapes = trace.shapes(&train, 20.0)?;
/// let half_width = shapes[0].half_width.unwrap();
/// assert!((half_width - 1.0234).abs() < 1e-3); // ms, not in steps of 0.1
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trace<T: Scalar> {
    pieces: Pieces<T>,
}

/// What the curves are made of. A sample takes a fifth of the memory of a curve.
#[derive(Clone, Debug, PartialEq)]
enum Pieces<T: Scalar> {
    Samples(Vec<Node<T>>),
    Curves(Vec<Curve<T>>),
}

impl<T: Scalar> Trace<T> {
    /// The trace through samples: the times (ms), ascending, and the value at each.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for fewer than two samples, and where there are not as many times as
    /// values; [`Error::Invalid`] for a time or a value that is not finite, and for times that do
    /// not ascend.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::analysis::Trace;
    ///
    /// let trace = Trace::new([0.0, 0.5, 1.0, 2.0], [0.0, 0.25, 1.0, 4.0])?;
    /// assert!((trace.at(1.5)? - 2.25_f64).abs() < 1e-12);
    /// let told = Trace::new([0.0, 1.0, 1.0], [0.0; 3]).unwrap_err().to_string();
    /// assert_eq!(
    ///     told,
    ///     "Trace: time = 1, but it must be > the time before it = 1: \
    ///      give the times in ascending order"
    /// );
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn new(times: impl AsRef<[T]>, values: impl AsRef<[T]>) -> Result<Self, Error> {
        let (times, values) = (times.as_ref(), values.as_ref());
        let (owner, remedy) = ("Trace", "give a value for each time");
        let (expected, found) = (times.len(), values.len());
        if expected != found {
            return Err(Error::Length { owner, field: "values", expected, found, remedy });
        }
        has_at_least(2, "values", found)?;
        let remedy = "cut out what was not recorded, or make a trace of each side";
        let finite = |field, x: T| require(x.is_finite(), owner, (field, x), Bound::Finite, remedy);
        times.iter().try_for_each(|t| finite("time", *t))?;
        values.iter().try_for_each(|v| finite("value", *v))?;
        check_ascent(times)?;
        let slopes = slopes(times, values);
        slopes.iter().try_for_each(|slope| finite("slope between the samples", *slope))?;
        let both = times.iter().zip(values).zip(slopes);
        let nodes = both.map(|((&t, &y), dydt)| Node { t, y, dydt });
        Ok(Self { pieces: Pieces::Samples(nodes.collect()) })
    }

    /// The trace through `values` from `start` on, one every `step` (ms).
    ///
    /// # Errors
    ///
    /// As [`new`](Trace::new); [`Error::Invalid`] for a step that is not positive.
    pub fn uniform(start: T, step: T, values: impl AsRef<[T]>) -> Result<Self, Error> {
        let remedy = "give the time from one sample to the next";
        let holds = step > T::zero() && step.is_finite();
        require(holds, "Trace", ("step", step), Bound::Positive, remedy)?;
        // Products, since a sum would gather its rounding.
        let counts = core::iter::successors(Some(T::zero()), |k| Some(*k + T::one()));
        let times: Vec<_> = counts.take(values.as_ref().len()).map(|k| start + k * step).collect();
        Self::new(times, values)
    }

    /// The trace of one `component` of a solution: its dense output, exactly.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the state has no such component, and where the solution runs
    /// backward in time; [`Error::Length`] where it has no step.
    pub fn of<Y>(solution: &Solution<Y>, component: Component) -> Result<Self, Error>
    where
        Y: OdeState<Scalar = T>,
    {
        has_at_least(1, "steps", solution.steps().len())?;
        let length = solution.end().t - solution.start().t;
        let remedy = "give a solution that runs forward in time";
        require(length > T::zero(), "Trace", ("length", length), Bound::Positive, remedy)?;
        let curves: Result<_, _> = solution.steps().iter().map(|s| s.curve(component)).collect();
        Ok(Self { pieces: Pieces::Curves(curves?) })
    }

    /// The curves, in the order of time.
    pub fn curves(&self) -> impl Iterator<Item = Curve<T>> + '_ {
        self.curves_in(0..self.count())
    }

    pub(super) fn curves_in(
        &self,
        places: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Curve<T>> + '_ {
        places.filter_map(|i| self.curve(i))
    }

    pub(super) fn curve(&self, i: usize) -> Option<Curve<T>> {
        match &self.pieces {
            Pieces::Samples(nodes) => Curve::hermite(nodes.get(i)?, nodes.get(i + 1)?).ok(),
            Pieces::Curves(curves) => curves.get(i).copied(),
        }
    }

    pub(super) fn count(&self) -> usize {
        match &self.pieces {
            Pieces::Samples(nodes) => nodes.len().saturating_sub(1),
            Pieces::Curves(curves) => curves.len(),
        }
    }

    /// The number of the curve that has the float `t`: a curve owns its start, not its end, but the
    /// last one both.
    pub(super) fn place(&self, t: T) -> usize {
        let begun = match &self.pieces {
            Pieces::Samples(nodes) => nodes.partition_point(|node| node.t <= t),
            Pieces::Curves(curves) => curves.partition_point(|curve| curve.start().0 <= t),
        };
        begun.min(self.count()).saturating_sub(1)
    }

    /// The time of the first and of the last value.
    pub fn span(&self) -> Range<T> {
        let ends = self.curve(0).zip(self.curve(self.count().saturating_sub(1)));
        ends.map_or(T::zero()..T::zero(), |(first, last)| first.start().0..last.end().0)
    }

    /// The value at `t`. O(log n).
    ///
    /// # Errors
    ///
    /// [`Error::Outside`] where `t` lies outside the trace or is NaN.
    pub fn at(&self, t: T) -> Result<T, Error> {
        let Range { start, end } = self.span();
        let curve = self.curve(self.place(t)).filter(|_| start <= t && t <= end);
        let outside = || Error::Outside { t: t.into(), start: start.into(), end: end.into() };
        curve.map(|curve| curve.at(t)).ok_or_else(outside)
    }

    /// The spikes, with their times, peaks and widths above the threshold. The last one may lack
    /// its fall and its trough.
    ///
    /// # Errors
    ///
    /// As [`SpikeDetector::look`].
    pub fn spikes(&self, detector: SpikeDetector<T>) -> Result<SpikeTrain<T>, Error> {
        SpikeTrain::among(self.curves().map(Ok), detector)
    }
}

fn has_at_least(expected: usize, field: &'static str, found: usize) -> Result<(), Error> {
    if found >= expected {
        return Ok(());
    }
    let remedy = "a curve needs a start and an end";
    Err(Error::Length { owner: "Trace", field, expected, found, remedy })
}

fn check_ascent<T: Scalar>(times: &[T]) -> Result<(), Error> {
    let remedy = "give the times in ascending order";
    times.iter().zip(times.iter().skip(1)).try_for_each(|(&before, &t)| {
        let bound = Bound::Above("the time before it", before.into());
        require(t > before, "Trace", ("time", t), bound, remedy)
    })
}
