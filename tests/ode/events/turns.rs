//! Peaks and troughs of a component.

use core::f64::consts::PI;

use super::{close, oscillator};
use crate::common::shared::integrate;
use excitable::prelude::*;

#[test]
fn the_turning_points_of_a_sine() {
    let oscillator = oscillator();
    for (span, start) in [(0.0..20.0, [0.0, 1.0]), (20.0..0.0, [20.0_f64.sin(), 20.0_f64.cos()])] {
        let control = Verner65.adaptive().rtol(1e-10).atol(1e-10);
        let (mut peaks, mut troughs) = (Vec::new(), Vec::new());
        integrate(&oscillator, span.clone(), start, control)
            .report_on(component(0).peaks(), |peak| peaks.push(peak))
            .report_on(component(0).troughs(), |trough| troughs.push(trough.t))
            .finish()
            .unwrap();
        if span.end < span.start {
            peaks.reverse();
            troughs.reverse();
        }
        assert!(peaks.iter().all(|peak| !peak.rising && (peak.y[0] - 1.0).abs() < 1e-9));
        let peaks: Vec<f64> = peaks.iter().map(|peak| peak.t).collect();
        close(&peaks, &[0.5 * PI, 2.5 * PI, 4.5 * PI], 1e-7);
        close(&troughs, &[1.5 * PI, 3.5 * PI, 5.5 * PI], 1e-7);
    }
}

#[test]
fn a_corner_is_a_peak_and_what_a_reset_cuts_off_is_none() {
    // Charged from 1 to 2: the peak is the end of the pulse.
    let circuit = from_fn(|t: f64, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [if (1.0..2.0).contains(&t) { 1.0 - y[0] } else { -y[0] }, 0.0];
    })
    .with_breakpoints([1.0, 2.0]);
    macro_rules! by {
        ($($control:expr),+) => { $(
            let (mut peaks, mut troughs) = (Vec::new(), 0);
            integrate(&circuit, 0.0..4.0, [0.0, 7.0], $control)
                .report_on(component(0).peaks(), |peak| peaks.push(peak.t))
                .report_on(component(0).troughs(), |_| troughs += 1)
                .report_on(component(1).peaks(), |_| panic!("it stands still"))
                .finish()
                .unwrap();
            close(&peaks, &[2.0], 1e-15);
            assert_eq!(troughs, 0);
        )+ };
    }
    by!(Rk45.adaptive(), Rodas5P.adaptive(), Rk4.fixed(0.3));
    // A sawtooth from 0 to 1.
    let ramp = from_fn(|_t, _: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [1.0, -1.0]);
    integrate(&ramp, 0.0..4.5, [0.0, 0.0], Rk45.adaptive())
        .reset_on(component(0).rises_through(1.0), |_t, y| y[0] = 0.0)
        .report_on(component(0).peaks(), |_| panic!("a reset is no peak"))
        .report_on(component(0).troughs(), |_| panic!("a reset is no trough"))
        .finish()
        .unwrap();
}

#[test]
fn a_run_resumed_at_a_corner_finds_the_peak_there() {
    let circuit = from_fn(|t: f64, y: &f64, dydt: &mut f64| {
        *dydt = if (1.0..2.0).contains(&t) { 1.0 - y } else { -y };
    })
    .with_breakpoints([1.0, 2.0]);
    macro_rules! by {
        ($($control:expr),+) => { $(
            // Before the corner, on it, and beyond, where it has been told.
            for (stop, expected) in [(1.5, vec![2.0]), (2.0, vec![2.0]), (2.5, vec![])] {
                let mut run = integrate(&circuit, 0.0..4.0, 0.0, $control);
                run.advance_to(stop).unwrap();
                let (mut peaks, mut troughs) = (Vec::new(), 0);
                run.checkpoint()
                    .resume(&circuit, $control)
                    .report_on(component(0).peaks(), |peak| peaks.push(peak.t))
                    .report_on(component(0).troughs(), |_| troughs += 1)
                    .finish()
                    .unwrap();
                close(&peaks, &expected, 1e-15);
                assert_eq!(troughs, 0, "{stop}");
            }
        )+ };
    }
    by!(Rk45.adaptive(), Rodas5P.adaptive(), Rk4.fixed(0.25));
}

