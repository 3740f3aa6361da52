//! Equilibria, their Jacobians and eigenvalues, and the currents at which they begin to oscillate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::common::tables::hh_value;
use approx::{assert_abs_diff_eq, assert_relative_eq};
use excitable::analysis::{
    Complex, Equilibrium, Hopf, eigenvalues, equilibria, fold_points, hopf_points, jacobian,
    jacobian_by_differences,
};
use excitable::num::Matrix;
use excitable::prelude::*;
use excitable::{Temperature, equilibrium};

type Axon = HodgkinHuxley<f64>;

fn with_leak_at(e_l: f64) -> Axon {
    let e_l = Potential::from_millivolts(e_l);
    HodgkinHuxley::new(Parameters { e_l, ..Parameters::squid_axon() }).unwrap()
}

fn at(celsius: f64) -> Axon {
    HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius))
}

fn hopf_currents(axon: &Axon) -> Vec<Hopf<Membrane<f64>>> {
    axon.hopf_points().unwrap()
}

fn matrix(rows: &[&[f64]]) -> Matrix<f64> {
    let mut a = Matrix::new(rows.len(), 0.0);
    for (i, row) in rows.iter().enumerate() {
        for (j, x) in row.iter().enumerate() {
            a[(i, j)] = *x;
        }
    }
    a
}

