//! The order of each method and of its dense output, on a smooth problem and on the pulsed neuron.
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

use crate::common::shared::{Axon, axon};
use crate::common::tables::reference;
use crate::common::{assert_order, double_impulse, order, shared};
use excitable::Solution;
use excitable::ode::{Fixed, StepControl, Stepper, Tableau};
use excitable::prelude::*;

/// y' = y·cos t, y(0) = 1, so y = exp(sin t): DETEST A3.
fn smooth_system() -> impl OdeSystem<State = f64> {
    from_fn(|t: f64, y: &f64, dydt: &mut f64| *dydt = y * t.cos())
}

fn smooth<M: Tableau>(stepper: M, dt: f64) -> Solution<f64> {
    shared::integrate(&smooth_system(), 0.0..4.0, 1.0, stepper.fixed(dt)).solution().unwrap()
}

fn error_at_nodes(solution: &Solution<f64>) -> f64 {
    solution.nodes().map(|node| (node.y - node.t.sin().exp()).abs()).fold(0.0, f64::max)
}

fn error_between_nodes(solution: &Solution<f64>) -> f64 {
    let times = (0..2000).map(|k| f64::from(k) / 500.0);
    times.map(|t| (solution.at(t).unwrap() - t.sin().exp()).abs()).fold(0.0, f64::max)
}

fn assert_smooth_order<M: Tableau + Copy>(name: &str, stepper: M, dts: &[f64], expected: f64) {
    let nodes = order(dts, |dt| error_at_nodes(&smooth(stepper, dt)));
    assert_order(&format!("{name} at the nodes"), nodes, expected);
    let dense = order(dts, |dt| error_between_nodes(&smooth(stepper, dt)));
    assert_order(&format!("{name} between the nodes"), dense, expected);
}

const COARSE: [f64; 5] = [0.2, 0.1, 0.05, 0.025, 0.0125];
const FINE: [f64; 5] = [0.02, 0.01, 0.005, 0.0025, 0.00125];

#[test]
fn euler_is_of_order_1() {
    assert_smooth_order("Euler", Euler, &FINE, 1.0);
}

#[test]
fn heun_is_of_order_2() {
    assert_smooth_order("Heun", Heun, &FINE, 2.0);
}

#[test]
fn bs23_is_of_order_3() {
    assert_smooth_order("Bs23", Bs23, &COARSE, 3.0);
}

#[test]
fn rk4_is_of_order_4() {
    assert_smooth_order("Rk4", Rk4, &COARSE, 4.0);
}

#[test]
fn rk45_is_of_order_5() {
    assert_smooth_order("Rk45", Rk45, &COARSE, 5.0);
}

#[test]
fn verner65_is_of_order_6() {
    let dts = [0.4, 0.28, 0.2, 0.14, 0.1, 0.07];
    let dense = order(&dts, |dt| error_between_nodes(&smooth(Verner65, dt)));
    assert_order("Verner65 between the nodes", dense, 6.0);
    // Its terms of order 7 are so small that those of order 8 show until rounding does (the order
    // conditions themselves are tested in order_conditions.rs).
    let nodes = order(&dts, |dt| error_at_nodes(&smooth(Verner65, dt)));
    assert!((5.8..7.2).contains(&nodes), "{nodes}");
}

#[test]
fn dop853_is_of_order_8() {
    assert_smooth_order(
        "Dop853",
        Dop853,
        &[0.5, 0.4, 4.0 / 15.0, 4.0 / 19.0, 1.0 / 6.0, 4.0 / 30.0],
        8.0,
    );
}

#[test]
fn backward_in_time_the_order_is_the_same() {
    let error = |dt| {
        let end =
            shared::integrate(&smooth_system(), 4.0..0.0, 4.0_f64.sin().exp(), Rk45.fixed(dt))
                .finish()
                .unwrap();
        (end.y - 1.0).abs()
    };
    assert_order("Rk45 backward", order(&COARSE, error), 5.0);
}

