//! The steps that a run leaves out, since they stay off a level by a bound, hold no passage of it.

use std::ops::Range;

use crate::common::shared::{Axon, axon};
use excitable::ode::{Crossing, Step, StepControl};
use excitable::prelude::*;

/// The run leaves out steps that stay off the level by a bound; the solution looks into every one.
#[test]
fn no_passage_is_lost_in_the_steps_that_a_run_passes_by() {
    let axon = axon(constant(10.0));
    macro_rules! agrees {
        ($($control:expr),+) => { $(
            for level in [-9.0, 0.3, 2.0, 50.0, 99.0, 104.9] {
                for span in [0.0..60.0, 60.0..40.0] {
                    let event = component(0).crosses(level);
                    let mut told = Vec::new();
                    let rest = axon.rest().unwrap();
                    let run = || integrate(&axon, span.clone(), rest, $control);
                    let outcome = run().report_on(event, |crossing| told.push(crossing)).finish();
                    if outcome.is_err() {
                        // Backward the axon runs away; what came before is compared all the same.
                        continue;
                    }
                    let solution = run().solution().unwrap();
                    assert_eq!(told, solution.events(&event).unwrap(), "{} {level}", stringify!($control));
                }
            }
        )+ };
    }
    agrees!(
        Rk4.fixed(0.01),
        Rk4.fixed(0.1),
        Bs23.adaptive(),
        Rk45.adaptive(),
        Rk45.fixed(0.2),
        Verner65.adaptive(),
        Dop853.adaptive(),
        Heun.fixed(0.05)
    );
}

/// The steps that hold `passages`, each with its neighbours, in ranges that do not overlap.
fn around(
    passages: &[Crossing<Membrane<f64>>],
    steps: &[Step<Membrane<f64>>],
) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for passage in passages {
        let holds = steps.partition_point(|step| step.end.t < passage.t);
        let (start, end) = (holds.saturating_sub(1), steps.len().min(holds + 2));
        match ranges.last_mut() {
            Some(last) if last.end >= start => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

/// A passage can be lost only in the step that holds it: at every level the run goes on from the node before the one
/// at which that step begins, and at every thirteenth level it is whole.
fn agrees_at_all_levels<C: StepControl<Axon, Memory: Clone> + Clone>(what: &str, control: &C) {
    let axon = axon(train(pulse(0.0..0.3, 80.0), 13.0));
    let rest = axon.rest().unwrap();
    let run = || integrate(&axon, 0.0..60.0, rest, control.clone());
    let solution = run().solution().unwrap();
    let (mut kept, mut going) = (Vec::new(), run());
    while going.advance().unwrap().is_some() {
        kept.push(going.checkpoint());
    }
    for tenth in -130..1300 {
        let event = component(0).crosses(f64::from(tenth) / 10.0);
        let passages = solution.events(&event).unwrap();
        let mut told = Vec::new();
        for range in around(&passages, solution.steps()) {
            let resumed = match range.start.checked_sub(1) {
                Some(before) => kept[before].clone().resume(&axon, control.clone()),
                None => run(),
            };
            let mut part = resumed.report_on(event, |crossing| told.push(crossing));
            for _ in range {
                part.advance().unwrap();
            }
        }
        assert_eq!(told, passages, "{what}: the steps around the passages of {tenth}/10 mV");
        if tenth % 13 == 0 {
            let mut told = Vec::new();
            run().report_on(event, |crossing| told.push(crossing)).finish().unwrap();
            assert_eq!(told, passages, "{what}: the whole run at {tenth}/10 mV");
        }
    }
}

/// The bound takes the slopes of stages that are not there yet for like their neighbours': at loose tolerances, where
/// they are the least alike, levels close to each other all over the range.
#[test]
fn no_passage_is_lost_at_loose_tolerances() {
    agrees_at_all_levels("Rk45, 1e-3", &Rk45.adaptive().rtol(1e-3));
    agrees_at_all_levels("Verner65, 1e-2", &Verner65.adaptive().rtol(1e-2));
    agrees_at_all_levels("Verner65, 1e-3", &Verner65.adaptive().rtol(1e-3));
    agrees_at_all_levels("Verner65", &Verner65.adaptive());
    agrees_at_all_levels("Dop853, 1e-3", &Dop853.adaptive().rtol(1e-3));
    agrees_at_all_levels("Dop853", &Dop853.adaptive());
}
