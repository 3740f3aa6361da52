//! [`fold_points`]: the folds of equilibria, at which two of them meet and vanish.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::{Complex, eigenvalues, jacobian};
use crate::Error;
use crate::analysis::range::check_range;
use crate::analysis::roots::roots;
use crate::ode::{OdeSystem, Real, Scalar, State, Time};

/// The parts of a branch between which folds are looked for.
const PARTS: u32 = 400;

/// A fold of equilibria (a saddle-node): a branch of equilibria turns back in the parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Fold<Y: State> {
    /// The parameter; for a neuron the current (µA/cm²).
    pub parameter: Y::Scalar,
    /// The equilibrium there.
    pub y: Y,
}

/// The folds on a branch of equilibria.
///
/// `branch(s)` is the equilibrium at the point s of `range`, with its parameter, and
/// `system(parameter)` the system there, as for [`hopf_points`](super::hopf_points). s must not be
/// the parameter itself, which turns back at a fold: for a neuron it is the potential, and the
/// parameter I∞(V). The folds are the zeros of det ∂f/∂y at which the parameter turns; where two
/// branches cross it does not. The list is empty where there is none.
///
/// # Errors
///
/// [`Error::Invalid`] where the range is not finite or a Jacobian is not, and what `branch`
/// returns.
///
/// # Example
///
/// ```
/// use excitable::analysis::fold_points;
/// use excitable::prelude::*;
///
/// // x' = p + x − x³/3: two folds, at x = −1, p = 2/3 and x = 1, p = −2/3.
/// let cubic = |x: f64| x - x.powi(3) / 3.0;
/// let system = |p: f64| from_fn(move |_t, x: &f64, dxdt: &mut f64| *dxdt = p + cubic(*x));
/// let branch = |x: f64| Ok((x.powi(3) / 3.0 - x, x));
/// let [first, second] = fold_points(system, branch, -3.0..3.1)?[..] else { unreachable!() };
/// assert!((first.parameter - 2.0 / 3.0).abs() < 1e-12);
/// assert!((second.parameter + 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn fold_points<S, F, B>(
    system: F,
    branch: B,
    range: Range<Time<S>>,
) -> Result<Vec<Fold<S::State>>, Error>
where
    S: OdeSystem,
    F: Fn(Time<S>) -> S,
    B: Fn(Time<S>) -> Result<(Time<S>, S::State), Error>,
{
    check_range("fold_points", &range)?;
    let determinant = |s| {
        let (parameter, y) = branch(s)?;
        let found = eigenvalues(&jacobian(&system(parameter), Time::<S>::lit(0.0), &y)?)?;
        Ok(product(&found))
    };
    // Where p(s) is a parabola, so near that its cubic term does not count.
    let beside = Float::cbrt(Time::<S>::epsilon()) * (range.end - range.start);
    let mut found = Vec::new();
    for s in roots(&range, PARTS, determinant)? {
        let (parameter, y) = branch(s)?;
        let (before, after) = (branch(s - beside)?.0, branch(s + beside)?.0);
        if (before < parameter) == (after < parameter) {
            found.push(Fold { parameter, y });
        }
    }
    Ok(found)
}

/// det A = Π λᵢ
fn product<T: Scalar>(eigenvalues: &[Complex<T>]) -> T {
    eigenvalues.iter().fold(Complex::real(T::one()), |product, x| product.times(*x)).re
}
