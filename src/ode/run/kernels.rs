//! The parts of a [`Run`] that are compiled for each arithmetic: the step, and its dense output.

use num_traits::Float;

use super::Run;
use crate::Error;
use crate::num::Arithmetic;
use crate::ode::problem::{check_length, slope_apart};
use crate::ode::{
    Component, Curve, Node, RightHandSide, State, StepContext, StepControl, Stepper, Time,
};
use crate::simd::Kernel;

/// The next step.
pub(super) struct Advance<'r, 'a, S: RightHandSide + ?Sized, C: StepControl<S>>(
    pub(super) &'r mut Run<'a, S, C>,
);

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Kernel for Advance<'_, '_, S, C> {
    /// `false` at the end of the span.
    type Output = Result<bool, Error>;

    #[inline(always)]
    fn run<A: Arithmetic>(self) -> Result<bool, Error> {
        let run = self.0;
        if run.nodes.current().t == run.segment.end || run.memory.is_none() {
            if !run.open_segment()? {
                return Ok(false);
            }
            run.start_known = false;
        } else {
            run.nodes.turn();
            run.jumps = false;
            if !C::Stepper::CARRIES_SLOPE {
                run.start_known = run.slope_kept;
            }
        }
        let Run {
            system,
            control,
            work,
            memory,
            end,
            segment,
            over,
            nodes,
            interpolant,
            inside,
            ..
        } = run;
        let (previous, current) = nodes.both();
        let context = StepContext { system: *system, segment: *segment, end: *end };
        let Some(memory) = memory else { return Ok(false) };
        match control.advance::<A>(memory, work, &context, previous, current, (interpolant, inside))
        {
            Ok(taken) => *over = taken,
            Err(error) => return Err(run.fail_step(error)),
        }
        run.interpolated = control.fills_interpolant();
        run.accepted += 1;
        if !C::Stepper::CARRIES_SLOPE {
            run.slope_kept = false;
            if !current.dydt.component(0).is_none_or(Float::is_nan) {
                // Not evaluated yet, and not to be mistaken for a slope.
                current.dydt.assign(&current.y, [], &mut |f, _, []| *f = Time::<S>::nan());
            }
        }
        match check_shape(&previous.y, current) {
            Ok(()) => Ok(true),
            Err(error) => Err(run.fail_step(error)),
        }
    }
}

/// Checks that the right-hand side has kept the shape of the state. Costs nothing for fixed-size
/// states.
#[inline(always)]
pub(super) fn check_shape<Y: State>(y0: &Y, node: &Node<Y>) -> Result<(), Error> {
    check_length(y0, &node.y)?;
    check_length(y0, &node.dydt)
}

/// The dense output of the step just taken.
pub(super) struct Interpolate<'r, 'a, S: RightHandSide + ?Sized, C: StepControl<S>>(
    pub(super) &'r mut Run<'a, S, C>,
);

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Kernel for Interpolate<'_, '_, S, C> {
    type Output = ();

    #[inline(always)]
    fn run<A: Arithmetic>(self) {
        let run = self.0;
        let Run { system, control, work, over, nodes, interpolant, evaluations, .. } = run;
        let (start, end) = nodes.both();
        if !C::Stepper::CARRIES_SLOPE {
            if !run.start_known {
                slope_apart(*system, over.first, &start.y, &mut start.dydt);
                *evaluations += 1;
            }
            slope_apart(*system, over.last, &end.y, &mut end.dydt);
            *evaluations += 1;
        }
        control.stepper().interpolate::<A>(work, *system, start, *over, end, interpolant);
        (run.interpolated, run.slope_kept) = (true, true);
    }
}

/// One component of the step just taken, without the dense output of the others where the method
/// can.
pub(super) struct CurveOf<'r, 'a, S: RightHandSide + ?Sized, C: StepControl<S>>(
    pub(super) &'r mut Run<'a, S, C>,
    pub(super) Component,
);

impl<S: RightHandSide + ?Sized, C: StepControl<S>> CurveOf<'_, '_, S, C> {
    /// Only where the others are left out.
    #[inline(always)]
    pub(super) fn alone<A: Arithmetic>(&mut self) -> Option<Result<Curve<Time<S>>, Error>> {
        let Self(run, component) = self;
        if run.interpolated {
            return None;
        }
        let Run { system, control, work, over, nodes, .. } = &mut **run;
        let (start, end) = nodes.both();
        let (stepper, nodes, index) = (control.stepper(), (&*start, &*end), component.index());
        let coefficients =
            stepper.component_coefficients::<A>(work, *system, nodes, *over, index)?;
        Some(Curve::from_coefficients(nodes, *component, coefficients))
    }
}

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Kernel for CurveOf<'_, '_, S, C> {
    type Output = Result<Curve<Time<S>>, Error>;

    #[inline(always)]
    fn run<A: Arithmetic>(mut self) -> Self::Output {
        self.alone::<A>().unwrap_or_else(|| self.0.whole_curve(self.1))
    }
}
