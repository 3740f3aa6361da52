//! Neurons put together from channels: the same equations as those written by hand, their Jacobians, extra channels.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(clippy::needless_range_loop, reason = "matrices by their indices")]

use crate::common::dual::Dual;
use approx::assert_abs_diff_eq;
use excitable::prelude::*;
use excitable::{
    AlphaBeta, Capacitance, Channel, ChannelCurrent, Compartment, Conductance, ExpLinear,
    Exponential, Gate, Hastened, IonChannel, Matrix, Neuron, Potential, Q10, Rate, Real,
    Relaxation, Scalar, Sigmoid, State, Temperature,
};
use proptest::prelude::*;

fn axon() -> HodgkinHuxley<f64> {
    HodgkinHuxley::squid_axon()
}

/// m and h, n, and none of the leak.
type AxonGates = ([f64; 2], [f64; 1], [f64; 0]);

/// The axon of 1952 from its channels.
fn composed() -> Neuron<f64, impl Channel<f64, Gates = AxonGates>> {
    let p = Parameters::squid_axon();
    Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()))
}

fn as_compartment(y: &Membrane<f64>) -> Compartment<f64, AxonGates> {
    Compartment { v: y.v, gates: ([y.m, y.h], [y.n], []) }
}

/// A current with two gates, one of them given by x∞ and τ.
fn extra() -> impl Channel<f64, Gates = [f64; 2]> {
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
struct Opaque<C>(C);

impl<C: Channel<f64>> Channel<f64> for Opaque<C> {
    type Gates = C::Gates;
    fn current(&self, v: f64, gates: &C::Gates) -> ChannelCurrent<f64> {
        self.0.current(v, gates)
    }
    fn rates(&self, v: f64) -> (C::Gates, C::Gates) {
        self.0.rates(v)
    }
}

fn state() -> impl Strategy<Value = Membrane<f64>> {
    (-100.0..160.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64)
        .prop_map(|(v, m, h, n)| Membrane { v, m, h, n })
}

/// The Jacobian of a system by differences of fourth order.
fn differences<S: OdeSystem<State: State<Scalar = f64>>>(
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

fn assert_jacobian<S: OdeSystem<State: State<Scalar = f64>>>(what: &str, system: &S, y: &S::State) {
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

fn ulps(a: f64, b: f64, size: f64) -> f64 {
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
        let at = excitable::ExtendedMembrane { m: y.m, h: y.h, n: y.n, gates, ..start };
        assert_jacobian("extended", &extended, &at);
        assert_jacobian("by differences", &axon().with_channel(Opaque(extra())), &at);
    }

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

    #[test]
    fn current_and_leak_reversal_enter_only_as_i_plus_g_l_e_l(y in state(), i in -50.0..50.0_f64, e_l in -30.0..30.0_f64) {
        let p = Parameters::squid_axon();
        let moved = HodgkinHuxley::new(Parameters { e_l: Potential::from_millivolts(e_l), ..p }).unwrap();
        let equal = i + 0.3 * (10.613 - e_l);
        let (a, b) = (axon().slope(&y, i).v, moved.slope(&y, equal).v);
        prop_assert!((a - b).abs() <= 1e-11 * (1.0 + a.abs()), "{a} {b}");
    }
}

#[test]
fn the_axon_from_channels_runs_as_the_axon_by_hand() {
    let stimulus = || pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let (by_hand, composed) =
        (axon().with_stimulus(stimulus()), composed().with_stimulus(stimulus()));
    let y0 = composed.clamped_at(0.0);
    let grid = || (0..=500).map(|k| f64::from(k) / 10.0);
    macro_rules! compare {
        ($($control:expr),+) => {
            $(
                let a = integrate(&by_hand, 0.0..50.0, by_hand.clamped_at(0.0), $control).solution().unwrap();
                let b = integrate(&composed, 0.0..50.0, y0, $control).solution().unwrap();
                for ((t, a), (_, b)) in a.sample(grid()).unwrap().into_iter().zip(b.sample(grid()).unwrap()) {
                    assert!((a.v - b.v).abs() < 1e-8 && (a.n - b.gates.1[0]).abs() < 1e-10, "t = {t}");
                }
            )+
        };
    }
    compare!(Rk4.fixed(0.01), ExponentialStrang.fixed(0.01), ExponentialEuler.fixed(0.01));
    let a = integrate(&by_hand, 0.0..50.0, by_hand.clamped_at(0.0), Rodas5P.adaptive().rtol(1e-9));
    let b = integrate(&composed, 0.0..50.0, y0, Rodas5P.adaptive().rtol(1e-9));
    let (a, b) = (a.solution().unwrap(), b.solution().unwrap());
    for (t, b) in b.sample(grid()).unwrap() {
        assert!((a.at(t).unwrap().v - b.v).abs() < 1e-4, "Rodas5P, t = {t}");
    }
}

#[test]
fn a_channel_without_conductance_changes_nothing() {
    let none = IonChannel::new(
        Conductance::from_millisiemens_per_cm2(0.0),
        Potential::from_millivolts(20.0),
    );
    let stimulus = pulse(1.0..2.0, 50.0);
    let (plain, more) = (
        axon().with_stimulus(stimulus),
        axon().with_channel(none).with_channel(extra_off()).with_stimulus(stimulus),
    );
    let a = integrate(&plain, 0.0..20.0, plain.clamped_at(0.0), Rk4.fixed(0.01)).finish().unwrap();
    let b = integrate(&more, 0.0..20.0, more.clamped_at(0.0), Rk4.fixed(0.01)).finish().unwrap();
    assert_eq!(a.y, b.y.membrane());
    let a = integrate(&plain, 0.0..20.0, plain.clamped_at(0.0), ExponentialStrang.fixed(0.01));
    let b = integrate(&more, 0.0..20.0, more.clamped_at(0.0), ExponentialStrang.fixed(0.01));
    assert_abs_diff_eq!(a.finish().unwrap().y.v, b.finish().unwrap().y.v, epsilon = 1e-12);
}

fn extra_off() -> impl Channel<f64, Gates = [f64; 1]> + std::fmt::Debug + Send + Sync {
    let gate = AlphaBeta {
        alpha: ExpLinear::lit(0.1, 10.0, 10.0),
        beta: Exponential::lit(0.1, 0.0, -80.0),
    };
    IonChannel::new(Conductance::from_millisiemens_per_cm2(0.0), Potential::from_millivolts(0.0))
        .with_gates((gate.powered::<4>(),))
}

/// The rates of 1952 have derivatives without a singularity, at the very points too.
#[test]
fn derivatives_of_rates() {
    fn exact<A: Rate<f64>, B: Rate<Dual>>(what: &str, rate: &A, dual: &B) {
        for k in -2400..=2400 {
            let v = f64::from(k) * 0.05;
            let (found, exact) = (rate.derivative(v), dual.at(Dual(v, 1.0)).1);
            assert!(
                (found - exact).abs() <= 1e-14 * (1e-3 + exact.abs()) + 1e-15,
                "{what} at {v}: {found} {exact}"
            );
            let d = 1e-3;
            let by_differences = (rate.at(v + d) - rate.at(v - d)) / (2.0 * d);
            assert!((found - by_differences).abs() < 1e-6 * (1.0 + found.abs()), "{what} at {v}");
        }
    }
    exact("exponential", &Exponential::lit(4.0, 0.0, -18.0), &Exponential::lit(4.0, 0.0, -18.0));
    exact("sigmoid", &Sigmoid::lit(1.0, 30.0, 10.0), &Sigmoid::lit(1.0, 30.0, 10.0));
    exact("exp-linear", &ExpLinear::lit(1.0, 25.0, 10.0), &ExpLinear::lit(1.0, 25.0, 10.0));
    let closure = |v: f64| (0.05 * v).sin();
    assert_abs_diff_eq!(
        Rate::<f64>::derivative(&closure, 3.0),
        0.05 * 0.15_f64.cos(),
        epsilon = 1e-9
    );
}

#[test]
fn a_gate_by_its_steady_value_moves_as_one_by_its_rates() {
    let by_rates = AlphaBeta {
        alpha: ExpLinear::lit(1.0, 25.0, 10.0),
        beta: Exponential::lit(4.0, 0.0, -18.0),
    };
    let by_steady = Relaxation {
        x_inf: move |v: f64| by_rates.x_inf(v),
        tau_x: move |v: f64| by_rates.tau_x(v),
    };
    for k in -100..100 {
        let v = f64::from(k);
        assert!(
            (by_rates.slope(v, 0.3) - by_steady.slope(v, 0.3)).abs()
                < 1e-12 * by_rates.rates(v).1.max(1.0)
        );
        let (a, b) = (by_rates.rate_derivatives(v), by_steady.rate_derivatives(v));
        assert!(
            (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6 * (1.0 + b.1.abs()),
            "{v}: {a:?} {b:?}"
        );
        let warm = Hastened { gate: by_rates, factor: 3.0 };
        assert!(
            (warm.slope(v, 0.3) - 3.0 * by_rates.slope(v, 0.3)).abs()
                < 1e-12 * (1.0 + warm.rates(v).1)
        );
    }
}

#[test]
fn temperature_hastens_the_gates_and_nothing_else() {
    let warm = axon().at_temperature(Temperature::from_celsius(16.3));
    let y = Membrane { v: 30.0, m: 0.3, h: 0.4, n: 0.5 };
    let (cold, hot) = (axon().slope(&y, 5.0), warm.slope(&y, 5.0));
    assert_eq!(cold.v, hot.v);
    for (c, h) in [(cold.m, hot.m), (cold.h, hot.h), (cold.n, hot.n)] {
        assert_abs_diff_eq!(h, 3.0 * c, epsilon = 1e-13 * h.abs());
    }
    assert_eq!(axon().at_temperature(Temperature::from_celsius(6.3)), axon());
    assert_abs_diff_eq!(warm.rest().unwrap().v, axon().rest().unwrap().v, epsilon = 1e-12);
    let shifted = warm.shifted(-65.0).shifted(65.0);
    assert_eq!(shifted.parameters().temperature, Temperature::from_celsius(16.3));
    let bad = |celsius: f64| {
        let axon = axon().at_temperature(Temperature::from_celsius(celsius));
        integrate(&axon, 0.0..1.0, axon.clamped_at(0.0), Rk4.fixed(0.1))
            .finish()
            .unwrap_err()
            .to_string()
    };
    assert!(
        bad(-300.0).starts_with(
            "Parameters: temperature = -300, but it must be >= absolute zero = -273.15"
        )
    );
    assert!(
        bad(f64::NAN).starts_with("Parameters: temperature = NaN, but it must be finite"),
        "{}",
        bad(f64::NAN)
    );
    // Kelvins given as °C.
    assert_eq!(
        bad(310.0),
        "Parameters: temperature = 310, but it must be <= boiling water = 100: \
         give the temperature in °C by `from_celsius`, or in kelvin by `from_kelvin`"
    );
    let q10 = Q10 { factor: 2.5, reference: Temperature::from_kelvin(300.0) };
    assert_abs_diff_eq!(q10.at(Temperature::from_kelvin(310.0)), 2.5_f64, epsilon = 1e-14);
}

#[test]
fn nernst_potentials() {
    let at = |outside: f64, inside: f64, z: i32| {
        Potential::nernst(outside, inside, z, Temperature::from_celsius(25.0))
            .map(Potential::as_millivolts)
    };
    // R·T/F at 25 °C is 25.6926 mV (CODATA 2018): a factor of e.
    assert_abs_diff_eq!(at(std::f64::consts::E, 1.0, 1).unwrap(), 25.692_579_1, epsilon = 1e-6);
    assert!((at(1.0, std::f64::consts::E, 2).unwrap() + 0.5 * 25.692_579_1).abs() < 1e-6);
    assert_eq!(at(5.0, 5.0, -1), Ok(0.0));
    for (outside, inside, z, sentence) in [
        (0.0, 1.0, 1, "nernst: outside = 0, but it must be > 0"),
        (1.0, -2.0, 1, "nernst: inside = -2, but it must be > 0"),
        (1.0, 2.0, 0, "nernst: size of valence = 0, but it must be >= one elementary charge = 1"),
    ] {
        let error = at(outside, inside, z).unwrap_err().to_string();
        assert!(error.starts_with(sentence), "{error}");
    }
}

#[test]
fn presets_by_their_leak() {
    let exact = Parameters::<f64>::squid_axon_at_exact_rest();
    assert_abs_diff_eq!(exact.e_l.as_millivolts(), 10.598_921, epsilon = 1e-6);
    assert!(HodgkinHuxley::new(exact).unwrap().rest().unwrap().v.abs() < 1e-12);
    let modern = Parameters::<f64>::squid_axon_at_minus_65();
    assert!((modern.e_l.as_millivolts() + 54.387).abs() < 1e-12);
}

#[test]
fn bad_channels_are_refused() {
    let channel = |g: f64, e: f64| {
        IonChannel::new(Conductance::from_millisiemens_per_cm2(g), Potential::from_millivolts(e))
    };
    let refused = |g: f64, e: f64| {
        let neuron = axon().with_channel((channel(1.0, 0.0), channel(g, e)));
        let alone = Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), channel(g, e));
        let run = integrate(&neuron, 0.0..1.0, neuron.clamped_at(0.0), Rk4.fixed(0.1));
        let error = run.finish().unwrap_err().to_string();
        let run = integrate(&alone, 0.0..1.0, alone.clamped_at(0.0), Rk4.fixed(0.1));
        assert_eq!(run.finish().unwrap_err().to_string(), error);
        error
    };
    assert!(refused(-1.0, 0.0).starts_with("IonChannel: g_max = -1, but it must be >= 0"));
    assert!(
        refused(f64::NAN, 0.0)
            .starts_with("IonChannel: g_max = NAN".replace("NAN", "NaN").as_str())
    );
    assert!(
        refused(1.0, f64::INFINITY)
            .starts_with("IonChannel: reversal = inf, but it must be finite")
    );
    for c_m in [0.0, -1.0, f64::NAN] {
        let neuron = Neuron::new(Capacitance::from_microfarads_per_cm2(c_m), channel(1.0, 0.0));
        let error = integrate(&neuron, 0.0..1.0, neuron.clamped_at(0.0), Rk4.fixed(0.1)).finish();
        assert!(error.unwrap_err().to_string().starts_with("Neuron: c_m = "));
    }
    let error = composed().rest_between(50.0..60.0).unwrap_err().to_string();
    assert!(error.contains("of the opposite sign of the steady current at its start"), "{error}");
}

#[test]
fn a_step_that_goes_wrong_names_the_gate() {
    let broken = Relaxation { x_inf: |_v: f64| f64::NAN, tau_x: |_v: f64| 1.0 };
    let channel = IonChannel::new(
        Conductance::from_millisiemens_per_cm2(1.0),
        Potential::from_millivolts(0.0),
    )
    .with_gates((broken.powered::<1>(),));
    let axon = axon().with_channel((extra_off(), channel));
    let mut start = axon.clamped_at(0.0);
    start.gates.1 = [0.5];
    let error =
        integrate(&axon, 0.0..1.0, start, Rk45.adaptive()).finish().unwrap_err().to_string();
    assert!(error.starts_with("the slope of gates.1[0] is NaN at t = 0"), "{error}");
}

/// Anything that a neuron is made of can be sent to another thread and printed.
#[test]
fn everything_is_send_sync_and_readable() {
    fn is<X: Send + Sync + std::fmt::Debug>(x: &X) -> String {
        format!("{x:?}")
    }
    let p = Parameters::<f64>::squid_axon();
    let neuron = Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak())).with_stimulus(
        stimulus::ornstein_uhlenbeck(1.0, 2.0, 0.1, 3)
            .plus(stimulus::sine(1.0, 2.0).windowed(0.0..3.0).clamped(0.0, 1.0))
            .then(5.0, train(pulse(0.0..1.0, 2.0), 3.0).delayed(0.1).scaled(2.0))
            .plus(stimulus::alpha_function(0.0, 1.0, 2.0).conducted_to(3.0)),
    );
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let mut run = integrate(&decay, 0.0..1.0, 1.0, Rk45.adaptive());
    run.advance().unwrap();
    let (kept, statistics, node) = (run.checkpoint(), run.statistics(), *run.node());
    let run = run.report_on(component(0).falls_through(0.5), |_| ());
    let solution = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.5)).solution().unwrap();
    let lif = IntegrateAndFire::new(excitable::LeakParameters::cortical()).unwrap();
    let extended = axon().with_channel(p.leak());
    for text in [
        is(&neuron),
        is(&neuron.clamped_at(0.0)),
        is(&extended),
        is(&extended.clamped_at(0.0)),
        is(&extra_off()),
        is(&p),
        is(&p.m()),
        is(&axon().currents(&axon().clamped_at(0.0))),
        is(&axon().conductances(&axon().clamped_at(0.0))),
        is(&lif),
        is(&lif.rest()),
        is(&VoltageClamp::new(axon(), axon().clamped_at(0.0), [(1.0, 20.0)]).unwrap()),
        is(&Q10 { factor: 3.0, reference: p.temperature }),
        is(&Rk45.adaptive::<Membrane<f64>>()),
        is(&Rk4.fixed(0.1)),
        is(&(Euler, Heun, Bs23, Verner65, Dop853, Rodas5P)),
        is(&(ExponentialEuler, ExponentialStrang)),
        is(&run),
        is(&(kept, statistics, node)),
        is(&solution),
        is(&Matrix::new(2, 0.0)),
        is(&decay),
        is(&component(0).crosses(1.0)),
        is(&lif.check(&(1.0..0.0)).unwrap_err()),
        is(&stimulus::samples(0.0, 1.0, [1.0]).unwrap()),
        is(&stimulus::samples_at([0.0], [1.0]).unwrap()),
        is(&stimulus::chirp(0.0..1.0, 0.0..1.0, 1.0).product(stimulus::ramp(0.0..1.0, 0.0..1.0))),
        is(&stimulus::white_noise(1.0, 0.1, 1).repeated(3.0)),
        is(&stimulus::double_exponential(0.0, 1.0, 1.0, 2.0)),
        is(&stimulus::voltage_source(constant(1.0), 2.0)),
        is(&stimulus::waveform(|t: f64| t).mapped(|i: f64| i)),
    ] {
        assert!(!text.is_empty() && !text.contains("PhantomData") && text.len() < 4000, "{text}");
    }
    let error = is(&Conductance::from_millisiemens_per_cm2(1.0));
    assert_eq!(error, "Conductance(1.0)");
}

/// A model over any `Real` runs on the dual number too.
#[test]
fn duals_carry_ln_sqrt_and_powers() {
    let x = Dual(1.7, 1.0);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-13, "{a} {b}");
    close(x.ln().1, 1.0 / 1.7);
    close(x.sqrt().1, 0.5 / 1.7_f64.sqrt());
    close(Real::powi(x, 3).1, 3.0 * 1.7 * 1.7);
    close(Real::tanh(x).1, 1.0 - 1.7_f64.tanh().powi(2));
    close(Real::cosh(x).1, 1.7_f64.sinh());
    close(Real::powf(x, Dual(0.3, 0.0)).1, 0.3 * 1.7_f64.powf(-0.7));
    close(Real::exprelr(Dual(0.0, 1.0)).1, -0.5);
}
