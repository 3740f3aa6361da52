//! Events that change the state or end the run.

use std::f64::consts::PI;

use super::{ball, close, oscillator};
use crate::common::shared::{System, integrate};
use approx::assert_abs_diff_eq;
use excitable::Error;
use excitable::ode::{Crossing, StepControl};
use excitable::prelude::*;

/// The bounces of a ball that keeps 0.8 of its speed: t₁ = 1, then flights of 2·0.8ᵏ.
fn bounces(count: u32) -> Vec<f64> {
    let flights = (1..count).scan(1.0, |t, k| {
        *t += 2.0 * 0.8_f64.powi(k.try_into().unwrap());
        Some(*t)
    });
    std::iter::once(1.0).chain(flights).collect()
}

fn bounced(control: impl for<'a> StepControl<System<'a, [f64; 2]>>) -> (Vec<f64>, Vec<f64>) {
    let mut times = Vec::new();
    let ball = ball();
    let solution = integrate(&ball, 0.0..7.5, [5.0, 0.0], control)
        .reset_on(component(0).falls_through(0.0), |t, y| {
            times.push(t);
            *y = [0.0, -0.8 * y[1]];
        })
        .solution()
        .unwrap();
    let apexes = bounces(7)
        .windows(2)
        .map(|pair| solution.at(0.5 * (pair[0] + pair[1])).unwrap()[0])
        .collect();
    (times, apexes)
}

#[test]
fn a_ball_bounces_where_its_closed_form_does() {
    let exact = bounces(8);
    // 5·0.64ᵏ
    let heights: Vec<f64> = (1..7).map(|k| 5.0 * 0.64_f64.powi(k)).collect();
    for (times, apexes) in [
        bounced(Rk45.adaptive()),
        bounced(Rk45.adaptive().rtol(1e-10)),
        bounced(Rk4.fixed(0.13)),
        bounced(Bs23.adaptive()),
    ] {
        close(&times, &exact, 1e-10);
        close(&apexes, &heights, 1e-10);
    }
}

#[test]
fn a_leaky_neuron_fires_with_its_period() {
    // τ·dV/dt = −V + 20 with τ = 10: from 0 to 15 in 10·ln 4, then reset to 0.
    let leaky = from_fn(|_t, v: &f64, dvdt: &mut f64| *dvdt = (20.0 - v) / 10.0);
    let mut spikes = Vec::new();
    let solution = integrate(&leaky, 0.0..100.0, 0.0, Rk45.adaptive().rtol(1e-10).atol(1e-10))
        .reset_on(rising(|_t, v: &f64| v - 15.0), |t, v| {
            spikes.push(t);
            *v = 0.0;
        })
        .solution()
        .unwrap();
    let period = 10.0 * 4.0_f64.ln();
    let exact: Vec<f64> = (1..=7).map(|k| f64::from(k) * period).collect();
    close(&spikes, &exact, 1e-7);
    // At the very float the new state; before it the old one.
    assert_eq!(solution.at(spikes[2]).unwrap(), 0.0);
    assert_abs_diff_eq!(solution.at(spikes[2].next_down()).unwrap(), 15.0, epsilon = 1e-9);
    // The jump itself is no event, neither of the run nor of the solution.
    assert!(solution.events(&falling(|_t, v: &f64| v - 7.0)).unwrap().is_empty());
    let ups = solution.events(&component(0).rises_through(7.0)).unwrap();
    assert_eq!(ups.len(), 7);
}

#[test]
fn a_refractory_period_is_an_event_in_time() {
    // As above, held at 0 for 3 after each spike: y = (V, the time until which it is held).
    let leaky = from_fn(|t: f64, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [if t < y[1] { 0.0 } else { (20.0 - y[0]) / 10.0 }, 0.0];
    });
    let mut spikes = Vec::new();
    integrate(&leaky, 0.0..100.0, [0.0, -1.0], Rk45.adaptive().rtol(1e-9).atol(1e-9))
        .reset_on(component(0).rises_through(15.0), |t, y| {
            spikes.push(t);
            *y = [0.0, t + 3.0];
        })
        .reset_on(rising(|t, y: &[f64; 2]| t - y[1]), |_t, _y| {})
        .finish()
        .unwrap();
    let period = 10.0 * 4.0_f64.ln();
    let exact: Vec<f64> = (0..6).map(|k| period + f64::from(k) * (period + 3.0)).collect();
    close(&spikes, &exact, 1e-6);
}

