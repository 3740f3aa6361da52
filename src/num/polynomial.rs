//! Where a polynomial turns: its critical points, between which it is monotone.

use num_traits::Float;

use super::{Arithmetic, Plain, Scalar, bracket};

/// The largest degree of a [`Polynomial`].
pub(crate) const MAX_DEGREE: usize = 8;

/// c₀ + c₁·θ + … + c₈·θ⁸.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Polynomial<T> {
    coefficients: [T; MAX_DEGREE + 1],
}

/// The weights (j over k)/(8 over k) of cₖ in coefficient j of Bernstein's basis.
const BERNSTEIN: [[f64; MAX_DEGREE + 1]; MAX_DEGREE + 1] = bernstein();

#[allow(clippy::cast_precision_loss, reason = "`From` is not const, and the numbers are at most 8")]
const fn bernstein() -> [[f64; MAX_DEGREE + 1]; MAX_DEGREE + 1] {
    let mut weights = [[0.0; MAX_DEGREE + 1]; MAX_DEGREE + 1];
    let mut j = 0;
    while j <= MAX_DEGREE {
        // (j over k)/(8 over k) = Πᵢ (j − i)/(8 − i), i < k
        let (mut weight, mut k) = (1.0, 0);
        while k <= j {
            weights[j][k] = weight;
            weight *= (j - k) as f64 / (MAX_DEGREE - k) as f64;
            k += 1;
        }
        j += 1;
    }
    weights
}

/// The number of sign changes of a polynomial, where it is known without its roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    /// No sign change.
    None,
    /// One root, with a change of sign.
    One,
}

/// Points of the open interval (0, 1), ascending.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Points<T> {
    points: [T; MAX_DEGREE],
    count: usize,
}

impl<T: Scalar> Points<T> {
    pub(crate) fn new() -> Self {
        Self { points: [T::lit(0.0); MAX_DEGREE], count: 0 }
    }

    fn push(&mut self, point: T) {
        if let Some(place) = self.points.get_mut(self.count) {
            *place = point;
            self.count += 1;
        }
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        &self.points[..self.count]
    }
}

impl<T: Scalar> Polynomial<T> {
    pub(crate) fn new(coefficients: [T; MAX_DEGREE + 1]) -> Self {
        Self { coefficients }
    }

    /// Whether the polynomial is finite in [0, 1].
    pub(crate) fn is_bounded(&self) -> bool {
        let size = self.coefficients.iter().fold(T::lit(0.0), |sum, c| sum + c.abs());
        Float::is_finite(size)
    }

    /// The polynomial of the values alone.
    pub(crate) fn without_derivatives(&self) -> Self {
        let mut coefficients = self.coefficients;
        for c in &mut coefficients {
            *c = c.without_derivatives();
        }
        Self { coefficients }
    }

    /// The same polynomial times `factor`.
    #[cfg(feature = "alloc")]
    pub(crate) fn scaled(&self, factor: T) -> Self {
        Self { coefficients: self.coefficients.map(|c| factor * c) }
    }

    /// Subtracts `level` from the constant term.
    pub(crate) fn lower_by(&mut self, level: T) {
        self.coefficients[0] = self.coefficients[0] - level;
    }

    /// The value at θ, by Estrin's scheme, whose chain of operations is half as long as Horner's:
    /// many samples of one step are on their way at once.
    #[inline(always)]
    pub(crate) fn at(&self, theta: T) -> T {
        self.at_in::<Plain>(theta)
    }

    #[inline(always)]
    pub(crate) fn at_in<A: Arithmetic>(&self, theta: T) -> T {
        let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = self.coefficients;
        let square = theta * theta;
        let fourth = square * square;
        let line = |a, b| A::mul_add(b, theta, a);
        let low = A::mul_add(line(c2, c3), square, line(c0, c1));
        let high = A::mul_add(line(c6, c7), square, line(c4, c5));
        A::mul_add(A::mul_add(c8, fourth, high), fourth, low)
    }

    /// The value and the slope at θ.
    pub(crate) fn with_slope(&self, theta: T) -> (T, T) {
        let zero = T::lit(0.0);
        let step = |(y, slope): (T, T), &c: &T| (y * theta + c, slope * theta + y);
        self.coefficients.iter().rev().fold((zero, zero), step)
    }

    /// The derivative c₁ + 2·c₂·θ + …
    pub(crate) fn derivative(&self) -> Self {
        let mut coefficients = [T::lit(0.0); MAX_DEGREE + 1];
        let mut k = T::lit(0.0);
        for (out, &c) in coefficients.iter_mut().zip(&self.coefficients[1..]) {
            k = k + T::lit(1.0);
            *out = k * c;
        }
        Self { coefficients }
    }

    /// The number of sign changes in [0, 1], where it is certainly none or one.
    ///
    /// By its coefficients in Bernstein's basis, bⱼ = Σₖ (j over k)/(8 over k)·cₖ: no more roots
    /// than their changes of sign, and as many less an even number (Pólya and Schoenberg, *Pacific
    /// J. Math.* 8 (1958) 295). One that is smaller than its rounding may have gives no sign, and
    /// no answer.
    pub(crate) fn few_changes(&self) -> Option<Changes> {
        let Self { coefficients } = self.without_derivatives();
        let [first, rest @ ..] = &coefficients;
        let size = rest.iter().fold(T::lit(0.0), |sum, c| sum + c.abs());
        if first.abs() > size {
            return Some(Changes::None);
        }
        let slack = T::lit(16.0) * T::epsilon() * (size + first.abs());
        let (mut changes, mut before) = (0, None);
        for row in &BERNSTEIN {
            let b = row
                .iter()
                .zip(&coefficients)
                .fold(T::lit(0.0), |sum, (&w, &c)| sum + T::lit(w) * c);
            if b.abs() <= slack || b.is_nan() {
                return None;
            }
            let rises = b > T::lit(0.0);
            changes += u32::from(before.is_some_and(|before| before != rises));
            before = Some(rises);
        }
        match changes {
            0 => Some(Changes::None),
            1 => Some(Changes::One),
            _ => None,
        }
    }

