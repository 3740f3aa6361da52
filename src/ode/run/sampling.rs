//! A run sampled at the times of a grid.

use num_traits::Float;

use super::Steps;
use super::kernels::CurveOf;
use super::run::Run;
use crate::Error;
use crate::num::{Arithmetic, Plain, Real, Scalar};
use crate::ode::event::Events;
use crate::ode::problem::check_dense_output;
use crate::ode::{Component, DenseStep, OdeState, RightHandSide, State, StepControl, Time};
use crate::simd::Kernel;

impl<S, C, E> Steps<'_, S, C, E>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    /// Runs to the end and calls `each(t, &y)` at every time of the `grid`, in its order, without
    /// storing anything. Times beyond an event that [stops](Steps::stop_on) the run are left out;
    /// one that is the time of the event but for rounding is not.
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
        self.walk(grid, |run, t, rest| {
            if !run.has_passed(t) {
                y.assign(run.ahead(), [], &mut |out, x, []| *out = x);
                each(t, &y);
                return Ok(rest.times.next());
            }
            let within = StatesWithin { t, rest, each: &mut each, y: &mut y };
            run.rounding.run((run, within))
        })
    }

    /// As [`sample`](Steps::sample) for one component alone, whose polynomial is taken from each
    /// step once: `each(t, yᵢ)`.
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
        self.walk(grid, |run, t, rest| {
            if !run.has_passed(t) {
                each(t, component.of(run.ahead())?);
                return Ok(rest.times.next());
            }
            let within = SamplesWithin { component, t, rest, each: &mut each };
            run.rounding.run((run, within))
        })
    }

    /// Runs to the end, and calls `each(run, t, rest)` once the step that covers `t`, the next time
    /// of the grid, is there. `each` takes those that follow inside the step from the rest, and
    /// returns the first that does not.
    #[inline(always)]
    fn walk<G>(
        mut self,
        grid: G,
        mut each: impl FnMut(
            &mut Run<'_, S, C>,
            Time<S>,
            &mut Rest<G::IntoIter>,
        ) -> Result<Option<Time<S>>, Error>,
    ) -> Result<(), Error>
    where
        G: IntoIterator<Item = Time<S>>,
    {
        let start = self.run.nodes.current().t;
        let mut rest = Rest { times: grid.into_iter(), reached: start };
        let mut next = rest.times.next();
        while let Some(t) = next {
            if !self.run.has_begun() {
                // Bad input is reported before any sample, one at the start included.
                self.go_on()?;
            }
            self.check_sample(t, start, rest.reached).map_err(|error| self.run.fail(error))?;
            // An event on a node is reported in the step after it, which changes the state there.
            let waits = |run: &Self| run.is_ahead(t) || (E::ANY && t == run.node().t);
            while waits(&self) && self.go_on()? {}
            if self.stopped.is_some() && self.is_far_ahead(t) {
                break;
            }
            rest.reached = t;
            next = each(&mut self.run, t, &mut rest).map_err(|error| self.run.fail(error))?;
        }
        while self.go_on()? {}
        Ok(())
    }
}

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Run<'_, S, C> {
    /// Whether the run stands beyond `t`.
    fn has_passed(&self, t: Time<S>) -> bool {
        self.direction.is_beyond(self.nodes.current().t, t)
    }
}

impl<S: RightHandSide + ?Sized, C: StepControl<S>, E> Steps<'_, S, C, E> {
    fn is_ahead(&self, t: Time<S>) -> bool {
        self.run.direction.is_beyond(t, self.run.nodes.current().t)
    }

    /// Whether `t` is ahead by more than what rounding does to the time of an event: 145 floats by
    /// the dense output of `Rodas5P`.
    fn is_far_ahead(&self, t: Time<S>) -> bool {
        let ahead = Float::abs(t - self.run.nodes.current().t);
        self.is_ahead(t) && ahead > Time::<S>::lit(256.0) * Float::abs(t).ulp()
    }

    /// Whether `t` may follow `before` in the grid of a run that began at `start`.
    fn check_sample(&self, t: Time<S>, start: Time<S>, before: Time<S>) -> Result<(), Error> {
        let (end, beyond) = (self.run.end, |a, b| self.run.direction.is_beyond(a, b));
        // Beyond an event that has ended the run a time is left out.
        if Float::is_nan(t) || beyond(start, t) || (beyond(t, end) && self.stopped.is_none()) {
            return Err(Error::Outside { t: t.into(), start: start.into(), end: end.into() });
        }
        if beyond(before, t) {
            return Err(Error::Order { t: t.into(), before: before.into() });
        }
        Ok(())
    }
}

