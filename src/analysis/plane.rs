//! The phase plane: a neuron reduced to two variables, nullclines, and the field on a grid.

use alloc::vec::Vec;
use core::ops::Range;

use super::range::check_range;
use super::roots::roots;
use crate::Error;
use crate::error::{Bound, require};
use crate::neuron::{HodgkinHuxley, Membrane};
use crate::ode::{OdeSystem, Scalar, Time};
use crate::stimulus::Constant;

/// The gate that stays beside V in a [`ReducedAxon`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum PlaneGate {
    /// Activation of sodium.
    M,
    /// Inactivation of sodium.
    H,
    /// Activation of potassium.
    N,
}

/// The value of a gate that is reduced away.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Reduced<T> {
    /// It is infinitely fast: x = x∞(V).
    Steady,
    /// It is infinitely slow, and keeps this value.
    Held(T),
}

/// The axon reduced to the plane of V and one gate, under a constant current: an [`OdeSystem`] of
/// `[V, x]` (mV, 0 to 1).
///
/// The other two gates are at their steady state, or held. R. FitzHugh, *J. Gen. Physiol.* 43
/// (1960) 867, drew the plane of V and m with h and n held.
///
/// # Example
///
/// ```
/// use excitable::analysis::{PlaneGate, Reduced, ReducedAxon, nullclines};
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::<f64>::squid_axon();
/// let rest = axon.rest()?;
/// // V and n, with fast m and h held at rest.
/// let plane = ReducedAxon::new(&axon, PlaneGate::N, 0.0)
///     .with_m(Reduced::Steady)
///     .with_h(Reduced::Held(rest.h));
/// let [v, n] = nullclines(&plane, -20.0..120.0, 0.0..1.0, 140)?;
/// // On the nullcline of n it is steady.
/// assert!(n.iter().all(|p| (p[1] - axon.clamped_at(p[0]).n).abs() < 1e-12));
/// assert!(v.iter().any(|p| p[0] > 100.0));
/// let end = integrate(&plane, 0.0..50.0, [3.0, rest.n], Rk45.adaptive()).finish()?;
/// assert!((end.y[1] - rest.n).abs() < 0.2);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReducedAxon<T> {
    axon: HodgkinHuxley<T, Constant<T>>,
    gate: PlaneGate,
    current: T,
    m: Reduced<T>,
    h: Reduced<T>,
    n: Reduced<T>,
}

impl<T: Scalar> ReducedAxon<T> {
    /// The axon under `current` (µA/cm²) in the plane of V and `gate`, with the other gates at
    /// their steady state.
    pub fn new<S>(axon: &HodgkinHuxley<T, S>, gate: PlaneGate, current: T) -> Self {
        let axon = axon.under(current);
        Self { axon, gate, current, m: Reduced::Steady, h: Reduced::Steady, n: Reduced::Steady }
    }

    /// The same plane with this m; of no effect in the plane of m.
    pub fn with_m(self, m: Reduced<T>) -> Self {
        Self { m, ..self }
    }

    /// The same plane with this h; of no effect in the plane of h.
    pub fn with_h(self, h: Reduced<T>) -> Self {
        Self { h, ..self }
    }

    /// The same plane with this n; of no effect in the plane of n.
    pub fn with_n(self, n: Reduced<T>) -> Self {
        Self { n, ..self }
    }

    /// The state of the whole membrane at a point of the plane.
    pub fn membrane(&self, [v, x]: [T; 2]) -> Membrane<T> {
        let steady = self.axon.clamped_at(v);
        let value = |reduced, steady| match reduced {
            Reduced::Steady => steady,
            Reduced::Held(x) => x,
        };
        let (m, h, n) = (value(self.m, steady.m), value(self.h, steady.h), value(self.n, steady.n));
        match self.gate {
            PlaneGate::M => Membrane { v, m: x, h, n },
            PlaneGate::H => Membrane { v, m, h: x, n },
            PlaneGate::N => Membrane { v, m, h, n: x },
        }
    }
}

impl<T: Scalar> OdeSystem for ReducedAxon<T> {
    type State = [T; 2];

