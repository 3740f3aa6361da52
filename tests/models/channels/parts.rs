//! Channels and what they are made of, one by one.

use super::{axon, composed};
use crate::common::dual::Dual;
use approx::assert_abs_diff_eq;
use excitable::Real;
use excitable::neuron::{
    AlphaBeta, Channel, ExpLinear, Exponential, Gate, Hastened, Q10, Rate, Relaxation, Sigmoid,
};
use excitable::num::Matrix;
use excitable::prelude::*;

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
    assert!(bad(-300.0).starts_with(
        "Parameters: temperature = -300, but it must be >= the coldest of a cell = -20"
    ));
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
    let lif = IntegrateAndFire::new(excitable::neuron::LeakParameters::cortical()).unwrap();
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