/// The eigenvalues of a row of the reference.
fn reference_eigenvalues(condition: &str) -> Vec<Complex<f64>> {
    let rows = include_str!("../data/hh_reference.tsv").lines().map(|line| line.split('\t'));
    let mut rows = rows.map(Iterator::collect::<Vec<_>>);
    let row = rows.find(|row| row[0] == "jacobian_eigenvalues" && row[1].contains(condition));
    let parse = |x: &str| x.trim().parse::<f64>().unwrap();
    let found = row.unwrap()[2].split(';').map(|value| match value.trim().rsplit_once(" i") {
        Some(_) => unreachable!("the reference writes a + bi"),
        None => complex(value.trim(), parse),
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by(|a, b| b.re.total_cmp(&a.re).then(b.im.total_cmp(&a.im)));
    found
}

fn complex(text: &str, parse: impl Fn(&str) -> f64) -> Complex<f64> {
    let Some(text) = text.strip_suffix('i') else {
        return Complex { re: parse(text), im: 0.0 };
    };
    let (re, im, sign) = match text.split_once(" + ") {
        Some((re, im)) => (re, im, 1.0),
        None => text.split_once(" - ").map(|(re, im)| (re, im, -1.0)).unwrap(),
    };
    Complex { re: parse(re), im: sign * parse(im) }
}

#[test]
fn equilibria_and_their_eigenvalues_meet_their_reference() {
    for current in [0.0, 10.0] {
        let condition = format!("I={current:.1}");
        let found = HodgkinHuxley::squid_axon().equilibria(current).unwrap();
        assert_eq!(found.len(), 1);
        assert_relative_eq!(
            found[0].y.v,
            hh_value("equilibrium_V", &condition)[0],
            epsilon = 0.0,
            max_relative = 1e-12
        );
        let expected = reference_eigenvalues(&condition);
        for (found, expected) in found[0].eigenvalues.iter().zip(&expected) {
            assert_relative_eq!(found.re, expected.re, max_relative = 1e-11);
            let error = (found.im - expected.im).abs();
            assert!(error < 1e-14, "{found} {expected}");
        }
        assert_eq!(found[0].is_stable(), current == 0.0);
    }
}

#[test]
fn rest_meets_its_reference() {
    for (e_l, condition) in [(10.613, "EL=10.613, I=0"), (10.6, "EL=10.6, I=0")] {
        let axon = with_leak_at(e_l);
        let found = equilibrium(&axon, 0.0, axon.clamped_at(3.0)).unwrap().y;
        let v = hh_value("rest_V", condition)[0];
        assert!((found.v - v).abs() < 1e-14, "{} {v}", found.v);
        for (row, x) in [("rest_m", found.m), ("rest_h", found.h), ("rest_n", found.n)] {
            assert_relative_eq!(
                x,
                hh_value(row, condition)[0],
                epsilon = 0.0,
                max_relative = 1e-14
            );
        }
    }
}

#[test]
fn the_hopf_currents_meet_their_reference() {
    for e_l in [10.613, 10.599] {
        let condition = format!("EL={e_l}");
        let [lower, upper] = hopf_currents(&with_leak_at(e_l))[..] else { unreachable!() };
        assert_relative_eq!(
            lower.parameter,
            hh_value("hopf_I_lower", &condition)[0],
            epsilon = 0.0,
            max_relative = 1e-12
        );
        assert_relative_eq!(
            upper.parameter,
            hh_value("hopf_I_upper", &condition)[0],
            epsilon = 0.0,
            max_relative = 1e-12
        );
    }
}

#[test]
fn warmth_brings_the_hopf_currents_together_until_there_are_none() {
    let [lower, upper] = hopf_currents(&at(18.5))[..] else { unreachable!() };
    let row = |v: &str| hh_value("hopf_I_temp", v)[0];
    assert_relative_eq!(lower.parameter, row("V=8.046"), epsilon = 0.0, max_relative = 1e-12);
    assert_relative_eq!(upper.parameter, row("V=21.78"), epsilon = 0.0, max_relative = 1e-12);
    assert_relative_eq!(lower.y.v, 8.0463534635, max_relative = 1e-10);
    assert_relative_eq!(upper.y.v, 21.7802908708, max_relative = 1e-10);
    let apart = |celsius| {
        let found = hopf_currents(&at(celsius));
        assert_eq!(found.len(), 2, "at {celsius} °C");
        found[1].parameter - found[0].parameter
    };
    assert!(apart(28.0) > apart(28.8) && apart(28.8) > apart(28.85));
    assert!(hopf_currents(&at(28.87)).is_empty());
    assert!(hopf_currents(&at(35.0)).is_empty());
}

#[test]
fn the_temperature_at_which_they_meet_is_found_by_bisection() {
    let (mut with, mut without) = (28.0, 29.0);
    for _ in 0..40 {
        let middle = 0.5 * (with + without);
        if hopf_currents(&at(middle)).is_empty() {
            without = middle;
        } else {
            with = middle;
        }
    }
    println!("the Hopf points meet at {with:.9} °C");
    assert!((with - 28.86).abs() < 0.01, "{with}");
}

#[test]
fn a_shift_of_the_leak_shifts_the_currents_alone() {
    // I and EL enter only as I + ḡL·EL.
    let [a, b] = [10.613, 14.0].map(|e_l| hopf_currents(&with_leak_at(e_l)));
    for (a, b) in a.iter().zip(&b) {
        assert_relative_eq!(b.y.v, a.y.v, epsilon = 0.0, max_relative = 1e-12);
        assert_relative_eq!(b.angular_frequency, a.angular_frequency, max_relative = 1e-11);
        assert_relative_eq!(
            b.parameter,
            a.parameter - 0.3 * (14.0 - 10.613),
            epsilon = 0.0,
            max_relative = 1e-12
        );
    }
}

#[test]
fn the_jacobian_agrees_with_differences() {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0_f64));
    for v in [-20.0, 0.0, 9.999, 25.0, 60.0, 110.0] {
        let y = Membrane { v, m: 0.3, h: 0.4, n: 0.5 };
        let exact = jacobian(&axon, 0.0, &y).unwrap();
        let close = jacobian_by_differences(&axon, 0.0, &y).unwrap();
        for k in 0..16 {
            let (a, b) = (exact[(k / 4, k % 4)], close[(k / 4, k % 4)]);
            assert!((a - b).abs() <= 1e-7 * (1.0 + a.abs()), "{k} at {v} mV: {a} {b}");
        }
    }
}

#[test]
fn a_cubic_has_three_equilibria_of_two_kinds() {
    // FitzHugh–Nagumo with a steep recovery line.
    let system = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [y[0] - y[0].powi(3) / 3.0 - y[1], 0.08 * (y[0] - 2.0 * y[1])];
    });
    let found = equilibria(&system, 0.0, |v| [v, v / 2.0], -3.0..3.0).unwrap();
    assert_eq!(found.len(), 3);
    let root = 1.5_f64.sqrt();
    for (found, v) in found.iter().zip([-root, 0.0, root]) {
        assert!((found.y[0] - v).abs() < 1e-12, "{:?}", found.y);
    }
    assert_eq!(found.iter().map(Equilibrium::unstable_directions).collect::<Vec<_>>(), [0, 1, 0]);
    assert!(found[0].is_focus() && !found[1].is_focus());
    let near = equilibrium(&system, 0.0, [1.0, 0.2]).unwrap();
    assert!((near.y[0] - root).abs() < 1e-14 && (near.y[1] - root / 2.0).abs() < 1e-14);
}

