//! [`Trial`]: a run of a neuron, and whether it fires.

use core::ops::Range;

use super::Firing;
use super::firing::Record;
use super::threshold::threshold;
use crate::Error;
use crate::analysis::roots::settled;
use crate::error::{Bound, require};
use crate::ode::{
    Adaptive, Component, Dop853, OdeState, OdeSystem, Real, RightHandSide, State, StepControl,
    component, integrate,
};

/// The membrane potential, first in the states of all neurons here.
const V: Component = component(0);

/// A run of a neuron from a state, over a duration, with the level of its potential (component 0)
/// at which it counts as firing.
///
/// A run starts at t = 0. The same trial serves many systems: a current or an amplitude is varied
/// by a closure that makes the system. Made by
/// [`HodgkinHuxley::trial`](crate::HodgkinHuxley::trial) for the axon at rest.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let axon = HodgkinHuxley::<f64>::squid_axon();
/// let trial = axon.trial(20.0)?; // from rest, 20 ms, 50 mV
/// let with_pulse = |amplitude| axon.with_stimulus(pulse(0.0..1.0, amplitude));
/// assert!(trial.fires(&with_pulse(7.0))? && !trial.fires(&with_pulse(6.8))?);
/// let least = trial.threshold(0.0..100.0, with_pulse)?;
/// assert!((least - 6.9189255208).abs() < 1e-9); // µA/cm²
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trial<Y: State, C = Adaptive<Dop853, Y>> {
    pub(super) start: Y,
    pub(super) duration: Y::Scalar,
    pub(super) level: Y::Scalar,
    pub(super) from: Y::Scalar,
    pub(super) control: C,
}

impl<Y: OdeState> Trial<Y> {
    /// A trial from the state `start` over `duration`, which fires where component 0 rises through
    /// `level`.
    ///
    /// It runs by `Dop853` at rtol 10⁻¹² (for `f32` 30 ε), unless another control is given.
    pub fn new(start: Y, duration: Y::Scalar, level: Y::Scalar) -> Self {
        Self { start, duration, level, from: Y::Scalar::lit(0.0), control: precise() }
    }
}

/// `Dop853` at a tolerance that leaves ten digits of a threshold.
pub(in crate::analysis) fn precise<Y: OdeState>() -> Adaptive<Dop853, Y> {
    let epsilon = <Y::Scalar as num_traits::Float>::epsilon();
    let least = Y::Scalar::lit(30.0) * epsilon;
    let rtol = num_traits::Float::max(Y::Scalar::lit(1e-12), least);
    Adaptive::new(Dop853).rtol(rtol)
}

