//! A stimulus edge is never stepped over: late pulses, edges in awkward places, both directions.
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

use crate::common::integral::Integral;
use crate::common::shared::{Axon, axon, integrate};
use excitable::ode::{Step, StepControl};
use excitable::prelude::*;
use excitable::stimulus::Waveform;
use excitable::{Error, Scalar};

type Run = Result<Vec<f64>, Error>;

/// The spikes under 60 µA/cm² on 40–40.2 ms and 400 on 150.03–150.08 ms, from rest.
fn spikes(stimulus: impl Stimulus<f64> + 'static, control: impl StepControl<Axon>) -> Run {
    let axon = axon(stimulus);
    let solution = excitable::integrate(&axon, 0.0..170.0, axon.rest()?, control).solution()?;
    let ups = solution.events(&rising(|_t, y: &Membrane<f64>| y.v - 50.0))?;
    Ok(ups.iter().map(|spike| spike.t).collect())
}

fn late_pulses() -> impl Stimulus<f64> + Clone {
    pulse(40.0..40.2, 60.0).plus(pulse(150.03..150.08, 400.0))
}

fn assert_both_found(what: &str, found: &Run) {
    let found = found.as_ref().unwrap();
    let right =
        found.len() == 2 && (40.0..43.0).contains(&found[0]) && (150.0..153.0).contains(&found[1]);
    assert!(right, "{what}: {found:?}");
}

#[test]
fn late_pulses_are_found_at_every_tolerance() {
    for tenth in 30..=120 {
        let tolerance = 10.0_f64.powf(-f64::from(tenth) / 10.0);
        let what = format!("tolerance {tolerance:.1e}");
        assert_both_found(&what, &spikes(late_pulses(), Rk45.adaptive().rtol(tolerance)));
        assert_both_found(
            &what,
            &spikes(late_pulses(), Rk45.adaptive().rtol(tolerance).atol(tolerance)),
        );
    }
}

#[test]
fn late_pulses_are_found_by_every_method() {
    for dt in [0.05, 0.03, 0.01] {
        assert_both_found("Euler", &spikes(late_pulses(), Euler.fixed(dt)));
        assert_both_found("Rk4", &spikes(late_pulses(), Rk4.fixed(dt)));
        assert_both_found("Rk45", &spikes(late_pulses(), Rk45.fixed(dt)));
    }
    // Wider than the second pulse itself.
    assert_both_found("Rk4", &spikes(late_pulses(), Rk4.fixed(0.06)));
}

#[test]
fn with_hidden_breakpoints_the_second_pulse_is_missed_at_some_tolerance() {
    let missed = (30..=60).filter(|tenth| {
        let tolerance = 10.0_f64.powf(-f64::from(*tenth) / 10.0);
        let stimulus = late_pulses();
        let hidden: Waveform<_, [f64; 0]> = stimulus::waveform(move |t: f64| stimulus.current(t));
        let found = spikes(hidden, Rk45.adaptive().rtol(tolerance)).unwrap();
        !found.iter().any(|t| *t > 150.0)
    });
    assert!(
        missed.count() > 0,
        "every pulse was found without its breakpoints: the tests above prove nothing"
    );
}

impl<T: Scalar> Integral<'_, T> {
    fn over(&self, start: T, end: T) -> [(&str, T); 4] {
        let (dt, zero) = (T::lit(0.3), self.zero);
        [
            ("Euler", integrate(self, start..end, zero, Euler.fixed(dt)).finish().unwrap().y),
            ("Rk4", integrate(self, start..end, zero, Rk4.fixed(dt)).finish().unwrap().y),
            ("Rk45", integrate(self, start..end, zero, Rk45.fixed(dt)).finish().unwrap().y),
            (
                "adaptive Rk45",
                integrate(self, start..end, zero, Rk45.adaptive()).finish().unwrap().y,
            ),
        ]
    }
}

/// All methods integrate a piecewise constant function without any error but rounding, if and only
/// if no stage sees the wrong side of an edge.
fn assert_integral<T: Scalar>(stimulus: impl Stimulus<T>, start: T, end: T, expected: f64) {
    for (method, y) in (Integral { stimulus: &stimulus, zero: T::lit(0.0) }).over(start, end) {
        let rounding = 64.0 * T::epsilon().to_f64() * (1.0 + expected.abs());
        let error = (y.to_f64() - expected).abs();
        assert!(error <= rounding, "{method} over {start}..{end}: {y}, expected {expected}");
    }
}

#[test]
fn edges_at_the_ends_of_the_span() {
    assert_integral(pulse(0.0..1.0, 10.0), 0.0, 3.0, 10.0);
    assert_integral(pulse(0.0..1.0, 10.0), 0.0, 1.0, 10.0);
    assert_integral(pulse(1.0..3.0, 10.0), 0.0, 3.0, 20.0);
    assert_integral(pulse(-1.0..0.0, 10.0), 0.0, 1.0, 0.0);
    assert_integral(pulse(1.0..2.0, 10.0), 0.0, 1.0, 0.0);
}

