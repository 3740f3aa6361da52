//! The traits carry what later methods and models need: each sketch here is a small working one.
//!
//! An exponential and a Rosenbrock method that demand more of a system than a right-hand side, a
//! matrix on the stack for arrays and for named fields, SIMD lanes as the number in a model, `Vec`
//! states with a tolerance for each component, and systems and stimuli behind pointers.
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

use std::ops::{Add, Div, Mul, Neg, Sub};

use excitable::prelude::*;
use excitable::{Fixed, Interpolant, Interval, Node, Real, State, Stepper, Time, Workspace};

fn double_impulse() -> HodgkinHuxley<f64, impl Stimulus<f64>> {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}

// A Rosenbrock method: asks for a Jacobian in a matrix that the state knows how to hold.

trait Square: State {
    type Matrix: Clone;
    fn identity_minus(factor: f64, jacobian: &Self::Matrix) -> Self::Matrix;
    fn solve(matrix: &Self::Matrix, right: &mut Self);
    fn zero_matrix() -> Self::Matrix;
}

fn lu_solve<const N: usize>(matrix: &[[f64; N]; N], b: &mut [f64; N]) {
    let mut a = *matrix;
    for k in 0..N {
        let pivot = (k..N).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs())).unwrap();
        a.swap(k, pivot);
        b.swap(k, pivot);
        for i in k + 1..N {
            let factor = a[i][k] / a[k][k];
            for j in k..N {
                a[i][j] -= factor * a[k][j];
            }
            b[i] -= factor * b[k];
        }
    }
    for k in (0..N).rev() {
        let known: f64 = (k + 1..N).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
}

fn identity_minus<const N: usize>(factor: f64, j: &[[f64; N]; N]) -> [[f64; N]; N] {
    std::array::from_fn(|r| std::array::from_fn(|c| f64::from(u8::from(r == c)) - factor * j[r][c]))
}

impl<const N: usize> Square for [f64; N] {
    type Matrix = [[f64; N]; N];
    fn identity_minus(factor: f64, jacobian: &Self::Matrix) -> Self::Matrix {
        identity_minus(factor, jacobian)
    }
    fn solve(matrix: &Self::Matrix, right: &mut Self) {
        lu_solve(matrix, right);
    }
    fn zero_matrix() -> Self::Matrix {
        [[0.0; N]; N]
    }
}

impl Square for Membrane<f64> {
    type Matrix = [[f64; 4]; 4];
    fn identity_minus(factor: f64, jacobian: &Self::Matrix) -> Self::Matrix {
        identity_minus(factor, jacobian)
    }
    fn solve(matrix: &Self::Matrix, right: &mut Self) {
        let mut b = [right.v, right.m, right.h, right.n];
        lu_solve(matrix, &mut b);
        [right.v, right.m, right.h, right.n] = b;
    }
    fn zero_matrix() -> Self::Matrix {
        [[0.0; 4]; 4]
    }
}

trait Differentiable: OdeSystem<State: Square> {
    fn jacobian(&self, t: Time<Self>, y: &Self::State, j: &mut <Self::State as Square>::Matrix);
}

/// Van der Pol with a forcing that jumps at t = 1: y₀' = y₁, y₁' = 5·(1 − y₀²)·y₁ − y₀ + f(t).
struct ForcedVanDerPol;

impl OdeSystem for ForcedVanDerPol {
    type State = [f64; 2];
    fn derivative(&self, t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        let forcing = if t < 1.0 { t.sin() } else { 2.0 + t };
        *dydt = [y[1], 5.0 * (1.0 - y[0] * y[0]) * y[1] - y[0] + forcing];
    }
    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        towards.first_beyond(t, &[1.0])
    }
}

impl Differentiable for ForcedVanDerPol {
    fn jacobian(&self, _: f64, y: &[f64; 2], j: &mut [[f64; 2]; 2]) {
        *j = [[0.0, 1.0], [-10.0 * y[0] * y[1] - 1.0, 5.0 * (1.0 - y[0] * y[0])]];
    }
}

/// The axon's Jacobian by differences: a named-field state with a 4 × 4 matrix on the stack.
impl<U: Stimulus<f64>> Differentiable for HodgkinHuxley<f64, U> {
    fn jacobian(&self, t: f64, y: &Membrane<f64>, j: &mut [[f64; 4]; 4]) {
        let slope = |y: &Membrane<f64>| {
            let mut dydt = *y;
            self.derivative(t, y, &mut dydt);
            [dydt.v, dydt.m, dydt.h, dydt.n]
        };
        let base = slope(y);
        for (column, step) in [1e-5, 1e-8, 1e-8, 1e-8].into_iter().enumerate() {
            let (mut moved, mut index) = (*y, 0);
            moved.assign(y, [], &mut |out, x, []| {
                *out = if index == column { x + step } else { x };
                index += 1;
            });
            let ahead = slope(&moved);
            for row in 0..4 {
                j[row][column] = (ahead[row] - base[row]) / step;
            }
        }
    }
}

