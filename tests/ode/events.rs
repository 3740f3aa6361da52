//! Events of a run: found once each, in order, forward and backward, with changes of state and an early end.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::f64::consts::PI;

use crate::common::shared::{System, axon, integrate};
use approx::assert_abs_diff_eq;
use excitable::prelude::*;
use excitable::{Error, StepControl};

/// y = (sin t, cos t) from (0, 1).
fn oscillator() -> impl OdeSystem<State = [f64; 2]> {
    from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]])
}

/// A ball that falls with 10 m/s².
fn ball() -> impl OdeSystem<State = [f64; 2]> {
    from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -10.0])
}

fn close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?}, expected {expected:?}");
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= tolerance, "{found:?}, expected {expected:?}");
    }
}

#[test]
fn every_passage_of_a_component_is_found_also_two_inside_one_step() {
    // Steps of 0.4, in each of which sin may pass 0.999 up and down within 0.09.
    let oscillator = oscillator();
    let run = integrate(&oscillator, 0.0..200.0, [0.0, 1.0], Rk45.fixed(0.4));
    let solution = run.solution().unwrap();
    let level = 0.999;
    let all = solution.events(&component(0).crosses(level)).unwrap();
    assert_eq!((all.len(), all.iter().filter(|c| c.rising).count()), (64, 32));
    assert!(all.windows(2).all(|pair| pair[0].t < pair[1].t && pair[0].rising != pair[1].rising));
    assert!(
        all.iter().all(|c| (c.y[0] - level).abs() < 1e-12),
        "at the level, in the dense output"
    );
    // The general function sees some of them only: it looks at eight parts of each step.
    let sampled = solution.events(&crossing(|_t, y: &[f64; 2]| y[0] - level).samples(1)).unwrap();
    assert!(sampled.len() < 64, "{}", sampled.len());
}

#[test]
fn all_roots_of_a_cubic_inside_one_step() {
    // y = (t + 6)(t + 2)(t − 2), y(−8) = −120: scipy issue 9228; a step of RK4 is exact for it.
    let cubic = from_fn(|t: f64, _: &f64, dydt: &mut f64| *dydt = 3.0 * t * t + 12.0 * t - 4.0);
    let mut roots = Vec::new();
    integrate(&cubic, -8.0..4.0, -120.0, Rk4.fixed(12.0))
        .report_on(component(0).crosses(0.0), |c| roots.push(c.t))
        .finish()
        .unwrap();
    close(&roots, &[-6.0, -2.0, 2.0], 1e-13);
}

#[test]
fn a_touch_is_no_crossing_and_a_root_on_a_node_counts_once() {
    // y = (t − 1)²·(t + 1): a touch at t = 1; exact for RK4 with t in the state.
    let cubic = from_fn(|t: f64, _: &[f64; 1], dydt: &mut [f64; 1]| {
        *dydt = [2.0 * (t - 1.0) * (t + 1.0) + (t - 1.0) * (t - 1.0)];
    });
    for dt in [0.5, 0.4, 0.3] {
        let solution = integrate(&cubic, -2.0..2.0, [-9.0], Rk4.fixed(dt)).solution().unwrap();
        let events = solution.events(&component(0).crosses(0.0)).unwrap();
        // Rounding may lift or sink the touch; it comes in pairs or not at all.
        assert!(events.len() % 2 == 1 && (events[0].t + 1.0).abs() < 1e-12, "{events:?}");
        let high = solution.events(&component(0).crosses(-1e-9)).unwrap();
        assert_eq!(high.len(), 1, "{high:?}");
    }
    // y = t through 0 at a node.
    let line = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    for (span, y0) in [(-1.0..1.0, -1.0), (1.0..-1.0, 1.0)] {
        let mut times = Vec::new();
        integrate(&line, span, y0, Euler.fixed(0.25))
            .report_on(component(0).rises_through(0.0), |c| times.push(c.t))
            .finish()
            .unwrap();
        assert_eq!(times, [0.0]);
    }
}

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
fn backward_the_same_events() {
    let oscillator = oscillator();
    let found = |span: std::ops::Range<f64>, y0| {
        let times = std::cell::RefCell::new(Vec::new());
        integrate(&oscillator, span, y0, Rk45.adaptive().rtol(1e-11).atol(1e-11))
            .report_on(component(0).rises_through(0.3), |c| times.borrow_mut().push(c.t))
            .report_on(rising(|_t, y: &[f64; 2]| y[0] - 0.3), |c| times.borrow_mut().push(c.t))
            .finish()
            .unwrap();
        times.into_inner()
    };
    let forward = found(0.0..20.0, [0.0, 1.0]);
    let mut backward = found(20.0..0.0, [20.0_f64.sin(), 20.0_f64.cos()]);
    backward.reverse();
    close(&forward, &backward, 1e-8);
    assert_eq!(forward.len(), 8);
    // A ball thrown back in time: the reset at t = 1 makes it rise to 5 at t = 0 once more.
    let ball = ball();
    let end = integrate(&ball, 1.8..0.0, [3.2, 0.0], Rk45.adaptive().rtol(1e-10))
        .reset_on(component(0).rises_through(0.0), |_t, y| *y = [0.0, -y[1] / 0.8])
        .finish()
        .unwrap();
    close(&[end.y[0], end.y[1]], &[5.0, 0.0], 1e-9);
}

