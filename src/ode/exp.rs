//! The exponential of the hot loop, inlined where it is used.

use num_traits::Float;

/// 64/ln 2, and ln 2/64 in two parts of which the first has 22 zero bits, so that k times it is exact.
const PER_STEP: f64 = 92.33248261689366;
const STEP: [f64; 2] = [0.01083042468962958, 6.619564634077006e-12];
/// 3·2⁵¹: adding it rounds to a whole number, which stands in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Beyond it eˣ or the products with it come near the ends of the range.
const REACH: f64 = 700.0;

/// eˣ to 1 ulp: x = k·ln 2/64 + r, eˣ = 2^(k/64)·eʳ with a table of 2^(j/64) and five terms of eʳ.
///
/// P. T. P. Tang, *ACM Trans. Math. Softw.* 15 (1989) 144. The same bits on every machine for |x| < 700; beyond,
/// the library's.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    exp_over(x, 1.0)
}

/// e^(x/scale) for a `scale` that is a whole number below 128, to 1 ulp with the division: the multiple of ln 2/64
/// is taken away before it, so that x/scale is never rounded.
#[inline(always)]
pub(super) fn exp_over(x: f64, scale: f64) -> f64 {
    #[allow(clippy::neg_cmp_op_on_partial_ord, reason = "a NaN goes the long way too")]
    if !(x.abs() < REACH * scale.abs()) {
        return beyond(x / scale);
    }
    let rounded = x * (PER_STEP / scale) + ROUND;
    let (k, bits) = (rounded - ROUND, rounded.to_bits());
    // The first part has 31 bits, scale 7 and k 16: their product is exact.
    let r = ((x - k * (STEP[0] * scale)) - k * (STEP[1] * scale)) * (1.0 / scale);
    // 2^(k/64): the table's entry has the bits of j taken away, which the exponent then adds again.
    let power = f64::from_bits(TABLE[(bits & 63) as usize].wrapping_add(bits << 46));
    let square = r * r;
    let tail = (0.5 + r * (1.0 / 6.0)) + square * ((1.0 / 24.0) + r * (1.0 / 120.0));
    power + power * (r + square * tail)
}

#[cold]
#[inline(never)]
fn beyond(x: f64) -> f64 {
    Float::exp(x)
}

/// The bits of 2^(j/64) less j·2⁴⁶.
const TABLE: [u64; 64] = [
    0x3ff0_0000_0000_0000,
    0x3fef_ec9a_3e77_8061,
    0x3fef_d9b0_d315_8574,
    0x3fef_c745_1875_9bc8,
    0x3fef_b558_6cf9_890f,
    0x3fef_a3ec_32d3_d1a2,
    0x3fef_9301_d012_5b51,
    0x3fef_829a_aea9_2de0,
    0x3fef_72b8_3c7d_517b,
    0x3fef_635b_eb6f_cb75,
    0x3fef_5487_3168_b9aa,
    0x3fef_463b_8862_8cd6,
    0x3fef_387a_6e75_6238,
    0x3fef_2b45_65e2_7cdd,
    0x3fef_1e9d_f51f_dee1,
    0x3fef_1285_a6e4_030b,
    0x3fef_06fe_0a31_b715,
    0x3fee_fc08_b264_16ff,
    0x3fee_f1a7_373a_a9cb,
    0x3fee_e7db_34e5_9ff7,
    0x3fee_dea6_4c12_3422,
    0x3fee_d60a_21f7_2e2a,
    0x3fee_ce08_6061_892d,
    0x3fee_c6a2_b5c1_3cd0,
    0x3fee_bfda_d536_2a27,
    0x3fee_b9b2_769d_2ca7,
    0x3fee_b42b_569d_4f82,
    0x3fee_af47_36b5_27da,
    0x3fee_ab07_dd48_5429,
    0x3fee_a76f_15ad_2148,
    0x3fee_a47e_b03a_5585,
    0x3fee_a238_8255_2225,
    0x3fee_a09e_667f_3bcd,
    0x3fee_9fb2_3c65_1a2f,
    0x3fee_9f75_e8ec_5f74,
    0x3fee_9feb_5642_67c9,
    0x3fee_a114_73eb_0187,
    0x3fee_a2f3_36cf_4e62,
    0x3fee_a589_994c_ce13,
    0x3fee_a8d9_9b44_92ed,
    0x3fee_ace5_422a_a0db,
    0x3fee_b1ae_9915_7736,
    0x3fee_b737_b0cd_c5e5,
    0x3fee_bd82_9fde_4e50,
    0x3fee_c491_82a3_f090,
    0x3fee_cc66_7b5d_e565,
    0x3fee_d503_b23e_255d,
    0x3fee_de6b_5579_fdbf,
    0x3fee_e89f_995a_d3ad,
    0x3fee_f3a2_b84f_15fb,
    0x3fee_ff76_f2fb_5e47,
    0x3fef_0c1e_904b_c1d2,
    0x3fef_199b_dd85_529c,
    0x3fef_27f1_2e57_d14b,
    0x3fef_3720_dcef_9069,
    0x3fef_472d_4a07_897c,
    0x3fef_5818_dcfb_a487,
    0x3fef_69e6_03db_3285,
    0x3fef_7c97_337b_9b5f,
    0x3fef_902e_e78b_3ff6,
    0x3fef_a4af_a2a4_90da,
    0x3fef_ba1b_ee61_5a27,
    0x3fef_d076_5b6e_4540,
    0x3fef_e7c1_819e_90d8,
];

