//! [`EnsembleMethod`]: how the neurons of an ensemble are stepped.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::block::Block;
use super::dispatch::{self, Task};
use super::job::{Job, PARTS};
use super::{Arm, Excitable, Gather, Lane, LaneScalar, Member, NeuronSolution, Relaxing, Scheme};
use crate::Error;
use crate::ode::{
    Adaptive, ExponentialStrang, FastStrang, Fixed, Rk4, SafeStrang, State, StepControl, Stepper,
    Time, component, integrate,
};

/// What [`Ensemble::run`](super::Ensemble::run) takes: `Rk4.fixed(dt)`, `ExponentialStrang.fixed(dt)`,
/// `FastStrang.fixed(dt)` and `SafeStrang.fixed(dt)`, which run in lanes, and `method.adaptive()` of every adaptive
/// method, which runs neuron by neuron. Not for you to implement.
#[diagnostic::on_unimplemented(
    message = "an ensemble cannot run `{Self}`",
    note = "take `Rk4.fixed(dt)`, `ExponentialStrang.fixed(dt)`, `FastStrang.fixed(dt)`, `SafeStrang.fixed(dt)`, or `.adaptive()` of a method"
)]
pub trait EnsembleMethod<M: Member>: sealed::Sealed {
    /// How many neurons run side by side.
    #[doc(hidden)]
    fn width(&self, arm: Arm) -> usize;

    /// What is wrong with the control itself.
    #[doc(hidden)]
    fn check(&self) -> Result<(), Error>;

    /// Runs the neurons from `first` on that run side by side.
    #[doc(hidden)]
    fn run_block(
        &self,
        job: &Job<'_, M>,
        first: usize,
    ) -> Result<Vec<NeuronSolution<M::State>>, Error>;
}

mod sealed {
    pub trait Sealed {}
    impl<M, T> Sealed for super::Fixed<M, T> {}
    impl<M, Y: super::State> Sealed for super::Adaptive<M, Y> {}
}

/// A block on the arm that is to run it.
struct Blocks<'a, M: Member, K> {
    job: &'a Job<'a, M>,
    control: &'a Fixed<K, Time<M>>,
    first: usize,
}

/// What one arm does: a block of its lanes.
#[inline(always)]
fn run_in<V, M, K>(task: &Blocks<'_, M, K>) -> Result<Vec<NeuronSolution<M::State>>, Error>
where
    V: Lane<Scalar = Time<M>>,
    M: Member + Gather<V, Lanes: Excitable<V>>,
    K: Scheme<V, <M as Gather<V>>::Lanes>,
{
    Block::<V, M, <M as Gather<V>>::Lanes, K>::new(task.job, task.control, task.first)?.run()
}

/// The lanes of the time of `M` on an arm.
macro_rules! lanes {
    ($m:ident $arm:ident) => {
        <Time<$m> as LaneScalar>::$arm
    };
}

macro_rules! fixed {
    ($method:ty: $needs:ident, $baseline:ident, $avx2:ident, $avx512:ident) => {
        impl<M> Task for Blocks<'_, M, $method>
        where
            M: Member,
            <M as Gather<lanes!(M $baseline)>>::Lanes: $needs<lanes!(M $baseline)>,
            <M as Gather<lanes!(M $avx2)>>::Lanes: $needs<lanes!(M $avx2)>,
            <M as Gather<lanes!(M $avx512)>>::Lanes: $needs<lanes!(M $avx512)>,
        {
            type Output = Result<Vec<NeuronSolution<M::State>>, Error>;

            #[inline(always)]
            fn on_baseline(self) -> Self::Output {
                run_in::<lanes!(M $baseline), M, $method>(&self)
            }

            #[inline(always)]
            fn on_avx2(self) -> Self::Output {
                run_in::<lanes!(M $avx2), M, $method>(&self)
            }

            #[inline(always)]
            fn on_avx512(self) -> Self::Output {
                run_in::<lanes!(M $avx512), M, $method>(&self)
            }
        }

        impl<M> EnsembleMethod<M> for Fixed<$method, Time<M>>
        where
            M: Member,
            <M as Gather<lanes!(M $baseline)>>::Lanes: $needs<lanes!(M $baseline)>,
            <M as Gather<lanes!(M $avx2)>>::Lanes: $needs<lanes!(M $avx2)>,
            <M as Gather<lanes!(M $avx512)>>::Lanes: $needs<lanes!(M $avx512)>,
        {
            fn width(&self, arm: Arm) -> usize {
                match arm {
                    Arm::Baseline => <lanes!(M $baseline)>::WIDTH,
                    Arm::Avx2 => <lanes!(M $avx2)>::WIDTH,
                    Arm::Avx512 => <lanes!(M $avx512)>::WIDTH,
                }
            }

            fn check(&self) -> Result<(), Error> {
                self.check_dt()
            }

            fn run_block(
                &self,
                job: &Job<'_, M>,
                first: usize,
            ) -> Result<Vec<NeuronSolution<M::State>>, Error> {
                dispatch::run(job.arm, Blocks { job, control: self, first })
            }
        }
    };
}

fixed!(Rk4: Excitable, Baseline, Avx2, Avx512);
fixed!(ExponentialStrang: Relaxing, WideBaseline, WideAvx2, WideAvx512);
fixed!(FastStrang: Relaxing, WideBaseline, WideAvx2, WideAvx512);
fixed!(SafeStrang: Relaxing, WideBaseline, WideAvx2, WideAvx512);

impl<P, M> EnsembleMethod<M> for Adaptive<P, M::State>
where
    M: Member,
    P: Stepper<M>,
    Self: StepControl<M> + Clone,
{
    fn width(&self, _: Arm) -> usize {
        1
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn run_block(
        &self,
        job: &Job<'_, M>,
        first: usize,
    ) -> Result<Vec<NeuronSolution<M::State>>, Error> {
        let (neuron, state) = (&job.neurons[first], job.states[first].clone());
        let at = |cause| Error::Neuron { index: first, cause: Box::new(cause) };
        let solution = single(neuron, state, job, self.clone(), job.grid_of(first)).map_err(at)?;
        job.progress.add(PARTS);
        Ok(vec![solution])
    }
}

/// One neuron by itself.
fn single<M: Member>(
    neuron: &M,
    state: M::State,
    job: &Job<'_, M>,
    control: impl StepControl<M>,
    grid: &[Time<M>],
) -> Result<NeuronSolution<M::State>, Error> {
    let (mut spikes, mut samples, mut end) = (Vec::new(), Vec::new(), state.clone());
    let run = integrate(neuron, job.span.clone(), state, control);
    let times = grid.iter().copied().chain([job.span.end]);
    let each = |_, y: &M::State| {
        samples.push(y.clone());
        end = y.clone();
    };
    match job.level {
        Some(level) => run
            .report_on(component(0).rises_through(level), |spike| spikes.push(spike.t))
            .sample(times, each)?,
        None => run.sample(times, each)?,
    }
    samples.truncate(grid.len());
    Ok(NeuronSolution { end, spikes, samples })
}
