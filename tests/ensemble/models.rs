//! What else an ensemble runs: `f32`, neurons made of channels, and a user's own model.
#![cfg(feature = "alloc")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ops::Range;

use excitable::ensemble::{Each, EnsembleMethod, EnsembleNeuron, MembraneEquations, Vectorize};
use excitable::neuron::{Exponential, Relaxation, Sigmoid};
use excitable::ode::{Fixed, Time};
use excitable::prelude::*;
use excitable::stimulus::Pulse;
use excitable::{Conductance, Neuron, Potential, Real};

#[test]
fn f32_is_right_to_a_hundredth_of_a_millivolt() {
    let impulses = pulse(0.0_f32..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let axon = HodgkinHuxley::<f32>::squid_axon().with_stimulus(impulses);
    let table = include_str!("../data/double_impulse_v.csv");
    let rows = table.lines().filter_map(|line| {
        let (t, v) = line.split_once(',')?;
        Some((t.parse::<f32>().ok()?, v.parse::<f64>().ok()?))
    });
    let (grid, exact): (Vec<f32>, Vec<f64>) = rows.unzip();
    let y0 = axon.clamped_at(0.0);
    let ensemble = Ensemble::new([axon]).starting_from([y0]).recording([0], grid);
    let error = |dt: f32| {
        let solution = ensemble.run(0.0..50.0, Rk4.fixed(dt)).unwrap();
        let samples = solution[0].samples.iter().zip(&exact);
        samples.fold(0.0_f64, |worst, (y, v)| worst.max((f64::from(y.v) - v).abs()))
    };
    let errors = [error(0.01), error(0.001)];
    assert!(errors[0] <= 0.01, "{errors:?}");
    // 2e-5; without the compensation 1.3e-3.
    assert!(errors[1] <= 1e-4, "{errors:?}");
}

/// The largest difference of the ends of an ensemble of `neurons` from those of each alone.
fn off_single<M, const D: usize>(
    neurons: &[M],
    y0: &M::State,
    of: impl Fn(&M::State) -> [f64; D],
) -> f64
where
    M: EnsembleNeuron + Clone,
    Fixed<Rk4, Time<M>>: EnsembleMethod<M>,
    f64: Into<Time<M>>,
{
    let states = vec![y0.clone(); neurons.len()];
    let span = || -> Range<Time<M>> { 0.0.into()..30.0.into() };
    let control = Rk4.fixed(Time::<M>::lit(0.01));
    let solution =
        Ensemble::new(neurons.to_vec()).starting_from(states).run(span(), control).unwrap();
    let mut worst = 0.0_f64;
    for (i, neuron) in neurons.iter().enumerate() {
        let single = integrate(neuron, span(), y0.clone(), control).finish().unwrap();
        let pairs = of(&solution[i].end).into_iter().zip(of(&single.y));
        worst = pairs.fold(worst, |worst, (a, b)| worst.max((a - b).abs()));
    }
    worst
}

#[test]
fn neurons_made_of_channels_join() {
    let p = Parameters::squid_axon();
    let currents = (0..21).map(|i| constant(f64::from(i)));
    let neurons: Vec<_> = currents
        .map(|i| Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak())).with_stimulus(i))
        .collect();
    let y0 = neurons[0].clamped_at(0.0);
    let off = off_single(&neurons, &y0, |y| [y.v, y.gates.0[0], y.gates.0[1], y.gates.1[0]]);
    assert!(off <= 1e-9, "{off:e}");
}

#[test]
fn axons_with_a_further_channel_join() {
    let w = Relaxation {
        x_inf: Sigmoid::lit(1.0, 30.0, 5.0),
        tau_x: Exponential::lit(100.0, 0.0, 200.0),
    };
    let slow = |g| {
        IonChannel::new(
            Conductance::from_millisiemens_per_cm2(g),
            Potential::from_millivolts(-12.0),
        )
        .with_gates((w.powered::<1>(),))
    };
    let neurons: Vec<_> = (0..11)
        .map(|i| {
            let axon = HodgkinHuxley::squid_axon().with_channel(slow(0.1 * f64::from(i)));
            axon.with_stimulus(constant(10.0))
        })
        .collect();
    let y0 = neurons[0].clamped_at(0.0);
    let off = off_single(&neurons, &y0, |y| [y.v, y.m, y.h, y.n, y.gates[0]]);
    assert!(off <= 1e-9, "{off:e}");
}

