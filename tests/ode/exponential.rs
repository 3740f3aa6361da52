//! The exponential methods: order, with pulses too; exactness and stability; one evaluation of the
//! rates a step.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::cell::Cell;

use crate::common::shared::{Axon, axon};
use crate::common::tables::{hyperpolarised, reference};
use crate::common::{assert_order, double_impulse, order};
use approx::assert_abs_diff_eq;
use excitable::ode::{ConditionallyLinear, Fixed, Stepper};
use excitable::prelude::*;
use excitable::{Error, Solution};
use proptest::prelude::*;

/// y' = −y + cos t + sin t + (x − e^(cos t − 1)), x' = −y·x from (0, 1): y = sin t, x = e^(cos t −
/// 1).
struct Smooth;

impl OdeSystem for Smooth {
    type State = [f64; 2];
    fn derivative(&self, t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        let (mut a, mut b) = ([0.0; 2], [0.0; 2]);
        self.coefficients(0, t, y, &mut a, &mut b);
        self.coefficients(1, t, y, &mut a, &mut b);
        *dydt = [a[0] - b[0] * y[0], a[1] - b[1] * y[1]];
    }
}

impl ConditionallyLinear for Smooth {
    fn coefficients(&self, part: usize, t: f64, y: &[f64; 2], a: &mut [f64; 2], b: &mut [f64; 2]) {
        if part == 0 {
            (a[0], b[0]) = (t.cos() + t.sin() + y[1] - (t.cos() - 1.0).exp(), 1.0);
        } else {
            b[1] = y[0];
        }
    }
}

fn smooth_errors<M: Stepper<Smooth>>(method: M, dt: f64) -> [f64; 2] {
    let solution =
        integrate(&Smooth, 0.0..4.0, [0.0, 1.0], Fixed::new(method, dt)).solution().unwrap();
    let error =
        |t: f64, y: &[f64; 2]| (y[0] - t.sin()).abs().max((y[1] - (t.cos() - 1.0).exp()).abs());
    let nodes = solution.nodes().map(|node| error(node.t, &node.y)).fold(0.0, f64::max);
    let between = (0..777).map(|k| f64::from(k) * 4.0 / 777.0);
    [nodes, between.map(|t| error(t, &solution.at(t).unwrap())).fold(0.0, f64::max)]
}

#[test]
fn the_orders_on_a_smooth_problem() {
    let dts = [0.1, 0.05, 0.025, 0.0125];
    for (k, place) in ["at the nodes", "between the nodes"].into_iter().enumerate() {
        let euler = order(&dts, |dt| smooth_errors(ExponentialEuler, dt)[k]);
        assert_order(&format!("ExponentialEuler {place}"), euler, 1.0);
        let strang = order(&dts, |dt| smooth_errors(ExponentialStrang, dt)[k]);
        assert_order(&format!("ExponentialStrang {place}"), strang, 2.0);
    }
}

fn run<M>(method: M, dt: f64) -> Solution<Membrane<f64>>
where
    M: Stepper<Axon>,
{
    let axon = double_impulse();
    integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), Fixed::new(method, dt)).solution().unwrap()
}

fn neuron_error<M>(method: M, dt: f64) -> f64
where
    M: Stepper<Axon>,
{
    let solution = run(method, dt);
    reference()
        .into_iter()
        .map(|(t, y)| (solution.at(t).unwrap().v - y.v).abs())
        .fold(0.0, f64::max)
}

#[test]
fn the_orders_on_the_pulsed_neuron() {
    // Steps that divide neither the pulses nor the rows of the reference.
    let dts = [0.0291, 0.0203, 0.0141, 0.0097, 0.0071, 0.0049];
    assert_order("ExponentialStrang", order(&dts, |dt| neuron_error(ExponentialStrang, dt)), 2.0);
    let fine = dts.map(|dt| dt / 10.0);
    assert_order("ExponentialEuler", order(&fine, |dt| neuron_error(ExponentialEuler, dt)), 1.0);
}

#[test]
fn the_error_at_a_fortieth_of_a_millisecond() {
    // Measured 0.152 mV at the rows of the reference, all of them nodes.
    let error = neuron_error(ExponentialStrang, 0.025);
    assert!((0.10..0.17).contains(&error), "{error}");
    let ratio = error / neuron_error(ExponentialStrang, 0.0125);
    assert!((3.8..4.2).contains(&ratio), "halving dt divides the error by {ratio}");
}

/// Two components at rest with one another: the coefficients are constant.
struct Constant;

impl OdeSystem for Constant {
    type State = [f64; 3];
    fn derivative(&self, _: f64, y: &[f64; 3], dydt: &mut [f64; 3]) {
        *dydt = [3.0 - 50.0 * y[0], 2.0, 0.5 * y[2]];
    }
}

