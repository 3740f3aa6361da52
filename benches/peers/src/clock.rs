//! Times of many things in one process, taken in turns, so that a noisy machine disturbs all alike.

use crate::spread::Spread;
use std::time::{Duration, Instant};

/// How long one visit to a thing lasts at least, so that its code and its branches are warm.
const VISIT: Duration = Duration::from_micros(200);

/// The median seconds of each thing over `rounds` of visits to all of them.
pub(crate) fn medians<T>(rounds: usize, things: &mut [T], mut run: impl FnMut(&mut T)) -> Vec<f64> {
    let mut times = vec![Vec::new(); things.len()];
    for _ in 0..rounds {
        for (thing, times) in things.iter_mut().zip(&mut times) {
            times.push(visit(|| run(thing)));
        }
    }
    times.iter().map(|times| Spread::of(times).median).collect()
}

/// The mean seconds of a call, after one that warms up and tells how many fit into a visit.
fn visit(mut run: impl FnMut()) -> f64 {
    let once = seconds(&mut run);
    let count = (VISIT.as_secs_f64() / once.max(1e-9)).clamp(1.0, 1e3).round();
    let mut left = count;
    let whole = seconds(|| {
        while left > 0.0 {
            run();
            left -= 1.0;
        }
    });
    whole / count
}

/// The seconds of one call.
pub(crate) fn seconds(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}
