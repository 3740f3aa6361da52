//! [`from_fn`](fn@from_fn): a system made from a function.

use core::fmt;
use core::ops::Range;

use super::direction::check_ascending;
use crate::num::{Matrix, Scalar};
use crate::ode::{Direction, OdeState, OdeSystem, State};
use crate::{Dual, Error};

/// A system made from a function; see [`from_fn`](fn@from_fn).
pub struct FnSystem<F, Y: State, B = [f64; 0], J = NoJacobian<Y>> {
    derivative: F,
    breakpoints: B,
    /// Writes the Jacobian, and says whether it did.
    jacobian: J,
    bandwidth: Option<(usize, usize)>,
    scale: Option<Y>,
    autonomous: bool,
}

/// The Jacobian of a system that states none.
type NoJacobian<Y> = fn(<Y as State>::Scalar, &Y, &mut Matrix<<Y as State>::Scalar>) -> bool;

/// The system whose right-hand side is `derivative(t, &y, &mut dydt)`.
///
/// f must be smooth over the whole span; announce its jumps and kinks with
/// [`with_breakpoints`](FnSystem::with_breakpoints). Where nothing happens an adaptive method takes
/// long steps, and sees f at a few instants of each: what is over sooner may go unseen, be it as
/// smooth as it likes. Bound the steps by its width with
/// [`max_step`](crate::ode::Adaptive::max_step), or state a breakpoint in it.
///
/// # Examples
///
/// ```
/// use excitable::prelude::*;
///
/// // The harmonic oscillator, y'' = −y.
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let end = integrate(&oscillator, 0.0..1.0, [1.0, 0.0], Rk4.fixed(0.01)).finish()?;
/// assert!((end.y[0] - 1.0_f64.cos()).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// A bump after a long quiet, which the steps of `Verner65` pass over:
///
/// ```
/// use excitable::prelude::*;
///
/// let bump = |t: f64| (-(t - 50.0) * (t - 50.0)).exp();
/// let leaky = from_fn(|t, y: &f64, dydt: &mut f64| *dydt = bump(t) - y);
/// let control = || Verner65.adaptive();
/// let unseen = integrate(&leaky, 0.0..60.0, 0.0, control()).finish()?;
/// let seen = integrate(&leaky, 0.0..60.0, 0.0, control().max_step(2.0)).finish()?;
/// // y(60) = √π·e^(1/4 − 10)
/// let exact = std::f64::consts::PI.sqrt() * (-9.75_f64).exp();
/// assert!((seen.y - exact).abs() < 0.01 * exact);
/// assert!(unseen.y.abs() < 1e-5 * exact);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn from_fn<Y, F>(derivative: F) -> FnSystem<F, Y, [Y::Scalar; 0], NoJacobian<Y>>
where
    Y: State,
    F: Fn(Y::Scalar, &Y, &mut Y),
{
    FnSystem {
        derivative,
        breakpoints: [],
        jacobian: |_, _, _| false,
        bandwidth: None,
        scale: None,
        autonomous: false,
    }
}

impl<F, Y: State, B, J> FnSystem<F, Y, B, J> {
    /// States the instants at which f jumps or kinks, in ascending order.
    pub fn with_breakpoints<C: AsRef<[Y::Scalar]>>(self, breakpoints: C) -> FnSystem<F, Y, C, J> {
        let Self { derivative, jacobian, bandwidth, scale, autonomous, .. } = self;
        FnSystem { derivative, breakpoints, jacobian, bandwidth, scale, autonomous }
    }

    /// States the natural size of each component; see [`OdeSystem::scale`].
    pub fn with_scale(self, scale: Y) -> Self {
        Self { scale: Some(scale), ..self }
    }

