//! Events on components that run away through their level within the spacing of floats.

use super::close;
use crate::common::shared::{System, integrate};
use excitable::ode::{OdeState, StepControl};
use excitable::prelude::*;
use excitable::{Error, Real, Scalar};

/// The exponential integrate-and-fire neuron with adaptation of Brette and Gerstner (2005), in ms,
/// mV and pA: y = (v, w).
fn exponential_neuron<T: Scalar>() -> impl OdeSystem<State = [T; 2]> {
    let x = T::lit;
    from_fn(move |_t, &[v, w]: &[T; 2], dydt: &mut [T; 2]| {
        let upstroke = x(60.0) * Real::exp(x(0.5) * (v + x(50.4)));
        *dydt = [
            (x(-30.0) * (v + x(70.6)) + upstroke - w + x(800.0)) / x(281.0),
            (x(4.0) * (v + x(70.6)) - w) / x(144.0),
        ];
    })
}

/// Its ninth spike with any V_peak ≥ 0, by the fourth-order Runge–Kutta method with v in place of
/// t as the variable from −44 mV on: 432.30741589.
const LAST: f64 = 432.307_416;

/// Its spikes in 500 ms.
fn spikes<T: Scalar>(peak: T, control: impl for<'a> StepControl<System<'a, [T; 2]>>) -> Vec<f64> {
    let (neuron, mut times) = (exponential_neuron(), Vec::new());
    integrate(&neuron, T::lit(0.0)..T::lit(500.0), [T::lit(-70.6), T::lit(0.0)], control)
        .reset_on(component(0).rises_through(peak), |t, y| {
            times.push(Scalar::to_f64(t));
            *y = [T::lit(-60.0), y[1] + T::lit(80.5)];
        })
        .finish()
        .unwrap();
    times
}

/// v' = v², which is 1/(1 − t) from 1.
fn square<Y: OdeState>() -> impl OdeSystem<State = Y> {
    from_fn(|_t, y: &Y, dydt: &mut Y| dydt.assign(y, [], &mut |f, y, []| *f = y * y))
}

#[test]
fn the_exponential_neuron_fires_alike_whatever_its_peak() {
    macro_rules! check {
        ($($method:ident),+) => { $({
            let control = || $method.adaptive().rtol(1e-8).atol(1e-8);
            let low = spikes(0.0, control());
            // A third of what V_peak = -30 does to it.
            assert!(low.len() == 9 && (low[8] - LAST).abs() < 1e-3, "{low:?}");
            for peak in [20.0, 30.0, 100.0, 2000.0] {
                close(&spikes(peak, control()), &low, 1e-6);
            }
        })+ };
    }
    check!(Bs23, Rk45, Verner65, Dop853, Rodas5P);
}

#[test]
fn it_fires_in_f32_too() {
    for peak in [20.0_f32, 30.0] {
        let times = spikes(peak, Rk45.adaptive());
        // The floats there lie 3e-5 ms apart.
        assert!(times.len() == 9 && (times[8] - LAST).abs() < 1e-2, "{times:?}");
    }
}

#[test]
fn a_low_order_at_a_tight_tolerance_runs_farther() {
    let control = || Bs23.adaptive().rtol(1e-12).atol(1e-12);
    for peak in [0.0, 20.0] {
        close(&spikes(peak, control())[8..], &[LAST], 1e-6);
    }
}

#[test]
fn it_is_told_at_a_float_beside_the_pole() {
    let square = square::<f64>();
    for level in [1e17, 1e100, 1e300] {
        let end = integrate(&square, 0.0..2.0, 1.0, Verner65.adaptive().rtol(1e-12))
            .stop_on(component(0).rises_through(level))
            .finish()
            .unwrap();
        assert!((end.t - 1.0).abs() < 1e-11, "{end:?}");
        assert!(end.y == level.next_up() && end.dydt.is_finite(), "{end:?}");
    }
}

