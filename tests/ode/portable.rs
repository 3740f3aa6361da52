//! The two arithmetics of a run: products and sums that round once where the machine can, and
//! portable ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use crate::common::double_impulse;
use crate::common::shared::Axon;
use approx::assert_abs_diff_eq;
use excitable::ensemble::SimdLevel;
use excitable::ode::{Adaptive, Fixed, StepControl};
use excitable::prelude::*;
use excitable::{Method, State};

type Triple = [f64; 3];

const DT: f64 = 1.0 / 128.0;

/// Lorenz's system, whose operations round in one way only.
fn lorenz(y: &Triple) -> Triple {
    [10.0 * (y[1] - y[0]), y[0] * (28.0 - y[2]) - y[1], y[0] * y[1] - 8.0 / 3.0 * y[2]]
}

/// RK4 by hand: `sum` is a · b + c.
fn by_hand(sum: fn(f64, f64, f64) -> f64) -> Triple {
    let mut y = [1.0, 1.0, 20.0];
    let add = |y: Triple, slope: Triple| [0, 1, 2].map(|i| sum(DT, slope[i], y[i]));
    for _ in 0..256 {
        let k1 = lorenz(&y);
        let k2 = lorenz(&add(y, k1.map(|k| 0.5 * k)));
        let k3 = lorenz(&add(y, k2.map(|k| 0.5 * k)));
        let k4 = lorenz(&add(y, k3));
        let mean = |i: usize| {
            let mean = sum(1.0 / 3.0, k2[i], 1.0 / 6.0 * k1[i]);
            sum(1.0 / 6.0, k4[i], sum(1.0 / 3.0, k3[i], mean))
        };
        y = add(y, [0, 1, 2].map(mean));
    }
    y
}

/// Whether a run fuses here.
fn fuses() -> bool {
    cfg!(target_arch = "aarch64") || SimdLevel::Avx2.is_available()
}

#[test]
fn a_run_rounds_as_the_same_loop_by_hand() {
    let system = from_fn(|_t, y: &Triple, dydt: &mut Triple| *dydt = lorenz(y));
    let end = |control| integrate(&system, 0.0..2.0, [1.0, 1.0, 20.0], control).finish().unwrap().y;
    let (plain, fused) = (by_hand(|a, b, c| a * b + c), by_hand(f64::mul_add));
    assert_ne!(plain, fused);
    assert_eq!(end(Rk4.fixed(DT).portable()), plain);
    assert_eq!(end(Rk4.fixed(DT)), if fuses() { fused } else { plain });
}

/// A state whose method is written by hand: nobody knows whether it is inlined.
#[derive(Clone, Debug, PartialEq)]
struct Written(Triple);

impl State for Written {
    type Scalar = f64;

    fn assign<const M: usize>(
        &mut self,
        base: &Self,
        others: [&Self; M],
        f: &mut impl FnMut(&mut f64, f64, [f64; M]),
    ) {
        self.0.assign(&base.0, others.map(|other| &other.0), f);
    }
}

#[derive(Clone, Debug)]
struct Holder {
    written: Written,
}
excitable::impl_state!(Holder: f64 { written });

#[test]
fn a_state_written_by_hand_is_not_fused_nor_what_holds_it() {
    let plain = by_hand(|a, b, c| a * b + c);
    let system = from_fn(|_t, y: &Written, dydt: &mut Written| dydt.0 = lorenz(&y.0));
    let start = Written([1.0, 1.0, 20.0]);
    let run = integrate(&system, 0.0..2.0, start.clone(), Rk4.fixed(DT));
    assert_eq!(run.finish().unwrap().y.0, plain);
    let system = from_fn(|_t, y: &Holder, dydt: &mut Holder| dydt.written.0 = lorenz(&y.written.0));
    let run = integrate(&system, 0.0..2.0, Holder { written: start }, Rk4.fixed(DT));
    assert_eq!(run.finish().unwrap().y.written.0, plain);
}

