//! [`Watch`]: what is looked for in each step of a block: spikes, and the times of a grid.

use alloc::vec::Vec;

use num_traits::Float;

use super::Lane;
use super::clock::Clock;
use crate::ode::{Scalar, State, bracket};

/// A node of all lanes: the state and its slope.
pub(super) type Point<Y> = (Y, Y);

/// What is looked for, and what was found so far.
#[derive(Clone, Debug)]
pub(super) struct Watch<'a, T> {
    pub(super) level: Option<T>,
    /// The spikes of each lane.
    pub(super) spikes: Vec<Vec<T>>,
    /// The times of each lane that are still to be sampled, and the samples, component by component.
    pub(super) grids: Vec<&'a [T]>,
    pub(super) samples: Vec<Vec<T>>,
    /// The lane and the time of the first sample or spike that is not finite.
    pub(super) unfit: Option<(usize, T)>,
}

impl<T: Scalar> Watch<'_, T> {
    pub(super) fn records(&self) -> bool {
        self.grids.iter().any(|grid| !grid.is_empty())
    }

    /// Writes down when V of each lane that passes rises through `level`, in the cubic through two nodes (V, dV/dt), the
    /// first of which each lane reached `further` steps after its stretch was counted last.
    #[cold]
    #[inline(never)]
    pub(super) fn note_spikes<V: Lane<Scalar = T>>(
        &mut self,
        level: T,
        before: (V, V),
        after: (V, V),
        clocks: &[Clock<T>],
        further: u64,
    ) {
        for (i, (clock, spikes)) in clocks.iter().zip(&mut self.spikes).enumerate() {
            let (v0, v1) = (before.0.lane(i), after.0.lane(i));
            if clock.over || !(v0 < level && v1 >= level) {
                continue;
            }
            let (start, end) = (clock.time_after(further), clock.time_after(further + 1));
            let (f0, f1) = (before.1.lane(i), after.1.lane(i));
            if !Float::is_finite((f1 - f0) * (end - start)) {
                self.unfit.get_or_insert((i, end));
                continue;
            }
            let cubic = |theta| hermite(theta, end - start, (v0, f0), (v1, f1)) - level;
            let (_, theta) = bracket((T::lit(0.0), v0 - level), (T::lit(1.0), v1 - level), cubic);
            spikes.push(start + theta * (end - start));
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
                let (theta, h) = ((t - start) / (end - start), end - start);
                let mut y = before.0;
                y.assign(&before.0, [&before.1, &after.0, &after.1], &mut |_, y0, [f0, y1, f1]| {
                    let (a, b) = ((y0.lane(i), f0.lane(i)), (y1.lane(i), f1.lane(i)));
                    samples.push(hermite(theta, h, a, b));
                });
                if samples.iter().rev().take(y.dimension()).any(|x| !Float::is_finite(*x)) {
                    self.unfit.get_or_insert((i, t));
                }
                *grid = rest;
            }
        }
    }
}

/// The cubic through two nodes (value, slope) that are `h` apart; at the nodes their values, exactly.
fn hermite<T: Scalar>(theta: T, h: T, (y0, f0): (T, T), (y1, f1): (T, T)) -> T {
    let (one, two) = (T::lit(1.0), T::lit(2.0));
    if theta == T::lit(0.0) {
        return y0;
    }
    if theta == one {
        return y1;
    }
    let (rise, back) = (y1 - y0, one - theta);
    // y0 + θ·(y1 − y0) + θ·(1 − θ)·((1 − 2θ)·(y0 − y1) + (1 − θ)·h·f0 − θ·h·f1), taken from the nearer node
    let bulge = theta * back * ((two * theta - one) * rise + h * (back * f0 - theta * f1));
    if theta + theta < one { y0 + (theta * rise + bulge) } else { y1 + (bulge - back * rise) }
}