#[test]
fn backward_and_beside_another_component() {
    // −1/(1 + t) from −1, down to −1: it rises with t.
    let square = square::<[f64; 2]>();
    let run = |event| {
        integrate(&square, 0.0..-2.0, [-1.0, -0.1], Rk45.adaptive()).stop_on(event).finish()
    };
    let end = run(component(0).rises_through(-1e40)).unwrap();
    assert!((end.t + 1.0).abs() < 1e-5 && (end.y[1] + 1.0 / 9.0).abs() < 1e-6, "{end:?}");
    assert!(run(component(0).falls_through(-1e40)).is_err());
    assert!(run(component(0).rises_through(1e40)).is_err());
    assert!(run(component(1).rises_through(-1e40)).is_err());
}

#[test]
fn several_events_on_the_way() {
    let (neuron, mut told, mut resets) = (exponential_neuron::<f64>(), Vec::new(), Vec::new());
    let solution = integrate(&neuron, 0.0..100.0, [-70.6, 0.0], Rk45.adaptive())
        .report_on(component(0).rises_through(30.0), |c| told.push(c))
        .reset_on(component(0).rises_through(60.0), |t, y| {
            resets.push(t);
            *y = [-60.0, y[1] + 80.5];
        })
        .solution()
        .unwrap();
    let times: Vec<f64> = told.iter().map(|c| c.t).collect();
    close(&times, &resets, 1e-13);
    assert!(resets.len() == 3 && told.iter().all(|c| c.y[0] == 30.0_f64.next_up()));
    // The solution has them too, in both forms.
    for (found, level) in [
        (solution.events(&component(0).rises_through(30.0)).unwrap(), 30.0),
        (solution.events(&rising(|_t, y: &[f64; 2]| y[0] - 59.0)).unwrap(), 59.0),
    ] {
        close(&found.iter().map(|c| c.t).collect::<Vec<_>>(), &resets, 1e-13);
        assert!(found.iter().all(|c| (level..60.1).contains(&c.y[0])), "{found:?}");
    }
    assert_eq!(solution.at(resets[0]).unwrap()[0], -60.0);
    assert!(solution.at(resets[0].next_down()).unwrap()[0] > 0.0);
    let statistics = solution.statistics();
    assert_eq!(statistics.accepted, solution.steps().len() as u64);
    assert_eq!(statistics.segments, 7, "one, and two more for each spike");
}

#[test]
fn a_report_alone_saves_no_run() {
    let (square, mut told) = (square::<f64>(), Vec::new());
    let error = integrate(&square, 0.0..2.0, 1.0, Rk45.adaptive())
        .report_on(component(0).rises_through(1e30), |c| told.push(c.t))
        .finish()
        .unwrap_err();
    let Error::StepTooSmall { t, .. } = error else { panic!("{error}") };
    close(&told, &[t.value()], 1e-15);
}

#[test]
fn a_step_that_steadies_before_the_level_is_none() {
    // Stiff towards 1 within a float; Euler's method would leap beyond 3.
    let stiff = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = 1e18 * (1.0 - y) * y.abs());
    let mut told = 0;
    let outcome = integrate(&stiff, 1e-1..0.2, 0.1, Rk45.adaptive())
        .reset_on(component(0).rises_through(3.0), |_t, y| {
            told += 1;
            *y = 0.1;
        })
        .finish();
    assert!(outcome.is_err() && told == 0, "{outcome:?}");
}

#[test]
fn coarse_floats_of_time_are_no_runaway() {
    // The floats lie 0.06 ms apart here: the neuron cannot be followed, up to its level or not.
    let neuron = from_fn(|_t: f32, &[v, w]: &[f32; 2], dydt: &mut [f32; 2]| {
        *dydt = [v * (1.0 - v) * (v - 0.1) * 40.0 - w, 20.0 * (v - w)];
    });
    let error = integrate(&neuron, 1e6..1e6 + 100.0, [0.3, 0.0], Rk45.adaptive())
        .stop_on(component(0).rises_through(0.7))
        .finish()
        .unwrap_err();
    assert!(matches!(error, Error::StepTooSmall { .. }), "{error}");
}