/// ROS2 of Verwer, Spee, Blom, Hundsdorfer, *SIAM J. Sci. Comput.* 20 (1999) 1456: L-stable, order 2.
#[derive(Clone, Copy, Debug)]
struct Ros2;

impl<S> Stepper<S> for Ros2
where
    S: Differentiable<State: Square<Scalar = f64>> + ?Sized,
{
    const ORDER: u32 = 2;
    type Workspace = (<S::State as Square>::Matrix, [S::State; 4]);

    fn workspace(&self, y0: &S::State) -> Self::Workspace {
        (S::State::zero_matrix(), std::array::from_fn(|_| y0.clone()))
    }

    fn step(
        &self,
        (jacobian, [k1, k2, dfdt, y]): &mut Self::Workspace,
        system: &S,
        start: &Node<S::State>,
        over: Interval<f64>,
        end: &mut Node<S::State>,
    ) {
        let gamma = 1.0 + 0.5_f64.sqrt();
        let h = over.length();
        system.jacobian(over.first, &start.y, jacobian);
        let matrix = S::State::identity_minus(gamma * h, jacobian);
        // ∂f/∂t on this side of a corner: a second time inside the interval.
        let beside = over.clamp(over.first + 1e-6 * h);
        system.derivative(beside, &start.y, y);
        dfdt.assign(&start.dydt, [y], &mut |out, f0, [f1]| {
            *out = (f1 - f0) / (beside - over.first);
        });
        k1.assign(&start.dydt, [dfdt], &mut |out, f, [d]| *out = f + gamma * h * d);
        S::State::solve(&matrix, k1);
        y.assign(&start.y, [k1], &mut |out, y0, [k1]| *out = y0 + h * k1);
        system.derivative(over.last, y, k2);
        k2.assign(k1, [dfdt], &mut |out, k1, [d]| *out = *out - 2.0 * k1 - gamma * h * d);
        S::State::solve(&matrix, k2);
        end.y.assign(&start.y, [k1, k2], &mut |out, y0, [k1, k2]| {
            *out = y0 + 1.5 * h * k1 + 0.5 * h * k2;
        });
        system.derivative(over.last, &end.y, &mut end.dydt);
    }

    fn interpolate(
        &self,
        _: &mut Self::Workspace,
        _: &S,
        start: &Node<S::State>,
        _: Interval<f64>,
        end: &Node<S::State>,
        interpolant: &mut Interpolant<S::State>,
    ) {
        interpolant.hermite(start, end);
    }
}

#[test]
fn a_rosenbrock_stepper_of_second_order_fits_arrays_across_a_corner() {
    let exact =
        integrate(&ForcedVanDerPol, 0.0..2.0, [2.0, 0.0], Rk45.adaptive().rtol(1e-12).atol(1e-12));
    let exact = exact.finish().unwrap().y;
    let error = |dt| {
        let end = integrate(&ForcedVanDerPol, 0.0..2.0, [2.0, 0.0], Fixed::new(Ros2, dt)).finish();
        (end.unwrap().y[0] - exact[0]).abs()
    };
    let ratio = error(1e-3) / error(5e-4);
    assert!((3.6..4.4).contains(&ratio), "halving dt divides the error by {ratio}");
}

#[test]
fn a_rosenbrock_stepper_of_second_order_fits_named_fields() {
    let axon = double_impulse();
    let error = |dt| {
        let run = integrate(&axon, 0.0..1.5, axon.clamped_at(0.0), Fixed::new(Ros2, dt));
        (run.finish().unwrap().y.v - 71.231082453681216).abs()
    };
    let ratio = error(1e-3) / error(5e-4);
    assert!((3.6..4.4).contains(&ratio), "halving dt divides the error by {ratio}");
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
    fn mul_add(self, a: Self, b: Self) -> Self {
        self * a + b
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
        assert_eq!(
            [slope.v.0[i], slope.m.0[i], slope.h.0[i], slope.n.0[i]],
            [one.v, one.m, one.h, one.n]
        );
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
    assert!((tight.end().y[2] - 0.5 * (-1.0_f64).exp()).abs() < 1e-7);
}

#[test]
fn systems_and_stimuli_work_behind_pointers() {
    let plain = double_impulse();
    let y0 = plain.clamped_at(0.0);
    let control = || Rk45.adaptive().rtol(1e-8);
    let expected = integrate(&plain, 0.0..20.0, y0, control()).finish().unwrap();

    let dynamic: &dyn OdeSystem<State = Membrane<f64>> = &plain;
    assert_eq!(integrate(dynamic, 0.0..20.0, y0, control()).finish().unwrap(), expected);

    let boxed: Box<dyn OdeSystem<State = Membrane<f64>>> = Box::new(double_impulse());
    assert_eq!(integrate(&boxed, 0.0..20.0, y0, control()).finish().unwrap(), expected);

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
    check::<HodgkinHuxley<f64, excitable::Pulse<f64>>>();
    check::<Parameters<f32>>();
    check::<excitable::Adaptive<Rk45, Vec<f64>>>();
    check::<Workspace<[f64; 7], f64>>();
}
