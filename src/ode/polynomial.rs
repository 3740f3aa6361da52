//! Where a polynomial turns: its critical points, between which it is monotone.

use super::{Scalar, bracket};

/// The largest degree of a [`Polynomial`].
pub(crate) const MAX_DEGREE: usize = 8;

/// c₀ + c₁·θ + … + c₈·θ⁸.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Polynomial<T> {
    coefficients: [T; MAX_DEGREE + 1],
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

    /// Takes `level` from its constant term.
    pub(crate) fn lower_by(&mut self, level: T) {
        self.coefficients[0] = self.coefficients[0] - level;
    }

    pub(super) fn at(&self, theta: T) -> T {
        self.coefficients.iter().rev().fold(T::lit(0.0), |sum, &c| sum * theta + c)
    }

    /// c₁ + 2·c₂·θ + …
    fn derivative(&self) -> Self {
        let mut coefficients = [T::lit(0.0); MAX_DEGREE + 1];
        let mut k = T::lit(0.0);
        for (out, &c) in coefficients.iter_mut().zip(&self.coefficients[1..]) {
            k = k + T::lit(1.0);
            *out = k * c;
        }
        Self { coefficients }
    }

    /// Whether it has one sign in [0, 1] for certain: |c₀| > Σ |cₖ|.
    pub(crate) fn keeps_its_sign(&self) -> bool {
        let [first, rest @ ..] = &self.coefficients;
        first.abs() > rest.iter().fold(T::lit(0.0), |sum, c| sum + c.abs())
    }

    /// The points of (0, 1) at which its derivative changes sign.
    ///
    /// The derivatives are solved from the highest down: between neighbouring critical points of a
    /// polynomial there is one root at most, and its bracket is known.
    pub(crate) fn critical_points(&self) -> Points<T> {
        let mut derivatives = [*self; MAX_DEGREE];
        for k in 0..MAX_DEGREE {
            let before = if k == 0 { self } else { &derivatives[k - 1] };
            derivatives[k] = before.derivative();
        }
        derivatives.iter().rev().fold(Points::new(), |critical, p| p.roots_between(&critical))
    }

    /// The roots with a change of sign in (0, 1), given the critical points there.
    fn roots_between(&self, critical: &Points<T>) -> Points<T> {
        let (zero, one) = (T::lit(0.0), T::lit(1.0));
        let mut roots = Points::new();
        let mut before = (zero, self.at(zero));
        for &theta in critical.as_slice().iter().chain(&[one]) {
            let here = (theta, self.at(theta));
            if (before.1 < zero) != (here.1 < zero) {
                let (_, root) = bracket(before, here, |x| self.at(x));
                if root > zero && root < one {
                    roots.push(root);
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
        let line = Polynomial::new([1.0, -2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert!(line.critical_points().as_slice().is_empty());
        assert!(!line.keeps_its_sign());
    }

    #[test]
    fn a_large_constant_keeps_its_sign() {
        assert!(Polynomial::new([-4.0, 1.0, -1.0, 1.9, 0.0, 0.0, 0.0, 0.0, 0.0]).keeps_its_sign());
        assert!(!Polynomial::new([f64::NAN; 9]).keeps_its_sign());
    }
}
