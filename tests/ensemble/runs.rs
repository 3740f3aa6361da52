//! An ensemble gives each neuron what it would have done alone, on every SIMD level, whatever its
//! neighbours do.
#![cfg(feature = "alloc")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "a SIMD level that is skipped is told")]

use excitable::ensemble::{EnsembleMethod, EnsembleSolution, SimdLevel};
use excitable::prelude::*;
use excitable::{Conductance, Error, Membrane, Temperature};

/// All tests run one type of neuron, so that the kernel is compiled once for each method and SIMD
/// level.
pub(super) type Current = Box<dyn Stimulus<f64> + Sync>;
pub(super) type Axon = HodgkinHuxley<f64, Current>;

pub(super) fn axon(stimulus: impl Stimulus<f64> + Sync + 'static) -> Axon {
    HodgkinHuxley::squid_axon().with_stimulus(Box::new(stimulus))
}

fn levels() -> impl Iterator<Item = SimdLevel> {
    SimdLevel::ALL.into_iter().filter(|simd| {
        if !simd.is_available() {
            eprintln!("skipped: this machine has no {simd}");
        }
        simd.is_available()
    })
}

/// 37 neurons, no two alike: their parameters, the temperature, and pulses whose edges lie on no
/// grid.
fn pulsed() -> Vec<Axon> {
    let neuron = |i: i32| {
        let x = f64::from(i);
        let parameters = Parameters {
            g_na: Conductance::from_millisiemens_per_cm2(120.0 + 0.3 * x),
            temperature: Temperature::from_celsius(6.3 + 0.1 * x),
            ..Parameters::squid_axon()
        };
        let late = pulse(10.0 + 0.0137 * x..11.0 + 0.0211 * x, 50.0 - x);
        let stimulus = pulse(0.0..1.0 + 0.0123 * x, 150.0 - 2.0 * x).plus(late);
        HodgkinHuxley::new(parameters).unwrap().with_stimulus(Box::new(stimulus) as Current)
    };
    (0..37).map(neuron).collect()
}

/// Stimuli that are no constants between breakpoints, and some that are conductances.
fn driven() -> Vec<Axon> {
    let neuron = |i: i32| {
        let x = f64::from(i);
        match i % 4 {
            0 => axon(stimulus::sine(5.0 + x, 8.0 + 0.1 * x)),
            1 => axon(stimulus::ramp(2.0..17.3 + 0.1 * x, 0.0..20.0)),
            2 => axon(stimulus::alpha_function(3.0 + 0.017 * x, 0.5, 2.0).conducted_to(65.0)),
            _ => axon(stimulus::white_noise(8.0, 0.513, i.unsigned_abs().into())),
        }
    };
    (0..19).map(neuron).collect()
}

fn clamped(axons: &[Axon]) -> Vec<Membrane<f64>> {
    axons.iter().map(|axon| axon.clamped_at(0.0)).collect()
}

fn far_apart(a: &Membrane<f64>, b: &Membrane<f64>) -> f64 {
    [(a.v - b.v) / 1.0, a.m - b.m, a.h - b.h, a.n - b.n].iter().fold(0.0, |far, d| d.abs().max(far))
}

