//! Dormand and Prince's 5(4) pair.

use super::tableau::{EmbeddedTableau, Tableau};

/// Dormand and Prince's pair of orders 5(4): six evaluations a step, error estimate of order 4.
///
/// Dense output: the pair's own interpolant of degree 4, error O(h⁵), without further evaluations.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
/// let control = Rk45.adaptive().rtol(1e-10).atol(1e-10);
/// let end = integrate(&decay, 0.0..1.0, 1.0, control).finish()?;
/// assert!((end.y - (-1.0_f64).exp()).abs() < 1e-9);
/// # Ok::<(), excitable::Error>(())
/// ```
///
/// Source: J. R. Dormand, P. J. Prince, *J. Comp. Appl. Math.* 6 (1980) 19, table 2; the
/// interpolant: Hairer, Nørsett, Wanner, *Solving Ordinary Differential Equations I*, II.6, and L.
/// F. Shampine, *Math. Comp.* 46 (1986) 135.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rk45;

impl Tableau for Rk45 {
    const ORDER: u32 = 5;
    type Stages<X> = [X; 7];
    const C: &'static [f64] = &[0.0, 1.0 / 5.0, 3.0 / 10.0, 4.0 / 5.0, 8.0 / 9.0, 1.0, 1.0];
    const A: &'static [&'static [f64]] = &[
        &[],
        &[1.0 / 5.0],
        &[3.0 / 40.0, 9.0 / 40.0],
        &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
        &[19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0],
        &[9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0],
        Self::B,
    ];
    const B: &'static [f64] =
        &[35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0, 0.0];
    const FSAL: bool = true;
    const DENSE: &'static [&'static [f64]] = &[
        &[
            1.0,
            -8048581381.0 / 2820520608.0,
            8663915743.0 / 2820520608.0,
            -12715105075.0 / 11282082432.0,
        ],
        &[],
        &[
            0.0,
            131558114200.0 / 32700410799.0,
            -68118460800.0 / 10900136933.0,
            87487479700.0 / 32700410799.0,
        ],
        &[
            0.0,
            -1754552775.0 / 470086768.0,
            14199869525.0 / 1410260304.0,
            -10690763975.0 / 1880347072.0,
        ],
        &[
            0.0,
            127303824393.0 / 49829197408.0,
            -318862633887.0 / 49829197408.0,
            701980252875.0 / 199316789632.0,
        ],
        &[0.0, -282668133.0 / 205662961.0, 2019193451.0 / 616988883.0, -1453857185.0 / 822651844.0],
        &[0.0, 40617522.0 / 29380423.0, -110615467.0 / 29380423.0, 69997945.0 / 29380423.0],
    ];
}

impl EmbeddedTableau for Rk45 {
    const ERROR_ORDER: u32 = 4;
    /// As `dopri5`. With the I controller the median error over forty problems is 4.4, 3.2 and 2.5
    /// times the tolerances 10⁻³, 10⁻⁶ and 10⁻⁹, so 3.5, 2.5 and 1.6, for 1 to 5 % more
    /// evaluations.
    const BETA: f64 = 0.04;
    const E: &'static [f64] = &[
        71.0 / 57600.0,
        0.0,
        -71.0 / 16695.0,
        71.0 / 1920.0,
        -17253.0 / 339200.0,
        22.0 / 525.0,
        -1.0 / 40.0,
    ];
}
