//! [`Sweep`]: a function of a member's number, run range by range.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::origin::summary;
use super::{Failure, Origin, Part};
use crate::ensemble::chosen::AT_ONCE;
use crate::ensemble::{EnsembleMethod, EnsembleNeuron, NeuronSolution};
use crate::error::{Bound, require};
use crate::ode::Time;
use crate::{Ensemble, Error};

/// Why a range has no values.
enum Stop {
    /// The sweep itself is at fault.
    Sweep(Error),
    /// One of the members, of which it is not known which.
    Member(Error),
}

type Values<X> = Vec<Result<X, Failure>>;
type Run<'a, X> = Box<dyn Fn(Range<usize>) -> Result<Values<X>, Stop> + Send + Sync + 'a>;

/// Many independent questions, numbered from 0, which are answered in parts: in other threads,
/// processes or machines, today and tomorrow. The parts join to what one run gives, to the bit,
/// however many they are. Parts of machines that fuse products and sums do not join with parts of
/// machines that do not.
///
/// # Example
///
/// ```
/// use excitable::ensemble::Sweep;
/// use excitable::prelude::*;
///
/// let axon = |i: usize| HodgkinHuxley::squid_axon().with_stimulus(constant(5.0 * i as f64));
/// let axons = |range: core::ops::Range<usize>| {
///     Ok(Ensemble::new(range.map(axon)).detecting_spikes(50.0))
/// };
/// let sweep = Sweep::of_ensembles("currents", 10, 0.0..50.0, Rk4.fixed(0.05), axons);
/// let late = sweep.run(4..10)?;
/// assert_eq!(sweep.missing([late.range()]), [0..4]);
/// let whole = sweep.join([late, sweep.run(0..4)?])?;
/// let solution = whole.into_solution().expect("each neuron has a solution");
/// assert_eq!([0, 2, 4].map(|i| solution[i].spikes.len()), [0, 4, 5]);
/// # Ok::<(), excitable::Error>(())
/// ```
pub struct Sweep<'a, X> {
    origin: Origin,
    run: Run<'a, X>,
}

impl<X> fmt::Debug for Sweep<'_, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sweep").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl<'a, X> Sweep<'a, X> {
    /// `count` questions to a function of the number alone: a threshold, a rate, a run. The `label`
    /// should tell what else the values depend on, since parts of two labels do not join.
    ///
    /// # Example
    ///
    /// The threshold of a pulse at two temperatures and for three durations:
    ///
    /// ```
    /// use excitable::ensemble::Sweep;
    /// use excitable::prelude::*;
    ///
    /// let threshold = |i: usize| {
    ///     let (celsius, duration) = ([6.3, 18.5][i / 3], [0.5, 1.0, 2.0][i % 3]);
    ///     let temperature = Temperature::from_celsius(celsius);
    ///     let axon = HodgkinHuxley::squid_axon().at_temperature(temperature);
    ///     let trial = axon.trial(20.0)?.with_control(Verner65.adaptive());
    ///     trial.threshold(0.0..100.0, |x| axon.with_stimulus(pulse(0.0..duration, x)))
    /// };
    /// let sweep = Sweep::new("thresholds of the axon, 1", 6, threshold);
    /// let part = sweep.run(0..2)?;
    /// let [Ok(short), Ok(long)] = part.values() else { unreachable!() };
    /// assert!(short > long); // µA/cm²
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn new(
        label: &str,
        count: usize,
        value: impl Fn(usize) -> Result<X, Error> + Send + Sync + 'a,
    ) -> Self {
        let one = move |i| value(i).map_err(|error| Failure::from(&error));
        let run = move |range: Range<usize>| Ok(range.map(&one).collect());
        Self { origin: Origin::new(label, count), run: Box::new(run) }
    }

    /// What its parts are of.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Runs the members of `range`. A member that fails is a [`Failure`] among the values.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for an empty sweep or a range that is empty or beyond it, and what
    /// [`Ensemble::run`] says of the span, method and grid.
    pub fn run(&self, range: Range<usize>) -> Result<Part<X>, Error> {
        self.check(&range)?;
        let mut values = Vec::with_capacity(range.len());
        for some in pieces(&range) {
            self.solve(some, &mut values)?;
        }
        Ok(Part { origin: self.origin.clone(), start: range.start, values })
    }

    /// As [`run`](Sweep::run), on the threads of `rayon`'s current pool: the same, to the bit.
    ///
    /// # Errors
    ///
    /// As [`run`](Sweep::run).
    #[cfg(feature = "rayon")]
    pub fn run_parallel(&self, range: Range<usize>) -> Result<Part<X>, Error>
    where
        X: Send,
    {
        use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
        self.check(&range)?;
        let solve = |some: Range<usize>| {
            let mut values = Vec::with_capacity(some.len());
            self.solve(some, &mut values).map(|()| values)
        };
        let pieces: Vec<Range<usize>> = pieces(&range).collect();
        let solved: Vec<Result<Vec<_>, Error>> = pieces.into_par_iter().map(solve).collect();
        let solved = solved.into_iter().collect::<Result<Vec<_>, Error>>()?;
        let values = solved.into_iter().flatten().collect();
        Ok(Part { origin: self.origin.clone(), start: range.start, values })
    }

    /// The members that no range of `there` holds, ascending.
    pub fn missing(&self, there: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
        let count = self.origin.count;
        let within = |range: Range<usize>| range.start.min(count)..range.end.min(count);
        let mut there: Vec<Range<usize>> = there.into_iter().map(within).collect();
        there.retain(|range| !range.is_empty());
        there.sort_unstable_by_key(|range| range.start);
        let (mut missing, mut reached) = (Vec::new(), 0);
        for range in there.into_iter().chain(core::iter::once(count..count)) {
            if range.start > reached {
                missing.push(reached..range.start);
            }
            reached = reached.max(range.end);
        }
        missing
    }

    /// The parts, in any order, as one.
    ///
    /// # Errors
    ///
    /// [`Error::Part`] for a part of another sweep, [`Error::Overlap`] for two that share members,
    /// [`Error::Missing`] for members that no part holds; the last two tell the first such range.
    pub fn join(&self, parts: impl IntoIterator<Item = Part<X>>) -> Result<Part<X>, Error> {
        let mut parts: Vec<Part<X>> = parts.into_iter().collect();
        parts.iter().try_for_each(|part| self.accept(part))?;
        parts.sort_by_key(|part| part.start);
        for pair in parts.windows(2) {
            let (start, end) = (pair[1].start, pair[0].range().end.min(pair[1].range().end));
            if start < end {
                return Err(Error::Overlap { start, end });
            }
        }
        if let Some(hole) = self.missing(parts.iter().map(Part::range)).first() {
            return Err(Error::Missing { start: hole.start, end: hole.end });
        }
        let values = parts.into_iter().flat_map(|part| part.values).collect();
        Ok(Part { origin: self.origin.clone(), start: 0, values })
    }

    /// Whether a part is of this sweep, for one who takes parts one by one.
    ///
    /// # Errors
    ///
    /// [`Error::Part`] with the range of the part and the field in which its origin differs.
    pub fn accept(&self, part: &Part<X>) -> Result<(), Error> {
        let Range { start, end } = part.range();
        let beyond = (end > self.origin.count).then_some("number of members");
        match self.origin.difference(&part.origin).or(beyond) {
            Some(field) => Err(Error::Part { start, end, field }),
            None => Ok(()),
        }
    }

    /// Adds a value for each member of `range`. Where one of them keeps all from being made, each
    /// half is asked for by itself.
    fn solve(&self, range: Range<usize>, values: &mut Values<X>) -> Result<(), Error> {
        match (self.run)(range.clone()) {
            Ok(found) => values.extend(found),
            Err(Stop::Sweep(error)) => return Err(error),
            Err(Stop::Member(error)) if range.len() <= 1 => {
                values.push(Err(Failure::from(&error)));
            }
            Err(Stop::Member(_)) => {
                let middle = range.start + range.len() / 2;
                self.solve(range.start..middle, values)?;
                self.solve(middle..range.end, values)?;
            }
        }
        Ok(())
    }

    fn check(&self, range: &Range<usize>) -> Result<(), Error> {
        let (count, start, end) = (self.origin.count, range.start, range.end);
        let remedy = "give at least one member";
        require(count > 0, "Sweep", ("number of members", 0.0), Bound::Positive, remedy)?;
        let bound = Bound::Above("range start", precise(start).into());
        let remedy = "give a range with at least one member";
        require(end > start, "Sweep", ("range end", precise(end)), bound, remedy)?;
        let bound = Bound::AtMost("number of members", precise(count).into());
        let remedy = "members are counted from 0";
        require(end <= count, "Sweep", ("range end", precise(end)), bound, remedy)
    }
}

