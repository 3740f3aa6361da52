//! [`Block`]: as many neurons as there are lanes, from the start of the span to its end.

mod clock;
mod detector;
mod faults;
mod input;
mod lane_stepper;
mod march;
mod relaxes_twice;
mod request;
mod rk4;
mod strang;

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use self::clock::{Clock, Clocks, leaders_and_clocks};
use self::detector::{Detector, Point};
use self::input::{ConstantInput, POINTS, SampledInput};
pub(super) use self::lane_stepper::LaneStepper;
pub(super) use self::request::Request;
use self::request::filled;
pub(super) use self::request::{PARTS, Progress, Report};
use super::lanes::Lane;
use super::model::{Each, EnsembleNeuron, MembraneEquations, Vectorize};
use super::solution::NeuronSolution;
use crate::Error;
use crate::error::{Bound, Quantity, require};
use crate::ode::{
    Curve, Direction, Fixed, Interval, Real, Scalar, State, StepGrid, Time, check_finite,
    segment_from,
};
use crate::stimulus::{Dependence, Stimulus};

/// The object of the search in the steps: nothing, spikes, samples too, or all steps in which V
/// passes the level or turns.
const NOTHING: u8 = 0;
const SPIKES: u8 = 1;
const SAMPLES: u8 = 2;
const CURVES: u8 = 3;

/// Some neurons side by side, each on its own clock: lanes whose stimulus has a breakpoint take the
/// shorter step before it while the others take theirs.
pub(super) struct Block<
    'a,
    V: Lane,
    M: EnsembleNeuron,
    L: MembraneEquations<V>,
    K: LaneStepper<V, L>,
> {
    request: &'a Request<'a, M>,
    control: &'a Fixed<K, Time<M>>,
    first: usize,
    y: L::State,
    lost: L::State,
    work: K::Work,
    before: Point<L::State>,
    clocks: Clocks<Time<M>>,
    /// The first lane that has the stimulus of each lane.
    leaders: Vec<usize>,
    /// The state of each lane that has reached the end of the span, as it was there.
    ends: Vec<Option<Vec<Time<M>>>>,
    currents: V,
    detector: Detector<'a, Time<M>>,
    reported: usize,
}

