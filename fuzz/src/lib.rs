//! What the fuzz targets do with their bytes.

mod source;
mod trees;

use std::ops::Range;

use excitable::prelude::*;
use excitable::{Error, Trial};
use excitable::analysis::{InLanes, SpikeDetector};
use excitable::ensemble::SimdLevel;
use excitable::neuron::LeakParameters;
use excitable::ode::StepControl;

use source::Source;
use trees::Tree;

/// The steps that a run may take.
const BUDGET: u64 = 1500;
/// The breakpoints that are walked over.
const BREAKPOINTS: usize = 300;

/// Holds a tree of stimuli to its law.
pub fn stimuli(data: &[u8]) {
    let mut source = Source::new(data);
    let wild = source.one_in(4);
    let (tree, said) = trees::tree(&mut source, 4, wild);
    let span = source.span(wild);
    if tree.check(&span).is_err() || !(span.start.is_finite() && span.end.is_finite()) {
        return;
    }
    // Whatever the time is, a call comes back.
    for _ in 0..8 {
        let t = source.number(true);
        let _ = (tree.current(t), tree.drive(t, 10.0).inflow(10.0));
        let _ = (tree.dependence(), tree.is_held());
        for towards in [Direction::Forward, Direction::Backward] {
            let _ = (tree.next_breakpoint(t, towards), tree.next_crossing(0.5, t, towards));
        }
    }
    let (low, high) = (span.start.min(span.end), span.start.max(span.end));
    for (towards, from, to) in [(Direction::Forward, low, high), (Direction::Backward, high, low)] {
        let mut t = from;
        for _ in 0..BREAKPOINTS {
            let Some(at) = beyond(&tree, t, towards, &said) else { break };
            if towards.is_beyond(at, to) {
                break;
            }
            if !wild {
                is_announced_both_ways(&tree, at, &said);
                assert!(
                    tree.current(t + 0.5 * (at - t)).is_finite(),
                    "{said}: between {t} and {at}"
                );
            }
            t = at;
        }
    }
}

/// The next breakpoint, which must lie beyond `t`.
fn beyond(tree: &Tree, t: f64, towards: Direction, said: &str) -> Option<f64> {
    let at = tree.next_breakpoint(t, towards)?;
    assert!(towards.is_beyond(at, t), "{said}: breakpoint {at:?} is not beyond {t:?}, {towards:?}");
    Some(at)
}

/// A jump at the breakpoint `at` must be a breakpoint from the other side too.
fn is_announced_both_ways(tree: &Tree, at: f64, said: &str) {
    let (before, after) = (tree.current(at.next_down()), tree.current(at));
    assert!(before.is_finite() && after.is_finite(), "{said}: {before} to {after} at {at:?}");
    // Steeper than anything continuous here.
    if (after - before).abs() > 0.5 {
        for (from, towards) in
            [(at.next_down(), Direction::Forward), (at.next_up(), Direction::Backward)]
        {
            let found = tree.next_breakpoint(from, towards);
            assert_eq!(
                found,
                Some(at),
                "{said}: jump at {at:?} from {before} to {after}, {towards:?}"
            );
        }
    }
}

