//! [`jacobian`]: ∂fᵢ/∂yⱼ of a system, its own or by differences.

use alloc::vec::Vec;

use num_traits::Float;

use crate::Error;
use crate::analysis::linear::{components, sizes, slope, state};
use crate::error::{Bound, require};
use crate::ode::{Matrix, Real, RightHandSide, Scalar, State, Time};

/// The Jacobian ∂fᵢ/∂yⱼ of dy/dt = f(t, y), rows and columns in the order of the components.
///
/// The system's [own](crate::ode::OdeSystem::jacobian) where it states one, [by
/// differences](jacobian_by_differences) otherwise.
///
/// # Errors
///
/// [`Error::Invalid`] where an entry is not finite.
///
/// # Example
///
/// ```
/// use excitable::analysis::jacobian;
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let dfdy = jacobian(&oscillator, 0.0, &[1.0, 0.0])?;
/// assert!((dfdy[(0, 1)] - 1.0).abs() < 1e-9 && (dfdy[(1, 0)] + 1.0).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn jacobian<S>(system: &S, t: Time<S>, y: &S::State) -> Result<Matrix<Time<S>>, Error>
where
    S: RightHandSide + ?Sized,
{
    let mut dfdy = Matrix::new(y.dimension(), Time::<S>::lit(0.0));
    if system.jacobian(t, y, &mut dfdy) {
        return checked(dfdy);
    }
    jacobian_by_differences(system, t, y)
}

/// The Jacobian by central differences: (fᵢ(y + hⱼ) − fᵢ(y − hⱼ))/(2·hⱼ), with hⱼ = ε^⅓ times the
/// size of component j. Its error is about 10⁻¹⁰ of an entry.
///
/// # Errors
///
/// [`Error::Invalid`] where an entry is not finite.
pub fn jacobian_by_differences<S>(
    system: &S,
    t: Time<S>,
    y: &S::State,
) -> Result<Matrix<Time<S>>, Error>
where
    S: RightHandSide + ?Sized,
{
    let (numbers, sizes) = (components(y), sizes(system, y));
    let mut dfdy = Matrix::new(numbers.len(), Time::<S>::lit(0.0));
    for (j, (&x, &size)) in numbers.iter().zip(&sizes).enumerate() {
        let column = difference(system, (t, y, &numbers), j, Float::abs(x).max(size));
        for (i, entry) in column.into_iter().enumerate() {
            dfdy[(i, j)] = entry;
        }
    }
    checked(dfdy)
}

/// ∂f/∂yⱼ, where component j has this size.
fn difference<S>(
    system: &S,
    (t, y, numbers): (Time<S>, &S::State, &[Time<S>]),
    j: usize,
    size: Time<S>,
) -> Vec<Time<S>>
where
    S: RightHandSide + ?Sized,
{
    let h = Float::cbrt(Time::<S>::epsilon()) * size;
    let beside = |h: Time<S>| {
        let shifted: Vec<_> =
            numbers.iter().enumerate().map(|(i, &x)| if i == j { x + h } else { x }).collect();
        (shifted.get(j).copied().unwrap_or(h), components(&slope(system, t, &state(y, &shifted))))
    };
    let ((above, f1), (below, f0)) = (beside(h), beside(-h));
    f1.into_iter().zip(f0).map(|(f1, f0)| (f1 - f0) / (above - below)).collect()
}

fn checked<T: Scalar>(dfdy: Matrix<T>) -> Result<Matrix<T>, Error> {
    let n = dfdy.dimension();
    let sum = (0..n * n).fold(T::zero(), |sum, k| sum + dfdy[(k / n, k % n)].abs());
    let remedy = "look for a state at which the right-hand side leaves its domain";
    require(sum.is_finite(), "jacobian", ("sum of its entries", sum), Bound::Finite, remedy)?;
    Ok(dfdy)
}
