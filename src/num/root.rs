//! The sign changes of a function.

use super::Scalar;

/// Two neighbouring points between which `g` changes its sign, from a bracket `a`, `b` with values
/// of opposite sign. The second one lies on the side of `b` (or is a zero).
///
/// The ITP method: never more evaluations than bisection plus one, and superlinear on smooth
/// functions. I. F. D. Oliveira, R. H. C. Takahashi, *ACM Trans. Math. Softw.* 47 (2020) 5, with
/// κ₁ = 0.2/(b − a), κ₂ = 2, n₀ = 1. It ends when the floats in between are spent.
pub(crate) fn bracket<T: Scalar>(
    (mut a, mut ga): (T, T),
    (mut b, mut gb): (T, T),
    mut g: impl FnMut(T) -> T,
) -> (T, T) {
    let (zero, half) = (T::lit(0.0), T::lit(0.5));
    if ga == zero {
        return (a, a);
    }
    let tolerance = a.abs().max(b.abs()).ulp();
    let kappa = T::lit(0.2) / (b - a).abs();
    // The half-width that bisection, begun one step later, would allow at this point.
    let mut allowance = (b - a).abs();
    for _ in 0..200 {
        let width = (b - a).abs();
        let middle = a + half * (b - a);
        if width <= tolerance || middle == a || middle == b || gb == zero {
            break;
        }
        let x =
            inner_point((a, ga), (b, gb), middle, kappa * width * width, allowance - half * width);
        let x = if x == a || x == b || x.is_nan() { middle } else { x };
        let gx = g(x);
        if (gx < zero) == (ga < zero) && gx != zero {
            (a, ga) = (x, gx);
        } else {
            (b, gb) = (x, gx);
        }
        allowance = (half * allowance).max(tolerance);
    }
    (a, b)
}

/// Interpolate, truncate, project: the secant's point, moved towards the middle by `shift`, and
/// kept within `radius` of the middle.
fn inner_point<T: Scalar>((a, ga): (T, T), (b, gb): (T, T), middle: T, shift: T, radius: T) -> T {
    let secant = a - ga * (b - a) / (gb - ga);
    let gap = middle - secant;
    let truncated = if shift <= gap.abs() { secant + shift * gap.signum() } else { middle };
    let radius = radius.max(T::lit(0.0));
    // A NaN (values that overflow) goes to the projection, which the caller replaces by the middle.
    if (truncated - middle).abs() <= radius { truncated } else { middle - gap.signum() * radius }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_last_float_before_a_root() {
        let mut count = 0;
        let (a, b) = bracket((0.0, -2.0), (2.0, 2.0), |x: f64| {
            count += 1;
            x * x - 2.0
        });
        assert!((b - 2.0_f64.sqrt()).abs() <= 4.0 * f64::EPSILON, "{b}");
        assert!(a <= b && b - a <= 4.0 * f64::EPSILON);
        assert!(count <= 20, "{count} evaluations");
    }

    #[test]
    fn needs_little_more_than_bisection_for_a_jump() {
        let mut count = 0;
        let (_, b) = bracket((3.0, 1.0), (-1.0, -1e-300), |x: f64| {
            count += 1;
            if x < 0.1 { -1e-300 } else { 1.0 }
        });
        assert!((b - 0.1).abs() <= 1e-15, "{b}");
        assert!(count <= 60, "{count} evaluations");
    }

    #[test]
    fn works_in_f32() {
        let (_, b) = bracket((0.0_f32, -1.0), (4.0, 3.0), |x| x - 1.0);
        assert_eq!(b, 1.0);
    }
}
