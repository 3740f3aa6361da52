//! Rallpack 2: a branched tree and the cylinder that it equals.

use core::f64::consts::PI;

use excitable::cable::Cable;
use excitable::neuron::Resistivity;
use excitable::prelude::*;

use super::{Passive, at, passive, section};

/// Ten levels of branches, 16 µm wide and 32 µm long at the root, one segment each.
fn rallpack(levels: u32) -> Cable<Passive> {
    let rows = (1..1_usize << levels).map(|number| {
        let level = f64::from(number.ilog2());
        let [width, length] = [16.0 * (-level / 1.5).exp2(), 32e-4 * (-level / 3.0).exp2()];
        section((number / 2).checked_sub(1), length, [width; 2], 1)
    });
    let cable = Cable::branched(passive(), Resistivity::from_ohm_metres(1.0), rows).unwrap();
    cable.with_current(at(0, 0.0), constant(0.1)).unwrap()
}

/// V (mV) of the cylinder that the tree equals, x (m) from the root: 16 µm wide, 320 µm long.
///
/// C·∂V/∂t = (d/4R)·∂²V/∂x² − V/R_M; mode k decays at (1 + (k·π·λ/l)²)/τ.
fn series(x: f64, t: f64) -> f64 {
    let (l, lambda, tau): (f64, f64, f64) = (320e-6, 4e-3, 40.0);
    // The resistance of λ of the cylinder (Ω), so that I·R is in volts.
    let r = lambda / (PI * 64e-12);
    let steady = ((l - x) / lambda).cosh() / (l / lambda).sinh();
    let mode = |k: u32| {
        let rate = 1.0 + (f64::from(k) * PI * lambda / l).powi(2);
        let weight = if k == 0 { 1.0 } else { 2.0 };
        weight * (f64::from(k) * PI * x / l).cos() * (-rate * t / tau).exp() / rate
    };
    let gone: f64 = (0..200).map(mode).sum::<f64>() * lambda / l;
    1e3 * 0.1e-9 * r * (steady - gone)
}

#[test]
fn a_branched_tree_follows_the_series_of_its_cylinder() {
    let cable = rallpack(10);
    let start = cable.filled_with(passive().clamped_at(0.0));
    assert_eq!(start.len(), 1024);
    let mut run = integrate(&cable, 0.0..250.0, start, LineStrang.fixed(0.1));
    while run.advance().unwrap().is_some() {
        let node = run.node();
        if node.t < 0.999 {
            continue;
        }
        for (i, x) in [(0, 0.0), (512, 320e-6), (1023, 320e-6)] {
            let error = (node.y[i].v - series(x, node.t)) / series(x, 1e9);
            assert!(error.abs() < 1e-4, "{error} at {} ms, {x}", node.t);
        }
    }
}
