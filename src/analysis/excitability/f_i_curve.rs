//! The f–I curve: the firing of a neuron at each of many currents.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use super::execution::{Execution, InLanes, Question};
use super::firing::Record;
use super::trial::not_empty;
use super::{Firing, Trial};
use crate::Error;
use crate::ensemble::{Ensemble, EnsembleMethod, EnsembleNeuron, LaneScalar};
use crate::ode::{Curve, OdeState, OdeSystem, Real, Scalar, State, StepControl};

/// The firing at a list of currents.
#[derive(Debug)]
pub struct FiCurve<'a, Y: State, C, F> {
    trial: &'a Trial<Y, C>,
    window: Y::Scalar,
    currents: &'a [Y::Scalar],
    system: F,
    /// The record with which each run begins.
    empty: Record<Y::Scalar>,
}

impl<Y, C> Trial<Y, C>
where
    Y: OdeState,
    C: Clone,
{
    /// The f–I curve: the firing at each current (or whatever `system` makes of the numbers).
    ///
    /// `how` says how the runs are executed:
    ///
    /// - [`OneByOne`](super::OneByOne), with any control.
    /// - [`InLanes`], side by side in the lanes of an [`Ensemble`], with a control in fixed steps
    ///   as `Rk4.fixed(dt)` or `FastStrang.fixed(dt)` ([`EnsembleMethod`]). A hundred currents take
    ///   an eighth of the time; an adaptive control runs neuron by neuron, and gains nothing. The
    ///   results are those of `OneByOne` with the same control up to rounding: counts are the same
    ///   and times within 10⁻⁸ ms (`tests/ensemble/firing.rs`). Against the reference the rates of
    ///   `Rk4.fixed(0.025)` err by up to 10⁻⁵ Hz at 6.3 °C and 3·10⁻⁴ Hz at 18.5 °C.
    /// - With the feature `rayon`, `Parallel(OneByOne)` or `Parallel(InLanes)` on the threads of
    ///   `rayon`'s current pool: the same results, to the bit.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for an empty list, and as [`firing`](Trial::firing) or [`Ensemble::run`]:
    /// what is wrong with one current is [`Error::Neuron`] with its number in the list.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::analysis::{InLanes, OneByOne};
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(300.0)?;
    /// let (currents, system) = ([5.0, 10.0], |i| axon.with_stimulus(constant(i)));
    /// let curve = trial.f_i_curve(OneByOne, 150.0, &currents, system)?;
    /// assert_eq!((curve[0].rate, curve[0].spikes), (0.0, 1));
    /// assert!((curve[1].rate - 68.32).abs() < 0.01);
    ///
    /// let fixed = trial.with_control(Rk4.fixed(0.025));
    /// let curve = fixed.f_i_curve(InLanes, 150.0, &currents, system)?;
    /// assert!((curve[1].rate - 68.32).abs() < 0.01);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn f_i_curve<'a, S, F, H>(
        &'a self,
        how: H,
        window: Y::Scalar,
        currents: &'a [Y::Scalar],
        system: F,
    ) -> Result<Vec<Firing<Y::Scalar>>, Error>
    where
        F: Fn(Y::Scalar) -> S,
        H: Execution<FiCurve<'a, Y, C, F>, Firing<Y::Scalar>>,
    {
        // What is wrong with all of them is not reported of the first.
        not_empty("f_i_curve", "currents", currents)?;
        let empty = self.record(window)?;
        how.answer(FiCurve { trial: self, window, currents, system, empty })
    }
}

impl<Y, C, S, F> Question<Firing<Y::Scalar>> for FiCurve<'_, Y, C, F>
where
    Y: OdeState,
    C: StepControl<S> + Clone,
    S: OdeSystem<State = Y>,
    F: Fn(Y::Scalar) -> S,
{
    fn parts(&self) -> usize {
        self.currents.len()
    }

    fn answer(&self, part: usize) -> Result<Firing<Y::Scalar>, Error> {
        let system = (self.system)(self.currents[part]);
        let firing = self.trial.firing(&system, self.window);
        firing.map_err(|cause| Error::Neuron { index: part, cause: Box::new(cause) })
    }
}

impl<Y: State<Scalar: LaneScalar>, C, F> FiCurve<'_, Y, C, F> {
    /// A neuron for each current, from the start of the trial, and the span of its run.
    fn side_by_side<S>(&self) -> (Ensemble<'static, S>, Range<Y::Scalar>)
    where
        S: EnsembleNeuron<State = Y>,
        F: Fn(Y::Scalar) -> S,
    {
        let ensemble = Ensemble::new(self.currents.iter().map(|&current| (self.system)(current)))
            .starting_from(self.currents.iter().map(|_| self.trial.start.clone()))
            .detecting_spikes(self.trial.level);
        (ensemble, Y::Scalar::lit(0.0)..self.trial.duration)
    }
}

impl<Y, C, S, F> Execution<FiCurve<'_, Y, C, F>, Firing<Y::Scalar>> for InLanes
where
    Y: State<Scalar: LaneScalar>,
    C: EnsembleMethod<S>,
    S: EnsembleNeuron<State = Y>,
    F: Fn(Y::Scalar) -> S,
{
    fn answer(self, question: FiCurve<'_, Y, C, F>) -> Result<Vec<Firing<Y::Scalar>>, Error> {
        let (ensemble, span) = question.side_by_side();
        let empty = &question.empty;
        ensemble.followed(span, &question.trial.control, |curves| firing(empty, curves))
    }
}

#[cfg(feature = "rayon")]
impl<Y, C, S, F> Execution<FiCurve<'_, Y, C, F>, Firing<Y::Scalar>> for super::Parallel<InLanes>
where
    Y: State<Scalar: LaneScalar> + Send + Sync,
    C: EnsembleMethod<S> + Sync,
    S: EnsembleNeuron<State = Y> + Sync,
    F: Fn(Y::Scalar) -> S,
{
    fn answer(self, question: FiCurve<'_, Y, C, F>) -> Result<Vec<Firing<Y::Scalar>>, Error> {
        let (ensemble, span) = question.side_by_side();
        let empty = &question.empty;
        ensemble.followed_parallel(span, &question.trial.control, |curves| firing(empty, curves))
    }
}

/// The firing that shows in the steps of one neuron.
fn firing<T: Scalar>(empty: &Record<T>, curves: &[Curve<T>]) -> Firing<T> {
    let mut record = empty.clone();
    for curve in curves {
        record.look(curve);
    }
    record.firing()
}
