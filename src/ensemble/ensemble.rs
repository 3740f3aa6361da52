//! [`Ensemble`]: many independent neurons at once.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::iter::StepBy;
use core::ops::Range;

use num_traits::Float;

use super::block::{Progress, Report, Request};
use super::chosen::Chosen;
use super::{EnsembleMethod, EnsembleNeuron, EnsembleSolution, NeuronSolution, SimdLevel};
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::ode::{Curve, State, Time, check_ascending, check_finite};
use crate::stimulus::Stimulus;

/// Many independent neurons, each with its own parameters, stimulus and initial state.
///
/// They run side by side in the lanes of the machine's vectors. Each one takes the steps that it
/// would take alone, from breakpoint to breakpoint of its own stimulus, so that its trajectory is
/// that of [`integrate`](crate::integrate()) with the same method and dt, up to rounding. The
/// result of a neuron does not depend, in any bit, on the other neurons, on their order, or on the
/// number of threads. Neighbours that borrow one stimulus (`with_stimulus(&recorded)`) look at it
/// once. V must stay within 432 mV of rest, where the lanes have Hodgkin–Huxley rates;
/// beyond it the run ends with an error. ms, mV, µA/cm².
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// // Ten axons, from 0 to 45 µA/cm², from rest.
/// let axon = |i| HodgkinHuxley::squid_axon().with_stimulus(constant(5.0 * f64::from(i)));
/// let axons = (0..10).map(axon);
/// let ensemble = Ensemble::new(axons).detecting_spikes(50.0);
/// let solution = ensemble.run(0.0..50.0, Rk4.fixed(0.05))?;
/// assert_eq!([0, 2, 4].map(|i| solution[i].spikes.len()), [0, 4, 5]);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone)]
pub struct Ensemble<'a, M: EnsembleNeuron> {
    pub(super) neurons: Vec<M>,
    pub(super) states: Option<Vec<M::State>>,
    level: Option<Time<M>>,
    pub(super) recorded: Vec<usize>,
    grid: Vec<Time<M>>,
    potentials: bool,
    simd: Option<SimdLevel>,
    pub(super) report: Option<Report<'a>>,
}

impl<M: EnsembleNeuron> fmt::Debug for Ensemble<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ensemble")
            .field("neurons", &self.neurons.len())
            .field("simd", &self.simd)
            .finish_non_exhaustive()
    }
}

