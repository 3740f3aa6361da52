//! [`Detector`]: what is looked for in each step of a block: spikes, and the times of a grid.

use alloc::vec::Vec;

use num_traits::Float;

use super::clock::Clock;
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
    /// The times of each lane that are still to be sampled, and the samples, component by
    /// component.
    pub(super) grids: Vec<&'a [T]>,
    pub(super) samples: Vec<Vec<T>>,
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
        clocks: &[Clock<T>],
        further: u64,
    ) {
        let Some(level) = self.level else { return };
        for (i, (clock, spikes)) in clocks.iter().zip(&mut self.spikes).enumerate() {
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
        clocks: &[Clock<T>],
        further: u64,
    ) {
        let level = self.level.unwrap_or_else(T::nan);
        for (i, (clock, curves)) in clocks.iter().zip(&mut self.curves).enumerate() {
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
        clocks: &[Clock<T>],
        further: u64,
    ) {
        for (i, clock) in clocks.iter().enumerate().filter(|(_, clock)| !clock.over) {
            let (Some(grid), Some(samples)) = (self.grids.get_mut(i), self.samples.get_mut(i))
            else {
                continue;
            };
            let end = if grid.is_empty() { continue } else { clock.time_after(further + 1) };
            let start = clock.time_after(further);
            while let Some((&t, rest)) = grid.split_first().filter(|(t, _)| **t <= end) {
                let mut y = before.0;
                y.assign(&before.0, [&before.1, &after.0, &after.1], &mut |_, y0, [f0, y1, f1]| {
                    let (a, b) = ((start, y0.lane(i), f0.lane(i)), (end, y1.lane(i), f1.lane(i)));
                    let sample = cubic(a, b).map_or_else(T::nan, |curve| curve.at(t));
                    if !Float::is_finite(sample) {
                        self.unfit.get_or_insert((i, t));
                    }
                    samples.push(sample);
                });
                *grid = rest;
            }
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
