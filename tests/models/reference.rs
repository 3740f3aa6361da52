//! The 1952 axon against independent references: the double impulse, spikes, rest, rates, currents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::needless_range_loop,
    reason = "small counts, and matrices by their indices"
)]

use crate::common::double_impulse;
use crate::common::tables::{hh_value, reference};
use approx::assert_abs_diff_eq;
use excitable::Solution;
use excitable::neuron::Gate;
use excitable::ode::StepControl;
use excitable::prelude::*;

fn run(
    control: impl StepControl<HodgkinHuxley<f64, Box<dyn Stimulus<f64>>>>,
) -> Solution<Membrane<f64>> {
    let stimulus: Box<dyn Stimulus<f64>> = Box::new(*double_impulse().stimulus());
    let axon = HodgkinHuxley::squid_axon().with_stimulus(stimulus);
    integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), control).solution().unwrap()
}

fn error_of_v(solution: &Solution<Membrane<f64>>) -> f64 {
    reference().iter().map(|(t, y)| (solution.at(*t).unwrap().v - y.v).abs()).fold(0.0, f64::max)
}

fn spikes(solution: &Solution<Membrane<f64>>) -> Vec<f64> {
    let ups = solution.events(&rising(|_t, y: &Membrane<f64>| y.v - 50.0)).unwrap();
    ups.iter().map(|spike| spike.t).collect()
}

fn assert_spikes(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= tolerance, "spike at {a}, expected at {b}");
    }
}

#[test]
fn the_double_impulse_lies_within_1e_6_mv_and_its_spikes_within_1e_7_ms() {
    let solution = run(Rk45.adaptive().rtol(1e-9));
    let error = error_of_v(&solution);
    assert!(error <= 1e-6, "{error:.2e} mV");
    let expected = [
        hh_value("double_impulse_spike_1_time", "")[0],
        hh_value("double_impulse_spike_2_time", "")[0],
    ];
    assert_spikes(&spikes(&solution), &expected, 1e-7);
}

#[test]
fn the_gates_of_the_double_impulse_lie_within_1e_8() {
    let solution = run(Rk45.adaptive().rtol(1e-10));
    for (t, y) in reference() {
        let found = solution.at(t).unwrap();
        for (a, b) in [(found.m, y.m), (found.h, y.h), (found.n, y.n)] {
            assert!((a - b).abs() <= 1e-8, "{a} at t = {t}, expected {b}");
        }
    }
}

#[test]
fn rk4_at_a_hundredth_lies_within_2_5e_4_mv() {
    let error = error_of_v(&run(Rk4.fixed(0.01)));
    assert!(error <= 2.5e-4, "{error:.2e} mV");
}

#[test]
fn euler_halves_its_error_with_dt() {
    let ratio = error_of_v(&run(Euler.fixed(0.002))) / error_of_v(&run(Euler.fixed(0.001)));
    assert!((1.9..2.1).contains(&ratio), "{ratio}");
}

#[test]
fn a_tighter_tolerance_gives_a_smaller_error_down_to_1e_10_mv() {
    let errors =
        [1e-4, 1e-6, 1e-8, 1e-10, 1e-12].map(|rtol| error_of_v(&run(Rk45.adaptive().rtol(rtol))));
    for pair in errors.windows(2) {
        assert!(pair[1] < 0.2 * pair[0], "{errors:?}");
    }
    assert!(errors[4] < 2e-10, "{errors:?}");
}

#[test]
fn the_peaks_are_where_the_slope_vanishes() {
    let solution = run(Rk45.adaptive().rtol(1e-10));
    let axon = double_impulse();
    let slope = |t: f64, y: &Membrane<f64>| axon.slope(y, axon.stimulus().current(t)).v;
    let peaks = solution.events(&falling(slope)).unwrap();
    for name in ["double_impulse_peak_1", "double_impulse_peak_2"] {
        let expected = hh_value(name, "same");
        let peak = peaks.iter().find(|p| (p.t - expected[0]).abs() < 1e-6).unwrap();
        assert!((peak.y.v - expected[1]).abs() < 1e-7, "{} mV at {}", peak.y.v, peak.t);
    }
}

#[test]
fn a_constant_current_fires_at_the_reference_times() {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    let expected = hh_value("const_I10_spike_times", "");
    let span = 0.0..expected.last().unwrap() + 1.0;
    let run = integrate(&axon, span, axon.clamped_at(0.0), Rk45.adaptive().rtol(1e-11));
    assert_spikes(&spikes(&run.solution().unwrap()), &expected, 1e-7);
}