/// The largest error of V at the rows of the reference up to 14 ms: both pulses and both spikes.
/// The rows lie between nodes, since none of the steps divides 0.5 ms.
fn neuron_error(axon: &Axon, control: impl StepControl<Axon>) -> f64 {
    let solution = integrate(axon, 0.0..14.0, axon.clamped_at(0.0), control).solution().unwrap();
    let rows = reference().into_iter().filter(|row| row.0 <= 14.0);
    rows.map(|(t, y)| (solution.at(t).unwrap().v - y.v).abs()).fold(0.0, f64::max)
}

/// Steps that divide neither the pulses nor the rows of the reference.
///
/// Many, since where the rows fall inside their steps changes from one step size to the next.
fn odd_steps(largest: f64) -> [f64; 16] {
    std::array::from_fn(|k| largest / 1.15_f64.powi(k as i32) * 0.9973)
}

fn assert_neuron_order<M>(name: &str, stepper: M, dts: &[f64], expected: f64)
where
    M: Tableau + Copy,
{
    let axon = double_impulse();
    let measured = order(dts, |dt| neuron_error(&axon, stepper.fixed(dt)));
    assert_order(&format!("{name} on the pulsed neuron"), measured, expected);
}

#[test]
fn euler_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Euler", Euler, &odd_steps(0.002), 1.0);
}

#[test]
fn heun_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Heun", Heun, &odd_steps(0.01), 2.0);
}

#[test]
fn bs23_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Bs23", Bs23, &odd_steps(0.01), 3.0);
}

#[test]
fn rk4_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Rk4", Rk4, &odd_steps(0.02), 4.0);
}

#[test]
fn rk45_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Rk45", Rk45, &odd_steps(0.02), 5.0);
}

#[test]
fn verner65_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Verner65", Verner65, &odd_steps(0.02), 6.0);
}

#[test]
fn dop853_keeps_its_order_across_the_pulses() {
    assert_neuron_order("Dop853", Dop853, &odd_steps(0.04), 8.0);
}

/// The same neuron with its breakpoints hidden from the solver.
#[derive(Clone, Copy)]
struct Hidden<S>(S);

impl<S: Stimulus<f64>> Stimulus<f64> for Hidden<S> {
    fn current(&self, t: f64) -> f64 {
        self.0.current(t)
    }
    fn next_breakpoint(&self, _: f64, _: Direction) -> Option<f64> {
        None
    }
}

#[test]
fn without_the_breakpoints_the_order_is_lost() {
    let axon = axon(Hidden(*double_impulse().stimulus()));
    let measured = order(&odd_steps(0.02), |dt| neuron_error(&axon, Rk4.fixed(dt)));
    assert!(
        measured < 2.0,
        "order {measured:.2} with hidden breakpoints: the test above proves nothing"
    );
}

#[test]
fn at_the_nodes_of_the_neuron_rk45_is_of_order_5() {
    let axon = double_impulse();
    let truth = reference().into_iter().find(|row| row.0 == 12.0).unwrap().1;
    let error = |dt| {
        let end = integrate(&axon, 0.0..12.0, axon.clamped_at(0.0), Fixed::new(Rk45, dt)).finish();
        (end.unwrap().y.v - truth.v).abs()
    };
    assert_order(
        "Rk45 at 12 ms",
        order(&[1.0 / 120.0, 1.0 / 160.0, 1.0 / 200.0, 1.0 / 240.0], error),
        5.0,
    );
}

#[test]
fn the_stated_orders_are_the_measured_ones() {
    type S = HodgkinHuxley<f64>;
    let stated =
        (<Euler as Stepper<S>>::ORDER, <Rk4 as Stepper<S>>::ORDER, <Rk45 as Stepper<S>>::ORDER);
    assert_eq!(stated, (1, 4, 5));
}

#[test]
fn the_dense_output_of_rk45_ends_in_its_weights_and_slopes() {
    let rows = Rk45::DENSE;
    for i in 0..7 {
        let value: f64 = rows[i].iter().sum();
        assert!((value - Rk45::B[i]).abs() < 1e-14, "y(1), stage {i}");
        let slope: f64 = rows[i].iter().zip(1..).map(|(p, d)| p * f64::from(d)).sum();
        assert!((slope - f64::from(u8::from(i == 6))).abs() < 1e-13, "y'(1), stage {i}");
        let start = rows[i].first().copied().unwrap_or(0.0);
        assert_eq!(start, f64::from(u8::from(i == 0)), "y'(0), stage {i}");
    }
}
