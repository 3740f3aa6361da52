//! [`Method`]: the controls of a method, `fixed` and `adaptive`.

use super::tableau::Tableau;
use crate::num::Scalar;
use crate::ode::{Adaptive, Fixed, OdeState};

/// A method that can step: what [`integrate`](fn@crate::integrate) takes is `method.fixed(dt)` or
/// `method.adaptive()`.
///
/// Every [`Tableau`] is one.
pub trait Method: Sized {
    /// Fixed steps of the size `dt`, a positive magnitude in both directions of time.
    fn fixed<T: Scalar>(self, dt: T) -> Fixed<Self, T> {
        Fixed::new(self, dt)
    }

    /// Steps chosen so that the error of each stays within the tolerances.
    ///
    /// A run refuses it of a method without an error estimate:
    ///
    /// ```compile_fail
    /// use excitable::prelude::*;
    ///
    /// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    /// let run = integrate(&decay, 0.0..1.0, 1.0, Rk4.adaptive());
    /// ```
    fn adaptive<Y: OdeState>(self) -> Adaptive<Self, Y> {
        Adaptive::new(self)
    }
}

impl<M: Tableau> Method for M {}
