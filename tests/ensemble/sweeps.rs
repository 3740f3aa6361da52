//! Parts of a sweep, however many and in whatever order, join to what one run gives.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::ops::Range;

use excitable::analysis::OneByOne;
use excitable::ensemble::{NeuronSolution, Part, SimdLevel, Sweep};
use excitable::prelude::*;
use excitable::{Error, Membrane};

use super::runs::{Axon, axon, bits};

type Found = NeuronSolution<Membrane<f64>>;

const COUNT: usize = 150;

fn pulsed(i: usize) -> Axon {
    let x = f64::from(u32::try_from(i).unwrap());
    axon(pulse(0.0..1.0 + 0.0123 * x, 150.0 - x))
}

fn sweep_of(label: &str, dt: f64, level: f64, simd: SimdLevel) -> Sweep<'static, Found> {
    let neurons = move |range: Range<usize>| {
        Ok(Ensemble::new(range.map(pulsed)).detecting_spikes(level).on(simd))
    };
    Sweep::of_ensembles(label, COUNT, 0.0..10.0, Rk4.fixed(dt), neurons)
}

fn sweep() -> Sweep<'static, Found> {
    sweep_of("pulses", 0.025, 50.0, SimdLevel::widest())
}

/// The ranges of `count` parts of about the same length.
fn ranges(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).map(move |k| k * COUNT / count..(k + 1) * COUNT / count)
}

#[test]
fn parts_in_any_order_join_to_the_bits_of_the_ensemble() {
    for simd in SimdLevel::ALL.into_iter().filter(|simd| simd.is_available()) {
        let ensemble = Ensemble::new((0..COUNT).map(pulsed)).detecting_spikes(50.0).on(simd);
        let whole = ensemble.run(0.0..10.0, Rk4.fixed(0.025)).unwrap();
        assert!(whole.spike_counts().any(|count| count > 0));
        let sweep = sweep_of("pulses", 0.025, 50.0, simd);
        for count in [1, 2, 3, 7, 31] {
            let mut parts: Vec<_> = ranges(count).map(|range| sweep.run(range).unwrap()).collect();
            parts.reverse();
            parts.rotate_left(count / 2);
            let joined = sweep.join(parts).unwrap().into_solution().unwrap();
            assert_eq!(bits(&joined), bits(&whole), "{count} parts on {simd}");
        }
    }
}

/// Two in one block, one of them in the last lane of it, and two whose parameters are refused.
#[test]
fn a_neuron_that_fails_is_a_value_and_changes_no_other() {
    let bad = [5, 31, 64, 140];
    let neuron = move |i: usize| match i {
        5 | 31 => axon(stimulus::ramp(2.0..3.0 + 0.1 * pulsed_number(i), 0.0..1e6)),
        64 | 140 => axon(constant(f64::NAN)),
        _ => pulsed(i),
    };
    let neurons =
        move |range: Range<usize>| Ok(Ensemble::new(range.map(neuron)).detecting_spikes(50.0));
    let failing = Sweep::of_ensembles("pulses", COUNT, 0.0..10.0, Rk4.fixed(0.025), neurons);
    let whole = failing.run(0..COUNT).unwrap();
    let sound = sweep().run(0..COUNT).unwrap();
    for (i, (value, other)) in whole.values().iter().zip(sound.values()).enumerate() {
        if bad.contains(&i) {
            assert_eq!(value, &failing.run(i..i + 1).unwrap().values()[0], "neuron {i} alone");
        } else {
            assert_eq!(value, other, "neuron {i}");
        }
    }
    let late = whole.values()[5].clone().unwrap_err();
    assert_eq!(late.kind, "NonFinite");
    assert!(late.t.is_some_and(|t| t > 2.0 && t < 4.0), "{late:?}");
    assert!(late.sentence.contains("at t = "), "{late}");
    assert_eq!(whole.values()[64].clone().unwrap_err().kind, "Invalid");
    for count in [2, 7, 31] {
        let parts = ranges(count).map(|range| failing.run(range).unwrap());
        assert_eq!(failing.join(parts).unwrap(), whole, "{count} parts");
    }
    assert_eq!(whole.into_solution().unwrap_err(), late);
}

fn pulsed_number(i: usize) -> f64 {
    f64::from(u32::try_from(i).unwrap())
}

