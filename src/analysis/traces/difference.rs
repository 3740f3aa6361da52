//! The distance of two traces: the root of their mean squared difference.

use num_traits::Float;

use super::Trace;
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Curve, Scalar};

/// Nodes and weights of Gauss' formula with nine points, those ≥ 0: exact up to degree 17, and so
/// for the square of a difference of two curves, of degree 8 each.
const GAUSS: [(f64, f64); 5] = [
    (0.0, 0.3302393550012598),
    (0.3242534234038089, 0.3123470770400029),
    (0.6133714327005904, 0.2606106964029354),
    (0.8360311073266358, 0.1806481606948574),
    (0.9681602395076261, 0.0812743883615744),
];

impl<T: Scalar> Trace<T> {
    /// The root mean square of the difference from another trace over the time that both have:
    /// √(∫ (V − W)² dt/T), the integral exactly, whatever the times of the samples.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where they have no time in common.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::analysis::Trace;
    ///
    /// let line = Trace::new([0.0, 3.0], [0.0, 3.0])?;
    /// let zero = Trace::uniform(-1.0, 0.5, [0.0; 20])?;
    /// assert!((line.root_mean_square(&zero)? - 3.0_f64.sqrt()).abs() < 1e-14);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn root_mean_square(&self, other: &Self) -> Result<T, Error> {
        let (own, others) = (self.span(), other.span());
        let start = Float::max(own.start, others.start);
        let end = Float::min(own.end, others.end);
        let remedy = "give two traces of the same time";
        require(end > start, "Trace", ("time in common", end - start), Bound::Positive, remedy)?;
        let (mut i, mut j) = (self.place(start), other.place(start));
        let (mut t, mut sum) = (start, T::zero());
        while let (Some(v), Some(w)) = (self.curve(i), other.curve(j)) {
            let (end_v, end_w) = (v.end().0, w.end().0);
            let next = Float::min(end_v, end_w);
            sum = sum + squares(&v, &w, t, next);
            t = next;
            i += usize::from(end_v <= next);
            j += usize::from(end_w <= next);
        }
        Ok(Float::sqrt(sum / (end - start)))
    }
}

/// ∫ (v − w)² dt from `a` to `b`.
fn squares<T: Scalar>(v: &Curve<T>, w: &Curve<T>, a: T, b: T) -> T {
    let half = T::lit(0.5) * (b - a);
    let square = |x: T| {
        let t = a + half + half * x;
        let difference = v.at(t) - w.at(t);
        difference * difference
    };
    GAUSS.iter().fold(T::zero(), |sum, &(node, weight)| {
        let (x, weight) = (T::lit(node), half * T::lit(weight));
        let pair = if node == 0.0 { square(x) } else { square(x) + square(-x) };
        sum + weight * pair
    })
}
