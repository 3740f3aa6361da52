//! The roots of a function of one variable: by a scan, and a search where it nearly touches zero.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Scalar, bracket};

/// The evaluations spent where the function comes near zero without changing its sign.
const PROBES: u32 = 80;
/// 1 − 1/φ, the golden section.
const GOLDEN: f64 = 0.38196601125010515;

/// The roots of `f` inside `range`, ascending, that show between neighbours of `parts` equal parts,
/// or where
/// |f| has a minimum between them: two roots that lie close together are found as well.
pub(super) fn roots<T: Scalar>(
    range: &Range<T>,
    parts: u32,
    mut whole: impl FnMut(T) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let (mut samples, mut found) = (Vec::new(), Vec::new());
    let range = range.start.without_derivatives()..range.end.without_derivatives();
    let mut f = |x| whole(x).map(Scalar::without_derivatives);
    for k in 0..=parts {
        let x = range.start + (range.end - range.start) * T::lit(f64::from(k) / f64::from(parts));
        let y = f(x)?;
        let remedy = "narrow the range to where the system can be evaluated";
        require(y.is_finite(), "roots", ("the function", y), Bound::Finite, remedy)?;
        samples.push((x, y));
        if let [.., a, b, c] = samples[..]
            && let Some(probe) = probe(a, b, c, &mut f)?
        {
            // The samples around it change sign with it; the later ones go on from b or c.
            let at = samples.len() - if probe.0 < b.0 { 2 } else { 1 };
            samples.insert(at, probe);
        }
    }
    for pair in samples.windows(2) {
        if let [a, b] = *pair
            && (a.1 == T::zero() || (b.1 != T::zero() && (a.1 < T::zero()) != (b.1 < T::zero())))
        {
            found.push(root(a, b, &mut f)?);
        }
    }
    found.extend(samples.last().filter(|last| last.1 == T::zero()).map(|last| last.0));
    found.into_iter().map(|root| settled(root, &mut whole)).collect()
}

/// A root with its derivatives, where numbers carry some.
pub(super) fn settled<T: Scalar>(
    root: T,
    mut f: impl FnMut(T) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut outcome = Ok(());
    let root = root.settled(|x| {
        f(x).unwrap_or_else(|error| {
            outcome = Err(error);
            T::nan()
        })
    });
    outcome.map(|()| root)
}

fn root<T: Scalar>(
    a: (T, T),
    b: (T, T),
    f: &mut impl FnMut(T) -> Result<T, Error>,
) -> Result<T, Error> {
    if a.1 == T::zero() {
        return Ok(a.0);
    }
    let mut outcome = Ok(());
    let mut value = |x| {
        f(x).unwrap_or_else(|error| {
            outcome = Err(error);
            T::nan()
        })
    };
    let (low, high) = bracket(a, b, &mut value);
    let nearer = if Float::abs(value(low)) < Float::abs(value(high)) { low } else { high };
    outcome.map(|()| nearer)
}

/// A point between `a` and `c` at which the function has the other sign, where |f| is smallest at
/// `b`.
fn probe<T: Scalar>(
    a: (T, T),
    b: (T, T),
    c: (T, T),
    f: &mut impl FnMut(T) -> Result<T, Error>,
) -> Result<Option<(T, T)>, Error> {
    let positive = b.1 > T::zero();
    let alike = b.1 != T::zero() && (a.1 > T::zero()) == positive && (c.1 > T::zero()) == positive;
    if !alike || Float::abs(b.1) > Float::abs(a.1) || Float::abs(b.1) > Float::abs(c.1) {
        return Ok(None);
    }
    let (mut low, mut middle, mut high) = (a.0, b, c.0);
    for _ in 0..PROBES {
        let right = high - middle.0 > middle.0 - low;
        let end = if right { high } else { low };
        let x = middle.0 + (end - middle.0) * T::lit(GOLDEN);
        let here = (x, f(x)?);
        if here.1 != T::zero() && (here.1 > T::zero()) != positive {
            return Ok(Some(here));
        }
        let (inside, outside) =
            if Float::abs(here.1) < Float::abs(middle.1) { (here, middle) } else { (middle, here) };
        // The worse of the two becomes the end on its side.
        if outside.0 > inside.0 {
            high = outside.0;
        } else {
            low = outside.0;
        }
        middle = inside;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(f: impl Fn(f64) -> f64, parts: u32) -> Vec<f64> {
        roots(&(0.0..1.0), parts, |x| Ok(f(x))).unwrap()
    }

    #[test]
    fn two_roots_inside_one_part_are_found() {
        let close = found(|x| (x - 0.3333) * (x - 0.3334), 10);
        assert_eq!(close.len(), 2);
        assert!((close[0] - 0.3333).abs() < 1e-12 && (close[1] - 0.3334).abs() < 1e-12);
    }

    #[test]
    fn roots_on_samples_count_once_and_a_distance_from_zero_is_none() {
        assert_eq!(found(|x| x - 0.5, 10), [0.5]);
        assert_eq!(found(|x| x * (x - 1.0), 4), [0.0, 1.0]);
        assert!(found(|x| 1e-9 + (x - 0.37) * (x - 0.37), 10).is_empty());
    }

    #[test]
    fn what_fails_or_is_not_finite_is_told() {
        assert!(roots(&(0.0..1.0), 4, |_| Ok(f64::NAN)).is_err());
        let failing =
            |x: f64| if x == 0.5 { Err(Error::Event { t: x.into() }) } else { Ok(x - 0.6) };
        assert!(roots(&(0.0..1.0), 4, failing).is_err());
    }
}
