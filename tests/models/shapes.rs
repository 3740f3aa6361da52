//! The traits carry what later methods and models need: each sketch here is a small working one.
//!
//! SIMD lanes as the number in a model, `Vec` states with a tolerance for each component, and
//! systems and stimuli behind pointers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
use std::ops::{Add, Div, Mul, Neg, Sub};

use approx::assert_abs_diff_eq;
use excitable::ode::Workspace;
use excitable::prelude::*;
use excitable::{Real, State};

fn double_impulse() -> HodgkinHuxley<f64, impl Stimulus<f64>> {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}

// SIMD lanes as the number in a model.

#[derive(Clone, Copy, Debug, PartialEq)]
struct Lanes([f64; 4]);

macro_rules! lanewise {
    ($($operator:ident $call:ident),+) => { $(
        impl $operator for Lanes {
            type Output = Self;
            fn $call(self, other: Self) -> Self {
                Self(std::array::from_fn(|i| self.0[i].$call(other.0[i])))
            }
        }
    )+ };
}

lanewise!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Lanes {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.map(|x| -x))
    }
}

impl Real for Lanes {
    fn lit(x: f64) -> Self {
        Self([x; 4])
    }
    fn exp(self) -> Self {
        Self(self.0.map(f64::exp))
    }
    fn ln(self) -> Self {
        Self(self.0.map(f64::ln))
    }
    fn sqrt(self) -> Self {
        Self(self.0.map(f64::sqrt))
    }
    fn exprelr(self) -> Self {
        Self(self.0.map(Real::exprelr))
    }
    fn if_lt(self, limit: Self, then: Self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i].if_lt(limit.0[i], then.0[i], other.0[i])))
    }
}

#[test]
fn the_axon_runs_in_lanes_with_the_same_equations() {
    let (scalar, lanes) =
        (HodgkinHuxley::<f64>::squid_axon(), HodgkinHuxley::<Lanes>::squid_axon());
    let v = [-30.0, 0.0, 10.0, 90.0];
    let states = v.map(|v| scalar.clamped_at(v));
    let packed = lanes.clamped_at(Lanes(v));
    let slope = lanes.slope(&packed, Lanes([0.0, 5.0, 10.0, 15.0]));
    for (i, (y, current)) in states.iter().zip([0.0, 5.0, 10.0, 15.0]).enumerate() {
        let one = scalar.slope(y, current);
        // The lanes have other exponentials than the scalar: they agree to rounding.
        let lane = [slope.v.0[i], slope.m.0[i], slope.h.0[i], slope.n.0[i]];
        for (a, b) in lane.into_iter().zip([one.v, one.m, one.h, one.n]) {
            assert!((a - b).abs() <= 1e-11 * (1.0 + b.abs()), "{a} {b}");
        }
    }
}

/// One RK4 step written over any [`Real`]: `State` combines lanes as it combines numbers.
fn rk4_step<R: Real>(axon: &HodgkinHuxley<R>, y: &Membrane<R>, current: R, h: R) -> Membrane<R> {
    let half = R::lit(0.5) * h;
    let mut stage = *y;
    let mut next = |k: &Membrane<R>, h: R| {
        stage.assign(y, [k], &mut |out, y, [k]| *out = y + h * k);
        axon.slope(&stage, current)
    };
    let k1 = axon.slope(y, current);
    let k2 = next(&k1, half);
    let k3 = next(&k2, half);
    let k4 = next(&k3, h);
    let mut end = *y;
    end.assign(y, [&k1, &k2, &k3, &k4], &mut |out, y, [k1, k2, k3, k4]| {
        *out = y + h * R::lit(1.0 / 6.0) * (k1 + R::lit(2.0) * (k2 + k3) + k4);
    });
    end
}

#[test]
fn a_step_in_lanes_equals_four_scalar_steps() {
    let (scalar, lanes) =
        (HodgkinHuxley::<f64>::squid_axon(), HodgkinHuxley::<Lanes>::squid_axon());
    let v = [0.0, 20.0, 25.0, 60.0];
    let packed = rk4_step(&lanes, &lanes.clamped_at(Lanes(v)), Lanes([10.0; 4]), Lanes([0.01; 4]));
    for (i, v) in v.into_iter().enumerate() {
        let one = rk4_step(&scalar, &scalar.clamped_at(v), 10.0, 0.01);
        assert_eq!([packed.v.0[i], packed.m.0[i]], [one.v, one.m]);
    }
}

// `Vec` states, and pointers to systems and stimuli.

#[test]
fn a_vec_state_takes_a_tolerance_for_each_component() {
    let chain = from_fn(|_t, y: &Vec<f64>, dydt: &mut Vec<f64>| {
        for i in 0..y.len() {
            dydt[i] = if i == 0 { -y[0] } else { y[i - 1] - y[i] };
        }
    });
    let run = |atol: Vec<f64>| {
        let control = Rk45.adaptive().rtol(0.0).atol_each(atol);
        integrate(&chain, 0.0..1.0, vec![1.0, 0.0, 0.0], control).solution().unwrap()
    };
    let (loose, tight) = (run(vec![1e-3; 3]), run(vec![1e-3, 1e-3, 1e-9]));
    assert!(tight.steps().len() > 2 * loose.steps().len());
    // y₂(1) = e⁻¹/2
    assert_abs_diff_eq!(tight.end().y[2], 0.5 * (-1.0_f64).exp(), epsilon = 1e-7);
}

#[test]
fn systems_and_stimuli_work_behind_pointers() {
    let plain = double_impulse();
    let y0 = plain.clamped_at(0.0);
    let control = || Rk45.adaptive().rtol(1e-8);

    // Behind a pointer the right-hand side rounds plainly.
    let expected = integrate(&plain, 0.0..20.0, y0, control().portable()).finish().unwrap();
    let dynamic: &dyn OdeSystem<State = Membrane<f64>> = &plain;
    let found = integrate(dynamic, 0.0..20.0, y0, control().portable()).finish().unwrap();
    assert_eq!(found, expected);

    let boxed: Box<dyn OdeSystem<State = Membrane<f64>>> = Box::new(double_impulse());
    let found = integrate(&boxed, 0.0..20.0, y0, control().portable()).finish().unwrap();
    assert_eq!(found, expected);

    let expected = integrate(&plain, 0.0..20.0, y0, control()).finish().unwrap();
    let stimuli: Vec<Box<dyn Stimulus<f64>>> =
        vec![Box::new(pulse(0.0..1.0, 150.0)), Box::new(pulse(10.0..11.0, 50.0))];
    let mut both = stimuli.into_iter();
    let sum = both.next().unwrap().plus(both.next().unwrap());
    let axon = HodgkinHuxley::squid_axon().with_stimulus(sum);
    assert_eq!(integrate(&axon, 0.0..20.0, y0, control()).finish().unwrap(), expected);
}

#[test]
fn public_values_can_be_sent_and_shared() {
    fn check<T: Send + Sync>() {}
    check::<excitable::Error>();
    check::<excitable::Solution<Membrane<f64>>>();
    check::<HodgkinHuxley<f64, stimulus::Pulse<f64>>>();
    check::<Parameters<f32>>();
    check::<excitable::ode::Adaptive<Rk45, Vec<f64>>>();
    check::<Workspace<[f64; 7], f64>>();
}
