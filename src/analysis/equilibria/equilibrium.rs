//! [`equilibrium`] and [`equilibria`]: states of rest, and their stability.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::{Complex, eigenvalues, jacobian};
use crate::Error;
use crate::analysis::linear::{all_finite, components, sizes, slope, solve, state};
use crate::analysis::range::check_range;
use crate::analysis::roots::roots;
use crate::error::{Bound, require};
use crate::ode::{Matrix, OdeState, Real, RightHandSide, Scalar, State, Time};

/// The steps of Newton's method, and the halvings of one of them.
const ITERATIONS: u32 = 100;
const HALVINGS: u32 = 40;
/// The parts of a range between which roots are looked for.
const PARTS: u32 = 1000;

/// A state of rest, with the eigenvalues that decide its stability.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Equilibrium<Y: State> {
    /// The state y with f(t, y) = 0.
    pub y: Y,
    /// The eigenvalues of the Jacobian there (per unit of time; 1/ms for neurons), those with the
    /// largest real part first.
    pub eigenvalues: Vec<Complex<Y::Scalar>>,
}

impl<Y: OdeState> Equilibrium<Y> {
    /// Whether a small disturbance decays: every eigenvalue has a negative real part.
    pub fn is_stable(&self) -> bool {
        self.unstable_directions() == 0
    }

    /// The number of eigenvalues whose real part is not negative.
    pub fn unstable_directions(&self) -> usize {
        self.eigenvalues.iter().filter(|x| x.re >= Y::Scalar::lit(0.0)).count()
    }

    /// Whether the slowest motion around it is an oscillation: the eigenvalue with the largest real
    /// part is complex.
    pub fn is_focus(&self) -> bool {
        self.eigenvalues.first().is_some_and(|x| x.im != Y::Scalar::lit(0.0))
    }
}

/// The equilibrium f(t, y) = 0 that Newton's method reaches from `guess`, with the right-hand side
/// as it stands at `t`: yₖ₊₁ = yₖ − (∂f/∂y)⁻¹·f(yₖ), each step halved until |f| shrinks.
///
/// # Errors
///
/// [`Error::NotFound`] where it reaches none, with the largest slope that is left;
/// [`Error::Invalid`] where the guess is not finite or the Jacobian is not.
///
/// # Example
///
/// ```
/// use excitable::equilibrium;
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0_f64));
/// let found = equilibrium(&axon, 0.0, axon.rest()?)?;
/// assert!((found.y.v - 5.4294125103).abs() < 1e-9);
/// assert!(!found.is_stable() && found.is_focus()); // it spikes
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn equilibrium<S>(
    system: &S,
    t: Time<S>,
    guess: S::State,
) -> Result<Equilibrium<S::State>, Error>
where
    S: RightHandSide + ?Sized,
{
    let sizes = sizes(system, &guess);
    let mut y = guess;
    let mut size_of_f = size(system, t, &y, &sizes);
    let remedy = "give a finite time and a guess at which the slopes are finite";
    require(
        size_of_f.is_finite(),
        "equilibrium",
        ("size of the slope", size_of_f),
        Bound::Finite,
        remedy,
    )?;
    // Quadratic convergence makes the step after a small one negligible.
    let small = Time::<S>::lit(0.01) * Float::sqrt(Time::<S>::epsilon());
    for _ in 0..ITERATIONS {
        let step = newton_step(system, t, &y)?;
        let relative = relative_size(&step, &y, &sizes);
        let next = descend(system, t, (&y, size_of_f), &step, &sizes);
        if relative <= small {
            let whole = next.map_or_else(|| y.clone(), |(y, _)| y);
            return with_eigenvalues(system, t, with_derivatives(&whole, &y, &step));
        }
        let Some(next) = next else { break };
        (y, size_of_f) = next;
    }
    let place = ("the largest relative slope that is left", size_of_f.into());
    let remedy = "give a guess nearer to it, or scan for all of them with `equilibria`";
    Err(Error::NotFound { sought: "an equilibrium", place, remedy })
}