#[test]
fn simultaneous_events_come_in_the_order_in_which_they_were_stated() {
    // Crosses 0 upward exactly at a node, t = 1; both orders.
    let line = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    let log = std::cell::RefCell::new(Vec::new());
    let end = integrate(&line, 0.0..2.0, -1.0, Euler.fixed(0.5))
        .report_on(component(0).rises_through(0.0), |c| log.borrow_mut().push(("first", c.y)))
        .reset_on(component(0).rises_through(0.0), |_t, y| {
            log.borrow_mut().push(("second", *y));
            *y += 1.0;
        })
        .reset_on(rising(|t: f64, _: &f64| t - 1.0), |_t, y| {
            log.borrow_mut().push(("third", *y));
            *y *= 10.0;
        })
        .finish()
        .unwrap();
    assert_eq!(*log.borrow(), [("first", 0.0), ("second", 0.0), ("third", 1.0)]);
    assert_eq!(end.y, 11.0);
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
fn the_ends_of_the_span() {
    let line = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    // A zero at the start is no crossing; a change at the end stands in the last node.
    let run = |end: f64| {
        integrate(&line, 0.0..end, 0.0, Rk4.fixed(0.25))
            .reset_on(component(0).rises_through(0.0), |_t, _y| panic!("at the start"))
            .reset_on(rising(|t: f64, _: &f64| if t < 1.0 { -1.0 } else { 1.0 }), |_t, y| *y = 7.0)
            .solution()
            .unwrap()
    };
    let solution = run(1.0);
    assert_eq!((solution.end().t, solution.end().y), (1.0, 7.0));
    assert_eq!(solution.at(1.0), Ok(7.0));
    assert_eq!(run(2.0).end().y, 8.0);
}

#[test]
fn events_and_corners_together() {
    // The current ends at t = 1, between two spikes of a perfect integrator.
    let stimulus = train(pulse(0.0..1.0, 2.6), 2.0);
    let charge = from_fn(move |t: f64, _: &f64, dydt: &mut f64| *dydt = stimulus.current(t));
    let corners: Vec<f64> = (0..20).map(f64::from).collect();
    let system = charge.with_breakpoints(corners);
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
fn bad_events() {
    let line = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    let run = || integrate(&line, 0.0..4.0, 0.0, Euler.fixed(0.5));
    let error =
        run().report_on(rising(|t: f64, _: &f64| (2.2 - t).sqrt()), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the event function is NaN at t = 2.2"), "{error}");
    let error = run()
        .reset_on(component(0).rises_through(1.0), |_t, y| *y = f64::NAN)
        .finish()
        .unwrap_err();
    assert!(
        error.to_string().starts_with("the changed state of y is NaN at t = 1: the change"),
        "{error}"
    );
    let error = run().stop_on(component(3).rises_through(1.0)).finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "component: y has 1 components, but it must have 4: components are counted from 0"
    );
    let error = run().stop_on(component(0).rises_through(f64::NAN)).finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "component: level = NaN, but it must be finite: give the level as a number"
    );

    let pair = from_fn(|_t, y: &Vec<f64>, dydt: &mut Vec<f64>| dydt.copy_from_slice(y));
    let run = integrate(&pair, 0.0..4.0, vec![1.0, 2.0], Rk4.fixed(0.5));
    let error =
        run.reset_on(component(0).rises_through(3.0), |_t, y| y.push(1.0)).finish().unwrap_err();
    let sentence =
        "change of state: y has 3 components, but it must have 2: change its components in place";
    assert!(error.to_string().starts_with(sentence), "{error}");
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

/// Rises to 1 and stays there until t = 2: a zero of y − 1 that lasts over the ends of steps.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape of a right-hand side")]
fn plateau(t: f64, _: &f64, dydt: &mut f64) {
    *dydt = if (1.0..2.0).contains(&t) { 0.0 } else { 1.0 };
}

#[test]
fn a_zero_that_lasts_is_told_where_it_ends_and_never_before_its_step() {
    let system = from_fn(plateau).with_breakpoints([1.0, 2.0]);
    let level = || component(0).rises_through(1.0);
    let run = || integrate(&system, 0.0..3.0, 0.0, Euler.fixed(0.25));
    let mut told = Vec::new();
    let solution = run()
        .reset_on(level(), |t, y| {
            told.push((t, *y));
            *y = 0.0;
        })
        .solution()
        .unwrap();
    assert_eq!(told, [(2.0, 1.0)]);
    assert!(solution.steps().iter().all(|step| step.end.t > step.start.t));
    let stopped = run().stop_on(level()).finish().unwrap();
    assert_eq!((stopped.t, stopped.y), (2.0, 1.0));
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

#[test]
fn a_grid_is_checked_after_an_event_that_stops_too() {
    let circle = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
    let sample = |grid: Vec<f64>| {
        integrate(&circle, 0.0..10.0, [1.0, 0.0], Rk45.adaptive())
            .stop_on(component(0).falls_through(0.0))
            .sample(grid, |_t, _y| ())
    };
    assert_eq!(sample(vec![1.5, 9.0]), Ok(()));
    for bad in [-3.0, 0.1, f64::NAN] {
        assert!(sample(vec![1.5, bad]).is_err(), "{bad}");
    }
}

#[test]
fn events_that_pile_up_end_the_run_with_their_own_error() {
    let ball = ball();
    let run = integrate(&ball, 0.0..20.0, [5.0, 0.0], Rk4.fixed(0.01))
        .reset_on(component(0).falls_through(0.0), |_t, y| *y = [0.0, -0.5 * y[1]]);
    let error = run.finish().unwrap_err().to_string();
    assert!(
        error.starts_with(
            "1000 events that change the state follow one another within a few floats"
        ),
        "{error}"
    );
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
fn a_sample_of_a_part_that_was_cut_off_is_forgotten() {
    let system = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], 0.0]);
    let mut crossings = Vec::new();
    integrate(&system, 0.0..2.0, [1.0, -1.0], Rk4.fixed(2.0))
        .report_on(component(0).rises_through(0.0), |crossing| crossings.push(crossing.t))
        .reset_on(rising(|t: f64, _: &[f64; 2]| t - 0.9), |_t, y| *y = [0.0, 1.0])
        .finish()
        .unwrap();
    assert!(crossings.is_empty(), "{crossings:?}");
}

#[test]
fn dense_output_that_is_not_finite_is_told_as_that() {
    let holes = from_fn(|t: f64, _y: &f64, dydt: &mut f64| {
        let hole = (t - 0.1).abs() < 1e-3 || (t - 0.2).abs() < 1e-3 || (t - 0.777).abs() < 2e-3;
        *dydt = if hole { f64::NAN } else { 1.0 };
    });
    let run = || integrate(&holes, 0.0..1.0, 0.0, Dop853.fixed(1.0));
    let error = run().report_on(component(0).rises_through(0.5), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y is NaN"), "{error}");
    let error = run().report_on(crossing(|_t, y: &f64| y - 0.5), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y is NaN"), "{error}");
}

/// The run leaves out steps that stay off the level by a bound; the solution looks into every one.
#[test]
fn no_passage_is_lost_in_the_steps_that_a_run_passes_by() {
    let axon = axon(constant(10.0));
    macro_rules! agrees {
        ($($control:expr),+) => { $(
            for level in [-9.0, 0.3, 2.0, 50.0, 99.0, 104.9] {
                for span in [0.0..60.0, 60.0..40.0] {
                    let event = component(0).crosses(level);
                    let mut told = Vec::new();
                    let rest = axon.rest().unwrap();
                    let run = || excitable::integrate(&axon, span.clone(), rest, $control);
                    let outcome = run().report_on(event, |crossing| told.push(crossing)).finish();
                    if outcome.is_err() {
                        // Backward the axon runs away; what came before is compared all the same.
                        continue;
                    }
                    let solution = run().solution().unwrap();
                    assert_eq!(told, solution.events(&event).unwrap(), "{} {level}", stringify!($control));
                }
            }
        )+ };
    }
    agrees!(
        Rk4.fixed(0.01),
        Rk4.fixed(0.1),
        Bs23.adaptive(),
        Rk45.adaptive(),
        Rk45.fixed(0.2),
        Verner65.adaptive(),
        Dop853.adaptive(),
        Heun.fixed(0.05)
    );
}

#[test]
fn two_passages_inside_one_step_are_told_by_a_run() {
    let wave = from_fn(|t: f64, _: &f64, dydt: &mut f64| *dydt = (2.0 * t).cos() * 2.0);
    macro_rules! two {
        ($($method:expr),+) => { $(
            let mut told = Vec::new();
            // sin 2t from 0 to 3 in two steps: up and down through 0.9 inside the first.
            integrate(&wave, 0.0..3.0, 0.0, $method.fixed(1.5))
                .report_on(component(0).crosses(0.9), |crossing| told.push(crossing.rising))
                .finish()
                .unwrap();
            assert_eq!(told, [true, false], "{}", stringify!($method));
        )+ };
    }
    two!(Rk45, Verner65, Dop853);
}

/// The bound takes the slopes of stages that are not there yet for like their neighbours': at loose tolerances, where
/// they are the least alike, levels close to each other all over the range.
#[test]
fn no_passage_is_lost_at_loose_tolerances() {
    let axon = axon(train(pulse(0.0..0.3, 80.0), 13.0));
    let rest = axon.rest().unwrap();
    macro_rules! agrees {
        ($($control:expr),+) => { $({
            let solution = excitable::integrate(&axon, 0.0..60.0, rest, $control).solution().unwrap();
            for tenth in -130..1300 {
                let event = component(0).crosses(f64::from(tenth) / 10.0);
                let mut told = Vec::new();
                let run = excitable::integrate(&axon, 0.0..60.0, rest, $control);
                run.report_on(event, |crossing| told.push(crossing)).finish().unwrap();
                assert_eq!(told, solution.events(&event).unwrap(), "{} {tenth}", stringify!($control));
            }
        })+ };
    }
    agrees!(
        Rk45.adaptive().rtol(1e-3),
        Verner65.adaptive().rtol(1e-2),
        Verner65.adaptive().rtol(1e-3),
        Verner65.adaptive(),
        Dop853.adaptive().rtol(1e-3),
        Dop853.adaptive()
    );
}

#[test]
fn a_watch_looks_at_lent_steps_as_at_owned_ones() {
    let event = component(0).crosses(0.5);
    let (mut owned, mut lent) = (Vec::new(), Vec::new());
    let system = oscillator();
    let run = || integrate(&system, 0.0..20.0, [0.0, 1.0], Verner65.adaptive());
    let mut detector = event.detector();
    for step in run() {
        detector.look(&step.unwrap(), |crossing| owned.push(crossing)).unwrap();
    }
    let (mut detector, mut run) = (event.detector(), run());
    while let Some(mut step) = run.advance().unwrap() {
        detector.look(&mut step, |crossing| lent.push(crossing)).unwrap();
    }
    assert_eq!(owned.len(), 7);
    assert_eq!(owned, lent);
}

#[test]
fn a_crossing_beside_a_component_that_overflows_is_an_error() {
    let jump = from_fn(|t: f32, _: &[f32; 2], dydt: &mut [f32; 2]| {
        *dydt = [1.0, if t < 0.5 { 3.4e38 } else { -3.4e38 }];
    });
    let run = || integrate(&jump, 0.0..1.0, [-0.5, 0.0], Rk4.fixed(1.0));
    let level = || component(0).rises_through(0.0);
    let error = run().solution().unwrap().events(&level()).unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y[1] is "), "{error}");
    let error = run().report_on(level(), |_| ()).finish().unwrap_err();
    assert!(error.to_string().starts_with("the dense output of y[1] is "), "{error}");
}
