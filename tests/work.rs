//! What an accuracy costs on the double impulse, in right-hand sides.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{double_impulse, reference};
use excitable::prelude::*;
use excitable::{EmbeddedMethod, EmbeddedStepper, HodgkinHuxley};

const SAMPLES: i32 = 1000;

fn sampled<U: Stimulus<f64>, C: excitable::StepControl<HodgkinHuxley<f64, U>>>(
    axon: &HodgkinHuxley<f64, U>,
    control: C,
) -> (Vec<f64>, u64) {
    let solution = integrate(axon, 0.0..50.0, axon.clamped_at(0.0), control).solution().unwrap();
    let times = (0..=SAMPLES).map(|k| f64::from(k) / 20.0);
    let v = solution.sample(times).unwrap().into_iter().map(|(_, y)| y.v).collect();
    (v, solution.statistics().evaluations.unwrap())
}

/// V at k/20 ms; checked against the reference where it has rows.
fn truth() -> Vec<f64> {
    let axon = double_impulse();
    let (v, _) = sampled(&axon, Dop853.adaptive().rtol(3e-14));
    for (row, (_, y)) in reference().into_iter().enumerate() {
        assert!((v[10 * row] - y.v).abs() < 5e-10, "row {row}: {}", v[10 * row] - y.v);
    }
    v
}

/// The evaluations of the loosest tolerance, in tenths of a decade, that meets each error together with the
/// eight next tighter ones.
fn evaluations<M>(method: M, errors: [f64; 4]) -> [u64; 4]
where
    M: EmbeddedMethod + Copy,
    for<'a> M: EmbeddedStepper<HodgkinHuxley<f64, &'a dyn Stimulus<f64>>>,
{
    let (impulses, truth) = (double_impulse(), truth());
    let stimulus: &dyn Stimulus<f64> = impulses.stimulus();
    let axon = HodgkinHuxley::squid_axon().with_stimulus(stimulus);
    let runs: Vec<_> = (10..=136)
        .map(|tenth| {
            let rtol = 10.0_f64.powf(-f64::from(tenth) / 10.0);
            let (v, evaluations) = sampled(&axon, method.adaptive().rtol(rtol));
            let error = v.iter().zip(&truth).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            (error, evaluations)
        })
        .collect();
    errors.map(|error| {
        let met = runs.windows(9).find(|window| window.iter().all(|run| run.0 <= error));
        met.map_or(u64::MAX, |window| window[0].1)
    })
}

/// Within a twentieth of what was measured when this was written: 1098, 1355, 3241 and 10337.
#[test]
fn verner65_on_the_double_impulse() {
    let found = evaluations(Verner65, [1e-1, 1e-3, 1e-6, 1e-9]);
    assert!(found.iter().zip([1150, 1425, 3400, 10_850]).all(|(a, b)| *a <= b), "{found:?}");
}

/// Within a tenth of what was measured.
#[test]
fn rk45_and_dop853_on_the_double_impulse() {
    let rk45 = evaluations(Rk45, [1e-1, 1e-3, 1e-6, 1e-9]);
    assert!(
        rk45.iter().zip([1064, 1604, 4778, 19_697]).all(|(a, b)| 10 * *a <= 11 * b),
        "{rk45:?}"
    );
    // At 1e-9 the truth, by the same method, is no judge.
    let dop853 = evaluations(Dop853, [1e-1, 1e-3, 1e-6, 1e-6]);
    assert!(
        dop853.iter().zip([1556, 2477, 8363, 8363]).all(|(a, b)| 10 * *a <= 11 * b),
        "{dop853:?}"
    );
}

/// The default run: 9.1e-4 mV at 1001 times.
#[test]
fn the_default_run_is_right_to_a_thousandth_of_a_millivolt() {
    let (v, _) = sampled(&double_impulse(), Rk45.adaptive());
    let error = v.iter().zip(&truth()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(error < 1e-3, "{error}");
}
