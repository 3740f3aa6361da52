//! What a run says of its cost, and of what held it back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::Cell;

use crate::common::double_impulse;
use crate::common::shared::{Axon, System, integrate};
use excitable::Error;
use excitable::ode::{Adaptive, Statistics, StepControl};
use excitable::prelude::*;

/// The double impulse, counted from outside.
fn counted<'a>(
    evaluations: &'a Cell<u64>,
    axon: &'a Axon,
) -> impl OdeSystem<State = Membrane<f64>> + 'a {
    from_fn(move |t, y: &Membrane<f64>, dydt: &mut Membrane<f64>| {
        evaluations.set(evaluations.get() + 1);
        axon.derivative(t, y, dydt);
    })
    .with_breakpoints([0.0, 1.0, 10.0, 11.0])
}

#[test]
fn evaluations_are_those_that_the_system_sees() {
    macro_rules! check {
        ($($control:expr),+) => { $({
            let (evaluations, axon) = (Cell::new(0), double_impulse());
            let system = counted(&evaluations, &axon);
            let mut steps = 0;
            let mut run = integrate(&system, 0.0..50.0, axon.clamped_at(0.0), $control)
                .reset_on(component(0).falls_through(30.0), |_t, _y| {});
            while let Some(mut step) = run.advance().unwrap() {
                let middle = 0.5 * (step.start().t + step.end().t);
                let _ = step.at(middle);
                steps += 1;
            }
            let statistics = run.statistics();
            assert_eq!(statistics.evaluations, Some(evaluations.get()));
            assert_eq!((statistics.accepted, statistics.segments), (steps, 6));
            assert_eq!(statistics.stiff_since, None);
        })+ };
    }
    check!(Euler.fixed(0.01), Heun.fixed(0.01), Rk4.fixed(0.01), Rk45.fixed(0.01));
    check!(Bs23.adaptive(), Rk45.adaptive(), Rk45.adaptive().rtol(1e-10));
}

#[test]
fn rejected_steps_are_counted() {
    // The first step is far too long.
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let control = Rk45.adaptive().rtol(1e-9).first_step(1.0);
    let statistics = integrate(&decay, 0.0..5.0, 1.0, control).solution().unwrap().statistics();
    assert!(statistics.rejected >= 2, "{statistics:?}");
    // Six evaluations a trial, and the slope at the start.
    let tried = statistics.accepted + statistics.rejected;
    assert_eq!(statistics.evaluations, Some(6 * tried + 1));
    let fixed = integrate(&decay, 0.0..5.0, 1.0, Rk45.fixed(1.0)).solution().unwrap().statistics();
    assert_eq!((fixed.accepted, fixed.rejected), (5, 0));
}

#[test]
fn a_failed_run_keeps_its_count() {
    let growing = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = y * y);
    let mut run = integrate(&growing, 0.0..2.0, 1.0, Rk45.adaptive());
    while run.advance().is_ok() {}
    assert!(run.statistics().accepted > 10 && run.statistics().rejected > 0);
}

/// y' = −λ·(y − cos t).
fn fast_relaxation<C>(lambda: f64, control: C) -> Result<Statistics<f64>, Error>
where
    C: for<'a> StepControl<System<'a, f64>>,
{
    let system = from_fn(move |t: f64, y: &f64, dydt: &mut f64| *dydt = -lambda * (y - t.cos()));
    let mut run = integrate(&system, 0.0..10.0, 1.0, control);
    while run.advance()?.is_some() {}
    Ok(run.statistics())
}

#[test]
fn stiffness_is_noticed_and_told() {
    let stiff = fast_relaxation(1e4, Rk45.adaptive()).unwrap();
    // By stability alone: 10·10⁴/3.3 steps.
    assert!((25_000..40_000).contains(&stiff.accepted), "{stiff:?}");
    assert!(stiff.stiff_since.is_some_and(|t| t < 1.0), "{stiff:?}");
    assert!(fast_relaxation(1e4, Bs23.adaptive()).unwrap().stiff_since.is_some());
    // Accuracy holds these back, for as many steps.
    let accurate = fast_relaxation(1.0, Bs23.adaptive().rtol(1e-13).atol(1e-13)).unwrap();
    assert!(accurate.accepted > 10_000, "{accurate:?}");
    assert_eq!(accurate.stiff_since, None);

    let error = fast_relaxation(1e4, Rk45.adaptive().budget(20_000)).unwrap_err().to_string();
    assert!(error.contains("take a method for stiff problems"), "{error}");
    let error = fast_relaxation(1.0, Rk45.adaptive().budget(5)).unwrap_err().to_string();
    assert!(error.contains("loosen rtol and atol"), "{error}");
}