    /// The critical points, where it may change its sign more than once; else none.
    pub(crate) fn turns(&self) -> Points<T> {
        if self.few_changes().is_none() { self.critical_points() } else { Points::new() }
    }

    /// The points of (0, 1) at which the derivative changes its sign.
    pub(crate) fn critical_points(&self) -> Points<T> {
        self.derivative().roots(MAX_DEGREE - 1)
    }

    /// The roots with a change of sign in (0, 1) of a polynomial of a `degree` at most.
    ///
    /// Where more than one is possible, the derivative's are solved first: between neighbouring
    /// critical points of a polynomial there is one root at most, and its bracket is known.
    fn roots(&self, degree: usize) -> Points<T> {
        match self.few_changes() {
            Some(Changes::None) => Points::new(),
            None if degree > 1 => self.roots_between(&self.derivative().roots(degree - 1)),
            _ => self.roots_between(&Points::new()),
        }
    }

    /// The roots with a change of sign in (0, 1), given the critical points there.
    fn roots_between(&self, critical: &Points<T>) -> Points<T> {
        let (zero, one) = (T::lit(0.0), T::lit(1.0));
        let mut roots = Points::new();
        let plain = self.without_derivatives();
        let mut before = (zero, plain.at(zero));
        for &theta in critical.as_slice().iter().chain(&[one]) {
            let theta = theta.without_derivatives();
            let here = (theta, plain.at(theta));
            if (before.1 < zero) != (here.1 < zero) {
                let (_, root) = bracket(before, here, |x| plain.at(x));
                if root > zero && root < one {
                    roots.push(root.settled(|x| self.at(x)));
                }
            }
            before = here;
        }
        roots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::Float;

    /// The polynomial with these roots, all of them in (0, 1).
    fn with_roots(roots: &[f64]) -> Polynomial<f64> {
        let mut c = [0.0; MAX_DEGREE + 1];
        c[0] = 1.0;
        for r in roots {
            let old = c;
            for k in 0..=MAX_DEGREE {
                c[k] = (if k > 0 { old[k - 1] } else { 0.0 }) - r * old[k];
            }
        }
        Polynomial::new(c)
    }

    #[test]
    fn roots_lie_between_critical_points() {
        let roots = [0.1, 0.25, 0.3, 0.5, 0.55, 0.8, 0.95];
        let p = with_roots(&roots);
        let critical = p.critical_points();
        assert_eq!(critical.as_slice().len(), 6);
        for (pair, point) in roots.windows(2).zip(critical.as_slice()) {
            assert!(pair[0] < *point && *point < pair[1], "{point} not in {pair:?}");
        }
        let found = p.roots_between(&critical);
        for (root, found) in roots.iter().zip(found.as_slice()) {
            assert!(Float::abs(root - found) < 1e-9, "{root} {found}");
        }
    }

    #[test]
    fn a_parabola_turns_once_and_a_line_never() {
        // (θ − 0.3)²
        let square = Polynomial::new([0.09, -0.6, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let turns = square.critical_points();
        assert_eq!(turns.as_slice().len(), 1);
        assert!(Float::abs(turns.as_slice()[0] - 0.3) < 1e-15);
        let line = Polynomial::new([1.0, -3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert!(line.critical_points().as_slice().is_empty());
        assert_eq!(line.few_changes(), Some(Changes::One));
    }

    #[test]
    fn a_large_constant_keeps_its_sign() {
        let large = Polynomial::new([-4.0, 1.0, -1.0, 1.9, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(large.few_changes(), Some(Changes::None));
        assert_eq!(Polynomial::new([f64::NAN; 9]).few_changes(), None);
    }

    #[test]
    fn bernsteins_coefficients_tell_none_from_one() {
        // 1 − 3·θ + 3·θ² ≥ ¼, though its terms are larger than the first.
        let above = Polynomial::new([1.0, -3.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(above.few_changes(), Some(Changes::None));
        let rising = Polynomial::new([-1.0, 5.0, -6.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(rising.few_changes(), Some(Changes::One));
        for roots in [&[0.4, 0.6][..], &[0.5, 0.5], &[0.0, 0.5], &[0.2, 0.5, 0.7]] {
            assert_eq!(with_roots(roots).few_changes(), None, "{roots:?}");
        }
    }

    #[test]
    fn what_few_changes_says_is_so_on_a_fine_grid() {
        let mut answers = [0; 3];
        // Coefficients of a fixed sequence of fractions (Weyl's, with the golden ratio).
        let mut x = 0.0_f64;
        for _ in 0..4000 {
            let p = Polynomial::new([(); MAX_DEGREE + 1].map(|()| {
                x = (x + 0.618_033_988_749_894_9).fract();
                2.0 * x - 1.0
            }));
            let above = |i: u32| p.at(f64::from(i) / 512.0) > 0.0;
            let seen = (0..512).filter(|&i| above(i) != above(i + 1)).count();
            match p.few_changes() {
                Some(Changes::None) => assert_eq!(seen, 0, "{p:?}"),
                Some(Changes::One) => assert_eq!(seen, 1, "{p:?}"),
                None => {}
            }
            answers[p.few_changes().map_or(2, |few| few as usize)] += 1;
        }
        assert!(answers.iter().all(|&count| count > 100), "{answers:?}");
    }
}
