//! Several events with one action.

use super::oscillator;
use crate::common::shared::integrate;
use excitable::prelude::*;

/// A hundred levels by one action are found as by one action each.
#[test]
fn events_in_a_number_known_at_run_time_are_those_of_one_each() {
    let (system, level) = (oscillator(), |i: u32| f64::from(i) / 50.5 - 0.98);
    let mut found = Vec::new();
    let run = integrate(&system, 0.0..7.0, [0.0, 1.0], Rk45.adaptive());
    let events = (0..100).map(|i| component(0).crosses(level(i)));
    let end = run.report_on_each(events, |i, at| found.push((i, at.t))).finish().unwrap();
    assert!(found.is_sorted_by_key(|&(_, t)| t) && found.len() >= 200);
    for i in [0, 49, 99_u32] {
        let mut alone = Vec::new();
        let run = integrate(&system, 0.0..7.0, [0.0, 1.0], Rk45.adaptive());
        let run = run.report_on(component(0).crosses(level(i)), |at| alone.push(at.t));
        assert_eq!(run.finish().unwrap(), end);
        let of_all = found.iter().filter(|(k, _)| *k == i as usize).map(|(_, t)| *t);
        assert_eq!(of_all.collect::<Vec<_>>(), alone, "level {i}");
    }
}

/// Resets of many events at once act in their order, each upon the one before.
#[test]
fn resets_at_one_time_act_in_order() {
    let system = oscillator();
    let mut order = Vec::new();
    let rises = || component(0).rises_through(0.5);
    let end = integrate(&system, 0.0..1.0, [0.0, 1.0], Rk45.adaptive())
        .reset_on_each([rises(), rises(), rises()], |i, _, y: &mut [f64; 2]| {
            order.push((i, y[1]));
            *y = [0.0, f64::from(u8::try_from(i).unwrap())];
        })
        .stop_on(component(0).rises_through(0.1))
        .finish()
        .unwrap();
    assert!(order.is_empty() && (end.y[0] - 0.1).abs() < 1e-12);
    let end = integrate(&system, 0.0..1.0, [0.0, 1.0], Rk45.adaptive())
        .reset_on_each([rises(), rises(), rises()], |i, _, y: &mut [f64; 2]| {
            order.push((i, y[1]));
            *y = [0.0, f64::from(u8::try_from(i).unwrap())];
        })
        .finish()
        .unwrap();
    assert_eq!(order.iter().map(|(i, _)| *i).collect::<Vec<_>>()[..3], [0, 1, 2]);
    assert_eq!([order[1].1, order[2].1], [0.0, 1.0]);
    assert!(end.t == 1.0);
}
