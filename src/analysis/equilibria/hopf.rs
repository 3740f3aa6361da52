//! [`hopf_points`]: the equilibria that begin or cease to oscillate.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::{Complex, eigenvalues, jacobian};
use crate::Error;
use crate::analysis::range::check_range;
use crate::analysis::roots::roots;
use crate::ode::{OdeState, OdeSystem, Real, Scalar, State, Time};

/// The parts of a branch between which Hopf points are looked for.
const PARTS: u32 = 400;

/// An equilibrium at which a pair of eigenvalues ±iω crosses the imaginary axis.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Hopf<Y: State> {
    /// The parameter; for a neuron the current (µA/cm²).
    pub parameter: Y::Scalar,
    /// The equilibrium there.
    pub y: Y,
    /// ω (rad per unit of time; 1/ms).
    pub angular_frequency: Y::Scalar,
}

impl<Y: OdeState> Hopf<Y> {
    /// The period of the small oscillation, 2π/ω.
    pub fn period(&self) -> Y::Scalar {
        Y::Scalar::lit(core::f64::consts::TAU) / self.angular_frequency
    }
}

/// The Hopf points on a branch of equilibria.
///
/// `branch(s)` is the equilibrium at the point s of `range`, with its parameter, and
/// `system(parameter)` the system there. A pair ±iω makes Π_{i<j} (λᵢ + λⱼ) = 0, a smooth function
/// of s (W. Govaerts, *Numerical Methods for Bifurcations of Dynamical Equilibria*, 2000, ch. 4); a
/// pair ±a of real eigenvalues does so too and is left out. The list is empty where there is none.
///
/// # Errors
///
/// [`Error::Invalid`] where the range is not finite or a Jacobian is not, and what `branch`
/// returns.
///
/// # Example
///
/// ```
/// use excitable::analysis::hopf_points;
/// use excitable::equilibrium;
/// use excitable::prelude::*;
///
/// // The oscillator of FitzHugh and Nagumo under the current i.
/// let oscillator = |i: f64| {
///     from_fn(move |_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
///         *dydt = [
///             y[0] - y[0].powi(3) / 3.0 - y[1] + i,
///             0.08 * (y[0] + 0.7 - 0.8 * y[1]),
///         ];
///     })
/// };
/// let branch = |i| Ok((i, equilibrium(&oscillator(i), 0.0, [-1.0, -0.5])?.y));
/// let found = hopf_points(oscillator, branch, 0.0..0.8)?;
/// assert!((found[0].parameter - 0.33128).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn hopf_points<S, F, B>(
    system: F,
    branch: B,
    range: Range<Time<S>>,
) -> Result<Vec<Hopf<S::State>>, Error>
where
    S: OdeSystem,
    F: Fn(Time<S>) -> S,
    B: Fn(Time<S>) -> Result<(Time<S>, S::State), Error>,
{
    check_range("hopf_points", &range)?;
    let spectrum = |s| {
        let (parameter, y) = branch(s)?;
        let found = eigenvalues(&jacobian(&system(parameter), Time::<S>::lit(0.0), &y)?)?;
        Ok((parameter, y, found))
    };
    let points = roots(&range, PARTS, |s| spectrum(s).map(|(.., found)| sums(&found)))?;
    let mut found = Vec::new();
    for s in points {
        let (parameter, y, eigenvalues) = spectrum(s)?;
        let pair = eigenvalues.iter().filter(|x| x.im > Time::<S>::lit(0.0));
        let pair = pair.min_by(|a, b| {
            let order = Float::abs(a.re).partial_cmp(&Float::abs(b.re));
            order.unwrap_or(core::cmp::Ordering::Equal)
        });
        if let Some(pair) = pair.filter(|x| is_imaginary(**x)) {
            found.push(Hopf { parameter, y, angular_frequency: pair.im });
        }
    }
    Ok(found)
}

/// Whether the real part is nothing but rounding.
fn is_imaginary<T: Scalar>(x: Complex<T>) -> bool {
    Float::abs(x.re) <= Float::sqrt(T::epsilon()) * x.modulus()
}

/// Π_{i<j} (λᵢ + λⱼ)/(|λᵢ| + |λⱼ|)
fn sums<T: Scalar>(found: &[Complex<T>]) -> T {
    let mut product = Complex::real(T::one());
    for (i, a) in found.iter().enumerate() {
        for b in found.iter().skip(i + 1) {
            let size = a.modulus() + b.modulus();
            let sum = a.plus(*b);
            product = product.times(Complex { re: sum.re / size, im: sum.im / size });
        }
    }
    product.re
}