impl ConditionallyLinear for Constant {
    const PARTS: usize = 1;
    fn coefficients(&self, _: usize, _: f64, _: &[f64; 3], a: &mut [f64; 3], b: &mut [f64; 3]) {
        (*a, *b) = ([3.0, 2.0, 0.0], [50.0, 0.0, -0.5]);
    }
}

#[test]
fn constant_coefficients_are_solved_exactly_at_any_step() {
    for dt in [1e-3, 0.1, 1.0, 4.0] {
        for y in [
            integrate(&Constant, 0.0..4.0, [1.0; 3], ExponentialEuler.fixed(dt))
                .finish()
                .unwrap()
                .y,
            integrate(&Constant, 0.0..4.0, [1.0; 3], ExponentialStrang.fixed(dt))
                .finish()
                .unwrap()
                .y,
        ] {
            let exact = [0.06 + 0.94 * (-200.0_f64).exp(), 9.0, 2.0_f64.exp()];
            for (y, exact) in y.iter().zip(exact) {
                assert!((y - exact).abs() <= 1e-12 * exact, "{y} {exact} at dt = {dt}");
            }
        }
    }
}

#[test]
fn strong_hyperpolarisation_is_no_trouble() {
    let axon = axon(pulse(1.0..6.0, -200.0));
    let y0 = axon.rest().unwrap();
    // −667 mV, where βm is 10¹⁶ per ms: tests/data/hyperpolarised.csv, by an implicit method.
    for (dt, bound) in [(0.05, 4.5), (0.025, 1.2)] {
        let solution =
            integrate(&axon, 0.0..20.0, y0, ExponentialStrang.fixed(dt)).solution().unwrap();
        for (t, v) in hyperpolarised() {
            let off = (solution.at(t).unwrap().v - v).abs();
            assert!(off < bound, "{off} mV at t = {t} with dt = {dt}");
        }
    }
    assert!(integrate(&axon, 0.0..20.0, y0, Rk4.fixed(0.05)).finish().is_err(), "RK4 blows up");
}

proptest! {
    #[test]
    fn gates_stay_between_0_and_1(
        v in -200.0..200.0_f64, m in 0.0..=1.0_f64, h in 0.0..=1.0_f64, n in 0.0..=1.0_f64,
        current in -500.0..500.0_f64, dt in 1e-3..5.0_f64,
    ) {
        let axon = axon(constant(current));
        let y0 = Membrane { v, m, h, n };
        for y in [
            integrate(&axon, 0.0..dt, y0, ExponentialEuler.fixed(dt)).finish().unwrap().y,
            integrate(&axon, 0.0..dt, y0, ExponentialStrang.fixed(dt)).finish().unwrap().y,
        ] {
            prop_assert!([y.m, y.h, y.n].iter().all(|x| (0.0..=1.0).contains(x)), "{y:?}");
        }
    }

    #[test]
    fn the_two_forms_of_the_slope_agree(
        v in -150.0..150.0_f64, m in 0.0..=1.0_f64, h in 0.0..=1.0_f64, n in 0.0..=1.0_f64,
    ) {
        let axon = axon(constant(7.0));
        let y = Membrane { v, m, h, n };
        let (mut a, mut b, mut dydt) = (y, y, y);
        axon.coefficients(0, 0.0, &y, &mut a, &mut b);
        axon.coefficients(1, 0.0, &y, &mut a, &mut b);
        axon.derivative(0.0, &y, &mut dydt);
        for (found, exact, size) in [
            (a.v - b.v * y.v, dydt.v, b.v * (v.abs() + 115.0)),
            (a.m - b.m * y.m, dydt.m, b.m),
            (a.h - b.h * y.h, dydt.h, b.h),
            (a.n - b.n * y.n, dydt.n, b.n),
        ] {
            prop_assert!((found - exact).abs() <= 1e-13 * (size + 1.0), "{found} {exact}");
        }
    }
}

/// The axon with a count of its evaluations: of each part, and of the slope.
struct Counted {
    axon: Axon,
    parts: [Cell<u64>; 2],
    slopes: Cell<u64>,
}

impl OdeSystem for Counted {
    type State = Membrane<f64>;
    fn derivative(&self, t: f64, y: &Membrane<f64>, dydt: &mut Membrane<f64>) {
        self.slopes.set(self.slopes.get() + 1);
        self.axon.derivative(t, y, dydt);
    }
    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        self.axon.next_breakpoint(t, towards)
    }
}

impl ConditionallyLinear for Counted {
    fn coefficients(
        &self,
        part: usize,
        t: f64,
        y: &Membrane<f64>,
        a: &mut Membrane<f64>,
        b: &mut Membrane<f64>,
    ) {
        self.parts[part].set(self.parts[part].get() + 1);
        self.axon.coefficients(part, t, y, a, b);
    }
}

