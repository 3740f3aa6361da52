//! A spike along a fibre, and a passive fibre against its series.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::cell::{Cell, RefCell};
use core::f64::consts::PI;

use excitable::cable::{Cable, End, Fibre, conduction_velocity};
use excitable::neuron::{Length, Resistivity};
use excitable::ode::{Row, TridiagonallyLinear};
use excitable::prelude::*;
use excitable::{Error, Temperature};

type Axon = HodgkinHuxley<f64>;

/// The fibre of 1952, so many centimetres of it.
fn fibre(length: f64) -> Fibre<f64> {
    Fibre {
        length: Length::from_centimetres(length),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    }
}

fn axon(celsius: f64) -> Axon {
    HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius))
}

fn squid(celsius: f64, length: f64, segments: usize) -> Cable<Axon> {
    let cable = Cable::new(axon(celsius), fibre(length), segments).unwrap();
    cable.with_current(Length::from_centimetres(0.0), pulse(0.0..0.2, 60_000.0)).unwrap()
}

fn velocity(celsius: f64, segments: usize, dt: f64, span: f64) -> f64 {
    let cable = squid(celsius, 9.6, segments);
    let start = cable.filled_with(axon(celsius).rest().unwrap());
    let run = integrate(&cable, 0.0..span, start, LineStrang.fixed(dt));
    // Before 5 cm, at 6.3 °C, the spike is still finding its shape: 6·10⁻⁵ slower from 3 to 5 cm.
    let places = [5.0, 7.0].map(Length::from_centimetres);
    conduction_velocity(&cable, run, places, 50.0).unwrap()
}

/// Halving steps and segments, the error of second order goes.
fn extrapolated(celsius: f64, dt: f64, span: f64) -> f64 {
    let [coarse, fine] = [(480, dt), (960, 0.5 * dt)].map(|(n, dt)| velocity(celsius, n, dt, span));
    fine + (fine - coarse) / 3.0
}

#[test]
fn the_spike_travels_as_the_equations_say() {
    // By shooting for the travelling wave, from outside.
    assert!((extrapolated(18.5, 0.005, 4.4) / 18.731888 - 1.0).abs() < 1e-5);
    assert!((extrapolated(6.3, 0.01, 7.0) / 12.313757 - 1.0).abs() < 1e-5);
}

/// The potential in the middle after 1 ms.
fn middle<C: excitable::ode::StepControl<Cable<Axon>>>(segments: usize, control: C) -> f64 {
    let cable = squid(18.5, 1.0, segments);
    let start = cable.filled_with(axon(18.5).rest().unwrap());
    let end = integrate(&cable, 0.0..0.8, start, control).finish().unwrap();
    cable.potential_at(&end.y, Length::from_centimetres(0.5)).unwrap()
}

#[test]
fn the_step_is_of_second_order_in_time_and_in_space() {
    let truth = middle(10, Verner65.adaptive().rtol(1e-10));
    let errors = [0.01, 0.005, 0.0025].map(|dt| (middle(10, LineStrang.fixed(dt)) - truth).abs());
    let order = (errors[1] / errors[2]).log2();
    assert!((order - 2.0).abs() < 0.1, "{errors:?}");
    let [a, b, c] = [20, 40, 80].map(|segments| middle(segments, LineStrang.fixed(0.005)));
    let order = ((a - b) / (b - c)).log2();
    assert!((order - 2.0).abs() < 0.1, "{order}");
}

#[test]
fn rodas_runs_a_cable_in_bands() {
    // V is coupled to V of the next node, four components on.
    assert_eq!(squid(6.3, 1.0, 3).bandwidth(), Some((4, 4)));
    let found = middle(10, Rodas5P.adaptive().rtol(1e-8));
    let truth = middle(10, Verner65.adaptive().rtol(1e-10));
    assert!((found - truth).abs() < 1e-4, "{found} {truth}");
}

/// A membrane that only leaks, to 0 mV.
fn passive(g: f64) -> Neuron<f64, IonChannel<f64, ()>> {
    let leak =
        IonChannel::new(Conductance::from_siemens_per_m2(g), Potential::from_millivolts(0.0));
    Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak)
}

