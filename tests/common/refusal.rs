//! What the tests of bad input share.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use excitable::prelude::*;
use excitable::{Error, Scalar, State};

/// dy/dt = −y.
pub(crate) struct Decay;

impl OdeSystem for Decay {
    type State = f64;

    fn derivative(&self, _: f64, y: &f64, dydt: &mut f64) {
        *dydt = -y;
    }
}

pub(crate) fn components<Y: State<Scalar: Scalar>>(y: &Y) -> Vec<f64> {
    let mut all = Vec::new();
    y.visit(&mut |x| all.push(Scalar::to_f64(x)));
    all
}

/// Fails unless the sentence contains every one of the fragments.
#[track_caller]
pub(crate) fn says(error: &Error, fragments: &[&str]) {
    let sentence = error.to_string();
    for fragment in fragments {
        assert!(sentence.contains(fragment), "no `{fragment}` in: {sentence}");
    }
}