#[test]
fn breakpoints_that_set_the_steps_are_told() {
    let spent = |period: f64, control: Adaptive<Rk45, f64>| {
        let current = train(pulse(0.0..0.5 * period, 1.0), period);
        let charge = from_fn(|t: f64, q: &f64, dqdt: &mut f64| *dqdt = current.current(t) - q);
        let breakpoints: Vec<f64> = (1..20_000).map(|k| 0.5 * period * f64::from(k)).collect();
        let system = charge.with_breakpoints(breakpoints);
        integrate(&system, 0.0..1e3, 0.0, control).finish().unwrap_err().to_string()
    };
    let told = "raise it with `budget`, or have fewer breakpoints in the system";
    let error = spent(1e-3, Rk45.adaptive().budget(1000));
    assert!(error.contains(told), "{error}");
    // Here it is accuracy between the breakpoints.
    let error = spent(4.0, Rk45.adaptive().rtol(1e-12).budget(1000));
    assert!(error.contains("loosen rtol and atol"), "{error}");

    // Changes of the state begin segments too.
    let clock = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    let error = integrate(&clock, 0.0..1e3, -0.5, Rk45.adaptive().budget(100))
        .reset_on(component(0).rises_through(0.0), |_t, y| *y = -1e-2)
        .finish()
        .unwrap_err()
        .to_string();
    assert!(error.contains("loosen rtol and atol"), "{error}");

    let ticking =
        clock.with_breakpoints((1..2000).map(|k| 1e-3 * f64::from(k)).collect::<Vec<_>>());
    let fixed = |dt| {
        let error = integrate(&ticking, 0.0..1e3, 0.0, Rk4.fixed(dt).budget(1000)).finish();
        error.unwrap_err().to_string()
    };
    assert!(fixed(0.1).contains(told), "{}", fixed(0.1));
    assert!(fixed(1e-5).contains("take a larger dt"), "{}", fixed(1e-5));
}

#[test]
fn the_controller_may_be_integral_only() {
    let steps = |beta: f64| {
        let axon = double_impulse();
        let control = Rk45.adaptive().beta(beta);
        integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), control).solution().unwrap().statistics()
    };
    let (plain, default) = (steps(0.0), steps(0.04));
    assert_ne!(plain, default);
    assert!(plain.accepted.abs_diff(default.accepted) < default.accepted / 5);
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    for beta in [-0.01, 0.2, f64::NAN] {
        let error =
            integrate(&decay, 0.0..1.0, 1.0, Rk45.adaptive().beta(beta)).finish().unwrap_err();
        assert!(error.to_string().starts_with(&format!("Adaptive: beta = {beta}")), "{error}");
    }
}

/// y' = −λ·(y − cos t) with its Jacobian, counted from outside.
fn counted_jacobians(jacobians: &Cell<u64>) -> impl OdeSystem<State = f64> {
    from_fn(|t: f64, y: &f64, dydt: &mut f64| *dydt = -1e4 * (y - t.cos())).with_jacobian(
        |_t, _y, dfdy| {
            jacobians.set(jacobians.get() + 1);
            dfdy[(0, 0)] = -1e4;
        },
    )
}

#[test]
fn jacobians_and_factorisations_are_counted() {
    let jacobians = Cell::new(0);
    let system = counted_jacobians(&jacobians);
    let control = || Rodas5P.adaptive().first_step(0.5);
    let mut run = integrate(&system, 0.0..10.0, 2.0, control());
    while run.node().t < 5.0 {
        run.advance().unwrap();
    }
    // Begun anew with another tolerance: what was before counts too.
    let mut run = run.with_control(control().rtol(1e-8));
    while run.advance().unwrap().is_some() {}
    let statistics = run.statistics();
    assert!(statistics.rejected > 0, "{statistics:?}");
    assert_eq!(statistics.jacobians, jacobians.get());
    // A rejected step keeps its Jacobian, and factors the matrix of the shorter one.
    assert_eq!(statistics.jacobians, statistics.accepted);
    assert_eq!(statistics.factorisations, statistics.accepted + statistics.rejected);
    let explicit = integrate(&system, 0.0..1e-3, 2.0, Rk45.adaptive()).solution().unwrap();
    let Statistics { jacobians, factorisations, .. } = explicit.statistics();
    assert_eq!((jacobians, factorisations), (0, 0));
}