/// The largest difference of the ensemble's end states, spikes and samples from those of each
/// neuron alone, on each of these SIMD levels.
fn off_single<C>(
    axons: &dyn Fn() -> Vec<Axon>,
    control: &C,
    levels: impl Iterator<Item = SimdLevel>,
) -> Vec<(SimdLevel, f64)>
where
    C: EnsembleMethod<Axon> + excitable::ode::StepControl<Axon> + Clone,
{
    let (grid, states) = ([0.0, 0.77, 10.0137, 25.0, 49.99, 50.0], clamped(&axons()));
    let run = |simd| {
        let ensemble = Ensemble::new(axons()).starting_from(states.clone()).on(simd);
        let ensemble = ensemble.detecting_spikes(50.0).recording([1, 18], grid);
        (simd, ensemble.run(0.0..50.0, control.clone()).unwrap(), 0.0_f64)
    };
    let mut runs: Vec<_> = levels.map(run).collect();
    for (i, (axon, &y0)) in axons().iter().zip(&states).enumerate() {
        let single = integrate(axon, 0.0..50.0, y0, control.clone()).solution().unwrap();
        let spikes = single.events(&Membrane::rises_through(50.0)).unwrap();
        let samples = if [1, 18].contains(&i) { &grid[..] } else { &[] };
        for (simd, solution, worst) in &mut runs {
            let neuron = &solution[i];
            *worst = worst.max(far_apart(&neuron.end, &single.end().y));
            assert_eq!(neuron.spikes.len(), spikes.len(), "spikes of neuron {i} on {simd}");
            for (a, b) in neuron.spikes.iter().zip(&spikes) {
                *worst = worst.max((a - b.t).abs());
            }
            assert_eq!(neuron.samples.len(), samples.len(), "samples of neuron {i}");
            for (a, &t) in neuron.samples.iter().zip(samples) {
                *worst = worst.max(far_apart(a, &single.at(t).unwrap()));
            }
        }
    }
    runs.into_iter().map(|(simd, _, worst)| (simd, worst)).collect()
}

#[test]
fn an_ensemble_gives_the_trajectories_of_single_runs() {
    for (name, axons) in [("pulsed", &pulsed as &dyn Fn() -> _), ("driven", &driven)] {
        for (method, found) in [
            ("Rk4", off_single(axons, &Rk4.fixed(0.025), levels())),
            ("FastStrang", off_single(axons, &FastStrang.fixed(0.025), levels())),
            ("SafeStrang", off_single(axons, &SafeStrang.fixed(0.025), levels())),
            ("ExponentialStrang", off_single(axons, &ExponentialStrang.fixed(0.025), levels())),
        ] {
            for (simd, off) in found {
                assert!(off <= 1e-9, "{method}, {name}, on {simd}: {off:e}");
            }
        }
    }
}

#[test]
fn adaptive_methods_run_neuron_by_neuron() {
    let control = Rk45.adaptive().rtol(1e-8);
    let widest = SimdLevel::widest();
    assert_eq!(off_single(&pulsed, &control, [widest].into_iter()), [(widest, 0.0)]);
}

pub(super) fn bits(solution: &EnsembleSolution<Membrane<f64>>) -> Vec<Vec<u64>> {
    let of = |neuron: &excitable::ensemble::NeuronSolution<Membrane<f64>>| {
        let Membrane { v, m, h, n } = neuron.end;
        [v, m, h, n].iter().chain(&neuron.spikes).map(|x| x.to_bits()).collect()
    };
    solution.into_iter().map(of).collect()
}

fn run(axons: Vec<Axon>, simd: SimdLevel) -> Vec<Vec<u64>> {
    let ensemble = Ensemble::new(axons).detecting_spikes(50.0).on(simd);
    let span = || 0.0..30.0;
    let all = [
        bits(&ensemble.run(span(), Rk4.fixed(0.025)).unwrap()),
        bits(&ensemble.run(span(), FastStrang.fixed(0.025)).unwrap()),
        bits(&ensemble.run(span(), SafeStrang.fixed(0.025)).unwrap()),
        bits(&ensemble.run(span(), ExponentialStrang.fixed(0.025)).unwrap()),
    ];
    (0..all[0].len()).map(|i| all.iter().flat_map(|bits| bits[i].clone()).collect()).collect()
}

/// With a neuron among them whose thousands of breakpoints let it end long after the others.
fn uneven() -> Vec<Axon> {
    let mut axons = pulsed();
    axons[9] = axon(train(pulse(0.001..0.002, 0.0), 0.011));
    axons
}

#[test]
fn neighbours_change_no_bit() {
    for simd in levels() {
        let whole = run(uneven(), simd);
        let mut reversed = run(uneven().into_iter().rev().collect(), simd);
        reversed.reverse();
        assert_eq!(whole, reversed, "in reverse on {simd}");
        for i in [0, 7, 36] {
            let alone = run(uneven().into_iter().skip(i).take(1).collect(), simd);
            assert_eq!(whole[i], alone[0], "neuron {i} alone on {simd}");
        }
    }
}

