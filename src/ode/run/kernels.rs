//! What a [`Run`] compiles for each arithmetic: the step, and what lies inside it.

use super::Run;
use crate::Error;
use crate::ode::arithmetic::Kernel;
use crate::ode::{Arithmetic, Component, Curve, OdeSystem, Scalar, State, StepControl, Time};

macro_rules! kernels {
    ($($name:ident($($with:ident: $type:ty)?) -> $output:ty: $call:ident),+) => {
        $(pub(super) struct $name<'r, 'a, S, C>(
            pub(super) &'r mut Run<'a, S, C>,
            $(pub(super) $type)?
        )
        where
            S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
            C: StepControl<S>;

        impl<S, C> Kernel for $name<'_, '_, S, C>
        where
            S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
            C: StepControl<S>,
        {
            type Output = $output;

            #[inline(always)]
            fn run_in<A: Arithmetic>(self) -> Self::Output {
                let Self(run, $($with)?) = self;
                run.$call::<A>($($with)?)
            }
        })+
    };
}

kernels!(
    Advance() -> Result<bool, Error>: advance_in,
    Interpolate() -> (): interpolate_in,
    CurveOf(component: Component) -> Result<Curve<Time<S>>, Error>: curve_in
);
