//! The error of derivatives in the control of a run of [`Dual`] numbers.

use super::Adaptive;
use crate::Dual;
use crate::num::Scalar;
use crate::ode::State;

impl<M, T: Scalar, Y: State<Scalar = Dual<T, N>>, const N: usize> Adaptive<M, Y> {
    /// The values of the variables, or their sizes p̄ᵢ: the error of a derivative counts as that of
    /// its product with p̄ᵢ. Of a variable that is 0, and where this is not called, it is 1.
    ///
    /// A step is accepted when the norm of the errors of the values and that of each derivative is
    /// at most the share of the method.
    pub fn variables(self, sizes: [T; N]) -> Self {
        let size = |x: T| if x == T::zero() { T::one() } else { x.abs() };
        let variables = Some(Dual::new(T::zero(), sizes.map(size)));
        Self { variables, ..self }
    }

    /// Leaves the errors of derivatives out: the steps, and all values, are those of a run of plain
    /// numbers, to the bit.
    pub fn values_only(self) -> Self {
        Self { variables: Some(Dual::from(T::zero())), ..self }
    }
}
