//! [`Block`]: as many neurons as there are lanes, from the start of the span to its end.

mod faults;

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use super::clock::Clock;
use super::drive::{Drive, Held, POINTS, Staged};
use super::gather::Each;
use super::job::{Job, PARTS, filled};
use super::scheme::potential;
use super::watch::{Point, Watch, least_slope};
use super::{Excitable, Gather, Lane, Member, NeuronSolution, Scheme};
use crate::Error;
use crate::error::Quantity;
use crate::ode::{
    Curve, Direction, Fixed, Interval, Real, Scalar, State, StepGrid, Time, check_finite,
    segment_from,
};
use crate::stimulus::Stimulus;

/// The steps between two looks at whether everything is finite.
const STRETCH: u64 = 256;

/// What is looked for in the steps: nothing, spikes, samples too, or all steps in which V passes the level or turns.
const NOTHING: u8 = 0;
const SPIKES: u8 = 1;
const SAMPLES: u8 = 2;
const CURVES: u8 = 3;

/// V and dV/dt at the nodes before and after a passage of the level.
type Passage<V> = ((V, V), (V, V));

/// Some neurons side by side, each on its own clock: lanes whose stimulus has a corner take the shorter step before it
/// while the others take theirs.
pub(super) struct Block<'a, V: Lane, M: Member, L: Excitable<V>, K: Scheme<V, L>> {
    job: &'a Job<'a, M>,
    control: &'a Fixed<K, Time<M>>,
    first: usize,
    y: L::State,
    lost: L::State,
    work: K::Work,
    before: Point<L::State>,
    clocks: Vec<Clock<Time<M>>>,
    /// The state of each lane that has reached the end of the span, as it was there.
    ends: Vec<Option<Vec<Time<M>>>>,
    currents: V,
    watch: Watch<'a, Time<M>>,
    told: usize,
}

