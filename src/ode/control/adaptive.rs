//! [`Adaptive`]: steps whose error stays within the tolerances.

mod checks;
mod derivatives;
mod memory;

use num_traits::Float;

pub(super) use self::memory::AdaptiveMemory;
use super::atol::Atol;
use super::first_step::first_step;
use super::interpolant_error::interpolant_error;
use super::interval::interval;
use super::pi::{Controller, log2};
use super::step_control::sealed::Sealed;
use super::stiffness::Stiffness;
use super::{ControlStatistics, StepContext, StepControl};
use crate::Error;
use crate::error::Quantity;
use crate::num::{Arithmetic, Plain, Real, Scalar};
use crate::ode::problem::is_finite;
use crate::ode::run::{non_finite, too_small};
use crate::ode::{
    EmbeddedStepper, Interpolant, Interval, Node, OdeState, RightHandSide, State, Time,
};

/// The default budget of trial steps, rejected ones included.
const BUDGET: u64 = 10_000_000;

/// The factor on the step after a non-finite trial, whose error is unknown.
const RETREAT: f64 = 0.1;
/// log₂ of the least error of the step before, 10⁻⁴, also where there is none: a lucky step is no
/// rule.
const LEAST_ERROR: f64 = -13.287_712_379_549_449;

/// Steps chosen so that the estimated error of each stays within the tolerances.
///
/// A step is accepted when √(Σᵢ (eᵢ / (atolᵢ + rtol·max(|y₀ᵢ|, |y₁ᵢ|)))² / n) is at most the
/// [`SHARE`](EmbeddedStepper::SHARE) of the method: 1, but 0.398 for `Verner65` and 0.0631 for
/// `Bs23`. A trial that is not finite is rejected and tried again with a smaller step.
///
/// Defaults: rtol = 10⁻⁶ (for `f32` 30 ε), atol = rtol × the
/// [`scale`](crate::ode::OdeSystem::scale) of the system, the controller that serves the method
/// best ([`beta`](Adaptive::beta)), no step bounds, 10⁷ trial steps, first step by Hairer's rule.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // Two components of different size: position in m, speed in mm/s.
/// let fall = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
///     *dydt = [1e-3 * y[1], -9810.0];
/// });
/// let control = Rk45.adaptive().rtol(1e-9).atol_each([1e-6, 1e-3]).max_step(0.1);
/// let end = integrate(&fall, 0.0..1.0, [10.0, 0.0], control).finish()?;
/// assert!((end.y[0] - (10.0 - 9.81 / 2.0)).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Adaptive<M, Y: State> {
    stepper: M,
    rtol: Y::Scalar,
    rtol_each: Option<Y>,
    atol: Atol<Y>,
    first_step: Option<Y::Scalar>,
    min_step: Y::Scalar,
    max_step: Option<Y::Scalar>,
    budget: u64,
    beta: Option<Y::Scalar>,
    portable: bool,
    controls_interpolant: Option<bool>,
    /// The sizes of the variables in its derivatives.
    variables: Option<Y::Scalar>,
}

impl<M, Y: OdeState> Adaptive<M, Y> {
    /// The default control of `stepper`.
    pub fn new(stepper: M) -> Self {
        let least = Y::Scalar::lit(30.0) * Y::Scalar::epsilon();
        Self {
            stepper,
            rtol: Y::Scalar::lit(1e-6).max(least),
            rtol_each: None,
            atol: Atol::OfScale,
            first_step: None,
            min_step: Y::Scalar::lit(0.0),
            max_step: None,
            budget: BUDGET,
            beta: None,
            portable: false,
            controls_interpolant: None,
            variables: None,
        }
    }

    /// The relative tolerance: 0, or at least 10 ε of the scalar and less than 1.
    pub fn rtol(self, rtol: Y::Scalar) -> Self {
        Self { rtol, rtol_each: None, ..self }
    }

    /// A relative tolerance for each component, with the bounds of [`rtol`](Adaptive::rtol): a
    /// large one leaves a component to its absolute tolerance.
    pub fn rtol_each(self, rtol: Y) -> Self {
        Self { rtol_each: Some(rtol), ..self }
    }

    /// One absolute tolerance for all components, in the unit of each.
    pub fn atol(self, atol: Y::Scalar) -> Self {
        Self { atol: Atol::Uniform(atol), ..self }
    }

    /// An absolute tolerance for each component, in its unit.
    pub fn atol_each(self, atol: Y) -> Self {
        Self { atol: Atol::Each(atol), ..self }
    }

    /// The first step after the start and after each breakpoint (default: Hairer's rule).
    pub fn first_step(self, step: Y::Scalar) -> Self {
        Self { first_step: Some(step), ..self }
    }

