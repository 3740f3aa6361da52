//! `Rodas5P` on a stiff system of several components.

use excitable::Dual;
use excitable::num::Matrix;
use excitable::prelude::*;

/// The two rate constants.
type D = Dual<f64, 2>;

const RTOL: f64 = 1e-9;
const T: f64 = 2.0;

/// The decay A → B → C, whose second step is a million times as fast: a' = −k·a, b' = k·a − l·b,
/// c' = l·b.
fn slopes([k, l]: [D; 2], [a, b, _]: [D; 3]) -> [D; 3] {
    [-k * a, k * a - l * b, l * b]
}

/// a, b and c with their derivatives by k and l, where e^(−l·t) is gone:
/// a = e^(−k·t), b = k/(l − k)·a, c = 1 − a − b.
fn exact([k, l]: [f64; 2]) -> [[f64; 3]; 3] {
    let a = (-k * T).exp();
    let a = [a, -T * a, 0.0];
    let (b, apart) = (k / (l - k), (l - k) * (l - k));
    let b = [b * a[0], l / apart * a[0] + b * a[1], -k / apart * a[0]];
    [a, b, [1.0 - a[0] - b[0], -a[1] - b[1], -b[2]]]
}

/// Within the tolerance for each value, and for each derivative at the scale of its rate constant.
fn check(what: &str, y: [D; 3], rates: [f64; 2]) {
    for (i, (y, [value, by_k, by_l])) in y.into_iter().zip(exact(rates)).enumerate() {
        let [found_k, found_l] = y.derivatives();
        let [scale_k, scale_l] = rates.map(f64::recip);
        let found = [(y.value(), value, 1.0), (found_k, by_k, scale_k), (found_l, by_l, scale_l)];
        for (found, exact, scale) in found {
            let off = (found - exact).abs() / (RTOL * (exact.abs() + 1e-6 * scale));
            assert!(off <= 1.0, "{what}, component {i}: {found} for {exact}, off by {off}");
        }
    }
}

/// With the Jacobian that the system states, and by differences.
#[test]
fn a_stiff_decay_moves_with_its_rates() {
    let values = [1.0, 1e6];
    let rates @ [k, l] = D::variables(values);
    let c = D::from;
    let control = Rodas5P.adaptive().rtol(c(RTOL)).atol(c(1e-6 * RTOL));
    let start = [c(1.0), c(0.0), c(0.0)];
    let by_differences = from_fn(move |_t, y: &[D; 3], dydt| *dydt = slopes(rates, *y));
    for control in [control.clone(), control.clone().values_only()] {
        let end = integrate(&by_differences, c(0.0)..c(T), start, control).finish();
        check("differences", end.expect("a run").y, values);
    }
    let stated = from_fn(move |_t, y: &[D; 3], dydt: &mut [D; 3]| *dydt = slopes(rates, *y))
        .with_jacobian(move |_t, _y: &[D; 3], dfdy: &mut Matrix<D>| {
            (dfdy[(0, 0)], dfdy[(1, 0)]) = (-k, k);
            (dfdy[(1, 1)], dfdy[(2, 1)]) = (-l, l);
        });
    let end = integrate(&stated, c(0.0)..c(T), start, control).finish();
    check("stated", end.expect("a run").y, values);
}
