//! Initial value problems with known ends: their definitions stand in `data/ode_reference.tsv`,
//! which also gives the ends.
#![allow(dead_code, reason = "each user takes a part of this module")]
#![allow(clippy::many_single_char_names, reason = "the problems' own names")]

use excitable::prelude::*;

/// A right-hand side over a slice.
pub(crate) type Slope = fn(f64, &[f64], &mut [f64]);

/// An initial value problem from t = 0, with its state at the end.
pub(crate) struct Problem {
    pub(crate) name: &'static str,
    pub(crate) y0: Vec<f64>,
    pub(crate) end: f64,
    pub(crate) exact: Vec<f64>,
    pub(crate) slope: Slope,
}

impl Problem {
    fn new(name: &'static str, y0: &[f64], slope: Slope) -> Self {
        let rows = include_str!("../data/ode_reference.tsv").lines();
        let rows: Vec<Vec<_>> = rows.map(|line| line.split('\t').collect()).collect();
        let own: Vec<_> = rows.iter().filter(|row| row[0] == name).collect();
        let number = |text: &str| text.parse().unwrap_or(f64::NAN);
        // Where there are rows for a later end too, the first ones.
        let exact: Vec<f64> = own.iter().take(y0.len()).map(|row| number(row[4])).collect();
        assert_eq!(exact.len(), y0.len(), "{name}: a reference for each component");
        Self { name, y0: y0.to_vec(), end: number(own[0][2]), exact, slope }
    }

    /// The problem as a system.
    pub(crate) fn system(&self) -> impl OdeSystem<State = Vec<f64>> {
        let slope = self.slope;
        from_fn(move |t, y: &Vec<f64>, dydt: &mut Vec<f64>| slope(t, y, dydt))
    }

    /// The largest difference from the exact end, in units of `tolerance`·(1 + |y|).
    pub(crate) fn error_in(&self, y: &[f64], tolerance: f64) -> f64 {
        let unit = |exact: f64| tolerance * (1.0 + exact.abs());
        y.iter().zip(&self.exact).map(|(a, b)| (a - b).abs() / unit(*b)).fold(0.0, f64::max)
    }