/// 1 mm long and 1 µm wide, as Rallpack has it: 1 Ω·m.
fn rallpack_fibre() -> Fibre<f64> {
    Fibre {
        length: Length::from_millimetres(1.0),
        diameter: Length::from_micrometres(1.0),
        resistivity: Resistivity::from_ohm_metres(1.0),
    }
}

/// With 4 Ω·m² and 0.01 F/m².
fn rallpack(segments: usize) -> Cable<Neuron<f64, IonChannel<f64, ()>>> {
    Cable::new(passive(0.25), rallpack_fibre(), segments).unwrap()
}

/// V(x, t) (mV) of Rallpack 1 under 0.1 nA at 0: the steady state less what decays.
///
/// C·∂V/∂t = (d/4R)·∂²V/∂x² − V/R_M; mode k decays at (1 + (k·π·λ/l)²)/τ.
fn series(x: f64, t: f64) -> f64 {
    let (l, tau): (f64, f64) = (1e-3, 40.0);
    let lambda = (1e-6 / 4.0_f64 * 4.0).sqrt();
    // The resistance of λ of the fibre (Ω), so that I·R is in volts.
    let r = lambda / (PI * 0.25e-12);
    let steady = ((l - x) / lambda).cosh() / (l / lambda).sinh();
    let mode = |k: u32| {
        let rate = 1.0 + (f64::from(k) * PI * lambda / l).powi(2);
        let weight = if k == 0 { 1.0 } else { 2.0 };
        weight * (f64::from(k) * PI * x / l).cos() * (-rate * t / tau).exp() / rate
    };
    let gone: f64 = (0..200).map(mode).sum::<f64>() * lambda / l;
    1e3 * 0.1e-9 * r * (steady - gone)
}

#[test]
fn a_passive_cable_follows_its_series() {
    let cable = rallpack(1000);
    let start = Length::from_millimetres(0.0);
    let cable = cable.with_current(start, constant(0.1)).unwrap();
    let y = cable.filled_with(passive(0.25).clamped_at(0.0));
    let mut run = integrate(&cable, 0.0..250.0, y, LineStrang.fixed(0.05));
    while run.advance().unwrap().is_some() {
        let node = run.node();
        if node.t < 0.999 {
            continue;
        }
        for (i, x) in [(0, 0.0), (1000, 1e-3)] {
            let error = (node.y[i].v - series(x, node.t)) / series(x, 1e9);
            assert!(error.abs() < 1e-4, "{error} at {} ms, {x}", node.t);
        }
    }
}

/// The times at which V passes 0 mV, 65 above rest, at the two ends of Rallpack 3: the cable of
/// Rallpack 1 with the channels of 1952, under 0.1 nA.
fn firing<C: excitable::ode::StepControl<Cable<Axon>>>(control: C) -> [Vec<f64>; 2] {
    let axon = HodgkinHuxley::new(Parameters {
        g_l: Conductance::from_siemens_per_m2(0.25),
        e_l: Potential::from_millivolts(0.0),
        ..Parameters::squid_axon()
    });
    // What dt errs by is the same with 1000 segments, for which the example `rallpack` has room.
    let cable = Cable::new(axon.unwrap(), rallpack_fibre(), 50).unwrap();
    let cable = cable.with_current(Length::from_millimetres(0.0), constant(0.1)).unwrap();
    let start = cable.filled_with(cable.membrane().clamped_at(0.0));
    let end = |x| cable.component_at(Length::from_millimetres(x)).unwrap().rises_through(65.0);
    let (mut near, mut far) = (Vec::new(), Vec::new());
    integrate(&cable, 0.0..250.0, start, control)
        .report_on(end(0.0), |spike| near.push(spike.t))
        .report_on(end(1.0), |spike| far.push(spike.t))
        .finish()
        .unwrap();
    [near, far]
}

