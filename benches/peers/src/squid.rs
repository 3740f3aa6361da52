//! The 1952 set as a user of a general solver writes it: six exponentials of the library, a current
//! given for each segment, no allocation.

/// (V, m, h, n) of the membrane clamped at V = 0, in mV and parts of 1.
pub(crate) fn clamped_at_zero() -> [f64; 4] {
    let y = excitable::HodgkinHuxley::<f64>::squid_axon().clamped_at(0.0);
    [y.v, y.m, y.h, y.n]
}

/// x / (eˣ − 1), which is 1 − x/2 near 0, where the quotient would lose its digits.
#[inline(always)]
fn exprelr(x: f64) -> f64 {
    if x.abs() < 1e-5 { 1.0 - 0.5 * x } else { x / (x.exp() - 1.0) }
}

/// dy/dt (mV/ms, 1/ms) under `current` (µA/cm², inward positive).
#[inline(always)]
pub(crate) fn slope([v, m, h, n]: [f64; 4], current: f64) -> [f64; 4] {
    let (alpha_m, beta_m) = (exprelr((25.0 - v) * 0.1), 4.0 * (v * (-1.0 / 18.0)).exp());
    let (alpha_h, beta_h) = (0.07 * (v * -0.05).exp(), 1.0 / (1.0 + ((30.0 - v) * 0.1).exp()));
    let (alpha_n, beta_n) = (0.1 * exprelr((10.0 - v) * 0.1), 0.125 * (v * -0.0125).exp());
    let (n2, leak) = (n * n, 0.3 * (v - 10.613));
    let (na, k) = (120.0 * (m * m * m * h) * (v - 115.0), 36.0 * (n2 * n2) * (v + 12.0));
    [
        current - na - k - leak,
        alpha_m * (1.0 - m) - beta_m * m,
        alpha_h * (1.0 - h) - beta_h * h,
        alpha_n * (1.0 - n) - beta_n * n,
    ]
}
