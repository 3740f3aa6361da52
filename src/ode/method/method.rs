//! [`Method`] and [`EmbeddedMethod`]: the controls of a method, `fixed` and `adaptive`.

use super::tableau::{EmbeddedTableau, Tableau};
use crate::ode::{Adaptive, Fixed, OdeState};

/// A method that can step: what [`integrate`](fn@crate::integrate) takes is `method.fixed(dt)` or
/// `method.adaptive()`.
///
/// Every [`Tableau`] is one.
pub trait Method: Sized {
    /// Fixed steps of the size `dt`, a positive magnitude in both directions of time.
    fn fixed<T>(self, dt: T) -> Fixed<Self, T> {
        Fixed::new(self, dt)
    }

    /// Steps chosen so that the error of each stays within the tolerances.
    ///
    /// A method without an error estimate has none:
    ///
    /// ```compile_fail
    /// use excitable::prelude::*;
    ///
    /// let control = Rk4.adaptive::<f64>();
    /// ```
    fn adaptive<Y: OdeState>(self) -> Adaptive<Self, Y>
    where
        Self: EmbeddedMethod,
    {
        Adaptive::new(self)
    }
}

/// A [`Method`] with an estimate of its error. Every [`EmbeddedTableau`] is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no error estimate, so its step cannot be adapted",
    label = "no error estimate",
    note = "use `.fixed(dt)`, or a method with an embedded error estimate such as `Rk45`"
)]
pub trait EmbeddedMethod: Method {}

impl<M: Tableau> Method for M {}

impl<M: EmbeddedTableau> EmbeddedMethod for M {}
