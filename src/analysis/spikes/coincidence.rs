//! [`coincidence_factor`]: how well the spikes of a model meet those of a recording.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use crate::Error;
use crate::analysis::range::check_range;
use crate::error::{Bound, require};
use crate::ode::Scalar;

/// The coincidence factor Γ of the spike times of a `model` and of a recording, `data`, inside a
/// window: 1 where each spike of the one has a partner of the other within ± `precision`, 0 where
/// they meet as often as by chance.
///
/// Γ = (N − ⟨N⟩)/(½·(N_data + N_model))/(1 − 2·ν·Δ) with N coincidences within the precision Δ, and
/// ⟨N⟩ = 2·ν·Δ·N_data those of a Poisson process with the rate ν of the model (W. M. Kistler, W.
/// Gerstner, J. L. van Hemmen, *Neural Comput.* 9 (1997) 1015; R. Jolivet et al., *J. Neurosci.
/// Methods* 169 (2008) 417). A spike has one partner at most. The times are in any order, as
/// [`SpikeTrain::times`](super::SpikeTrain::times) and an ensemble give them; 2 or 4 ms are usual
/// for Δ.
///
/// # Errors
///
/// [`Error::Invalid`] for a window that is not finite, for a precision that is not positive, or one
/// at which every moment is near a spike of the model (2·ν·Δ ≥ 1); [`Error::NotFound`] where there
/// is no spike at all.
///
/// # Example
///
/// ```
/// use excitable::analysis::coincidence_factor;
///
/// let data = [10.0, 30.0, 50.0, 70.0];
/// let gamma = |model: &[f64]| {
///     coincidence_factor(model.iter().copied(), data, 2.0, 0.0..100.0)
/// };
/// assert!((gamma(&data)? - 1.0).abs() < 1e-12);
/// // N = 2, ⟨N⟩ = 2·0.03·2·4 = 0.48: (2 − 0.48)/3.5/0.88
/// assert!((gamma(&[11.0, 31.5, 60.0])? - 0.4935064935).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn coincidence_factor<T: Scalar>(
    model: impl IntoIterator<Item = T>,
    data: impl IntoIterator<Item = T>,
    precision: T,
    window: Range<T>,
) -> Result<T, Error> {
    let owner = "coincidence_factor";
    check_range(owner, &window)?;
    let holds = precision > T::zero() && precision.is_finite();
    let remedy = "give the distance within which two spikes coincide, such as 2 ms";
    require(holds, owner, ("precision", precision), Bound::Positive, remedy)?;
    let (model, data) = (inside(model, &window), inside(data, &window));
    let (n_model, n_data) = (count(&model), count(&data));
    if n_model + n_data == T::zero() {
        let place = ("window.end", window.end.into());
        return Err(Error::NotFound { sought: "a spike", place, remedy: "widen the window" });
    }
    let two = T::lit(2.0);
    // 2·ν·Δ: the part of the window that is near a spike of the model.
    let near = two * precision * n_model / (window.end - window.start);
    let remedy = "ask for a higher precision: chance alone would meet every spike";
    require(near < T::one(), owner, ("2·ν·Δ", near), Bound::Below(T::one().into()), remedy)?;
    let found = coincidences(&model, &data, precision);
    Ok((found - near * n_data) * two / (n_data + n_model) / (T::one() - near))
}

/// The times inside the window, ascending.
fn inside<T: Scalar>(times: impl IntoIterator<Item = T>, window: &Range<T>) -> Vec<T> {
    let mut times: Vec<_> = times.into_iter().filter(|t| window.contains(t)).collect();
    times.sort_by(|a, b| a.partial_cmp(b).unwrap_or(core::cmp::Ordering::Equal));
    times
}

fn count<T: Scalar>(times: &[T]) -> T {
    times.iter().fold(T::zero(), |count, _| count + T::one())
}

/// The largest number of pairs within the precision, each spike in one of them.
fn coincidences<T: Scalar>(model: &[T], data: &[T], precision: T) -> T {
    let (mut i, mut j, mut found) = (0, 0, T::zero());
    while let (Some(a), Some(b)) = (model.get(i), data.get(j)) {
        let meet = Float::abs(*a - *b) <= precision;
        found = if meet { found + T::one() } else { found };
        i += usize::from(meet || a < b);
        j += usize::from(meet || a >= b);
    }
    found
}
