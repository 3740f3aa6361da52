//! Initial value problems whose ends are closed forms: classes C and E of DETEST as far as they
//! have one, and the classics of the textbooks.
#![allow(clippy::many_single_char_names, reason = "the problems' own names")]

use std::f64::consts::PI;

use super::problems::{Problem, Slope};

/// A problem whose solution is `exact`, which also gives its start.
fn solved(name: &'static str, end: f64, exact: fn(f64) -> Vec<f64>, slope: Slope) -> Problem {
    Problem { name, y0: exact(0.0), end, exact: exact(end), slope }
}

/// All of them.
pub(crate) fn closed_forms() -> Vec<Problem> {
    let mut all = linear_chains();
    all.extend(scalar());
    all.extend(oscillators());
    all.extend(motions());
    all
}

/// The amplitude and the angle of the modes of `n` points in a row between two walls, of which the
/// point `start` is displaced by 1: yⱼ = Σ amplitude · sin(j·angle).
fn modes(n: u32, start: u32) -> impl Iterator<Item = (f64, f64)> {
    let unit = PI / f64::from(n + 1);
    let angles = (1..=n).map(move |k| f64::from(k) * unit);
    angles.map(move |angle| (2.0 / f64::from(n + 1) * (f64::from(start) * angle).sin(), angle))
}

/// Where the `n` points are if each mode is multiplied by `factor` of its angle.
fn row(n: u32, start: u32, factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let point = |j| modes(n, start).map(|(a, w)| a * (f64::from(j) * w).sin() * factor(w)).sum();
    (1..=n).map(point).collect()
}

/// yⱼ₋₁ − 2·yⱼ + yⱼ₊₁ between two walls.
fn curvature(y: &[f64], j: usize) -> f64 {
    let left = if j > 0 { y[j - 1] } else { 0.0 };
    left - 2.0 * y[j] + y.get(j + 1).copied().unwrap_or(0.0)
}

/// y' = y'' of a rod.
fn conduction(_: f64, y: &[f64], f: &mut [f64]) {
    for (j, slope) in f.iter_mut().enumerate() {
        *slope = curvature(y, j);
    }
}

/// DETEST C1–C4 and a string of twenty masses.
fn linear_chains() -> Vec<Problem> {
    /// Heat after t: each mode decays with 2 − 2·cos of its angle.
    fn rod(n: u32, t: f64) -> Vec<f64> {
        row(n, 1, |angle| (-(2.0 - 2.0 * angle.cos()) * t).exp())
    }
    /// What of ten is left: the last takes up the rest.
    fn with_the_rest(mut nine: Vec<f64>) -> Vec<f64> {
        nine.push(1.0 - nine.iter().sum::<f64>());
        nine
    }
    vec![
        solved(
            "DETEST-C1",
            20.0,
            |t| {
                // e^−t·tⁱ/i!
                let term = |i| (1..=i).fold((-t).exp(), |term, k| term * t / f64::from(k));
                with_the_rest((0..9).map(term).collect())
            },
            |_, y, f| {
                f[0] = -y[0];
                for i in 1..9 {
                    f[i] = y[i - 1] - y[i];
                }
                f[9] = y[8];
            },
        ),
        solved(
            "DETEST-C2",
            20.0,
            |t| with_the_rest((0..9).map(|i| (-t).exp() * (1.0 - (-t).exp()).powi(i)).collect()),
            |_, y, f| {
                let mut flow = 0.0;
                for (i, rate) in (0..9).zip(1..) {
                    let out = f64::from(rate) * y[i];
                    f[i] = flow - out;
                    flow = out;
                }
                f[9] = flow;
            },
        ),
        solved("DETEST-C3", 20.0, |t| rod(10, t), conduction),
        solved("DETEST-C4", 20.0, |t| rod(51, t), conduction),
        solved(
            "string",
            10.0,
            |t| {
                // ω = 2·sin(angle/2)
                let frequency = |angle: f64| 2.0 * (0.5 * angle).sin();
                let mut y = row(20, 7, |angle| (frequency(angle) * t).cos());
                y.extend(row(20, 7, |angle| -frequency(angle) * (frequency(angle) * t).sin()));
                y
            },
            |_, y, f| {
                let (x, v) = y.split_at(20);
                f[..20].copy_from_slice(v);
                conduction(0.0, x, &mut f[20..]);
            },
        ),
    ]
}