/// The samples of the state in a step, from `t` on.
struct StatesWithin<'a, Y: OdeState, I: Iterator, F> {
    t: Y::Scalar,
    rest: &'a mut Rest<I>,
    each: &'a mut F,
    y: &'a mut Y,
}

impl<S, C, I, F> Kernel for (&mut Run<'_, S, C>, StatesWithin<'_, S::State, I, F>)
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    I: Iterator<Item = Time<S>>,
    F: FnMut(Time<S>, &S::State),
{
    /// The first time beyond the step.
    type Output = Result<Option<Time<S>>, Error>;

    #[inline(always)]
    fn run<A: Arithmetic>(self) -> Self::Output {
        let (run, StatesWithin { mut t, rest, each, y }) = self;
        let step = run.dense_step();
        let DenseStep { start, end, interpolant, .. } = step;
        let still = start.t.is_constant() && end.t.is_constant();
        let bounded = still && interpolant.is_bounded(&start.y);
        let (polynomial, per_h) = (interpolant.state_polynomial(&start.y), step.per_h());
        loop {
            if bounded && t.is_constant() {
                polynomial.at_into::<A>(step.part(t, per_h), y);
            } else {
                step.at_into::<Plain>(t, y);
                check_dense_output(y, t)?;
            }
            each(t, y);
            t = match rest.next_within(t, end.t) {
                Ok(t) => t,
                Err(beyond) => return Ok(beyond),
            };
        }
    }
}

/// The samples of a component in a step, from `t` on.
struct SamplesWithin<'a, T, I: Iterator, F> {
    component: Component,
    t: T,
    rest: &'a mut Rest<I>,
    each: &'a mut F,
}

impl<S, C, I, F> Kernel for (&mut Run<'_, S, C>, SamplesWithin<'_, Time<S>, I, F>)
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    I: Iterator<Item = Time<S>>,
    F: FnMut(Time<S>, Time<S>),
{
    /// The first time beyond the step.
    type Output = Result<Option<Time<S>>, Error>;

    #[inline(always)]
    fn run<A: Arithmetic>(self) -> Self::Output {
        let (run, SamplesWithin { component, mut t, rest, each }) = self;
        let curve = CurveOf(&mut *run, component).run::<A>()?;
        if !curve.is_bounded() {
            return sample_unbounded(run, SamplesWithin { component, t, rest, each });
        }
        loop {
            each(t, curve.inside::<A>(t));
            t = match rest.next_within(t, curve.end().0) {
                Ok(t) => t,
                Err(beyond) => return Ok(beyond),
            };
        }
    }
}

/// The samples of a step whose polynomial may overflow.
#[cold]
#[inline(never)]
fn sample_unbounded<S, C, I, F>(
    run: &mut Run<'_, S, C>,
    SamplesWithin { component, mut t, rest, each }: SamplesWithin<'_, Time<S>, I, F>,
) -> Result<Option<Time<S>>, Error>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    I: Iterator<Item = Time<S>>,
    F: FnMut(Time<S>, Time<S>),
{
    let curve = run.curve(component)?;
    loop {
        check_dense_output(&run.dense_step().at(t), t)?;
        each(t, curve.at(t));
        t = match rest.next_within(t, curve.end().0) {
            Ok(t) => t,
            Err(beyond) => return Ok(beyond),
        };
    }
}

/// The rest of a grid, and the time before it.
struct Rest<I: Iterator> {
    times: I,
    reached: I::Item,
}

impl<I: Iterator<Item: Scalar>> Rest<I> {
    /// The next time, where it follows `t` inside the step that ends at `end`; else as an error.
    #[inline(always)]
    fn next_within(&mut self, t: I::Item, end: I::Item) -> Result<I::Item, Option<I::Item>> {
        match self.times.next() {
            Some(next) if (t <= next && next < end) || (end < next && next <= t) => Ok(next),
            beyond => {
                self.reached = t;
                Err(beyond)
            }
        }
    }
}
