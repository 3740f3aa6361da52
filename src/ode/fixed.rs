//! [`Fixed`]: steps of one size.

use num_traits::Float;

use super::control::sealed::Sealed;
use super::diagnosis::{is_finite, non_finite};
use super::{
    Course, Effort, Interval, Node, OdeSystem, Real, Scalar, State, StepControl, Stepper, Time,
};
use crate::Error;
use crate::error::{Bound, require};

/// The steps that a run may take unless told otherwise.
const BUDGET: u64 = 1_000_000_000;

/// Steps of the size dt, counted from the last breakpoint: t₀ + k·dt, so that they do not accumulate.
///
/// The last step before a breakpoint, and before the end, is shorter where dt does not divide the
/// stretch.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let times: Vec<f64> = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.4))
///     .map(|step| step.map(|step| step.end.t))
///     .collect::<Result<_, _>>()?;
/// assert_eq!(times, [0.4, 0.8, 1.0]);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fixed<M, T> {
    stepper: M,
    dt: T,
    budget: u64,
}

impl<M, T> Fixed<M, T> {
    /// Steps of the size `dt`, a positive magnitude in both directions of time.
    pub fn new(stepper: M, dt: T) -> Self {
        Self { stepper, dt, budget: BUDGET }
    }

    /// The number of steps that the run may take (default 10⁹). A stretch to the next breakpoint, or to the
    /// end, that needs more is refused before its first step.
    pub fn budget(self, steps: u64) -> Self {
        Self { budget: steps, ..self }
    }
}

/// What a run with fixed steps keeps: how many steps it took, and where it stands in its segment.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FixedMemory {
    taken: u64,
    index: u64,
    count: u64,
}

impl<M, T> Sealed for Fixed<M, T> {}

impl<M, S> StepControl<S> for Fixed<M, Time<S>>
where
    M: Stepper<S>,
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
{
    type Stepper = M;
    type Memory = FixedMemory;

    #[inline(always)]
    fn stepper(&self) -> &M {
        &self.stepper
    }

    fn begin(&self, _: &S, start: &Node<S::State>) -> Result<FixedMemory, Error> {
        self.stepper.check(&start.y)?;
        let remedy = "give the step as a positive size, forward and backward alike";
        let holds = self.dt > Time::<S>::lit(0.0) && Float::is_finite(self.dt);
        require(holds, "Fixed", ("dt", self.dt), Bound::Positive, remedy)?;
        Ok(FixedMemory { taken: 0, index: 0, count: 0 })
    }

    fn resume(&self, kept: FixedMemory, _: FixedMemory) -> FixedMemory {
        kept
    }

    fn stands_at(&self, memory: &FixedMemory, segment: &Interval<Time<S>>, t: Time<S>) -> bool {
        let Interval { start, end, .. } = *segment;
        let ulp = start.abs().max(end.abs()).ulp();
        let steps = steps_in((end - start).abs() / self.dt, ulp / self.dt);
        #[allow(clippy::cast_precision_loss, reason = "the budget ends the run long before 2^53")]
        let same = memory.count as f64 == steps.to_f64();
        same && (memory.index == 0 || self.time_after(memory.index, segment) == t)
    }

    fn restart(
        &self,
        memory: &mut FixedMemory,
        course: &Course<'_, S>,
        _: &Node<S::State>,
        _: &mut Node<S::State>,
    ) -> Result<(), Error> {
        let Interval { start, end, .. } = course.segment;
        let ulp = start.abs().max(end.abs()).ulp();
        let steps = steps_in((end - start).abs() / self.dt, ulp / self.dt).to_f64();
        if steps > 1.0 {
            let remedy = "take a larger dt, or shift the origin of time closer to the span";
            let bound = Bound::AtLeast("the spacing of floats there", ulp.into());
            require(self.dt >= ulp, "Fixed", ("dt", self.dt), bound, remedy)?;
        }
        memory.index = 0;
        // Saturates: a count beyond u64 is beyond every budget too.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and saturates"
        )]
        {
            memory.count = steps as u64;
        }
        // Told now, not after the steps that would be in vain.
        let left = self.budget.saturating_sub(memory.taken);
        if memory.count > left { Err(self.spent(course, left)) } else { Ok(()) }
    }

    fn effort(&self, memory: &FixedMemory) -> Effort<Time<S>> {
        Effort { tried: memory.taken, evaluations: 0, stiff_since: None }
    }

    #[inline(always)]
    fn advance(
        &self,
        memory: &mut FixedMemory,
        work: &mut M::Workspace,
        course: &Course<'_, S>,
        start: &Node<S::State>,
        end: &mut Node<S::State>,
    ) -> Result<Interval<Time<S>>, Error> {
        let over = self.interval(memory, &course.segment, start.t);
        self.stepper.step(work, course.system, start, over, end);
        memory.taken += 1;
        memory.index += 1;
        end.t = over.end;
        if is_finite(&end.y) && (!M::CARRIES_SLOPE || is_finite(&end.dydt)) {
            Ok(over)
        } else {
            Err(non_finite(course.system, start, over, end))
        }
    }
}

impl<M, T: Scalar> Fixed<M, T> {
    /// The time after `count` steps of the segment.
    #[inline(always)]
    fn time_after(&self, count: u64, segment: &Interval<T>) -> T {
        #[allow(
            clippy::cast_precision_loss,
            reason = "the budget ends the run long before 2^53 steps"
        )]
        let ahead = T::lit(count as f64) * self.dt;
        if segment.end > segment.start { segment.start + ahead } else { segment.start - ahead }
    }

    #[cold]
    fn spent<S>(&self, course: &Course<'_, S>, left: u64) -> Error
    where
        S: OdeSystem<State: State<Scalar = T>> + ?Sized,
    {
        let t = self.time_after(left, &course.segment).into();
        let remedy = "take a larger dt";
        Error::Budget { steps: self.budget, t, end: course.end.into(), remedy }
    }

    /// Step `index` of the segment, from `t`.
    #[inline(always)]
    fn interval(&self, memory: &FixedMemory, segment: &Interval<T>, t: T) -> Interval<T> {
        let first = if memory.index == 0 { segment.first } else { t };
        if memory.index + 1 == memory.count {
            return Interval { start: t, end: segment.end, first, last: segment.last };
        }
        let end = self.time_after(memory.index + 1, segment);
        Interval { start: t, end, first, last: end }
    }
}

/// How many steps fill a stretch that is `ratio` times dt long, when the times are only known to `ulp`
/// times dt: a remainder of rounding is no step.
fn steps_in<T: Scalar>(ratio: T, ulp: T) -> T {
    let nearest = ratio.round();
    // A twentieth at most: no step may be much longer than dt, even where so many steps hide it.
    let rounding = (T::lit(8.0) * T::epsilon() * nearest + T::lit(2.0) * ulp).min(T::lit(0.05));
    let count = if (ratio - nearest).abs() <= rounding { nearest } else { ratio.ceil() };
    count.max(T::one())
}

#[cfg(test)]
mod tests {
    use super::steps_in;

    #[test]
    fn rounding_makes_no_further_step() {
        assert_eq!(steps_in(50.0 / 0.01, 0.0), 5000.0);
        assert_eq!(steps_in(0.3 / 0.1, 0.0), 3.0);
        assert_eq!(steps_in(0.3_f32 / 0.1, 0.0), 3.0);
        assert_eq!(steps_in(1.0 / 0.4, 0.0), 3.0);
        assert_eq!(steps_in(1e-9, 0.0), 1.0);
        assert_eq!(steps_in(10.0 + 1e-8, 1e-8), 10.0);
    }
}
