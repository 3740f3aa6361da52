//! Several events of a run with one action.

use super::Steps;
use crate::ode::event::{Each, Events, ReportEach, ResetEach};
use crate::ode::{Crossing, Event, EventFunction, OdeSystem, RightHandSide, StepControl, Time};

/// A run with more events.
type WithEach<'a, S, C, E, G, A> = Steps<'a, S, C, (E, Each<G, A, <S as OdeSystem>::State>)>;

impl<'a, S, C, E> Steps<'a, S, C, E>
where
    S: RightHandSide + ?Sized,
    C: StepControl<S>,
    E: Events<S::State>,
{
    /// Calls `report(index, crossing)` at each crossing of several events, in their order where two
    /// come at once: for events whose number is known at run time only, and for actions that share
    /// what they change.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let clock = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    /// let levels = [3.5, 1.5, 2.5];
    /// let mut order = Vec::new();
    /// integrate(&clock, 0.0..3.0, 0.0, Rk45.adaptive())
    ///     .report_on_each(levels.map(|y| component(0).rises_through(y)), |i, _| order.push(i))
    ///     .finish()?;
    /// assert_eq!(order, [1, 2]);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn report_on_each<G, F>(
        self,
        events: impl IntoIterator<Item = Event<G>>,
        report: F,
    ) -> WithEach<'a, S, C, E, G, ReportEach<F>>
    where
        G: EventFunction<S::State>,
        F: FnMut(usize, Crossing<S::State>),
    {
        self.with(Each::new(events, ReportEach(report)))
    }

    /// Changes the state by `reset(index, t, &mut y)` at each crossing of several events; see
    /// [`reset_on`](Steps::reset_on) and [`report_on_each`](Steps::report_on_each).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// // Cells in a ring, each of which pushes the next one when it fires.
    /// let cells = from_fn(|_t, y: &Vec<f64>, dydt: &mut Vec<f64>| {
    ///     y.iter().zip(dydt).for_each(|(y, dydt)| *dydt = 1.2 - y);
    /// });
    /// let mut fired = vec![0; 10];
    /// let fires = (0..10).map(|i| component(i).rises_through(1.0).or_by_jump());
    /// let start = (0..10).map(|i| 0.05 * f64::from(i)).collect();
    /// integrate(&cells, 0.0..5.0, start, Rk45.adaptive())
    ///     .reset_on_each(fires, |i, _t, y| {
    ///         fired[i] += 1;
    ///         y[i] = 0.0;
    ///         y[(i + 1) % 10] += 0.1;
    ///     })
    ///     .finish()?;
    /// assert!(fired.iter().all(|count| *count >= 2));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn reset_on_each<G, F>(
        self,
        events: impl IntoIterator<Item = Event<G>>,
        reset: F,
    ) -> WithEach<'a, S, C, E, G, ResetEach<F>>
    where
        G: EventFunction<S::State>,
        F: FnMut(usize, Time<S>, &mut S::State),
    {
        self.with(Each::new(events, ResetEach(reset)))
    }
}
