//! [`Solution`]: the collected steps of a run.

use alloc::vec::Vec;

use super::{Node, Step};
use crate::Error;
use crate::ode::event::Events;
use crate::ode::problem::check_dense_output;
use crate::ode::{
    Crossing, Event, EventFunction, OdeState, RightHandSide, State, Statistics, StepControl, Steps,
};

/// The collected steps of a run: the solution as a function of time.
///
/// Made by [`Steps::solution`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>"
    ))
)]
pub struct Solution<Y: State> {
    first: Node<Y>,
    last: Node<Y>,
    steps: Vec<Step<Y>>,
    statistics: Statistics<Y::Scalar>,
}

/// y(t) in `step`, where it is finite.
fn finite_at<Y: OdeState>(step: &Step<Y>, t: Y::Scalar) -> Result<Y, Error> {
    let y = step.at(t);
    check_dense_output(&y, t).map(|()| y)
}

impl<S, C, E> Steps<'_, S, C, E>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    /// Runs to the end and keeps every step: two nodes and the interpolant each, about 500 bytes
    /// for four `f64`. For very long runs [`sample`](Steps::sample) instead, or bound them with a
    /// budget.
    ///
    /// # Errors
    ///
    /// As [`advance`](Steps::advance).
    pub fn solution(mut self) -> Result<Solution<S::State>, Error> {
        let mut steps = Vec::new();
        while let Some(mut step) = self.advance()? {
            steps.push(step.to_step());
        }
        let last = self.node().clone();
        let first = steps.first().map_or(&last, |step: &Step<S::State>| &step.start).clone();
        Ok(Solution { first, last, steps, statistics: self.statistics() })
    }
}

impl<Y: OdeState> Solution<Y> {
    /// The first node.
    pub fn start(&self) -> &Node<Y> {
        &self.first
    }

    /// The last node.
    pub fn end(&self) -> &Node<Y> {
        &self.last
    }

    /// The steps, in the order of the run.
    pub fn steps(&self) -> &[Step<Y>] {
        &self.steps
    }

    /// The cost of the run.
    pub fn statistics(&self) -> Statistics<Y::Scalar> {
        self.statistics
    }

    /// The nodes: the start, and the end of each step.
    pub fn nodes(&self) -> impl Iterator<Item = &Node<Y>> {
        core::iter::once(&self.first).chain(self.steps.iter().map(|step| &step.end))
    }

    /// The state at `t`, by the dense output of the step that covers it. O(log n).
    ///
    /// At a [`Dual`](crate::Dual) time that moves, the derivatives are ∂y/∂p + f·∂t/∂p. Where `t`
    /// has the value of a corner that moves otherwise, f jumps there, and so does ∂y/∂p: taken is
    /// the side on which `t` lies by the order of dual numbers, the side of the run with p a little
    /// larger. A time that moves with the corner gives the state on it. So do samples.
    ///
    /// # Errors
    ///
    /// [`Error::Outside`] where `t` lies outside the solution or is NaN; [`Error::NonFinite`] where
    /// the dense output overflows, near the largest float.
    pub fn at(&self, t: Y::Scalar) -> Result<Y, Error> {
        if t == self.last.t {
            return Ok(self.last.y.clone());
        }
        finite_at(self.step_at(t)?, t)
    }

    /// The slope dy/dt at `t`: at a node that of the right-hand side, on the side ahead in time of
    /// the run; between two nodes that of the dense output, which is an order less accurate than
    /// its values. O(log n).
    ///
    /// # Errors
    ///
    /// As [`at`](Solution::at).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // The steepest part of a spike, in mV/ms.
    /// let axon = HodgkinHuxley::<f64>::squid_axon().with_stimulus(pulse(1.0..1.2, 60.0));
    /// let solution = integrate(&axon, 0.0..20.0, axon.rest()?, Rk45.adaptive()).solution()?;
    /// let mut steepest = 0.0_f64;
    /// for k in 0..=2000 {
    ///     steepest = steepest.max(solution.slope_at(f64::from(k) / 100.0)?.v);
    /// }
    /// assert!((100.0..500.0).contains(&steepest));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn slope_at(&self, t: Y::Scalar) -> Result<Y, Error> {
        if t == self.last.t {
            return Ok(self.last.dydt.clone());
        }
        let step = self.step_at(t)?;
        if t == step.start.t {
            return Ok(step.start.dydt.clone());
        }
        let slope = step.lend().slope_at(t);
        check_dense_output(&slope, t).map(|()| slope)
    }

    /// The step that has the float `t`, where there is one.
    fn step_at(&self, t: Y::Scalar) -> Result<&Step<Y>, Error> {
        let step = self.steps.get(self.index_of(t)).filter(|step| step.covers(t));
        let (start, end) = (self.first.t.into(), self.last.t.into());
        step.ok_or(Error::Outside { t: t.into(), start, end })
    }

    /// The number of the step that has the float `t`. Where the state was changed that is the later
    /// one: a step owns its start, not its end.
    fn index_of(&self, t: Y::Scalar) -> usize {
        let forward = self.first.t <= self.last.t;
        let is_past = |step: &Step<Y>| if forward { step.end.t <= t } else { step.end.t >= t };
        self.steps.partition_point(is_past)
    }

    /// The times of the `grid` and the states there.
    ///
    /// # Errors
    ///
    /// As [`at`](Solution::at).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    /// let solution = integrate(&decay, 0.0..1.0, 1.0, Rk45.adaptive()).solution()?;
    /// // Exact floats k/4, not accumulated.
    /// let samples = solution.sample((0..=4).map(|k| f64::from(k) / 4.0))?;
    /// assert_eq!(samples.len(), 5);
    /// assert!((samples[2].1 - (-0.5_f64).exp()).abs() < 1e-6);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn sample(
        &self,
        grid: impl IntoIterator<Item = Y::Scalar>,
    ) -> Result<Vec<(Y::Scalar, Y)>, Error> {
        let mut steps = self.steps.iter().peekable();
        let owns = |step: &Step<Y>, t| step.covers(t) && t != step.end.t;
        let mut sample = |t| {
            // The step of the sample before, or the one after it; else it is searched for.
            if steps.peek().is_some_and(|step| t == step.end.t || !step.covers(t)) {
                steps.next();
            }
            let step = steps.peek().filter(|step| owns(step, t));
            step.map_or_else(|| self.at(t), |step| finite_at(step, t))
        };
        grid.into_iter().map(|t| sample(t).map(|y| (t, y))).collect()
    }

    /// The instants at which `event` happens, in the order of the run.
    ///
    /// # Errors
    ///
    /// [`Error::Event`] where the event function is NaN; [`Error::NonFinite`] where the dense
    /// output overflows, near the largest float.
    pub fn events<G>(&self, event: &Event<G>) -> Result<Vec<Crossing<Y>>, Error>
    where
        G: EventFunction<Y>,
    {
        let (mut detector, mut found) = (event.detector(), Vec::new());
        self.steps
            .iter()
            .try_for_each(|step| detector.look(step, |crossing| found.push(crossing)))?;
        Ok(found)
    }
}