#[test]
fn eigenvalues_of_known_matrices() {
    // The companion matrix of (x − 1)(x − 2)(x − 3)(x − 4).
    let companion = matrix(&[
        &[10.0, -35.0, 50.0, -24.0],
        &[1.0, 0.0, 0.0, 0.0],
        &[0.0, 1.0, 0.0, 0.0],
        &[0.0, 0.0, 1.0, 0.0],
    ]);
    for (found, expected) in eigenvalues(&companion).unwrap().iter().zip([4.0, 3.0, 2.0, 1.0]) {
        assert_relative_eq!(found.re, expected, epsilon = 0.0, max_relative = 1e-12);
        assert_eq!(found.im, 0.0);
    }
    // A cyclic permutation of 16: the 16th roots of 1, where a step without an exceptional shift
    // stands still.
    let mut cycle = Matrix::new(16, 0.0_f64);
    for i in 0..16 {
        cycle[((i + 1) % 16, i)] = 1.0;
    }
    let found = eigenvalues(&cycle).unwrap();
    assert_eq!(found.len(), 16);
    assert!(found.iter().all(|x| (x.modulus() - 1.0).abs() < 1e-13), "{found:?}");
    let angles: Vec<_> =
        found.iter().map(|x| x.im.atan2(x.re) / std::f64::consts::FRAC_PI_8).collect();
    assert!(angles.iter().all(|k| (k - k.round()).abs() < 1e-12), "{angles:?}");
    assert!((found.iter().map(|x| x.im).sum::<f64>()).abs() < 1e-13);
}

#[test]
fn eigenvalues_of_small_triangular_and_badly_scaled_matrices() {
    assert_eq!(eigenvalues(&Matrix::new(0, 0.0)).unwrap(), []);
    assert_eq!(eigenvalues(&matrix(&[&[-3.0]])).unwrap(), [Complex { re: -3.0, im: 0.0 }]);
    assert!(eigenvalues(&Matrix::new(5, 0.0)).unwrap().iter().all(|x| x.modulus() == 0.0));
    let triangle = eigenvalues(&matrix(&[&[1.0, 5.0, 6.0], &[0.0, 2.0, 7.0], &[0.0, 0.0, 3.0]]));
    assert_eq!(triangle.unwrap().iter().map(|x| x.re).collect::<Vec<_>>(), [3.0, 2.0, 1.0]);
    // Similar to [[1, 1], [1, −1]] by a factor of 10⁹ between the components: ±√2.
    let scaled = eigenvalues(&matrix(&[&[1.0, 1e9], &[1e-9, -1.0]])).unwrap();
    assert_relative_eq!(scaled[0].re, 2.0_f64.sqrt(), epsilon = 0.0, max_relative = 1e-15);
    // A Jordan block: double eigenvalues are known to √ε only.
    let jordan = eigenvalues(&matrix(&[&[2.0, 1.0, 0.0], &[0.0, 2.0, 1.0], &[0.0, 0.0, 2.0]]));
    assert!(jordan.unwrap().iter().all(|x| (x.re - 2.0).abs() < 1e-4));
}

#[test]
fn the_eigenvalues_of_random_matrices_have_their_trace_and_products() {
    let mut seed = 1_u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from((seed >> 40) as u32) / f64::from(1_u32 << 23) - 1.0
    };
    for n in 1..=16 {
        for _ in 0..20 {
            let mut a = Matrix::new(n, 0.0);
            (0..n * n).for_each(|k| a[(k / n, k % n)] = random());
            let found = eigenvalues(&a).unwrap();
            // tr A = Σ λ, tr A² = Σ λ².
            let trace: f64 = (0..n).map(|i| a[(i, i)]).sum();
            let square: f64 = (0..n * n).map(|k| a[(k / n, k % n)] * a[(k % n, k / n)]).sum();
            let sum: f64 = found.iter().map(|x| x.re).sum();
            let squares: f64 = found.iter().map(|x| x.re * x.re - x.im * x.im).sum();
            assert!((sum - trace).abs() < 1e-12 && (squares - square).abs() < 1e-11, "{n}");
        }
    }
}

