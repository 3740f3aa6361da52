//! What is found by iteration, against five-point differences.

use excitable::prelude::*;
use excitable::{Conductance, Dual, Scalar, Temperature};

/// One variable: a run by `Dop853` of more has frames that are large without optimisation.
type D = Dual<f64, 1>;

/// f'(x) by five points at the distance `d`.
fn slope(f: impl Fn(f64) -> f64, x: f64, d: f64) -> f64 {
    (8.0 * (f(x + d) - f(x - d)) - (f(x + 2.0 * d) - f(x - 2.0 * d))) / (12.0 * d)
}

fn close(what: &str, found: D, exact: f64, relative: f64) {
    let found = found.derivatives()[0];
    assert!((found - exact).abs() <= relative * exact.abs(), "{what}: {found} for {exact}");
}

fn rest<T: Scalar>(g_l: T) -> T {
    let g_l = Conductance::from_millisiemens_per_cm2(g_l);
    let axon = HodgkinHuxley::new(Parameters { g_l, ..Parameters::squid_axon() });
    axon.expect("a neuron").rest().expect("rest").v
}

#[test]
fn rest_moves_with_the_leak() {
    let [g_l] = Dual::variables([0.3]);
    assert_eq!(rest(g_l).value(), rest(0.3));
    close("rest", rest(g_l), slope(rest, 0.3, 1e-3), 1e-7);
}

fn hopf<T: Scalar>(celsius: T) -> T {
    let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius));
    axon.hopf_points().expect("points")[0].parameter
}

#[test]
fn a_hopf_point_moves_with_the_temperature() {
    let [celsius] = Dual::variables([6.3]);
    close("Hopf", hopf(celsius), slope(hopf, 6.3, 0.05), 1e-7);
}

/// The equilibrium under a current, by Newton's method with a Jacobian in closed form.
fn equilibrium<T: Scalar>(current: T) -> T {
    let axon = HodgkinHuxley::<T>::squid_axon().with_stimulus(constant(current));
    let guess = axon.clamped_at(T::lit(0.0));
    excitable::equilibrium(&axon, T::lit(0.0), guess).expect("an equilibrium").y.v
}

#[test]
fn an_equilibrium_moves_with_the_current() {
    let [current] = Dual::variables([5.0]);
    close("V", equilibrium(current), slope(equilibrium, 5.0, 0.02), 1e-7);
}

fn threshold<T: Scalar>(duration: T) -> T {
    let axon = HodgkinHuxley::<T>::squid_axon();
    let trial = axon.trial(T::lit(20.0)).expect("a trial");
    let zero = T::lit(0.0);
    trial
        .threshold(zero..T::lit(100.0), |x| axon.with_stimulus(pulse(zero..duration, x)))
        .expect("a threshold")
}

#[test]
fn the_threshold_moves_with_the_duration() {
    let [duration] = Dual::variables([1.0]);
    close("threshold", threshold(duration), slope(threshold, 1.0, 1e-2), 1e-7);
}

fn rate<T: Scalar>(current: T) -> T {
    let axon = HodgkinHuxley::<T>::squid_axon();
    let trial = axon.trial(T::lit(60.0)).expect("a trial");
    trial.firing(&axon.with_stimulus(constant(current)), T::lit(50.0)).expect("a run").rate
}

#[test]
fn the_rate_moves_with_the_current() {
    let [current] = Dual::variables([10.0]);
    close("rate", rate(current), slope(rate, 10.0, 1e-2), 1e-7);
}
