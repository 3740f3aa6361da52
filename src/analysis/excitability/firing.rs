//! [`Firing`]: the rate of a neuron in a run, and its oscillation.

use alloc::vec::Vec;

use crate::ode::{Curve, Scalar};

/// The firing of a neuron under a steady stimulus; made by [`Trial::firing`](super::Trial::firing).
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Firing<T> {
    /// 1000/⟨interval⟩ of the upward crossings of the level inside the window (Hz, for times in
    /// ms); 0 with fewer than two.
    pub rate: T,
    /// The upward crossings in the whole run.
    pub spikes: usize,
    /// The downward crossings in the whole run: one more than `spikes` where it starts above the
    /// level.
    pub falls: usize,
    /// The time of the first upward crossing; `None` where there is none.
    pub latency: Option<T>,
    /// The oscillation inside the window, whatever the level; `None` where it rests, or comes to
    /// rest, or where a cycle has fewer than four steps: such are the ripples of a run at rest,
    /// whose steps are as long as its method remains stable with.
    pub oscillation: Option<Oscillation<T>>,
}

/// A sustained oscillation of the potential.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Oscillation<T> {
    /// 1000/⟨interval⟩ of the highest points of the cycles (Hz, for times in ms).
    pub frequency: T,
    /// The lowest value inside the window.
    pub low: T,
    /// The highest value.
    pub high: T,
}

/// The part of a run from which its [`Firing`] is made.
#[derive(Clone, Debug)]
pub(super) struct Record<T> {
    level: T,
    window_start: T,
    spikes: usize,
    falls: usize,
    first: Option<T>,
    /// First, last and number of the upward crossings in the window.
    inside: Option<(T, T, T)>,
    /// The turning points in the window.
    turns: Vec<Turn<T>>,
    rising: Option<bool>,
}

/// A turning point, and the length of the step in which it lies.
#[derive(Clone, Copy, Debug)]
struct Turn<T> {
    t: T,
    value: T,
    step: T,
}

impl<T: Scalar> Record<T> {
    pub(super) fn new(level: T, window_start: T) -> Self {
        let (first, inside, rising) = (None, None, None);
        Self { level, window_start, spikes: 0, falls: 0, first, inside, turns: Vec::new(), rising }
    }

    pub(super) fn look(&mut self, curve: &Curve<T>) {
        for (t, rises) in curve.crossings(self.level) {
            self.cross(t, rises);
        }
        if curve.end().0 >= self.window_start {
            self.follow(curve);
        }
    }

    fn cross(&mut self, t: T, rises: bool) {
        if !rises {
            self.falls += 1;
            return;
        }
        self.spikes += 1;
        self.first = self.first.or(Some(t));
        if t >= self.window_start {
            let (first, _, count) = self.inside.unwrap_or((t, t, T::zero()));
            self.inside = Some((first, t, count + T::one()));
        }
    }

    /// Records the turning points of the curve.
    fn follow(&mut self, curve: &Curve<T>) {
        let mut before = curve.start();
        let step = curve.end().0 - before.0;
        for here in curve.monotone_points().skip(1) {
            let rising = here.1 > before.1;
            if here.1 != before.1 && self.rising.replace(rising).is_some_and(|was| was != rising) {
                self.turn(before, step);
            }
            before = here;
        }
    }

    fn turn(&mut self, (t, value): (T, T), step: T) {
        if t >= self.window_start {
            self.turns.push(Turn { t, value, step });
        }
    }

    pub(super) fn firing(&self) -> Firing<T> {
        let thousand = T::lit(1000.0);
        let rate = self.inside.filter(|(.., count)| *count >= T::lit(2.0));
        let rate = rate.map(|(first, last, count)| thousand * (count - T::one()) / (last - first));
        Firing {
            rate: rate.unwrap_or(T::zero()),
            spikes: self.spikes,
            falls: self.falls,
            latency: self.first,
            oscillation: self.oscillation(),
        }
    }

    fn oscillation(&self) -> Option<Oscillation<T>> {
        let values = || self.turns.iter().map(|turn| turn.value);
        let (low, high) = (values().reduce(T::min)?, values().reduce(T::max)?);
        let middle = low + T::lit(0.5) * (high - low);
        let peaks = self.peaks_above(middle);
        let [first, .., last] = &peaks[..] else { return None };
        let intervals = peaks.iter().skip(1).fold(T::zero(), |count, _| count + T::one());
        // What decays by more than a half over the window comes to rest, and so does rounding.
        let size = T::lit(1e-6) * (T::one() + low.abs().max(high.abs()));
        let sustained = last.value - middle > T::lit(0.5) * (first.value - middle);
        let frequency = T::lit(1000.0) * intervals / (last.t - first.t);
        // And the ripple of a run at rest is back within three steps.
        let steps = peaks.iter().skip(1).fold(T::zero(), |sum, peak| sum + peak.step);
        let resolved = last.t - first.t >= T::lit(4.0) * steps;
        let found = sustained && resolved && high - low > size;
        found.then_some(Oscillation { frequency, low, high })
    }

    /// The highest point of each excursion above `middle`.
    fn peaks_above(&self, middle: T) -> Vec<Turn<T>> {
        let excursions = self.turns.split(|turn| turn.value <= middle);
        let higher = |a: Turn<T>, b: Turn<T>| if b.value > a.value { b } else { a };
        excursions.filter_map(|turns| turns.iter().copied().reduce(higher)).collect()
    }
}