/// One component.
fn scalar() -> Vec<Problem> {
    vec![
        solved(
            "quadrature",
            10.0,
            |t| vec![(t - 5.0).atan()],
            |t, _, f| f[0] = 1.0 / (1.0 + (t - 5.0).powi(2)),
        ),
        solved(
            "Gompertz",
            5.0,
            |t| vec![(0.1_f64.ln() * (-t).exp()).exp()],
            |_, y, f| f[0] = -y[0] * y[0].ln(),
        ),
        solved("tangent", 1.4, |t| vec![t.tan()], |_, y, f| f[0] = 1.0 + y[0] * y[0]),
        solved(
            "bell",
            5.0,
            |t| vec![(-0.5 * (t - 3.0).powi(2)).exp()],
            |t, y, f| f[0] = (3.0 - t) * y[0],
        ),
        solved(
            "Bernoulli",
            5.0,
            |t| vec![1.0 / (1.0 + 99.0 * (-2.0 * t).exp()).sqrt()],
            |_, y, f| f[0] = y[0] - y[0].powi(3),
        ),
    ]
}

/// y'' + … = 0, and other pairs that turn.
fn oscillators() -> Vec<Problem> {
    vec![
        solved(
            "harmonic",
            20.0,
            |t| vec![t.cos(), -t.sin()],
            |_, y, f| f.copy_from_slice(&[y[1], -y[0]]),
        ),
        solved(
            "damped",
            20.0,
            |t| {
                let (w, left) = (0.99_f64.sqrt(), (-0.1 * t).exp());
                vec![left * ((w * t).cos() + 0.1 / w * (w * t).sin()), -left / w * (w * t).sin()]
            },
            |_, y, f| f.copy_from_slice(&[y[1], -y[0] - 0.2 * y[1]]),
        ),
        solved(
            "resonance",
            20.0,
            |t| vec![0.5 * t * t.sin(), 0.5 * (t.sin() + t * t.cos())],
            |t, y, f| f.copy_from_slice(&[y[1], t.cos() - y[0]]),
        ),
        solved(
            "swept",
            6.0,
            |t| vec![(0.5 * t * t).sin(), (0.5 * t * t).cos()],
            |t, y, f| f.copy_from_slice(&[t * y[1], -t * y[0]]),
        ),
        // Bessel's function of order 1/2 of x = t + 1.
        solved(
            "DETEST-E1",
            20.0,
            |t| {
                let (x, a) = (t + 1.0, (2.0 / (PI * (t + 1.0))).sqrt());
                vec![a * x.sin(), a * (x.cos() - 0.5 * x.sin() / x)]
            },
            |t, y, f| {
                let x = t + 1.0;
                f.copy_from_slice(&[y[1], -y[1] / x - (1.0 - 0.25 / (x * x)) * y[0]]);
            },
        ),
        // The normal form of Hopf's bifurcation: r' = r − r³, and the angle is t.
        solved(
            "Hopf",
            10.0,
            |t| {
                let r = 1.0 / (1.0 + 3.0 * (-2.0 * t).exp()).sqrt();
                vec![r * t.cos(), r * t.sin()]
            },
            |_, y, f| {
                let growth = 1.0 - y[0] * y[0] - y[1] * y[1];
                f.copy_from_slice(&[growth * y[0] - y[1], growth * y[1] + y[0]]);
            },
        ),
    ]
}

/// Bodies that move.
fn motions() -> Vec<Problem> {
    vec![
        // A fall against a drag by the square of the speed.
        solved(
            "DETEST-E4",
            20.0,
            |t| {
                let v = 0.08_f64.sqrt();
                vec![30.0 + (0.4 * v * t).cosh().ln() / 0.4, v * (0.4 * v * t).tanh()]
            },
            |_, y, f| f.copy_from_slice(&[y[1], 0.032 - 0.4 * y[1] * y[1]]),
        ),
        // The curve of pursuit.
        solved(
            "DETEST-E5",
            20.0,
            |t| {
                let w = 25.0 / (25.0 - t);
                vec![0.5 * (25.0 * w.ln() - t + t * t / 50.0), 0.5 * (w - 1.0 / w)]
            },
            |t, y, f| f.copy_from_slice(&[y[1], (1.0 + y[1] * y[1]).sqrt() / (25.0 - t)]),
        ),
        // A charge in crossed fields.
        solved(
            "cycloid",
            20.0,
            |t| {
                let (x, y) = (0.5 * (t - t.sin()), 0.5 * (1.0 - t.cos()));
                vec![x, y, 0.5 * (1.0 - t.cos()), 0.5 * t.sin()]
            },
            |_, y, f| f.copy_from_slice(&[y[2], y[3], y[3], 0.5 - y[2]]),
        ),
        // y'' = 1/y³
        solved(
            "repulsion",
            10.0,
            |t| vec![(1.0 + t * t).sqrt(), t / (1.0 + t * t).sqrt()],
            |_, y, f| f.copy_from_slice(&[y[1], y[0].powi(-3)]),
        ),
    ]
}