/// The largest difference of V at 501 times, in mV.
fn difference<C: StepControl<Axon>>([here, portable]: [C; 2]) -> f64 {
    let axon = double_impulse();
    let sampled = |control| {
        let (mut samples, grid) = (Vec::new(), (0..=500).map(|k| f64::from(k) / 10.0));
        integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), control)
            .sample_component(component(0), grid, |_t, v| samples.push(v))
            .unwrap();
        samples
    };
    let (a, b) = (sampled(here), sampled(portable));
    assert_eq!((a.len(), b.len()), (501, 501));
    a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

fn fixed<M: Method + Copy>(method: M) -> [Fixed<M, f64>; 2] {
    [method.fixed(0.01), method.fixed(0.01).portable()]
}

fn adaptive<M: Method + Copy>(method: M) -> [Adaptive<M, Membrane<f64>>; 2] {
    let control = method.adaptive().rtol(1e-9);
    [control.clone(), control.portable()]
}

#[test]
fn both_arithmetics_agree_up_to_rounding() {
    for (name, found) in [
        ("Euler", difference(fixed(Euler))),
        ("Heun", difference(fixed(Heun))),
        ("Rk4", difference(fixed(Rk4))),
        ("FastStrang", difference(fixed(FastStrang))),
        ("Bs23", difference(fixed(Bs23))),
        ("Rk45", difference(fixed(Rk45))),
        ("Verner65", difference(fixed(Verner65))),
        ("Dop853", difference(fixed(Dop853))),
        ("Rodas5P", difference(fixed(Rodas5P))),
        ("Rk45, adaptive", difference(adaptive(Rk45))),
        ("Verner65, adaptive", difference(adaptive(Verner65))),
    ] {
        assert!(found < 1e-9, "{name}: {found:.1e} mV");
        let rounds_alike = name == "FastStrang" || name == "Rodas5P" || !fuses();
        assert!(rounds_alike || found > 0.0, "{name} does not fuse");
    }
}

#[test]
fn a_reference_rounds_as_the_system_and_a_dyn_plainly() {
    let axon = double_impulse();
    let dynamic: &dyn OdeSystem<State = Membrane<f64>> = &axon;
    let impulses = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let boxed: Box<dyn OdeSystem<State = Membrane<f64>> + Send> =
        Box::new(HodgkinHuxley::squid_axon().with_stimulus(impulses));
    let start = axon.clamped_at(0.0);
    let end = |system: &dyn OdeSystem<State = Membrane<f64>>, control| {
        integrate(system, 0.0..50.0, start, control).finish().unwrap()
    };
    let known = |control| integrate(&axon, 0.0..50.0, start, control).finish().unwrap();
    let portable = Rk4.fixed(0.01).portable();
    assert_eq!(
        [end(dynamic, portable), end(&&axon, portable), end(&boxed, portable)],
        [known(portable); 3]
    );
    let control = Rk4.fixed(0.01);
    let reference = integrate(&&axon, 0.0..50.0, start, control).finish().unwrap();
    assert_eq!(reference, known(control));
    assert_eq!(end(dynamic, control), end(&boxed, control));
    assert_abs_diff_eq!(end(dynamic, control).y.v, known(control).y.v, epsilon = 1e-9);
}

#[test]
fn a_checkpoint_keeps_that_its_control_was_portable() {
    let axon = double_impulse();
    let (start, portable) = (axon.clamped_at(0.0), Rk4.fixed(0.01).portable());
    let run = || integrate(&axon, 0.0..20.0, start, portable);
    let whole = run().finish().unwrap();
    let mut first = run();
    while first.node().t < 10.0 {
        first.advance().unwrap();
    }
    let kept = first.checkpoint();
    assert_eq!(kept.clone().resume(&axon, portable).finish().unwrap(), whole);
    assert_eq!(kept.resume(&axon, Rk4.fixed(0.01)).finish().unwrap(), whole);
    assert_eq!(first.with_control(portable).finish().unwrap(), whole);
}