impl<'a, V, M, L, K> Block<'a, V, M, L, K>
where
    V: Lane<Scalar = Time<M>>,
    M: Member + Gather<V, Lanes = L>,
    L: Excitable<V>,
    K: Scheme<V, L>,
{
    /// The block whose first neuron is `first`.
    pub(super) fn new(
        job: &'a Job<'a, M>,
        control: &'a Fixed<K, Time<M>>,
        first: usize,
    ) -> Result<Self, Error> {
        let numbers: Vec<Vec<Time<M>>> =
            (0..V::WIDTH).map(|i| components(&job.states[padded(job, first + i)])).collect();
        let mut k = 0;
        let mut y = L::State::default();
        y.assign(&L::State::default(), [], &mut |out, _, []| {
            *out = V::from_fn(|i| numbers[i].get(k).copied().unwrap_or(Time::<M>::lit(0.0)));
            k += 1;
        });
        for (i, numbers) in numbers.iter().enumerate() {
            check_dimension(padded(job, first + i), numbers.len(), y.dimension())?;
        }
        let at_start = Interval {
            start: job.span.start,
            end: job.span.start,
            first: job.span.start,
            last: job.span.start,
        };
        let clock = Clock {
            grid: StepGrid { segment: at_start, dt: control.dt(), count: 0 },
            taken: 0,
            before: 0,
            over: false,
        };
        let lanes = V::WIDTH.min(job.neurons.len() - first);
        let grids = (0..lanes).map(|i| job.grid_of(first + i)).collect();
        let watch = Watch {
            level: job.level,
            spikes: vec![Vec::new(); lanes],
            curves: vec![Vec::new(); lanes],
            grids,
            samples: vec![Vec::new(); lanes],
            unfit: None,
        };
        Ok(Self {
            job,
            control,
            first,
            y,
            lost: L::State::default(),
            work: K::Work::default(),
            before: (y, y),
            clocks: vec![clock; V::WIDTH],
            ends: vec![None; V::WIDTH],
            currents: V::default(),
            watch,
            told: 0,
        })
    }

    /// The neurons in lanes. Not kept in the block: what no other function has seen need not be read anew in each step.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn neuron(&self) -> L {
        let members: Vec<&M> = self.members().collect();
        M::gather(&Each::new(members, |f| V::from_fn(|i| V::Scalar::lit(f(i)))))
    }

    /// Whether the currents are held between corners, and nothing else drives the neurons.
    fn is_held(&self) -> bool {
        let held = |stimulus: &M::Stimulus| stimulus.is_held() && !stimulus.conducts();
        self.members().all(|neuron| held(neuron.stimulus()))
    }

    /// Runs the block to the end of the span, and gives the steps of each neuron that tell where V passes the level and where
    /// it turns.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn run_for_curves(mut self) -> Result<Vec<Vec<Curve<Time<M>>>>, Error> {
        let neuron = &self.neuron();
        if self.is_held() {
            self.march::<CURVES, _>(neuron, |block, _| Held(block.currents))?;
        } else {
            self.march::<CURVES, _>(neuron, Self::staged)?;
        }
        Ok(self.watch.curves)
    }

    /// Runs the block to the end of the span.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn run(mut self) -> Result<Vec<NeuronSolution<M::State>>, Error> {
        let neuron = &self.neuron();
        self.sample_start();
        if !self.is_held() {
            self.march::<SAMPLES, _>(neuron, Self::staged)?;
        } else if self.watch.records() {
            self.march::<SAMPLES, _>(neuron, |block, _| Held(block.currents))?;
        } else if self.watch.level.is_some() {
            self.march::<SPIKES, _>(neuron, |block, _| Held(block.currents))?;
        } else {
            self.march::<NOTHING, _>(neuron, |block, _| Held(block.currents))?;
        }
        Ok(self.outcomes())
    }

    /// Steps from corner to corner until all lanes are at the end of the span.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn march<const LOOK: u8, D: Drive<V>>(
        &mut self,
        neuron: &L,
        drive: impl Fn(&Self, u64) -> D,
    ) -> Result<(), Error> {
        let mut stretch = STRETCH;
        while self.open_segments()? {
            let whole = self.clocks.iter().map(Clock::whole_steps).min().unwrap_or(0);
            let steps = whole.clamp(1, stretch);
            let h = V::from_fn(|i| self.clocks[i].next_size());
            let kept = (self.y, self.lost);
            self.advance::<LOOK, D>(neuron, h, steps, &drive);
            if self.is_finite() {
                self.check_samples()?;
                self.count(steps);
            } else if steps == 1 {
                return Err(self.non_finite());
            } else {
                // Once more, one by one, to find the step.
                ((self.y, self.lost), stretch) = (kept, 1);
                self.watch.unfit = None;
            }
        }
        Ok(())
    }

    /// Takes `steps` steps of the sizes `h`, in the units of time that the method likes best.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance<const LOOK: u8, D: Drive<V>>(
        &mut self,
        neuron: &L,
        h: V,
        steps: u64,
        drive: &impl Fn(&Self, u64) -> D,
    ) {
        // One call, whichever it is: an unoptimised build has a frame for each.
        let units = K::in_units(neuron, h);
        let (paced, h, per_ms) = match &units {
            Some((paced, h, per_ms)) => (paced, *h, *per_ms),
            None => (neuron, h, V::lit(1.0)),
        };
        self.advance_in::<LOOK, D>((neuron, paced), (h, per_ms), steps, drive);
    }

    /// As [`advance`](Block::advance): with a neuron whose time has `per_ms` units in a millisecond, and the step in them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance_in<const LOOK: u8, D: Drive<V>>(
        &mut self,
        (neuron, paced): (&L, &L),
        (h, per_ms): (V, V),
        steps: u64,
        drive: &impl Fn(&Self, u64) -> D,
    ) {
        let scheme = *self.control.method();
        // One turn more to look at the end, whose slope is that of the piece that ends there.
        let turns = if LOOK == NOTHING { steps } else { steps + 1 };
        let records = LOOK == SAMPLES && self.watch.records();
        // No level, and no node before the first: NaN, which nothing passes.
        let nan = V::lit(f64::NAN);
        let level = self.watch.level.map_or(nan, |level| V::from_fn(|_| level));
        let (mut before_v, mut before_slope) = (nan, nan);
        let opens = LOOK == CURVES && self.clocks.iter().any(Clock::opens);
        let mut at = drive(self, 0);
        self.work = K::Work::default();
        for step in 0..turns {
            let point = if step < steps { 0 } else { K::POINTS.len() - 1 };
            if !D::HELD && step > 0 && step < steps {
                at = drive(self, step);
            }
            for i in 0..K::STAGES {
                let Self { y, lost, work, .. } = self;
                scheme.stage(i, paced, (y, lost), work, h, (&at, point));
                if LOOK != NOTHING && i == 0 {
                    let at = (&at, point);
                    let slope = scheme.potential_slope(paced, &self.y, &self.work, at) * per_ms;
                    let v = potential(&self.y, nan);
                    if records {
                        self.look_for_samples(scheme.slope(neuron, &self.y, &self.work, at), step);
                    }
                    if before_v.any_passes(level, v)
                        || LOOK == CURVES
                            && (opens && step == 1
                                || turns_or_falls((before_v, before_slope), (v, slope), level))
                    {
                        self.note::<LOOK>(((before_v, before_slope), (v, slope)), step - 1);
                    }
                    (before_v, before_slope) = (v, slope);
                    if step == steps {
                        return;
                    }
                }
            }
        }
    }

    /// Writes down what happens in the step between two nodes: out of the loop, where copies of lanes stand in the way.
    #[cold]
    #[inline(never)]
    fn note<const LOOK: u8>(&mut self, (before, after): Passage<V>, further: u64) {
        let Self { watch, clocks, .. } = self;
        if LOOK == CURVES {
            watch.note_curves(before, after, clocks, further);
        } else {
            watch.note_spikes(before, after, clocks, further);
        }
    }

    /// Samples what the step that led to the node covers, where dy/dt is `slope`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look_for_samples(&mut self, slope: L::State, step: u64) {
        let here = (self.y, slope);
        if step > 0 {
            self.watch.record(&self.before, &here, &self.clocks, step - 1);
        }
        self.before = here;
    }

    /// Turns the lanes that have reached a corner to what follows; `false` when all are at the end of the span.
    fn open_segments(&mut self) -> Result<bool, Error> {
        let mut goes_on = false;
        for i in 0..self.clocks.len() {
            if self.clocks[i].is_at_corner() {
                self.open_segment(i)?;
            }
            goes_on |= !self.clocks[i].over;
        }
        Ok(goes_on)
    }

    fn open_segment(&mut self, i: usize) -> Result<(), Error> {
        let index = padded(self.job, self.first + i);
        let at = |cause: Error| Error::Neuron { index, cause: Box::new(cause) };
        let (start, end) = (self.clocks[i].grid.segment.end, self.job.span.end);
        if start == end {
            self.clocks[i].over = true;
            // Its lane goes on with steps of 0, which need not leave it as it is.
            self.ends[i] = Some(lane_of(&self.y, i));
            return Ok(());
        }
        let neuron = &self.job.neurons[index];
        let mut segment = segment_from(neuron, start, end, Direction::Forward).map_err(at)?;
        // A system that does not announce the corners of its stimulus has them all the same.
        let corner = neuron.stimulus().next_breakpoint(start, Direction::Forward);
        if let Some(b) = corner.filter(|&b| b > start && b <= segment.end) {
            (segment.end, segment.last) = (b, Scalar::next_down(b));
        }
        let before = self.clocks[i].before + self.clocks[i].taken;
        let grid = self.control.open(segment, self.job.span.end, before).map_err(at)?;
        self.clocks[i] = Clock { grid, taken: 0, before, over: false };
        let current = neuron.stimulus().current(segment.first);
        check_finite(Quantity::Slope, &current, segment.first).map_err(at)?;
        self.currents.set_lane(i, current);
        Ok(())
    }

    /// The stimuli at the points of each lane's step, after `further` ones.
    fn staged(&self, further: u64) -> Staged<V> {
        let mut points = [(V::default(), V::default()); POINTS];
        for (i, neuron) in self.members().enumerate() {
            let (over, stimulus) = (self.clocks[i].interval(further), neuron.stimulus());
            for ((current, conductance), &c) in points.iter_mut().zip(K::POINTS) {
                let drive = stimulus.drive(over.at(c)).linear();
                current.set_lane(i, drive.0);
                conductance.set_lane(i, drive.1);
            }
        }
        Staged(points)
    }

    fn members(&self) -> impl Iterator<Item = &M> {
        (0..V::WIDTH).map(|i| &self.job.neurons[padded(self.job, self.first + i)])
    }

    fn count(&mut self, steps: u64) {
        for clock in self.clocks.iter_mut().filter(|clock| !clock.over) {
            clock.taken += steps;
        }
        self.tell_progress();
    }

    /// Tells how far the slowest lane is.
    fn tell_progress(&mut self) {
        if self.job.progress.report.is_none() {
            return;
        }
        let Range { start, end } = self.job.span;
        let behind = |clock: &Clock<Time<M>>| if clock.over { end } else { clock.time_after(0) };
        let slowest = self.clocks.iter().map(behind).fold(end, |a, b| if b < a { b } else { a });
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of 64"
        )]
        let parts = (((slowest - start) / (end - start)).to_f64() * PARTS as f64) as usize;
        self.job.progress.add(parts.saturating_sub(self.told) * self.watch.spikes.len());
        self.told = self.told.max(parts);
    }

    /// Samples a grid's time at the very start.
    fn sample_start(&mut self) {
        for i in 0..self.watch.grids.len() {
            let start = lane_of(&self.y, i);
            while let Some((_, rest)) =
                self.watch.grids[i].split_first().filter(|(t, _)| **t == self.job.span.start)
            {
                self.watch.samples[i].extend_from_slice(&start);
                self.watch.grids[i] = rest;
            }
        }
    }

    fn outcomes(self) -> Vec<NeuronSolution<M::State>> {
        let Watch { spikes, samples, .. } = self.watch;
        let lanes = spikes.into_iter().zip(samples).enumerate();
        lanes
            .map(|(i, (spikes, samples))| {
                let like = &self.job.states[self.first + i];
                let dimension = like.dimension().max(1);
                NeuronSolution {
                    end: filled(like, self.ends[i].clone().unwrap_or_else(|| lane_of(&self.y, i))),
                    spikes,
                    samples: samples
                        .chunks(dimension)
                        .map(|numbers| filled(like, numbers.iter().copied()))
                        .collect(),
                }
            })
            .collect()
    }
}

/// Whether V of any lane turns between two nodes (V, dV/dt), or falls through the level.
#[cfg_attr(not(debug_assertions), inline(always))]
fn turns_or_falls<V: Lane>(before: (V, V), here: (V, V), level: V) -> bool {
    let slope = V::lit(least_slope::<V::Scalar>());
    here.0.any_passes(level, before.0)
        || before.1.any_passes(slope, here.1)
        || (-before.1).any_passes(slope, -here.1)
}

/// The neuron in a lane; the last one again in lanes that are left over.
fn padded<M: Member>(job: &Job<'_, M>, index: usize) -> usize {
    index.min(job.neurons.len().saturating_sub(1))
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

fn check_dimension(index: usize, expected: usize, found: usize) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    let remedy =
        "give the state of lanes as many components, in the same order, as the single neuron has";
    let cause = Error::Length { owner: "Excitable", field: "State", expected, found, remedy };
    Err(Error::Neuron { index, cause: Box::new(cause) })
}
