//! The dense output of the step that a [`Run`] has just taken.

use num_traits::Float;

use super::Run;
use super::kernels::{CurveOf, Interpolate};
use crate::Error;
use crate::num::{Plain, Real};
use crate::ode::event::Approach;
use crate::ode::{
    Component, Curve, DenseStep, RightHandSide, State, StepControl, Stepper, Time, component,
};

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Run<'_, S, C> {
    /// The step just taken; its dense output is computed when it is first asked for.
    #[inline]
    pub(in crate::ode) fn dense_step(&mut self) -> DenseStep<'_, S::State> {
        if !self.interpolated {
            self.rounding.run(Interpolate(self));
        }
        let Self { system, nodes, interpolant, .. } = self;
        let (start, end) = nodes.both();
        DenseStep { start, end, interpolant, slope: Some(&*system) }
    }

    /// One component of the step just taken.
    #[inline]
    pub(in crate::ode) fn curve(&mut self, component: Component) -> Result<Curve<Time<S>>, Error> {
        self.rounding.run(CurveOf(self, component))
    }

    #[inline(never)]
    pub(super) fn whole_curve(&mut self, component: Component) -> Result<Curve<Time<S>>, Error> {
        Curve::new(self.dense_step(), component)
    }

    /// Whether a component certainly stays on one side of a level in the step just taken, or passes
    /// it once in the ignored sense: by its excursion bound, where that is known without the dense
    /// output, or by its polynomial.
    #[inline(always)]
    pub(in crate::ode) fn keeps_off(&mut self, approach: Approach<Time<S>>) -> bool {
        if self.arrival.is_some() {
            return false;
        }
        let Approach { index, level, before: (t, above), ignored } = approach;
        let Self { control, work, over, nodes, .. } = self;
        let (start, end) = nodes.both();
        let Some(there) = end.y.component(index) else { return false };
        let (sides, zero) = (above * (there - level), Time::<S>::lit(0.0));
        let passes = sides < zero && ignored == Some((above < zero) == (end.t > start.t));
        if t != start.t || !(sides > zero || passes) {
            return false;
        }
        if !C::Stepper::CARRIES_SLOPE {
            let alone = CurveOf(self, component(index)).alone::<Plain>();
            let keeps_off = |curve: Curve<_>| curve.keeps_off(level, passes);
            return alone.is_some_and(|curve| curve.is_ok_and(keeps_off));
        }
        let bound = control.stepper().excursion_bound(work, (start, end), *over, index);
        // A sixteenth more than the bound, for the rounding of the coefficients; in `f32` too.
        let is_far = |bound| !passes && Float::abs(above) > Time::<S>::lit(1.0625) * bound;
        bound.is_some_and(|bound| is_far(bound) || self.curve_keeps_off(index, level, passes))
    }

    #[inline(never)]
    fn curve_keeps_off(&mut self, index: usize, level: Time<S>, passes: bool) -> bool {
        self.curve(component(index)).is_ok_and(|curve| curve.keeps_off(level, passes))
    }
}
