//! Bogacki and Shampine's 3(2) pair.

use super::tableau::{EmbeddedTableau, Tableau};

/// Bogacki and Shampine's pair of orders 3(2): three evaluations a step, error estimate of order 2.
///
/// Dense output: cubic Hermite, error O(h⁴). For loose tolerances.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let control = Bs23.adaptive().rtol(1e-6).atol(1e-6);
/// let end = integrate(&decay, 0.0..1.0, 1.0, control).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-5);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: P. Bogacki, L. F. Shampine, *Appl. Math. Lett.* 2 (1989) 321.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bs23;

impl Tableau for Bs23 {
    const ORDER: u32 = 3;
    type Stages<X> = [X; 4];
    const C: &'static [f64] = &[0.0, 1.0 / 2.0, 3.0 / 4.0, 1.0];
    const A: &'static [&'static [f64]] = &[&[], &[1.0 / 2.0], &[0.0, 3.0 / 4.0], Self::B];
    const B: &'static [f64] = &[2.0 / 9.0, 1.0 / 3.0, 4.0 / 9.0, 0.0];
    const FSAL: bool = true;
}

impl EmbeddedTableau for Bs23 {
    const ERROR_ORDER: u32 = 2;
    /// 10^−1.2. With the whole tolerance the median error over forty problems is 13 to 15 times the
    /// tolerances 10⁻³, 10⁻⁶ and 10⁻⁹, so 0.93 to 0.97.
    const SHARE: f64 = 0.06309573444801933;
    const E: &'static [f64] = &[-5.0 / 72.0, 1.0 / 12.0, 1.0 / 9.0, -1.0 / 8.0];
}