#[test]
fn wide_simd_levels_round_alike() {
    if !SimdLevel::Avx512.is_available() {
        return eprintln!("skipped: this machine has one wide SIMD level at most");
    }
    assert_eq!(run(uneven(), SimdLevel::Avx512), run(uneven(), SimdLevel::Avx2));
}

/// At the end of its span a neuron may stand where its rates overflow in the next step; a neighbour
/// that has not ended must not take it along.
#[test]
fn what_has_ended_stays_as_it_was() {
    let end = |axons: Vec<Axon>| {
        let y0 = axons[0].clamped_at(0.0);
        let states = vec![y0; axons.len()];
        let ensemble = Ensemble::new(axons).starting_from(states);
        ensemble.run(0.0..0.025, SafeStrang.fixed(0.025)).unwrap()[0].end
    };
    let alone = end(vec![axon(constant(20000.0))]);
    assert!(alone.v > 400.0 && alone.m.is_finite(), "{alone:?}");
    assert_eq!(end(vec![axon(constant(20000.0)), axon(pulse(0.001..0.0023, 0.0))]), alone);
}

#[test]
fn a_sample_that_is_not_finite_is_an_error() {
    let axons = [axon(constant(20000.0))];
    let y0 = axons[0].clamped_at(0.0);
    let ensemble = Ensemble::new(axons).starting_from([y0]).recording([0], [0.0, 0.01, 0.02]);
    let error = ensemble.run(0.0..0.025, SafeStrang.fixed(0.025)).unwrap_err();
    assert!(
        error.to_string().starts_with("neuron 0: the dense output of v is NaN at t = 0.01"),
        "{error}"
    );
}

/// Far from t = 0 the nodes are rounded, and the sizes of the steps must add up all the same.
#[test]
fn late_spans_are_as_right_as_early_ones() {
    let v = |start: f64| {
        let ensemble = Ensemble::new([axon(constant(10.0))]);
        ensemble.run(start..start + 50.0, Rk4.fixed(0.01)).unwrap()[0].end.v
    };
    for start in [1e4, 1e6, 1e8] {
        assert!((v(start) - v(0.0)).abs() < 1e-9, "from {start}: {} and {}", v(start), v(0.0));
    }
}

#[test]
fn the_second_order_steps_are_as_right_as_stated() {
    let impulses = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let y0 = HodgkinHuxley::<f64>::squid_axon().clamped_at(0.0);
    let table = include_str!("../data/double_impulse_v.csv");
    let rows = table.lines().filter_map(|line| {
        let (t, v) = line.split_once(',')?;
        Some((t.parse::<f64>().ok()?, v.parse::<f64>().ok()?))
    });
    let (grid, exact): (Vec<f64>, Vec<f64>) = rows.unzip();
    assert_eq!(grid.len(), 1001);
    let ensemble = Ensemble::new([axon(impulses)]).starting_from([y0]).recording([0], grid);
    let error = |solution: EnsembleSolution<Membrane<f64>>| {
        let samples = solution[0].samples.iter().zip(&exact);
        samples.fold(0.0_f64, |worst, (y, v)| worst.max((y.v - v).abs()))
    };
    let fast = error(ensemble.run(0.0..50.0, FastStrang.fixed(0.025)).unwrap());
    let safe = error(ensemble.run(0.0..50.0, SafeStrang.fixed(0.025)).unwrap());
    let rk4 = error(ensemble.run(0.0..50.0, Rk4.fixed(0.01)).unwrap());
    assert!(fast <= 0.24, "{fast}");
    assert!(safe <= 0.4, "{safe}");
    assert!(rk4 <= 2.5e-4, "{rk4}");
}

#[test]
fn progress_grows_to_one() {
    let told = std::sync::Mutex::new(Vec::new());
    let report = |part: f64| told.lock().unwrap().push(part);
    Ensemble::new(pulsed()).reporting(&report).run(0.0..30.0, Rk4.fixed(0.01)).unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.is_sorted() && told.len() > 20 && told.last() == Some(&1.0), "{told:?}");
}

