//! The block of a conductance by magnesium: its factor, its slope, and runs against the equations
//! written out.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::channels::assert_jacobian;
use excitable::num::Matrix;
use excitable::ode::{ConditionallyLinear, StepControl};
use excitable::prelude::*;
use excitable::stimulus::{Dependence, alpha_function};
use excitable::{Capacitance, Conductance, IonChannel, Neuron, Potential, State};

/// 1/(1 + \[Mg\]/3.57·e^(−0.062·V)) in 40 digits, by another program.
const OPEN: [(f64, f64, f64); 5] = [
    (1.0, -65.0, 0.05966815356119746),
    (1.0, -20.0, 0.50814067951582),
    (1.0, 0.0, 0.7811816192560175),
    (0.5, -40.0, 0.3741890392400339),
    (2.0, 30.0, 0.9197841882592644),
];

#[test]
fn the_open_part_is_that_of_jahr_and_stevens() {
    for (magnesium, v, open) in OPEN {
        for origin in [0.0, 65.0] {
            let (v, e) = (v + origin, 10.0 + origin);
            let nmda = constant(0.4).conducted_to(e).blocked_by_magnesium(magnesium, origin);
            let (found, expected) = (nmda.drive(3.0, v).inflow(v), 0.4 * open * (e - v));
            assert!((found - expected).abs() < 1e-12, "{found} {expected} at {v}");
        }
    }
    let free = constant(0.4).conducted_to(10.0).blocked_by_magnesium(0.0, 0.0);
    assert_eq!(free.drive(0.0, -65.0), constant(0.4).conducted_to(10.0).drive(0.0, -65.0));
}

#[test]
fn the_conductance_is_the_slope_and_stays_finite() {
    let nmda = constant(0.4).conducted_to(0.0).blocked_by_magnesium(1.0, 0.0);
    let inflow = |v: f64| nmda.drive(0.0, v).inflow(v);
    for v in (-120..80).map(f64::from) {
        let slope = (inflow(v + 1e-4) - inflow(v - 1e-4)) / 2e-4;
        let found = nmda.drive(0.0, v).conductance.unwrap();
        assert!((found + slope).abs() < 1e-8, "{found} {slope} at {v}");
    }
    // At −40 mV the current falls where V rises: the block opens faster than the drive ceases.
    assert!(nmda.drive(0.0, -40.0).conductance.unwrap() < -0.05);
    for v in [-1e9, -1e4, 1e4, 1e9] {
        assert!(inflow(v).is_finite(), "{v}");
    }
    assert_eq!(nmda.dependence(), Dependence::Curved);
}

/// A synapse with its block on the axon that rests near −65 mV, opened from 5 ms on.
fn modern() -> HodgkinHuxley<f64, impl Stimulus<f64> + Copy> {
    let nmda = alpha_function(5.0, 3.0, 10.0).conducted_to(0.0).blocked_by_magnesium(1.0, 0.0);
    HodgkinHuxley::squid_axon().shifted(-65.0).with_stimulus(nmda)
}

/// The same as a sum of currents, written out.
fn written_out() -> impl OdeSystem<State = Membrane<f64>> {
    let axon = HodgkinHuxley::<f64>::squid_axon().shifted(-65.0);
    from_fn(move |t: f64, y: &Membrane<f64>, dydt: &mut Membrane<f64>| {
        let s = (t - 5.0) / 10.0;
        let g = if t < 5.0 { 0.0 } else { 3.0 * s * (1.0 - s).exp() };
        let open = 1.0 / (1.0 + (-0.062 * y.v).exp() / 3.57);
        *dydt = axon.slope(y, g * open * (0.0 - y.v));
    })
    .with_breakpoints([5.0])
}

fn end<S, C>(system: &S, control: C) -> f64
where
    S: OdeSystem<State = Membrane<f64>>,
    C: StepControl<S>,
{
    let start = HodgkinHuxley::squid_axon().shifted(-65.0).rest().unwrap();
    integrate(system, 0.0..20.0, start, control).finish().unwrap().y.v
}

#[test]
fn every_kind_of_method_solves_the_equations_written_out() {
    let expected = end(&written_out(), Dop853.adaptive().rtol(1e-11));
    assert!(expected > -60.0 && expected < -10.0, "{expected}");
    for found in [
        end(&modern(), Verner65.adaptive().rtol(1e-10)),
        end(&modern(), Rodas5P.adaptive().rtol(1e-9)),
        end(&modern(), Rk4.fixed(1e-3)),
    ] {
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }
    // Counted from rest, as in 1952.
    let nmda = alpha_function(5.0, 3.0, 10.0).conducted_to(65.0).blocked_by_magnesium(1.0, 65.0);
    let old = HodgkinHuxley::squid_axon().with_stimulus(nmda);
    let run = integrate(&old, 0.0..20.0, old.rest().unwrap(), Verner65.adaptive().rtol(1e-10));
    let found = run.finish().unwrap().y.v;
    assert!((found - 65.0 - expected).abs() < 1e-5, "{found}");
}

