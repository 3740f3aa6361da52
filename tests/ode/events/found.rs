//! Which events are found, and in which order.

use super::{ball, close, oscillator};
use crate::common::shared::integrate;
use excitable::prelude::*;

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
    // The general function too, whose values foretell the turn.
    let sampled = solution.events(&crossing(|_t, y: &[f64; 2]| y[0] - level).samples(1)).unwrap();
    assert_eq!(sampled.len(), 64);
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
