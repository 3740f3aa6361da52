//! The tableaus against the order conditions.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::ode::{EmbeddedTableau, Tableau};
use excitable::prelude::*;
use excitable::{Dop853, Solution};

use crate::common::order_conditions::{
    dense_order, dense_residual, embedded_order, embedded_residual, main_order, main_residual,
    trees,
};
use crate::common::shared::integrate;
use crate::common::twofold::Twofold;

#[test]
fn there_are_as_many_trees_as_the_book_counts() {
    // Hairer, Nørsett, Wanner, table II.2.1
    let counts: Vec<usize> = (1..=9).map(|order| trees(order).len()).collect();
    assert_eq!(counts, [1, 1, 2, 4, 9, 20, 48, 115, 286]);
}

#[test]
fn every_method_has_its_order_and_no_higher_one() {
    main_order::<Euler>("Euler");
    main_order::<Heun>("Heun");
    main_order::<Bs23>("Bs23");
    main_order::<Rk4>("Rk4");
    main_order::<Rk45>("Rk45");
    main_order::<Verner65>("Verner65");
    main_order::<Dop853>("Dop853");
}

#[test]
fn every_error_estimate_has_its_order() {
    embedded_order::<Bs23>("Bs23", Bs23::E, 2);
    embedded_order::<Rk45>("Rk45", Rk45::E, 4);
    embedded_order::<Verner65>("Verner65", Verner65::E, 5);
    embedded_order::<Dop853>("Dop853", Dop853::E, 5);
    embedded_order::<Dop853>("Dop853, lower", Dop853::E_LOW, 3);
}

#[test]
fn every_dense_output_has_its_order() {
    dense_order::<Rk45>("Rk45", 4);
    dense_order::<Verner65>("Verner65", 5);
    dense_order::<Dop853>("Dop853", 7);
}

/// The floats of `Verner65` are chosen together, so that what each of them is off cancels: rounded
/// one by one they miss conditions by 3e-11 (main), 1e-12 (embedded) and 3e-11 (dense).
#[test]
fn the_rounded_verner65_keeps_its_order_conditions_to_the_last_bit() {
    let half_a_bit = f64::EPSILON / 2.0;
    let found = main_residual::<Verner65>();
    assert!(found < half_a_bit, "main: {found:.1e}");
    // Weights of −176.5 and 173.0, and in the dense output of up to 208: a last bit of 2.8e-14.
    let (embedded, dense) = (embedded_residual::<Verner65>(), dense_residual::<Verner65>(5));
    assert!(embedded < 4e-15, "embedded: {embedded:.1e}");
    assert!(dense < 4e-15, "dense: {dense:.1e}");
}

#[test]
fn the_sums_of_the_rounded_verner65_are_exact_also_as_they_are_computed() {
    for (row, &c) in Verner65::A.iter().zip(Verner65::C) {
        let sum: Twofold = row.iter().map(|&a| Twofold::from(a)).sum();
        assert_eq!(sum, c.into());
    }
    // In the order of the stages, as a step sums them.
    let sum = |weights: &[f64]| weights.iter().fold(0.0, |sum, w| sum + w);
    assert_eq!((sum(Verner65::B), sum(Verner65::E)), (1.0, 0.0));
    for k in 0..6 {
        let power = |row: &&[f64]| row.get(k).copied().unwrap_or(0.0);
        let weights: Vec<f64> = Verner65::DENSE.iter().map(power).collect();
        assert_eq!(sum(&weights), if k == 0 { 1.0 } else { 0.0 }, "θ^{}", k + 1);
    }
}

#[test]
fn verner65_follows_a_line_and_finds_its_level_to_the_last_bits() {
    let line = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    let check = |solution: Solution<f64>| {
        for t in (0..=384).map(|i| f64::from(i) / 128.0) {
            assert!(
                (solution.at(t).unwrap() - t).abs() <= 1e-15,
                "{:e} at {t}",
                solution.at(t).unwrap() - t
            );
        }
        let events = solution.events(&component(0).rises_through(1.0)).unwrap();
        assert!(events.len() == 1 && (events[0].t - 1.0).abs() <= 1e-15, "{events:?}");
    };
    for h in [0.3, 0.4, 0.7, 1.0, 1.1, 1.5, 2.0, 3.0] {
        check(integrate(&line, 0.0..3.0, 0.0, Verner65.fixed(h)).solution().unwrap());
    }
    check(integrate(&line, 0.0..3.0, 0.0, Verner65.adaptive()).solution().unwrap());
    check(excitable::integrate(&line, 0.0..3.0, 0.0, Verner65.adaptive()).solution().unwrap());
    check(integrate(&line, 0.0..3.0, 0.0, Verner65.adaptive().portable()).solution().unwrap());
}