fn refused(result: Result<EnsembleSolution<Membrane<f64>>, Error>, start: &str) {
    let message = result.unwrap_err().to_string();
    assert!(message.starts_with(start), "{message}\nand not\n{start}");
}

#[test]
fn bad_input_is_told_with_its_place() {
    let method = Rk4.fixed(0.01);
    let many = || Ensemble::new((0..5000).map(|_| axon(constant(1.0))));
    let start = axon(constant(0.0)).clamped_at(0.0);
    let with = |i: usize, y: Membrane<f64>| {
        let mut states = vec![start; 5000];
        states[i] = y;
        states
    };
    refused(
        Ensemble::new(Vec::<Axon>::new()).run(0.0..1.0, method),
        "Ensemble: number of neurons = 0, but it must be > 0",
    );
    let bad = with(4711, Membrane { m: f64::NAN, ..start });
    refused(
        many().starting_from(bad).run(0.0..1.0, method),
        "neuron 4711: the initial state of m is NaN at t = 0",
    );
    refused(
        many().starting_from(vec![start; 4999]).run(0.0..1.0, method),
        "Ensemble: the list of states has 4999 components, but it must have 5000",
    );
    refused(
        Ensemble::new(pulsed()).run(0.0..1.0, Rk4.fixed(0.0)),
        "Fixed: dt = 0, but it must be > 0",
    );
    refused(
        Ensemble::new(pulsed()).run(0.0..1.0, Rk4.fixed(f64::NAN)),
        "Fixed: dt = NaN, but it must be > 0",
    );
    refused(
        Ensemble::new(pulsed()).run(1.0..0.0, method),
        "Ensemble: span end = 0, but it must be >= span start = 1",
    );
    refused(
        Ensemble::new(pulsed()).run(0.0..f64::INFINITY, method),
        "Ensemble: span end = inf, but it must be finite",
    );
    refused(
        Ensemble::new(pulsed()).detecting_spikes(f64::NAN).run(0.0..1.0, method),
        "Ensemble: level = NaN",
    );
    refused(
        Ensemble::new(pulsed()).recording([37], [0.5]).run(0.0..1.0, method),
        "Ensemble: recorded neuron = 37, but it must be < 37",
    );
    refused(
        Ensemble::new(pulsed()).recording([3], [0.5, 0.1]).run(0.0..1.0, method),
        "Ensemble: grid",
    );
    refused(
        Ensemble::new(pulsed()).recording([3], [0.5, 1.1]).run(0.0..1.0, method),
        "t = 1.1 lies outside",
    );
    let mut axons = pulsed();
    axons[20] = axon(pulse(2.0..1.0, 5.0));
    refused(Ensemble::new(axons).run(0.0..1.0, method), "neuron 20: pulse: window.end = 1");
    refused(
        Ensemble::new(pulsed()).run(0.0..1e9, Rk4.fixed(0.01).budget(1000)),
        "neuron 1: the budget of 1000 steps is spent",
    );
}

#[test]
fn a_neuron_that_leaves_all_bounds_is_told_with_its_time() {
    for simd in levels() {
        let mut axons = pulsed();
        axons[23] = axon(pulse(5.0..6.0, 1e6));
        let error = Ensemble::new(axons).on(simd).run(0.0..50.0, Rk4.fixed(0.01)).unwrap_err();
        let Error::Neuron { index: 23, cause } = &error else { panic!("{error}") };
        let Error::NonFinite { t, .. } = **cause else { panic!("{error}") };
        assert!((5.0..5.05).contains(&t.value()), "{error}");
    }
    let mut axons = pulsed();
    axons[11] =
        axon(stimulus::waveform(|t| if t < 3.0 { 1.0 } else { f64::NAN }).with_breakpoints([3.0]));
    let error = Ensemble::new(axons).run(0.0..50.0, Rk4.fixed(0.01)).unwrap_err();
    assert!(error.to_string().starts_with("neuron 11: "), "{error}");
}

