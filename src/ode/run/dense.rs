//! What lies inside the step that a [`Run`] has just taken.

use num_traits::Float;

use super::Run;
use super::kernels::{CurveOf, Interpolate};
use crate::Error;
use crate::ode::handler::Approach;
use crate::ode::piece::Piece;
use crate::ode::{
    Arithmetic, Component, Curve, OdeSystem, Real, Scalar, State, StepControl, Stepper, Time,
    component,
};

impl<S, C> Run<'_, S, C>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    /// The step just taken; its dense output is made when it is first asked for.
    #[inline]
    pub(in crate::ode) fn piece(&mut self) -> Piece<'_, S::State> {
        if !self.interpolated {
            self.rounding.run(Interpolate(self));
            self.interpolated = true;
        }
        let Self { nodes, interpolant, .. } = self;
        let (start, end) = nodes.both();
        Piece { start, end, interpolant }
    }

    #[inline(always)]
    pub(super) fn interpolate_in<A: Arithmetic>(&mut self) {
        let Self { system, control, work, over, nodes, interpolant, .. } = self;
        let (previous, current) = nodes.both();
        if !C::Stepper::CARRIES_SLOPE {
            system.derivative(over.first, &previous.y, &mut previous.dydt);
            system.derivative(over.last, &current.y, &mut current.dydt);
            self.evaluations += 2;
        }
        let stepper = control.stepper();
        stepper.interpolate_in::<A>(work, *system, previous, *over, current, interpolant);
    }

    /// One component of the step just taken, without the dense output of the others where the method can.
    #[inline]
    pub(in crate::ode) fn curve(&mut self, component: Component) -> Result<Curve<Time<S>>, Error> {
        self.rounding.run(CurveOf(self, component))
    }

    #[inline(always)]
    pub(in crate::ode) fn curve_in<A: Arithmetic>(
        &mut self,
        component: Component,
    ) -> Result<Curve<Time<S>>, Error> {
        if !self.interpolated && C::Stepper::CARRIES_SLOPE {
            let Self { system, control, work, over, nodes, .. } = self;
            let (start, end) = nodes.both();
            let (stepper, nodes) = (control.stepper(), (&*start, &*end));
            let terms = stepper.terms_in::<A>(work, *system, nodes, *over, component.index());
            if let Some(terms) = terms {
                return Curve::from_terms(nodes, component, terms);
            }
        }
        self.whole_curve(component)
    }

    #[inline(never)]
    fn whole_curve(&mut self, component: Component) -> Result<Curve<Time<S>>, Error> {
        Curve::new(self.piece(), component)
    }

    /// Whether a component stays on one side of a level in the step just taken, for certain: by how far it can go, where
    /// that is known without its dense output, or by its polynomial.
    #[inline(always)]
    pub(in crate::ode) fn keeps_off(&mut self, approach: Approach<Time<S>>) -> bool {
        if !C::Stepper::CARRIES_SLOPE || self.previous.is_some() {
            return false;
        }
        let Approach { index, level, before: (t, above) } = approach;
        let Self { control, work, over, nodes, .. } = self;
        let (start, end) = nodes.both();
        let Some(there) = end.y.component(index) else { return false };
        if t != start.t || above * (there - level) <= Time::<S>::lit(0.0) {
            return false;
        }
        let reach = control.stepper().reach(work, (start, end), *over, index);
        // A sixteenth more than the bound, for the rounding of the coefficients; in `f32` too.
        let is_far = |reach| Float::abs(above) > Time::<S>::lit(1.0625) * reach;
        reach.is_some_and(|reach| is_far(reach) || self.curve_keeps_off(index, level))
    }

    #[inline(never)]
    fn curve_keeps_off(&mut self, index: usize, level: Time<S>) -> bool {
        self.curve(component(index)).is_ok_and(|curve| curve.keeps_off(level))
    }
}
