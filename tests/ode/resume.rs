//! Runs as values: stopped, kept, written down, resumed, cut at breakpoints, continued with other
//! settings.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::double_impulse;
use crate::common::resumption::{is_the_same_run, nodes};
use crate::common::shared::{Axon, System};
use approx::assert_abs_diff_eq;
use excitable::ode::StepControl;
use excitable::prelude::*;

#[test]
fn a_resumed_run_is_the_same_run_to_the_bit() {
    for count in [0, 1, 2, 7, 19, 33, 40] {
        is_the_same_run(&Rk45.adaptive(), count, |kept| kept);
        is_the_same_run(&Rk45.adaptive().rtol(1e-4).first_step(0.5), count, |kept| kept);
        is_the_same_run(&Bs23.adaptive(), count, |kept| kept);
        is_the_same_run(&Rk4.fixed(0.03), count, |kept| kept);
        is_the_same_run(&Euler.fixed(0.01), 10 * count, |kept| kept);
    }
}

fn is_the_same_run_in_two_parts<C: StepControl<Axon> + Clone>(
    axon: &Axon,
    y0: Membrane<f64>,
    control: &C,
) {
    let whole = nodes(integrate(axon, 0.0..20.0, y0, control.clone()), usize::MAX);
    let mut parts = nodes(integrate(axon, 0.0..10.0, y0, control.clone()), usize::MAX);
    let middle = parts.last().unwrap().y;
    parts.extend(nodes(integrate(axon, 10.0..20.0, middle, control.clone()), usize::MAX));
    assert_eq!(parts, whole);
}

#[test]
fn a_run_cut_at_a_breakpoint_is_the_same_run() {
    let axon = double_impulse();
    let y0 = axon.clamped_at(0.0);
    is_the_same_run_in_two_parts(&axon, y0, &Rk45.adaptive());
    is_the_same_run_in_two_parts(&axon, y0, &Rk45.adaptive().rtol(1e-10));
    is_the_same_run_in_two_parts(&axon, y0, &Rk4.fixed(0.03));
}

#[test]
fn a_run_cut_elsewhere_agrees_within_the_error_of_the_method() {
    let axon = double_impulse();
    let control = || Rk45.adaptive().rtol(1e-9);
    let whole = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control()).finish().unwrap();
    let middle = integrate(&axon, 0.0..11.7, axon.clamped_at(0.0), control()).finish().unwrap();
    let end = integrate(&axon, 11.7..20.0, middle.y, control()).finish().unwrap();
    let off = (end.y.v - whole.y.v).abs();
    assert!(off > 0.0 && off < 1e-6, "{off}");
}

#[test]
fn a_change_and_another_method_on_the_way() {
    let axon = double_impulse();
    let mut run = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk45.adaptive().rtol(1e-9));
    while run.node().t < 10.0 {
        run.advance().unwrap();
    }
    let steps = run.statistics().accepted;
    run.change(|t, y| {
        assert_eq!(t, 10.0);
        y.v = -5.0;
    });
    // A checkpoint keeps the change too.
    let kept = run.checkpoint();
    let changed = Membrane { v: -5.0, ..run.node().y };
    let expected = integrate(&axon, 10.0..20.0, changed, Rk4.fixed(0.01)).finish().unwrap();
    let mut other = run.with_control(Rk4.fixed(0.01));
    while other.advance().unwrap().is_some() {}
    assert_eq!(other.node(), &expected);
    assert_eq!(other.statistics().accepted, steps + 1000);
    let resumed = kept.resume(&axon, Rk45.adaptive().rtol(1e-9)).finish().unwrap();
    assert_abs_diff_eq!(resumed.y.v, expected.y.v, epsilon = 1e-5);
}

#[test]
fn new_settings_of_a_resumed_run_are_checked_and_used() {
    let axon = double_impulse();
    let mut run = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk45.adaptive());
    for _ in 0..9 {
        run.advance().unwrap();
    }
    let error =
        run.checkpoint().resume(&axon, Rk45.adaptive().rtol(f64::NAN)).finish().unwrap_err();
    assert!(error.to_string().starts_with("Adaptive: rtol = NaN"), "{error}");
    let count = |rtol: f64| {
        let mut resumed = run.checkpoint().resume(&axon, Rk45.adaptive().rtol(rtol));
        while resumed.advance().unwrap().is_some() {}
        resumed.statistics().accepted
    };
    assert!(count(1e-10) > 2 * count(1e-6));
}

