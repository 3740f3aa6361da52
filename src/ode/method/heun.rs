//! Heun's method.

use super::tableau::Tableau;

/// Heun's method, order 2, two evaluations a step: the trapezoidal rule on Euler's prediction.
///
/// Dense output: cubic Hermite, whose error the method's own covers.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let end = integrate(&decay, 0.0..1.0, 1.0, Heun.fixed(0.01)).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: K. Heun, *Z. Math. Phys.* 45 (1900) 23; Hairer, Nørsett, Wanner, *Solving Ordinary
/// Differential Equations I*, II.1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heun;

impl Tableau for Heun {
    const ORDER: u32 = 2;
    type Stages<X> = [X; 2];
    const C: &'static [f64] = &[0.0, 1.0];
    const A: &'static [&'static [f64]] = &[&[], &[1.0]];
    const B: &'static [f64] = &[0.5, 0.5];
}
