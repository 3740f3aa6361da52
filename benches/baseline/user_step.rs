//! The classical method written as a user writes a step: by the trait `Stepper` alone.

use excitable::num::Arithmetic;
use excitable::ode::{Interval, Node, RightHandSide, Stepper, Time};
use excitable::{Method, Real, State};

/// The classical Runge–Kutta method of order 4, written out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UserRk4;

impl Method for UserRk4 {}

impl<S: RightHandSide + ?Sized> Stepper<S> for UserRk4 {
    const ORDER: u32 = 4;
    /// k₂, k₃, k₄, and the argument of the stage under way.
    type Workspace = [S::State; 4];

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        [y0.clone(), y0.clone(), y0.clone(), y0.clone()]
    }

    #[inline(always)]
    fn step<A: Arithmetic>(
        &self,
        [k2, k3, k4, argument]: &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<Time<S>>,
        end: &mut Node<S::State>,
    ) {
        let (h, half) = (over.length(), Time::<S>::lit(0.5));
        let (third, sixth) = (Time::<S>::lit(1.0 / 3.0), Time::<S>::lit(1.0 / 6.0));
        argument.assign(&start.y, [&start.dydt], &mut |out, y, [k]| {
            *out = A::mul_add(h, half * k, y);
        });
        system.evaluate::<A>(over.at(0.5), argument, k2);
        argument.assign(&start.y, [&*k2], &mut |out, y, [k]| *out = A::mul_add(h, half * k, y));
        system.evaluate::<A>(over.at(0.5), argument, k3);
        argument.assign(&start.y, [&*k3], &mut |out, y, [k]| *out = A::mul_add(h, k, y));
        system.evaluate::<A>(over.at(1.0), argument, k4);
        let slopes = [&start.dydt, &*k2, &*k3, &*k4];
        end.y.assign(&start.y, slopes, &mut |out, y, [k1, k2, k3, k4]| {
            let sum = A::mul_add(third, k2, sixth * k1);
            let sum = A::mul_add(sixth, k4, A::mul_add(third, k3, sum));
            *out = A::mul_add(h, sum, y);
        });
        system.evaluate::<A>(over.last, &end.y, &mut end.dydt);
    }
}
