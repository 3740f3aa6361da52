//! Every value that a user would keep can be written down and read again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::fmt::Debug;

use excitable::analysis::{
    Arrow, Bifurcations, BranchEnd, Complex, CycleBranch, Equilibrium, Extent, Extremum, Firing,
    Hopf, LimitCycle, Oscillation, PlaneGate, Reduced, Spike, SpikeDetector, SpikeTrain,
};
use excitable::ensemble::{
    EnsembleSolution, Failure, NeuronSolution, Origin, Part, SimdLevel, Sweep,
};
use excitable::neuron::{
    AlphaBeta, Compartment, ExpLinear, Exponential, ExtendedMembrane, GateH, GateM, GateN,
    Hastened, IonicConductances, IonicCurrents, Leak, LeakParameters, Leaky, Potassium, Powered,
    Q10, Relaxation, Sigmoid, Sodium,
};
use excitable::ode::{
    Adaptive, Checkpoint, Component, Crossing, Fixed, Interpolant, Interval, Node, Statistics,
    Step, StepControl, Tolerance,
};
use excitable::prelude::*;
use excitable::stimulus::{
    AlphaFunction, Arrivals, Blocked, Chirp, Clamped, Conducted, Constant, Delayed,
    DoubleExponential, OrnsteinUhlenbeck, Plus, Product, Pulse, Ramp, Repeated, Samples, Scaled,
    Sine, Then, Train, VoltageSource, WhiteNoise, Windowed,
};
use excitable::{Dual, Solution};
use serde::Serialize;
use serde::de::DeserializeOwned;

type Y = Membrane<f64>;
/// A run of the axon that was stopped, under the control `C`.
type Stopped<C> = Checkpoint<Y, <C as StepControl<HodgkinHuxley<f64>>>::Memory>;

macro_rules! can_be_kept {
    ($($value:ty),* $(,)?) => {
        const _: () = {
            const fn can_be_kept<X: Serialize + DeserializeOwned>() {}
            $(can_be_kept::<$value>();)*
        };
    };
}

// Parameters, quantities and the parts of a neuron.
can_be_kept! {
    Parameters<f64>, Parameters<f32>, Capacitance<f64>, Conductance<f64>, Potential<f64>, Temperature<f64>, Q10<f64>,
    LeakParameters<f64>, Exponential<f64>, ExpLinear<f64>, Sigmoid<f64>, GateM<f64>, GateH<f64>, GateN<f64>,
    Sodium<f64>, Potassium<f64>, Leak<f64>, IonChannel<f64, (Powered<GateM<f64>, 3>,)>,
    AlphaBeta<Sigmoid<f64>, Sigmoid<f64>>, Relaxation<Sigmoid<f64>, Exponential<f64>>, Hastened<GateM<f64>, f64>,
}

// States and what is read off them.
can_be_kept! {
    Y, Membrane<f32>, Compartment<f64, (f64, [f64; 2])>, ExtendedMembrane<f64, [f64; 1]>, Leaky<f64>,
    IonicCurrents<f64>, IonicConductances<f64>,
}

// Runs and solutions.
can_be_kept! {
    Solution<Y>, Solution<Vec<f64>>, Step<Y>, Node<Y>, Interval<f64>, Interpolant<Y>, Crossing<Y>, Crossing<Vec<f64>>,
    Stopped<Fixed<Rk4, f64>>, Stopped<Adaptive<Rk45, Y>>, Tolerance<Y>, Statistics<f64>, Direction, Component,
    Part<NeuronSolution<Y>>, Part<f64>, Origin, Failure, NeuronSolution<Y>, NeuronSolution<ExtendedMembrane<f32, [f32; 1]>>, EnsembleSolution<Y>, SimdLevel,
}

// Findings.
can_be_kept! {
    Spike<f64>, SpikeTrain<f64>, SpikeDetector<f64>, Extremum<f64>, Extent<f64>, Complex<f64>, Equilibrium<Y>,
    Hopf<Y>, LimitCycle<Y>, LimitCycle<Vec<f64>>, CycleBranch<Y>, BranchEnd, Bifurcations<f64>, Firing<f64>,
    Oscillation<f64>, PlaneGate, Reduced<f64>, Arrow<f64>,
}

// Stimuli; those of a closure cannot.
can_be_kept! {
    Constant<f64>, Pulse<f64>, Train<f64>, Ramp<f64>, Sine<f64>, Chirp<f64>, AlphaFunction<f64>,
    DoubleExponential<f64>, stimulus::Exponential<f64>, Arrivals<Vec<f64>, AlphaFunction<f64>, f64>, WhiteNoise<f64>, OrnsteinUhlenbeck<f64>,
    Samples<stimulus::Uniform<f64>, Vec<f64>>, Samples<stimulus::Listed<Vec<f64>>, Vec<f64>>,
    VoltageSource<Pulse<f64>, f64>, Conducted<AlphaFunction<f64>, f64>, Blocked<AlphaFunction<f64>, f64>, Plus<Pulse<f64>, Sine<f64>>,
    Scaled<Pulse<f64>, f64>, Product<Pulse<f64>, Sine<f64>>, Clamped<Sine<f64>, f64>, Delayed<Pulse<f64>, f64>,
    Windowed<Sine<f64>, f64>, Repeated<Pulse<f64>, f64>, Then<Pulse<f64>, Sine<f64>, f64>,
}

fn again<X: Serialize + DeserializeOwned + PartialEq + Debug>(x: &X) -> X {
    let read = serde_json::from_str(&serde_json::to_string(x).unwrap()).unwrap();
    assert_eq!(&read, x);
    read
}

fn axon() -> HodgkinHuxley<f64> {
    HodgkinHuxley::squid_axon()
}

