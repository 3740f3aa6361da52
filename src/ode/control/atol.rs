//! [`Atol`]: the absolute tolerance of each component.

use num_traits::Float;

use crate::Error;
use crate::error::{Bound, require};
use crate::num::Scalar;
use crate::ode::problem::dimension_like;
use crate::ode::{OdeState, State};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atol<Y: State> {
    OfScale,
    Uniform(Y::Scalar),
    Each(Y),
}

impl<Y: OdeState> Atol<Y> {
    /// The absolute tolerance of each component of a state like `y0`, given its relative one, and
    /// of its derivatives by `variables` of these sizes.
    pub(super) fn of_each(
        &self,
        rtol: &Y,
        scale: Option<Y>,
        variables: Option<Y::Scalar>,
        y0: &Y,
    ) -> Result<Y, Error> {
        let (field, mut atol) = match (self, scale) {
            (Self::Uniform(atol), _) => ("atol", uniform(*atol, y0)),
            (Self::Each(atol), _) => ("atol_each", atol.clone()),
            (Self::OfScale, None) => ("atol", rtol.clone()),
            (Self::OfScale, Some(mut scale)) => {
                let unscaled = scale.clone();
                scale.assign(&unscaled, [rtol], &mut |out, s, [rtol]| *out = rtol * s);
                ("scale", scale)
            }
        };
        check_tolerances(field, &atol, y0)?;
        let (mut checked, given) = (Ok(()), atol.clone());
        atol.assign(&given, [rtol], &mut |_, a, [rtol]| {
            if checked.is_ok() {
                checked =
                    require_tolerance(field, a).and_then(|()| check_not_both_zero(field, rtol, a));
            }
        });
        let plain = atol.clone();
        atol.assign(&plain, [], &mut |out, a, []| *out = a.tolerance(variables));
        checked.map(|()| atol)
    }
}

/// The same number for each component of a state like `y0`.
pub(super) fn uniform<Y: OdeState>(value: Y::Scalar, y0: &Y) -> Y {
    let mut all = y0.clone();
    all.assign(y0, [], &mut |out, _, []| *out = value);
    all
}

/// An error where the `tolerances` are not as many as the components of `y0`.
pub(super) fn check_tolerances<Y: State>(
    field: &'static str,
    tolerances: &Y,
    y0: &Y,
) -> Result<(), Error> {
    let (expected, found) = (y0.dimension(), dimension_like(y0, tolerances));
    if expected == found {
        return Ok(());
    }
    let remedy = "give one tolerance for each component, in the shape of the state";
    Err(Error::Length { owner: "Adaptive", field, expected, found, remedy })
}

fn check_not_both_zero<T: Scalar>(field: &'static str, rtol: T, atol: T) -> Result<(), Error> {
    let zero = T::lit(0.0);
    let remedy = "with rtol = 0 an absolute tolerance is needed for every component";
    require(rtol > zero || atol > zero, "Adaptive", (field, atol), Bound::Positive, remedy)
}

pub(super) fn require_tolerance<T: Scalar>(field: &'static str, value: T) -> Result<(), Error> {
    let holds = value >= T::lit(0.0) && Float::is_finite(value);
    require(
        holds,
        "Adaptive",
        (field, value),
        Bound::NonNegative,
        "give a finite number that is not negative",
    )
}