#[test]
fn a_thin_cable_fires_at_the_right_times_for_a_quarter_of_a_second() {
    let truth = firing(Verner65.adaptive().rtol(1e-9));
    assert_eq!(truth.each_ref().map(Vec::len), [18, 17]);
    let error = |dt| {
        let times = firing(LineStrang.fixed(dt));
        assert_eq!(times.each_ref().map(Vec::len), [18, 17]);
        let pairs = times.iter().flatten().zip(truth.iter().flatten());
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    let (coarse, fine) = (error(0.012), error(0.006));
    assert!(fine < 0.01, "{fine}");
    assert!(((coarse / fine).log2() - 2.0).abs() < 0.1, "{coarse} {fine}");
}

/// Crank and Nicolson's step of the same line, the band solved by elimination.
fn crank_nicolson(v: &mut [f64], rows: &[Row<f64>], h: f64) {
    let (n, half) = (v.len(), 0.5 * h);
    let (mut c, mut r) = (vec![0.0; n], vec![0.0; n]);
    for i in 0..n {
        let row = rows[i];
        let [before, after] = [i.wrapping_sub(1), i + 1].map(|j| v.get(j).copied().unwrap_or(0.0));
        let slope = row.source + row.below * before - row.decay * v[i] + row.above * after;
        let (c0, r0) = if i > 0 { (c[i - 1], r[i - 1]) } else { (0.0, 0.0) };
        let pivot = 1.0 + half * row.decay - half * row.below * c0;
        c[i] = half * row.above / pivot;
        r[i] = (v[i] + half * slope + half * row.source + half * row.below * r0) / pivot;
    }
    for i in (0..n).rev() {
        v[i] = r[i] + if i + 1 < n { c[i] * v[i + 1] } else { 0.0 };
    }
}

/// How often the potential beside a clamped end turns back in 20 steps.
fn turns(trace: &[f64]) -> usize {
    trace.windows(3).filter(|v| (v[1] - v[0]) * (v[2] - v[1]) < -1e-9).count()
}

#[test]
fn a_step_of_voltage_does_not_ring() {
    let held = End::Clamped(Potential::from_millivolts(50.0));
    let cable = rallpack(1000).with_ends([held, End::Sealed]);
    let start = cable.filled_with(passive(0.25).clamped_at(0.0));
    let mut rows = vec![Row { source: 0.0, below: 0.0, decay: 0.0, above: 0.0 }; start.len()];
    cable.line(0.0, &start, &mut rows);
    let mut v: Vec<f64> = start.iter().map(|node| node.v).collect();
    let mut run = integrate(&cable, 0.0..2.0, start, LineStrang.fixed(0.1));
    let (mut ours, mut theirs) = (vec![0.0], vec![0.0]);
    while run.advance().unwrap().is_some() {
        ours.push(run.node().y[2].v);
        crank_nicolson(&mut v, &rows, 0.1);
        theirs.push(v[2]);
        assert_eq!(run.node().y[0].v, 50.0);
    }
    assert_eq!(turns(&ours), 0, "{ours:?}");
    assert!(turns(&theirs) > 10, "{theirs:?}");
}

#[test]
fn a_resumed_run_has_the_bits_of_the_whole_one() {
    let cable = squid(18.5, 1.0, 20);
    let start = cable.filled_with(axon(18.5).rest().unwrap());
    let control = LineStrang.fixed(0.01);
    let mut run = integrate(&cable, 0.0..1.0, start, control);
    for _ in 0..57 {
        run.advance().unwrap();
    }
    let kept = run.checkpoint();
    assert_eq!(kept.resume(&cable, control).finish().unwrap(), run.finish().unwrap());
}

#[test]
fn a_corner_of_a_current_is_announced() {
    let place = Length::from_centimetres(0.26);
    let cable = squid(6.3, 1.0, 20).with_current(place, pulse(0.123..0.456, 1e3)).unwrap();
    assert_eq!(cable.next_breakpoint(0.0, Direction::Forward), Some(0.123));
    assert_eq!(cable.next_breakpoint(0.3, Direction::Backward), Some(0.2));
    // The two nodes beside the place share it, 4 to 1, and get what 1000 nA give 0.05 cm.
    let y = cable.filled_with(axon(6.3).rest().unwrap());
    let mut slopes = y.clone();
    cable.derivative(0.3, &y, &mut slopes);
    let whole = 1.0 / (PI * 0.0476 * 0.05);
    assert!((slopes[5].v / whole - 0.8).abs() < 1e-9, "{} {whole}", slopes[5].v);
    assert!((slopes[6].v / whole - 0.2).abs() < 1e-9);
}

#[test]
fn a_cone_has_the_area_and_the_resistance_of_a_cone() {
    let cable = Cable::new(passive(0.25), fibre(1.0), 10).unwrap();
    let width = |x: Length<f64>| Length::from_micrometres(100.0 + 100.0 * x.as_centimetres());
    let cable = cable.tapered(width).unwrap();
    // 1 µA into the first node; then the rows say area and resistance of each part.
    let cable = cable.with_current(Length::from_centimetres(0.0), constant(1e3)).unwrap();
    let mut rows = vec![Row { source: 0.0, below: 0.0, decay: 0.0, above: 0.0 }; 11];
    cable.line(0.0, &cable.filled_with(passive(0.25).clamped_at(0.0)), &mut rows);
    let slant = 0.05_f64.hypot(0.00025);
    let area = PI * 0.5 * (0.01 + 0.0105) * slant;
    assert!((rows[0].source * area - 1.0).abs() < 1e-12, "{}", rows[0].source * area);
    // ∫ 4·R/(π·d²) dx between the nodes, and mS.
    let resistance = 4.0 * 35.4 / PI * (1.0 / 0.01 - 1.0 / 0.011) / 0.01;
    assert!((rows[0].above * area * resistance / 1e3 - 1.0).abs() < 1e-12);
}

/// dv/dt = v'' − v·w, dw/dt = 1 − v·w on a closed line; it counts its calls for rates.
#[derive(Default)]
struct Reaction {
    calls: Cell<u32>,
}

const COUPLING: f64 = 4.0;

impl OdeSystem for Reaction {
    type State = Vec<[f64; 2]>;
    fn derivative(&self, _: f64, y: &Self::State, dydt: &mut Self::State) {
        for i in 0..y.len() {
            let [v, w] = y[i];
            let before = y[i.saturating_sub(1)][0];
            let after = y[(i + 1).min(y.len() - 1)][0];
            dydt[i] = [COUPLING * (before - 2.0 * v + after) - v * w, 1.0 - v * w];
        }
    }
}

impl TridiagonallyLinear for Reaction {
    type Node = [f64; 2];
    fn line(&self, _: f64, y: &[[f64; 2]], rows: &mut [Row<f64>]) {
        let last = y.len() - 1;
        for (i, row) in rows.iter_mut().enumerate() {
            let ways = u8::from(i > 0) + u8::from(i < last);
            let decay = y[i][1] + f64::from(ways) * COUPLING;
            *row = Row { source: 0.0, below: COUPLING, decay, above: COUPLING };
        }
    }
    fn coefficients(&self, _: f64, y: &[[f64; 2]], a: &mut [[f64; 2]], b: &mut [[f64; 2]]) {
        self.calls.set(self.calls.get() + 1);
        for (i, node) in y.iter().enumerate() {
            (a[i][1], b[i][1]) = (1.0, node[0]);
        }
    }
}

#[test]
fn a_line_of_ones_own_is_of_second_order_with_any_number_of_nodes() {
    let reaction = Reaction::default();
    for count in [1, 2, 3, 6, 7] {
        let start: Vec<[f64; 2]> = (0..count).map(|i| [1.0 + f64::from(i * i), 0.5]).collect();
        let run = |dt| integrate(&reaction, 0.0..1.0, start.clone(), LineStrang.fixed(dt));
        let truth = integrate(&reaction, 0.0..1.0, start.clone(), Verner65.adaptive().rtol(1e-12));
        let truth = truth.finish().unwrap().y;
        let error = |dt| (run(dt).finish().unwrap().y[0][0] - truth[0][0]).abs();
        let order = (error(0.004) / error(0.002)).log2();
        assert!((order - 2.0).abs() < 0.1, "{count} nodes: {order}");
    }
}

#[test]
fn the_rates_are_evaluated_once_a_step_though_the_steps_differ_by_rounding() {
    let reaction = Reaction::default();
    let start = vec![[1.0, 0.5]; 3];
    integrate(&reaction, 0.0..30.0, start, LineStrang.fixed(0.1)).finish().unwrap();
    assert_eq!(reaction.calls.get(), 301);
}

#[test]
fn what_is_no_cable_is_refused() {
    let message = |result: Result<Cable<Axon>, Error>| result.unwrap_err().to_string();
    let new = |change: &dyn Fn(&mut Fibre<f64>), segments| {
        let mut fibre = fibre(1.0);
        change(&mut fibre);
        message(Cable::new(axon(6.3), fibre, segments))
    };
    for segments in [0, 1] {
        let refused = format!("Cable: segments = {segments}, but it must be >=");
        assert!(new(&|_| (), segments).starts_with(&refused));
    }
    let zero = Length::from_centimetres(0.0);
    assert!(new(&|fibre| fibre.diameter = zero, 9).starts_with("Fibre: diameter (cm) = 0"));
    assert!(new(&|fibre| fibre.length = zero, 9).starts_with("Fibre: length (cm) = 0"));
    let nan = Resistivity::from_ohm_centimetres(f64::NAN);
    assert!(
        new(&|fibre| fibre.resistivity = nan, 9).starts_with("Fibre: resistivity (Ω·cm) = NaN")
    );
    let beyond = Length::from_centimetres(1.5);
    let cable = || Cable::new(axon(6.3), fibre(1.0), 10).unwrap();
    let refused = message(cable().with_current(beyond, constant(1.0)));
    assert!(refused.starts_with("Cable: place (cm) = 1.5, but it must be <= length"), "{refused}");
    assert!(message(cable().tapered(|_| zero)).starts_with("Fibre: diameter (cm) = 0"));
    let between = cable().component_at(Length::from_centimetres(0.55)).unwrap_err().to_string();
    assert!(between.starts_with("Cable: place (cm) = 0.55"), "{between}");
    assert!(cable().potential_at(&[], zero).is_err());
}

#[test]
fn a_killed_end_stays_at_zero_and_a_voltage_step_starts_there() {
    let seen = RefCell::new(Vec::new());
    let cable = rallpack(10).with_ends([End::Killed, End::Sealed]);
    let start = cable.filled_with(passive(0.25).clamped_at(10.0));
    let run = integrate(&cable, 0.0..1.0, start, LineStrang.fixed(0.1));
    let place = cable.component_at(Length::from_millimetres(0.1)).unwrap();
    run.report_on(place.falls_through(5.0), |at| seen.borrow_mut().push(at.y[0].v))
        .finish()
        .unwrap();
    assert_eq!(*seen.borrow(), [0.0]);
}

#[test]
fn f32_and_portable_runs_agree_with_the_run_of_f64() {
    // 18 nodes: neither whole registers nor whole segments.
    let found = middle(17, LineStrang.fixed(0.01));
    let portable = middle(17, LineStrang.fixed(0.01).portable());
    assert!((found - portable).abs() < 1e-9, "{found} {portable}");
    let axon = HodgkinHuxley::<f32>::squid_axon().at_temperature(Temperature::from_celsius(18.5));
    let fibre = Fibre {
        length: Length::from_centimetres(1.0_f32),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    };
    let cable = Cable::new(axon, fibre, 17).unwrap();
    let start = Length::from_centimetres(0.0);
    let cable = cable.with_current(start, pulse(0.0..0.2, 60_000.0)).unwrap();
    let y = cable.filled_with(axon.rest().unwrap());
    let end = integrate(&cable, 0.0..0.8, y, LineStrang.fixed(0.01)).finish().unwrap();
    let short = cable.potential_at(&end.y, Length::from_centimetres(0.5)).unwrap();
    assert!((found - f64::from(short)).abs() < 0.05, "{found} {short}");
}
