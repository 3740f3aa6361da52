//! Uniform and standard normal numbers by their index: the same for a seed and a counter on every
//! machine and in any order.

use num_traits::Float;

use crate::ode::horner;

/// 2⁶⁴/φ, odd: the step of the Weyl sequence below.
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64; Steele, Lea, Flood, *OOPSLA* 2014, with the constants of their
/// variant 13.
const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Number `counter` of the stream of `seed`, uniform between 0 and 1.
pub(super) fn uniform(seed: u64, counter: i64) -> f64 {
    let z = mix(mix(seed).wrapping_add(WEYL.wrapping_mul(counter.cast_unsigned())));
    // The middle of one of 2⁵³ equal parts of (0, 1): neither end is met.
    #[allow(clippy::cast_precision_loss, reason = "53 bits are exact")]
    let p = ((z >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0);
    p
}

/// Number `counter` of the stream of `seed`, standard normal.
pub(super) fn gaussian(seed: u64, counter: i64) -> f64 {
    quantile(uniform(seed, counter))
}

/// The x below which a standard normal number lies with probability p; M. J. Wichura, *Applied
/// Statistics* 37 (1988) 477, algorithm AS 241, PPND16: 16 digits.
fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * horner(r, CENTRE.0) / horner(r, CENTRE.1);
    }
    let r = Float::sqrt(-Float::ln(p.min(1.0 - p)));
    let (x, (above, below)) = if r <= 5.0 { (r - 1.6, MIDDLE) } else { (r - 5.0, TAIL) };
    let size = horner(x, above) / horner(x, below);
    if q < 0.0 { -size } else { size }
}

type Rational = ([f64; 8], [f64; 8]);

const CENTRE: Rational = (
    [
        3.3871328727963666080,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ],
    [
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ],
);

const MIDDLE: Rational = (
    [
        1.42343711074968357734,
        4.63033784615654529590,
        5.76949722146069140550,
        3.64784832476320460504,
        1.27045825245236838258,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ],
    [
        1.0,
        2.05319162663775882187,
        1.67638483018380384940,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ],
);

const TAIL: Rational = (
    [
        6.65790464350110377720,
        5.46378491116411436990,
        1.78482653991729133580,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ],
    [
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    /// Roots of the normal distribution function in 40-digit arithmetic (mpmath 1.3).
    #[test]
    fn quantiles_match_an_independent_table() {
        for (p, x) in QUANTILES {
            assert!((quantile(p) - x).abs() <= 4e-15 * x.abs().max(0.1), "{} at {p}", quantile(p));
            // 1 − p rounds.
            assert!(p < 1e-7 || (quantile(1.0 - p) + x).abs() <= 1e-9, "not odd at {p}");
        }
    }

    const QUANTILES: [(f64, f64); 7] = [
        (1e-15, -7.941345326170997),
        (1e-11, -6.706023155495136),
        (1e-06, -4.753424308822899),
        (0.01, -2.326347874040841),
        (0.0751, -1.43882539275254),
        (0.3, -0.5244005127080408),
        (0.4999, -0.00025066283008800747),
    ];
}
