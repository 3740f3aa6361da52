//! [`EnsembleMethod`]: how the neurons of an ensemble are stepped.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::marker::PhantomData;

use super::block::{Block, LaneStepper, PARTS, Request};
use super::lanes::{Instructions, Lane, LaneScalar, Pair, SimdLevel};
use super::model::{EnsembleNeuron, MembraneEquations, SplitMembrane, Vectorize};
use super::solution::NeuronSolution;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{
    Adaptive, Curve, ExponentialStrang, FastStrang, Fixed, Rk4, SafeStrang, State, StepControl,
    Stepper, Time, component, integrate,
};
use crate::simd::{FUSES, Rounding, Task};

/// What [`Ensemble::run`](super::Ensemble::run) takes: `Rk4.fixed(dt)`,
/// `ExponentialStrang.fixed(dt)`, `FastStrang.fixed(dt)` and `SafeStrang.fixed(dt)`, which run in
/// lanes, and `method.adaptive()` of every adaptive method, which runs neuron by neuron. Not for
/// you to implement.
#[diagnostic::on_unimplemented(
    message = "an ensemble of `{M}` cannot run by `{Self}`",
    note = "a model of your own needs `MembraneEquations` for its lanes, and `SplitMembrane` for \
        the second-order methods",
    note = "take `Rk4.fixed(dt)`, `ExponentialStrang.fixed(dt)`, `FastStrang.fixed(dt)`, \
        `SafeStrang.fixed(dt)`, or `.adaptive()` of a method"
)]
pub trait EnsembleMethod<M: EnsembleNeuron>: sealed::Sealed {
    /// The number of neurons side by side.
    #[doc(hidden)]
    fn width(&self, simd: SimdLevel) -> usize;

    /// Whether products and sums fuse there.
    #[doc(hidden)]
    fn fuses(&self, simd: SimdLevel) -> bool;

    /// Checks the control itself.
    #[doc(hidden)]
    fn check(&self) -> Result<(), Error>;

    /// Runs the neurons from `first` on that run side by side.
    #[doc(hidden)]
    fn run_block(
        &self,
        request: &Request<'_, M>,
        first: usize,
    ) -> Result<Vec<NeuronSolution<M::State>>, Error>;

    /// Runs the same neurons; returns for each the steps in which V passes the level or turns.
    #[doc(hidden)]
    fn curves_of_block(
        &self,
        request: &Request<'_, M>,
        first: usize,
    ) -> Result<Vec<Vec<Curve<Time<M>>>>, Error>;
}

mod sealed {
    pub trait Sealed {}
    impl<M, T> Sealed for super::Fixed<M, T> {}
    impl<M, Y: super::State> Sealed for super::Adaptive<M, Y> {}
}

/// A question to a block.
trait Question {
    /// The answer for a neuron.
    type Found<Y: State>;

