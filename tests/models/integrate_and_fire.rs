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

/// t₁ = τ·ln((E∞ − E)/(E∞ − V_thr)) from rest, then T = t_ref + τ·ln((E∞ − V_reset)/(E∞ − V_thr)),
/// E∞ = E + I/g.
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
        // Each step of the exponential method is exact; its spikes are found in a cubic between two
        // of them.
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

/// Spikes of 100 ms under 2 µA/cm² from a potential (mV), by two kinds of steps.
fn spikes_from(v: f64) -> [Vec<f64>; 2] {
    let neuron = IntegrateAndFire::new(LeakParameters::cortical()).unwrap();
    let neuron = neuron.with_stimulus(constant(2.0));
    let (mut adaptive, mut fixed) = (Vec::new(), Vec::new());
    let control = Rk45.adaptive().rtol(1e-10).atol(1e-10);
    neuron.run(0.0..100.0, neuron.at(v), control, |t| adaptive.push(t)).finish().unwrap();
    neuron.run(0.0..100.0, neuron.at(v), Rk4.fixed(0.01), |t| fixed.push(t)).finish().unwrap();
    [adaptive, fixed]
}

#[test]
fn a_neuron_that_starts_above_its_threshold_fires_at_once() {
    // T = 2 + 10·ln(20/5)
    let period = 2.0 + 10.0 * 4.0_f64.ln();
    for v in [-50.0, -49.0, -40.0, 0.0] {
        for spikes in spikes_from(v) {
            assert_eq!(spikes.len(), 7, "from {v}: {spikes:?}");
            for (k, t) in spikes.iter().enumerate() {
                let expected = period * f64::from(u8::try_from(k).unwrap());
                assert!((t - expected).abs() < 1e-7, "spike {k} from {v}: {t}");
            }
        }
    }
}

#[test]
fn a_shock_over_the_threshold_fires_and_one_while_refractory_is_lost() {
    let neuron = IntegrateAndFire::new(LeakParameters::cortical()).unwrap();
    let mut spikes = Vec::new();
    let mut run = neuron.run(0.0..40.0, neuron.rest(), Rk45.adaptive(), |t| spikes.push(t));
    for t in [10.0, 11.0, 20.0, 30.0] {
        run.advance_to(t).unwrap();
        run.change(|_, y| y.v += if t == 30.0 { 14.0 } else { 20.0 });
    }
    run.finish().unwrap();
    // At 11 ms it is refractory; at 30 ms the shock ends 1 mV below the threshold.
    assert_eq!(spikes, [10.0, 20.0]);
}

/// Two cells, of which one shocks the other over its threshold; and the same threshold without
/// `or_by_jump`, to which a jump is no crossing.
#[test]
fn a_reset_of_one_event_is_a_jump_to_another() {
    let system = from_fn(|_, _: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [1.0, 0.0]);
    let level = || component(1).rises_through(1.0);
    let (mut jumps, mut plain) = (Vec::new(), 0);
    integrate(&system, 0.0..3.5, [0.0, 0.0], Rk45.adaptive())
        .reset_on(component(0).rises_through(1.0), |_, y: &mut [f64; 2]| *y = [0.0, y[1] + 0.6])
        .reset_on(level().or_by_jump(), |t, y: &mut [f64; 2]| {
            jumps.push(t);
            y[1] = 0.0;
        })
        .report_on(level(), |_| plain += 1)
        .finish()
        .unwrap();
    assert_eq!((jumps.len(), plain), (1, 0), "{jumps:?}");
    assert!((jumps[0] - 2.0).abs() < 1e-12);
}