#[test]
fn an_early_end() {
    let oscillator = oscillator();
    let run = || {
        integrate(&oscillator, 0.0..50.0, [0.0, 1.0], Rk45.adaptive().rtol(1e-10))
            .stop_on(component(0).falls_through(0.0))
    };
    let end = run().finish().unwrap();
    assert!((end.t - PI).abs() < 1e-8 && (end.y[1] + 1.0).abs() < 1e-8);
    assert!((end.dydt[0] + 1.0).abs() < 1e-8, "the slope there");
    let solution = run().solution().unwrap();
    assert_eq!(solution.end(), &end);
    assert!(matches!(solution.at(3.2), Err(Error::Outside { .. })));
    assert_abs_diff_eq!(solution.at(3.1).unwrap()[0], 3.1_f64.sin(), epsilon = 1e-8);
    // The grid ends with the run.
    let mut seen = Vec::new();
    run().sample((0..=50).map(f64::from), |t, _| seen.push(t)).unwrap();
    assert_eq!(seen, [0.0, 1.0, 2.0, 3.0]);
    let mut steps = run();
    while steps.advance().unwrap().is_some() {}
    assert!(steps.advance().unwrap().is_none());
    assert_eq!(steps.node(), &end);
}

#[test]
fn an_event_is_not_told_again_at_its_root() {
    // The reset leaves the state where it is: on the level.
    let oscillator = oscillator();
    for control in [0.1, 0.05, 0.37] {
        let mut count = 0;
        integrate(&oscillator, 0.0..20.0, [0.0, 1.0], Rk4.fixed(control))
            .reset_on(component(0).crosses(0.5), |_t, _y| count += 1)
            .finish()
            .unwrap();
        assert_eq!(count, 7);
    }
}

#[test]
fn an_event_beside_a_change_is_still_found() {
    // A reset at the very time at which another component reaches its level.
    let two = from_fn(|_t, _: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [1.0, 1.0]);
    let mut found = Vec::new();
    integrate(&two, 0.0..4.0, [-1.0, -1.0], Rk4.fixed(0.75))
        .reset_on(component(0).rises_through(0.0), |_t, y| y[0] = -1.0)
        .report_on(component(1).rises_through(0.0), |c| found.push(c.t))
        .finish()
        .unwrap();
    close(&found, &[1.0], 1e-15);
}

#[test]
fn events_and_breakpoints_together() {
    // The current ends at t = 1, between two spikes of a perfect integrator.
    let stimulus = train(pulse(0.0..1.0, 2.6), 2.0);
    let charge = from_fn(move |t: f64, _: &f64, dydt: &mut f64| *dydt = stimulus.current(t));
    let breakpoints: Vec<f64> = (0..20).map(f64::from).collect();
    let system = charge.with_breakpoints(breakpoints);
    for dt in [0.3, 5.0] {
        let mut spikes = Vec::new();
        integrate(&system, 0.0..9.5, 0.0, Rk4.fixed(dt))
            .reset_on(component(0).rises_through(1.0), |t, q| {
                spikes.push(t);
                *q = 0.0;
            })
            .finish()
            .unwrap();
        // 2.6 a pulse: every 1/2.6 of the time in which there is current.
        let exact: Vec<f64> = (1..=12)
            .map(|k| {
                let on = f64::from(k) / 2.6;
                on + on.floor()
            })
            .collect();
        close(&spikes, &exact, 1e-12);
    }
}

#[test]
fn bounces_without_end_come_to_an_end() {
    // The flights shorten without end before t = 9; it must not hang.
    let ball = ball();
    let mut count = 0_u32;
    let run = integrate(&ball, 0.0..20.0, [5.0, 0.0], Rk45.adaptive().budget(100_000)).reset_on(
        component(0).falls_through(0.0),
        |_t, y| {
            count += 1;
            *y = [0.0, -0.8 * y[1]];
        },
    );
    let outcome = run.finish();
    assert!(count > 50, "{count}");
    assert!(outcome.is_err() || outcome.unwrap().y[0] < 0.0, "it rests, or falls through");
}

