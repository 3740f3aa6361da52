//! A tree of one's own.

use core::f64::consts::PI;

use excitable::ode::{Row, TridiagonallyLinear};
use excitable::prelude::*;

/// Heat along a star of three rods, their ends at 0; the node in the middle is the first.
struct Star;

impl OdeSystem for Star {
    type State = Vec<f64>;
    fn derivative(&self, _: f64, v: &Vec<f64>, dvdt: &mut Vec<f64>) {
        dvdt[0] = (v[1] + v[2] + v[3] - 3.0 * v[0]) / 1.5;
        for i in 1..v.len() {
            let outer = v.get(i + 3).copied().unwrap_or(0.0);
            dvdt[i] = v[i.saturating_sub(3)] - 2.0 * v[i] + outer;
        }
    }
}

impl TridiagonallyLinear for Star {
    type Node = f64;
    fn line(&self, _: f64, v: &[f64], rows: &mut [Row<f64>]) {
        rows[0].decay = 2.0;
        for (i, row) in rows.iter_mut().enumerate().take(v.len()).skip(1) {
            let above = if i <= 3 { 1.0 / 1.5 } else { 1.0 };
            *row = Row { source: 0.0, below: 1.0, decay: 2.0, above };
        }
    }
    fn parents(&self) -> &[usize] {
        &[0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    }
}

#[test]
fn a_tree_of_ones_own_decays_as_its_modes_do() {
    // cos(π·k/10) on each rod of five parts decays at 2·(1 − cos(π/10)).
    let start: Vec<f64> =
        (0..13_u32).map(|i| (PI * f64::from(i.div_ceil(3)) / 10.0).cos()).collect();
    let rate = 2.0 * (1.0 - (PI / 10.0).cos());
    let end = integrate(&Star, 0.0..10.0, start.clone(), LineStrang.fixed(0.1)).finish().unwrap().y;
    // 100 steps of 1/(1 + z + z²/2).
    let z = 0.1 * rate;
    let left = (1.0 + z + 0.5 * z * z).powi(-100);
    for (start, end) in start.iter().zip(end) {
        assert!((end - left * start).abs() < 1e-13, "{end} {}", left * start);
    }
}
