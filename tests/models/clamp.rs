//! The voltage clamp: closed form against the reference, and against the integrated neuron.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::common::tables::hh_value;
use approx::assert_abs_diff_eq;
use excitable::prelude::*;
use excitable::{Conductance, Parameters, VoltageClamp};

fn step_to(v: f64) -> VoltageClamp<HodgkinHuxley<f64>, Membrane<f64>, [(f64, f64); 1]> {
    let axon = HodgkinHuxley::squid_axon();
    VoltageClamp::new(axon, axon.clamped_at(0.0), [(0.0, v)]).unwrap()
}

#[test]
fn conductances_and_currents_at_26_and_63_mv_match_the_reference_to_1e_10() {
    for v in [26.0, 63.0] {
        let (clamp, conditions) = (step_to(v), format!("to V={v} mV"));
        let value = |name: &str| hh_value(name, &conditions)[0];
        let close = |found: f64, name: &str| {
            let expected = value(name);
            assert!(
                (found - expected).abs() <= 1e-10 * expected.abs(),
                "{name} at {v}: {found}, {expected}"
            );
        };
        let g = |t: f64| clamp.neuron().conductances(&clamp.at(t));
        for (t, name) in
            [(1.0, "vclamp_gK_at_1ms"), (5.0, "vclamp_gK_at_5ms"), (10.0, "vclamp_gK_at_10ms")]
        {
            close(g(t).k, name);
        }
        let peak = value("vclamp_gNa_peak_time_ms");
        close(g(peak).na, "vclamp_gNa_peak_mS_cm2");
        assert!(g(peak - 1e-4).na < g(peak).na && g(peak + 1e-4).na < g(peak).na);
        let (t, g_na) = clamp.peak(0.0..50.0, |y| clamp.neuron().conductances(y).na).unwrap();
        close(g_na, "vclamp_gNa_peak_mS_cm2");
        assert_abs_diff_eq!(t, peak, epsilon = 1e-7);
        close(g(200.0).na, "vclamp_gNa_inf");
        close(g(200.0).k, "vclamp_gK_inf");
        let i = |t: f64| clamp.neuron().currents(&clamp.at(t));
        close(i(peak).na, "vclamp_INa_at_gNa_peak_uA_cm2");
        close(i(1.0).total(), "vclamp_Iion_total_at_1ms");
        close(i(5.0).total(), "vclamp_Iion_total_at_5ms");
        let half = value("vclamp_gK_half_time_ms");
        assert_abs_diff_eq!(g(half).k, 0.5 * value("vclamp_gK_inf"), epsilon = 1e-8);
    }
}

#[test]
fn peaks_are_found_in_every_step_of_a_long_window() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    // The same step twice, the second one after 400 ms at rest: half a millisecond in 800.
    let steps = [(0.0, 26.0), (20.0, 0.0), (420.0, 60.0), (421.0, 0.0)];
    let clamp = VoltageClamp::new(axon, axon.clamped_at(0.0), steps).unwrap();
    let g_na = |y: &Membrane<f64>| axon.conductances(y).na;
    let alone = step_to(60.0).peak(0.0..1.0, g_na).unwrap();
    let found = clamp.peak(-10.0..800.0, g_na).unwrap();
    assert_abs_diff_eq!(found.0 - 420.0, alone.0, epsilon = 1e-6);
    assert_abs_diff_eq!(found.1, alone.1, epsilon = 1e-9);
    // What only grows is highest at the end; what never changes at the start of the window.
    let g_k = |y: &Membrane<f64>| axon.conductances(y).k;
    assert_eq!(step_to(60.0).peak(0.0..3.0, g_k).unwrap().0, 3.0);
    assert_eq!(clamp.peak(-10.0..-1.0, g_na).unwrap().0, -10.0);
    for window in [1.0..1.0, 2.0..1.0, 0.0..f64::NAN, f64::NEG_INFINITY..0.0] {
        assert!(clamp.peak(window, g_na).is_err());
    }
}

