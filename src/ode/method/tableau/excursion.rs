//! The excursion bound of a dense output: the weights of its stages, summed in the order of their
//! times.

use super::Tableau;
use crate::num::Scalar;
use crate::num::polynomial::MAX_DEGREE;

/// The most stages of a tableau.
pub(super) const MOST_STAGES: usize = 20;

/// The stages of a method in the order of their times, each with a bound of the sum of the weights
/// of its dense output up to it, maxθ |Σᵢ pᵢ₁·θ + pᵢ₂·θ² + …| over [0, 1], rounded up.
#[derive(Clone, Copy)]
pub(super) struct Excursion {
    stages: [(usize, f64); MOST_STAGES],
    count: usize,
}

impl Excursion {
    #[inline(always)]
    pub(super) fn as_slice(&self) -> &[(usize, f64)] {
        &self.stages[..self.count]
    }
}

/// The [`Excursion`] of a method with a dense output of its own.
pub(super) const fn excursion_of<M: Tableau>() -> Excursion {
    excursion(M::C, M::DENSE)
}

#[allow(clippy::cast_lossless, reason = "`From` is not const")]
const fn excursion(c: &[f64], rows: &[&[f64]]) -> Excursion {
    const PARTS: u32 = 64;
    let order = in_order_of_time(c);
    let (mut stages, mut sum, mut place) = ([(0, 0.0); MOST_STAGES], [0.0; MAX_DEGREE], 0);
    while place < rows.len() && place < c.len() {
        let row = rows[order[place]];
        let mut k = 0;
        while k < row.len() && k < MAX_DEGREE {
            sum[k] += row[k];
            k += 1;
        }
        // Between samples δ apart: |B(θ)| ≤ max |B(samples)| + δ²/8·Σₖ k·(k − 1)·|pₖ|
        let (mut largest, mut bend) = (0.0, 0.0);
        let mut sample = 0;
        while sample <= PARTS {
            let theta = sample as f64 / PARTS as f64;
            let (mut value, mut k) = (0.0, MAX_DEGREE);
            while k > 0 {
                k -= 1;
                value = (value + sum[k]) * theta;
            }
            largest = f64::max(largest, value.abs());
            sample += 1;
        }
        let (mut k, mut power) = (0, 1.0);
        while k < MAX_DEGREE {
            bend += power * (power - 1.0) * sum[k].abs();
            (k, power) = (k + 1, power + 1.0);
        }
        stages[place] = (order[place], largest + bend / (8.0 * PARTS as f64 * PARTS as f64));
        place += 1;
    }
    Excursion { stages, count: place }
}

/// The stages by their times, equal ones as they come.
const fn in_order_of_time(c: &[f64]) -> [usize; MOST_STAGES] {
    let (mut order, mut i) = ([0; MOST_STAGES], 0);
    while i < c.len() && i < MOST_STAGES {
        let mut place = i;
        while place > 0 && c[order[place - 1]] > c[i] {
            order[place] = order[place - 1];
            place -= 1;
        }
        order[place] = i;
        i += 1;
    }
    order
}

/// The change of slope allowed at a lazy stage, in units of the largest change between neighbours.
/// With 1, a run by Dop853 passed by a level that its dense output goes through (rtol 1e-3); with
/// 2, none of 8580 levels and runs.
const LAZY_CHANGE: f64 = 4.0;

/// A bound of |Σᵢ bᵢ(θ)·kᵢ| by parts: with Bᵢ the sum of the weights up to stage i in the order of
/// time, Σᵢ bᵢ·kᵢ = B_s·k_s − Σᵢ Bᵢ·(kᵢ₊₁ − kᵢ). Neighbours differ little, and large weights of
/// theirs cancel.
///
/// The slope of a lazy stage is not known yet: it is taken to differ from the stage before it in
/// time by no more than four times what any two neighbours do.
#[inline(always)]
pub(super) fn summed_by_parts<T: Scalar>(
    lazy: usize,
    bounds: &[(usize, f64)],
    k: impl Fn(usize) -> Option<T>,
) -> Option<T> {
    let zero = T::lit(0.0);
    let (mut sum, mut largest, mut unknown) = (zero, zero, zero);
    let (mut slope, mut weight) = (None, zero);
    for &(stage, bound) in bounds {
        let bound = T::lit(bound);
        if stage + lazy >= bounds.len() {
            // |kᵢ − kᵢ₋₁| with the weight before it, and with its own
            // |kᵢ₊₁ − kᵢ| ≤ |kᵢ₊₁ − kᵢ₋₁| + |kᵢ − kᵢ₋₁|.
            unknown = unknown + weight + bound;
            weight = weight.max(bound);
            continue;
        }
        let here = k(stage)?;
        let change = (here - slope.unwrap_or(here)).abs();
        (largest, sum) = (largest.max(change), sum + weight * change);
        (slope, weight) = (Some(here), bound);
    }
    Some(sum + T::lit(LAZY_CHANGE) * unknown * largest + weight * slope?.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trapezium_has_the_sums_one_half_and_one() {
        // b₁ = θ − θ²/2, b₂ = θ²/2, given in the wrong order
        let bound = excursion(&[1.0, 0.0], &[&[0.0, 0.5], &[1.0, -0.5]]);
        let [first, second] = bound.as_slice() else { panic!("{} stages", bound.count) };
        assert_eq!((first.0, second.0), (1, 0));
        assert!((0.5..0.501).contains(&first.1) && (1.0..1.001).contains(&second.1));
    }
}
