//! The tables of `tests/data` that several test files read.
#![allow(dead_code, reason = "each user takes a part of this module")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use excitable::Membrane;

/// The rows of `data/double_impulse.csv`: the time and the state.
pub(crate) fn reference() -> Vec<(f64, Membrane<f64>)> {
    let rows = include_str!("../data/double_impulse.csv").lines().skip(1).map(|line| {
        let mut fields = line.split(',').map(|field| field.parse().expect("a number"));
        let mut next = || fields.next().expect("five fields");
        (next(), Membrane { v: next(), m: next(), h: next(), n: next() })
    });
    rows.collect()
}

/// The rows of `data/hyperpolarised.csv`: the time and V.
pub(crate) fn hyperpolarised() -> Vec<(f64, f64)> {
    let rows = include_str!("../data/hyperpolarised.csv").lines().skip(1).map(|line| {
        let (t, v) = line.split_once(',').expect("two fields");
        (t.parse().expect("a number"), v.parse().expect("a number"))
    });
    rows.collect()
}

/// The value of the row of `data/hh_reference.tsv` with this name, whose conditions contain
/// `condition`.
pub(crate) fn hh_value(name: &str, condition: &str) -> Vec<f64> {
    let row = include_str!("../data/hh_reference.tsv")
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let row = row.filter(|row| row[0] == name).find(|row| row[1].contains(condition));
    let value = row.unwrap_or_else(|| panic!("no row {name} with {condition}"))[2].to_owned();
    value.split(" | ").map(|part| part.trim().parse().expect("a number")).collect()
}
