//! [`Detector`]: what is looked for in each step of a block: spikes, and the times of a grid.

use alloc::vec::Vec;

use num_traits::Float;

use super::clock::Clocks;
use crate::ensemble::lanes::Lane;
use crate::ode::{Curve, Node, Scalar, State};

/// A node of all lanes: the state and its slope.
pub(super) type Point<Y> = (Y, Y);

/// The object of the search, and what is found so far.
#[derive(Clone, Debug)]
pub(super) struct Detector<'a, T> {
    pub(super) level: Option<T>,
    /// The spikes of each lane.
    pub(super) spikes: Vec<Vec<T>>,
    /// The steps of each lane in which V passes the level or turns.
    pub(super) curves: Vec<Vec<Curve<T>>>,
    /// The lanes on each clock that are recorded, the times that are still to be sampled there, and
    /// the samples of each lane, component by component.
    pub(super) recorded: Vec<Vec<usize>>,
    pub(super) grids: Vec<&'a [T]>,
    pub(super) samples: Vec<Vec<T>>,
    /// Whether only component 0 is sampled.
    pub(super) potentials: bool,
    /// The lane and the time of the first sample or spike that is not finite.
    pub(super) unfit: Option<(usize, T)>,
}

impl<T: Scalar> Detector<'_, T> {
    pub(super) fn records(&self) -> bool {
        self.grids.iter().any(|grid| !grid.is_empty())
    }

    /// Writes down when V of each lane that passes rises through the level, in the cubic through
    /// two nodes (V, dV/dt), the first of which each lane reached `further` steps after its steps
    /// were counted last.
    #[cold]
    #[inline(never)]
    pub(super) fn note_spikes<V: Lane<Scalar = T>>(
        &mut self,
        before: (V, V),
        after: (V, V),
        clocks: &Clocks<T>,
        further: u64,
    ) {
        let Some(level) = self.level else { return };
        for (i, spikes) in self.spikes.iter_mut().enumerate() {
            let clock = clocks.at(i);
            let (v0, v1) = (before.0.lane(i), after.0.lane(i));
            if clock.over || !(v0 < level && v1 >= level) {
                continue;
            }
            let (start, end) = (clock.time_after(further), clock.time_after(further + 1));
            let slopes = (before.1.lane(i), after.1.lane(i));
            let finite = Float::is_finite((slopes.1 - slopes.0) * (end - start));
            match cubic((start, v0, slopes.0), (end, v1, slopes.1)).filter(|_| finite) {
                Some(curve) => spikes.push(curve.crossing(level, curve.start(), curve.end())),
                None => _ = self.unfit.get_or_insert((i, end)),
            }
        }
    }

    /// Keeps the cubic of each lane whose V passes the level or turns in the step, and of each
    /// first step of a segment: V may turn on a breakpoint.
    #[cold]
    #[inline(never)]
    pub(super) fn note_curves<V: Lane<Scalar = T>>(
        &mut self,
        before: (V, V),
        after: (V, V),
        clocks: &Clocks<T>,
        further: u64,
    ) {
        let level = self.level.unwrap_or_else(T::nan);
        for (i, curves) in self.curves.iter_mut().enumerate() {
            let clock = clocks.at(i);
            let (a, b) = ((before.0.lane(i), before.1.lane(i)), (after.0.lane(i), after.1.lane(i)));
            let opens = clock.opens() && further == 0;
            if clock.over || !(opens || (a.0 < level) != (b.0 < level) || turns(a.1, b.1)) {
                continue;
            }
            let (start, end) = (clock.time_after(further), clock.time_after(further + 1));
            let finite = Float::is_finite((b.1 - a.1) * (end - start));
            match cubic((start, a.0, a.1), (end, b.0, b.1)).filter(|_| finite) {
                Some(curve) => curves.push(curve),
                None => _ = self.unfit.get_or_insert((i, end)),
            }
        }
    }

    /// Samples the times of the grids that lie in the step, up to its end.
    #[inline(never)]
    pub(super) fn record<V: Lane<Scalar = T>, Y: State<Scalar = V> + Copy>(
        &mut self,
        before: &Point<Y>,
        after: &Point<Y>,
        clocks: &Clocks<T>,
        further: u64,
    ) {
        for (k, clock) in clocks.distinct.iter().enumerate() {
            if clock.over || self.grids[k].is_empty() {
                continue;
            }
            let (start, end) = (clock.time_after(further), clock.time_after(further + 1));
            // What rounding leaves between a node and a time of the grid that is meant to be it.
            let near = T::lit(4.0) * T::epsilon() * Float::max(Float::abs(start), Float::abs(end));
            while let Some((&t, rest)) = self.grids[k].split_first().filter(|(t, _)| **t <= end) {
                self.grids[k] = rest;
                if end - t <= near {
                    self.sample_node(after, t - end, (k, t));
                } else if t - start <= near {
                    self.sample_node(before, t - start, (k, t));
                } else {
                    self.sample_between((start, before), (end, after), (k, t));
                }
            }
        }
    }

    /// y + dy/dt·(t − t₁): the sample of the lanes on clock `k` at a time that is the node's, up to
    /// rounding.
    #[inline(always)]
    pub(super) fn sample_node<V: Lane<Scalar = T>, Y: State<Scalar = V> + Copy>(
        &mut self,
        (y, dydt): &Point<Y>,
        ahead: T,
        (k, t): (usize, T),
    ) {
        let (mut first, mut out, ahead) = (true, *y, V::from_fn(|_| ahead));
        out.assign(y, [dydt], &mut |_, y, [f]| {
            if core::mem::take(&mut first) || !self.potentials {
                let sample = y + f * ahead;
                self.keep(|i| sample.lane(i), (k, t));
            }
        });
    }

    /// The sample of the lanes on clock `k` in the cubic through two nodes.
    #[inline(never)]
    fn sample_between<V: Lane<Scalar = T>, Y: State<Scalar = V> + Copy>(
        &mut self,
        (start, before): (T, &Point<Y>),
        (end, after): (T, &Point<Y>),
        (k, t): (usize, T),
    ) {
        let (mut first, mut out) = (true, before.0);
        out.assign(&before.0, [&before.1, &after.0, &after.1], &mut |_, y0, [f0, y1, f1]| {
            if core::mem::take(&mut first) || !self.potentials {
                let ends = |i| ((start, y0.lane(i), f0.lane(i)), (end, y1.lane(i), f1.lane(i)));
                let sample = |(a, b)| cubic(a, b).map_or_else(T::nan, |curve| curve.at(t));
                self.keep(|i| sample(ends(i)), (k, t));
            }
        });
    }

    /// Keeps one component of the recorded lanes on clock `k`.
    #[inline(always)]
    fn keep(&mut self, component: impl Fn(usize) -> T, (k, t): (usize, T)) {
        for &i in &self.recorded[k] {
            let sample = component(i);
            if !Float::is_finite(sample) {
                self.unfit.get_or_insert((i, t));
            }
            self.samples[i].push(sample);
        }
    }
}

/// The slope below which rounding turns V, in mV/ms.
pub(super) fn least_slope<T: Scalar>() -> f64 {
    1e3 * T::epsilon().to_f64()
}

/// Whether V turns between two nodes with these slopes.
fn turns<T: Scalar>(before: T, after: T) -> bool {
    let least = T::lit(least_slope::<T>());
    (before < least && after >= least) || (before > -least && after <= -least)
}

/// The cubic through two nodes (t, y, dy/dt) of one number.
fn cubic<T: Scalar>((t, y, dydt): (T, T, T), end: (T, T, T)) -> Option<Curve<T>> {
    let end = Node { t: end.0, y: end.1, dydt: end.2 };
    Curve::hermite(&Node { t, y, dydt }, &end).ok()
}
