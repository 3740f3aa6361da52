//! How far each stage's weight goes in a dense output.

/// The [`REACH`](super::Tableau::REACH) of a method's own dense output, rounded up.
#[allow(clippy::cast_lossless, reason = "`From` is not const")]
pub(super) const fn reach_of<const N: usize>(
    rows: Option<[&'static [f64]; N]>,
) -> Option<[f64; N]> {
    const PARTS: u32 = 64;
    let Some(rows) = rows else { return None };
    let mut reach = [0.0; N];
    let mut i = 0;
    while i < N {
        // Between samples δ apart: |b(θ)| ≤ max |b(samples)| + δ²/8·Σₖ k·(k − 1)·|pₖ|
        let (mut largest, mut bend) = (0.0, 0.0);
        let mut sample = 0;
        while sample <= PARTS {
            let theta = sample as f64 / PARTS as f64;
            let (mut value, mut k) = (0.0, rows[i].len());
            while k > 0 {
                k -= 1;
                value = (value + rows[i][k]) * theta;
            }
            largest = f64::max(largest, value.abs());
            sample += 1;
        }
        let (mut k, mut power) = (0, 1.0);
        while k < rows[i].len() {
            bend += power * (power - 1.0) * rows[i][k].abs();
            (k, power) = (k + 1, power + 1.0);
        }
        reach[i] = largest + bend / (8.0 * PARTS as f64 * PARTS as f64);
        i += 1;
    }
    Some(reach)
}