#[test]
fn a_reset_at_a_peak_acts_once() {
    let oscillator = oscillator();
    let mut heights = Vec::new();
    // Each peak loses a half, and the next one is a period later.
    integrate(&oscillator, 0.0..15.0, [0.0, 1.0], Rk45.adaptive().rtol(1e-10).atol(1e-10))
        .reset_on(component(0).peaks(), |t, y| {
            heights.push((t, y[0]));
            y[0] *= 0.5;
        })
        .finish()
        .unwrap();
    let [a, b, c] = heights[..] else { panic!("{heights:?}") };
    close(&[a.0, b.0, c.0], &[0.5 * PI, 2.5 * PI, 4.5 * PI], 1e-6);
    close(&[a.1, b.1, c.1], &[1.0, 0.5, 0.25], 1e-8);
    let end = integrate(&oscillator, 0.0..15.0, [0.0, 1.0], Rk45.adaptive())
        .stop_on(component(0).peaks().skip(1))
        .finish()
        .unwrap();
    assert!((end.t - 2.5 * PI).abs() < 1e-4);
    let error = integrate(&oscillator, 0.0..15.0, [0.0, 1.0], Rk45.adaptive())
        .stop_on(component(2).peaks())
        .finish()
        .unwrap_err();
    assert!(error.to_string().contains("index = 2, but it must be < 2"), "{error}");
}

#[test]
fn a_crossing_to_skip_neither_cuts_nor_counts_where_it_is_thrown_away() {
    let ramp = from_fn(|_t, _: &[f64; 1], dydt: &mut [f64; 1]| *dydt = [1.0]);
    let system = oscillator();
    // The fourth rise of a sine, from a run, a detector, and a solution.
    let rises = component(0).rises_through(0.5).skip(3);
    let run = || integrate(&system, 0.0..40.0, [0.0, 1.0], Verner65.adaptive());
    let solution = run().solution().unwrap();
    let (mut reported, steps) = (Vec::new(), run().count());
    let mut stopping = run().report_on(rises, |found| reported.push(found.t)).stop_on(rises);
    let mut taken = 0;
    while stopping.advance().unwrap().is_some() {
        taken += 1;
    }
    assert_eq!(stopping.stopped_by(), Some(0));
    drop(stopping);
    close(&reported, &[PI / 6.0 + 6.0 * PI], 1e-4);
    assert_eq!(solution.events(&rises).unwrap()[0].t, reported[0]);
    assert!(taken < steps && solution.steps()[..taken - 1].iter().all(|step| step.end.t < 20.0));
    // A reset every 1.5: what is found beyond it is not met, and not counted.
    let (mut stops, mut ends) = (Vec::new(), Vec::new());
    for count in 0..3 {
        let mut run = integrate(&ramp, 0.0..20.0, [0.0], Rk4.fixed(4.0))
            .stop_on(component(0).rises_through(2.5))
            .reset_on(component(0).rises_through(1.5), |_t, y| y[0] = 0.0)
            .stop_on(component(0).rises_through(1.0).skip(count));
        ends.push(run.advance_to(20.0).unwrap().t);
        stops.push(run.stopped_by());
    }
    close(&ends, &[1.0, 2.5, 4.0], 1e-12);
    assert_eq!(stops, [Some(1); 3]);
}

#[test]
fn a_jump_that_counts_is_one_of_those_to_skip() {
    // Above the level at the start, and put there again at 1.
    let decay = from_fn(|_t, y: &[f64; 1], dydt: &mut [f64; 1]| *dydt = [-y[0]]);
    for (count, expected) in [(0, 0.0), (1, 1.0), (2, 5.0)] {
        let mut run = integrate(&decay, 0.0..5.0, [1.5], Rk45.adaptive())
            .stop_on(component(0).rises_through(1.0).or_by_jump().skip(count));
        if run.advance_to(1.0).unwrap().t == 1.0 {
            run.change(|_t, y| y[0] = 2.0);
        }
        assert_eq!(run.advance_to(5.0).unwrap().t, expected);
        assert_eq!(run.stopped_by(), (count < 2).then_some(0));
    }
}
