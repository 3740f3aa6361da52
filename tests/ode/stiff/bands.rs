//! Jacobians in bands.

use super::{Error, Matrix, integrate};
use excitable::prelude::*;

/// Brusselator with diffusion on `cells` cells, two components each in turns: u and v.
fn brusselator(cells: usize) -> impl Fn(f64, &Vec<f64>, &mut Vec<f64>) {
    #[allow(clippy::cast_precision_loss, reason = "a small count")]
    let rate = 0.02 * ((cells + 1) as f64).powi(2);
    move |_t, y, dydt| {
        for i in 0..cells {
            let at = |j: usize, k: usize| y[2 * j + k];
            let (u, v) = (at(i, 0), at(i, 1));
            let beside = |k, edge| {
                let left = if i == 0 { edge } else { at(i - 1, k) };
                left + if i + 1 == cells { edge } else { at(i + 1, k) }
            };
            dydt[2 * i] = 1.0 + u * u * v - 4.0 * u + rate * (beside(0, 1.0) - 2.0 * u);
            dydt[2 * i + 1] = 3.0 * u - u * u * v + rate * (beside(1, 3.0) - 2.0 * v);
        }
    }
}

fn start(cells: usize) -> Vec<f64> {
    #[allow(clippy::cast_precision_loss, reason = "a small count")]
    let x = |i| (i + 1) as f64 / (cells + 1) as f64;
    (0..cells).flat_map(|i| [1.0 + (std::f64::consts::TAU * x(i)).sin(), 3.0]).collect()
}

#[test]
fn bands_take_the_steps_of_the_dense_matrix_with_fewer_evaluations() {
    let (cells, control) = (20, || Rodas5P.adaptive().rtol(1e-6).atol(1e-6));
    let dense = from_fn(brusselator(cells));
    let banded = from_fn(brusselator(cells)).with_bandwidth(2, 2).autonomous();
    let run = |system: &dyn OdeSystem<State = Vec<f64>>| {
        let mut run = integrate(system, 0.0..1.0, start(cells), control());
        while run.advance().unwrap().is_some() {}
        (run.node().y.clone(), run.statistics())
    };
    let ((y, by_dense), (z, by_bands)) = (run(&dense), run(&banded));
    assert!(y.iter().zip(&z).all(|(a, b)| (a - b).abs() < 1e-7), "{y:?} {z:?}");
    assert!(by_bands.accepted.abs_diff(by_dense.accepted) <= 1);
    // 40 differences a step, or 5; two of ∂f/∂t, or none.
    let [dense, bands] = [by_dense, by_bands].map(|s| s.evaluations.unwrap() / s.accepted);
    assert!(dense >= 49 && bands <= 15, "{dense} {bands}");
}

/// y'ᵢ = a·(yᵢ₋₁ − 2·yᵢ + yᵢ₊₁), its Jacobian in closed form, with an entry too many if `far`.
struct Diffusion {
    n: usize,
    far: bool,
}

impl OdeSystem for Diffusion {
    type State = Vec<f64>;

    fn derivative(&self, _: f64, y: &Vec<f64>, dydt: &mut Vec<f64>) {
        let at = |i: usize| y.get(i).copied().unwrap_or(0.0);
        for (i, f) in dydt.iter_mut().enumerate() {
            *f = 1e3 * (at(i.wrapping_sub(1)) - 2.0 * y[i] + at(i + 1));
        }
    }

    fn jacobian(&self, _: f64, _: &Vec<f64>, dfdy: &mut Matrix<f64>) -> bool {
        for i in 0..self.n {
            dfdy[(i, i)] = -2e3;
            if i + 1 < self.n {
                (dfdy[(i, i + 1)], dfdy[(i + 1, i)]) = (1e3, 1e3);
            }
        }
        if self.far {
            dfdy[(3, 7)] = 1.0;
        }
        true
    }

    fn bandwidth(&self) -> Option<(usize, usize)> {
        Some((1, 1))
    }
}

#[test]
fn a_jacobian_in_closed_form_needs_no_second_version() {
    let run = |far| {
        let mut y0 = vec![0.0; 50];
        y0[25] = 1.0;
        integrate(&Diffusion { n: 50, far }, 0.0..1e-3, y0, Rodas5P.adaptive()).finish()
    };
    let dense = from_fn(|t, y: &Vec<f64>, dydt: &mut Vec<f64>| {
        Diffusion { n: 50, far: false }.derivative(t, y, dydt);
    });
    let mut y0 = vec![0.0; 50];
    y0[25] = 1.0;
    let exact = integrate(&dense, 0.0..1e-3, y0, Dop853.adaptive().rtol(1e-12).atol(1e-12));
    let (found, exact) = (run(false).unwrap().y, exact.finish().unwrap().y);
    assert!(found.iter().zip(&exact).all(|(a, b)| (a - b).abs() < 2e-6), "{found:?}");
    let error = run(true).unwrap_err();
    assert_eq!(error, Error::Band { row: 3, column: 7, below: 1, above: 1 });
    assert!(error.to_string().contains("(3, 7)"), "{error}");
}

#[test]
fn a_scale_stated_beside_a_function_is_used() {
    let system = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [-y[0], -y[1]]);
    let system = system.with_scale([1e3, 1e-3]).with_bandwidth(0, 0);
    assert_eq!(system.scale(), Some([1e3, 1e-3]));
    let run = integrate(&system, 0.0..1.0, [1e3, 1e-3], Rk45.adaptive().rtol(1e-8));
    let end = run.finish().unwrap();
    assert!((end.y[1] / (1e-3 * (-1.0_f64).exp()) - 1.0).abs() < 1e-6, "{end:?}");
}
