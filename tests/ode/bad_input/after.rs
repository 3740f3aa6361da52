//! What holds after an error, and how it reads.

use super::{Decay, NAN, failure, same, says};
use crate::common::shared::integrate;
use excitable::Error;
use excitable::prelude::*;

#[test]
fn every_way_to_run_gives_the_same_error() {
    let system = from_fn(|t, _y: &f64, dydt: &mut f64| *dydt = if t < 0.5 { 1.0 } else { NAN });
    let run = || integrate(&system, 0.0..1.0, 0.0, Rk4.fixed(0.03));
    let error = failure(run());
    same(&error, &run().finish().expect_err("it fails"));
    same(&error, &run().solution().expect_err("it fails"));
    same(&error, &run().sample([0.1, 0.9], |_, _| ()).expect_err("it fails"));
    same(&error, &run().sample([0.1], |_, _| ()).expect_err("it fails"));
    let all: Vec<_> = run().collect();
    let (last, steps) = all.split_last().expect("an item");
    assert!(steps.len() == 16 && steps.iter().all(Result::is_ok));
    same(&error, last.as_ref().expect_err("the last item is the error"));
}

#[test]
fn an_iterator_yields_the_error_of_bad_input_once() {
    let mut steps = integrate(&Decay, 0.0..1.0, 1.0, Rk4.fixed(0.0));
    assert!(steps.next().is_some_and(|step| step.is_err()));
    assert!(steps.next().is_none() && steps.next().is_none());
    assert!(steps.advance().is_err(), "advance gives it again");
}

#[test]
fn the_slope_at_the_last_accepted_node_stays_finite() {
    let late = from_fn(|t, _y: &f64, dydt: &mut f64| *dydt = if t < 0.5 { 1.0 } else { NAN });
    let is_kept = |system: &dyn OdeSystem<State = f64>| {
        let mut steps = integrate(system, 0.0..1.0, 0.0, Rk4.fixed(0.03));
        while let Ok(Some(_)) = steps.advance() {}
        let node = steps.node();
        assert!((0.4..=0.5).contains(&node.t) && (node.y - node.t).abs() < 1e-12, "{node:?}");
        assert_eq!(node.dydt, 1.0, "{node:?}");
    };
    is_kept(&late);
    is_kept(&late.with_breakpoints([0.5]));
}

#[test]
fn the_slope_at_the_last_accepted_node_keeps_its_length() {
    /// Grows its slope beyond t = 0.5, which it announces.
    struct Grows;
    impl OdeSystem for Grows {
        type State = Vec<f64>;

        fn derivative(&self, t: f64, _: &Vec<f64>, dydt: &mut Vec<f64>) {
            dydt.clear();
            dydt.resize(if t < 0.5 { 3 } else { 4 }, 1.0);
        }

        fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
            towards.is_beyond(0.5, t).then_some(0.5)
        }
    }
    let mut steps = integrate(&Grows, 0.0..1.0, vec![0.0; 3], Rk4.fixed(0.1));
    while let Ok(Some(_)) = steps.advance() {}
    assert_eq!(steps.node().t, 0.5);
    assert_eq!(steps.node().dydt.len(), 3);
}

#[test]
fn debug_is_the_sentence_that_main_would_print() {
    fn main() -> Result<(), Error> {
        integrate(&Decay, 0.0..1.0, 1.0, Rk4.fixed(-0.5)).finish()?;
        Ok(())
    }
    let error = main().expect_err("it fails");
    assert_eq!(format!("Error: {error:?}"), format!("Error: {error}"));
    says(&error, &["Fixed: dt = -0.5, but it must be"]);
    let _: &dyn std::error::Error = &error;
}