#[test]
fn a_change_by_hand_across_a_level_is_no_crossing() {
    let slide = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = -0.1);
    let mut run = integrate(&slide, 0.0..2.0, 1.0, Rk4.fixed(0.25))
        .reset_on(component(0).falls_through(0.0), |_t, y| *y = 5.0);
    for _ in 0..4 {
        run.advance().unwrap();
    }
    run.change(|_t, y| *y = -1.0);
    assert_abs_diff_eq!(run.finish().unwrap().y, -1.1, epsilon = 1e-12);
    let mut run = integrate(&slide, 0.0..2.0, 1.0, Rk4.fixed(0.25));
    run.advance().unwrap();
    run.change(|_t, y| *y = f64::NAN);
    let error = run.finish().unwrap_err().to_string();
    assert!(
        error.starts_with("the changed state of y is NaN at t = 0.25: the change of the state"),
        "{error}"
    );
}

#[test]
fn a_grid_time_on_a_reset_has_the_new_state_as_in_a_solution() {
    let clock = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    let run = || {
        integrate(&clock, 0.0..3.25, -1.0, Euler.fixed(0.25))
            .reset_on(component(0).rises_through(0.0), |_t, y| *y = -1.0)
    };
    let grid = || (0..=13).map(|k| f64::from(k) * 0.25);
    let solution = run().solution().unwrap();
    let mut streamed = Vec::new();
    run().sample(grid(), |t, y| streamed.push((t, *y))).unwrap();
    for (t, y) in streamed {
        assert_eq!(y, solution.at(t).unwrap(), "t = {t}");
    }
}

/// Between two walls, with the speed turned and the place left where rounding has put it.
#[test]
fn the_same_root_does_not_fire_again_on_the_way_back() {
    let free = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], 0.0]);
    let (mut left, mut right) = (0, 0);
    let end = integrate(&free, 0.0..1000.0, [0.3, 0.77], Rk45.adaptive())
        .reset_on(component(0).crosses(1.0), |_t, y| {
            right += 1;
            y[1] = -y[1];
        })
        .reset_on(component(0).crosses(-1.0), |_t, y| {
            left += 1;
            y[1] = -y[1];
        })
        .finish()
        .unwrap();
    // The way of 770 units from 0.3: turns at 0.7, 2.7, 4.7 …
    assert_eq!((right, left), (193, 192));
    assert!(end.y[0].abs() <= 1.0 + 1e-9);
}

#[test]
fn a_passage_before_a_resumption_is_no_jump() {
    let turning =
        from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [3.0 * y[1], -3.0 * y[0]]);
    let falls = component(0).falls_through(0.0).or_by_jump();
    let whole = |stop: u32| {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut run = integrate(&turning, 0.0..3.0, [1.0, 0.0], Rk4.fixed(0.1))
            .report_on(falls, |found| before.push(found.t));
        for _ in 0..stop {
            run.advance().unwrap();
        }
        let kept = run.checkpoint();
        drop(run);
        kept.resume(&turning, Rk4.fixed(0.1))
            .report_on(falls, |found| after.push(found.t))
            .finish()
            .unwrap();
        before.extend(after);
        before
    };
    let expected = whole(0);
    assert_eq!(expected.len(), 2);
    for stop in 1..29 {
        assert_eq!(whole(stop), expected, "resumed after {stop} steps");
    }
}

#[test]
fn a_solution_has_the_events_that_the_run_was_reset_on() {
    let turning = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    for dt in [0.05, 0.1, 0.2, 0.3] {
        for level in [0.3, 0.5, 0.7, -0.6] {
            for event in [component(0).rises_through(level), component(0).crosses(level)] {
                // Where only the speed is changed the state stays on the level.
                for factor in [1.0, 0.2] {
                    let mut told = Vec::new();
                    let solution = integrate(&turning, 0.0..20.0, [0.0, 1.0], Rk4.fixed(dt))
                        .report_on(event, |found| told.push(found))
                        .reset_on(event, |_t, y| *y = [factor * y[0], 1.01 * y[1]])
                        .solution()
                        .unwrap();
                    let found = solution.events(&event).unwrap();
                    assert!((2..200).contains(&told.len()), "{}", told.len());
                    // A step that was cut has another polynomial, the same but for rounding.
                    let alike = |a: &Crossing<[f64; 2]>, b: &Crossing<[f64; 2]>| {
                        (a.t - b.t).abs() < 1e-14 * b.t && a.rising == b.rising
                    };
                    let unlike = found.iter().zip(&told).find(|(a, b)| !alike(a, b));
                    assert_eq!(unlike, None, "{dt} {level} {factor}");
                    assert_eq!(found.len(), told.len(), "{dt} {level} {factor}");
                }
            }
        }
    }
}
