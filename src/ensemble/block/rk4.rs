//! The classical method in lanes.

use super::LaneStepper;
use super::input::Input;
use super::lane_stepper::potential;
use crate::ensemble::MembraneEquations;
use crate::ensemble::lanes::Lane;
use crate::ode::{Real, Rk4, State};

/// y + h·k.
#[cfg_attr(not(debug_assertions), inline(always))]
fn moved<Y: State + Copy>(y: &Y, h: Y::Scalar, k: &Y) -> Y {
    let mut out = *y;
    out.assign(y, [k], &mut |out, y, [k]| *out = h.mul_add(k, y));
    out
}

/// The memory between the stages: the slope kᵢ of the last one, and the sum k₁ + 2·k₂ + 2·k₃ + k₄
/// as far as it goes.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ensemble) struct Work<Y> {
    slope: Y,
    sum: Y,
}

/// The part of h by which stage i goes ahead along the slope before it, its weight, and its point.
const STAGES: [(f64, f64, usize); 4] = [(0.0, 1.0, 0), (0.5, 2.0, 1), (0.5, 2.0, 1), (1.0, 1.0, 2)];

impl<V: Lane, L: MembraneEquations<V>> LaneStepper<V, L> for Rk4 {
    const STAGES: usize = 4;
    const POINTS: &'static [f64] = &[0.0, 0.5, 1.0];

    type Work = Work<L::State>;

    /// k₁ = f(y), k₂ = f(y + h/2·k₁), k₃ = f(y + h/2·k₂), k₄ = f(y + h·k₃), y + h/6·(k₁ + 2·k₂ +
    /// 2·k₃ + k₄).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn stage(
        &self,
        i: usize,
        neuron: &L,
        (y, lost): (&mut L::State, &mut L::State),
        Work { slope, sum }: &mut Work<L::State>,
        h: V,
        (input, point): (&impl Input<V>, usize),
    ) {
        let (part, weight, its_point) = STAGES[i];
        let ahead = moved(y, h * V::lit(part), slope);
        let inflow =
            input.inflow(if i == 0 { point } else { its_point }, potential(&ahead, V::default()));
        neuron.slope_into(&ahead, inflow, slope);
        *sum = moved(sum, V::lit(weight), slope);
        if i == 3 {
            let sixth = h * V::lit(1.0 / 6.0);
            if V::IS_SHORT {
                accumulate(y, lost, sixth, sum);
            } else {
                *y = moved(y, sixth, sum);
            }
            *sum = L::State::default();
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn potential_slope(
        &self,
        _: &L,
        _: &L::State,
        work: &Work<L::State>,
        _: (&impl Input<V>, usize),
    ) -> V {
        potential(&work.slope, V::default())
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn slope(
        &self,
        _: &L,
        _: &L::State,
        work: &Work<L::State>,
        _: (&impl Input<V>, usize),
    ) -> L::State {
        work.slope
    }
}

/// y + h·k with the rounding of the sum kept for the next one (W. Kahan, *Commun. ACM* 8 (1965)
/// 40).
#[cfg_attr(not(debug_assertions), inline(always))]
fn accumulate<Y: State + Copy>(y: &mut Y, lost: &mut Y, h: Y::Scalar, k: &Y) {
    let (before, kept) = (*y, *lost);
    y.assign(&before, [k, &kept], &mut |out, y, [k, lost]| *out = y + h.mul_add(k, lost));
    let after = *y;
    lost.assign(&before, [k, &kept, &after], &mut |out, y, [k, lost, after]| {
        *out = h.mul_add(k, lost) - (after - y);
    });
}