/// Runs models with good and bad numbers.
pub fn runs(data: &[u8]) {
    let mut source = Source::new(data);
    let wild = source.one_in(2);
    let (tree, said) = trees::tree(&mut source, 2, wild);
    let span = source.span(wild);
    if source.one_in(6) {
        return integrate_and_fire(&mut source, tree, span, wild);
    }
    let parameters = parameters(&mut source, wild);
    let Ok(axon) = HodgkinHuxley::new(parameters) else { return };
    let _ = axon.rest();
    let bare = axon;
    let axon = axon.with_stimulus(tree);
    let lent = bare.with_stimulus(axon.stimulus());
    let v = source.number(wild);
    let mut y0 = axon.clamped_at(v);
    if source.one_in(4) {
        y0 = Membrane { v, m: source.number(wild), h: source.number(wild), n: source.number(wild) };
    }
    let dt = source.step(wild);
    let said = format!("{said}, {parameters:?}, from {y0:?} over {span:?}, dt = {dt:?}");
    macro_rules! fixed {
        ($method:expr) => {
            run(
                &axon,
                span,
                y0,
                $method.fixed(dt).budget(BUDGET),
                &mut source,
                &format!("{:?}, {said}", $method),
            )
        };
    }
    macro_rules! adaptive {
        ($method:expr) => {{
            let mut control = $method.adaptive().budget(BUDGET);
            let mut told = format!("{:?}, {said}", $method);
            if source.one_in(2) {
                let rtol = source.tolerance(wild);
                control = control.rtol(rtol);
                told += &format!(", rtol = {rtol:?}");
            }
            if source.one_in(4) {
                let atol = source.tolerance(wild);
                control = control.atol(atol);
                told += &format!(", atol = {atol:?}");
            }
            if source.one_in(4) {
                let (least, most) = (source.step(wild), source.step(wild));
                control = control.min_step(least).max_step(most);
                told += &format!(", steps {least:?} to {most:?}");
            }
            if source.one_in(4) {
                control = control.first_step(dt);
            }
            if source.one_in(4) {
                let beta = source.tolerance(wild);
                control = control.beta(beta);
                told += &format!(", beta = {beta:?}");
            }
            run(&axon, span, y0, control, &mut source, &told)
        }};
    }
    match source.below(14) {
        0 => fixed!(Euler),
        1 => fixed!(Heun),
        2 => fixed!(Rk4),
        3 => fixed!(ExponentialEuler),
        4 => fixed!(ExponentialStrang),
        5 => fixed!(FastStrang),
        6 => fixed!(SafeStrang),
        7 => adaptive!(Bs23),
        8 => adaptive!(Rk45),
        9 => adaptive!(Verner65),
        10 => adaptive!(Dop853),
        11 => adaptive!(Rodas5P),
        12 => ensemble(&mut source, lent, y0, &span, Rk4.fixed(dt).budget(BUDGET), &said),
        _ => ensemble(&mut source, lent, y0, &span, SafeStrang.fixed(dt).budget(BUDGET), &said),
    }
}

type Axon = HodgkinHuxley<f64, Tree>;

fn parameters(source: &mut Source<'_>, wild: bool) -> Parameters<f64> {
    let mut p = Parameters::squid_axon();
    if !wild {
        return p.shifted([0.0, -65.0][source.below(2)]);
    }
    for _ in 0..source.below(3) {
        let x = source.number(true);
        match source.below(8) {
            0 => p.c_m = Capacitance::from_microfarads_per_cm2(x),
            1 => p.g_na = Conductance::from_millisiemens_per_cm2(x),
            2 => p.g_k = Conductance::from_millisiemens_per_cm2(x),
            3 => p.g_l = Conductance::from_millisiemens_per_cm2(x),
            4 => p.e_na = Potential::from_millivolts(x),
            5 => p.e_l = Potential::from_millivolts(x),
            6 => p.origin = Potential::from_millivolts(x),
            _ => p.temperature = Temperature::from_celsius(x),
        }
    }
    p
}

fn is_finite(y: &Membrane<f64>) -> bool {
    [y.v, y.m, y.h, y.n].iter().all(|x| x.is_finite())
}

fn says(error: &Error) {
    assert!(!error.to_string().is_empty() && !format!("{error:?}").is_empty());
}

fn run<C: StepControl<Axon>>(
    axon: &Axon,
    span: Range<f64>,
    y0: Membrane<f64>,
    control: C,
    source: &mut Source<'_>,
    said: &str,
) {
    let solution = match integrate(axon, span.clone(), y0, control).solution() {
        Ok(solution) => solution,
        Err(error) => return says(&error),
    };
    let end = solution.end();
    assert!(end.t == span.end && is_finite(&end.y), "{said}: ends with {end:?}");
    for step in solution.steps() {
        assert!(is_finite(&step.end.y), "{said}: {:?}", step.end);
        let onward = if span.start < span.end {
            step.end.t > step.start.t
        } else {
            step.end.t < step.start.t
        };
        assert!(onward, "{said}: from {:?} to {:?}", step.start, step.end);
    }
    for part in [0.0, 0.3, 0.77, 1.0] {
        let t = span.start + part * (span.end - span.start);
        match solution.at(t) {
            Ok(y) => assert!(is_finite(&y), "{said}: {y:?} at {t:?}"),
            Err(error) => says(&error),
        }
    }
    let _ = solution.at(source.number(true)).map_err(|error| says(&error));
    let level = source.number(true);
    match solution.events(&component(source.below(6)).crosses(level)) {
        Ok(crossings) => {
            for crossing in crossings {
                let inside = crossing.t.is_finite() && is_finite(&crossing.y);
                assert!(inside, "{said}: {crossing:?} of {level:?}");
            }
        }
        Err(error) => says(&error),
    }
    let _ = excitable::spikes(&solution, component(0), SpikeDetector::new(level))
        .map_err(|error| says(&error));
}