#[test]
fn crossings_and_ionic_currents() {
    let driven = axon().with_stimulus(constant(10.0));
    let run = integrate(&driven, 0.0..40.0, axon().rest().unwrap(), Rk45.adaptive());
    let crossings = run.solution().unwrap().events(&component(0).rises_through(50.0)).unwrap();
    assert!(!crossings.is_empty());
    let read = again(&crossings);
    again(&driven.currents(&read[0].y));
    again(&driven.conductances(&read[0].y));
    again(&(Direction::Backward, component(3)));
}

#[test]
fn a_spike_detector_goes_on_where_it_was_written_down() {
    let driven = axon().with_stimulus(constant(10.0));
    let spikes = |written: bool| {
        let mut run = integrate(&driven, 0.0..60.0, axon().rest().unwrap(), Rk45.adaptive());
        let (mut detector, mut spikes) = (SpikeDetector::new(50.0).rearm(20.0), Vec::new());
        while let Some(mut step) = run.advance().unwrap() {
            if written {
                detector = again(&detector);
            }
            detector.look(&step.curve(component(0)).unwrap(), |spike| spikes.push(spike)).unwrap();
        }
        spikes
    };
    assert!(spikes(false).len() > 2);
    assert_eq!(spikes(true), spikes(false));
}

#[test]
fn the_solution_of_an_ensemble() {
    let axons = (0..5).map(|i| axon().with_stimulus(constant(5.0 * f64::from(i))));
    let ensemble = Ensemble::new(axons).detecting_spikes(50.0);
    let solution = ensemble.run(0.0..40.0, Rk4.fixed(0.05)).unwrap();
    assert!(solution.spike_counts().any(|count| count > 0));
    assert_eq!(again(&solution)[4], again(&solution[4]));
    again(&SimdLevel::widest());
}

#[test]
fn a_part_of_a_sweep_with_its_failures() {
    let neuron = |i: usize| axon().with_stimulus(constant([5.0, f64::NAN, 10.0][i]));
    let neurons = |range: core::ops::Range<usize>| Ok(Ensemble::new(range.map(neuron)));
    let sweep = Sweep::of_ensembles("read", 3, 0.0..40.0, Rk4.fixed(0.05), neurons);
    let read = again(&sweep.run(1..3).unwrap());
    assert!(read.values()[0].is_err() && read.values()[1].is_ok());
    assert!(sweep.join([read, again(&sweep.run(0..1).unwrap())]).is_ok());
}

#[test]
fn equilibria_and_limit_cycles() {
    let found = axon().equilibria(20.0).unwrap();
    assert_eq!(again(&found)[0].is_stable(), found[0].is_stable());
    // r' = r·(p − r²), φ' = 1
    let system = |p: f64| {
        from_fn(move |_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
            let growth = p - y[0] * y[0] - y[1] * y[1];
            *dydt = [growth * y[0] - y[1], growth * y[1] + y[0]];
        })
    };
    let cycle = excitable::limit_cycle(&system(1.0), [1.1, 0.0], 6.3).unwrap();
    assert!(again(&cycle).is_stable());
    let branch =
        excitable::analysis::cycle_branch(system, (1.0, cycle), Direction::Backward, 0.9..1.1)
            .unwrap();
    assert_eq!(again(&branch).end, BranchEnd::Range);
}

#[test]
fn every_stimulus_reads_back_the_same() {
    use excitable::stimulus::{
        alpha_function, arrivals, chirp, double_exponential, exponential, ornstein_uhlenbeck, ramp,
        samples, samples_at, sine, voltage_source, white_noise,
    };
    let p = pulse(1.0..2.5, 3.0);
    again(&constant(2.0));
    again(&train(p, 5.0).times(4));
    again(&ramp(0.0..1.0, 2.0..3.0).plus(sine(1.0, 7.0).with_phase(0.3)));
    again(&chirp(0.0..9.0, 0.1..0.4, 2.0).product(p).clamped(-1.0, 1.0));
    again(&alpha_function(2.0, 1.0, 0.5).conducted_to(65.0).blocked_by_magnesium(1.0, 65.0));
    again(&double_exponential(2.0, 1.0, 0.5, 3.0).delayed(1.5).scaled(-2.0));
    again(&arrivals(vec![1.0, 2.5], exponential(0.5, 1.0, 3.0)).unwrap().conducted_to(65.0));
    again(&white_noise(1.0, 0.1, u64::MAX).with_knots_from(0.5));
    again(&ornstein_uhlenbeck(1.0, 2.0, 0.1, 3).windowed(0.0..9.0));
    again(&samples(1.0, 0.5, vec![1.0, 3.0]).unwrap().linear().repeated(3.0).times(2));
    again(&samples_at(vec![1.0, 2.0], vec![1.0, 3.0]).unwrap().then(4.0, p));
    again(&voltage_source(p, 0.5));
}

/// A run of numbers with derivatives goes on from where it was written down.
#[test]
fn a_run_with_derivatives_can_be_kept() {
    let [k, y0] = Dual::variables([2.0, 3.0]);
    let c = Dual::<f64, 2>::from;
    let decay = from_fn(move |_t, y: &Dual<f64, 2>, dydt: &mut Dual<f64, 2>| *dydt = -k * *y);
    let control = || Rk45.adaptive().values_only();
    let mut run = integrate(&decay, c(0.0)..c(1.0), y0, control());
    run.advance().unwrap();
    let text = serde_json::to_string(&run.checkpoint()).unwrap();
    let kept: Checkpoint<_, _> = serde_json::from_str(&text).unwrap();
    let (resumed, whole) = (kept.resume(&decay, control()).finish(), run.finish());
    assert_eq!(resumed, whole);
    assert!(serde_json::from_str::<Dual<f64, 2>>("[1.0, 2.0]").is_err());
}
