//! [`StepControl`]: how far to step, and [`Tolerance`], by which an error is measured.

use num_traits::Float;

use super::{Arithmetic, Interval, Node, OdeSystem, Plain, Real, Scalar, State, Stepper, Time};
use crate::Error;

pub(super) mod sealed {
    pub trait Sealed {}
}
use sealed::Sealed;

/// A stretch of the run without a breakpoint inside; the run is restarted at each of its ends.
pub type Segment<T> = Interval<T>;

/// What a control may use of the run: the system, the stretch under way, and where all steps end.
#[allow(missing_debug_implementations, reason = "a view for the length of a call")]
pub struct Course<'a, S: OdeSystem + ?Sized> {
    /// The system under integration.
    pub system: &'a S,
    /// The stretch under way.
    pub segment: Segment<Time<S>>,
    /// The end of the span, for messages.
    pub end: Time<S>,
}

/// How far to step: [`Fixed`](super::Fixed) or [`Adaptive`](super::Adaptive).
///
/// A control is a plain value; what changes during the run is in its `Memory`.
///
/// It is implemented by these two, and not for you to implement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how far the steps of `{S}` are to go",
    label = "not a control",
    note = "write a method with its step, `Rk4.fixed(0.01)`, or with a tolerance that chooses it, `Rk45.adaptive()`"
)]
pub trait StepControl<S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized>: Sealed {
    /// The method that takes the steps.
    type Stepper: Stepper<S>;
    /// What the run keeps between steps.
    type Memory;

    /// The method.
    fn stepper(&self) -> &Self::Stepper;

    /// Checks the settings and makes the memory of a run that starts at `start`.
    ///
    /// # Errors
    ///
    /// The first setting that is out of its bound.
    fn begin(&self, system: &S, start: &Node<S::State>) -> Result<Self::Memory, Error>;

    /// The memory of a run that goes on: what changes during a run from `kept`, the settings from `fresh`,
    /// which has just been begun.
    fn resume(&self, kept: Self::Memory, fresh: Self::Memory) -> Self::Memory;

    /// Whether a run under this control would stand at `t` in the segment too: a fixed step of another size
    /// begins anew there.
    fn stands_at(&self, memory: &Self::Memory, segment: &Segment<Time<S>>, t: Time<S>) -> bool {
        let _ = (memory, segment, t);
        true
    }

    /// Prepares for a new segment: after the start, and after each breakpoint.
    ///
    /// `scratch` is free to use; the segment's slope is in `start`.
    ///
    /// # Errors
    ///
    /// When the segment cannot be stepped through.
    fn restart(
        &self,
        memory: &mut Self::Memory,
        course: &Course<'_, S>,
        start: &Node<S::State>,
        scratch: &mut Node<S::State>,
    ) -> Result<(), Error>;

    /// What the run has cost so far.
    fn effort(&self, memory: &Self::Memory) -> Effort<Time<S>>;

    /// Takes one step that it accepts, writes `end`, and says over which interval.
    ///
    /// # Errors
    ///
    /// When no acceptable step can be taken.
    #[inline(always)]
    fn advance(
        &self,
        memory: &mut Self::Memory,
        work: &mut <Self::Stepper as Stepper<S>>::Workspace,
        course: &Course<'_, S>,
        start: &Node<S::State>,
        end: &mut Node<S::State>,
    ) -> Result<Interval<Time<S>>, Error> {
        self.advance_in::<Plain>(memory, work, course, start, end)
    }

    /// [`advance`](StepControl::advance) with the arithmetic `A`.
    #[doc(hidden)]
    fn advance_in<A: Arithmetic>(
        &self,
        memory: &mut Self::Memory,
        work: &mut <Self::Stepper as Stepper<S>>::Workspace,
        course: &Course<'_, S>,
        start: &Node<S::State>,
        end: &mut Node<S::State>,
    ) -> Result<Interval<Time<S>>, Error>;
}

/// What a control has spent, and seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort<T> {
    /// The steps that were tried.
    pub tried: u64,
    /// The right-hand sides evaluated outside of steps, for the first ones.
    pub evaluations: u64,
    /// The time from which on stability, not accuracy, has held the steps back.
    pub stiff_since: Option<T>,
}

/// x − x: 0 where `x` is finite, NaN elsewhere. Summing it is cheaper than testing each component.
#[inline(always)]
#[allow(clippy::eq_op, reason = "the difference of a number and itself is the test")]
pub(crate) fn zero_if_finite<T: Real>(x: T) -> T {
    x - x
}

/// The tolerances of a run: an error eᵢ is measured in units of atolᵢ + rtol·max(|y₀ᵢ|, |y₁ᵢ|).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Tolerance<Y: State> {
    /// The relative tolerance.
    pub rtol: Y::Scalar,
    /// The absolute tolerance of each component.
    pub atol: Y,
}

impl<Y: State<Scalar: Scalar>> Tolerance<Y> {
    /// √(Σᵢ (eᵢ / (atolᵢ + rtol·max(|y₀ᵢ|, |y₁ᵢ|)))² / n); NaN where any component is not finite.
    #[inline(always)]
    pub fn norm(&self, error: &mut Y, start: &Y, end: &Y) -> Y::Scalar {
        self.norm_in::<Plain>(error, start, end)
    }

    #[inline(always)]
    pub(super) fn norm_in<A: Arithmetic>(&self, error: &mut Y, start: &Y, end: &Y) -> Y::Scalar {
        let zero = Y::Scalar::lit(0.0);
        let (mut sum, mut at_end, mut n) = (zero, zero, 0_u32);
        error.assign(start, [end, &self.atol], &mut |e, y0, [y1, atol]| {
            // The smallest positive float keeps 0/0 of an exactly vanishing component at 0.
            let scale = A::mul_add(self.rtol, y0.abs().max(y1.abs()), atol);
            let ratio = *e / (scale + Y::Scalar::min_positive_value());
            // Where y₁ is not finite, eᵢ / ∞ would hide it.
            at_end = at_end + zero_if_finite(y1);
            sum = A::mul_add(ratio, ratio, sum);
            n += 1;
        });
        Float::sqrt((sum + at_end) / Y::Scalar::lit(f64::from(n.max(1))))
    }
}