    /// The smallest step, in the unit of time; a run that needs a smaller one ends with an error.
    /// Landing on a breakpoint or on the end may take less.
    pub fn min_step(self, step: Y::Scalar) -> Self {
        Self { min_step: step, ..self }
    }

    /// The largest step (default: none). After a quiet time steps are long, and pass over what is
    /// shorter than they are and announced by no breakpoint.
    pub fn max_step(self, step: Y::Scalar) -> Self {
        Self { max_step: Some(step), ..self }
    }

    /// The number of trial steps that the run may take, rejected ones included (default 10⁷).
    pub fn budget(self, steps: u64) -> Self {
        Self { budget: steps, ..self }
    }

    /// The weight β of the step before in the choice of the next one, from 0 to 0.1; by default the
    /// [`BETA`](EmbeddedStepper::BETA) of the method: 0.04 for `Rk45`, as in `dopri5`, 0.027 for
    /// `Dop853`, 0 for the others. 0 is the plain I controller, of SciPy and of `dop853`; more
    /// smooths the steps where stability holds them back.
    pub fn beta(self, beta: Y::Scalar) -> Self {
        Self { beta: Some(beta), ..self }
    }

    /// Rounds each product and each sum, as a machine without fused operations does: the same bits
    /// on every machine.
    ///
    /// Elsewhere the loop of a run takes fused multiplication and addition where the machine has it
    /// (x86-64 since 2013, 64-bit ARM), with the feature `std`: the double impulse takes 0.82 of
    /// the time, and the result differs by rounding. A [`Checkpoint`](crate::ode::Checkpoint) keeps
    /// the choice.
    pub fn portable(self) -> Self {
        Self { portable: true, ..self }
    }

    #[cfg(feature = "alloc")]
    pub(crate) fn rounds_portably(&self) -> bool {
        self.portable
    }

    /// Whether the error of the dense output is kept within the tolerances too, by its residual in
    /// the middle of each step, which costs an evaluation (for methods with stages for dense output
    /// only, those too). On for [`Rodas5P`](crate::Rodas5P), off for explicit methods, whose dense
    /// output is nearly as good as their nodes where the tolerance is not coarse: with `Dop853` at
    /// 10⁻³ switch it on where values between the nodes count. The steps are the same whether or
    /// not anyone asks for such values.
    pub fn control_interpolant(self, on: bool) -> Self {
        Self { controls_interpolant: Some(on), ..self }
    }

    #[inline(always)]
    fn controls_interpolant<S>(&self) -> bool
    where
        M: EmbeddedStepper<S>,
        S: RightHandSide<State = Y> + ?Sized,
    {
        self.controls_interpolant.unwrap_or(M::CONTROLS_INTERPOLANT)
    }
}

impl<M, Y: State> Sealed for Adaptive<M, Y> {}

