//! The crate's `ensemble` wing in tasks B and C.

use crate::crossings::LEVEL;
use crate::curve::DURATION;
use crate::population::{DT, Population};
use excitable::prelude::*;
use excitable::ensemble::{EnsembleMethod, SimdLevel};

/// Neurons of one visit: whole blocks on every SIMD level.
const PART: usize = 64;

type Axon<T> = HodgkinHuxley<T, stimulus::Constant<T>>;

fn axon(current: f64) -> Axon<f64> {
    HodgkinHuxley::squid_axon().with_stimulus(constant(current))
}

fn population<M>(name: &'static str, order: u32, simd: SimdLevel, method: M) -> Population
where
    M: EnsembleMethod<Axon<f64>> + Copy + 'static,
{
    let run = move |currents: &[f64], steps: u32| {
        let states = vec![axon(0.0).clamped_at(0.0); currents.len()];
        let axons = currents.iter().map(|&current| axon(current));
        let ensemble = Ensemble::new(axons).starting_from(states).on(simd);
        let solution = ensemble.run(0.0..f64::from(steps) * DT, method);
        solution.map_or_else(|_| Vec::new(), |all| all.iter().map(|neuron| neuron.end.v).collect())
    };
    Population { name, order, part: PART, run: Box::new(run) }
}

fn single_precision() -> Population {
    let run = |currents: &[f64], steps: u32| {
        let of = |current: f64| {
            HodgkinHuxley::<f32>::squid_axon().with_stimulus(constant(current as f32))
        };
        let states = vec![of(0.0).clamped_at(0.0); currents.len()];
        let ensemble = Ensemble::new(currents.iter().map(|&i| of(i))).starting_from(states);
        let solution = ensemble.run(0.0..(f64::from(steps) * DT) as f32, Rk4.fixed(DT as f32));
        let v = |neuron: &excitable::ensemble::NeuronSolution<Membrane<f32>>| f64::from(neuron.end.v);
        solution.map_or_else(|_| Vec::new(), |all| all.iter().map(v).collect())
    };
    Population { name: "excitable, ensemble RK4, f32", order: 4, part: PART, run: Box::new(run) }
}

/// Task B, on the widest SIMD level and RK4 on all that the machine has.
pub(crate) fn populations() -> Vec<Population> {
    let widest = SimdLevel::widest();
    let mut all = vec![population(
        "excitable, ensemble RK4, baseline",
        4,
        SimdLevel::Baseline,
        Rk4.fixed(DT),
    )];
    if SimdLevel::Avx2.is_available() {
        all.push(population("excitable, ensemble RK4, AVX2", 4, SimdLevel::Avx2, Rk4.fixed(DT)));
    }
    if SimdLevel::Avx512.is_available() {
        all.push(population(
            "excitable, ensemble RK4, AVX-512",
            4,
            SimdLevel::Avx512,
            Rk4.fixed(DT),
        ));
    }
    all.extend([
        single_precision(),
        population("excitable, ensemble FastStrang", 2, widest, FastStrang.fixed(DT)),
        population("excitable, ensemble SafeStrang", 2, widest, SafeStrang.fixed(DT)),
        population("excitable, ensemble ExponentialStrang", 2, widest, ExponentialStrang.fixed(DT)),
    ]);
    all
}

/// Task C: the times (ms) at which each neuron rises through [`LEVEL`], from the state clamped at
/// rest.
pub(crate) fn spikes(currents: &[f64], dt: f64) -> Vec<Vec<f64>> {
    let states = vec![axon(0.0).clamped_at(0.0); currents.len()];
    let ensemble = Ensemble::new(currents.iter().map(|&current| axon(current)))
        .starting_from(states)
        .detecting_spikes(LEVEL);
    let solution = ensemble.run(0.0..DURATION, Rk4.fixed(dt));
    solution
        .map_or_else(|_| Vec::new(), |all| all.into_iter().map(|neuron| neuron.spikes).collect())
}
