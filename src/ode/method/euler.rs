//! Euler's method.

use super::tableau::Tableau;

/// Euler's method, order 1: y₁ = y + h·f(t, y).
///
/// Dense output: cubic Hermite, whose error the method's own covers.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let end = integrate(&decay, 0.0..1.0, 1.0, Euler.fixed(0.5)).finish()?;
/// assert_eq!(end.y, 0.25);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: L. Euler, *Institutionum calculi integralis* I (1768), §650.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Euler;

impl Tableau for Euler {
    const ORDER: u32 = 1;
    type Stages<X> = [X; 1];
    const C: &'static [f64] = &[0.0];
    const A: &'static [&'static [f64]] = &[&[]];
    const B: &'static [f64] = &[1.0];
}
