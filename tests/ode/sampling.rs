//! One component at the times of a grid is that of the whole state there.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::shared::{System, integrate};
use excitable::ode::StepControl;
use excitable::prelude::*;
use excitable::{Error, OdeSystem, component};

type Oscillator = [f64; 2];

/// y'' = −y, with a breakpoint in the slope at t = 2.
fn oscillator() -> impl OdeSystem<State = Oscillator> {
    from_fn(|t, y: &Oscillator, dydt: &mut Oscillator| {
        *dydt = [y[1], if t < 2.0 { -y[0] } else { 1.0 - y[0] }];
    })
    .with_breakpoints([2.0])
}

/// Times on nodes, at the breakpoint, in between and twice.
fn grid(span: (f64, f64)) -> Vec<f64> {
    let inside = (0..=400).map(|k| span.0 + (span.1 - span.0) * f64::from(k) / 400.0);
    inside.flat_map(|t| if t == 2.0 { vec![t, t] } else { vec![t] }).collect()
}

/// What `sample` and `sample_component` give for each component, which must be the same.
fn agrees<'a, C: StepControl<System<'a, Oscillator>> + Clone>(
    system: &'a System<'a, Oscillator>,
    span: (f64, f64),
    control: &C,
) {
    let run = || integrate(system, span.0..span.1, [1.0, 0.0], control.clone());
    let mut whole = Vec::new();
    run().sample(grid(span), |t, y| whole.push((t, *y))).unwrap();
    assert_eq!(whole.len(), grid(span).len());
    for i in 0..2 {
        let mut one = Vec::new();
        run().sample_component(component(i), grid(span), |t, y| one.push((t, y))).unwrap();
        let same = whole.iter().zip(&one).all(|(a, b)| a.0 == b.0 && (a.1[i] - b.1).abs() < 1e-14);
        assert!(same && one.len() == whole.len(), "component {i}");
    }
}

#[test]
fn one_component_is_that_of_the_whole_state() {
    let system = oscillator();
    for span in [(0.0, 6.0), (6.0, 0.0)] {
        agrees(&system, span, &Rk4.fixed(0.07));
        agrees(&system, span, &Rk45.adaptive());
        agrees(&system, span, &Verner65.adaptive());
        agrees(&system, span, &Dop853.adaptive());
    }
}

#[test]
fn a_run_that_is_changed_or_ended_at_an_event_is_sampled_so_too() {
    let ball = from_fn(|_t, y: &Oscillator, dydt: &mut Oscillator| *dydt = [y[1], -10.0]);
    let falls = || component(0).falls_through(0.0);
    let run = || {
        integrate(&ball, 0.0..3.0, [5.0, 0.0], Rk45.adaptive())
            .reset_on(falls(), |_t, y| *y = [0.0, -0.8 * y[1]])
            .stop_on(component(0).rises_through(1.0))
    };
    // The first bounce is at t = 1, with 10 m/s down and 8 m/s up.
    let times = || (0..=60).map(|k| f64::from(k) / 20.0);
    let (mut whole, mut one) = (Vec::new(), Vec::new());
    run().sample(times(), |t, y| whole.push((t, y[1]))).unwrap();
    run().sample_component(component(1), times(), |t, v| one.push((t, v))).unwrap();
    assert_eq!(one.len(), whole.len());
    assert_eq!(one.len(), 23); // up to t = 1.1: it passes 1 m on the way up at 1.137
    assert!((one[21].1 - 7.5).abs() < 1e-12, "the new speed: {}", one[21].1);
    assert!(one.iter().zip(&whole).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 1e-13));
}

#[test]
fn bad_grids_and_components_are_told() {
    let system = oscillator();
    let run = || integrate(&system, 0.0..6.0, [1.0, 0.0], Rk45.adaptive());
    let error = run().sample_component(component(2), [1.0], |_, _| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "component: index = 2, but it must be < 2: the components of the state are counted from 0"
    );
    let error = run().sample_component(component(0), [1.0, 0.5], |_, _| ()).unwrap_err();
    assert!(matches!(error, Error::Order { .. }), "{error}");
    for outside in [-0.1, 6.1, f64::NAN] {
        let error = run().sample_component(component(0), [outside], |_, _| ()).unwrap_err();
        assert!(matches!(error, Error::Outside { .. }), "{error}");
    }
}

/// 1/h overflows: a sample is still the state, never NaN.
#[test]
fn a_span_too_short_for_its_reciprocal_is_sampled() {
    let (decay, span) = (from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y), 0.0..1e-309);
    let mut samples = Vec::new();
    integrate(&decay, span.clone(), 1.0, Rk45.fixed(5e-310))
        .sample_component(component(0), [0.0, 1e-310, 4e-310, 7e-310, 1e-309], |_t, y| {
            samples.push(y);
        })
        .unwrap();
    assert_eq!(samples, [1.0; 5]);
    let solution = integrate(&decay, span, 1.0, Rk45.fixed(5e-310)).solution().unwrap();
    let curve = solution.steps()[0].curve(component(0)).unwrap();
    assert_eq!([curve.at(1e-310), curve.at(4e-310)], [1.0; 2]);
}

#[test]
fn a_time_that_is_that_of_the_stop_but_for_rounding_is_delivered() {
    let line = from_fn(|_t, _: &[f64; 1], dydt: &mut [f64; 1]| *dydt = [1.0]);
    macro_rules! by {
        ($($control:expr),+) => { $(
            for level in [0.1, 0.3, 0.5, 0.7, 1.1] {
                let run = || {
                    let run = integrate(&line, 0.0..2.0, [0.0], $control);
                    run.stop_on(component(0).rises_through(level))
                };
                let (mut states, mut values) = (Vec::new(), Vec::new());
                let grid = || [0.0, level, level + 1e-12, 1.9];
                run().sample(grid(), |t, y| states.push((t, y[0]))).unwrap();
                run().sample_component(component(0), grid(), |t, y| values.push((t, y))).unwrap();
                assert_eq!(states.len(), 2, "{}: {states:?}", stringify!($control));
                assert!(states[1].0 == level && (states[1].1 - level).abs() < 1e-15);
                assert_eq!(states, values);
            }
        )+ };
    }
    by!(Rodas5P.fixed(1.0), Rk45.adaptive(), Rk4.fixed(0.3), Verner65.adaptive());
}
