//! Neurons put together from channels: the same equations as those written by hand, their
//! Jacobians, extra channels.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(clippy::needless_range_loop, reason = "matrices by their indices")]

mod parts;

use crate::common::dual::Dual;
use approx::assert_abs_diff_eq;
use excitable::neuron::{
    AlphaBeta, Channel, ChannelCurrent, Compartment, Exponential, Relaxation, Sigmoid,
};
use excitable::num::Matrix;
use excitable::prelude::*;
use excitable::{Scalar, State};
use proptest::prelude::*;

pub(crate) fn axon() -> HodgkinHuxley<f64> {
    HodgkinHuxley::squid_axon()
}

/// m and h, n, and none of the leak.
pub(crate) type AxonGates = ([f64; 2], [f64; 1], [f64; 0]);

/// The axon of 1952 from its channels.
pub(crate) fn composed() -> Neuron<f64, impl Channel<f64, Gates = AxonGates>> {
    let p = Parameters::squid_axon();
    Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()))
}

pub(crate) fn as_compartment(y: &Membrane<f64>) -> Compartment<f64, AxonGates> {
    Compartment { v: y.v, gates: ([y.m, y.h], [y.n], []) }
}

/// A current with two gates, one of them given by x∞ and τ.
pub(crate) fn extra() -> impl Channel<f64, Gates = [f64; 2]> {
    let a = Relaxation {
        x_inf: Sigmoid::lit(1.0, 20.0, 9.0),
        tau_x: |v: f64| 2.0 + 30.0 / (1.0 + (0.1 * (v - 10.0)).exp()),
    };
    let b = AlphaBeta {
        alpha: Exponential::lit(0.05, 0.0, -25.0),
        beta: Sigmoid::lit(0.7, 40.0, 12.0),
    };
    IonChannel::new(Conductance::from_millisiemens_per_cm2(7.0), Potential::from_millivolts(-12.0))
        .with_gates((a.powered::<2>(), b.powered::<1>()))
}

/// What a user writes who knows only the trait: its derivatives are differences.
pub(crate) struct Opaque<C>(pub(crate) C);

impl<C: Channel<f64>> Channel<f64> for Opaque<C> {
    type Gates = C::Gates;
    fn current(&self, v: f64, gates: &C::Gates) -> ChannelCurrent<f64> {
        self.0.current(v, gates)
    }
    fn rates(&self, v: f64) -> (C::Gates, C::Gates) {
        self.0.rates(v)
    }
}

pub(crate) fn state() -> impl Strategy<Value = Membrane<f64>> {
    (-100.0..160.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64)
        .prop_map(|(v, m, h, n)| Membrane { v, m, h, n })
}

/// The Jacobian of a system by differences of fourth order.
pub(crate) fn differences<S: OdeSystem<State: State<Scalar = f64>>>(
    system: &S,
    y: &S::State,
) -> Vec<Vec<f64>> {
    let n = y.dimension();
    let at = |j: usize, d: f64| {
        let (mut i, mut moved, mut slope) = (0, y.clone(), y.clone());
        moved.assign(y, [], &mut |out, x, []| {
            *out = if i == j { x + d } else { x };
            i += 1;
        });
        system.derivative(0.0, &moved, &mut slope);
        let mut values = Vec::new();
        slope.visit(&mut |x| values.push(x));
        values
    };
    let d = 1e-3;
    let column = |j| -> Vec<f64> {
        let [a, b, c, e] = [d, -d, 2.0 * d, -2.0 * d].map(|d| at(j, d));
        (0..n).map(|i| (8.0 * (a[i] - b[i]) - (c[i] - e[i])) / (12.0 * d)).collect()
    };
    let columns: Vec<Vec<f64>> = (0..n).map(column).collect();
    (0..n).map(|i| (0..n).map(|j| columns[j][i]).collect()).collect()
}

pub(crate) fn assert_jacobian<S: OdeSystem<State: State<Scalar = f64>>>(
    what: &str,
    system: &S,
    y: &S::State,
) {
    let n = y.dimension();
    let mut stated = Matrix::new(n, 0.0);
    assert!(system.jacobian(0.0, y, &mut stated), "{what} states none");
    for (i, row) in differences(system, y).iter().enumerate() {
        for (j, x) in row.iter().enumerate() {
            let off = (stated[(i, j)] - x).abs();
            assert!(
                off <= 1e-6 * (1.0 + x.abs()),
                "{what}, ({i}, {j}): {} and {x}",
                stated[(i, j)]
            );
        }
    }
}

