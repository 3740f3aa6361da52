//! Checks of the constants of a tableau.

use super::{EmbeddedTableau, Stages, Tableau};
use crate::Error;
use crate::error::{Bound, require};

/// The rounding of a sum of printed digits, relative to the size of its terms.
const ROUNDING: f64 = 1e-12;

/// An error unless Σ `terms` is `expected`, to the digits of the terms.
fn require_sum(
    field: &'static str,
    terms: &[f64],
    (name, expected): (&'static str, f64),
) -> Result<(), Error> {
    let sum: f64 = terms.iter().sum();
    let size: f64 = terms.iter().map(|x| x.abs()).sum();
    let holds = (sum - expected).abs() <= ROUNDING * (1.0 + size);
    let remedy = "compare the constants of the tableau with their source, digit by digit";
    require(holds, "tableau", (field, sum), Bound::Equal(name, expected.into()), remedy)
}

/// An error at the first of the `terms` that is not zero.
fn require_zeros(field: &'static str, terms: &[f64], remedy: &'static str) -> Result<(), Error> {
    let wrong = terms.iter().find(|x| **x != 0.0).copied();
    let bound = Bound::Equal("", 0.0.into());
    wrong.map_or(Ok(()), |x| require(false, "tableau", (field, x), bound, remedy))
}

/// Checks that a tableau is explicit, with row sums cᵢ and weights that sum to 1, and that its
/// dense output ends where the step does.
pub(super) fn check_tableau<M: Tableau>() -> Result<(), Error> {
    let count = M::Stages::<f64>::COUNT;
    for (field, found) in [("C", M::C.len()), ("A", M::A.len())] {
        let remedy = "give one entry for each stage";
        require_length(field, found == count, (count, found), remedy)?;
    }
    for (i, row) in M::A.iter().enumerate() {
        let remedy = "the method must be explicit: stage i may use the stages before it only";
        require_zeros("A on or above its diagonal", row.get(i..).unwrap_or(&[]), remedy)?;
        require_sum("sum of a row of A", row, ("its c", M::C[i]))?;
    }
    for &x in M::C {
        let remedy = "a stage must lie inside its step, which may end at a breakpoint";
        let bound = Bound::AtMost("the end of the step", 1.0.into());
        require((0.0..=1.0).contains(&x), "tableau", ("c", x), bound, remedy)?;
    }
    check_weights("B", M::B, count)?;
    require_sum("sum of B", M::B, ("", 1.0))?;
    let remedy = "a lazy stage is evaluated after the step, for dense output only";
    require_zeros("B of a lazy stage", beyond(M::B, count - M::LAZY), remedy)?;
    check_dense::<M>(count)?;
    if M::FSAL { check_first_same_as_last::<M>(count - M::LAZY - 1) } else { Ok(()) }
}

/// The entries from `first` on.
fn beyond(weights: &[f64], first: usize) -> &[f64] {
    weights.get(first..).unwrap_or(&[])
}

fn require_length(
    field: &'static str,
    holds: bool,
    (expected, found): (usize, usize),
    remedy: &'static str,
) -> Result<(), Error> {
    let error = Error::Length { owner: "tableau", field, expected, found, remedy };
    if holds { Ok(()) } else { Err(error) }
}

/// Checks that there are no more weights than stages: those left out are 0.
fn check_weights(field: &'static str, weights: &[f64], count: usize) -> Result<(), Error> {
    let remedy = "give one weight for each stage; the last ones may be left out where they are 0";
    require_length(field, weights.len() <= count, (count, weights.len()), remedy)
}

/// Checks that dense output ends where the step does, and that only it has lazy stages.
fn check_dense<M: Tableau>(count: usize) -> Result<(), Error> {
    if M::DENSE.is_empty() {
        #[allow(clippy::cast_precision_loss, reason = "at most 20")]
        let (useless, bound) = (M::LAZY as f64, Bound::Equal("", 0.0.into()));
        let remedy = "without DENSE no lazy stage is evaluated";
        return require(M::LAZY == 0, "tableau", ("LAZY", useless), bound, remedy);
    }
    let remedy = "give one row for each stage, empty where the stage has no part in it";
    require_length("DENSE", M::DENSE.len() == count, (count, M::DENSE.len()), remedy)?;
    (0..count).try_for_each(|i| {
        let b = M::B.get(i).copied().unwrap_or(0.0);
        require_sum("sum of a row of DENSE", M::DENSE[i], ("its B", b))
    })
}

/// Checks that the last stage's row of A is B.
fn check_first_same_as_last<M: Tableau>(last: usize) -> Result<(), Error> {
    let weight = |weights: &[f64], j: usize| weights.get(j).copied().unwrap_or(0.0);
    (0..=last).try_for_each(|j| {
        let (x, y) = (weight(M::A[last], j), weight(M::B, j));
        let remedy = "its last row of A must be B, digit by digit; or leave FSAL false";
        let bound = Bound::Equal("B there", y.into());
        require(x == y, "tableau", ("last row of A of an FSAL method", x), bound, remedy)
    })
}

/// Checks that the error weights sum to 0 and leave the lazy stages out.
pub(super) fn check_embedded<M: EmbeddedTableau>() -> Result<(), Error> {
    let count = M::Stages::<f64>::COUNT;
    for (field, weights) in [("sum of E", M::E), ("sum of E_LOW", M::E_LOW)] {
        if field == "sum of E_LOW" && weights.is_empty() {
            continue;
        }
        check_weights("E", weights, count)?;
        let size: f64 = weights.iter().map(|x| x.abs()).sum();
        let remedy = "weights that are all zero would accept every step; use `.fixed(dt)`";
        require(size > 0.0, "tableau", ("size of E", size), Bound::Positive, remedy)?;
        require_sum(field, weights, ("", 0.0))?;
        let remedy = "a lazy stage is evaluated after the step, for dense output only";
        require_zeros("E of a lazy stage", beyond(weights, count - M::LAZY), remedy)?;
    }
    Ok(())
}
