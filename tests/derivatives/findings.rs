//! What is found by iteration, against five-point differences.

use excitable::analysis::{BranchBounds, LimitCycle, cycle_branch, eigenvalues};
use excitable::num::Matrix;
use excitable::prelude::*;
use excitable::{Conductance, Direction, Dual, Scalar, Temperature, limit_cycle};

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

fn cycle<T: Scalar>(current: T, guess: (Membrane<T>, T)) -> LimitCycle<Membrane<T>> {
    let axon = HodgkinHuxley::<T>::squid_axon().with_stimulus(constant(current));
    limit_cycle(&axon, guess.0, guess.1).expect("a cycle")
}

/// Near the cycle at 10 µA/cm².
fn guess<T: Scalar>() -> (Membrane<T>, T) {
    let lit = T::lit;
    (Membrane { v: lit(40.0), m: lit(0.5), h: lit(0.4), n: lit(0.4) }, lit(14.6))
}

#[test]
fn period_and_multipliers_of_a_cycle_move_with_the_current() {
    let [current] = Dual::variables([10.0]);
    let found = cycle(current, guess());
    let around = [-2.0, -1.0, 1.0, 2.0].map(|k| cycle(10.0 + 1e-2 * k, guess()));
    let by_differences = |f: &dyn Fn(&LimitCycle<Membrane<f64>>) -> f64| {
        let [a, b, c, d] = around.each_ref().map(f);
        (8.0 * (c - b) - (d - a)) / 12e-2
    };
    close("period", found.period, by_differences(&|cycle| cycle.period), 1e-7);
    close("growth", found.growth(), by_differences(&LimitCycle::growth), 1e-7);
    for (k, multiplier) in found.multipliers.iter().enumerate() {
        let [by_current] = multiplier.re.derivatives();
        let exact = by_differences(&|cycle| cycle.multipliers[k].re);
        assert!((by_current - exact).abs() <= 1e-10, "multiplier {k}: {by_current} for {exact}");
    }
}

/// The derivatives are those at the cycle itself, wherever the last step to it began.
#[test]
fn the_derivatives_of_a_cycle_do_not_depend_on_the_guess() {
    let [current] = Dual::variables([10.0]);
    let exact = cycle(10.0, guess());
    let by_current = |part: f64| {
        let near = |x: f64| D::from(x * (1.0 + part));
        let Membrane { v, m, h, n } = exact.y;
        let y = Membrane { v: near(v), m: near(m), h: near(h), n: near(n) };
        cycle(current, (y, near(exact.period))).period
    };
    close("period", by_current(1e-9), by_current(0.0).derivatives()[0], 1e-11);
}

/// r' = r·(q·p − r²), φ' = 1: the radius is √(q·p); along the branch no derivative is given.
#[test]
fn a_branch_of_cycles_has_no_wrong_derivatives() {
    let [q] = Dual::variables([1.0]);
    let system = |p: D| {
        from_fn(move |_t, y: &[D; 2], dydt: &mut [D; 2]| {
            let growth = q * p - (y[0] * y[0] + y[1] * y[1]);
            *dydt = [growth * y[0] - y[1], growth * y[1] + y[0]];
        })
    };
    let c = D::from;
    let start = limit_cycle(&system(c(1.0)), [c(1.0), c(0.0)], c(6.3)).expect("a cycle");
    close("x", start.y[0], 0.5, 1e-9);
    let bounds = BranchBounds::new(c(0.9)..c(1.1)).points(2);
    let branch = cycle_branch(system, (c(1.0), start), Direction::Forward, bounds);
    let (p, cycle) = &branch.expect("a branch").cycles[1];
    assert!(cycle.y[0].value() > 1.0 && p.value() > 1.0);
    for x in [*p, cycle.y[0], cycle.period, cycle.extent.high.value, cycle.growth()] {
        assert!(x.derivatives()[0].is_nan(), "{x}");
    }
}

/// Of a triangle they are the diagonal, also where two of them are small and near each other.
#[test]
fn eigenvalues_move_with_the_entries() {
    let [x] = Dual::variables([1e-12]);
    let mut triangle = Matrix::new(3, D::from(0.0));
    for (row, entries) in [[1.0, 5.0, 6.0], [0.0, 0.0, 2e-12], [0.0, 0.0, 3e-13]].iter().enumerate()
    {
        (0..3).for_each(|column| triangle[(row, column)] = entries[column].into());
    }
    triangle[(1, 1)] = x;
    let found = eigenvalues(&triangle).expect("eigenvalues");
    for (found, exact) in found.iter().zip([0.0, 1.0, 0.0]) {
        let [by_x] = found.re.derivatives();
        assert!((by_x - exact).abs() <= 1e-12 && found.im == D::from(0.0), "{found} for {exact}");
    }
    // A rotation by ±i·ω.
    let [omega] = Dual::variables([2.0]);
    let mut rotation = Matrix::new(2, D::from(0.0));
    (rotation[(0, 1)], rotation[(1, 0)]) = (-omega, omega);
    let found = eigenvalues(&rotation).expect("eigenvalues");
    assert_eq!((found[0].re, found[0].im), (D::from(0.0), omega));
    // One that occurs twice has its value and no derivative.
    let mut twice = Matrix::new(2, D::from(0.0));
    (twice[(0, 0)], twice[(1, 1)]) = (omega, D::from(2.0));
    let found = eigenvalues(&twice).expect("eigenvalues")[0].re;
    assert!(found.value() == 2.0 && found.derivatives()[0].is_nan());
}
