//! Spikes at a synapse: against their sum one by one, and random ones.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::cast_precision_loss, reason = "small counts")]

use crate::common::integral::Integral;
use excitable::Error;
use excitable::prelude::*;
use excitable::stimulus::{
    alpha_function, arrivals, double_exponential, exponential, poisson, white_noise,
};

/// Each arrival on its own: Σ w·k(t − tᵢ) over tᵢ ≤ t.
fn one_by_one(spikes: &[(f64, f64)], t: f64, k: impl Fn(f64) -> f64) -> f64 {
    spikes.iter().filter(|(at, _)| *at <= t).map(|(at, w)| w * k(t - at)).sum()
}

/// e^(−s/τd) − e^(−s/τr), divided by its highest value.
fn double(s: f64, rise: f64, decay: f64) -> f64 {
    let difference = |s: f64| -(-s / decay).exp() * ((decay - rise) / (rise * decay) * -s).exp_m1();
    difference(s) / difference(rise * decay / (decay - rise) * (decay / rise).ln())
}

/// Two at once, many close together, a long quiet, and some more.
fn some_spikes() -> Vec<(f64, f64)> {
    let early = (0..200).map(|k| (0.013 * f64::from(k * k % 2000), f64::from(k % 5) - 1.0));
    let late = [(1e4, 1.0), (1e4, 2.0), (1e4 + 1.5, -4.0)];
    let mut spikes: Vec<_> = early.chain(late).collect();
    spikes.sort_by(|a, b| a.0.total_cmp(&b.0));
    spikes
}

#[test]
fn the_current_is_the_sum_over_all_arrivals() {
    let spikes = some_spikes();
    let (times, weights): (Vec<f64>, Vec<f64>) = spikes.iter().copied().unzip();
    let alpha = arrivals(&times, alpha_function(0.0, 3.0, 2.0)).unwrap().weighted(&weights);
    let decay = arrivals(&times, exponential(0.0, 3.0, 2.0)).unwrap().weighted(&weights);
    let slow = arrivals(&times, double_exponential(0.0, 3.0, 0.5, 9.0)).unwrap().weighted(&weights);
    let near = double_exponential(0.0, 3.0, 2.0, 2.0 + 1e-9);
    let near = arrivals(&times, near).unwrap().weighted(&weights);
    let (alpha, decay, slow, near) = (alpha.unwrap(), decay.unwrap(), slow.unwrap(), near.unwrap());
    let probes = (-10..4000).map(|k| 0.02 * f64::from(k)).chain([999.0, 1e4 + 1.0, 1e4 + 7.0]);
    for t in probes.chain(times.iter().copied()) {
        let size = spikes.iter().filter(|(at, _)| (0.0..40.0).contains(&(t - at))).count() as f64;
        for (found, k) in [
            (alpha.current(t), &(|s: f64| s / 2.0 * (1.0 - s / 2.0).exp()) as &dyn Fn(f64) -> f64),
            (decay.current(t), &|s| (-s / 2.0).exp()),
            (slow.current(t), &|s| double(s, 0.5, 9.0)),
            (near.current(t), &|s| double(s, 2.0, 2.0 + 1e-9)),
        ] {
            let expected = 3.0 * one_by_one(&spikes, t, k);
            assert!((found - expected).abs() <= 1e-14 * (1.0 + size), "{found} {expected} at {t}");
        }
    }
}

/// A hundred thousand looks at as many arrivals: one by one these would be 10¹⁰ exponentials.
#[test]
fn a_look_does_not_go_through_all_that_has_arrived() {
    let count = 100_000;
    let times: Vec<f64> = (0..count).map(|k| 0.01 * f64::from(k)).collect();
    let spikes = arrivals(&times, exponential(0.0, 1.0, 5.0)).unwrap();
    let q = (-0.01_f64 / 5.0).exp();
    for k in 0..count {
        // 1 + q + … + qᵏ
        let expected = (1.0 - q.powi(k + 1)) / (1.0 - q);
        let found = spikes.current(0.01 * f64::from(k));
        assert!((found / expected - 1.0).abs() < 1e-11, "{found} {expected} after {k}");
    }
}

#[test]
fn an_onset_delays_every_spike_and_its_float_decides() {
    let times = [0.1, 0.7, 0.7, 3.3];
    let spikes = arrivals(times, exponential(0.2, 1.0, 4.0)).unwrap();
    let mut t = -1.0;
    for b in [0.1 + 0.2, 0.7 + 0.2, 3.3_f64 + 0.2] {
        assert_eq!(spikes.next_breakpoint(t, Direction::Forward), Some(b));
        assert_eq!(spikes.next_breakpoint(b.next_up(), Direction::Backward), Some(b));
        assert!(spikes.current(b) > spikes.current(b.next_down()) + 0.9);
        t = b;
    }
    assert_eq!(spikes.next_breakpoint(t, Direction::Forward), None);
    assert_eq!(spikes.next_breakpoint(0.1 + 0.2, Direction::Backward), None);
    assert_eq!(spikes.current(0.3_f64.next_down()), 0.0);
    assert!(!spikes.is_held());
    let none = arrivals([], exponential(0.0, 1.0, 4.0)).unwrap();
    assert_eq!((none.current(1.0), none.next_breakpoint(0.0, Direction::Forward)), (0.0, None));
}