#[test]
fn a_sine_fires_at_the_reference_times() {
    let sine = stimulus::waveform(|t: f64| 10.0 * (0.1 * std::f64::consts::PI * t).sin());
    let axon = HodgkinHuxley::squid_axon().with_stimulus(sine);
    let run = integrate(&axon, 0.0..100.0, axon.clamped_at(0.0), Rk45.adaptive().rtol(1e-11));
    let expected = hh_value("sine_spike_times", "");
    assert_spikes(&spikes(&run.solution().unwrap()), &expected, 1e-7);
}

#[test]
fn rest_is_where_nothing_changes() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let rest = axon.rest().unwrap();
    for (name, found) in
        [("rest_V", rest.v), ("rest_m", rest.m), ("rest_h", rest.h), ("rest_n", rest.n)]
    {
        let expected = hh_value(name, "EL=10.613")[0];
        assert!((found - expected).abs() < 1e-14, "{name} = {found}, expected {expected}");
    }
    let slope = axon.slope(&rest, 0.0);
    assert!([slope.v, slope.m, slope.h, slope.n].iter().all(|s| s.abs() < 1e-13), "{slope:?}");
}

#[test]
fn currents_and_conductances_at_rest() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let y = axon.clamped_at(0.0);
    let (i, g) = (axon.currents(&y), axon.conductances(&y));
    assert!((i.na - hh_value("INa_at_V0", "")[0]).abs() < 1e-14, "{}", i.na);
    assert!((i.k - hh_value("IK_at_V0", "")[0]).abs() < 1e-14, "{}", i.k);
    assert!((i.l - 0.3 * -10.613).abs() < 1e-14, "{}", i.l);
    assert!((g.na - i.na / -115.0).abs() < 1e-15 && (g.k - i.k / 12.0).abs() < 1e-15 && g.l == 0.3);
}

#[test]
fn shifting_to_minus_65_mv_changes_no_physics() {
    let run = |axon: HodgkinHuxley<f64>, v0: f64| {
        let axon = axon.with_stimulus(*double_impulse().stimulus());
        integrate(&axon, 0.0..20.0, axon.clamped_at(v0), Rk45.adaptive().rtol(1e-10))
            .solution()
            .unwrap()
    };
    let old = run(HodgkinHuxley::squid_axon(), 0.0);
    let modern = run(HodgkinHuxley::squid_axon().shifted(-65.0), -65.0);
    for k in 0..=200 {
        let t = f64::from(k) / 10.0;
        let (a, b) = (old.at(t).unwrap(), modern.at(t).unwrap());
        assert!((a.v - (b.v + 65.0)).abs() < 1e-6 && (a.m - b.m).abs() < 1e-8, "t = {t}");
    }
}

#[test]
fn the_parameters_of_a_shifted_axon_make_the_same_axon() {
    let modern = HodgkinHuxley::<f64>::squid_axon().shifted(-65.0);
    let again = HodgkinHuxley::new(modern.parameters()).unwrap();
    assert_eq!(again, modern);
    // tests/data/hh_reference.tsv: rest at 0.0036207 mV with E_L = 10.613
    assert_abs_diff_eq!(again.rest().unwrap().v, 0.0036207 - 65.0, epsilon = 1e-6);
    let back = again.shifted(65.0).parameters();
    assert_eq!(
        (back.e_na, back.origin),
        (Parameters::squid_axon().e_na, Parameters::squid_axon().origin)
    );
}

#[test]
fn f32_follows_f64_as_far_as_its_digits_go() {
    let axon = HodgkinHuxley::<f32>::squid_axon()
        .with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)));
    let solution =
        integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), Rk45.adaptive()).solution().unwrap();
    for (t, y) in reference() {
        let found = f64::from(solution.at(t as f32).unwrap().v);
        assert!((found - y.v).abs() < 0.02, "{found} at t = {t}, expected {}", y.v);
    }
}

/// e^(x/s), and less 1, with the rest of the division put back.
fn exp_of(x: f64, s: f64) -> (f64, f64) {
    let q = x / s;
    let rest = (-q).mul_add(s, x) / s;
    (q.exp() * (1.0 + rest), q.exp_m1() + q.exp() * rest)
}

