//! Spikes: their times, peaks, widths and troughs, from a solution and step by step.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::common::tables::hh_value;
use approx::{assert_abs_diff_eq, assert_relative_eq};
use excitable::analysis::{Extent, SpikeDetector, SpikeTrain, extent};
use excitable::prelude::*;
use excitable::{Solution, spikes};

type Axon = HodgkinHuxley<f64, Box<dyn Stimulus<f64>>>;

fn axon(stimulus: impl Stimulus<f64> + 'static) -> Axon {
    let stimulus: Box<dyn Stimulus<f64>> = Box::new(stimulus);
    HodgkinHuxley::squid_axon().with_stimulus(stimulus)
}

fn run(axon: &Axon, end: f64, start: Membrane<f64>) -> Solution<Membrane<f64>> {
    integrate(axon, 0.0..end, start, Dop853.adaptive().rtol(1e-13)).solution().unwrap()
}

fn train(solution: &Solution<Membrane<f64>>) -> SpikeTrain<f64> {
    spikes(solution, component(0), SpikeDetector::new(50.0)).unwrap()
}

fn from_zero(stimulus: impl Stimulus<f64> + 'static, end: f64) -> SpikeTrain<f64> {
    let axon = axon(stimulus);
    train(&run(&axon, end, axon.clamped_at(0.0)))
}

#[test]
fn the_peaks_of_the_double_impulse_meet_their_reference() {
    let found = from_zero(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)), 50.0);
    assert_eq!(found.len(), 2);
    for (spike, k) in found.iter().zip(["1", "2"]) {
        let t = hh_value(&format!("double_impulse_spike_{k}_time"), "")[0];
        let peak = hh_value(&format!("double_impulse_peak_{k}"), "");
        assert_relative_eq!(spike.t, t, max_relative = 1e-11);
        // The time of a peak is a root of the slope of the dense output, one order below it.
        assert_relative_eq!(spike.peak.t, peak[0], max_relative = 1e-8);
        assert_relative_eq!(spike.peak.value, peak[1], max_relative = 1e-10);
        assert!(spike.fall.unwrap() > spike.peak.t && spike.trough.unwrap().value < -9.0);
    }
    assert!((found[0].width().unwrap() - 1.61).abs() < 0.1, "{:?}", found[0]);
}

#[test]
fn spike_times_meet_their_reference() {
    let cases = [
        ("const_I10_spike_times", from_zero(constant(10.0), 100.0)),
        ("sine_spike_times", from_zero(stimulus::sine(10.0, 20.0), 100.0)),
        (
            "late_short_pulse_spike_times",
            from_zero(pulse(0.0..1.0, 150.0).plus(pulse(40.0..40.2, 60.0)), 60.0),
        ),
    ];
    for (row, found) in cases {
        let expected = hh_value(row, "");
        assert_eq!(found.len(), expected.len(), "{row}");
        for (found, expected) in found.times().zip(expected) {
            assert_relative_eq!(found, expected, max_relative = 1e-10);
        }
    }
}

#[test]
fn an_anode_break_spike_meets_its_reference() {
    let axon = axon(pulse(0.0..20.0, -10.0));
    let found = train(&run(&axon, 40.0, axon.rest().unwrap()));
    let [t, t_peak, peak] = hh_value("anode_break_minus10_20ms", "")[..] else { unreachable!() };
    assert_eq!(found.len(), 1);
    assert_relative_eq!(found[0].t, t, max_relative = 1e-11);
    assert_relative_eq!(found[0].peak.t, t_peak, max_relative = 1e-8);
    assert_relative_eq!(found[0].peak.value, peak, max_relative = 1e-10);
    assert_abs_diff_eq!(found.latency(20.0).unwrap(), t - 20.0, epsilon = 1e-9);
}

#[test]
fn the_oscillation_after_the_double_impulse_meets_its_reference() {
    let axon = axon(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)));
    let solution = run(&axon, 50.0, axon.clamped_at(0.0));
    for (span, k) in [(25.0..40.0, 3), (40.0..50.0, 4)] {
        let row = hh_value(&format!("double_impulse_subthreshold_max_{k}"), "");
        let start = solution.at(span.start).unwrap();
        // Where little happens the steps are long, and V errs by 1e-9 mV inside of them.
        let control = Dop853.adaptive().rtol(1e-12).max_step(0.25);
        let part = integrate(&axon, span, start, control);
        let high = extent(part, component(0)).unwrap().high;
        assert_relative_eq!(high.t, row[0], max_relative = 1e-8);
        assert_relative_eq!(high.value, row[1], max_relative = 1e-8);
    }
}

