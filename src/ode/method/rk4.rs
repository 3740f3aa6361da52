//! The classical Runge–Kutta method.

use super::tableau::Tableau;

/// The classical Runge–Kutta method, order 4, four evaluations a step.
///
/// Dense output: cubic Hermite, error O(h⁴).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let end = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.01)).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-10);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: W. Kutta, *Z. Math. Phys.* 46 (1901) 435; Hairer, Nørsett, Wanner, *Solving Ordinary
/// Differential Equations I*, table II.1.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rk4;

impl Tableau for Rk4 {
    const ORDER: u32 = 4;
    type Stages<X> = [X; 4];
    const C: &'static [f64] = &[0.0, 0.5, 0.5, 1.0];
    const A: &'static [&'static [f64]] = &[&[], &[0.5], &[0.0, 0.5], &[0.0, 0.0, 1.0]];
    const B: &'static [f64] = &[1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0];
}
