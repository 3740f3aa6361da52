//! A neuron that fails is a value beside the solutions of the others.
#![cfg(feature = "alloc")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Mutex;

use excitable::Error;
use excitable::prelude::*;

use super::runs::{Axon, axon};

const COUNT: usize = 150;

fn pulsed(i: usize) -> Axon {
    let x = f64::from(u32::try_from(i).unwrap());
    axon(pulse(0.0..1.0 + 0.0123 * x, 150.0 - x))
}

/// Three in one block, the last of them first in time; the last lane of it; two neighbours that are
/// refused before the first step, one of which is the last of all that are run at once.
fn failing(i: usize) -> Axon {
    let x = f64::from(u32::try_from(i).unwrap());
    match i {
        2 | 5 | 6 | 31 => axon(stimulus::ramp(2.0..3.0 - 0.1 * x.min(9.0), 0.0..1e6)),
        63 | 64 => axon(constant(f64::NAN)),
        COUNT.. => unreachable!(),
        _ => pulsed(i),
    }
}

fn ensemble(neuron: impl Fn(usize) -> Axon) -> Ensemble<'static, Axon> {
    let recorded = [4, 6, 70, 149];
    Ensemble::new((0..COUNT).map(neuron)).detecting_spikes(50.0).recording(recorded, [1.0, 7.5])
}

#[test]
fn a_neuron_that_fails_changes_no_other() {
    let sound = ensemble(pulsed).run(0.0..10.0, Rk4.fixed(0.025)).unwrap();
    let each = ensemble(failing).run_each(0.0..10.0, Rk4.fixed(0.025)).unwrap();
    assert_eq!(each.len(), COUNT);
    let mut failed = Vec::new();
    for (i, (one, other)) in each.into_iter().zip(&sound).enumerate() {
        match one {
            Ok(one) => assert_eq!(&one, other, "neuron {i}"),
            Err(error) => {
                let alone = Ensemble::new([failing(i)]).run(0.0..10.0, Rk4.fixed(0.025));
                let Err(Error::Neuron { cause, .. }) = alone else { panic!("{alone:?}") };
                assert_eq!(error.to_string(), cause.to_string(), "neuron {i}");
                failed.push(i);
            }
        }
    }
    assert_eq!(failed, [2, 5, 6, 31, 63, 64]);
}

#[test]
fn without_failures_it_is_the_run() {
    let sound = ensemble(pulsed).run(0.0..10.0, Rk4.fixed(0.025)).unwrap();
    let each = ensemble(pulsed).run_each(0.0..10.0, Rk4.fixed(0.025)).unwrap();
    let each: Vec<_> = each.into_iter().collect::<Result<_, _>>().unwrap();
    assert!(sound.iter().eq(&each));
}

#[test]
fn a_state_that_is_none_fails_its_neuron() {
    let mut states = vec![HodgkinHuxley::<f64>::squid_axon().clamped_at(0.0); COUNT];
    states[100].v = f64::NAN;
    let all = ensemble(pulsed).starting_from(states);
    let each = all.run_each(0.0..10.0, Rk4.fixed(0.025)).unwrap();
    let failed: Vec<usize> = (0..COUNT).filter(|i| each[*i].is_err()).collect();
    assert_eq!(failed, [100]);
    assert!(matches!(each[100], Err(Error::NonFinite { .. })));
}

#[test]
fn a_question_that_is_none_is_refused() {
    let said = |ensemble: &Ensemble<'_, Axon>, dt| {
        ensemble.run_each(0.0..10.0, Rk4.fixed(dt)).unwrap_err().to_string()
    };
    let all = ensemble(failing);
    assert!(said(&all, -1.0).contains("dt = -1"));
    assert!(
        said(&ensemble(failing).recording([COUNT], [1.0]), 0.025).contains("recorded neuron = 150")
    );
    let states = vec![HodgkinHuxley::<f64>::squid_axon().clamped_at(0.0); 9];
    assert!(said(&all.starting_from(states), 0.025).contains("the list of states has 9"));
    assert!(said(&Ensemble::new([]), 0.025).contains("number of neurons = 0"));
}

#[test]
fn its_progress_grows_to_the_whole() {
    let seen = Mutex::new(Vec::new());
    let report = |part| seen.lock().unwrap().push(part);
    let all = ensemble(failing);
    all.reporting(&report).run_each(0.0..10.0, Rk4.fixed(0.025)).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
    assert_eq!(seen.last(), Some(&1.0));
}