#[test]
fn edges_at_the_ends_of_a_backward_span() {
    assert_integral(pulse(0.0..1.0, 10.0), 3.0, 0.0, -10.0);
    assert_integral(pulse(0.0..1.0, 10.0), 1.0, 0.0, -10.0);
    assert_integral(pulse(1.0..3.0, 10.0), 3.0, 0.0, -20.0);
    assert_integral(pulse(-1.0..0.0, 10.0), 1.0, 0.0, 0.0);
    assert_integral(pulse(1.0..2.0, 10.0), 1.0, 0.0, 0.0);
    assert_integral(pulse(0.0..1.0, 10.0), 0.5, -0.5, -5.0);
}

#[test]
fn coincident_edges() {
    let steps = pulse(1.0..2.0, 10.0).plus(pulse(2.0..3.0, -4.0)).plus(pulse(1.0..3.0, 1.0));
    assert_integral(steps, 0.0, 4.0, 8.0);
    assert_integral(steps, 4.0, 0.0, -8.0);
}

#[test]
fn edges_one_ulp_apart() {
    let b = 2.0_f64.next_up();
    let steps = pulse(1.0..2.0, 10.0).plus(pulse(b..3.0, -4.0));
    assert_integral(steps, 0.0, 4.0, 6.0);
    assert_integral(steps, 4.0, 0.0, -6.0);
    // A pulse that is one float long: 10⁶ for 4.4e-16.
    let narrow = pulse(2.0..b, 1e6);
    assert_integral(narrow, 0.0, 4.0, 1e6 * (b - 2.0));
    assert_integral(narrow, 4.0, 0.0, -1e6 * (b - 2.0));
    assert_integral(narrow, 2.0, b, 1e6 * (b - 2.0));
}

#[test]
fn late_times_and_f32() {
    assert_integral(pulse(1e6 + 0.5..1e6 + 1.5, 10.0), 1e6, 1e6 + 3.0, 10.0);
    assert_integral(pulse(1e6..1e6 + 1.0, 10.0), 1e6 + 3.0, 1e6, -10.0);
    assert_integral(pulse(0.25_f32..1.0, 10.0), 0.0, 3.0, 7.5);
    assert_integral(pulse(0.25_f32..1.0, 10.0), 3.0, 0.0, -7.5);
    assert_integral(pulse(4096.5_f32..4097.5, 10.0), 4096.0, 4099.0, 10.0);
    assert_integral(train(pulse(0.0..0.5, 10.0), 1.0), 0.0, 100.25, 502.5);
    assert_integral(pulse(0.25..1.0, 10.0).delayed(1e6), 1e6, 1e6 + 3.0, 7.5);
}

#[test]
fn the_axon_may_start_late_and_nothing_changes_but_the_clock() {
    let run = |shift: f64| {
        let impulses = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)).delayed(shift);
        let axon = axon(impulses);
        let control = Rk45.adaptive().rtol(1e-6);
        excitable::integrate(&axon, shift..shift + 20.0, axon.clamped_at(0.0), control)
            .solution()
            .unwrap()
    };
    let (early, late) = (run(0.0), run(1e6));
    for k in 0..=200 {
        let t = f64::from(k) / 10.0;
        let (a, b): (f64, f64) = (early.at(t).unwrap().v, late.at(1e6 + t).unwrap().v);
        assert!((a - b).abs() < 1e-3, "{a} and {b} at t = {t}");
    }
}

#[test]
fn a_time_step_or_an_edge_below_the_ulp_is_an_error() {
    let axon = axon(constant(0.0));
    let y0 = axon.clamped_at(0.0);
    let error =
        excitable::integrate(&axon, 1e6..1e6 + 1.0, y0, Rk4.fixed(1e-11)).finish().unwrap_err();
    assert!(
        error.to_string().contains("dt = 1e-11, but it must be >= the spacing of floats there"),
        "{error}"
    );

    let empty = pulse(1e6..1e6 + 1e-12, 1.0);
    let axon = self::axon(empty);
    let error =
        excitable::integrate(&axon, 1e6..1e6 + 1.0, y0, Rk4.fixed(0.1)).finish().unwrap_err();
    assert!(
        error.to_string().contains("window.end = 1000000, but it must be > window.start = 1000000"),
        "{error}"
    );

    let lost = pulse(0.0..1e-12, 1.0).delayed(1e6);
    let axon = self::axon(lost);
    let error =
        excitable::integrate(&axon, 1e6..1e6 + 1.0, y0, Rk4.fixed(0.1)).finish().unwrap_err();
    assert!(error.to_string().contains("delayed"), "{error}");
}

