//! The phase plane: reduced axons, nullclines and fields.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use approx::assert_abs_diff_eq;
use excitable::analysis::{
    Equilibrium, PlaneGate, Reduced, ReducedAxon, equilibria, nullclines, vector_field,
};
use excitable::equilibrium;
use excitable::prelude::*;

fn axon() -> HodgkinHuxley<f64> {
    HodgkinHuxley::squid_axon()
}

fn slope(plane: &ReducedAxon<f64>, y: [f64; 2]) -> [f64; 2] {
    let mut dydt = y;
    plane.derivative(0.0, &y, &mut dydt);
    dydt
}

#[test]
fn nothing_changes_on_a_nullcline_in_its_direction() {
    let rest = axon().rest().unwrap();
    let held = |gate| {
        ReducedAxon::new(&axon(), gate, 10.0)
            .with_h(Reduced::Held(rest.h))
            .with_n(Reduced::Held(rest.n))
    };
    for plane in [held(PlaneGate::N), held(PlaneGate::M)] {
        let [v, x] = nullclines(&plane, -15.0..110.0, 0.0..1.0, 50).unwrap();
        assert!(v.len() > 10 && x.len() == 51, "{} {}", v.len(), x.len());
        assert!(v.iter().all(|y| slope(&plane, *y)[0].abs() < 1e-9));
        assert!(x.iter().all(|y| slope(&plane, *y)[1].abs() < 1e-12));
    }
}

#[test]
fn the_nullclines_of_n_meet_at_the_equilibrium() {
    let plane = ReducedAxon::new(&axon(), PlaneGate::N, 0.0);
    let found = equilibrium(&plane, 0.0, [1.0, 0.3]).unwrap();
    let rest = axon().rest().unwrap();
    assert!((found.y[0] - rest.v).abs() < 1e-10 && (found.y[1] - rest.n).abs() < 1e-10);
    let path = |v| [v, axon().clamped_at(v).n];
    assert_eq!(equilibria(&plane, 0.0, path, -10.0..110.0).unwrap().len(), 1);
}

#[test]
fn the_plane_of_m_has_three_equilibria_at_rest() {
    // FitzHugh, 1960: rest, threshold and the excited state, with h and n held at rest.
    let rest = axon().rest().unwrap();
    let plane = ReducedAxon::new(&axon(), PlaneGate::M, 0.0)
        .with_h(Reduced::Held(rest.h))
        .with_n(Reduced::Held(rest.n));
    let path = |v| [v, axon().clamped_at(v).m];
    let found = equilibria(&plane, 0.0, path, -11.0..114.0).unwrap();
    let kinds: Vec<_> = found.iter().map(Equilibrium::unstable_directions).collect();
    assert_eq!(kinds, [0, 1, 0], "{found:?}");
    assert!(found[1].y[0] < 5.0 && found[2].y[0] > 90.0);
    // Beyond the threshold it goes to the excited state.
    let start = [found[1].y[0] + 1.0, found[1].y[1]];
    let end = integrate(&plane, 0.0..20.0, start, Rk45.adaptive()).finish().unwrap().y;
    assert_abs_diff_eq!(end[0], found[2].y[0], epsilon = 1e-3);
}

#[test]
fn a_point_of_the_plane_is_a_state_of_the_membrane() {
    let plane = ReducedAxon::new(&axon(), PlaneGate::H, 0.0).with_m(Reduced::Held(0.2));
    let found = plane.membrane([10.0, 0.7]);
    let steady = axon().clamped_at(10.0);
    assert_eq!(found, Membrane { v: 10.0, m: 0.2, h: 0.7, n: steady.n });
}

#[test]
fn two_roots_in_one_column_are_both_points() {
    // The unit circle is the first nullcline, a line the second.
    let system = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [1.0 - y[0] * y[0] - y[1] * y[1], y[1] - 0.25];
    });
    let [circle, line] = nullclines(&system, -2.0..2.0, -2.0..2.0, 40).unwrap();
    assert!(circle.iter().all(|y| (y[0].hypot(y[1]) - 1.0).abs() < 1e-7));
    assert_eq!(circle.iter().filter(|y| (y[0] - 0.5).abs() < 1e-9).count(), 2);
    assert_eq!(line.len(), 41);
    assert!(line.iter().all(|y| y[1] == 0.25));
}

#[test]
fn bad_windows_are_told() {
    let plane = ReducedAxon::new(&axon(), PlaneGate::N, 0.0);
    let told = nullclines(&plane, 10.0..-10.0, 0.0..1.0, 10).unwrap_err().to_string();
    assert!(told.contains("nullclines: range.end = -10"), "{told}");
    assert!(nullclines(&plane, f64::NAN..1.0, 0.0..1.0, 10).is_err());
    assert!(nullclines(&plane, 0.0..1.0, 0.0..1.0, 0).unwrap_err().to_string().contains("parts"));
    assert!(vector_field(&plane, 0.0..1.0, 0.0..f64::INFINITY, 4).is_err());
    let nan = ReducedAxon::new(&axon(), PlaneGate::N, f64::NAN);
    assert!(nullclines(&nan, 0.0..1.0, 0.0..1.0, 4).is_err());
    assert!(integrate(&nan, 0.0..1.0, [0.0, 0.3], Rk45.adaptive()).finish().is_err());
}