#[test]
fn a_protocol_of_several_steps_is_what_the_gates_do_in_between() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let steps = [(1.0, 40.0), (3.0, -20.0), (3.5, 90.0)];
    let clamp = VoltageClamp::new(axon, axon.clamped_at(0.0), steps).unwrap();
    assert_eq!(clamp.at(0.5), axon.clamped_at(0.0));
    assert_eq!([0.9, 1.0, 3.2, 9.0].map(|t| clamp.potential(t)), [0.0, 40.0, -20.0, 90.0]);
    // The gates integrated under a command that has no resistance: dV/dt = 0.
    let gates = from_fn(|t: f64, y: &Membrane<f64>, dydt: &mut Membrane<f64>| {
        let v = if t < 1.0 {
            0.0
        } else if t < 3.0 {
            40.0
        } else if t < 3.5 {
            -20.0
        } else {
            90.0
        };
        *dydt = Membrane { v: 0.0, ..axon.slope(&Membrane { v, ..*y }, 0.0) };
    })
    .with_breakpoints([1.0, 3.0, 3.5]);
    let control = Dop853.adaptive().rtol(1e-12).atol(1e-13);
    let solution = integrate(&gates, 0.0..8.0, axon.clamped_at(0.0), control).solution().unwrap();
    for k in 0..=80 {
        let t = f64::from(k) / 10.0;
        let (a, b) = (clamp.at(t), solution.at(t).unwrap());
        for (a, b) in [(a.m, b.m), (a.h, b.h), (a.n, b.n)] {
            assert!((a - b).abs() < 1e-10, "t = {t}: {a} {b}");
        }
    }
    // Continuous in its gates across a step.
    let (below, above) = (clamp.at(3.0_f64.next_down()), clamp.at(3.0));
    assert!((below.m - above.m).abs() < 1e-12 && below.v == 40.0 && above.v == -20.0);
}

#[test]
fn neurons_from_channels_are_clamped_alike() {
    let p = Parameters::<f64>::squid_axon();
    let axon = HodgkinHuxley::squid_axon();
    let composed = Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()));
    let extended = axon.with_channel(p.potassium());
    let steps = vec![(0.0, 50.0), (4.0, -10.0)];
    let a = VoltageClamp::new(axon, axon.clamped_at(0.0), steps.clone()).unwrap();
    let b = VoltageClamp::new(composed, composed.clamped_at(0.0), steps.clone()).unwrap();
    let c = VoltageClamp::new(extended, extended.clamped_at(0.0), steps).unwrap();
    for t in [-1.0, 0.0, 0.3, 3.9, 4.0, 7.0] {
        let (a, b, c) = (a.at(t), b.at(t), c.at(t));
        assert_eq!((b.v, c.membrane()), (a.v, a));
        let ([m, h], [n], [further]) = (b.gates.0, b.gates.1, c.gates);
        for (a, b) in [(a.m, m), (a.h, h), (a.n, n), (a.n, further)] {
            assert!((a - b).abs() < 1e-14, "{a} {b}");
        }
    }
}

#[test]
fn a_small_series_resistance_comes_to_the_ideal_clamp() {
    let axon = HodgkinHuxley::squid_axon();
    let ideal = step_to(63.0);
    let worst = |conductance: f64| {
        let command = constant(0.0).then(0.0, constant(63.0));
        let through = axon.with_stimulus(stimulus::voltage_source(command, conductance));
        let run =
            integrate(&through, 0.0..10.0, axon.clamped_at(0.0), Rodas5P.adaptive().rtol(1e-8));
        let solution = run.solution().unwrap();
        let off = |t: f64| {
            let k = |y: &Membrane<f64>| axon.conductances(y).k;
            (k(&solution.at(t).unwrap()) - k(&ideal.at(t))).abs()
        };
        [2.0, 5.0, 9.0].map(off).into_iter().fold(0.0, f64::max)
    };
    let (loose, tight, tightest) = (worst(1e2), worst(1e3), worst(1e4));
    assert!(
        loose > 5.0 * tight && tight > 5.0 * tightest && tightest < 0.05,
        "{loose} {tight} {tightest}"
    );
    // The exponential steppers know the conductance of the source.
    let through = axon.with_stimulus(stimulus::voltage_source(constant(63.0), 1e5));
    let run = integrate(&through, 0.0..10.0, axon.clamped_at(0.0), ExponentialStrang.fixed(0.02));
    let end = run.finish().unwrap().y;
    let (k, expected) = (axon.conductances(&end).k, axon.conductances(&ideal.at(10.0)).k);
    assert!((k - expected).abs() < 0.01, "{k} {expected}");
}

#[test]
fn bad_protocols() {
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let refused = |holding: f64, steps: &[(f64, f64)]| {
        VoltageClamp::new(axon, axon.clamped_at(holding), steps.to_vec()).unwrap_err().to_string()
    };
    for (holding, steps, sentence) in [
        (f64::NAN, &[][..], "VoltageClamp: holding = NaN, but it must be finite"),
        (0.0, &[(f64::NAN, 1.0)], "VoltageClamp: time of a step = NaN, but it must be finite"),
        (
            0.0,
            &[(1.0, f64::INFINITY)],
            "VoltageClamp: potential of a step = inf, but it must be finite",
        ),
        (
            0.0,
            &[(2.0, 1.0), (1.0, 1.0)],
            "VoltageClamp: time of a step = 1, but it must be > the step before = 2",
        ),
    ] {
        let error = refused(holding, steps);
        assert!(error.starts_with(sentence), "{error}");
    }
    assert!(Conductance::from_millisiemens_per_cm2(1.0) == Conductance::from_siemens_per_m2(10.0));
}
