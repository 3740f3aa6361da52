//! [`Extremum`]: a highest or lowest point of a curve; [`Extent`]: both of them.

use crate::Error;
use crate::ode::event::Events;
use crate::ode::{Component, Curve, RightHandSide, Scalar, StepControl, Steps, Time};

/// The highest or lowest point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Extremum<T> {
    /// The time.
    pub t: T,
    /// The value there.
    pub value: T,
}

/// The lowest and the highest point of one component over a run.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Extent<T> {
    /// The lowest point, the first of several.
    pub low: Extremum<T>,
    /// The highest point, the first of several.
    pub high: Extremum<T>,
}

impl<T: Scalar> Extent<T> {
    /// The extent of a single point.
    pub(crate) fn at((t, value): (T, T)) -> Self {
        Self { low: Extremum { t, value }, high: Extremum { t, value } }
    }

    /// The same, widened to hold the curve.
    pub(crate) fn widened(mut self, curve: &Curve<T>) -> Self {
        for (t, value) in curve.monotone_points() {
            if value < self.low.value {
                self.low = Extremum { t, value };
            }
            if value > self.high.value {
                self.high = Extremum { t, value };
            }
        }
        self
    }

    /// The extent of this and a later part.
    #[cfg(feature = "alloc")]
    pub(crate) fn joined(self, later: Self) -> Self {
        let low = if later.low.value < self.low.value { later.low } else { self.low };
        let high = if later.high.value > self.high.value { later.high } else { self.high };
        Self { low, high }
    }

    /// From the lowest to the highest value.
    pub fn swing(&self) -> T {
        self.high.value - self.low.value
    }
}

/// Runs to the end and returns the lowest and the highest point of `component` on the way, located
/// on the dense output; nothing is stored.
///
/// They are as exact as the dense output. The time of a flat maximum is exact to the root of that
/// only: bound the steps with [`max_step`](crate::ode::Adaptive::max_step) where it matters.
///
/// # Errors
///
/// As [`Steps::advance`]; [`Error::Invalid`] where the state has no such component.
///
/// # Example
///
/// ```
/// use excitable::analysis::extent;
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..0.2, 60.0));
/// let run = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive().rtol(1e-8));
/// let v = extent(run, component(0))?;
/// assert!(v.high.value > 90.0 && v.low.value < -10.0);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn extent<S, C, E>(
    mut run: Steps<'_, S, C, E>,
    component: Component,
) -> Result<Extent<Time<S>>, Error>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    let node = (run.node().t, component.of(&run.node().y)?);
    let mut extent = Extent::at(node);
    while let Some(mut step) = run.advance()? {
        extent = extent.widened(&step.curve(component)?);
    }
    Ok(extent)
}
