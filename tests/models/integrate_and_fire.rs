//! The integrate-and-fire neuron against its closed form.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use approx::assert_abs_diff_eq;
use excitable::neuron::{LeakParameters, Leaky};
use excitable::ode::StepControl;
use excitable::prelude::*;
use excitable::{Error, IntegrateAndFire, Potential};

fn spikes<S: Stimulus<f64>, C: StepControl<IntegrateAndFire<f64, S>>>(
    neuron: &IntegrateAndFire<f64, S>,
    until: f64,
    control: C,
) -> Vec<f64> {
    let mut spikes = Vec::new();
    neuron.run(0.0..until, neuron.rest(), control, |t| spikes.push(t)).finish().unwrap();
    spikes
}

fn under(current: f64) -> IntegrateAndFire<f64, stimulus::Constant<f64>> {
    IntegrateAndFire::new(LeakParameters::cortical()).unwrap().with_stimulus(constant(current))
}

/// t₁ = τ·ln((E∞ − E)/(E∞ − V_thr)) from rest, then T = t_ref + τ·ln((E∞ − V_reset)/(E∞ − V_thr)), E∞ = E + I/g.
fn closed_form(current: f64, until: f64) -> Vec<f64> {
    let reach = current / 0.1;
    let climb = 10.0 * (reach / (reach - 15.0)).ln();
    std::iter::successors(Some(climb), |t| Some(t + 2.0 + climb))
        .take_while(|t| *t < until)
        .collect()
}

#[test]
fn every_spike_comes_at_its_closed_form() {
    for current in [1.51, 2.0, 5.0, 40.0] {
        let expected = closed_form(current, 100.0);
        let tight = Rk45.adaptive().rtol(1e-12).atol(1e-13);
        let found = spikes(&under(current), 100.0, tight);
        assert_eq!(found.len(), expected.len(), "I = {current}");
        for (a, b) in found.iter().zip(&expected) {
            // An error of V is one of time by the slope at the threshold, (E∞ − V_thr)/τ.
            let allowed = 1e-9 * (1.0 + 1.0 / (10.0 * current - 15.0));
            assert!((a - b).abs() < allowed, "I = {current}: {a}, expected {b}");
        }
        // Each step of the exponential method is exact; its spikes are found in a cubic between two of them.
        let found = spikes(&under(current), 100.0, ExponentialEuler.fixed(0.05));
        for (a, b) in found.iter().zip(&expected) {
            assert!((a - b).abs() < 1e-7, "exponential, I = {current}: {a}, expected {b}");
        }
        assert_eq!(found.len(), expected.len());
    }
    assert!(spikes(&under(1.499), 1000.0, Rk45.adaptive()).is_empty());
}

#[test]
fn it_is_held_for_its_refractory_period_and_counts_from_its_spike() {
    let neuron = under(2.0);
    let solution =
        neuron.run(0.0..60.0, neuron.rest(), Rk45.adaptive(), |_| ()).solution().unwrap();
    let first = closed_form(2.0, 60.0)[0];
    let at = |t: f64| solution.at(t).unwrap();
    let held = at(first + 1.0);
    assert!((held.v - -65.0).abs() < 1e-12 && held.held == 1.0 && (held.since - 1.0).abs() < 1e-3);
    let free = at(first + 2.5);
    assert!(free.v > -65.0 && free.held == 0.0);
    assert_abs_diff_eq!(at(first - 1e-3).v, -50.0, epsilon = 1e-2);
}

#[test]
fn pulses_trains_noise_and_conductances_drive_it() {
    // A pulse whose charge just lifts it to the threshold: V = E + (I/g)·(1 − e^(−w/τ)).
    let needed = 15.0 * 0.1 / (1.0 - (-0.1_f64).exp());
    let count = |factor: f64| {
        let neuron = under(0.0).with_stimulus(pulse(30.0..31.0, factor * needed));
        spikes(&neuron, 50.0, Rk45.adaptive().rtol(1e-10)).len()
    };
    assert_eq!((count(0.999), count(1.001)), (0, 1));
    let synapse =
        under(0.0).with_stimulus(stimulus::alpha_function(5.0, 0.3, 2.0).conducted_to(0.0));
    assert_eq!(
        spikes(&synapse, 50.0, Rk45.adaptive()).len(),
        spikes(&synapse, 50.0, Rk4.fixed(0.01)).len()
    );
    let noisy = under(0.0)
        .with_stimulus(stimulus::ornstein_uhlenbeck(1.5, 5.0, 0.1, 4).plus(constant(1.2)));
    let (a, b) =
        (spikes(&noisy, 200.0, Rk45.adaptive().rtol(1e-8)), spikes(&noisy, 200.0, Rk4.fixed(0.02)));
    assert!(a.len() > 2 && a.len() == b.len(), "{a:?} {b:?}");
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-3));
}

#[test]
fn without_a_refractory_period() {
    let p = LeakParameters { refractory: 0.0, ..LeakParameters::cortical() };
    let neuron = IntegrateAndFire::new(p).unwrap().with_stimulus(constant(2.0));
    let period = 10.0 * 4.0_f64.ln();
    let found = spikes(&neuron, 100.0, Rk45.adaptive().rtol(1e-10));
    assert_eq!(found.len(), 7);
    assert!((found[6] - 7.0 * period).abs() < 1e-6, "{found:?}");
}

#[test]
fn bad_numbers_are_refused() {
    let potential = Potential::from_millivolts;
    let good = LeakParameters::<f64>::cortical;
    let refused = |p: LeakParameters<f64>| IntegrateAndFire::new(p).unwrap_err().to_string();
    for (p, sentence) in [
        (
            LeakParameters { reset: potential(-50.0), ..good() },
            "LeakParameters: reset = -50, but it must be < -50",
        ),
        (
            LeakParameters { threshold: potential(f64::NAN), ..good() },
            "LeakParameters: threshold = NaN",
        ),
        (
            LeakParameters { refractory: -1.0, ..good() },
            "LeakParameters: refractory = -1, but it must be >= 0",
        ),
        (
            LeakParameters { g_l: Conductance::from_millisiemens_per_cm2(0.0), ..good() },
            "LeakParameters: g_l = 0, but it must be > 0",
        ),
        (
            LeakParameters { c_m: Capacitance::from_microfarads_per_cm2(-1.0), ..good() },
            "LeakParameters: c_m = -1",
        ),
    ] {
        assert!(refused(p).starts_with(sentence), "{}", refused(p));
    }
    let neuron = under(2.0);
    let error: Error =
        neuron.run(10.0..0.0, neuron.rest(), Rk45.adaptive(), |_| ()).finish().unwrap_err();
    assert!(error.to_string().contains("run the neuron forward in time"), "{error}");
    let error = neuron
        .run(0.0..10.0, Leaky { v: f64::NAN, ..neuron.rest() }, Rk45.adaptive(), |_| ())
        .finish();
    assert!(error.unwrap_err().to_string().starts_with("the initial state of v is NaN"));
}