#[test]
fn a_simd_level_that_the_machine_lacks_is_reported() {
    for simd in SimdLevel::ALL.into_iter().filter(|simd| !simd.is_available()) {
        let error = Ensemble::new(pulsed()).on(simd).run(0.0..1.0, Rk4.fixed(0.01)).unwrap_err();
        assert!(error.to_string().starts_with("this machine has no"), "{error}");
    }
}

#[test]
fn a_portable_control_has_the_bits_of_every_machine() {
    let control = Rk4.fixed(0.01).portable();
    let run = |simd| Ensemble::new(pulsed()).on(simd).run(0.0..5.0, control).unwrap();
    let (here, everywhere) = (run(SimdLevel::widest()), run(SimdLevel::Baseline));
    assert_eq!(bits(&here), bits(&everywhere));
}

/// A stimulus that counts how often it is asked.
struct Counted<'a, S>(S, &'a std::sync::atomic::AtomicUsize);

impl<S: Stimulus<f64>> Stimulus<f64> for Counted<'_, S> {
    fn current(&self, t: f64) -> f64 {
        self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.0.current(t)
    }

    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        self.0.next_breakpoint(t, towards)
    }
}

/// Neurons that borrow one stimulus are asked for it once, and become what they become with copies.
#[test]
fn a_stimulus_that_neurons_share_is_asked_once() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let values: Vec<f64> = (0..100).map(|k| 20.0 * f64::from(k % 7)).collect();
    let recorded = || Counted(stimulus::samples(0.0, 0.1, values.clone()).unwrap(), &asked);
    let (one, copies) = (recorded(), (0..9).map(|_| recorded()).collect::<Vec<_>>());
    let run = |stimuli: &mut dyn Iterator<Item = &Counted<'_, _>>, simd| {
        asked.store(0, std::sync::atomic::Ordering::Relaxed);
        let start = HodgkinHuxley::<f64>::squid_axon().clamped_at(0.0);
        let axons = stimuli.map(|current| HodgkinHuxley::squid_axon().with_stimulus(current));
        let ensemble = Ensemble::new(axons).starting_from(vec![start; 9]).on(simd);
        let ensemble = ensemble.recording(0..9, [0.0, 3.05, 5.0, 10.0]);
        let solution = ensemble.run(0.0..10.0, Rk4.fixed(0.05)).unwrap();
        (solution, asked.load(std::sync::atomic::Ordering::Relaxed))
    };
    for simd in levels() {
        let (shared, once) = run(&mut std::iter::repeat_n(&one, 9), simd);
        let (own, often) = run(&mut copies.iter(), simd);
        assert_eq!(shared, own, "on {simd}");
        assert!(once <= often / 3, "{once} and {often} times on {simd}");
    }
}

/// The potentials alone are those of the states, at nodes, between them, and where rounding parts
/// the two.
#[test]
fn potentials_alone_are_those_of_the_states() {
    let grid: Vec<f64> = (0..=100).map(|k| 0.1 * f64::from(k)).chain([10.033, 49.999]).collect();
    for simd in levels() {
        for method in ["fixed", "adaptive"] {
            let ensemble = || Ensemble::new(pulsed()).starting_from(clamped(&pulsed())).on(simd);
            let states = ensemble().recording([0, 3, 36], grid.clone());
            let alone = ensemble().recording_potentials([0, 3, 36], grid.clone());
            let run = |ensemble: &Ensemble<'_, Axon>| match method {
                "fixed" => ensemble.run(0.0..50.0, Rk4.fixed(0.05)).unwrap(),
                _ => ensemble.run(0.0..50.0, Rk45.adaptive()).unwrap(),
            };
            let (states, alone) = (run(&states), run(&alone));
            for i in 0..37 {
                let v: Vec<f64> = states[i].samples.iter().map(|y| y.v).collect();
                assert_eq!(alone[i].potentials, v, "neuron {i}, {method}, on {simd}");
                assert_eq!(v.len(), if [0, 3, 36].contains(&i) { 103 } else { 0 });
                assert!(states[i].potentials.is_empty() && alone[i].samples.is_empty());
                assert_eq!(alone[i].end, states[i].end);
            }
        }
    }
}