impl<'a, V, M, L, K> Block<'a, V, M, L, K>
where
    V: Lane<Scalar = Time<M>>,
    M: EnsembleNeuron + Vectorize<Lanes<V> = L>,
    L: MembraneEquations<V>,
    K: LaneStepper<V, L>,
{
    /// The block whose first neuron is `first`.
    pub(super) fn new(
        request: &'a Request<'a, M>,
        control: &'a Fixed<K, Time<M>>,
        first: usize,
    ) -> Result<Self, Error> {
        let numbers: Vec<Vec<Time<M>>> = (0..V::WIDTH)
            .map(|i| components(&request.states[padded(request, first + i)]))
            .collect();
        let mut k = 0;
        let mut y = L::State::default();
        y.assign(&L::State::default(), [], &mut |out, _, []| {
            *out = V::from_fn(|i| numbers[i].get(k).copied().unwrap_or(Time::<M>::lit(0.0)));
            k += 1;
        });
        for (i, numbers) in numbers.iter().enumerate() {
            let index = padded(request, first + i);
            check_dimension(index, numbers.len(), y.dimension())?;
            check_dependence(request.neurons[index].stimulus())
                .map_err(|cause| Error::Neuron { index, cause: Box::new(cause) })?;
        }
        let at_start = Interval {
            start: request.span.start,
            end: request.span.start,
            first: request.span.start,
            last: request.span.start,
        };
        let clock = Clock {
            grid: StepGrid { segment: at_start, dt: control.dt(), count: 0 },
            taken: 0,
            before: 0,
            over: false,
        };
        let lanes = V::WIDTH.min(request.neurons.len() - first);
        let (leaders, of) = leaders_and_clocks(request, first, V::WIDTH);
        let clocks = Clocks { distinct: vec![clock; of.iter().max().map_or(0, |k| k + 1)], of };
        let is_recorded = |i: &usize| *i < lanes && !request.grid_of(first + i).is_empty();
        let on = |k| clocks.lanes(k).into_iter().filter(is_recorded).collect();
        let recorded: Vec<Vec<usize>> = (0..clocks.distinct.len()).map(on).collect();
        let grid = |lanes: &Vec<usize>| if lanes.is_empty() { &[] } else { request.grid };
        let grids = recorded.iter().map(grid).collect();
        let dimension = if request.potentials { 1 } else { y.dimension() };
        let samples = |i| Vec::with_capacity(dimension * request.grid_of(first + i).len());
        let detector = Detector {
            level: request.level,
            spikes: vec![Vec::new(); lanes],
            curves: vec![Vec::new(); lanes],
            recorded,
            grids,
            samples: (0..lanes).map(samples).collect(),
            potentials: request.potentials,
            unfit: None,
        };
        Ok(Self {
            request,
            control,
            first,
            y,
            lost: L::State::default(),
            work: K::Work::default(),
            before: (y, y),
            clocks,
            leaders,
            ends: vec![None; V::WIDTH],
            currents: V::default(),
            detector,
            reported: 0,
        })
    }

    /// The neurons in lanes. Not kept in the block: what no other function has seen need not be
    /// read anew in each step.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn neuron(&self) -> L {
        let neurons: Vec<&M> = self.neurons().collect();
        M::vectorize(&Each::new(neurons, |f| V::from_fn(|i| V::Scalar::lit(f(i)))))
    }

    /// Whether the stimuli are currents that are constant between breakpoints.
    fn is_constant(&self) -> bool {
        let constant = |stimulus: &M::Stimulus| {
            stimulus.is_held() && stimulus.dependence() == Dependence::None
        };
        self.neurons().all(|neuron| constant(neuron.stimulus()))
    }

    /// Runs the block to the end of the span; returns the steps of each neuron in which V passes
    /// the level or turns.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn run_for_curves(mut self) -> Result<Vec<Vec<Curve<Time<M>>>>, Error> {
        let neuron = &self.neuron();
        if self.is_constant() {
            self.march::<CURVES, _>(neuron, |block, _| ConstantInput(block.currents))?;
        } else {
            self.march::<CURVES, _>(neuron, Self::sampled)?;
        }
        Ok(self.detector.curves)
    }

    /// Runs the block to the end of the span.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn run(mut self) -> Result<Vec<NeuronSolution<M::State>>, Error> {
        let neuron = &self.neuron();
        self.sample_start();
        if !self.is_constant() {
            self.march::<SAMPLES, _>(neuron, Self::sampled)?;
        } else if self.detector.records() {
            self.march::<SAMPLES, _>(neuron, |block, _| ConstantInput(block.currents))?;
        } else if self.detector.level.is_some() {
            self.march::<SPIKES, _>(neuron, |block, _| ConstantInput(block.currents))?;
        } else {
            self.march::<NOTHING, _>(neuron, |block, _| ConstantInput(block.currents))?;
        }
        Ok(self.outcomes())
    }

    /// Moves the lanes that have reached a breakpoint to their next segment; `false` when all are
    /// at the end of the span.
    fn open_segments(&mut self) -> Result<bool, Error> {
        let mut goes_on = false;
        for k in 0..self.clocks.distinct.len() {
            if self.clocks.distinct[k].is_at_breakpoint() {
                self.open_segment(k)?;
            }
            goes_on |= !self.clocks.distinct[k].over;
        }
        Ok(goes_on)
    }

    /// Opens the next segment of the lanes on clock `k`.
    fn open_segment(&mut self, k: usize) -> Result<(), Error> {
        let clock = self.clocks.distinct[k];
        let (start, end) = (clock.grid.segment.end, self.request.span.end);
        if start == end {
            self.clocks.distinct[k].over = true;
            for i in self.clocks.lanes(k) {
                // Its lane goes on with steps of 0, which need not leave it as it is.
                self.ends[i] = Some(lane_of(&self.y, i));
            }
            return Ok(());
        }
        let first = self.clocks.of.iter().position(|&of| of == k).unwrap_or(0);
        let stimulus = self.stimulus(first);
        let next = |t, towards| stimulus.next_breakpoint(t, towards);
        let segment = segment_from(next, start, end, Direction::Forward);
        let before = clock.before + clock.taken;
        let open = |segment| self.control.open(segment, end, before);
        let grid = segment.and_then(open).map_err(|cause| self.at(first, cause))?;
        self.clocks.distinct[k] = Clock { grid, taken: 0, before, over: false };
        for i in first..V::WIDTH {
            if self.clocks.of[i] != k {
                continue;
            }
            let leader = self.leaders[i];
            let current = if leader < i {
                self.currents.lane(leader)
            } else {
                self.stimulus(i).current(grid.segment.first)
            };
            check_finite(Quantity::Slope, &current, grid.segment.first)
                .map_err(|cause| self.at(i, cause))?;
            self.currents.set_lane(i, current);
        }
        Ok(())
    }

    /// The stimulus of lane `i`.
    fn stimulus(&self, i: usize) -> &'a M::Stimulus {
        self.request.neurons[padded(self.request, self.first + i)].stimulus()
    }

    /// The error of lane `i`.
    #[cold]
    fn at(&self, i: usize, cause: Error) -> Error {
        let index = padded(self.request, self.first + i);
        Error::Neuron { index, cause: Box::new(cause) }
    }

    /// The stimuli at the points of each lane's step, after `further` ones.
    fn sampled(&self, further: u64) -> SampledInput<V> {
        let mut points = [(V::default(), V::default()); POINTS];
        for (i, neuron) in self.neurons().enumerate() {
            let (over, stimulus) = (self.clocks.at(i).interval(further), neuron.stimulus());
            for ((current, conductance), &c) in points.iter_mut().zip(K::POINTS) {
                let leader = self.leaders[i];
                if leader < i {
                    current.set_lane(i, current.lane(leader));
                    conductance.set_lane(i, conductance.lane(leader));
                    continue;
                }
                // At any potential: none of these conductances depends on it.
                let drive = stimulus.drive(over.at(c), Time::<M>::lit(0.0)).linear();
                current.set_lane(i, drive.0);
                conductance.set_lane(i, drive.1);
            }
        }
        SampledInput(points)
    }

    fn neurons(&self) -> impl Iterator<Item = &M> {
        (0..V::WIDTH).map(|i| &self.request.neurons[padded(self.request, self.first + i)])
    }

    fn count(&mut self, steps: u64) {
        for clock in self.clocks.distinct.iter_mut().filter(|clock| !clock.over) {
            clock.taken += steps;
        }
        self.report_progress();
    }

    /// Reports how far the slowest lane is.
    fn report_progress(&mut self) {
        if self.request.progress.report.is_none() {
            return;
        }
        let Range { start, end } = self.request.span;
        let behind = |clock: &Clock<Time<M>>| if clock.over { end } else { clock.time_after(0) };
        let slowest =
            self.clocks.distinct.iter().map(behind).fold(end, |a, b| if b < a { b } else { a });
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of 64"
        )]
        let parts = (((slowest - start) / (end - start)).to_f64() * PARTS as f64) as usize;
        self.request.progress.add(parts.saturating_sub(self.reported) * self.detector.spikes.len());
        self.reported = self.reported.max(parts);
    }

    /// Samples a grid's time at the very start.
    fn sample_start(&mut self) {
        let start = self.request.span.start;
        for k in 0..self.detector.grids.len() {
            while let Some((&t, rest)) =
                self.detector.grids[k].split_first().filter(|(t, _)| **t == start)
            {
                self.detector.grids[k] = rest;
                self.detector.sample_node(&self.before, t - start, (k, t));
            }
        }
    }

    fn outcomes(self) -> Vec<NeuronSolution<M::State>> {
        let Detector { spikes, samples, .. } = self.detector;
        let lanes = spikes.into_iter().zip(samples).enumerate();
        lanes
            .map(|(i, (spikes, samples))| {
                let like = &self.request.states[self.first + i];
                let dimension = like.dimension().max(1);
                let (samples, potentials) = if self.request.potentials {
                    (Vec::new(), samples)
                } else {
                    (samples, Vec::new())
                };
                NeuronSolution {
                    end: filled(like, self.ends[i].clone().unwrap_or_else(|| lane_of(&self.y, i))),
                    spikes,
                    samples: samples
                        .chunks(dimension)
                        .map(|numbers| filled(like, numbers.iter().copied()))
                        .collect(),
                    potentials,
                }
            })
            .collect()
    }
}

