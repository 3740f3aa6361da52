//! [`Chosen`]: neurons of an ensemble that are run together, all or some of them.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use super::block::Report;
use super::ensemble::{Ensemble, numbered, precise};
use super::{EnsembleMethod, EnsembleNeuron, NeuronSolution};
use crate::Error;
use crate::ode::Time;

/// The number of neurons that are run at once where one may fail: whole blocks on every SIMD level.
pub(super) const AT_ONCE: usize = 64;

/// Neurons one after the other, the states that they start from, and which of them are recorded.
pub(super) struct Chosen<'a, M: EnsembleNeuron> {
    pub(super) neurons: &'a [M],
    pub(super) states: Cow<'a, [M::State]>,
    pub(super) recorded: Cow<'a, [usize]>,
    pub(super) report: Option<Report<'a>>,
}

/// What each neuron gives, and how it failed.
type Found<M> = Vec<Result<NeuronSolution<<M as crate::ode::OdeSystem>::State>, Error>>;

impl<M: EnsembleNeuron> Ensemble<'_, M> {
    /// Runs all neurons as [`run`](Ensemble::run) does, but a neuron that fails is an error among
    /// the solutions of the others, which it does not change. Its block is run again without it:
    /// many failures take many times as long as none.
    ///
    /// # Errors
    ///
    /// What is wrong with the question, as for [`run`](Ensemble::run).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = |current| HodgkinHuxley::squid_axon().with_stimulus(constant(current));
    /// let axons = Ensemble::new([5.0, f64::NAN, 10.0].map(axon)).detecting_spikes(50.0);
    /// let each = axons.run_each(0.0..50.0, Rk4.fixed(0.05))?;
    /// assert!(each[1].is_err());
    /// assert_eq!(each[2].as_ref().map(|found| found.spikes.len()), Ok(4));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    #[allow(
        clippy::needless_pass_by_value,
        reason = "`Rk4.fixed(dt)` is written in place, as for `integrate`"
    )]
    pub fn run_each(
        &self,
        span: Range<Time<M>>,
        method: impl EnsembleMethod<M>,
    ) -> Result<Found<M>, Error> {
        self.check_counts()?;
        let (mut found, count) = (Vec::with_capacity(self.neurons.len()), self.neurons.len());
        while found.len() < count {
            let end = count.min(found.len() + AT_ONCE);
            self.add_until(end, &span, &method, &mut found)?;
            if let Some(report) = self.report {
                report(precise(found.len()) / precise(count));
            }
        }
        Ok(found)
    }

    /// Adds what each neuron before `end` gives that is not there yet.
    fn add_until(
        &self,
        end: usize,
        span: &Range<Time<M>>,
        method: &impl EnsembleMethod<M>,
        found: &mut Found<M>,
    ) -> Result<(), Error> {
        while found.len() < end {
            let start = found.len();
            let Err(error) = self.add_blocks(start..end, span, method, found) else { break };
            let Error::Neuron { index, cause } = error else { return Err(error) };
            // Its neighbours in the block have no solution yet.
            self.add_until(start + index, span, method, found)?;
            found.push(Err(*cause));
        }
        Ok(())
    }

    /// Adds the solutions of a range, block by block to the first that has none.
    fn add_blocks(
        &self,
        range: Range<usize>,
        span: &Range<Time<M>>,
        method: &impl EnsembleMethod<M>,
        found: &mut Found<M>,
    ) -> Result<(), Error> {
        let chosen = self.some(&range)?;
        let request = self.request(&chosen, span.clone(), method)?;
        for first in (0..range.len()).step_by(method.width(self.simd()).max(1)) {
            found.extend(method.run_block(&request, first)?.into_iter().map(Ok));
        }
        Ok(())
    }

    /// All neurons, which report.
    pub(super) fn all(&self) -> Result<Chosen<'_, M>, Error> {
        self.check_counts()?;
        Ok(Chosen { report: self.report, ..self.some(&(0..self.neurons.len()))? })
    }

    /// The same; rest is the root of a function for each neuron, a quarter of a run of 1000 steps.
    #[cfg(feature = "rayon")]
    pub(super) fn all_in_parallel(&self) -> Result<Chosen<'_, M>, Error>
    where
        M: Sync,
        M::State: Send + Sync,
    {
        use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
        if self.states.is_some() {
            return self.all();
        }
        self.check_counts()?;
        let rest = |i: usize| super::ensemble::at(i, self.neurons[i].rest_state());
        let states: Vec<_> = (0..self.neurons.len()).into_par_iter().map(rest).collect();
        let states = Cow::Owned(states.into_iter().collect::<Result<Vec<_>, Error>>()?);
        let (neurons, recorded) = (&self.neurons[..], Cow::Borrowed(&self.recorded[..]));
        Ok(Chosen { neurons, states, recorded, report: self.report })
    }

    /// The neurons of a range, which do not.
    fn some(&self, range: &Range<usize>) -> Result<Chosen<'_, M>, Error> {
        let neurons = &self.neurons[range.clone()];
        let states = match &self.states {
            Some(states) => Cow::Borrowed(&states[range.clone()]),
            None => Cow::Owned(numbered(neurons, M::rest_state).collect::<Result<_, _>>()?),
        };
        let recorded = self.recorded.iter().filter(|i| range.contains(i));
        let recorded = recorded.map(|i| i - range.start).collect();
        Ok(Chosen { neurons, states, recorded, report: None })
    }
}