#[cfg(test)]
mod tests {
    use super::exp;
    use crate::ode::Scalar;

    #[test]
    fn agrees_with_the_library_to_one_ulp() {
        let mut worst = 0.0_f64;
        for k in -700_000..700_000 {
            let x = f64::from(k) * 1e-3 + 1e-9;
            let exact = x.exp();
            worst = worst.max((exp(x) - exact).abs() / Scalar::ulp(exact));
        }
        assert!(worst <= 1.01, "{worst} ulp");
    }

    /// Against the quotient in twice the digits: e^(x/s) = e^q·(1 + d) with the rest d of the division.
    #[test]
    fn a_quotient_is_not_rounded_on_the_way() {
        for scale in [-10.0, -18.0, -80.0, 20.0, 127.0] {
            let mut worst = 0.0_f64;
            for k in -150_000..200_000 {
                let x = f64::from(k) * 1e-3 + 1e-7;
                let q = x / scale;
                let exact = q.exp();
                // x − q·scale is one float.
                let rest = (-q).mul_add(scale, x) / scale;
                let off = super::exp_over(x, scale) - exact - exact * rest;
                worst = worst.max(off.abs() / Scalar::ulp(exact));
            }
            assert!(worst <= 2.0, "{worst} ulp of e^(x/{scale})");
        }
        assert!(super::exp_over(f64::NAN, -10.0).is_nan());
        assert_eq!(super::exp_over(1e5, -10.0), 0.0);
        assert_eq!(super::exp_over(-1e5, -10.0), f64::INFINITY);
    }

    #[test]
    fn small_numbers_and_the_ends() {
        assert_eq!((exp(0.0), exp(-0.0), exp(1e-300)), (1.0, 1.0, 1.0));
        for k in 0..300 {
            let x = 0.7_f64.powi(k);
            for x in [x, -x] {
                assert!((exp(x) - x.exp()).abs() <= Scalar::ulp(x.exp()), "{x}");
            }
        }
        assert!(exp(f64::NAN).is_nan());
        assert_eq!((exp(f64::INFINITY), exp(f64::NEG_INFINITY)), (f64::INFINITY, 0.0));
        assert_eq!((exp(800.0), exp(-800.0)), (f64::INFINITY, 0.0));
        assert_eq!(exp(-740.0), (-740.0_f64).exp());
    }
}