/// All equilibria on a path of states along which every component but the first one rests: the
/// zeros of dy₀/dt over `range`, ascending in the parameter of the path.
///
/// For a neuron the path is `|v| neuron.clamped_at(v)`: its gates are steady, and the zeros are
/// those of I − I∞(V). They are looked for between the ends of 1000 equal parts of the range and
/// where
/// |dy₀/dt| is smallest, then polished by Newton's method.
///
/// # Errors
///
/// [`Error::Invalid`] where the range is not finite or the slope on the path is not.
///
/// # Example
///
/// ```
/// use excitable::analysis::equilibria;
/// use excitable::prelude::*;
///
/// let p = Parameters::squid_axon();
/// let neuron = Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()))
///     .with_stimulus(constant(10.0));
/// let found = equilibria(&neuron, 0.0, |v| neuron.clamped_at(v), -20.0..120.0_f64)?;
/// assert_eq!(found.len(), 1);
/// assert!((found[0].y.v - 5.4294125103).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn equilibria<S>(
    system: &S,
    t: Time<S>,
    path: impl Fn(Time<S>) -> S::State,
    range: Range<Time<S>>,
) -> Result<Vec<Equilibrium<S::State>>, Error>
where
    S: RightHandSide + ?Sized,
{
    check_range("equilibria", &range)?;
    let first = |x| Ok(slope(system, t, &path(x)).component(0).unwrap_or(Time::<S>::lit(0.0)));
    let found = roots(&range, PARTS, first)?;
    found.into_iter().map(|x| with_eigenvalues(system, t, path(x))).collect()
}

fn with_eigenvalues<S>(system: &S, t: Time<S>, y: S::State) -> Result<Equilibrium<S::State>, Error>
where
    S: RightHandSide + ?Sized,
{
    let eigenvalues = eigenvalues(&jacobian(system, t, &y)?)?;
    Ok(Equilibrium { y, eigenvalues })
}

/// −(∂f/∂y)⁻¹·f
fn newton_step<S>(system: &S, t: Time<S>, y: &S::State) -> Result<Vec<Time<S>>, Error>
where
    S: RightHandSide + ?Sized,
{
    let dfdy: Matrix<_> = jacobian(system, t, y)?;
    let f = components(&slope(system, t, y));
    Ok(solve(dfdy, f).into_iter().map(|x| -x).collect())
}

/// The state after the step, halved until the slope shrinks; `None` where it does not.
fn descend<S>(
    system: &S,
    t: Time<S>,
    (y, size_of_f): (&S::State, Time<S>),
    step: &[Time<S>],
    sizes: &[Time<S>],
) -> Option<(S::State, Time<S>)>
where
    S: RightHandSide + ?Sized,
{
    if !all_finite(step) {
        return None;
    }
    let (numbers, mut part) = (components(y), Time::<S>::lit(1.0));
    for _ in 0..HALVINGS {
        let moved: Vec<_> = numbers.iter().zip(step).map(|(&x, &dx)| x + part * dx).collect();
        let next = state(y, &moved);
        let size = size(system, t, &next, sizes);
        if size < size_of_f {
            return Some((next, size));
        }
        part = Time::<S>::lit(0.5) * part;
    }
    None
}

/// `y` with the derivatives of `before` + `step`, where numbers carry some: the last step of
/// Newton's method is a whole one for them.
fn with_derivatives<Y: OdeState>(y: &Y, before: &Y, step: &[Y::Scalar]) -> Y {
    let (mut settled, mut steps) = (y.clone(), step.iter());
    settled.assign(y, [before], &mut |out, y, [before]| {
        let moved = before + steps.next().copied().unwrap_or(Y::Scalar::lit(0.0));
        *out = if moved.is_constant() {
            y
        } else {
            y.without_derivatives() + (moved - moved.without_derivatives())
        };
    });
    settled
}

/// max |fᵢ|/sᵢ, or NaN.
fn size<S>(system: &S, t: Time<S>, y: &S::State, sizes: &[Time<S>]) -> Time<S>
where
    S: RightHandSide + ?Sized,
{
    let f = components(&slope(system, t, y));
    let larger = |largest: Time<S>, x: Time<S>| if x <= largest { largest } else { x };
    f.iter().zip(sizes).fold(Time::<S>::lit(0.0), |sum, (x, s)| {
        if sum.is_nan() { sum } else { larger(sum, Float::abs(*x) / *s) }
    })
}

/// max |Δᵢ|/(sᵢ + |yᵢ|)
fn relative_size<Y: OdeState>(step: &[Y::Scalar], y: &Y, sizes: &[Y::Scalar]) -> Y::Scalar {
    let parts = step.iter().zip(components(y)).zip(sizes);
    parts.fold(Y::Scalar::lit(0.0), |largest, ((dx, x), s)| {
        largest.max(Float::abs(*dx) / (*s + Float::abs(x)))
    })
}