impl<M, S> StepControl<S> for Adaptive<M, S::State>
where
    M: EmbeddedStepper<S>,
    S: RightHandSide + ?Sized,
{
    type Stepper = M;
    type Memory = AdaptiveMemory<S::State>;

    #[inline(always)]
    fn stepper(&self) -> &M {
        &self.stepper
    }

    fn is_portable(&self) -> bool {
        self.portable
    }

    fn of_values(self) -> Self {
        Self { variables: Some(Time::<S>::lit(0.0)), ..self }
    }

    fn begin(&self, system: &S, start: &Node<S::State>) -> Result<Self::Memory, Error> {
        self.check()?;
        self.stepper.check(&start.y)?;
        self.stepper.check_estimate()?;
        let tolerance = self.tolerance(system.scale(), &start.y)?;
        let tolerance = tolerance.scaled(Time::<S>::lit(M::SHARE));
        Ok(AdaptiveMemory {
            tolerance,
            h: start.t,
            error: LEAST_ERROR,
            tried: 0,
            accepted: 0,
            evaluations: 0,
            ahead: None,
            breakpoints: 0,
            stiffness: Stiffness::unsuspected(),
        })
    }

    fn fills_interpolant(&self) -> bool {
        self.controls_interpolant::<S>()
    }

    fn resume(&self, kept: Self::Memory, fresh: Self::Memory) -> Self::Memory {
        AdaptiveMemory { tolerance: fresh.tolerance, ..kept }
    }

    fn restart(
        &self,
        memory: &mut Self::Memory,
        context: &StepContext<'_, S>,
        start: &Node<S::State>,
        scratch: &mut Node<S::State>,
    ) -> Result<(), Error> {
        let Interval { start: t, end, .. } = context.segment;
        self.check_max_step(t.abs().max(end.abs()).ulp())?;
        memory.error = LEAST_ERROR;
        memory.breakpoints += u64::from(memory.ahead.replace(end) == Some(t));
        memory.h = if let Some(h) = self.first_step {
            h
        } else {
            memory.evaluations += 1;
            first_step(&memory.tolerance, M::ERROR_ORDER, context, start, scratch)
        };
        Ok(())
    }

    fn tolerates(&self, memory: &Self::Memory, error: &mut S::State, ends: [&S::State; 2]) -> bool {
        let [start, end] = ends;
        memory.tolerance.norm::<Plain>(error, start, end) <= Time::<S>::lit(1.0)
    }

    fn statistics(&self, memory: &Self::Memory) -> ControlStatistics<Time<S>> {
        let AdaptiveMemory { tried, evaluations, stiffness, .. } = memory;
        ControlStatistics { tried: *tried, evaluations: *evaluations, stiff_since: stiffness.since }
    }

    #[inline(always)]
    fn advance<A: Arithmetic>(
        &self,
        memory: &mut Self::Memory,
        work: &mut M::Workspace,
        context: &StepContext<'_, S>,
        start: &Node<S::State>,
        end: &mut Node<S::State>,
        inside: (&mut Interpolant<S::State>, &mut Node<S::State>),
    ) -> Result<Interval<Time<S>>, Error> {
        let mut rejected = false;
        loop {
            if memory.tried >= self.budget {
                return Err(self.spent(memory, start.t, context.end));
            }
            memory.tried += 1;
            let h = memory.h.max(self.min_step);
            let h = self.max_step.map_or(h, |max| h.min(max));
            let over = interval(&context.segment, start.t, h);
            let (system, tolerance) = (context.system, &memory.tolerance);
            self.stepper.step_within::<A>(work, system, start, over, end, tolerance);
            end.t = over.end;
            let mut error = self.stepper.error::<A>(work, start, end, tolerance);
            if self.controls_interpolant::<S>() && error <= Time::<S>::lit(1.0) {
                memory.evaluations += 1;
                let nodes = (start, &*end);
                let Self { stepper, .. } = self;
                let between = interpolant_error(
                    stepper,
                    work,
                    system,
                    nodes,
                    over,
                    tolerance,
                    (&mut *inside.0, &mut *inside.1),
                );
                // Written so that a NaN remains.
                error = if between <= error { error } else { between };
            }
            // Written so that a NaN is not accepted; a method need not see the slope at the end.
            if error <= Time::<S>::lit(1.0) && is_finite(&end.dydt) {
                memory.accept::<A>(
                    over.length().abs().without_derivatives(),
                    error,
                    rejected,
                    self.controller::<S>(),
                );
                if memory.stiffness.is_due(memory.accepted) {
                    let Self { stepper, .. } = self;
                    let tolerance = &memory.tolerance;
                    let ratio = stepper.stability_ratio(work, context.system, over, end, tolerance);
                    memory.stiffness.note(ratio, start.t);
                }
                return Ok(over);
            }
            rejected = true;
            self.reject(memory, work, context, (start, over, end), error)?;
        }
    }
}

impl<M, Y: OdeState> Adaptive<M, Y> {
    #[inline(always)]
    fn controller<S>(&self) -> Controller
    where
        M: EmbeddedStepper<S>,
        S: RightHandSide<State = Y> + ?Sized,
    {
        Controller::new(self.beta.map_or(M::BETA, Y::Scalar::to_f64), M::ERROR_ORDER)
    }

    /// Shrinks the step; an error where it cannot shrink.
    fn reject<S>(
        &self,
        memory: &mut AdaptiveMemory<Y>,
        work: &M::Workspace,
        context: &StepContext<'_, S>,
        (start, over, end): (&Node<Y>, Interval<Y::Scalar>, &mut Node<Y>),
        error: Y::Scalar,
    ) -> Result<(), Error>
    where
        M: EmbeddedStepper<S>,
        S: RightHandSide<State = Y> + ?Sized,
    {
        // A small error here stands beside a slope that is not finite.
        let finite = error > Y::Scalar::lit(1.0) && Float::is_finite(error);
        let (taken, ulp) = (over.length().abs().without_derivatives(), start.t.ulp());
        let shrunk = if finite {
            self.controller::<S>().shrunk(taken, log2::<Plain>(error.to_f64()))
        } else {
            taken * Y::Scalar::lit(RETREAT)
        };
        let limit = self.min_step.max(ulp);
        // Shorter by a float at least: rounding could bring the same step back for ever.
        if taken > limit + ulp {
            memory.h = shrunk.min(taken - ulp).max(limit);
            return Ok(());
        }
        let non_finite = || {
            let fault = self.stepper.fault(work, start);
            non_finite(context.system, start, over, end, fault)
        };
        Err(match (!finite).then(non_finite) {
            // What overflows only in the step itself needs a smaller one.
            Some(error @ Error::NonFinite { quantity, .. }) if quantity != Quantity::State => error,
            Some(error @ (Error::Band { .. } | Error::Invalid { .. })) => error,
            _ => too_small(start.t, limit, context.segment.start, context.end),
        })
    }
}
