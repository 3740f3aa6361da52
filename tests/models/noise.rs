//! Noise: pinned values, the stated statistics, and breakpoints that a solver lands on.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small counts")]

use crate::common::integral::Integral;
use excitable::prelude::*;
use excitable::stimulus::{ornstein_uhlenbeck, white_noise};

#[track_caller]
fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a - b).abs() <= tolerance, "{what}: {a}, expected {b}");
}

/// The same numbers from another program: SplitMix64, and the normal quantile in 30-digit
/// arithmetic (mpmath).
#[test]
fn the_values_are_pinned() {
    let white = white_noise(2.0, 0.25, 7);
    let expected = [
        (-3, 2.6545645823228416),
        (0, 2.29550482097757),
        (1, 0.24425661686730465),
        (1_000_000, 1.0539961365752606),
    ];
    for (k, value) in expected {
        close(white.current(0.25 * f64::from(k)), value, 1e-13, "white");
    }
    let coloured = ornstein_uhlenbeck(5.0, 2.0, 0.125, 42);
    let expected = [
        (-5, -4.919857143381866),
        (0, 1.1817881057652724),
        (1, -0.6575963416000676),
        (2, -3.108627189958098),
        (7, -2.911116833977009),
        (1024, -2.6749939299551793),
        (99_999, -6.182143949602103),
    ];
    for (k, value) in expected {
        close(coloured.current(0.125 * f64::from(k)), value, 1e-12, "Ornstein–Uhlenbeck");
    }
}

#[test]
fn a_value_depends_on_the_time_and_the_seed_only() {
    let noise = ornstein_uhlenbeck(1.0, 3.0, 0.1, 1).plus(white_noise(1.0, 0.07, 2));
    let times: Vec<f64> = (-500..500).map(|k| f64::from(k) * 0.0123).collect();
    let forward: Vec<f64> = times.iter().map(|t| noise.current(*t)).collect();
    let backward: Vec<f64> = times.iter().rev().map(|t| noise.current(*t)).collect();
    assert!(forward.iter().eq(backward.iter().rev()));
    assert_ne!(white_noise(1.0, 0.1, 1).current(0.0), white_noise(1.0, 0.1, 2).current(0.0));
    let shifted = white_noise(1.0, 0.1, 1).with_knots_from(0.05);
    assert_eq!(shifted.current(0.06), white_noise(1.0, 0.1, 1).current(0.01));
}

/// Mean and variance of many numbers.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / count;
    (mean, values.map(|x| (x - mean) * (x - mean)).sum::<f64>() / count)
}

#[test]
fn white_noise_has_the_variance_of_its_step_and_forgets_at_once() {
    for step in [1.0, 0.1, 0.01] {
        let noise = white_noise(3.0, step, 5);
        let value = |k: i32| noise.current((f64::from(k) + 0.5) * step);
        let (mean, variance) = moments((0..100_000).map(value));
        let size = 9.0 / step;
        close(mean, 0.0, 4.0 * (size / 1e5).sqrt(), "mean");
        close(variance / size, 1.0, 4.0 * (2.0 / 1e5_f64).sqrt(), "variance");
        let lagged = (0..100_000).map(|k| value(k) * value(k + 1)).sum::<f64>() / 1e5 / size;
        close(lagged, 0.0, 4.0 / 1e5_f64.sqrt(), "correlation of neighbours");
        // The integral over T: a Wiener process, of the variance σ²·T whatever the step.
        let per_block = (2.0 / step).round() as i32;
        let blocks = 40_000 / per_block;
        let integrals = (0..blocks)
            .map(|b| (0..per_block).map(|k| value(b * per_block + k) * step).sum::<f64>());
        let (_, variance) = moments(integrals);
        close(variance / 18.0, 1.0, 4.5 * (2.0 / f64::from(blocks)).sqrt(), "integral");
    }
}

#[test]
fn the_ornstein_uhlenbeck_process_has_its_deviation_and_its_correlation_at_every_step() {
    for step in [1.0, 0.25, 0.05] {
        let noise = ornstein_uhlenbeck(2.0, 3.0, step, 11);
        // Independent stretches: far apart in units of τ.
        let values = |lag: f64| (0..40_000).map(move |k| noise.current(f64::from(k) * 24.0 + lag));
        let now: Vec<f64> = values(0.0).collect();
        let (mean, variance) = moments(now.iter().copied());
        close(mean, 0.0, 0.05, "mean");
        close(variance, 4.0, 0.12, "variance");
        for lag in [1.0, 2.0, 3.0, 7.0] {
            let product = now.iter().zip(values(lag)).map(|(a, b)| a * b).sum::<f64>() / 4e4;
            close(product, 4.0 * (-lag / 3.0).exp(), 0.1, "correlation");
        }
    }
    // Between knots the line has less variance; it goes to the process as the step goes to 0.
    let missing = |step: f64| {
        let noise = ornstein_uhlenbeck(1.0, 1.0, step, 3);
        1.0 - moments(
            (0..40_000)
                .map(|k| noise.current((f64::from(k) * 16.0 + 0.5) * step + f64::from(k) * 9.0)),
        )
        .1
    };
    assert!(missing(1.0) > 0.2 && missing(0.02).abs() < 0.04, "{} {}", missing(1.0), missing(0.02));
}

#[test]
fn the_solver_lands_on_every_knot() {
    let noise = white_noise(1.0, 0.1, 9);
    let exact: f64 = (0..200).map(|k| noise.current((f64::from(k) + 0.5) * 0.1) * 0.1).sum();
    let by = |control: excitable::ode::Adaptive<_, _>| {
        integrate(&Integral { stimulus: &noise, zero: 0.0 }, 0.0..20.0, 0.0, control)
            .finish()
            .unwrap()
            .y
    };
    close(by(Rk45.adaptive().rtol(1e-3)), exact, 1e-12, "charge at 1e-3");
    close(by(Rk45.adaptive().rtol(1e-9)), exact, 1e-12, "charge at 1e-9");
    let charge = Integral { stimulus: &noise, zero: 0.0 };
    let back = integrate(&charge, 20.0..0.0, 0.0, Rk4.fixed(0.3));
    close(back.finish().unwrap().y, -exact, 1e-12, "charge backward");

    let coloured = ornstein_uhlenbeck(1.0, 2.0, 0.1, 9);
    let exact: f64 = (0..200)
        .map(|k| {
            0.05 * (coloured.current(f64::from(k) * 0.1) + coloured.current(f64::from(k + 1) * 0.1))
        })
        .sum();
    let charge = Integral { stimulus: &coloured, zero: 0.0 };
    let run = integrate(&charge, 0.0..20.0, 0.0, Rk4.fixed(0.3));
    close(run.finish().unwrap().y, exact, 1e-12, "charge of a broken line");
}

#[test]
fn single_precision_has_the_same_noise() {
    let (single, double) =
        (ornstein_uhlenbeck(1.0_f32, 2.0, 0.25, 9), ornstein_uhlenbeck(1.0_f64, 2.0, 0.25, 9));
    for k in 0..100_i16 {
        let t = f32::from(k) * 0.25;
        close(f64::from(single.current(t)), double.current(f64::from(t)), 1e-6, "f32");
    }
}