#[test]
fn step_by_step_it_finds_the_same_as_in_the_solution() {
    let axon = axon(constant(10.0));
    let start = axon.rest().unwrap();
    let solution = run(&axon, 60.0, start);
    let mut run = integrate(&axon, 0.0..60.0, start, Dop853.adaptive().rtol(1e-13));
    let (mut detector, mut found) = (SpikeDetector::new(50.0), Vec::new());
    while let Some(mut step) = run.advance().unwrap() {
        detector.look(&step.curve(component(0)).unwrap(), |spike| found.push(spike)).unwrap();
    }
    found.extend(detector.unfinished());
    assert_eq!(found, train(&solution).to_vec());
}

#[test]
fn a_large_step_hides_no_spike_and_a_ripple_is_one_spike() {
    // Rk4 at half a millisecond: the whole spike is three steps.
    let coarse = from_fn(|t, _: &f64, dydt: &mut f64| *dydt = 6.0 * t.cos());
    let solution = integrate(&coarse, 0.0..60.0, 0.0, Rk4.fixed(1.5)).solution().unwrap();
    let count = spikes(&solution, component(0), SpikeDetector::new(5.5)).unwrap().len();
    assert_eq!(count, 10);
    // sin(t) + sin(8·t)/2 passes 0.7 several times in each swing, and falls below −0.9 once.
    let ripple = from_fn(|t, _: &f64, dydt: &mut f64| *dydt = t.cos() + 4.0 * (8.0 * t).cos());
    let solution = integrate(&ripple, 0.0..62.0, 0.0, Rk45.adaptive()).solution().unwrap();
    let count = |detector| spikes(&solution, component(0), detector).unwrap().len();
    assert_eq!(count(SpikeDetector::new(0.7).rearm(-0.9)), 10);
    assert!(count(SpikeDetector::new(0.7)) >= 20);
}

#[test]
fn a_jump_over_the_threshold_is_no_spike() {
    // y grows to 1 and is set to 0; then it is set from 0.5 to 2 by hand.
    let ramp = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    let solution = integrate(&ramp, 0.0..3.5, 0.5, Rk45.adaptive())
        .reset_on(component(0).rises_through(1.0), |_t, y| *y = 0.0)
        .solution()
        .unwrap();
    let found = spikes(&solution, component(0), SpikeDetector::new(0.75)).unwrap();
    let times: Vec<_> = found.times().collect();
    assert_eq!(times.len(), 4);
    for (t, expected) in times.iter().zip([0.25, 1.25, 2.25, 3.25]) {
        assert!((t - expected).abs() < 1e-12, "{times:?}");
    }
    assert_abs_diff_eq!(found[0].fall.unwrap(), 0.5, epsilon = 1e-12);
}

#[test]
fn wrong_levels_components_and_directions_are_told() {
    let axon = axon(constant(10.0));
    let solution = run(&axon, 1.0, axon.clamped_at(0.0));
    let told =
        |component, detector| spikes(&solution, component, detector).unwrap_err().to_string();
    let v = component(0);
    assert_eq!(
        told(v, SpikeDetector::new(f64::NAN)),
        "SpikeDetector: threshold = NaN, but it must be finite: give the level at which spikes are counted"
    );
    assert!(told(v, SpikeDetector::new(50.0).rearm(60.0)).contains("rearm = 60"));
    assert!(told(v, SpikeDetector::new(50.0).rearm(f64::NAN)).contains("rearm = NaN"));
    assert!(told(component(4), SpikeDetector::new(50.0)).contains("index = 4, but it must be < 4"));
    let backward = integrate(&axon, 0.1..0.0, axon.clamped_at(0.0), Rk4.fixed(0.01));
    let backward = backward.solution().unwrap();
    let error = spikes(&backward, v, SpikeDetector::new(50.0)).unwrap_err().to_string();
    assert!(error.contains("forward in time"), "{error}");
}

#[test]
fn the_extent_of_a_run_lies_between_its_nodes() {
    let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    let control = Dop853.adaptive().rtol(1e-12);
    let run = integrate(&oscillator, 0.0..6.0, [0.0, 1.0], control);
    let Extent { low, high } = extent(run, component(0)).unwrap();
    let half = std::f64::consts::FRAC_PI_2;
    assert!((high.t - half).abs() < 1e-8 && (high.value - 1.0).abs() < 1e-11, "{high:?}");
    assert!((low.t - 3.0 * half).abs() < 1e-8 && (low.value + 1.0).abs() < 1e-11, "{low:?}");
}