#[test]
fn one_evaluation_of_the_rates_a_step_when_nobody_samples() {
    let axon = axon(pulse(1.0..2.0, 20.0));
    let y0 = axon.clamped_at(0.0);
    let system = Counted { axon, parts: Default::default(), slopes: Cell::new(0) };
    let mut run = integrate(&system, 0.0..10.0, y0, ExponentialStrang.fixed(0.01));
    while run.advance().unwrap().is_some() {}
    assert_eq!([system.parts[0].get(), system.parts[1].get()], [2000, 1000]);
    assert_eq!(system.slopes.get(), 0);
    // Asked for values inside five steps, it evaluates the slopes at their ends.
    system.slopes.set(0);
    let grid = [0.505, 1.005, 1.995, 2.005, 9.995];
    integrate(&system, 0.0..10.0, y0, ExponentialStrang.fixed(0.01))
        .sample(grid, |_, _| ())
        .unwrap();
    assert_eq!(system.slopes.get(), 10);
    // A solution takes the slope at each node once, and on both sides of a corner.
    system.slopes.set(0);
    let run = integrate(&system, 0.0..10.0, y0, ExponentialStrang.fixed(0.01));
    assert_eq!(run.solution().unwrap().statistics().accepted, 1000);
    assert_eq!(system.slopes.get(), 1001 + 2);
}

#[test]
fn late_pulses_other_directions_and_other_numbers() {
    let late = pulse(40.0..40.2, 60.0).plus(pulse(150.03..150.08, 400.0));
    let axon = axon(late);
    for dt in [0.05, 0.03, 0.08] {
        let run = integrate(&axon, 0.0..170.0, axon.rest().unwrap(), ExponentialStrang.fixed(dt));
        let spikes = run.solution().unwrap().events(&Membrane::rises_through(50.0)).unwrap();
        assert_eq!(spikes.len(), 2, "dt = {dt}");
    }
    // There and back again; backward the parts grow, as any method's must.
    let axon = self::axon(pulse(0.5..1.0, 10.0));
    let y0 = axon.clamped_at(0.0);
    let there = integrate(&axon, 0.0..2.0, y0, ExponentialStrang.fixed(0.001)).finish().unwrap();
    let back =
        integrate(&axon, 2.0..0.0, there.y, ExponentialStrang.fixed(0.001)).finish().unwrap();
    // The symmetric step is its own inverse up to rounding, which grows by e^(Σb·t).
    let off: f64 = back.y.v - y0.v;
    assert!(off.abs() < 1e-6, "{}", back.y.v);
    let single = HodgkinHuxley::<f32>::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0));
    let y0 = single.clamped_at(0.0);
    let end = integrate(&single, 0.0..1.5, y0, ExponentialStrang.fixed(0.01)).finish().unwrap();
    let double = self::axon(pulse(0.0..1.0, 150.0));
    let y0 = double.clamped_at(0.0);
    let same = integrate(&double, 0.0..1.5, y0, ExponentialStrang.fixed(0.01)).finish().unwrap();
    assert_abs_diff_eq!(f64::from(end.y.v), same.y.v, epsilon = 2e-3);
}

#[test]
fn a_current_that_is_nan_and_a_step_that_overflows() {
    let nan =
        stimulus::waveform(|t: f64| if t < 3.0 { 0.0 } else { f64::NAN }).with_breakpoints([3.0]);
    let axon = axon(nan);
    for error in [
        integrate(&axon, 0.0..9.0, axon.rest().unwrap(), ExponentialEuler.fixed(0.01)).finish(),
        integrate(&axon, 0.0..9.0, axon.rest().unwrap(), ExponentialStrang.fixed(0.01)).finish(),
    ] {
        let error = error.unwrap_err();
        assert!(matches!(error, Error::NonFinite { t, .. } if t.value() == 3.0), "{error}");
    }
    // e^(0.5·t) leaves the floats at t = 1420.
    let error =
        integrate(&Constant, 0.0..4000.0, [1.0; 3], ExponentialStrang.fixed(100.0)).finish();
    assert!(matches!(error, Err(Error::NonFinite { .. })), "{error:?}");
}

#[test]
fn the_slope_is_evaluated_where_it_is_given_and_never_stale() {
    let end =
        integrate(&Smooth, 0.0..1.0, [0.0, 1.0], ExponentialStrang.fixed(0.01)).finish().unwrap();
    let mut slope = [0.0; 2];
    Smooth.derivative(end.t, &end.y, &mut slope);
    assert_eq!(end.dydt, slope);
    let mut run = integrate(&Smooth, 0.0..1.0, [0.0, 1.0], ExponentialStrang.fixed(0.01));
    for _ in 0..3 {
        let mut step = run.advance().unwrap().unwrap();
        assert!(step.end().dydt.iter().all(|f| f.is_nan()), "not known yet");
        let step = step.to_step();
        Smooth.derivative(step.end.t, &step.end.y, &mut slope);
        assert_eq!(step.end.dydt, slope);
        assert!(run.checkpoint().node().dydt == slope);
    }
    run.advance().unwrap();
    Smooth.derivative(run.node().t, &run.node().y, &mut slope);
    assert_eq!(run.checkpoint().node().dydt, slope, "a checkpoint is complete");
}
