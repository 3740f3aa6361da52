//! The axon and its RK4 loop written out by hand for four `f64`: what the generic path is held
//! against.

/// x / (eˣ − 1), by the same formulas as the crate's.
#[inline(always)]
fn exprelr(x: f64) -> f64 {
    if x.abs() > 0.5 {
        return x / (x.exp() - 1.0);
    }
    let q = x * x;
    let tail = 1.0 / 47900160.0 + q * (-691.0 / 1307674368000.0 + q * (1.0 / 74724249600.0));
    let tail = 1.0 / 30240.0 + q * (-1.0 / 1209600.0 + q * tail);
    1.0 - 0.5 * x + q * (1.0 / 12.0 + q * (-1.0 / 720.0 + q * tail))
}

/// The numbers of the axon, known only at run time as the crate's are: 1/C, ḡ and E of sodium,
/// potassium and leak, and (rate, midpoint, scale) of αm, βm, αh, βh, αn, βn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers {
    pub(crate) per_c_m: f64,
    pub(crate) g: [f64; 3],
    pub(crate) e: [f64; 3],
    pub(crate) rates: [[f64; 3]; 6],
}

pub(crate) const SQUID_AXON: Numbers = Numbers {
    per_c_m: 1.0,
    g: [120.0, 36.0, 0.3],
    e: [115.0, -12.0, 10.613],
    rates: [
        [1.0, 25.0, 10.0],
        [4.0, 0.0, -18.0],
        [0.07, 0.0, -20.0],
        [1.0, 30.0, 10.0],
        [0.1, 10.0, 10.0],
        [0.125, 0.0, -80.0],
    ],
};

/// dy/dt of (V, m, h, n) under `current`.
#[inline(always)]
fn slope(p: &Numbers, [v, m, h, n]: [f64; 4], current: f64) -> [f64; 4] {
    let x = |i: usize| (v - p.rates[i][1]) / p.rates[i][2];
    let rate = |i: usize| p.rates[i][0];
    let (alpha_m, beta_m) = (rate(0) * exprelr(-x(0)), rate(1) * x(1).exp());
    let (alpha_h, beta_h) = (rate(2) * x(2).exp(), rate(3) / (1.0 + (-x(3)).exp()));
    let (alpha_n, beta_n) = (rate(4) * exprelr(-x(4)), rate(5) * x(5).exp());
    let n2 = n * n;
    let (g, e) = (p.g, p.e);
    let (na, k) = (g[0] * (m * m * m * h) * (v - e[0]), g[1] * (n2 * n2) * (v - e[1]));
    [
        (current - na - k - g[2] * (v - e[2])) * p.per_c_m,
        alpha_m * (1.0 - m) - beta_m * m,
        alpha_h * (1.0 - h) - beta_h * h,
        alpha_n * (1.0 - n) - beta_n * n,
    ]
}

/// `steps` steps of RK4 under a constant current.
#[inline(never)]
pub(crate) fn rk4(p: &Numbers, mut y: [f64; 4], current: f64, dt: f64, steps: u32) -> [f64; 4] {
    let sum = |y: [f64; 4], h: f64, k: [f64; 4]| std::array::from_fn(|i| y[i] + h * k[i]);
    let mut k1 = slope(p, y, current);
    for _ in 0..steps {
        let k2 = slope(p, sum(y, 0.5 * dt, k1), current);
        let k3 = slope(p, sum(y, 0.5 * dt, k2), current);
        let k4 = slope(p, sum(y, dt, k3), current);
        let mean = |i: usize| {
            1.0 / 6.0 * k1[i] + 1.0 / 3.0 * k2[i] + 1.0 / 3.0 * k3[i] + 1.0 / 6.0 * k4[i]
        };
        y = std::array::from_fn(|i| y[i] + dt * mean(i));
        k1 = slope(p, y, current);
    }
    y
}
