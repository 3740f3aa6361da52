//! Verner's 6(5) pair.
//!
//! Its coefficients are large (b to 176, those of the dense output to 22 646). Rounded one by one
//! they would miss their order conditions by 3·10⁻¹¹; the literals here are floats near the
//! printed coefficients, at most 4·10⁻¹³ (dense output: 5·10⁻¹²) from them, that were chosen
//! together so that the conditions hold. Change none of them alone: `tests/ode/order_conditions.rs`
//! computes with the floats as they are.

use super::tableau::{EmbeddedTableau, Tableau};

/// Verner's most efficient pair of orders 6(5): eight evaluations a step, error estimate of order
/// 5.
///
/// Dense output: its own of degree 6, error O(h⁶), with one evaluation more for each step in which
/// a value is asked for.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let control = Verner65.adaptive().rtol(1e-10).atol(1e-10);
/// let end = integrate(&decay, 0.0..1.0, 1.0, control).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: J. H. Verner, *Numer. Algor.* 53 (2010) 383; the coefficients of the 9-stage pair
/// IIIXb-6(5) and of its interpolant of order 5 with c₁₀ = 1/2 as its author publishes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verner65;

impl Tableau for Verner65 {
    const ORDER: u32 = 6;
    type Stages<X> = [X; 10];
    const C: &'static [f64] = &[
        0.0,
        0.06,
        0.09593333333333277,
        0.14390000000000044,
        0.4973000000000001,
        0.9724999999999993,
        0.9994999999999999,
        1.0,
        1.0,
        0.5,
    ];
    const A: &'static [&'static [f64]] = &[
        &[],
        &[0.06],
        &[0.01923996296304309, 0.07669337037028968],
        &[0.03597500000007306, 0.0, 0.10792499999992738],
        &[1.3186834152330658, 0.0, -5.042058063628617, 4.220674648395551],
        &[-41.872591664327494, 0.0, 159.4325621631374, -122.1192135650097, 5.531743066199804],
        &[
            -54.4301569353166,
            0.0,
            207.06725136501876,
            -158.61081378458994,
            6.991816585949995,
            -0.018597231062218333,
        ],
        &[
            -54.6637417872821,
            0.0,
            207.95280625538976,
            -159.2889574744995,
            7.0187437407967,
            -0.01833878590506112,
            -0.0005119484997882923,
        ],
        &[
            0.03438957868356757,
            0.0,
            0.0,
            0.25826245556335686,
            0.4209371189673451,
            4.405396469669614,
            -176.48311902429882,
            172.36413340141493,
        ],
        &[
            0.01652415901355821,
            0.0,
            0.0,
            0.3053128187514455,
            0.20712009382017627,
            -1.2938791406551324,
            57.1198841158815,
            -55.879792075109314,
            0.02483002829776974,
        ],
    ];
    const B: &'static [f64] = &[
        0.03438957868356757,
        0.0,
        0.0,
        0.25826245556335686,
        0.4209371189673451,
        4.405396469669614,
        -176.48311902429882,
        172.36413340141493,
        0.0,
        0.0,
    ];
    const FSAL: bool = true;
    const LAZY: usize = 1;
    const DENSE: &'static [&'static [f64]] = &[
        &[
            1.0,
            -5.30816960710373,
            10.181680448959451,
            -7.520036991614539,
            0.9340485368657809,
            0.7468671915766052,
        ],
        &[],
        &[],
        &[
            0.0,
            6.272050253212524,
            -16.02618147467664,
            12.844356324519843,
            -1.1487945044776247,
            -1.6831681430147452,
        ],
        &[
            0.0,
            6.876491702846178,
            -24.635767260847278,
            33.210786483797904,
            -17.494615282635795,
            2.4640414758063383,
        ],
        &[
            0.0,
            -35.54445171059926,
            165.70161701902697,
            -385.4635395491166,
            442.4324137015692,
            -182.7206429912107,
        ],
        &[
            0.0,
            1918.6548566980107,
            -9268.121508966044,
            20858.337028772552,
            -22645.82767158481,
            8960.474176055994,
        ],
        &[
            0.0,
            -1883.0698021327178,
            9101.025187200634,
            -20473.188551959538,
            22209.765551256536,
            -8782.1682509635,
        ],
        &[
            0.0,
            0.11902479635136842,
            -0.12502696705269045,
            1.7799569193994103,
            -4.660932123046223,
            2.8869773743481346,
        ],
        &[0.0, -8.0, 32.0, -40.0, 16.0, 0.0],
    ];
}

impl EmbeddedTableau for Verner65 {
    const ERROR_ORDER: u32 = 5;
    /// 10^−0.4. With the whole tolerance the median error over forty problems is 0.46, 0.18 and
    /// 0.06 times the tolerances 10⁻³, 10⁻⁶ and 10⁻⁹, so 0.21, 0.06 and 0.02.
    const SHARE: f64 = 0.39810717055349726;
    const E: &'static [f64] = &[
        -0.014710097800230248,
        0.0,
        0.0,
        0.0331512326116441,
        -0.048531106335548135,
        3.598817244670485,
        -176.48311902429882,
        172.97125289059292,
        -0.05686113944045701,
        0.0,
    ];
}
