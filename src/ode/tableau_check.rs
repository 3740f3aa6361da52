//! Whether the constants of a tableau can be those of an explicit method.

use super::{EmbeddedTableau, Stages, Tableau};
use crate::Error;
use crate::error::{Bound, require};

/// What the digits that a source prints leave of a sum, relative to the size of its terms.
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

/// An error at the first of `terms` that is not zero.
fn require_zeros(field: &'static str, terms: &[f64], remedy: &'static str) -> Result<(), Error> {
    let wrong = terms.iter().find(|x| **x != 0.0).copied();
    let bound = Bound::Equal("", 0.0.into());
    wrong.map_or(Ok(()), |x| require(false, "tableau", (field, x), bound, remedy))
}

/// Explicit, with row sums cᵢ and weights that sum to 1; the last row of a first-same-as-last method, and
/// dense output that ends, where the step does.
pub(super) fn check_tableau<M: Tableau>() -> Result<(), Error> {
    let (a, b, c) = (M::A, M::B, M::C);
    for (i, row) in a.as_slice().iter().enumerate() {
        let remedy = "the method must be explicit: stage i may use the stages before it only";
        require_zeros("A on or above its diagonal", &row.as_slice()[i..], remedy)?;
        require_sum("sum of a row of A", row.as_slice(), ("its c", c.as_slice()[i]))?;
    }
    for &x in c.as_slice() {
        let remedy = "a stage must lie inside its step, which may end at a corner";
        let bound = Bound::AtMost("the end of the step", 1.0.into());
        require((0.0..=1.0).contains(&x), "tableau", ("c", x), bound, remedy)?;
    }
    require_sum("sum of B", b.as_slice(), ("", 1.0))?;
    let lazy = M::Stages::<f64>::COUNT - M::LAZY;
    let remedy = "a lazy stage is evaluated after the step, for dense output only";
    require_zeros("B of a lazy stage", &b.as_slice()[lazy..], remedy)?;
    let useless = if M::DENSE.is_none() { M::LAZY } else { 0 };
    #[allow(clippy::cast_precision_loss, reason = "at most 20")]
    let (count, bound) = (useless as f64, Bound::Equal("", 0.0.into()));
    let remedy = "without DENSE nothing asks for a lazy stage";
    require(useless == 0, "tableau", ("LAZY", count), bound, remedy)?;
    if M::FSAL {
        for (&x, &y) in a.as_slice()[lazy - 1].as_slice().iter().zip(b.as_slice()) {
            let remedy = "its last row of A must be B, digit by digit; or leave FSAL false";
            let bound = Bound::Equal("B there", y.into());
            require(x == y, "tableau", ("last row of A of an FSAL method", x), bound, remedy)?;
        }
    }
    let Some(dense) = M::DENSE else { return Ok(()) };
    let ends = dense.as_slice().iter().zip(b.as_slice());
    ends.into_iter()
        .try_for_each(|(row, &b)| require_sum("sum of a row of DENSE", row, ("its B", b)))
}

/// Error weights that sum to 0 and leave the lazy stages out.
pub(super) fn check_embedded<M: EmbeddedTableau>() -> Result<(), Error> {
    let lazy = M::Stages::<f64>::COUNT - M::LAZY;
    for (field, weights) in [("sum of E", Some(M::E)), ("sum of E_LOW", M::E_LOW)] {
        let Some(weights) = weights else { continue };
        let size: f64 = weights.as_slice().iter().map(|x| x.abs()).sum();
        let remedy = "weights that are all zero would accept every step; use `.fixed(dt)`";
        require(size > 0.0, "tableau", ("size of E", size), Bound::Positive, remedy)?;
        require_sum(field, weights.as_slice(), ("", 0.0))?;
        let remedy = "a lazy stage is evaluated after the step, for dense output only";
        require_zeros("E of a lazy stage", &weights.as_slice()[lazy..], remedy)?;
    }
    Ok(())
}
