//! [`Arithmetic`]: how the products and sums of a run round.

use crate::dispatch::{Fma, Task};

use super::{OdeSystem, Real, SquidExponentials, State, Time};

/// How a · b + c rounds in the inner loop of a run, which is compiled for each.
pub trait Arithmetic: Copy + sealed::Sealed {
    /// a · b + c.
    #[doc(hidden)]
    fn mul_add<R: Real>(a: R, b: R, c: R) -> R;

    /// The exponentials of the rates of 1952 at V₀ − V = `x` (mV).
    #[doc(hidden)]
    fn squid_exponentials<R: Real>(x: R) -> SquidExponentials<R>;

    /// The right-hand side.
    #[doc(hidden)]
    fn derivative<S: OdeSystem + ?Sized>(system: &S, t: Time<S>, y: &S::State, dydt: &mut S::State);
}

/// What is compiled for each arithmetic.
pub(super) trait Kernel {
    /// What it gives.
    type Output;

    /// Runs it. `inline(always)`, as all that it calls in its loop, so that the instructions reach it.
    fn run_in<A: Arithmetic>(self) -> Self::Output;
}

/// A kernel with fused arithmetic.
struct InFused<K>(K);

impl<K: Kernel> Task for InFused<K> {
    type Output = K::Output;

    #[inline(always)]
    fn run(self) -> K::Output {
        self.0.run_in::<Fused>()
    }
}

/// Which arithmetic a run has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rounding(Option<Fma>);

impl Rounding {
    /// One rounding where the machine can, and where what is computed for the components of `Y` is sure to be compiled for
    /// it: elsewhere each would be a call of the library.
    pub(super) fn fused<Y: State>() -> Self {
        Self(if Y::INLINED { Fma::look() } else { None })
    }

    /// Two, as on every machine.
    pub(super) fn plain() -> Self {
        Self(None)
    }

    /// Runs `kernel` with it.
    #[inline(always)]
    pub(super) fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self.0 {
            Some(fma) => fma.run(InFused(kernel)),
            None => kernel.run_in::<Plain>(),
        }
    }
}

/// The right-hand side with fused arithmetic in a function of its own.
pub(crate) fn fused_apart<S: OdeSystem>(system: &S, t: Time<S>, y: &S::State, dydt: &mut S::State) {
    match Fma::look() {
        Some(fma) => fma.run(Apart { system, t, y, dydt }),
        None => system.derivative(t, y, dydt),
    }
}

struct Apart<'a, S: OdeSystem> {
    system: &'a S,
    t: Time<S>,
    y: &'a S::State,
    dydt: &'a mut S::State,
}

impl<S: OdeSystem> Task for Apart<'_, S> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.system.fused_derivative(self.t, self.y, self.dydt);
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Plain {}
    impl Sealed for super::Fused {}
}

/// As the number type has it: two roundings for `f32` and `f64`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain;

/// One rounding for `f32` and `f64`: only in functions that are compiled for it, since it is a call of the library
/// elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fused;

impl Arithmetic for Plain {
    #[inline(always)]
    fn mul_add<R: Real>(a: R, b: R, c: R) -> R {
        a.mul_add(b, c)
    }

    #[inline(always)]
    fn squid_exponentials<R: Real>(x: R) -> SquidExponentials<R> {
        x.squid_exponentials()
    }

    #[inline(always)]
    fn derivative<S: OdeSystem + ?Sized>(
        system: &S,
        t: Time<S>,
        y: &S::State,
        dydt: &mut S::State,
    ) {
        system.derivative(t, y, dydt);
    }
}

impl Arithmetic for Fused {
    #[inline(always)]
    fn mul_add<R: Real>(a: R, b: R, c: R) -> R {
        a.fused_mul_add(b, c)
    }

    #[inline(always)]
    fn squid_exponentials<R: Real>(x: R) -> SquidExponentials<R> {
        x.fused_squid_exponentials()
    }

    #[inline(always)]
    fn derivative<S: OdeSystem + ?Sized>(
        system: &S,
        t: Time<S>,
        y: &S::State,
        dydt: &mut S::State,
    ) {
        // Behind a `dyn` stands code of the baseline. A reference to it is wider than one to a type that is known.
        if const { size_of::<&S>() == size_of::<&u8>() } {
            system.fused_derivative(t, y, dydt);
        } else {
            system.fused_derivative_apart(t, y, dydt);
        }
    }
}