pub(crate) fn ulps(a: f64, b: f64, size: f64) -> f64 {
    (a - b).abs() / Scalar::ulp(size)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_axon_from_channels_has_the_derivative_of_the_axon_by_hand(y in state(), i in -50.0..150.0_f64) {
        let (by_hand, mut slope) = (axon().slope(&y, i), as_compartment(&y));
        composed().slope_into(&as_compartment(&y), i, &mut slope);
        // Of dV/dt in ulp of the largest of its terms.
        let ionic = axon().currents(&y);
        let size = [ionic.na, ionic.k, ionic.l, i].into_iter().fold(0.0, |a: f64, x| a.max(x.abs()));
        prop_assert!(ulps(slope.v, by_hand.v, size) <= 16.0, "{} {}", slope.v, by_hand.v);
        // Those of the gates in ulp of their rates.
        let (alpha, beta) = composed().channels().rates(y.v);
        let gates = [
            (slope.gates.0[0], by_hand.m, alpha.0[0] + beta.0[0]),
            (slope.gates.0[1], by_hand.h, alpha.0[1] + beta.0[1]),
            (slope.gates.1[0], by_hand.n, alpha.1[0] + beta.1[0]),
        ];
        for (a, b, size) in gates {
            prop_assert!(ulps(a, b, size) <= 16.0, "{a} {b}");
        }
    }

    #[test]
    fn the_jacobian_is_that_of_dual_numbers(y in state()) {
        let jacobian = axon().jacobian_at(&y);
        let dual = HodgkinHuxley::<Dual>::squid_axon();
        for j in 0..4 {
            let x = |value: f64, i: usize| Dual(value, f64::from(u8::from(i == j)));
            let y = Membrane { v: x(y.v, 0), m: x(y.m, 1), h: x(y.h, 2), n: x(y.n, 3) };
            let slope = dual.slope(&y, Dual(0.0, 0.0));
            for (i, exact) in [slope.v, slope.m, slope.h, slope.n].into_iter().enumerate() {
                let off = (jacobian[i][j] - exact.1).abs();
                prop_assert!(off <= 1e-13 * (1.0 + exact.1.abs()), "({i}, {j}): {} {}", jacobian[i][j], exact.1);
            }
        }
    }

    #[test]
    fn every_model_states_its_jacobian(y in state(), gates in (0.0..1.0_f64, 0.0..1.0_f64)) {
        let gates = [gates.0, gates.1];
        assert_jacobian("axon", &axon().with_stimulus(constant(0.3).conducted_to(50.0)), &y);
        assert_jacobian("composed", &composed().with_stimulus(constant(5.0)), &as_compartment(&y));
        let extended = axon().with_channel(extra());
        let start = extended.clamped_at(y.v);
        let at = excitable::neuron::ExtendedMembrane { m: y.m, h: y.h, n: y.n, gates, ..start };
        assert_jacobian("extended", &extended, &at);
        assert_jacobian("by differences", &axon().with_channel(Opaque(extra())), &at);
    }

    #[test]
    fn units_convert_there_and_back(x in -1e3..1e3_f64) {
        let close = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * a.abs().max(b.abs());
        prop_assert!(close(Potential::from_volts(x).as_millivolts(), 1e3 * x));
        prop_assert!(close(Potential::from_millivolts(x).as_volts(), 1e-3 * x));
        let g = Conductance::from_millisiemens_per_cm2(x);
        prop_assert!(close(g.as_microsiemens_per_cm2(), 1e3 * x) && close(g.as_siemens_per_m2(), 10.0 * x));
        prop_assert!(close(Conductance::from_siemens_per_m2(x).as_millisiemens_per_cm2(), 0.1 * x));
        prop_assert!(close(Capacitance::from_farads_per_m2(x).as_microfarads_per_cm2(), 100.0 * x));
        assert_abs_diff_eq!(Temperature::from_kelvin(Temperature::from_celsius(x).as_kelvin()).as_celsius(), x, epsilon = 1e-12);
        // A conductance in mS/cm² times mV is a current in µA/cm².
        let leak = IonChannel::new(g, Potential::from_millivolts(0.0));
        prop_assert!(close(leak.current(2.0, &[]).current, 2.0 * x));
    }

    #[test]
    fn current_and_leak_reversal_enter_only_as_i_plus_g_l_e_l(y in state(), i in -50.0..50.0_f64, e_l in -30.0..30.0_f64) {
        let p = Parameters::squid_axon();
        let moved = HodgkinHuxley::new(Parameters { e_l: Potential::from_millivolts(e_l), ..p }).unwrap();
        let equal = i + 0.3 * (10.613 - e_l);
        let (a, b) = (axon().slope(&y, i).v, moved.slope(&y, equal).v);
        prop_assert!((a - b).abs() <= 1e-11 * (1.0 + a.abs()), "{a} {b}");
    }
}

// A case is a run or two.
proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_does_not_care_when_it_happens(start in 0.0..5.0_f64, width in 0.1..3.0_f64, size in -40.0..80.0_f64, by in -300..300_i32) {
        let by = f64::from(by);
        let stimulus = || pulse(start..start + width, size).plus(stimulus::alpha_function(8.0, 10.0, 1.0));
        let (here, there) = (axon().with_stimulus(stimulus()), axon().with_stimulus(stimulus().delayed(by)));
        let control = || Rk45.adaptive().rtol(1e-9);
        let a = integrate(&here, 0.0..20.0, here.clamped_at(0.0), control()).solution().unwrap();
        let b = integrate(&there, by..by + 20.0, here.clamped_at(0.0), control()).solution().unwrap();
        for k in 0..=40 {
            let t = 0.5 * f64::from(k);
            let (a, b) = (a.at(t).unwrap().v, b.at(t + by).unwrap().v);
            prop_assert!((a - b).abs() < 1e-4, "t = {t}: {a} {b}");
        }
    }

    #[test]
    fn gates_stay_between_0_and_1(v in -60.0..120.0_f64, i in -30.0..150.0_f64) {
        let axon = axon().with_stimulus(constant(i));
        let inside = |y: &Membrane<f64>| [y.m, y.h, y.n].iter().all(|x| (-1e-5..=1.0 + 1e-5).contains(x));
        let run = integrate(&axon, 0.0..30.0, axon.clamped_at(v), Rk45.adaptive());
        for step in run {
            let step = step.unwrap();
            prop_assert!(inside(&step.end.y), "{:?}", step.end);
        }
        // Exponential steps keep them inside to the last bit, however long.
        for step in integrate(&axon, 0.0..30.0, axon.clamped_at(v), ExponentialEuler.fixed(0.5)) {
            let y = step.unwrap().end.y;
            prop_assert!([y.m, y.h, y.n].iter().all(|x| (0.0..=1.0).contains(x)), "{y:?}");
        }
    }
}