/// The ends of all steps.
fn times<Y: excitable::State>(
    steps: impl Iterator<Item = Result<Step<Y>, Error>>,
) -> Vec<Y::Scalar> {
    steps.map(|step| step.unwrap().end.t).collect()
}

#[test]
fn steps_land_on_every_edge_and_on_the_end_to_the_bit() {
    let axon = axon(late_pulses());
    let rest = axon.rest().unwrap();
    for ends in [
        times(excitable::integrate(&axon, 0.0..170.0, rest, Rk4.fixed(0.07))),
        times(excitable::integrate(&axon, 0.0..170.0, rest, Rk45.adaptive())),
    ] {
        for edge in [40.0, 40.2, 150.03, 150.08, 170.0] {
            assert!(ends.contains(&edge), "no step ends at {edge}");
        }
        assert!(ends.windows(2).all(|pair| pair[0] < pair[1]));
    }
}

#[test]
fn fixed_steps_count_from_the_last_edge_and_do_not_accumulate() {
    let system = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 0.0).with_breakpoints([0.25]);
    let ends = times(integrate(&system, 0.0..1000.0, 0.0, Euler.fixed(0.1)));
    assert_eq!(ends[..4], [0.1, 0.2, 0.25, 0.35]);
    for (k, t) in (1..).zip(&ends[3..ends.len() - 1]) {
        assert_eq!(*t, 0.25 + f64::from(k) * 0.1);
    }
    assert_eq!(ends.last(), Some(&1000.0));
}

#[test]
fn in_f32_the_last_of_many_fixed_steps_is_no_longer_than_the_others() {
    let still = from_fn(|_t, _y: &f32, dydt: &mut f32| *dydt = 0.0);
    let dt = 1.0 / 512.0;
    for count in [500_000.0, 600_000.4, 1_000_000.7_f32] {
        let (end, mut last) = (count * dt, 0.0);
        let mut run = integrate(&still, 0.0..end, 0.0, Euler.fixed(dt));
        while let Some(step) = run.advance().unwrap() {
            last = step.end().t - step.start().t;
        }
        assert!(last <= 1.1 * dt, "the last step is {} dt long", last / dt);
    }
}

#[test]
fn forward_and_back_returns_to_the_start() {
    let axon = axon(pulse(0.5..1.0, 50.0));
    let y0 = axon.rest().unwrap();
    let control = || Rk45.adaptive().rtol(1e-13).atol(1e-13);
    // Short: what decays forward in time grows backward.
    let there = excitable::integrate(&axon, 0.3..0.8, y0, control()).finish().unwrap();
    let back = excitable::integrate(&axon, 0.8..0.3, there.y, control()).finish().unwrap();
    assert!((back.y.v - y0.v).abs() < 1e-8, "{:?}", back.y);
}

#[test]
fn an_empty_span_succeeds_with_the_first_node_only() {
    let axon = axon(constant(10.0));
    let y0 = axon.clamped_at(0.0);
    let solution = excitable::integrate(&axon, 3.0..3.0, y0, Rk45.adaptive()).solution().unwrap();
    assert_eq!((solution.steps().len(), solution.nodes().count()), (0, 1));
    assert_eq!((solution.start().t, solution.end().y), (3.0, y0));
    assert_eq!(solution.start().dydt, axon.slope(&y0, 10.0));
    assert_eq!(solution.at(3.0), Ok(y0));
}

#[test]
fn events_backward_are_the_events_forward() {
    let system = from_fn(|t: f64, _y: &f64, dydt: &mut f64| *dydt = t.cos());
    let forward =
        integrate(&system, 0.0..10.0, 0.0, Rk45.adaptive().rtol(1e-10)).solution().unwrap();
    let backward = integrate(&system, 10.0..0.0, 10.0_f64.sin(), Rk45.adaptive().rtol(1e-10))
        .solution()
        .unwrap();
    let level = crossing(|_t, y: &f64| y - 0.5);
    let (a, mut b) = (forward.events(&level).unwrap(), backward.events(&level).unwrap());
    b.reverse();
    assert_eq!((a.len(), b.len()), (4, 4));
    for (a, b) in a.iter().zip(&b) {
        assert!((a.t - b.t).abs() < 1e-8 && a.rising == b.rising, "{a:?} {b:?}");
    }
}

#[test]
fn an_event_on_a_node_counts_once_and_a_touch_not_at_all() {
    // y = t − 1 by steps of 1/4: zero exactly on a node.
    let line = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    let solution = integrate(&line, 0.0..2.0, -1.0, Euler.fixed(0.25)).solution().unwrap();
    let ups = solution.events(&crossing(|_t, y: &f64| *y)).unwrap();
    assert_eq!(ups.iter().map(|c| c.t).collect::<Vec<_>>(), [1.0]);
    // (t − 1)² touches zero on a node.
    assert_eq!(solution.events(&crossing(|t: f64, _: &f64| (t - 1.0) * (t - 1.0))).unwrap(), []);
}
