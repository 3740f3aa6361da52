//! A run that is stopped, kept and resumed, against the run that was not.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::double_impulse;
use crate::common::shared::Axon;
use excitable::ode::{Checkpoint, Node, StepControl, Steps};
use excitable::prelude::*;

pub(crate) fn nodes<C: StepControl<Axon>>(
    mut run: Steps<'_, Axon, C>,
    count: usize,
) -> Vec<Node<Membrane<f64>>> {
    let mut nodes = Vec::new();
    while nodes.len() < count && run.advance().unwrap().is_some() {
        nodes.push(*run.node());
    }
    nodes
}

/// Stops after `count` steps, keeps the checkpoint through `pass`, and compares what follows to the
/// bit.
pub(crate) fn is_the_same_run<C>(
    control: &C,
    count: usize,
    pass: impl Fn(Checkpoint<Membrane<f64>, C::Memory>) -> Checkpoint<Membrane<f64>, C::Memory>,
) where
    C: StepControl<Axon, Memory: Clone> + Clone,
{
    let axon = double_impulse();
    let run = || integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control.clone());
    let whole = nodes(run(), usize::MAX);
    let mut stopped = run();
    for _ in 0..count {
        stopped.advance().unwrap();
    }
    let mut resumed = pass(stopped.checkpoint()).resume(&axon, control.clone());
    assert_eq!(resumed.statistics(), stopped.statistics());
    for expected in &whole[count..] {
        assert!(resumed.advance().unwrap().is_some());
        assert_eq!(resumed.node(), expected, "after {count} steps");
    }
    assert!(resumed.advance().unwrap().is_none());
    while stopped.advance().unwrap().is_some() {}
    let (a, b) = (resumed.statistics(), stopped.statistics());
    // The input of the resumed run is checked anew, which evaluates nothing.
    assert_eq!(a, b);
}
