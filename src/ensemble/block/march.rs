//! The loop over the steps of a block.

use super::clock::Clock;
use super::detector::least_slope;
use super::input::Input;
use super::lane_stepper::potential;
use super::{Block, CURVES, LaneStepper, NOTHING, SAMPLES};
use crate::Error;
use crate::ensemble::lanes::Lane;
use crate::ensemble::model::{EnsembleNeuron, MembraneEquations, Vectorize};
use crate::ode::Time;

/// The most steps between two checks of whether everything is finite.
const STEPS_BETWEEN_CHECKS: u64 = 256;

/// V and dV/dt at the nodes before and after a passage of the level.
type Passage<V> = ((V, V), (V, V));

impl<V, M, L, K> Block<'_, V, M, L, K>
where
    V: Lane<Scalar = Time<M>>,
    M: EnsembleNeuron + Vectorize<Lanes<V> = L>,
    L: MembraneEquations<V>,
    K: LaneStepper<V, L>,
{
    /// Steps from breakpoint to breakpoint until all lanes are at the end of the span.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn march<const LOOK: u8, D: Input<V>>(
        &mut self,
        neuron: &L,
        input: impl Fn(&Self, u64) -> D,
    ) -> Result<(), Error> {
        let mut most = STEPS_BETWEEN_CHECKS;
        while self.open_segments()? {
            let whole = self.clocks.distinct.iter().map(Clock::whole_steps).min().unwrap_or(0);
            let steps = whole.clamp(1, most);
            let h = self.next_sizes();
            let kept = (self.y, self.lost);
            self.advance::<LOOK, D>(neuron, h, steps, &input);
            if self.is_finite() {
                self.check_samples()?;
                self.count(steps);
            } else if steps == 1 {
                return Err(self.non_finite());
            } else {
                // Once more, one by one, to find the step.
                ((self.y, self.lost), most) = (kept, 1);
                self.detector.unfit = None;
            }
        }
        Ok(())
    }

    /// The size of the next step of each lane.
    #[inline(always)]
    fn next_sizes(&self) -> V {
        if let [clock] = &self.clocks.distinct[..] {
            let size = clock.next_size();
            return V::from_fn(|_| size);
        }
        V::from_fn(|i| self.clocks.at(i).next_size())
    }

    /// Takes `steps` steps of the sizes `h`, in the units of time that the method likes best.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance<const LOOK: u8, D: Input<V>>(
        &mut self,
        neuron: &L,
        h: V,
        steps: u64,
        input: &impl Fn(&Self, u64) -> D,
    ) {
        // One call, whichever it is: an unoptimised build has a frame for each.
        let units = K::in_units(neuron, h);
        let (paced, h, per_ms) = match &units {
            Some((paced, h, per_ms)) => (paced, *h, *per_ms),
            // Through memory: the compiler puts the lanes of `f32` together anew in every stage
            // otherwise, which takes twice the time.
            None => (neuron, core::hint::black_box(h), V::lit(1.0)),
        };
        self.advance_in::<LOOK, D>((neuron, paced), (h, per_ms), steps, input);
    }

    /// As [`advance`](Block::advance): with a neuron whose time has `per_ms` units in a
    /// millisecond, and the step in them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance_in<const LOOK: u8, D: Input<V>>(
        &mut self,
        (neuron, paced): (&L, &L),
        (h, per_ms): (V, V),
        steps: u64,
        input: &impl Fn(&Self, u64) -> D,
    ) {
        let stepper = *self.control.method();
        // One turn more to look at the end, whose slope is that of the piece that ends there.
        let turns = if LOOK == NOTHING { steps } else { steps + 1 };
        let records = LOOK == SAMPLES && self.detector.records();
        // No level, and no node before the first: NaN, which nothing passes.
        let nan = V::lit(f64::NAN);
        let level = self.detector.level.map_or(nan, |level| V::from_fn(|_| level));
        let (mut before_v, mut before_slope) = (nan, nan);
        let opens = LOOK == CURVES && self.clocks.distinct.iter().any(Clock::opens);
        let mut at = input(self, 0);
        self.work = K::Work::default();
        for step in 0..turns {
            let point = if step < steps { 0 } else { K::POINTS.len() - 1 };
            if !D::CONSTANT && step > 0 && step < steps {
                at = input(self, step);
            }
            for i in 0..K::STAGES {
                let Self { y, lost, work, .. } = self;
                stepper.stage(i, paced, (y, lost), work, h, (&at, point));
                if LOOK != NOTHING && i == 0 {
                    let at = (&at, point);
                    let slope = stepper.potential_slope(paced, &self.y, &self.work, at) * per_ms;
                    let v = potential(&self.y, nan);
                    if records {
                        self.look_for_samples(stepper.slope(neuron, &self.y, &self.work, at), step);
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

    /// Writes down what happens in the step between two nodes: out of the loop, where copies of
    /// lanes stand in the way.
    #[cold]
    #[inline(never)]
    fn note<const LOOK: u8>(&mut self, (before, after): Passage<V>, further: u64) {
        let Self { detector, clocks, .. } = self;
        if LOOK == CURVES {
            detector.note_curves(before, after, clocks, further);
        } else {
            detector.note_spikes(before, after, clocks, further);
        }
    }

    /// Samples what the step that led to the node covers, where dy/dt is `slope`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look_for_samples(&mut self, slope: L::State, step: u64) {
        let here = (self.y, slope);
        if step > 0 {
            self.detector.record(&self.before, &here, &self.clocks, step - 1);
        }
        self.before = here;
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