/// As a current and as a conductance: the run of as many shapes in a sum.
#[test]
fn a_run_is_that_of_the_shapes_one_by_one() {
    let times = [1.0, 2.5, 2.5, 7.0, 7.3];
    let kernel = |at: f64| alpha_function(at, 0.15, 2.0);
    let all = arrivals(times, kernel(0.0)).unwrap();
    let sum: Box<dyn Stimulus<f64>> = Box::new(constant(0.0));
    let sum = times.iter().fold(sum, |sum, t| Box::new(sum.plus(kernel(*t))));
    let (conducted, each) = ((&all).conducted_to(65.0), (&*sum).conducted_to(65.0));
    let pairs: [[&dyn Stimulus<f64>; 2]; 2] = [[&all, &*sum], [&conducted, &each]];
    for [all, sum] in pairs {
        let end = |stimulus: &dyn Stimulus<f64>| {
            let axon = HodgkinHuxley::squid_axon().with_stimulus(stimulus);
            let control = Verner65.adaptive().rtol(1e-9);
            integrate(&axon, 0.0..12.0, axon.clamped_at(0.0), control).finish().unwrap().y.v
        };
        let (a, b) = (end(all), end(sum));
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}

/// Σᵢ ∫ k from tᵢ to the end: what the spikes carry, in both directions of time.
#[test]
fn the_charge_of_the_spikes_is_the_same_backward() {
    let times: Vec<f64> = poisson(0.5, 0.0..60.0, 3).unwrap();
    // ∫₀ˢ 3·e^(−u/2) du = 6·(1 − e^(−s/2))
    let exact = 6.0 * times.iter().map(|t| 1.0 - (-(60.0 - t) / 2.0).exp()).sum::<f64>();
    let spikes = arrivals(&times, exponential(0.0, 3.0, 2.0)).unwrap();
    let charge = Integral { stimulus: &spikes, zero: 0.0 };
    for (from, to, sign) in [(-5.0, 60.0, 1.0), (60.0, -5.0, -1.0)] {
        let run = integrate(&charge, from..to, 0.0, Rk45.adaptive().rtol(1e-9));
        let found = run.finish().unwrap().y;
        assert!((found - sign * exact).abs() < 1e-6, "{found} {exact}");
    }
}

fn message<X>(found: Result<X, Error>) -> String {
    found.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn what_is_no_list_of_spikes_is_refused() {
    let kernel = exponential(0.0, 1.0, 4.0);
    assert!(
        message(arrivals([2.0, 1.0], kernel))
            .starts_with("arrivals: times = 1, but it must be >= the one before = 2")
    );
    assert!(message(arrivals([0.0, f64::NAN], kernel)).starts_with("arrivals: times = NaN"));
    assert!(
        message(arrivals([0.0, 1.0], exponential(0.0, 1.0, 0.0)))
            .starts_with("exponential: tau = 0, but it must be > 0")
    );
    let weighted = |w: &[f64]| message(arrivals([0.0, 1.0], kernel).unwrap().weighted(w));
    assert!(weighted(&[1.0]).starts_with("arrivals: weights has 1 components, but it must have 2"));
    assert!(weighted(&[1.0, f64::INFINITY]).starts_with("arrivals: weights = inf"));
    let refused = |rate, span| message(poisson::<f64>(rate, span, 1));
    assert!(refused(-1.0, 0.0..1.0).starts_with("poisson: rate = -1, but it must be >= 0"));
    assert!(refused(1.0, 1.0..0.0).starts_with("poisson: span.end = 0"));
    assert!(refused(1e6, 0.0..1e6).starts_with("poisson: spikes to be expected = 1000000000000,"));
}

/// SplitMix64 and a logarithm of 40 digits, by another program.
#[test]
fn random_spikes_are_pinned() {
    let spikes: Vec<f64> = poisson(0.25, 10.0..5e3, 42).unwrap();
    for (k, t) in [
        (0, 21.327633643194684),
        (1, 23.81768811543849),
        (2, 25.128693418328307),
        (99, 419.48898412962313),
        (999, 4079.3581568041154),
    ] {
        assert!((spikes[k] - t).abs() <= 1e-11 * t, "{} {t}", spikes[k]);
    }
    assert_eq!(
        poisson(0.25, 10.0..200.0, 42).unwrap()[..],
        spikes[..spikes.partition_point(|t| *t < 200.0)]
    );
    assert_eq!(poisson(0.0, 10.0..200.0, 42).unwrap(), []);
}

#[test]
fn random_spikes_come_at_their_rate_independently() {
    let (rate, end) = (0.2, 5e5);
    let spikes = poisson(rate, 0.0..end, 7).unwrap();
    let (count, expected) = (spikes.len() as f64, rate * end);
    assert!((count - expected).abs() < 4.0 * expected.sqrt(), "{count}");
    let gaps: Vec<f64> = spikes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for x in [0.1, 1.0, 5.0, 12.0, 30.0] {
        // The part of the gaps that are longer: e^(−rate·x).
        let (found, p) =
            (gaps.iter().filter(|g| **g > x).count() as f64 / count, (-rate * x).exp());
        assert!((found - p).abs() < 4.0 * (p * (1.0 - p) / count).sqrt(), "{found} {p} over {x}");
    }
    // The gap that follows a long one is as long as any.
    let after: Vec<f64> = gaps.windows(2).filter(|g| g[0] > 8.0).map(|g| g[1]).collect();
    let mean = after.iter().sum::<f64>() / after.len() as f64;
    assert!((mean * rate - 1.0).abs() < 4.0 / (after.len() as f64).sqrt(), "{mean}");
    // And no noise of the same seed goes with them.
    let noise = white_noise(1.0, 1.0, 7);
    let with: f64 = (0..10_000).map(|k| noise.current(k as f64) * (gaps[k] * rate - 1.0)).sum();
    assert!(with.abs() < 4.0 * 100.0, "{with}");
}
