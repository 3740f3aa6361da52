//! [`SpikeShape`]: onset, half width, rise, fall and after-hyperpolarisation of a spike.

use alloc::vec::Vec;

use super::Trace;
use crate::Error;
use crate::analysis::{Extremum, Spike, SpikeTrain};
use crate::error::{Bound, require};
use crate::ode::{Curve, Scalar};

/// The shape of a spike; made by [`Trace::shapes`].
///
/// All levels lie between the value at the onset and the peak. A duration is `None` where there is
/// no onset, or where the trace ends before; it is never negative.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SpikeShape<T> {
    /// The onset, the threshold of the spike: the point from which dV/dt stays above the given
    /// slope until the rise is steepest. `None` where it is never so steep.
    pub onset: Option<Extremum<T>>,
    /// The highest point.
    pub peak: Extremum<T>,
    /// The lowest point before the next spike, or before the end of the trace.
    pub trough: Option<Extremum<T>>,
    /// The time above the middle between onset and peak.
    pub half_width: Option<T>,
    /// The time of the rise from 10 to 90 %.
    pub rise_time: Option<T>,
    /// The time of the fall from 90 to 10 %.
    pub fall_time: Option<T>,
}

impl<T: Scalar> SpikeShape<T> {
    /// The height of the peak above the onset.
    pub fn amplitude(&self) -> Option<T> {
        self.onset.map(|onset| self.peak.value - onset.value)
    }

    /// The depth of the trough below the onset; negative above it.
    pub fn after_hyperpolarisation(&self) -> Option<T> {
        let both = self.onset.zip(self.trough);
        both.map(|(onset, trough)| onset.value - trough.value)
    }
}

impl<T: Scalar> Trace<T> {
    /// The shape of each spike of a `train` that was found in this trace, with its onset where
    /// dV/dt reaches `slope` (20 mV/ms is usual for mammalian cells, 5 to 10 for slower ones).
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a slope that is not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::analysis::{SpikeDetector, Trace};
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    /// let run = integrate(&axon, 0.0..50.0, axon.rest()?, Dop853.adaptive().rtol(1e-10));
    /// let computed = Trace::of(&run.solution()?, component(0))?;
    /// let shapes = computed.shapes(&computed.spikes(SpikeDetector::new(50.0))?, 20.0)?;
    ///
    /// // The same from samples every 0.05 ms.
    /// let times: Vec<f64> = (0..=1000).map(|k| 0.05 * f64::from(k)).collect();
    /// let values: Result<Vec<_>, _> = times.iter().map(|&t| computed.at(t)).collect();
    /// let sampled = Trace::new(times, values?)?;
    /// let from_samples = sampled.shapes(&sampled.spikes(SpikeDetector::new(50.0))?, 20.0)?;
    /// for (a, b) in shapes.iter().zip(&from_samples) {
    ///     assert!((a.half_width.unwrap() - b.half_width.unwrap()).abs() < 1e-4); // ms
    /// }
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn shapes(&self, train: &SpikeTrain<T>, slope: T) -> Result<Vec<SpikeShape<T>>, Error> {
        let remedy = "give the slope at which a spike begins, in mV/ms for potentials in mV";
        let holds = slope > T::zero() && slope.is_finite();
        require(holds, "shapes", ("slope", slope), Bound::Positive, remedy)?;
        let span = self.span();
        let shape = |(k, spike): (usize, &Spike<T>)| {
            let before = k.checked_sub(1).and_then(|k| train.get(k));
            let from = before.map_or(span.start, |before| before.peak.t);
            let to = train.get(k + 1).map_or(span.end, |next| next.t);
            self.shape(spike, slope, (from, to))
        };
        Ok(train.iter().enumerate().map(shape).collect())
    }

    /// The shape of a spike between the peak before it and the rise after it.
    fn shape(&self, spike: &Spike<T>, slope: T, (from, to): (T, T)) -> SpikeShape<T> {
        let (peak, onset) = (spike.peak, self.onset(spike, slope, from));
        let level = |part| onset.map(|x| x.value + T::lit(part) * (peak.value - x.value));
        let rise = |part| self.rise_before(peak.t, level(part)?);
        let fall = |part| self.fall_after((peak.t, to), level(part)?);
        let between = |a: Option<T>, b: Option<T>| Some(b? - a?);
        SpikeShape {
            onset,
            peak,
            trough: self.trough(peak.t, to),
            half_width: between(rise(0.5), fall(0.5)),
            rise_time: between(rise(0.1), rise(0.9)),
            fall_time: between(fall(0.9), fall(0.1)),
        }
    }

    /// The start of the time around the steepest point of the rise in which dV/dt ≥ `slope`.
    fn onset(&self, spike: &Spike<T>, slope: T, from: T) -> Option<Extremum<T>> {
        let (mut steepest, mut begun, mut onset) = (slope, None, None);
        for curve in self.curves_in(self.place(from)..self.place(spike.peak.t) + 1) {
            let (rate, mut before) = (curve.slope(), None);
            for here in rate.monotone_points().filter(|(t, _)| *t <= spike.peak.t) {
                let begins = || {
                    let t = before.map_or(here.0, |before| rate.crossing(slope, before, here));
                    Extremum { t, value: curve.at(t) }
                };
                begun = (here.1 >= slope).then(|| begun.unwrap_or_else(begins));
                if here.0 >= spike.t && here.1 >= steepest {
                    (steepest, onset) = (here.1, begun);
                }
                before = Some(here);
            }
        }
        onset
    }

    /// The last time before `peak` at which V rises through `level`.
    fn rise_before(&self, peak: T, level: T) -> Option<T> {
        let curves = self.curves_in(0..self.place(peak) + 1).rev();
        let mut after = None;
        for curve in curves {
            // V jumps over the level where the curve before ends below it.
            if after.is_some() && curve.end().1 < level {
                return after;
            }
            let rises = curve.crossings(level).filter(|(t, rises)| *rises && *t <= peak);
            if let Some((t, _)) = rises.last() {
                return Some(t);
            }
            after = Some(curve.start().0);
        }
        None
    }

    /// The first time after the peak and before `end` at which V falls through `level`.
    fn fall_after(&self, (peak, end): (T, T), level: T) -> Option<T> {
        let falls = |curve: Curve<T>| {
            let jumps = curve.start().0 >= peak && curve.start().1 < level;
            let jump = jumps.then_some(curve.start().0);
            jump.or_else(|| curve.crossings(level).find(|(t, up)| !up && *t >= peak).map(|x| x.0))
        };
        self.curves_in(self.place(peak)..self.place(end) + 1).find_map(falls).filter(|t| *t <= end)
    }

    /// The lowest point between the peak and `end`; `None` where that is the end of the trace.
    fn trough(&self, peak: T, end: T) -> Option<Extremum<T>> {
        let points = self
            .curves_in(self.place(peak)..self.place(end) + 1)
            .flat_map(|curve| curve.monotone_points())
            .filter(|(t, _)| *t >= peak && *t <= end);
        let lowest = points.reduce(|low, here| if here.1 < low.1 { here } else { low })?;
        (lowest.0 < self.span().end).then_some(Extremum { t: lowest.0, value: lowest.1 })
    }
}