impl<'a, Y: crate::ode::State> Sweep<'a, NeuronSolution<Y>> {
    /// `count` neurons, over `span` by `method`: `neurons` gives those of a range, with the spikes
    /// and the recording that are asked for. It is called with the empty range `0..0` first, to
    /// learn the level and the grid, by which parts are told apart; an error of that call is the
    /// error of each run. Neurons and grid must depend on the numbers alone. The numbers that
    /// `recording` takes are counted from the start of the range.
    pub fn of_ensembles<M, C>(
        label: &str,
        count: usize,
        span: Range<Time<M>>,
        method: C,
        neurons: impl Fn(Range<usize>) -> Result<Ensemble<'a, M>, Error> + Send + Sync + 'a,
    ) -> Self
    where
        M: EnsembleNeuron<State = Y>,
        C: EnsembleMethod<M> + Clone + fmt::Debug + Send + Sync + 'a,
        Time<M>: Send + Sync + 'a,
    {
        let mut origin = Origin::new(label, count);
        (origin.span, origin.method) = (format!("{span:?}"), format!("{method:?}"));
        let asked = neurons(0..0).map(|ensemble| {
            let (level, grid, potentials, simd) = ensemble.asked();
            origin.round(method.fuses(simd));
            (origin.level, origin.grid) = (format!("{level:?}"), summary(grid, potentials));
        });
        let run = move |range: Range<usize>| {
            asked.clone().map_err(Stop::Sweep)?;
            let ensemble = neurons(range.clone()).map_err(Stop::Member)?;
            check_count(range.len(), ensemble.neurons().len()).map_err(Stop::Sweep)?;
            let each = ensemble.run_each(span.clone(), method.clone()).map_err(Stop::Sweep)?;
            let value = |one: Result<_, _>| one.map_err(|error| Failure::from(&error));
            Ok(each.into_iter().map(value).collect())
        };
        Self { origin, run: Box::new(run) }
    }
}

fn pieces(range: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
    let end = range.end;
    range.clone().step_by(AT_ONCE).map(move |start| start..end.min(start.saturating_add(AT_ONCE)))
}

fn check_count(expected: usize, found: usize) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    let (owner, field) = ("Sweep", "the ensemble of a range");
    let remedy = "give one neuron for each number of the range";
    Err(Error::Length { owner, field, expected, found, remedy })
}

#[allow(clippy::cast_precision_loss, reason = "a number of members, for a message")]
fn precise(count: usize) -> f64 {
    count as f64
}
