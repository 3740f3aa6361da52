//! The slopes at the samples of a recording, by differences of fourth order.

use alloc::vec::Vec;

use crate::ode::Scalar;

/// The samples whose polynomial gives a slope.
const SAMPLES: usize = 5;

/// The slope at each sample: that of the quartic through it and its four nearest neighbours in
/// order, two on each side but at the ends. Its error is O(h⁴).
pub(super) fn slopes<T: Scalar>(times: &[T], values: &[T]) -> Vec<T> {
    let width = SAMPLES.min(times.len());
    let slope = |i: usize| {
        let first = i.saturating_sub(SAMPLES / 2).min(times.len() - width);
        let near = first..first + width;
        slope_at(i - first, &times[near.clone()], &values[near])
    };
    (0..times.len()).map(slope).collect()
}

/// The slope of the polynomial through the points at the point `i`.
fn slope_at<T: Scalar>(i: usize, t: &[T], v: &[T]) -> T {
    let others = |without: usize| (0..t.len()).filter(move |&k| k != i && k != without);
    // p'(tᵢ) = Σⱼ (vⱼ − vᵢ)/(tⱼ − tᵢ)·Πₖ (tᵢ − tₖ)/(tⱼ − tₖ), j ≠ i, k ≠ i, j
    others(i).fold(T::zero(), |sum, j| {
        let secant = (v[j] - v[i]) / (t[j] - t[i]);
        sum + others(j).fold(secant, |term, k| term * ((t[i] - t[k]) / (t[j] - t[k])))
    })
}