    fn derivative(&self, _: T, y: &[T; 2], dydt: &mut [T; 2]) {
        let slope = self.axon.slope(&self.membrane(*y), self.current);
        let gate = match self.gate {
            PlaneGate::M => slope.m,
            PlaneGate::H => slope.h,
            PlaneGate::N => slope.n,
        };
        *dydt = [slope.v, gate];
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        OdeSystem::check(&self.axon, span)
    }

    /// V 100 mV, the gate 1.
    fn scale(&self) -> Option<[T; 2]> {
        Some([T::lit(100.0), T::one()])
    }
}

/// The nullclines of a system of two variables inside a window: the points at which dy₀/dt = 0, and
/// those at which dy₁/dt = 0.
///
/// On each of `columns` + 1 equally spaced y₀ all roots in y₁ are found to the last float,
/// ascending. The system is looked at at t = 0.
///
/// # Errors
///
/// [`Error::Invalid`] where the window is not finite or empty, there are no columns, or a slope is
/// not finite.
pub fn nullclines<S, T>(
    system: &S,
    horizontal: Range<T>,
    vertical: Range<T>,
    columns: u32,
) -> Result<[Vec<[T; 2]>; 2], Error>
where
    T: Scalar,
    S: OdeSystem<State = [T; 2]> + ?Sized,
{
    check_window("nullclines", &horizontal, &vertical, columns)?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for x in grid(&horizontal, columns) {
        let at = |y| slope_at(system, [x, y]);
        first.extend(roots(&vertical, ROWS, |y| Ok(at(y)[0]))?.into_iter().map(|y| [x, y]));
        second.extend(roots(&vertical, ROWS, |y| Ok(at(y)[1]))?.into_iter().map(|y| [x, y]));
    }
    Ok([first, second])
}

/// The parts of a column between which roots are looked for.
const ROWS: u32 = 64;

/// A vector of a field: a point and the slope there.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Arrow<T> {
    /// The point.
    pub y: [T; 2],
    /// The slope there.
    pub dydt: [T; 2],
}

/// The vector field of a system of two variables on a grid of `parts` + 1 points each way, row by
/// row from the lower left.
///
/// # Errors
///
/// [`Error::Invalid`] where the window is not finite or empty, or there are no parts.
///
/// # Example
///
/// ```
/// use excitable::analysis::vector_field;
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let field = vector_field(&oscillator, -1.0..1.0, -1.0..1.0, 2)?;
/// assert_eq!(field.len(), 9);
/// assert_eq!((field[5].y, field[5].dydt), ([1.0, 0.0], [0.0, -1.0]));
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn vector_field<S, T>(
    system: &S,
    horizontal: Range<T>,
    vertical: Range<T>,
    parts: u32,
) -> Result<Vec<Arrow<T>>, Error>
where
    T: Scalar,
    S: OdeSystem<State = [T; 2]> + ?Sized,
{
    check_window("vector_field", &horizontal, &vertical, parts)?;
    let row = |y| grid(&horizontal, parts).map(move |x| [x, y]);
    let points = grid(&vertical, parts).flat_map(row);
    Ok(points.map(|y| Arrow { y, dydt: slope_at(system, y) }).collect())
}

fn slope_at<T: Scalar, S: OdeSystem<State = [T; 2]> + ?Sized>(system: &S, y: [T; 2]) -> [T; 2] {
    let mut dydt = y;
    system.derivative(Time::<S>::lit(0.0), &y, &mut dydt);
    dydt
}

/// The ends of `parts` equal parts of a range.
fn grid<T: Scalar>(range: &Range<T>, parts: u32) -> impl Iterator<Item = T> + use<T> {
    let Range { start, end } = range.clone();
    (0..=parts).map(move |k| start + (end - start) * T::lit(f64::from(k) / f64::from(parts)))
}

fn check_window<T: Scalar>(
    owner: &'static str,
    horizontal: &Range<T>,
    vertical: &Range<T>,
    parts: u32,
) -> Result<(), Error> {
    check_range(owner, horizontal)?;
    check_range(owner, vertical)?;
    let remedy = "give the number of parts";
    require(parts > 0, owner, ("parts", f64::from(parts)), Bound::Positive, remedy)
}