/// The model's right-hand side takes its six rates from three exponentials: within 10 ulp of the
/// 1952 formulas.
#[test]
fn the_rates_of_the_hot_loop_are_right_to_10_ulp() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let mut worst = 0.0_f64;
    for k in -9600..=12_800 {
        let v = f64::from(k) / 64.0;
        let alpha_of = |x: f64| if x == 0.0 { 1.0 } else { x / 10.0 / exp_of(x, 10.0).1 };
        let exact = [
            (alpha_of(25.0 - v), 4.0 * exp_of(-v, 18.0).0),
            (0.07 * exp_of(-v, 20.0).0, 1.0 / (exp_of(30.0 - v, 10.0).0 + 1.0)),
            (0.1 * alpha_of(10.0 - v), 0.125 * exp_of(-v, 80.0).0),
        ];
        let at = |x: f64| axon.slope(&Membrane { v, m: x, h: x, n: x }, 0.0);
        let (shut, open) = (at(0.0), at(1.0));
        let found = [(shut.m, -open.m), (shut.h, -open.h), (shut.n, -open.n)];
        for (gate, (found, exact)) in found.into_iter().zip(exact).enumerate() {
            for (found, exact) in [(found.0, exact.0), (found.1, exact.1)] {
                let ulps = (found - exact).abs() / (exact.abs().next_up() - exact.abs());
                assert!(ulps <= 10.0, "gate {gate} at {v} mV: {found} is {ulps} ulp from {exact}");
                worst = worst.max(ulps);
            }
        }
    }
    println!("worst: {worst} ulp");
}

const fn ulps_allowed() -> f64 {
    4.0
}

fn assert_close(what: &str, found: f64, expected: f64, ulp: f64) {
    let ulps = (found - expected).abs() / ulp;
    assert!(ulps <= ulps_allowed(), "{what} = {found:e}, expected {expected:e}: {ulps:.1} ulp");
}

#[test]
fn the_rates_match_their_reference_to_4_ulp() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    for v in [0.0, 10.0, 25.0] {
        let condition = format!("V={v:.1} mV, 6.3 C");
        let (n, m, h) = (axon.n().rates(v), axon.m().rates(v), axon.h().rates(v));
        let rates = [("an", n.0), ("bn", n.1), ("am", m.0), ("bm", m.1), ("ah", h.0), ("bh", h.1)];
        for (name, found) in rates {
            let expected = hh_value(&format!("rate_{name}"), &condition)[0];
            // The reference has 16 digits: its own rounding counts too.
            let ulp = f64::EPSILON * expected.abs();
            assert_close(&format!("{name}({v})"), found, expected, ulp);
        }
    }
}

/// x/(eˣ − 1) from its Taylor series in exact arithmetic on |x| ≤ 0.01, to 1e-20.
fn series(x: f64) -> f64 {
    let q = x * x;
    // The terms beyond are below 1e-21.
    let tail = q / 12.0 - q * q / 720.0 + q * q * q / 30240.0 - q * q * q * q / 1_209_600.0;
    1.0 - x / 2.0 + tail
}

#[test]
fn around_their_singular_points_the_rates_are_right_to_4_ulp() {
    let (wide, narrow) = (HodgkinHuxley::<f64>::squid_axon(), HodgkinHuxley::<f32>::squid_axon());
    let offsets = (0..=50).map(|k| 10.0_f64.powf(-17.0 + 0.3 * f64::from(k)));
    for offset in offsets.flat_map(|x| [x, -x, 0.0]).filter(|x| x.abs() <= 0.1) {
        for (midpoint, size) in [(25.0, 1.0), (10.0, 0.1)] {
            let alpha =
                |v: f64| if midpoint == 25.0 { wide.m().rates(v).0 } else { wide.n().rates(v).0 };
            let v: f64 = midpoint + offset;
            let expected = size * series(-(v - midpoint) / 10.0);
            assert_close("f64", alpha(v), expected, f64::EPSILON * expected);

            let alpha = |v: f32| {
                if midpoint == 25.0 { narrow.m().rates(v).0 } else { narrow.n().rates(v).0 }
            };
            let v = (midpoint + offset) as f32;
            let expected = size * series(-(f64::from(v) - midpoint) / 10.0);
            assert_close("f32", f64::from(alpha(v)), expected, f64::from(f32::EPSILON) * expected);
        }
    }
}
