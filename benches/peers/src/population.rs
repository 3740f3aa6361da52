//! Task B: independent neurons under currents of 0 to 100 µA/cm², in fixed steps.

use crate::clock::seconds;
use crate::ours_ensemble;
use crate::peers::{by_hand, hodgkin_huxley, neuromod, sciforge};
use crate::spread::Spread;
use crate::table::Table;
use excitable::prelude::*;

pub(crate) const DT: f64 = 0.01;
const STEPS: u32 = 1000;
const NEURONS: usize = 1000;
/// Neurons of one visit to a way that takes them one by one, so that it lasts a fraction of a
/// millisecond: a busy machine takes the processor away for longer. After as many rounds as there
/// are such parts all have had their turn.
pub(crate) const PART: usize = 2;
const ROUNDS: usize = NEURONS / PART;

type Run = Box<dyn Fn(&[f64], u32) -> Vec<f64>>;

/// A way to run them.
pub(crate) struct Population {
    pub(crate) name: &'static str,
    pub(crate) order: u32,
    /// How many neurons to give it in one visit.
    pub(crate) part: usize,
    /// V of each neuron (mV) after so many steps of [`DT`].
    pub(crate) run: Run,
}

/// `count` currents from 0 to 100 µA/cm².
pub(crate) fn currents(count: usize) -> Vec<f64> {
    (0..count).map(|k| 100.0 * k as f64 / (count - 1) as f64).collect()
}

fn single(currents: &[f64], steps: u32) -> Vec<f64> {
    let v = |&current: &f64| {
        let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(current));
        let end = f64::from(steps) * DT;
        let run = integrate(&axon, 0.0..end, axon.clamped_at(0.0), Rk4.fixed(DT));
        run.finish().map_or(f64::NAN, |node| node.y.v)
    };
    currents.iter().map(v).collect()
}

fn truth(currents: &[f64]) -> Vec<f64> {
    let v = |&current: &f64| {
        let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(current));
        let end = f64::from(STEPS) * DT;
        let run = integrate(&axon, 0.0..end, axon.clamped_at(0.0), Dop853.adaptive().rtol(1e-12));
        run.finish().map_or(f64::NAN, |node| node.y.v)
    };
    currents.iter().map(v).collect()
}

fn all() -> Vec<Population> {
    let mut all = vec![by_hand::population()];
    all.push(Population {
        name: "excitable, one by one, f64",
        order: 4,
        part: PART,
        run: Box::new(single),
    });
    all.extend(ours_ensemble::populations());
    all.extend([neuromod::population(), sciforge::population(), hodgkin_huxley::population()]);
    all
}

/// The largest distance of a V from the truth (mV); infinite where one is missing or not a number.
fn error(v: &[f64], truth: &[f64]) -> f64 {
    let larger = |worst: f64, off: f64| if off.is_nan() { f64::INFINITY } else { worst.max(off) };
    let worst = v.iter().zip(truth).map(|(a, b)| (a - b).abs()).fold(0.0, larger);
    if v.len() == truth.len() { worst } else { f64::INFINITY }
}

/// What came of one of them: ns per neuron and step in each round, and the error of V (mV).
#[derive(Clone, Debug, Default)]
struct Outcome {
    times: Vec<f64>,
    error: f64,
}

/// All of them in turns.
fn race(all: &[Population], currents: &[f64], truth: &[f64]) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::default(); all.len()];
    for round in 0..ROUNDS {
        for (population, outcome) in all.iter().zip(&mut outcomes) {
            let start = round * PART % (currents.len() + PART - population.part);
            let part = start..start + population.part;
            outcome.visit(&population.run, &currents[part.clone()], &truth[part]);
        }
    }
    outcomes
}

impl Outcome {
    fn visit(&mut self, run: &Run, currents: &[f64], truth: &[f64]) {
        let mut v = Vec::new();
        let time = seconds(|| v = run(currents, STEPS));
        self.times.push(time * 1e9 / (f64::from(STEPS) * currents.len() as f64));
        self.error = self.error.max(error(&v, truth));
    }
}

/// The ratio to `first`, round by round.
fn ratio(times: &[f64], first: &[f64]) -> f64 {
    let ratios: Vec<_> = times.iter().zip(first).map(|(time, first)| time / first).collect();
    Spread::of(&ratios).median
}

pub(crate) fn table() -> Table {
    let (all, currents) = (all(), currents(NEURONS));
    let outcomes = race(&all, &currents, &truth(&currents));
    let head = ["", "order", "ns per neuron and step", "÷ the first", "error of V at 10 ms (mV)"];
    all.iter().zip(&outcomes).fold(Table::new(head), |table, (population, outcome)| {
        table.row([
            population.name.to_owned(),
            population.order.to_string(),
            Spread::of(&outcome.times).to_string(),
            format!("{:.2}", ratio(&outcome.times, &outcomes[0].times)),
            format!("{:.1e}", outcome.error),
        ])
    })
}