#[test]
fn another_step_begins_anew_where_the_run_was_kept() {
    let decay: &System<'_, _> = &from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let mut run = integrate(decay, 0.0..1.0, 1.0, Rk4.fixed(0.1));
    for _ in 0..5 {
        run.advance().unwrap();
    }
    for dt in [0.01, 0.4, 0.25, 0.05] {
        let resumed = run.checkpoint().resume(decay, Rk4.fixed(dt));
        let mut at = 0.5;
        for step in resumed {
            let step = step.unwrap();
            assert!(
                step.start.t >= at - 1e-12 && step.end.t <= 1.0 && step.end.t > step.start.t,
                "dt = {dt}"
            );
            at = step.end.t;
        }
        let end = run.checkpoint().resume(decay, Rk4.fixed(dt)).finish().unwrap();
        assert!((end.y - (-1.0_f64).exp()).abs() < 1e-3 && end.t == 1.0, "dt = {dt}: {end:?}");
    }
}

#[test]
fn the_breakpoints_of_another_system_are_landed_on() {
    let quiet: &System<'_, _> = &from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let kicked: &System<'_, _> = &from_fn(|t: f64, y: &f64, dydt: &mut f64| {
        *dydt = if (50.0..50.05).contains(&t) { 100.0 - y } else { -y };
    })
    .with_breakpoints([50.0, 50.05]);
    let mut run = integrate(quiet, 0.0..60.0, 1.0, Rk45.adaptive());
    while run.node().t < 20.0 {
        run.advance().unwrap();
    }
    let at = |solution: &excitable::Solution<f64>| solution.at(50.05).unwrap();
    let resumed = run.checkpoint().resume(kicked, Rk45.adaptive()).solution().unwrap();
    assert!((at(&resumed) - 100.0 * (1.0 - (-0.05_f64).exp())).abs() < 1e-4, "{}", at(&resumed));
    let mut fixed = integrate(quiet, 0.0..60.0, 1.0, Rk4.fixed(0.5));
    for _ in 0..40 {
        fixed.advance().unwrap();
    }
    let resumed = fixed.checkpoint().resume(kicked, Rk4.fixed(0.5)).solution().unwrap();
    assert!((at(&resumed) - 100.0 * (1.0 - (-0.05_f64).exp())).abs() < 1e-4, "{}", at(&resumed));
}

/// A system with a natural size and no Jacobian: the increments of the differences must be kept
/// too.
struct Scaled;

impl OdeSystem for Scaled {
    type State = [f64; 2];
    fn derivative(&self, _t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        *dydt = [y[1], 30.0 * (1.0 - 1e6 * y[0] * y[0]) * y[1] - y[0]];
    }
    fn scale(&self) -> Option<[f64; 2]> {
        Some([1e-3, 1e-2])
    }
}

#[test]
fn the_stiff_method_resumes_to_the_bit_with_a_scale_and_differences() {
    let run = || integrate(&Scaled, 0.0..20.0, [2e-3, 0.0], Rodas5P.adaptive());
    let whole = run().finish().unwrap();
    let mut stopped = run();
    for _ in 0..20 {
        stopped.advance().unwrap();
    }
    assert_eq!(stopped.checkpoint().resume(&Scaled, Rodas5P.adaptive()).finish().unwrap(), whole);
}

#[test]
fn a_root_on_the_node_of_a_checkpoint_is_not_lost() {
    let clock: &System<'_, _> = &from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    let level = || component(0).rises_through(0.0);
    for stop in 0..12 {
        let mut run = integrate(clock, 0.0..3.0, -1.0, Euler.fixed(0.25))
            .reset_on(level(), |_t, y| *y = -1.0);
        for _ in 0..stop {
            run.advance().unwrap();
        }
        let kept = run.checkpoint();
        let resumed = kept.resume(clock, Euler.fixed(0.25)).reset_on(level(), |_t, y| *y = -1.0);
        assert_eq!(resumed.finish().unwrap(), run.finish().unwrap(), "after {stop} steps");
    }
}

#[test]
fn a_run_that_is_kept_at_its_end_has_the_slope_of_its_end() {
    let axon = double_impulse();
    let run = || integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Verner65.adaptive());
    let mut kept = run();
    while kept.advance().unwrap().is_some() {}
    assert_eq!(kept.node().t, 20.0);
    let resumed = kept.checkpoint().resume(&axon, Verner65.adaptive());
    assert_eq!(resumed.finish().unwrap(), run().finish().unwrap());
}