/// The model of FitzHugh and Nagumo: dv/dt = v − v³/3 − w + I, dw/dt = 0.08·(v + a − 0.8·w).
#[derive(Clone)]
struct FitzHughNagumo<R, S> {
    a: R,
    stimulus: S,
}

impl<R: Real + Default, S> MembraneEquations<R> for FitzHughNagumo<R, S> {
    type State = [R; 2];

    fn slope_into(&self, &[v, w]: &[R; 2], current: R, dydt: &mut [R; 2]) {
        dydt[0] = v - v * v * v * R::lit(1.0 / 3.0) - w + current;
        dydt[1] = R::lit(0.08) * (v + self.a - R::lit(0.8) * w);
    }
}

impl<S: Stimulus<f64>> OdeSystem for FitzHughNagumo<f64, S> {
    type State = [f64; 2];

    fn derivative(&self, t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        self.slope_into(y, self.stimulus.drive(t, y[0]).inflow(y[0]), dydt);
    }

    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        self.stimulus.next_breakpoint(t, towards)
    }
}

impl<S> Vectorize for FitzHughNagumo<f64, S> {
    type Lanes<R: Real> = FitzHughNagumo<R, ()>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        FitzHughNagumo { a: each.of(|neuron| neuron.a), stimulus: () }
    }
}

impl<S: Stimulus<f64>> EnsembleNeuron for FitzHughNagumo<f64, S> {
    type Stimulus = S;

    fn stimulus(&self) -> &S {
        &self.stimulus
    }
}

/// The same, whose writer forgot that the breakpoints are the stimulus'.
#[derive(Clone)]
struct Forgetful(FitzHughNagumo<f64, Pulse<f64>>);

impl OdeSystem for Forgetful {
    type State = [f64; 2];

    fn derivative(&self, t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        self.0.derivative(t, y, dydt);
    }
}

impl Vectorize for Forgetful {
    type Lanes<R: Real> = FitzHughNagumo<R, ()>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        each.vectorize(|neuron| &neuron.0)
    }
}

impl EnsembleNeuron for Forgetful {
    type Stimulus = Pulse<f64>;

    fn stimulus(&self) -> &Pulse<f64> {
        &self.0.stimulus
    }
}

#[test]
fn a_model_that_announces_no_breakpoint_has_its_stimulus_all_the_same() {
    let neuron = FitzHughNagumo { a: 0.7, stimulus: pulse(5.0..15.0, 0.8) };
    let single = integrate(&neuron, 0.0..20.0, [-1.2, -0.6], Rk4.fixed(0.01)).finish().unwrap();
    let ensemble = Ensemble::new([Forgetful(neuron)]).starting_from([[-1.2, -0.6]]);
    let end = ensemble.run(0.0..20.0, Rk4.fixed(0.01)).unwrap()[0].end;
    assert!((end[0] - single.y[0]).abs() < 1e-12, "{end:?} and {:?}", single.y);
    let bad = Forgetful(FitzHughNagumo { a: 0.7, stimulus: pulse(15.0..5.0, 0.8) });
    let ensemble = Ensemble::new([bad]).starting_from([[-1.2, -0.6]]);
    let error = ensemble.run(0.0..20.0, Rk4.fixed(0.01)).unwrap_err();
    assert!(error.to_string().starts_with("neuron 0: pulse: window.end = 5"), "{error}");
}

#[test]
fn a_model_of_the_user_joins() {
    let neurons: Vec<_> = (0..33)
        .map(|i| {
            let x = f64::from(i);
            FitzHughNagumo { a: 0.7 + 0.01 * x, stimulus: pulse(1.003 * x..1.003 * x + 5.0, 0.6) }
        })
        .collect();
    let off = off_single(&neurons, &[-1.2, -0.6], |y| *y);
    assert!(off <= 1e-12, "{off:e}");
    let error = Ensemble::new(neurons).run(0.0..1.0, Rk4.fixed(0.01)).unwrap_err();
    let message = "neuron 0: Ensemble: known states at rest = 0, but it must be 1: nothing says where such a neuron rests; give each neuron its state with `starting_from`";
    assert_eq!(error.to_string(), message);
}