#[test]
fn the_second_order_methods_keep_their_order() {
    let expected = end(&written_out(), Dop853.adaptive().rtol(1e-11));
    let error = |found: f64| (found - expected).abs();
    for [coarse, fine] in [
        [0.02, 0.01].map(|dt| error(end(&modern(), ExponentialStrang.fixed(dt)))),
        [0.02, 0.01].map(|dt| error(end(&modern(), FastStrang.fixed(dt)))),
        [0.02, 0.01].map(|dt| error(end(&modern(), SafeStrang.fixed(dt)))),
    ] {
        assert!((3.6..4.4).contains(&(coarse / fine)), "{coarse} {fine}");
    }
}

/// a − b·V is dV/dt, and −b its derivative: for the axon, with further channels, and from channels.
#[test]
fn every_neuron_sees_the_slope() {
    let nmda = constant(3.0).conducted_to(0.0).blocked_by_magnesium(1.0, 0.0);
    let axon = HodgkinHuxley::squid_axon().shifted(-65.0).with_stimulus(nmda);
    let leak = || {
        IonChannel::new(
            Conductance::from_millisiemens_per_cm2(0.3),
            Potential::from_millivolts(-60.0),
        )
    };
    let further = axon.with_channel(leak());
    let alone = Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak());
    let alone = alone.with_stimulus(nmda);
    for v in [-70.0, -40.0, 0.0, 20.0] {
        seen("axon", &axon, &axon.clamped_at(v));
        seen("axon with a leak", &further, &further.clamped_at(v));
        seen("leak alone", &alone, &alone.clamped_at(v));
    }
}

fn seen<S>(what: &str, system: &S, y: &S::State)
where
    S: ConditionallyLinear<State: State<Scalar = f64>>,
{
    assert_jacobian(what, system, y);
    let zero = || {
        let mut zero = y.clone();
        zero.assign(y, [], &mut |out, _, []| *out = 0.0);
        zero
    };
    let (mut a, mut b, mut slope) = (zero(), zero(), zero());
    system.coefficients(0, 0.0, y, &mut a, &mut b);
    system.derivative(0.0, y, &mut slope);
    let first = |y: &S::State| {
        let mut numbers = Vec::new();
        y.visit(&mut |x| numbers.push(x));
        numbers[0]
    };
    let line = first(&a) - first(&b) * first(y);
    assert!((line - first(&slope)).abs() < 1e-9, "{what}: {line} {}", first(&slope));
    let mut stated = Matrix::new(y.dimension(), 0.0);
    assert!(system.jacobian(0.0, y, &mut stated));
    assert!((stated[(0, 0)] + first(&b)).abs() < 1e-12, "{what}");
}

#[test]
fn combinators_pass_the_potential_on() {
    let nmda = constant(0.4).conducted_to(10.0).blocked_by_magnesium(1.0, 0.0);
    let v = -30.0;
    let whole = nmda.drive(5.0, v);
    let boxed: Box<dyn Stimulus<f64>> = Box::new(nmda);
    assert_eq!(boxed.drive(5.0, v), whole);
    assert_eq!(nmda.delayed(1.0).drive(5.0, v), whole);
    assert_eq!(nmda.windowed(0.0..9.0).drive(5.0, v), whole);
    assert_eq!(nmda.repeated(2.0).drive(5.0, v), whole);
    assert_eq!(constant(0.0).then(3.0, nmda).drive(5.0, v), whole);
    assert_eq!(nmda.then(9.0, constant(0.0)).drive(5.0, v), whole);
    assert_eq!(nmda.plus(nmda).drive(5.0, v), nmda.scaled(2.0).drive(5.0, v));
    assert_eq!(nmda.scaled(2.0).drive(5.0, v).current, 2.0 * whole.current);
    assert_eq!(constant(1.0).plus(nmda).dependence(), Dependence::Curved);
}

#[test]
fn what_cannot_be_is_refused() {
    let check = |magnesium, origin| {
        let nmda = constant(0.4).conducted_to(10.0).blocked_by_magnesium(magnesium, origin);
        nmda.check(&(0.0..1.0)).unwrap_err().to_string()
    };
    assert!(check(-1.0, 0.0).starts_with("blocked_by_magnesium: magnesium = -1, but"));
    assert!(check(1.0, f64::NAN).starts_with("blocked_by_magnesium: origin = NaN, but"));
    let axon = modern();
    let clamped = axon.stimulus().clamped(0.0, 1.0);
    assert!(clamped.check(&(0.0..1.0)).unwrap_err().to_string().contains("conductances inside"));
    // Lanes take the stimulus at given times, whatever V is.
    let ensemble = Ensemble::new([modern(), modern()]);
    let refused = ensemble.run(0.0..20.0, Rk4.fixed(0.01)).unwrap_err().to_string();
    assert!(refused.contains("conductances that depend on V = 1, but it must be 0"), "{refused}");
    let solution = ensemble.run(0.0..20.0, Verner65.adaptive().rtol(1e-10)).unwrap();
    assert_eq!(solution[1].end.v, end(&modern(), Verner65.adaptive().rtol(1e-10)));
}