/// The neuron in a lane; the last one again in lanes that are left over.
fn padded<M: EnsembleNeuron>(request: &Request<'_, M>, index: usize) -> usize {
    index.min(request.neurons.len().saturating_sub(1))
}

fn components<Y: State>(y: &Y) -> Vec<Y::Scalar> {
    let mut numbers = Vec::new();
    y.visit(&mut |x| numbers.push(x));
    numbers
}

fn lane_of<V: Lane, Y: State<Scalar = V>>(y: &Y, i: usize) -> Vec<V::Scalar> {
    let mut numbers = Vec::new();
    y.visit(&mut |x| numbers.push(x.lane(i)));
    numbers
}

/// An error where a conductance depends on V: the lanes of a step take its stimulus at given times,
/// whatever V is.
fn check_dependence<T: Scalar>(stimulus: &impl Stimulus<T>) -> Result<(), Error> {
    let curved = stimulus.dependence() == Dependence::Curved;
    let count = T::lit(if curved { 1.0 } else { 0.0 });
    let field = ("conductances that depend on V", count);
    let remedy = "run them by `.adaptive()` of a method, which goes neuron by neuron";
    require(!curved, "Ensemble", field, Bound::Equal("", T::zero().into()), remedy)
}

fn check_dimension(index: usize, expected: usize, found: usize) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    let remedy =
        "give the state of lanes as many components, in the same order, as the single neuron has";
    let cause =
        Error::Length { owner: "MembraneEquations", field: "State", expected, found, remedy };
    Err(Error::Neuron { index, cause: Box::new(cause) })
}
