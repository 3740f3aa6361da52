//! Times of events and what follows them.

use excitable::neuron::LeakParameters;
use excitable::prelude::*;
use excitable::{Capacitance, IntegrateAndFire, Potential};

use super::cell::Cell;
use super::{D, c, check, variables};

/// τ·du/dt = R·I − u from 0, with a reset to 0 at θ: spike k at k·τ·ln(I/(I − θ)).
#[test]
fn the_spikes_of_an_integrate_and_fire_cell_move_with_its_numbers() {
    let (i, tau, theta) = (1.5_f64, 10.0_f64, 1.0_f64);
    let [di, dtau, dtheta] = variables([i, tau, theta]);
    let (drive, mut spikes) = (constant(di / dtau), Vec::new());
    let cell = Cell { drive: &drive, b: c(1.0) / dtau };
    let control = Verner65.adaptive().rtol(c(1e-13)).atol(c(1e-13)).variables([1.0; 13]);
    integrate(&cell, c(0.0)..c(225.0), c(0.0), control)
        .reset_on(component(0).rises_through(dtheta), |t, u| {
            spikes.push(t);
            *u = c(0.0);
        })
        .finish()
        .expect("a run");
    assert_eq!(spikes.len(), 20);
    for (k, t) in (1..).zip(spikes) {
        let k = f64::from(k);
        let log = (i / (i - theta)).ln();
        let by = [k * tau * (1.0 / i - 1.0 / (i - theta)), k * log, k * tau / (i - theta)];
        check(&format!("spike {k}"), t, k * tau * log, by, 1e-12);
    }
}

/// The neuron itself, held for 2 ms after each spike: spike k at k·τ·ln(X/(X − θ)) + 2·(k − 1) with
/// X = I/g and τ = C/g.
#[test]
fn the_spikes_of_a_refractory_neuron_move_with_its_numbers() {
    let (i, c_m, theta, g) = (3.0_f64, 1.0_f64, 15.0_f64, 0.1_f64);
    let [di, dc, dtheta] = variables([i, c_m, theta]);
    let zero = Potential::from_millivolts(c(0.0));
    let parameters = LeakParameters {
        c_m: Capacitance::from_microfarads_per_cm2(dc),
        threshold: Potential::from_millivolts(dtheta),
        e_l: zero,
        reset: zero,
        ..LeakParameters::cortical()
    };
    let neuron = IntegrateAndFire::new(parameters).expect("a neuron").with_stimulus(constant(di));
    let control = Verner65.adaptive().rtol(c(1e-13)).variables([1.0; 13]);
    let mut spikes = Vec::new();
    let run = neuron.run(c(0.0)..c(180.0), neuron.rest(), control, |t| spikes.push(t));
    run.finish().expect("a run");
    assert_eq!(spikes.len(), 20);
    let (x, tau) = (i / g, c_m / g);
    let log = (x / (x - theta)).ln();
    for (k, t) in (1..).zip(spikes) {
        let k = f64::from(k);
        let by_i = k * tau * (1.0 / x - 1.0 / (x - theta)) / g;
        let by = [by_i, k * log / g, k * tau / (x - theta)];
        check(&format!("spike {k}"), t, k * tau * log + 2.0 * (k - 1.0), by, 1e-12);
    }
}

/// From height 1 with restitution e: T_n = √(2/g)·(1 + 2·e + … + 2·eⁿ⁻¹).
#[test]
fn the_bounces_of_a_ball_move_with_restitution_and_gravity() {
    let (e, g) = (0.8_f64, 9.81_f64);
    let [de, dg] = variables([e, g]);
    let ball = from_fn(move |_t, y: &[D; 2], dydt: &mut [D; 2]| *dydt = [y[1], -dg]);
    let mut bounces = Vec::new();
    integrate(&ball, c(0.0)..c(3.0), [c(1.0), c(0.0)], Rk45.adaptive().rtol(c(1e-13)))
        .reset_on(component(0).falls_through(c(0.0)), |t, y: &mut [D; 2]| {
            bounces.push(t);
            *y = [c(0.0), -de * y[1]];
        })
        .finish()
        .expect("a run");
    assert!(bounces.len() > 5);
    for (n, t) in (1..).zip(bounces) {
        let (mut sum, mut slope) = (1.0, 0.0);
        for k in 1..n {
            sum += 2.0 * e.powi(k);
            slope += 2.0 * f64::from(k) * e.powi(k - 1);
        }
        let fall = (2.0 / g).sqrt();
        let (by_g, what) = (-fall * sum / (2.0 * g), format!("bounce {n}"));
        if n == 1 {
            assert!(t.derivatives()[0].abs() < 1e-14);
        } else {
            check(&what, t, fall * sum, [fall * slope, by_g], 1e-12);
        }
    }
}

/// u = (t − 1)³ passes 0 with the slope 0: nothing says how the time moves with the level.
#[test]
fn an_event_without_a_slope_has_no_derivative() {
    let [q] = variables([0.0]);
    let cube = from_fn(|t: D, _: &D, dydt: &mut D| *dydt = c(3.0) * (t - c(1.0)) * (t - c(1.0)));
    let run = integrate(&cube, c(0.0)..c(2.0), c(-1.0), Rk4.fixed(c(0.5)));
    let error = run.stop_on(component(0).rises_through(q)).finish().expect_err("no slope");
    assert!(error.to_string().contains("has no derivative"), "{error}");
}
