//! [`SpikeDetector`]: the search for spikes in the dense output of a run, step by step.

use super::Extremum;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Curve, Scalar};

/// A spike: one excursion of the membrane potential above a threshold.
///
/// Times in the unit of the run (ms for the neurons here), potentials in that of the state (mV).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Spike<T> {
    /// The time at which the potential rises through the threshold.
    pub t: T,
    /// The highest point.
    pub peak: Extremum<T>,
    /// The time at which it falls through the threshold; `None` where the run ends before.
    pub fall: Option<T>,
    /// The first minimum after it has fallen below the re-arm level: the after-hyperpolarisation.
    /// `None` where the run ends before.
    pub trough: Option<Extremum<T>>,
}

impl<T: Scalar> Spike<T> {
    /// The time above the threshold: `fall − t`. A detector at another level gives the width there.
    pub fn width(&self) -> Option<T> {
        self.fall.map(|fall| fall - self.t)
    }

    /// The depth of the trough below `baseline`, such as the potential of rest; negative above it.
    pub fn after_hyperpolarisation(&self, baseline: T) -> Option<T> {
        self.trough.map(|trough| baseline - trough.value)
    }
}

/// The next change that the detector waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Phase<T> {
    /// The fall below the re-arm level.
    Unarmed,
    /// The rise through the threshold.
    Armed,
    /// The fall below the re-arm level, in this spike.
    Spike(Spike<T>),
    /// The trough after this spike.
    After(Spike<T>),
}

/// Finds spikes in a run as its steps come, without an allocator.
///
/// A spike starts where the potential rises through the threshold, provided that it has been below
/// the re-arm level before (the threshold itself, unless [`rearm`](SpikeDetector::rearm) states a
/// lower one). It is reported at its [trough](Spike::trough), when all of it is known. All times
/// lie on the dense output of the steps, whose turning points are looked for: no spike hides
/// between two nodes. Where the run starts above the threshold, or is changed to go there, that is
/// no rise.
///
/// # Example
///
/// ```
/// use excitable::analysis::SpikeDetector;
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
/// let mut run = integrate(&axon, 0.0..91.0, axon.rest()?, Rk45.adaptive());
/// let (mut detector, mut count) = (SpikeDetector::new(50.0).rearm(20.0), 0);
/// while let Some(mut step) = run.advance()? {
///     detector.look(&step.curve(component(0))?, |spike| {
///         count += 1;
///         assert!(spike.peak.value > 85.0);
///     })?;
/// }
/// assert_eq!(count, 6); // and a seventh is not over yet
/// assert!(detector.unfinished().is_some());
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SpikeDetector<T> {
    threshold: T,
    rearm: T,
    phase: Option<Phase<T>>,
    /// The last point that was looked at.
    last: Option<(T, T)>,
}

impl<T: Scalar> SpikeDetector<T> {
    /// A detector of rises through `threshold`, in the unit of the component (50 mV above rest
    /// serves the squid axon).
    pub fn new(threshold: T) -> Self {
        Self { threshold, rearm: threshold, phase: None, last: None }
    }

    /// The level below which the potential must have fallen before the next spike counts, at most
    /// the threshold: a ripple around the threshold is one spike.
    pub fn rearm(self, level: T) -> Self {
        Self { rearm: level, ..self }
    }

    /// Looks at the next step and calls `found` with each spike whose trough lies in it.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the threshold is not finite, where the re-arm level lies above it,
    /// and where the run goes backward in time.
    pub fn look(&mut self, curve: &Curve<T>, mut found: impl FnMut(Spike<T>)) -> Result<(), Error> {
        if self.phase.is_none() {
            self.check()?;
        }
        check_forward(curve)?;
        self.arrive(curve.start());
        if self.phase == Some(Phase::Armed) && curve.stays_below(self.threshold) {
            self.last = Some(curve.end());
            return Ok(());
        }
        let mut before = curve.start();
        for here in curve.monotone_points().skip(1) {
            self.pass(curve, before, here, &mut found);
            before = here;
        }
        self.last = Some(before);
        Ok(())
    }

    /// The spike under way, where the run has ended before its trough.
    pub fn unfinished(&self) -> Option<Spike<T>> {
        match self.phase {
            Some(Phase::Spike(spike) | Phase::After(spike)) => Some(spike),
            _ => None,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let Self { threshold, rearm, .. } = *self;
        let remedy = "give the level at which spikes are counted";
        let owner = "SpikeDetector";
        require(threshold.is_finite(), owner, ("threshold", threshold), Bound::Finite, remedy)?;
        let bound = Bound::AtMost("threshold", threshold.into());
        require(rearm <= threshold, owner, ("rearm", rearm), bound, "give a level below")
    }

    /// Begins the step at its start, to which the state may have jumped.
    fn arrive(&mut self, (t, v): (T, T)) {
        let jumped = self.last.is_none_or(|(_, before)| before != v);
        self.phase = match self.phase {
            Some(Phase::Armed) if jumped && v >= self.threshold => Some(Phase::Unarmed),
            Some(Phase::Spike(spike)) if jumped => Some(self.fall_at(spike, t, v)),
            None if v >= self.threshold => Some(Phase::Unarmed),
            None => Some(Phase::Armed),
            phase => phase,
        };
    }

    /// The spike after the potential has come down to `v` at `t`.
    fn fall_at(&self, mut spike: Spike<T>, t: T, v: T) -> Phase<T> {
        if v < self.threshold {
            spike.fall = spike.fall.or(Some(t));
        }
        if v < self.rearm { Phase::After(spike) } else { Phase::Spike(spike) }
    }

    /// Follows the curve over a part on which it is monotone; one part may hold several changes of
    /// phase.
    fn pass(&mut self, curve: &Curve<T>, a: (T, T), b: (T, T), found: &mut impl FnMut(Spike<T>)) {
        let falls = b.1 < a.1;
        if let (Some(Phase::After(mut spike)), false) = (self.phase, falls) {
            spike.trough = Some(Extremum { t: a.0, value: a.1 });
            found(spike);
            self.phase = Some(Phase::Armed);
        }
        self.phase = match self.phase {
            Some(Phase::Unarmed) if b.1 < self.rearm => Some(Phase::Armed),
            Some(Phase::Armed) if a.1 < self.threshold && b.1 >= self.threshold => {
                let t = curve.crossing(self.threshold, a, b);
                let peak = Extremum { t: b.0, value: b.1 };
                Some(Phase::Spike(Spike { t, peak, fall: None, trough: None }))
            }
            Some(Phase::Spike(spike)) => Some(self.follow(curve, spike, a, b)),
            phase => phase,
        };
    }

    fn follow(&self, curve: &Curve<T>, mut spike: Spike<T>, a: (T, T), b: (T, T)) -> Phase<T> {
        if b.1 > spike.peak.value {
            spike.peak = Extremum { t: b.0, value: b.1 };
        }
        if a.1 >= self.threshold && b.1 < self.threshold {
            spike.fall = spike.fall.or(Some(curve.crossing(self.threshold, a, b)));
        }
        self.fall_at(spike, b.0, b.1)
    }
}

fn check_forward<T: Scalar>(curve: &Curve<T>) -> Result<(), Error> {
    let length = curve.end().0 - curve.start().0;
    let remedy = "look for spikes in a run forward in time";
    require(length >= T::zero(), "SpikeDetector", ("step", length), Bound::NonNegative, remedy)
}