#[test]
fn strangers_overlaps_and_holes_are_refused_by_name_and_range() {
    let sweep = sweep();
    let part = |range| sweep.run(range).unwrap();
    let said = |parts: Vec<Part<Found>>| sweep.join(parts).unwrap_err().to_string();
    assert_eq!(
        said(vec![part(0..60), part(50..COUNT)]),
        "two parts hold 50..60 of the sweep: give one of them"
    );
    let hole = said(vec![part(100..COUNT), part(0..60)]);
    assert_eq!(hole, "no part holds 60..100 of the sweep: run that range");
    assert_eq!(sweep.missing([100..COUNT, 10..60, 20..30]), [0..10, 60..100]);
    assert_eq!(sweep.missing([]), vec![0..COUNT]);
    #[allow(clippy::reversed_empty_ranges, reason = "what a caller may give")]
    let none = 90..20;
    let beyond = sweep.missing([COUNT + 20..COUNT + 40, 100..COUNT + 10, none, 1..50]);
    assert_eq!(beyond, [0..1, 50..100], "no member is beyond the sweep, none in a reversed range");

    let widest = SimdLevel::widest();
    let mut others = vec![
        ("label", sweep_of("trains", 0.025, 50.0, widest)),
        ("method", sweep_of("pulses", 0.05, 50.0, widest)),
        ("level", sweep_of("pulses", 0.025, 40.0, widest)),
    ];
    if widest != SimdLevel::Baseline {
        others.push(("rounding", sweep_of("pulses", 0.025, 50.0, SimdLevel::Baseline)));
    }
    for (field, other) in others {
        let stranger = other.run(0..10).unwrap();
        assert_eq!(
            said(vec![stranger, part(10..COUNT)]),
            format!(
                "the part 0..10 is of another sweep, whose {field} differs: join parts of one \
                 sweep only"
            )
        );
    }
}

#[test]
fn ranges_that_are_none_are_refused() {
    let sweep = sweep();
    let said = |range| sweep.run(range).unwrap_err().to_string();
    assert!(said(140..151).starts_with("Sweep: range end = 151, but it must be <= number of"));
    assert!(said(7..7).starts_with("Sweep: range end = 7, but it must be > range start = 7"));
    let empty = Sweep::new("none", 0, |_| Ok(1.0)).run(0..0).unwrap_err().to_string();
    assert_eq!(empty, "Sweep: number of members = 0, but it must be > 0: give at least one member");
    let wrong = sweep_of("pulses", -1.0, 50.0, SimdLevel::widest()).run(0..9).unwrap_err();
    assert!(wrong.to_string().contains("dt = -1"), "{wrong}");
    let short = |_| Ok(Ensemble::new([pulsed(0)]));
    let short = Sweep::of_ensembles("short", 9, 0.0..1.0, Rk4.fixed(0.025), short);
    assert!(matches!(short.run(0..9), Err(Error::Length { expected: 9, found: 1, .. })));
}

/// Its level and grid would be unknown, so that two such sweeps could not be told apart.
#[test]
fn a_sweep_that_gives_no_ensemble_of_no_neurons_is_refused() {
    let sweep = |level| {
        let neurons = move |range: Range<usize>| {
            let stimulus = stimulus::samples(0.0, 1.0, vec![1.0; range.len()])?;
            let axons = range.map(move |_| axon(stimulus.clone()));
            Ok(Ensemble::new(axons).detecting_spikes(level))
        };
        Sweep::of_ensembles("samples", COUNT, 0.0..10.0, Rk4.fixed(0.025), neurons)
    };
    let said = [40.0, 50.0].map(|level| sweep(level).run(0..COUNT).unwrap_err().to_string());
    assert!(said.iter().all(|said| said.contains("samples")), "{said:?}");
}

#[test]
fn thresholds_are_a_sweep() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let trial = axon.trial(20.0).unwrap();
    let threshold = |i: usize| {
        let duration = 0.5 + pulsed_number(i);
        // The second range holds no threshold.
        let highest = if i == 1 { 0.1 } else { 100.0 };
        trial.threshold(0.0..highest, |current| axon.with_stimulus(pulse(0.0..duration, current)))
    };
    let sweep = Sweep::new("thresholds", 3, threshold);
    let whole = sweep.join([sweep.run(2..3).unwrap(), sweep.run(0..2).unwrap()]).unwrap();
    assert_eq!(whole.values()[0].clone().ok(), threshold(0).ok());
    assert!(whole.values()[1].is_err());
    assert!(whole.values()[2].clone().unwrap() < whole.values()[0].clone().unwrap());
}

#[test]
fn an_f_i_curve_is_a_sweep() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let trial = axon.trial(60.0).unwrap();
    let system = |i| axon.with_stimulus(constant(i));
    let currents = [2.0, 7.0, 10.0, 50.0];
    let firing = |i: usize| {
        let one = trial.f_i_curve(OneByOne, 30.0, &currents[i..=i], system)?;
        Ok(one[0])
    };
    let sweep = Sweep::new("f-I", currents.len(), firing);
    let whole = sweep.join([sweep.run(3..4).unwrap(), sweep.run(0..3).unwrap()]).unwrap();
    let curve = trial.f_i_curve(OneByOne, 30.0, &currents, system).unwrap();
    assert!(whole.values().iter().map(|one| one.as_ref().unwrap()).eq(&curve));
}
