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
    /// The absolute tolerance of each component of a state like `y0`, and of its derivatives by
    /// `variables` of these sizes.
    pub(super) fn of_each(
        &self,
        rtol: Y::Scalar,
        scale: Option<Y>,
        variables: Option<Y::Scalar>,
        y0: &Y,
    ) -> Result<Y, Error> {
        let uniform = |value: Y::Scalar| {
            let mut atol = y0.clone();
            atol.assign(y0, [], &mut |out, _, []| *out = value);
            atol
        };
        let (field, mut atol) = match (self, scale) {
            (Self::Uniform(atol), _) => ("atol", uniform(*atol)),
            (Self::Each(atol), _) => ("atol_each", atol.clone()),
            (Self::OfScale, None) => ("atol", uniform(rtol)),
            (Self::OfScale, Some(mut scale)) => {
                let unscaled = scale.clone();
                scale.assign(&unscaled, [], &mut |out, s, []| *out = rtol * s);
                ("scale", scale)
            }
        };
        let (expected, found) = (y0.dimension(), dimension_like(y0, &atol));
        if expected != found {
            let remedy = "give one tolerance for each component, in the shape of the state";
            return Err(Error::Length { owner: "Adaptive", field, expected, found, remedy });
        }
        let mut checked = Ok(());
        atol.visit(&mut |a| {
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
