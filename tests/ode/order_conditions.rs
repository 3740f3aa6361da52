//! The tableaus against the order conditions.

use excitable::ode::EmbeddedTableau;
use excitable::{Bs23, Dop853, Euler, Heun, Rk4, Rk45, Verner65};

use crate::common::order_conditions::{dense_order, embedded_order, main_order, trees};

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
