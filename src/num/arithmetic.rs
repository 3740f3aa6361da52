//! [`Arithmetic`]: how the products and sums of a run round.

use core::fmt::Debug;

use super::Real;

/// The rounding of a·b + c in the loop of a run: a parameter of steps, controls and right-hand
/// sides, which are compiled once for each of the two.
///
/// A run takes [`Fused`] where the machine has fused multiplication and addition, unless its
/// control is [portable](crate::ode::Fixed::portable); everything else takes [`Plain`]. Write the
/// sums of a step as `A::mul_add(h, k, y)` and it is as fast as the steps of this crate.
pub trait Arithmetic: sealed::Sealed + Copy + Debug + 'static {
    /// a·b + c.
    fn mul_add<R: Real>(a: R, b: R, c: R) -> R;
}

pub(crate) mod sealed {
    pub trait Sealed {
        /// Whether a product and a sum round once.
        const FUSES: bool;
    }
    impl Sealed for super::Plain {
        const FUSES: bool = false;
    }
    impl Sealed for super::Fused {
        const FUSES: bool = true;
    }
}

/// Two roundings of a·b + c for `f32` and `f64`: the same bits on every machine.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// One rounding of a·b + c for `f32` and `f64`. Only for functions that are compiled for it:
/// elsewhere it is a call of the library.
#[derive(Clone, Copy, Debug)]
pub struct Fused;

impl Arithmetic for Plain {
    #[inline(always)]
    fn mul_add<R: Real>(a: R, b: R, c: R) -> R {
        a.mul_add(b, c)
    }
}

impl Arithmetic for Fused {
    #[inline(always)]
    fn mul_add<R: Real>(a: R, b: R, c: R) -> R {
        a.fused_mul_add(b, c)
    }
}