#[test]
fn what_cannot_be_found_or_was_not_finite_is_told() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let told = axon.equilibria(f64::NAN).unwrap_err().to_string();
    assert_eq!(
        told,
        "equilibria: current = NaN, but it must be finite: give the current in µA/cm²"
    );
    assert!(equilibrium(&axon, 0.0, axon.clamped_at(f64::NAN)).is_err());
    let never = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = 1.0 + y * y);
    let told = equilibrium(&never, 0.0, 0.5).unwrap_err().to_string();
    assert!(told.starts_with("an equilibrium was not found (the largest relative slope"), "{told}");
    assert!(equilibria(&axon, 0.0, |v| axon.clamped_at(v), 10.0..-10.0).is_err());
    assert!(eigenvalues(&matrix(&[&[f64::NAN]])).is_err());
    let branch = |i: f64| Err(equilibrium(&never, 0.0, i).unwrap_err());
    assert!(hopf_points(|_| &never, branch, 0.0..1.0).is_err());
    let no_leak =
        Parameters { g_l: Conductance::from_millisiemens_per_cm2(0.0), ..Parameters::squid_axon() };
    let told = HodgkinHuxley::new(no_leak).unwrap().equilibria(1.0).unwrap_err().to_string();
    assert!(told.contains("g_l = 0"), "{told}");
}

/// C. Morris and H. Lecar's fibre with the numbers of Rinzel and Ermentrout for class I: V₃ = 12,
/// V₄ = 17.4 mV, φ = 1/15, ḡCa = 4.
fn morris_lecar(current: f64) -> impl OdeSystem<State = [f64; 2]> {
    from_fn(move |_t, &[v, w]: &[f64; 2], dydt: &mut [f64; 2]| {
        let rate = ((v - 12.0) / 34.8).cosh() / 15.0;
        *dydt = [(current - fibre_current(v, w)) / 20.0, rate * (fibre_gate(v) - w)];
    })
}

fn fibre_current(v: f64, w: f64) -> f64 {
    let m_inf = 0.5 * (1.0 + ((v + 1.2) / 18.0).tanh());
    2.0 * (v + 60.0) + 4.0 * m_inf * (v - 120.0) + 8.0 * w * (v + 84.0)
}

fn fibre_gate(v: f64) -> f64 {
    0.5 * (1.0 + ((v - 12.0) / 17.4).tanh())
}

#[test]
fn folds_of_equilibria_are_the_turns_of_the_steady_current() {
    let steady = |v: f64| fibre_current(v, fibre_gate(v));
    let branch = |v| Ok((steady(v), [v, fibre_gate(v)]));
    let found = fold_points(morris_lecar, branch, -80.0..60.0).unwrap();
    let [onset, back] = found[..] else { panic!("{found:?}") };
    // dI∞/dV = 0, by halving between two potentials.
    let turn = |mut a: f64, mut b: f64| {
        let slope = |v: f64| (steady(v + 1e-4) - steady(v - 1e-4)) / 2e-4;
        let sign = slope(a) > 0.0;
        for _ in 0..60 {
            let middle = 0.5 * (a + b);
            (a, b) = if (slope(middle) > 0.0) == sign { (middle, b) } else { (a, middle) };
        }
        a
    };
    for (fold, v) in [(onset, turn(-40.0, -20.0)), (back, turn(-20.0, 0.0))] {
        assert_abs_diff_eq!(fold.y[0], v, epsilon = 1e-6);
        assert_relative_eq!(fold.parameter, steady(v), max_relative = 1e-12);
    }
    // Rinzel and Ermentrout, 1998: repetitive firing begins at 39.96 µA/cm².
    assert_abs_diff_eq!(onset.parameter, 39.96, epsilon = 5e-3);
    let count = |i: f64| {
        let path = |v| [v, fibre_gate(v)];
        equilibria(&morris_lecar(i), 0.0, path, -80.0..60.0).unwrap().len()
    };
    assert_eq!([onset.parameter - 1e-6, onset.parameter + 1e-6].map(count), [3, 1]);
}

#[test]
fn where_branches_cross_there_is_no_fold() {
    // x' = p·x − x²: on x = 0 the determinant changes its sign at p = 0, where x = p crosses.
    let crossing = |p: f64| from_fn(move |_t, x: &f64, dxdt: &mut f64| *dxdt = p * x - x * x);
    assert!(fold_points(crossing, |s| Ok((s, 0.0)), -1.0..1.1).unwrap().is_empty());
    // x' = p·x − x³ on x = 0, where the parabola p = x² begins.
    let fork = |p: f64| from_fn(move |_t, x: &f64, dxdt: &mut f64| *dxdt = p * x - x.powi(3));
    assert!(fold_points(fork, |s| Ok((s, 0.0)), -1.0..1.1).unwrap().is_empty());
    assert!(fold_points(fork, |s| Ok((s, 0.0)), 1.0..f64::NAN).is_err());
}