impl<M: EnsembleNeuron> Ensemble<'_, M> {
    /// These neurons, each of which starts at rest.
    pub fn new(neurons: impl IntoIterator<Item = M>) -> Self {
        let neurons = neurons.into_iter().collect();
        let (recorded, grid, potentials) = (Vec::new(), Vec::new(), false);
        let (states, level, simd, report) = (None, None, None, None);
        Self { neurons, states, level, recorded, grid, potentials, simd, report }
    }

    /// The same neurons, which start from these states, one for each.
    pub fn starting_from(self, states: impl IntoIterator<Item = M::State>) -> Self {
        Self { states: Some(states.into_iter().collect()), ..self }
    }

    /// Records when the potential of each neuron rises through `level` (mV), in the cubic between
    /// two nodes ([`NeuronSolution::spikes`]). With fixed steps, V below the level at a node and
    /// not below it at the next one is a spike: an excursion within one step is not seen, and
    /// touching the level on a node counts.
    pub fn detecting_spikes(self, level: Time<M>) -> Self {
        Self { level: Some(level), ..self }
    }

    /// Keeps the states of the chosen neurons at the times of the `grid`, ascending
    /// ([`NeuronSolution::samples`]).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let current = |i| pulse(1.0..2.0, 5.0 * f64::from(i));
    /// let axons = (0..8).map(|i| HodgkinHuxley::squid_axon().with_stimulus(current(i)));
    /// let grid: Vec<f64> = (0..=100).map(|k| 0.1 * f64::from(k)).collect();
    /// let ensemble = Ensemble::new(axons).recording([2, 7], grid);
    /// let solution = ensemble.run(0.0..10.0, Rk4.fixed(0.05))?;
    /// assert_eq!([solution[7].samples.len(), solution[3].samples.len()], [101, 0]);
    /// assert!(solution[7].samples[25].v > 90.0); // a spike, 2.5 ms after the start
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn recording(
        self,
        neurons: impl IntoIterator<Item = usize>,
        grid: impl IntoIterator<Item = Time<M>>,
    ) -> Self {
        let mut recorded: Vec<usize> = neurons.into_iter().collect();
        recorded.sort_unstable();
        recorded.dedup();
        Self { recorded, grid: grid.into_iter().collect(), potentials: false, ..self }
    }

    /// Keeps the potentials alone (mV; component 0) of the chosen neurons at the times of the
    /// `grid`, ascending ([`NeuronSolution::potentials`]): a quarter of the memory, and less of the
    /// time.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let currents = (0..8).map(|i| constant(2.0 * f64::from(i)));
    /// let axons = currents.map(|current| HodgkinHuxley::squid_axon().with_stimulus(current));
    /// let grid = (0..=100).map(|k| 0.1 * f64::from(k));
    /// let ensemble = Ensemble::new(axons).recording_potentials(0..8, grid);
    /// let solution = ensemble.run(0.0..10.0, Rk4.fixed(0.05))?;
    /// let highest = solution[7].potentials.iter().copied().fold(f64::MIN, f64::max);
    /// assert!(highest > 90.0 && solution[7].samples.is_empty());
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn recording_potentials(
        self,
        neurons: impl IntoIterator<Item = usize>,
        grid: impl IntoIterator<Item = Time<M>>,
    ) -> Self {
        Self { potentials: true, ..self.recording(neurons, grid) }
    }

    /// Runs on the vector instructions of `level` and not on the widest that the machine has.
    pub fn on(self, level: SimdLevel) -> Self {
        Self { simd: Some(level), ..self }
    }

    /// Calls `report` with the fraction of the work that is done, 0 to 1, as it grows; from several
    /// threads in a parallel run.
    pub fn reporting(self, report: &(dyn Fn(f64) + Sync)) -> Ensemble<'_, M> {
        let Self { neurons, states, level, recorded, grid, potentials, simd, .. } = self;
        let report = Some(report);
        Ensemble { neurons, states, level, recorded, grid, potentials, simd, report }
    }

    /// The neurons.
    pub fn neurons(&self) -> &[M] {
        &self.neurons
    }

    /// Runs all neurons over `span`, forward in time, on this thread.
    ///
    /// # Errors
    ///
    /// What is wrong with the input, before the first step: no neurons, a number of states that is
    /// not theirs, dt that is not above 0, a [`SimdLevel`] that the machine lacks, a span, level or
    /// grid that is none, a recorded neuron that does not exist; and [`Error::Neuron`] with its
    /// number for a neuron whose parameters, stimulus or state are bad, or whose state stops being
    /// finite on the way (with the time).
    #[allow(
        clippy::needless_pass_by_value,
        reason = "`Rk4.fixed(dt)` is written in place, as for `integrate`"
    )]
    pub fn run(
        &self,
        span: Range<Time<M>>,
        method: impl EnsembleMethod<M>,
    ) -> Result<EnsembleSolution<M::State>, Error> {
        let chosen = self.all()?;
        let request = self.request(&chosen, span, &method)?;
        let blocks = self.firsts(method.width(self.simd()));
        let solution = joined(blocks.map(|first| method.run_block(&request, first)))?;
        request.progress.finish();
        Ok(solution)
    }

    /// Runs all neurons over `span`, forward in time, on the threads of `rayon`'s current pool: the
    /// same results, to the bit. A boxed stimulus must be `Sync` for that: `Box<dyn Stimulus<f64> +
    /// Sync>`.
    ///
    /// # Errors
    ///
    /// As [`run`](Ensemble::run).
    #[cfg(feature = "rayon")]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "`Rk4.fixed(dt)` is written in place, as for `integrate`"
    )]
    pub fn run_parallel(
        &self,
        span: Range<Time<M>>,
        method: impl EnsembleMethod<M> + Sync,
    ) -> Result<EnsembleSolution<M::State>, Error>
    where
        M: Sync,
        M::State: Send + Sync,
    {
        use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
        let chosen = self.all_in_parallel()?;
        let request = self.request(&chosen, span, &method)?;
        let firsts: Vec<usize> = self.firsts(method.width(self.simd())).collect();
        let blocks: Vec<_> =
            firsts.into_par_iter().map(|first| method.run_block(&request, first)).collect();
        let solution = joined(blocks)?;
        request.progress.finish();
        Ok(solution)
    }

    /// What `of` finds in the steps of each neuron in which V passes the level or turns, over
    /// `span`.
    pub(crate) fn followed<T>(
        &self,
        span: Range<Time<M>>,
        method: &impl EnsembleMethod<M>,
        of: impl Fn(&[Curve<Time<M>>]) -> T,
    ) -> Result<Vec<T>, Error> {
        let chosen = self.all()?;
        let request = self.request(&chosen, span, method)?;
        let mut found = Vec::with_capacity(self.neurons.len());
        for first in self.firsts(method.width(self.simd())) {
            found.extend(method.curves_of_block(&request, first)?.iter().map(|curves| of(curves)));
        }
        Ok(found)
    }

    /// As [`followed`](Ensemble::followed), on the threads of `rayon`'s current pool: the same, to
    /// the bit.
    #[cfg(feature = "rayon")]
    pub(crate) fn followed_parallel<T: Send>(
        &self,
        span: Range<Time<M>>,
        method: &(impl EnsembleMethod<M> + Sync),
        of: impl Fn(&[Curve<Time<M>>]) -> T + Sync,
    ) -> Result<Vec<T>, Error>
    where
        M: Sync,
        M::State: Send + Sync,
    {
        use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
        let chosen = self.all()?;
        let request = self.request(&chosen, span, method)?;
        let block = |first| {
            let curves = method.curves_of_block(&request, first)?;
            Ok(curves.iter().map(|curves| of(curves)).collect())
        };
        let firsts: Vec<usize> = self.firsts(method.width(self.simd())).collect();
        let blocks: Vec<Result<Vec<T>, Error>> = firsts.into_par_iter().map(block).collect();
        let blocks: Vec<Vec<T>> = blocks.into_iter().collect::<Result<_, Error>>()?;
        Ok(blocks.into_iter().flatten().collect())
    }

    /// What is asked of its neurons: level, grid, whether potentials alone, and the SIMD level.
    pub(super) fn asked(&self) -> (Option<Time<M>>, &[Time<M>], bool, SimdLevel) {
        (self.level, &self.grid, self.potentials, self.simd())
    }

    /// The SIMD level that runs it.
    pub(super) fn simd(&self) -> SimdLevel {
        self.simd.unwrap_or_else(SimdLevel::widest)
    }

    /// The first neuron of each block.
    fn firsts(&self, width: usize) -> StepBy<Range<usize>> {
        (0..self.neurons.len()).step_by(width.max(1))
    }

    /// What is asked for, checked.
    pub(super) fn request<'b>(
        &'b self,
        chosen: &'b Chosen<'b, M>,
        span: Range<Time<M>>,
        method: &impl EnsembleMethod<M>,
    ) -> Result<Request<'b, M>, Error> {
        let Chosen { neurons, states, recorded, report } = chosen;
        method.check()?;
        self.simd().checked()?;
        self.check_span(&span)?;
        self.check_grid(&span)?;
        let check = |neuron: &M| {
            neuron.check(&span)?;
            neuron.stimulus().check(&span)
        };
        numbered(neurons, check).collect::<Result<(), _>>()?;
        numbered(states, |y| check_finite(Quantity::Start, y, span.start))
            .collect::<Result<(), _>>()?;
        let mut starts = neurons.iter().zip(states.iter()).enumerate();
        starts.try_for_each(|(index, (neuron, y))| at(index, neuron.check_start(y)))?;
        Ok(Request {
            neurons,
            states,
            span,
            level: self.level,
            recorded,
            grid: &self.grid,
            potentials: self.potentials,
            simd: self.simd(),
            progress: Progress::new(*report, neurons.len()),
        })
    }

    /// As many states as neurons, and some of both.
    pub(super) fn check_counts(&self) -> Result<(), Error> {
        let remedy = "give at least one neuron";
        let (owner, expected) = ("Ensemble", self.neurons.len());
        require(expected > 0, owner, ("number of neurons", 0.0), Bound::Positive, remedy)?;
        let found = self.states.as_ref().map_or(expected, Vec::len);
        if found == expected {
            return Ok(());
        }
        let (field, remedy) = ("the list of states", "give one state for each neuron");
        Err(Error::Length { owner, field, expected, found, remedy })
    }

    fn check_span(&self, span: &Range<Time<M>>) -> Result<(), Error> {
        for (field, t) in [("span start", span.start), ("span end", span.end)] {
            let remedy = "give a span of two finite times";
            require(Float::is_finite(t), "Ensemble", (field, t), Bound::Finite, remedy)?;
        }
        let remedy = "an ensemble runs forward in time; `integrate` runs single neurons backward";
        let bound = Bound::AtLeast("span start", span.start.into());
        require(span.end >= span.start, "Ensemble", ("span end", span.end), bound, remedy)?;
        let Some(level) = self.level else { return Ok(()) };
        let remedy = "give the potential through which a spike rises, in mV";
        require(Float::is_finite(level), "Ensemble", ("level", level), Bound::Finite, remedy)
    }

    fn check_grid(&self, span: &Range<Time<M>>) -> Result<(), Error> {
        check_ascending("Ensemble", "grid", &self.grid)?;
        for &t in self.grid.first().into_iter().chain(self.grid.last()) {
            if !(span.start..=span.end).contains(&t) {
                return Err(Error::Outside {
                    t: t.into(),
                    start: span.start.into(),
                    end: span.end.into(),
                });
            }
        }
        let Some(&last) = self.recorded.last() else { return Ok(()) };
        let (index, count) = (precise(last), precise(self.neurons.len()));
        let remedy = "neurons are counted from 0";
        let holds = last < self.neurons.len();
        require(holds, "Ensemble", ("recorded neuron", index), Bound::Below(count.into()), remedy)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a number of neurons, for a message")]
pub(super) fn precise(count: usize) -> f64 {
    count as f64
}

/// `of` each item, an error with the item's number.
pub(super) fn numbered<'b, X, Y>(
    items: &'b [X],
    of: impl Fn(&X) -> Result<Y, Error> + 'b,
) -> impl Iterator<Item = Result<Y, Error>> + 'b {
    items.iter().enumerate().map(move |(index, item)| at(index, of(item)))
}

/// The error of neuron `index`.
pub(super) fn at<Y>(index: usize, result: Result<Y, Error>) -> Result<Y, Error> {
    result.map_err(|cause| Error::Neuron { index, cause: Box::new(cause) })
}

/// The blocks as one solution, or the error of the first neuron that failed.
fn joined<Y: State>(
    blocks: impl IntoIterator<Item = Result<Vec<NeuronSolution<Y>>, Error>>,
) -> Result<EnsembleSolution<Y>, Error> {
    let mut neurons = Vec::new();
    for block in blocks {
        neurons.extend(block?);
    }
    Ok(EnsembleSolution::new(neurons))
}
