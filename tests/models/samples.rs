//! A current given by numbers: jumps between two values at one time, and values that repeat.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::prelude::*;
use excitable::stimulus::{samples, samples_at};

fn breakpoints(stimulus: &impl Stimulus<f64>, towards: Direction) -> Vec<f64> {
    let next = |t: &f64| stimulus.next_breakpoint(*t, towards);
    let from = if towards == Direction::Forward { -1e9 } else { 1e9 };
    let mut all: Vec<f64> = std::iter::successors(next(&from), next).take(5000).collect();
    if towards == Direction::Backward {
        all.reverse();
    }
    all
}

#[test]
fn two_values_at_one_time_are_a_jump() {
    let jumps = samples_at([0.0, 1.0, 1.0, 3.0, 3.0], [2.0, 4.0, -1.0, 1.0, 7.0]).unwrap();
    let below = |b: f64| b.next_down();
    let line = jumps.linear();
    for towards in [Direction::Forward, Direction::Backward] {
        assert_eq!(breakpoints(&jumps, towards), [0.0, 1.0, 3.0]);
        assert_eq!(breakpoints(&line, towards), [0.0, 1.0, 3.0]);
    }
    // Held: the earlier of the two never counts.
    assert_eq!(
        [below(1.0), 1.0, below(3.0), 3.0, 9.0].map(|t| jumps.current(t)),
        [2.0, -1.0, -1.0, 7.0, 7.0]
    );
    // Joined: the line before ends in it, the line after begins in the later one.
    assert_eq!([0.5, 1.0, 2.0].map(|t| line.current(t)), [3.0, -1.0, 0.0]);
    assert!((line.current(below(1.0)) - 4.0).abs() < 1e-14);
    assert_eq!(line.current(3.0), 0.0);
    // The kinks of a clamped line, from both sides of a jump.
    let clamped = line.clamped(0.0, 3.0);
    for towards in [Direction::Forward, Direction::Backward] {
        assert_eq!(breakpoints(&clamped, towards), [0.0, 0.5, 1.0, 2.0, 3.0]);
    }
}

#[test]
fn a_value_that_repeats_is_no_breakpoint() {
    let held = samples_at([0.0, 1.0, 2.0, 3.0, 4.0], [2.0, 2.0, 2.0, 5.0, 5.0]).unwrap();
    let line = held.linear();
    let grid = samples(0.0, 1.0, [2.0, 2.0, 2.0, 5.0, 5.0]).unwrap();
    for towards in [Direction::Forward, Direction::Backward] {
        assert_eq!(breakpoints(&held, towards), [0.0, 3.0]);
        assert_eq!(breakpoints(&grid, towards), [0.0, 3.0, 5.0]);
        // A line leaves the value at the last of the equal ones.
        assert_eq!(breakpoints(&line, towards), [0.0, 2.0, 3.0, 4.0]);
        assert_eq!(breakpoints(&grid.linear(), towards), [0.0, 2.0, 3.0, 4.0]);
    }
}

/// A look must not go through a whole recording that stays the same: some of it is announced.
#[test]
fn a_long_quiet_is_announced_in_parts() {
    let quiet = samples(0.0, 1.0, vec![3.0; 1_000_000]).unwrap();
    let forward = breakpoints(&quiet, Direction::Forward);
    assert!((2..1100).contains(&forward.len()), "{}", forward.len());
    assert_eq!(breakpoints(&quiet, Direction::Backward), forward);
    assert!(forward.windows(2).all(|pair| pair[1] - pair[0] <= 2000.0));
}
