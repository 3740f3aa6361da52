//! [`EnsembleMethod`]: how the neurons of an ensemble are stepped.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;

use super::arm::Instructions;
use super::block::Block;
use super::job::{Job, PARTS};
use super::{Arm, Excitable, Gather, Lane, LaneScalar, Member, NeuronSolution, Relaxing, Scheme};
use crate::Error;
use crate::ode::{
    Adaptive, Curve, ExponentialStrang, FastStrang, Fixed, Rk4, SafeStrang, State, StepControl,
    Stepper, Time, component, integrate,
};
use crate::simd::Task;

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

    /// Runs the same neurons, and gives for each the steps that tell where V passes the level and where it turns.
    #[doc(hidden)]
    fn curves_of_block(
        &self,
        job: &Job<'_, M>,
        first: usize,
    ) -> Result<Vec<Vec<Curve<Time<M>>>>, Error>;
}

mod sealed {
    pub trait Sealed {}
    impl<M, T> Sealed for super::Fixed<M, T> {}
    impl<M, Y: super::State> Sealed for super::Adaptive<M, Y> {}
}

/// What is asked of a block; only what is asked for is compiled.
trait Asked {
    /// What is found of a neuron.
    type Found<Y: State>;

    fn run<V, M, L, K>(block: Block<'_, V, M, L, K>) -> Result<Vec<Self::Found<M::State>>, Error>
    where
        V: Lane<Scalar = Time<M>>,
        M: Member + Gather<V, Lanes = L>,
        L: Excitable<V>,
        K: Scheme<V, L>;
}

struct Solutions;

impl Asked for Solutions {
    type Found<Y: State> = NeuronSolution<Y>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<V, M, L, K>(block: Block<'_, V, M, L, K>) -> Result<Vec<Self::Found<M::State>>, Error>
    where
        V: Lane<Scalar = Time<M>>,
        M: Member + Gather<V, Lanes = L>,
        L: Excitable<V>,
        K: Scheme<V, L>,
    {
        block.run()
    }
}

struct Curves;

impl Asked for Curves {
    type Found<Y: State> = Vec<Curve<Y::Scalar>>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<V, M, L, K>(block: Block<'_, V, M, L, K>) -> Result<Vec<Self::Found<M::State>>, Error>
    where
        V: Lane<Scalar = Time<M>>,
        M: Member + Gather<V, Lanes = L>,
        L: Excitable<V>,
        K: Scheme<V, L>,
    {
        block.run_for_curves()
    }
}

/// A control that runs its blocks on the arm of the job.
trait OnArm<M: Member> {
    fn on_arm<A: Asked>(
        &self,
        job: &Job<'_, M>,
        first: usize,
    ) -> Result<Vec<A::Found<M::State>>, Error>;
}

/// A block in lanes `V`, to be run on an arm that has them.
struct InLanes<'a, V, M: Member, K, A> {
    job: &'a Job<'a, M>,
    control: &'a Fixed<K, Time<M>>,
    first: usize,
    lanes_and_asked: PhantomData<(V, A)>,
}

impl<V, M, K, A> Task for InLanes<'_, V, M, K, A>
where
    V: Lane<Scalar = Time<M>>,
    M: Member + Gather<V, Lanes: Excitable<V>>,
    K: Scheme<V, <M as Gather<V>>::Lanes>,
    A: Asked,
{
    type Output = Result<Vec<A::Found<M::State>>, Error>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run(self) -> Self::Output {
        let Self { job, control, first, .. } = self;
        A::run(Block::<V, M, <M as Gather<V>>::Lanes, K>::new(job, control, first)?)
    }
}

/// In a frame of its own, as the other arms have.
#[inline(never)]
fn on_baseline<K: Task>(task: K) -> K::Output {
    task.run()
}

/// The lanes of the time of `M` on an arm.
macro_rules! lanes {
    ($m:ident $arm:ident) => {
        <Time<$m> as LaneScalar>::$arm
    };
}

macro_rules! fixed {
    ($method:ty: $needs:ident, $baseline:ident, $avx2:ident, $avx512:ident) => {
        impl<M> OnArm<M> for Fixed<$method, Time<M>>
        where
            M: Member,
            <M as Gather<lanes!(M $baseline)>>::Lanes: $needs<lanes!(M $baseline)>,
            <M as Gather<lanes!(M $avx2)>>::Lanes: $needs<lanes!(M $avx2)>,
            <M as Gather<lanes!(M $avx512)>>::Lanes: $needs<lanes!(M $avx512)>,
        {
            fn on_arm<A: Asked>(
                &self,
                job: &Job<'_, M>,
                first: usize,
            ) -> Result<Vec<A::Found<M::State>>, Error> {
                let control = self;
                match job.arm.instructions() {
                    Instructions::Baseline => {
                        let lanes_and_asked = PhantomData::<(lanes!(M $baseline), A)>;
                        on_baseline(InLanes { job, control, first, lanes_and_asked })
                    }
                    Instructions::Avx2(avx2) => {
                        let lanes_and_asked = PhantomData::<(lanes!(M $avx2), A)>;
                        avx2.run(InLanes { job, control, first, lanes_and_asked })
                    }
                    Instructions::Avx512(avx512) => {
                        let lanes_and_asked = PhantomData::<(lanes!(M $avx512), A)>;
                        avx512.run(InLanes { job, control, first, lanes_and_asked })
                    }
                }
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
                self.on_arm::<Solutions>(job, first)
            }

            fn curves_of_block(
                &self,
                job: &Job<'_, M>,
                first: usize,
            ) -> Result<Vec<Vec<Curve<Time<M>>>>, Error> {
                self.on_arm::<Curves>(job, first)
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

    fn curves_of_block(
        &self,
        job: &Job<'_, M>,
        first: usize,
    ) -> Result<Vec<Vec<Curve<Time<M>>>>, Error> {
        let (neuron, state) = (&job.neurons[first], job.states[first].clone());
        let at = |cause| Error::Neuron { index: first, cause: Box::new(cause) };
        let mut run = integrate(neuron, job.span.clone(), state, self.clone());
        let mut curves = Vec::new();
        while let Some(mut step) = run.advance().map_err(at)? {
            curves.push(step.curve(component(0)).map_err(at)?);
        }
        Ok(vec![curves])
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
