//! [`Fixed`]: steps of one size.

use num_traits::Float;

use super::step_control::{FEWER_BREAKPOINTS, sealed::Sealed};
use super::step_grid::StepGrid;
use super::{ControlStatistics, StepContext, StepControl};
use crate::Error;
use crate::error::{Bound, require};
use crate::num::{Arithmetic, Scalar};
use crate::ode::problem::is_finite;
use crate::ode::run::non_finite;
use crate::ode::{Interpolant, Interval, Node, RightHandSide, Stepper, Time};

/// The default budget of steps.
const BUDGET: u64 = 1_000_000_000;

/// Steps of the size dt, counted from the last breakpoint: t₀ + k·dt, so that they do not
/// accumulate.
///
/// The last step before a breakpoint, and before the end, is shorter where dt does not divide the
/// segment.
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
    portable: bool,
}

impl<M, T> Fixed<M, T> {
    /// Steps of the size `dt`, a positive magnitude in both directions of time.
    pub fn new(stepper: M, dt: T) -> Self {
        Self { stepper, dt, budget: BUDGET, portable: false }
    }

    /// The number of steps that the run may take (default 10⁹). A segment, up to the next
    /// breakpoint or to the end, that needs more is refused before its first step.
    pub fn budget(self, steps: u64) -> Self {
        Self { budget: steps, ..self }
    }

    /// Rounds each product and each sum, as a machine without fused operations does: the same bits
    /// on every machine.
    ///
    /// Elsewhere the loop of a run takes fused multiplication and addition where the machine has it
    /// (x86-64 since 2013, 64-bit ARM), with the feature `std`: the double impulse takes 0.82 of
    /// the time, and the result differs by rounding. A [`Checkpoint`](crate::ode::Checkpoint) keeps
    /// the choice.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0));
    /// let run = |control| integrate(&axon, 0.0..5.0, axon.clamped_at(0.0), control).finish();
    /// let (here, everywhere) = (run(Rk4.fixed(0.01))?, run(Rk4.fixed(0.01).portable())?);
    /// assert!((here.y.v - everywhere.y.v).abs() < 1e-10);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn portable(self) -> Self {
        Self { portable: true, ..self }
    }
}

/// The memory of a run with fixed steps: the number of steps taken, and its place in the segment.
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
    S: RightHandSide + ?Sized,
{
    type Stepper = M;
    type Memory = FixedMemory;

    #[inline(always)]
    fn stepper(&self) -> &M {
        &self.stepper
    }

    fn is_portable(&self) -> bool {
        self.portable
    }

    fn begin(&self, _: &S, start: &Node<S::State>) -> Result<FixedMemory, Error> {
        self.stepper.check(&start.y)?;
        self.check_dt()?;
        Ok(FixedMemory { taken: 0, index: 0, count: 0 })
    }

    fn resume(&self, kept: FixedMemory, _: FixedMemory) -> FixedMemory {
        kept
    }

    fn stands_at(&self, memory: &FixedMemory, segment: &Interval<Time<S>>, t: Time<S>) -> bool {
        let steps = StepGrid::steps_in(segment, self.dt);
        #[allow(clippy::cast_precision_loss, reason = "the budget ends the run long before 2^53")]
        let same = memory.count as f64 == steps.to_f64();
        same && (memory.index == 0 || self.grid(memory, segment).time_after(memory.index) == t)
    }

    fn restart(
        &self,
        memory: &mut FixedMemory,
        context: &StepContext<'_, S>,
        _: &Node<S::State>,
        _: &mut Node<S::State>,
    ) -> Result<(), Error> {
        let grid = self.open(context.segment, context.end, memory.taken)?;
        (memory.index, memory.count) = (0, grid.count);
        Ok(())
    }

    fn statistics(&self, memory: &FixedMemory) -> ControlStatistics<Time<S>> {
        ControlStatistics { tried: memory.taken, evaluations: 0, stiff_since: None }
    }

    #[inline(always)]
    fn advance<A: Arithmetic>(
        &self,
        memory: &mut FixedMemory,
        work: &mut M::Workspace,
        context: &StepContext<'_, S>,
        start: &Node<S::State>,
        end: &mut Node<S::State>,
        _: (&mut Interpolant<S::State>, &mut Node<S::State>),
    ) -> Result<Interval<Time<S>>, Error> {
        let over = self.grid(memory, &context.segment).interval(memory.index, start.t);
        self.stepper.step::<A>(work, context.system, start, over, end);
        memory.taken += 1;
        memory.index += 1;
        end.t = over.end;
        if is_finite(&end.y) && (!M::CARRIES_SLOPE || is_finite(&end.dydt)) {
            Ok(over)
        } else {
            let fault = self.stepper.fault(work, start);
            Err(non_finite(context.system, start, over, end, fault))
        }
    }
}

impl<M, T: Scalar> Fixed<M, T> {
    /// The steps of the segment under way.
    #[inline(always)]
    fn grid(&self, memory: &FixedMemory, segment: &Interval<T>) -> StepGrid<T> {
        StepGrid { segment: *segment, dt: self.dt, count: memory.count }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn rounds_portably(&self) -> bool {
        self.portable
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn dt(&self) -> T {
        self.dt
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn method(&self) -> &M {
        &self.stepper
    }

    /// Checks that dt is a step.
    pub(crate) fn check_dt(&self) -> Result<(), Error> {
        let remedy = "give the step as a positive size, forward and backward alike";
        let holds = self.dt > T::lit(0.0) && Float::is_finite(self.dt);
        require(holds, "Fixed", ("dt", self.dt), Bound::Positive, remedy)
    }

    /// The steps of a segment, of a run up to `end` that has taken some before.
    ///
    /// # Errors
    ///
    /// Where the floats there lie farther apart than dt, and where the budget is too small, the
    /// error comes now, not after the steps that would be in vain.
    pub(crate) fn open(
        &self,
        segment: Interval<T>,
        end: T,
        taken: u64,
    ) -> Result<StepGrid<T>, Error> {
        let grid = StepGrid::new(segment, self.dt);
        if grid.count > 1 {
            let ulp = segment.start.abs().max(segment.end.abs()).ulp();
            let remedy = "take a larger dt, or shift the origin of time closer to the span";
            let bound = Bound::AtLeast("the spacing of floats there", ulp.into());
            require(self.dt >= ulp, "Fixed", ("dt", self.dt), bound, remedy)?;
        }
        let left = self.budget.saturating_sub(taken);
        if grid.count > left { Err(self.spent(&grid, end, left)) } else { Ok(grid) }
    }

    #[cold]
    fn spent(&self, grid: &StepGrid<T>, end: T, left: u64) -> Error {
        let t = grid.time_after(left).into();
        let remedy = if grid.count == 1 { FEWER_BREAKPOINTS } else { "take a larger dt" };
        Error::Budget { steps: self.budget, t, end: end.into(), remedy }
    }
}