    /// The largest difference from the exact end, over all components.
    pub(crate) fn error(&self, y: &[f64]) -> f64 {
        y.iter().zip(&self.exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

/// Planar motion around a fixed centre.
fn kepler(_: f64, y: &[f64], dydt: &mut [f64]) {
    let cube = (y[0] * y[0] + y[1] * y[1]).sqrt().powi(3);
    dydt.copy_from_slice(&[y[2], y[3], -y[0] / cube, -y[1] / cube]);
}

/// Hull, Enright, Fellen, Sedgwick, *SIAM J. Numer. Anal.* 9 (1972) 603, classes A, B and D.
pub(crate) fn detest() -> Vec<Problem> {
    let orbit = |name, e: f64| {
        Problem::new(name, &[1.0 - e, 0.0, 0.0, ((1.0 + e) / (1.0 - e)).sqrt()], kepler)
    };
    vec![
        Problem::new("DETEST-A1", &[1.0], |_, y, f| f[0] = -y[0]),
        Problem::new("DETEST-A2", &[1.0], |_, y, f| f[0] = -0.5 * y[0].powi(3)),
        Problem::new("DETEST-A3", &[1.0], |t, y, f| f[0] = y[0] * t.cos()),
        Problem::new("DETEST-A4", &[1.0], |_, y, f| f[0] = 0.25 * y[0] * (1.0 - y[0] / 20.0)),
        Problem::new("DETEST-A5", &[4.0], |t, y, f| f[0] = (y[0] - t) / (y[0] + t)),
        Problem::new("DETEST-B1", &[1.0, 3.0], |_, y, f| {
            f[0] = 2.0 * (y[0] - y[0] * y[1]);
            f[1] = -(y[1] - y[0] * y[1]);
        }),
        Problem::new("DETEST-B2", &[2.0, 0.0, 1.0], |_, y, f| {
            f.copy_from_slice(&[-y[0] + y[1], y[0] - 2.0 * y[1] + y[2], y[1] - y[2]]);
        }),
        Problem::new("DETEST-B3", &[1.0, 0.0, 0.0], |_, y, f| {
            f.copy_from_slice(&[-y[0], y[0] - y[1] * y[1], y[1] * y[1]]);
        }),
        Problem::new("DETEST-B4", &[3.0, 0.0, 0.0], |_, y, f| {
            let r = (y[0] * y[0] + y[1] * y[1]).sqrt();
            f.copy_from_slice(&[-y[1] - y[0] * y[2] / r, y[0] - y[1] * y[2] / r, y[0] / r]);
        }),
        Problem::new("DETEST-B5", &[0.0, 1.0, 1.0], |_, y, f| {
            f.copy_from_slice(&[y[1] * y[2], -y[0] * y[2], -0.51 * y[0] * y[1]]);
        }),
        orbit("DETEST-D1", 0.1),
        orbit("DETEST-D2", 0.3),
        orbit("DETEST-D3", 0.5),
        orbit("DETEST-D4", 0.7),
        orbit("DETEST-D5", 0.9),
    ]
}

/// Two bodies of the masses 1 − µ and µ turn around one another; a third without mass moves among
/// them.
pub(crate) fn arenstorf() -> Problem {
    const MU: f64 = 0.012277471;
    let y0 = [0.994, 0.0, 0.0, -2.00158510637908252240537862224];
    Problem::new("Arenstorf", &y0, |_, y, f| {
        let (x, v) = (y[0], y[1]);
        let d1 = ((x + MU).powi(2) + v * v).powf(1.5);
        let d2 = ((x - 1.0 + MU).powi(2) + v * v).powf(1.5);
        f[0] = y[2];
        f[1] = y[3];
        f[2] = x + 2.0 * y[3] - (1.0 - MU) * (x + MU) / d1 - MU * (x - 1.0 + MU) / d2;
        f[3] = v - 2.0 * y[2] - (1.0 - MU) * v / d1 - MU * v / d2;
    })
}

/// Seven stars of the masses 1 … 7 in a plane.
fn pleiades(_: f64, y: &[f64], f: &mut [f64]) {
    f[..14].copy_from_slice(&y[14..]);
    for i in 0..7 {
        let (mut ax, mut ay, mut mass) = (0.0, 0.0, 0.0);
        for j in 0..7 {
            mass += 1.0;
            if i != j {
                let (dx, dy) = (y[j] - y[i], y[7 + j] - y[7 + i]);
                let cube = (dx * dx + dy * dy).powf(1.5);
                ax += mass * dx / cube;
                ay += mass * dy / cube;
            }
        }
        f[14 + i] = ax;
        f[21 + i] = ay;
    }
}

/// Problems that are not stiff.
pub(crate) fn others() -> Vec<Problem> {
    let mut stars = vec![3.0, 3.0, -1.0, -3.0, 2.0, -2.0, 2.0, 3.0, -3.0, 2.0, 0.0, 0.0, -4.0, 4.0];
    stars.extend([0.0, 0.0, 0.0, 0.0, 0.0, 1.75, -1.5, 0.0, 0.0, 0.0, -1.25, 1.0, 0.0, 0.0]);
    vec![
        arenstorf(),
        Problem::new("Pleiades", &stars, pleiades),
        Problem::new("Brusselator-ODE", &[1.5, 3.0], |_, y, f| {
            let square = y[0] * y[0] * y[1];
            f.copy_from_slice(&[1.0 + square - 4.0 * y[0], 3.0 * y[0] - square]);
        }),
        Problem::new("VdP-limit-cycle", &[2.00861986087484313650940188, 0.0], |_, y, f| {
            f.copy_from_slice(&[y[1], (1.0 - y[0] * y[0]) * y[1] - y[0]]);
        }),
        Problem::new("LotkaVolterra", &[1.0, 1.0], |_, y, f| {
            f.copy_from_slice(&[1.5 * y[0] - y[0] * y[1], -3.0 * y[1] + y[0] * y[1]]);
        }),
    ]
}

/// Problems for which explicit methods are not made.
pub(crate) fn stiff() -> Vec<Problem> {
    vec![
        Problem::new("VdP-eps0.003", &[2.0, -0.6], |_, y, f| {
            f.copy_from_slice(&[y[1], ((1.0 - y[0] * y[0]) * y[1] - y[0]) / 0.003]);
        }),
        Problem::new("HIRES", &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0057], |_, y, f| {
            f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
            f[1] = 1.71 * y[0] - 8.75 * y[1];
            f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
            f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
            f[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
            f[5] = -280.0 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
            f[6] = 280.0 * y[5] * y[7] - 1.81 * y[6];
            f[7] = -f[6];
        }),
        Problem::new("VDPOL", &[2.0, 0.0], |_, y, f| {
            f.copy_from_slice(&[y[1], 1000.0 * (1.0 - y[0] * y[0]) * y[1] - y[0]]);
        }),
        Problem::new("ROBER", &[1.0, 0.0, 0.0], |_, y, f| {
            let (slow, middle, fast) = (0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] * y[1]);
            f.copy_from_slice(&[-slow + middle, slow - middle - fast, fast]);
        }),
    ]
}
