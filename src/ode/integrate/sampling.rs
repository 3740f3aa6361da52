//! A run sampled at the times of a grid.

use num_traits::Float;

use super::Steps;
use crate::Error;
use crate::ode::diagnosis::check_dense_output;
use crate::ode::handler::Events;
use crate::ode::run::Run;
use crate::ode::{Component, Curve, OdeSystem, Scalar, State, StepControl, Time};

impl<S, C, E> Steps<'_, S, C, E>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    /// Runs to the end and calls `each(t, &y)` at every time of the `grid`, in its order, without
    /// storing anything. Times beyond an event that [stops](Steps::stop_on) the run are left out.
    ///
    /// # Errors
    ///
    /// As [`advance`](Steps::advance); [`Error::Outside`] for a time that lies outside the span,
    /// [`Error::Order`] for one against the direction of the run.
    #[inline]
    pub fn sample<G>(self, grid: G, mut each: impl FnMut(Time<S>, &S::State)) -> Result<(), Error>
    where
        G: IntoIterator<Item = Time<S>>,
    {
        let mut y = self.run.nodes.current().y.clone();
        // The end of the step whose polynomial is known not to overflow.
        let mut bounded = None;
        self.walk(grid, |run, t| {
            run.evaluate(t, &mut y);
            let end = run.nodes.current().t;
            if bounded != Some(end) && t != end {
                check_dense_output(&y, t)?;
                let piece = run.piece();
                bounded = piece.interpolant.is_bounded(&piece.start.y).then_some(end);
            }
            each(t, &y);
            Ok(())
        })
    }

    /// As [`sample`](Steps::sample) for one component alone, whose polynomial is taken from each step once: `each(t, yᵢ)`.
    ///
    /// # Errors
    ///
    /// As [`sample`](Steps::sample), and where the state has no such component.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::squid_axon().with_stimulus(pulse(1.0..1.2, 60.0));
    /// let (mut highest, grid) = (0.0_f64, (0..=200).map(|k| 0.1 * f64::from(k)));
    /// integrate(&axon, 0.0..20.0, axon.rest()?, Verner65.adaptive())
    ///     .sample_component(component(0), grid, |_t, v| highest = highest.max(v))?;
    /// assert!((100.0..110.0).contains(&highest));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    #[inline]
    pub fn sample_component<G>(
        self,
        component: Component,
        grid: G,
        mut each: impl FnMut(Time<S>, Time<S>),
    ) -> Result<(), Error>
    where
        G: IntoIterator<Item = Time<S>>,
    {
        let mut curve: Option<Curve<Time<S>>> = None;
        self.walk(grid, |run, t| {
            let end = run.nodes.current().t;
            if t == end {
                each(t, component.of(run.ahead())?);
                return Ok(());
            }
            if curve.as_ref().is_none_or(|curve| curve.end().0 != end) {
                curve = Some(Curve::new(run.piece(), component)?);
            }
            let y = curve.as_ref().map_or_else(Time::<S>::nan, |curve| curve.at(t));
            if !Float::is_finite(y) {
                check_dense_output(&run.piece().at(t), t)?;
            }
            each(t, y);
            Ok(())
        })
    }

    /// Runs to the end, and calls `each(run, t)` at every time of the grid once the step that covers it is there.
    #[inline(always)]
    fn walk<G>(
        mut self,
        grid: G,
        mut each: impl FnMut(&mut Run<'_, S, C>, Time<S>) -> Result<(), Error>,
    ) -> Result<(), Error>
    where
        G: IntoIterator<Item = Time<S>>,
    {
        let start = self.run.nodes.current().t;
        let mut reached = start;
        for t in grid {
            // Most times follow the one before inside the step that is there.
            let ahead = self.run.nodes.current().t;
            if self.run.has_begun() && ((reached <= t && t < ahead) || (ahead < t && t <= reached))
            {
                reached = t;
                each(&mut self.run, t).map_err(|error| self.run.fail(error))?;
                continue;
            }
            if !self.run.has_begun() {
                // Bad input is told before any sample, one at the start included.
                self.go_on()?;
            }
            self.check_sample(t, start, reached).map_err(|error| self.run.fail(error))?;
            // An event on a node is told in the step after it, which changes the state there.
            let waits = |run: &Self| run.is_ahead(t) || (E::ANY && t == run.node().t);
            while waits(&self) && self.go_on()? {}
            if self.stopped && self.is_ahead(t) {
                break;
            }
            reached = t;
            each(&mut self.run, t).map_err(|error| self.run.fail(error))?;
        }
        while self.go_on()? {}
        Ok(())
    }

    /// [`advance`](Steps::advance), once in the code: three copies of it in one function are slower than the calls.
    #[inline(never)]
    fn go_on(&mut self) -> Result<bool, Error> {
        self.advance().map(|step| step.is_some())
    }
}

impl<S, C, E> Steps<'_, S, C, E>
where
    S: OdeSystem<State: State<Scalar: Scalar>> + ?Sized,
    C: StepControl<S>,
{
    fn is_ahead(&self, t: Time<S>) -> bool {
        self.run.direction.is_beyond(t, self.run.nodes.current().t)
    }

    /// Whether `t` may follow `before` in the grid of a run that began at `start`.
    fn check_sample(&self, t: Time<S>, start: Time<S>, before: Time<S>) -> Result<(), Error> {
        let (end, beyond) = (self.run.end, |a, b| self.run.direction.is_beyond(a, b));
        // Beyond an event that has ended the run a time is left out.
        if t.is_nan() || beyond(start, t) || (beyond(t, end) && !self.stopped) {
            return Err(Error::Outside { t: t.into(), start: start.into(), end: end.into() });
        }
        if beyond(before, t) {
            return Err(Error::Order { t: t.into(), before: before.into() });
        }
        Ok(())
    }
}
