//! The limit of stability of an explicit method, from its tableau.

use super::{Stages, Tableau};

/// The smallest x at which the step for dy/dt = λ·y grows at h·λ = −x: |R(−x)| > 1. To 1/64.
pub(super) fn stability_limit<M: Tableau>() -> f64 {
    let quarters = (1..80).find(|&k| grows::<M>(f64::from(k) / 4.0)).unwrap_or(80);
    let (mut stable, mut width) = (f64::from(quarters - 1) / 4.0, 0.25);
    while width > 1.0 / 64.0 {
        width *= 0.5;
        if !grows::<M>(stable + width) {
            stable += width;
        }
    }
    stable
}

/// Whether one step for dy/dt = −x·y, of length 1, makes y larger.
fn grows<M: Tableau>(x: f64) -> bool {
    let mut k: M::Stages<f64> = Stages::from_fn(|_| 0.0);
    let sum = |weights: &[f64], k: &[f64]| weights.iter().zip(k).map(|(w, k)| w * k).sum::<f64>();
    for i in 0..M::Stages::<f64>::COUNT {
        k.as_mut_slice()[i] = -x * (1.0 + sum(M::A[i], k.as_slice()));
    }
    !(-1.0..=1.0).contains(&(1.0 + sum(M::B, k.as_slice())))
}