    fn ask<V, M, L, K>(block: Block<'_, V, M, L, K>) -> Result<Vec<Self::Found<M::State>>, Error>
    where
        V: Lane<Scalar = Time<M>>,
        M: EnsembleNeuron + Vectorize<Lanes<V> = L>,
        L: MembraneEquations<V>,
        K: LaneStepper<V, L>;
}

struct Solutions;

impl Question for Solutions {
    type Found<Y: State> = NeuronSolution<Y>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ask<V, M, L, K>(block: Block<'_, V, M, L, K>) -> Result<Vec<Self::Found<M::State>>, Error>
    where
        V: Lane<Scalar = Time<M>>,
        M: EnsembleNeuron + Vectorize<Lanes<V> = L>,
        L: MembraneEquations<V>,
        K: LaneStepper<V, L>,
    {
        block.run()
    }
}

struct Curves;

impl Question for Curves {
    type Found<Y: State> = Vec<Curve<Y::Scalar>>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ask<V, M, L, K>(block: Block<'_, V, M, L, K>) -> Result<Vec<Self::Found<M::State>>, Error>
    where
        V: Lane<Scalar = Time<M>>,
        M: EnsembleNeuron + Vectorize<Lanes<V> = L>,
        L: MembraneEquations<V>,
        K: LaneStepper<V, L>,
    {
        block.run_for_curves()
    }
}

/// A block in lanes `V`, to be run where the machine has them.
struct InLanes<'a, V, M: EnsembleNeuron, K, Q> {
    request: &'a Request<'a, M>,
    control: &'a Fixed<K, Time<M>>,
    first: usize,
    lanes_and_question: PhantomData<(V, Q)>,
}

impl<V, M, K, Q> Task for InLanes<'_, V, M, K, Q>
where
    V: Lane<Scalar = Time<M>>,
    M: EnsembleNeuron<Lanes<V>: MembraneEquations<V>>,
    K: LaneStepper<V, M::Lanes<V>>,
    Q: Question,
{
    type Output = Result<Vec<Q::Found<M::State>>, Error>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run(self) -> Self::Output {
        let Self { request, control, first, .. } = self;
        Q::ask(Block::<V, M, M::Lanes<V>, K>::new(request, control, first)?)
    }
}

/// In a frame of its own, as the other levels have.
#[inline(never)]
fn on_baseline<K: Task>(task: K) -> K::Output {
    task.run()
}

/// The registers of the time of `M`.
type Baseline<M> = <Time<M> as LaneScalar>::Baseline;
type Avx2<M> = <Time<M> as LaneScalar>::Avx2;
type Avx512<M> = <Time<M> as LaneScalar>::Avx512;

/// Two registers side by side; and four for the methods of second order, whose chains of divisions
/// leave two half idle.
type Two<V> = Pair<V>;
type Four<V> = Pair<Pair<V>>;

/// The level that a control runs on: the baseline for a portable one, whose lanes do not fuse.
fn level_for<K, T: LaneScalar>(control: &Fixed<K, T>, simd: SimdLevel) -> SimdLevel {
    if control.rounds_portably() { SimdLevel::Baseline } else { simd }
}

/// An error where the lanes of the baseline fuse, and a portable control asks for others.
fn check_portable<K, T: LaneScalar>(control: &Fixed<K, T>) -> Result<(), Error> {
    let remedy = "the lanes of this machine fuse products and sums: run each neuron by `integrate`";
    let holds = !(FUSES && control.rounds_portably());
    let bound = Bound::Equal("", 0.0.into());
    require(holds, "Ensemble", ("portable controls", 1.0), bound, remedy)
}

/// A control that runs its blocks on the SIMD level of the request.
trait OnLevel<M: EnsembleNeuron> {
    fn on_level<Q: Question>(
        &self,
        request: &Request<'_, M>,
        first: usize,
    ) -> Result<Vec<Q::Found<M::State>>, Error>;
}

macro_rules! fixed {
    ($method:ty: $needs:ident, $lanes:ident) => {
        impl<M> OnLevel<M> for Fixed<$method, Time<M>>
        where
            M: EnsembleNeuron,
            M::Lanes<$lanes<Baseline<M>>>: $needs<$lanes<Baseline<M>>>,
            M::Lanes<$lanes<Avx2<M>>>: $needs<$lanes<Avx2<M>>>,
            M::Lanes<$lanes<Avx512<M>>>: $needs<$lanes<Avx512<M>>>,
        {
            fn on_level<Q: Question>(
                &self,
                request: &Request<'_, M>,
                first: usize,
            ) -> Result<Vec<Q::Found<M::State>>, Error> {
                let control = self;
                match level_for(self, request.simd).instructions() {
                    Instructions::Baseline => {
                        let lanes_and_question = PhantomData::<($lanes<Baseline<M>>, Q)>;
                        on_baseline(InLanes { request, control, first, lanes_and_question })
                    }
                    Instructions::Avx2(avx2) => {
                        let lanes_and_question = PhantomData::<($lanes<Avx2<M>>, Q)>;
                        avx2.run(InLanes { request, control, first, lanes_and_question })
                    }
                    Instructions::Avx512(avx512) => {
                        let lanes_and_question = PhantomData::<($lanes<Avx512<M>>, Q)>;
                        avx512.run(InLanes { request, control, first, lanes_and_question })
                    }
                }
            }
        }

        impl<M> EnsembleMethod<M> for Fixed<$method, Time<M>>
        where
            M: EnsembleNeuron,
            M::Lanes<$lanes<Baseline<M>>>: $needs<$lanes<Baseline<M>>>,
            M::Lanes<$lanes<Avx2<M>>>: $needs<$lanes<Avx2<M>>>,
            M::Lanes<$lanes<Avx512<M>>>: $needs<$lanes<Avx512<M>>>,
        {
            fn width(&self, simd: SimdLevel) -> usize {
                match level_for(self, simd) {
                    SimdLevel::Baseline => <$lanes<Baseline<M>>>::WIDTH,
                    SimdLevel::Avx2 => <$lanes<Avx2<M>>>::WIDTH,
                    SimdLevel::Avx512 => <$lanes<Avx512<M>>>::WIDTH,
                }
            }

            fn fuses(&self, simd: SimdLevel) -> bool {
                FUSES || level_for(self, simd) != SimdLevel::Baseline
            }

            fn check(&self) -> Result<(), Error> {
                self.check_dt()?;
                check_portable(self)
            }

            fn run_block(
                &self,
                request: &Request<'_, M>,
                first: usize,
            ) -> Result<Vec<NeuronSolution<M::State>>, Error> {
                self.on_level::<Solutions>(request, first)
            }

            fn curves_of_block(
                &self,
                request: &Request<'_, M>,
                first: usize,
            ) -> Result<Vec<Vec<Curve<Time<M>>>>, Error> {
                self.on_level::<Curves>(request, first)
            }
        }
    };
}

fixed!(Rk4: MembraneEquations, Two);
fixed!(ExponentialStrang: SplitMembrane, Four);
fixed!(FastStrang: SplitMembrane, Four);
fixed!(SafeStrang: SplitMembrane, Four);

impl<P, M> EnsembleMethod<M> for Adaptive<P, M::State>
where
    M: EnsembleNeuron,
    P: Stepper<M>,
    Self: StepControl<M> + Clone,
{
    fn width(&self, _: SimdLevel) -> usize {
        1
    }

    fn fuses(&self, _: SimdLevel) -> bool {
        !self.rounds_portably() && matches!(Rounding::of_machine(), Rounding::Fused(_))
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn run_block(
        &self,
        request: &Request<'_, M>,
        first: usize,
    ) -> Result<Vec<NeuronSolution<M::State>>, Error> {
        let (neuron, state) = (&request.neurons[first], request.states[first].clone());
        let at = |cause| Error::Neuron { index: first, cause: Box::new(cause) };
        let solution =
            single(neuron, state, request, self.clone(), request.grid_of(first)).map_err(at)?;
        request.progress.add(PARTS);
        Ok(vec![solution])
    }

    fn curves_of_block(
        &self,
        request: &Request<'_, M>,
        first: usize,
    ) -> Result<Vec<Vec<Curve<Time<M>>>>, Error> {
        let (neuron, state) = (&request.neurons[first], request.states[first].clone());
        let at = |cause| Error::Neuron { index: first, cause: Box::new(cause) };
        let mut run = integrate(neuron, request.span.clone(), state, self.clone());
        let mut curves = Vec::new();
        while let Some(mut step) = run.advance().map_err(at)? {
            curves.push(step.curve(component(0)).map_err(at)?);
        }
        Ok(vec![curves])
    }
}

/// One neuron by itself.
fn single<M: EnsembleNeuron>(
    neuron: &M,
    state: M::State,
    request: &Request<'_, M>,
    control: impl StepControl<M>,
    grid: &[Time<M>],
) -> Result<NeuronSolution<M::State>, Error> {
    let (mut spikes, mut samples, mut potentials) = (Vec::new(), Vec::new(), Vec::new());
    let mut end = state.clone();
    let run = integrate(neuron, request.span.clone(), state, control);
    let times = grid.iter().copied().chain([request.span.end]);
    let each = |_, y: &M::State| {
        match y.component(0).filter(|_| request.potentials) {
            Some(v) => potentials.push(v),
            None => samples.push(y.clone()),
        }
        end = y.clone();
    };
    match request.level {
        Some(level) => run
            .report_on(component(0).rises_through(level), |spike| spikes.push(spike.t))
            .sample(times, each)?,
        None => run.sample(times, each)?,
    }
    samples.truncate(grid.len());
    potentials.truncate(grid.len());
    Ok(NeuronSolution { end, spikes, samples, potentials })
}