impl<Y, C> Trial<Y, C>
where
    Y: OdeState,
    C: Clone,
{
    /// The same trial with another method or other tolerances.
    pub fn with_control<D>(self, control: D) -> Trial<Y, D> {
        let Self { start, duration, level, from, .. } = self;
        Trial { start, duration, level, from, control }
    }

    /// The same trial from another state, such as the one after a first stimulus, or that of a
    /// neuron held at a potential.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // Anode break: released from 10 mV below rest the axon fires without a current.
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(20.0)?;
    /// assert!(!trial.fires(&axon)?);
    /// assert!(trial.with_start(axon.clamped_at(-10.0)).fires(&axon)?);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn with_start(self, start: Y) -> Self {
        Self { start, ..self }
    }

    /// The same trial at another level.
    pub fn with_level(self, level: Y::Scalar) -> Self {
        Self { level, ..self }
    }

    /// The same trial in which only what happens at `t` or later counts: a second spike, after the
    /// first.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let (trial, shock) = (axon.trial(40.0)?, pulse(0.0..0.5, 30.0));
    /// let (once, twice) = (axon.with_stimulus(shock), shock.plus(shock.delayed(20.0)));
    /// let later = trial.watching_from(15.0);
    /// assert!(!later.fires(&once)? && later.fires(&axon.with_stimulus(twice))?);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn watching_from(self, t: Y::Scalar) -> Self {
        Self { from: t, ..self }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let Self { duration, level, from, .. } = *self;
        let (zero, owner) = (Y::Scalar::lit(0.0), "Trial");
        let holds = duration > zero && num_traits::Float::is_finite(duration);
        let remedy = "give the length of the run, in ms for the neurons here";
        require(holds, owner, ("duration", duration), Bound::Positive, remedy)?;
        let remedy = "give the potential at which it counts as firing";
        let is_finite = num_traits::Float::is_finite(level);
        require(is_finite, owner, ("level", level), Bound::Finite, remedy)?;
        let bound = Bound::AtMost("duration", duration.into());
        let remedy = "watch from a time inside the run";
        require(from <= duration, owner, ("watching_from", from), bound, remedy)
    }

    /// An empty record of a run, whose rate is that of the `window` at its end.
    pub(super) fn record(&self, window: Y::Scalar) -> Result<Record<Y::Scalar>, Error> {
        self.check()?;
        let remedy = "give the part at the end of the run over which the rate is taken";
        let holds = window > Y::Scalar::lit(0.0);
        require(holds, "firing", ("window", window), Bound::Positive, remedy)?;
        let bound = Bound::AtMost("duration", self.duration.into());
        let remedy = "shorten the window, or run longer";
        require(window <= self.duration, "firing", ("window", window), bound, remedy)?;
        Ok(Record::new(self.level, self.duration - window))
    }

    /// The time at which `system` first rises through the level; `None` where it does not.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a duration that is not positive, and what the run returns.
    pub fn spike_time<S>(&self, system: &S) -> Result<Option<Y::Scalar>, Error>
    where
        S: RightHandSide<State = Y> + ?Sized,
        C: StepControl<S>,
    {
        self.check()?;
        let span = Y::Scalar::lit(0.0)..self.duration;
        let mut run = integrate(system, span, self.start.clone(), self.control.clone());
        while let Some(mut step) = run.advance()? {
            let mut crossings = step.curve(V)?.crossings(self.level);
            if let Some((t, _)) = crossings.find(|&(t, rises)| rises && t >= self.from) {
                return Ok(Some(t));
            }
        }
        Ok(None)
    }

    /// Whether `system` rises through the level.
    ///
    /// # Errors
    ///
    /// As [`spike_time`](Trial::spike_time).
    pub fn fires<S>(&self, system: &S) -> Result<bool, Error>
    where
        S: RightHandSide<State = Y> + ?Sized,
        C: StepControl<S>,
    {
        Ok(self.spike_time(system)?.is_some())
    }

    /// The firing of `system`: its spikes over the whole run, its rate over the last `window` of
    /// it.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a window that is not positive or longer than the run, and as
    /// [`spike_time`](Trial::spike_time).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let firing = axon.trial(400.0)?.firing(&axon.with_stimulus(constant(10.0)), 200.0)?;
    /// assert!((firing.rate - 68.3236986).abs() < 1e-5); // Hz
    /// assert_eq!(firing.spikes, 28);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn firing<S>(&self, system: &S, window: Y::Scalar) -> Result<Firing<Y::Scalar>, Error>
    where
        S: RightHandSide<State = Y> + ?Sized,
        C: StepControl<S>,
    {
        let mut record = self.record(window)?;
        let span = Y::Scalar::lit(0.0)..self.duration;
        let mut run = integrate(system, span, self.start.clone(), self.control.clone());
        while let Some(mut step) = run.advance()? {
            record.look(&step.curve(V)?);
        }
        Ok(record.firing())
    }

    /// The least parameter in `range` with which the system fires, by bisection to the last few
    /// floats; see [`threshold`](super::threshold()).
    ///
    /// # Errors
    ///
    /// As [`threshold`](super::threshold()) and [`spike_time`](Trial::spike_time).
    pub fn threshold<S, F>(&self, range: Range<Y::Scalar>, system: F) -> Result<Y::Scalar, Error>
    where
        S: OdeSystem<State = Y>,
        F: Fn(Y::Scalar) -> S,
        C: StepControl<S>,
    {
        // The derivative by x and those by the variables come from runs of the same steps: near the
        // threshold others lead elsewhere.
        let (start, control) = (self.start.clone(), self.control.clone().of_values());
        let trial = Self { start, control, ..*self };
        let least = threshold(range, |x| trial.fires(&system(x)))?;
        settled(least, |x| trial.excess(&system(x)))
    }

    /// How far a turning point or a node is above the level, of all the one that is nearest to it:
    /// at the threshold, the peak that touches it or the end of the run.
    fn excess<S>(&self, system: &S) -> Result<Y::Scalar, Error>
    where
        S: OdeSystem<State = Y>,
        C: StepControl<S>,
    {
        let span = Y::Scalar::lit(0.0)..self.duration;
        let mut run = integrate(system, span, self.start.clone(), self.control.clone());
        let mut nearest = <Y::Scalar as num_traits::Float>::infinity();
        while let Some(mut step) = run.advance()? {
            let points = step.curve(V)?.monotone_points().skip(1);
            let distances =
                points.filter(|point| point.0 >= self.from).map(|(_, v)| v - self.level);
            nearest = distances.fold(nearest, |x, y| {
                if num_traits::Float::abs(x) < num_traits::Float::abs(y) { x } else { y }
            });
        }
        Ok(nearest)
    }
}

/// An error for an empty list.
pub(super) fn not_empty<T>(
    owner: &'static str,
    field: &'static str,
    list: &[T],
) -> Result<(), Error> {
    if list.is_empty() {
        let remedy = "give at least one";
        return Err(Error::Length { owner, field, expected: 1, found: 0, remedy });
    }
    Ok(())
}
