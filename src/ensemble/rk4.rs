//! The classical method in lanes.

use super::drive::Drive;
use super::{Excitable, Lane, Scheme};
use crate::ode::{Real, Rk4, State};

/// y + h·k.
#[inline(always)]
fn moved<Y: State + Copy>(y: &Y, h: Y::Scalar, k: &Y) -> Y {
    let mut out = *y;
    out.assign(y, [k], &mut |out, y, [k]| *out = h.mul_add(k, y));
    out
}

/// sum + c·k.
#[inline(always)]
fn add<Y: State>(sum: &mut Y, c: f64, k: &Y) {
    let like = sum.clone();
    sum.assign(&like, [k], &mut |out, sum, [k]| *out = Y::Scalar::lit(c).mul_add(k, sum));
}

impl<V: Lane, L: Excitable<V>> Scheme<V, L> for Rk4 {
    const POINTS: &'static [f64] = &[0.0, 0.5, 1.0];
    const CARRIES: bool = false;

    type Prepared = L::State;

    #[inline(always)]
    fn prepare(&self, neuron: &L, y: &L::State, drive: &impl Drive<V>, i: usize) -> L::State {
        let mut slope = *y;
        neuron.slope_into(
            y,
            drive.inflow(i, super::scheme::potential(y, V::default())),
            &mut slope,
        );
        slope
    }

    #[inline(always)]
    fn slope(
        &self,
        _: &L,
        _: &L::State,
        prepared: &L::State,
        _: (&impl Drive<V>, usize),
        _: bool,
    ) -> L::State {
        *prepared
    }

    /// k₁ = f(y), k₂ = f(y + h/2·k₁), k₃ = f(y + h/2·k₂), k₄ = f(y + h·k₃), y + h/6·(k₁ + 2·k₂ + 2·k₃ + k₄).
    #[inline(always)]
    fn step(
        &self,
        neuron: &L,
        y: &mut L::State,
        lost: &mut L::State,
        k1: &mut L::State,
        h: V,
        drive: &impl Drive<V>,
    ) {
        let half = h * V::lit(0.5);
        let slope = |y: &L::State, i: usize| self.prepare(neuron, y, drive, i);
        let k2 = slope(&moved(y, half, k1), 1);
        let mut sum = *k1;
        add(&mut sum, 2.0, &k2);
        let k3 = slope(&moved(y, half, &k2), 1);
        add(&mut sum, 2.0, &k3);
        let k4 = slope(&moved(y, h, &k3), 2);
        add(&mut sum, 1.0, &k4);
        let sixth = h * V::lit(1.0 / 6.0);
        if V::IS_SHORT {
            accumulate(y, lost, sixth, &sum);
        } else {
            *y = moved(y, sixth, &sum);
        }
    }
}

/// y + h·k with the rounding of the sum kept for the next one (W. Kahan, *Commun. ACM* 8 (1965) 40).
#[inline(always)]
fn accumulate<Y: State + Copy>(y: &mut Y, lost: &mut Y, h: Y::Scalar, k: &Y) {
    let (before, kept) = (*y, *lost);
    y.assign(&before, [k, &kept], &mut |out, y, [k, lost]| *out = y + h.mul_add(k, lost));
    let after = *y;
    lost.assign(&before, [k, &kept, &after], &mut |out, y, [k, lost, after]| {
        *out = h.mul_add(k, lost) - (after - y);
    });
}