fn ensemble<'a, C>(
    source: &mut Source<'_>,
    axon: HodgkinHuxley<f64, &'a Tree>,
    y0: Membrane<f64>,
    span: &Range<f64>,
    control: C,
    said: &str,
) where
    C: excitable::ensemble::EnsembleMethod<HodgkinHuxley<f64, &'a Tree>> + Copy,
{
    let simd = SimdLevel::ALL[source.below(3)];
    let level = source.number(true);
    if source.one_in(2) {
        return firing(axon, y0, span.end - span.start, level, control, said);
    }
    let ensemble = Ensemble::new([axon]).starting_from([y0]).detecting_spikes(level).on(simd);
    match ensemble.run(span.clone(), control) {
        Ok(solution) => {
            let found = &solution[0];
            assert!(is_finite(&found.end), "{simd}, {said}: ends with {found:?}");
            assert!(found.spikes.iter().all(|t| t.is_finite()), "{simd}, {said}: {found:?}");
        }
        Err(error) => says(&error),
    }
}

fn firing<'a, C>(
    axon: HodgkinHuxley<f64, &'a Tree>,
    y0: Membrane<f64>,
    duration: f64,
    level: f64,
    control: C,
    said: &str,
) where
    C: excitable::ensemble::EnsembleMethod<HodgkinHuxley<f64, &'a Tree>> + Copy,
{
    let trial = Trial::new(y0, duration, level).with_control(control);
    match trial.f_i_curve(InLanes, 0.5 * duration, &[1.0], |_| axon) {
        Ok(curve) => {
            let found = &curve[0];
            let inside = found.latency.is_none_or(|t| (0.0..=duration).contains(&t));
            let swings = found.oscillation.is_none_or(|swing| swing.low <= swing.high);
            assert!(inside && swings && found.rate >= 0.0, "{said}: {found:?}");
            assert!(found.spikes.abs_diff(found.falls) <= 1, "{said}: {found:?}");
        }
        Err(error) => says(&error),
    }
}

fn integrate_and_fire(source: &mut Source<'_>, tree: Tree, span: Range<f64>, wild: bool) {
    let mut p = LeakParameters::cortical();
    if wild {
        for _ in 0..source.below(3) {
            let x = source.number(true);
            match source.below(6) {
                0 => p.c_m = Capacitance::from_microfarads_per_cm2(x),
                1 => p.g_l = Conductance::from_millisiemens_per_cm2(x),
                2 => p.e_l = Potential::from_millivolts(x),
                3 => p.threshold = Potential::from_millivolts(x),
                4 => p.reset = Potential::from_millivolts(x),
                _ => p.refractory = x,
            }
        }
    }
    let Ok(neuron) = IntegrateAndFire::new(p) else { return };
    let neuron = neuron.with_stimulus(tree);
    let start = if source.one_in(2) { neuron.rest() } else { neuron.at(source.number(wild)) };
    let mut spikes = Vec::new();
    let control = Rk45.adaptive().budget(BUDGET);
    match neuron.run(span.clone(), start, control, |t| spikes.push(t)).finish() {
        Ok(end) => {
            let holds =
                end.t == span.end && end.y.v.is_finite() && spikes.iter().all(|t| t.is_finite());
            assert!(holds, "{p:?} over {span:?}: ends with {end:?}, {:?}", spikes.last());
        }
        Err(error) => says(&error),
    }
}