    /// States that the Jacobian has so many diagonals below and above the main one; see
    /// [`OdeSystem::bandwidth`].
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // Diffusion along a line of 1000 cells: each sees its two neighbours.
    /// let diffusion = from_fn(|_t, u: &Vec<f64>, dudt: &mut Vec<f64>| {
    ///     let n = u.len();
    ///     for i in 0..n {
    ///         let (left, right) = (u[i.saturating_sub(1)], u[(i + 1).min(n - 1)]);
    ///         dudt[i] = 1e4 * (left - 2.0 * u[i] + right);
    ///     }
    /// })
    /// .with_bandwidth(1, 1);
    /// let mut u0 = vec![0.0; 1000];
    /// u0[500] = 1.0;
    /// let end = integrate(&diffusion, 0.0..1.0, u0, Rodas5P.adaptive()).finish()?;
    /// assert!((end.y.iter().sum::<f64>() - 1.0).abs() < 1e-6);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_bandwidth(self, below: usize, above: usize) -> Self {
        Self { bandwidth: Some((below, above)), ..self }
    }

    /// States that f changes with t at breakpoints only; see [`OdeSystem::is_autonomous`].
    pub fn autonomous(self) -> Self {
        Self { autonomous: true, ..self }
    }

    /// States the Jacobian ∂fᵢ/∂yⱼ, for methods that need it; they take differences otherwise. All
    /// of `dfdy` is 0 before.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    /// use excitable::num::Matrix;
    ///
    /// // Van der Pol's oscillator at µ = 1000.
    /// let van_der_pol = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
    ///     *dydt = [y[1], 1e3 * (1.0 - y[0] * y[0]) * y[1] - y[0]];
    /// })
    /// .with_jacobian(|_t, y: &[f64; 2], dfdy: &mut Matrix<f64>| {
    ///     dfdy[(0, 1)] = 1.0;
    ///     dfdy[(1, 0)] = -2e3 * y[0] * y[1] - 1.0;
    ///     dfdy[(1, 1)] = 1e3 * (1.0 - y[0] * y[0]);
    /// });
    /// let run = integrate(&van_der_pol, 0.0..2000.0, [2.0, 0.0], Rodas5P.adaptive());
    /// let end = run.finish()?;
    /// assert!((end.y[0] - 1.7061677321).abs() < 1e-5); // Hairer, Wanner, IV.10
    /// # Ok::<(), excitable::Error>(())
    /// ```
    #[allow(clippy::type_complexity, reason = "an alias cannot hold an `impl Fn`")]
    pub fn with_jacobian<K>(
        self,
        jacobian: K,
    ) -> FnSystem<F, Y, B, impl Fn(Y::Scalar, &Y, &mut Matrix<Y::Scalar>) -> bool>
    where
        K: Fn(Y::Scalar, &Y, &mut Matrix<Y::Scalar>),
    {
        let Self { derivative, breakpoints, bandwidth, scale, autonomous, .. } = self;
        let jacobian = move |t, y: &Y, dfdy: &mut Matrix<Y::Scalar>| {
            jacobian(t, y, dfdy);
            true
        };
        FnSystem { derivative, breakpoints, jacobian, bandwidth, scale, autonomous }
    }
}

impl<F, T: Scalar, const N: usize, B, J> FnSystem<F, [T; N], B, J> {
    /// States f once more, over [`Dual`] numbers: one evaluation gives the Jacobian, right to the
    /// last bits, where differences take one for each component. The same generic function serves
    /// both times.
    ///
    /// The run ends with an error where a slope is infinite, as that of √y at 0.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::Real;
    /// use excitable::prelude::*;
    ///
    /// /// Van der Pol's oscillator at µ = 1000, for any number type.
    /// fn van_der_pol<R: Real>(_t: R, y: &[R; 2], dydt: &mut [R; 2]) {
    ///     *dydt = [y[1], R::lit(1e3) * (R::lit(1.0) - y[0] * y[0]) * y[1] - y[0]];
    /// }
    /// let system = from_fn(van_der_pol).with_jacobian_of(van_der_pol);
    /// let end = integrate(&system, 0.0..2000.0, [2.0_f64, 0.0], Rodas5P.adaptive()).finish()?;
    /// assert!((end.y[0] - 1.7061677321).abs() < 1e-5); // Hairer, Wanner, IV.10
    /// # Ok::<(), excitable::Error>(())
    /// ```
    #[allow(clippy::type_complexity, reason = "an alias cannot hold an `impl Fn`")]
    pub fn with_jacobian_of<K>(
        self,
        derivative: K,
    ) -> FnSystem<F, [T; N], B, impl Fn(T, &[T; N], &mut Matrix<T>) -> bool>
    where
        K: Fn(Dual<T, N>, &[Dual<T, N>; N], &mut [Dual<T, N>; N]),
    {
        self.with_jacobian(move |t, &y: &[T; N], dfdy: &mut Matrix<T>| {
            let mut dydt = [Dual::from(T::nan()); N];
            derivative(t.into(), &Dual::variables(y), &mut dydt);
            for (i, f) in dydt.into_iter().enumerate() {
                for (j, slope) in f.derivatives().into_iter().enumerate() {
                    if slope != T::zero() {
                        dfdy[(i, j)] = slope;
                    }
                }
            }
        })
    }
}

impl<F, Y, B, J> OdeSystem for FnSystem<F, Y, B, J>
where
    Y: OdeState,
    F: Fn(Y::Scalar, &Y, &mut Y),
    B: AsRef<[Y::Scalar]>,
    J: Fn(Y::Scalar, &Y, &mut Matrix<Y::Scalar>) -> bool,
{
    type State = Y;

    #[inline(always)]
    fn derivative(&self, t: Y::Scalar, y: &Y, dydt: &mut Y) {
        (self.derivative)(t, y, dydt);
    }

    fn next_breakpoint(&self, t: Y::Scalar, towards: Direction) -> Option<Y::Scalar> {
        towards.first_beyond(t, self.breakpoints.as_ref())
    }

    fn jacobian(&self, t: Y::Scalar, y: &Y, dfdy: &mut Matrix<Y::Scalar>) -> bool {
        (self.jacobian)(t, y, dfdy)
    }

    fn check(&self, _: &Range<Y::Scalar>) -> Result<(), Error> {
        check_ascending("from_fn", "breakpoint", self.breakpoints.as_ref())
    }

    fn scale(&self) -> Option<Y> {
        self.scale.clone()
    }

    fn bandwidth(&self) -> Option<(usize, usize)> {
        self.bandwidth
    }

    fn is_autonomous(&self) -> bool {
        self.autonomous
    }
}

impl<F, Y: State, B: fmt::Debug, J> fmt::Debug for FnSystem<F, Y, B, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FnSystem").field("breakpoints", &self.breakpoints).finish_non_exhaustive()
    }
}
