//! Task C: the f–I curve, 100 currents from 0 to 100 µA/cm² for a second each. A time is the sum
//! over the currents of the least of a few rounds: a second of work is never left alone on a busy
//! machine.

use crate::clock::seconds;
use crate::crossings::LEVEL;
use crate::ours_ensemble;
use crate::peers::{hodgkin_huxley, neuromod, ode_solvers_spikes};
use crate::population::currents;
use crate::spread::Spread;
use crate::table::Table;
use excitable::ode::StepControl;
use excitable::prelude::*;

/// Of a run (ms).
pub(crate) const DURATION: f64 = 1000.0;
const CURRENTS: usize = 100;
const ROUNDS: usize = 5;

/// A way to find the spikes (ms) under one current.
pub(crate) struct Curve {
    pub(crate) name: String,
    pub(crate) spikes: Box<dyn Fn(f64) -> Vec<f64>>,
}

type Trains = Vec<Vec<f64>>;

fn ours<C>(name: &str, control: C) -> Curve
where
    C: StepControl<HodgkinHuxley<f64>> + Clone + 'static,
{
    let spikes = move |current| {
        let (axon, mut times) =
            (HodgkinHuxley::squid_axon().with_stimulus(constant(current)), vec![]);
        let run = integrate(&axon, 0.0..DURATION, axon.clamped_at(0.0), control.clone());
        let run = run.report_on(Membrane::rises_through(LEVEL), |spike| times.push(spike.t));
        // An error shows as spikes that are missing.
        let _ = run.finish();
        times
    };
    Curve { name: format!("excitable {name}"), spikes: Box::new(spikes) }
}

type Find = Box<dyn Fn(&[f64]) -> Trains>;

/// A way to find the trains under many currents, of which it is given `part` at once.
struct Way {
    name: String,
    part: usize,
    find: Find,
}

fn one_by_one(curve: Curve) -> Way {
    let find = move |currents: &[f64]| currents.iter().map(|&i| (curve.spikes)(i)).collect();
    Way { name: curve.name, part: 1, find: Box::new(find) }
}

fn all() -> Vec<Way> {
    let mut all = Vec::new();
    for dt in [0.025, 0.04] {
        let find = move |currents: &[f64]| ours_ensemble::spikes(currents, dt);
        let name = format!("excitable, ensemble, Rk4.fixed({dt})");
        all.push(Way { name, part: CURRENTS, find: Box::new(find) });
    }
    let curves = [
        ours("Rk4.fixed(0.025)", Rk4.fixed(0.025)),
        ours("Verner65.adaptive()", Verner65.adaptive()),
        ours("Rk45.adaptive()", Rk45.adaptive()),
        neuromod::curve(),
        ode_solvers_spikes::curve(1e-4),
        ode_solvers_spikes::curve(1e-6),
        ode_solvers_spikes::curve(1e-8),
        hodgkin_huxley::curve(),
    ];
    all.extend(curves.map(one_by_one));
    all
}

/// How many of the counts are wrong, and under which currents.
fn wrong(trains: &Trains, truth: &Trains, currents: &[f64]) -> String {
    let pairs = trains.iter().zip(truth).zip(currents);
    let wrong = pairs.filter(|((a, b), _)| a.len() != b.len());
    let wrong: Vec<_> = wrong.map(|(_, current)| format!("{current:.1}")).collect();
    if wrong.is_empty() { "0".into() } else { format!("{} (at {})", wrong.len(), wrong.join(", ")) }
}

/// The median distance (µs) of the last spikes, where both have one.
fn late(trains: &Trains, truth: &Trains) -> f64 {
    let pairs = trains.iter().zip(truth);
    let off = pairs.filter_map(|(a, b)| Some((a.last()? - b.last()?).abs() * 1e3));
    Spread::of(&off.collect::<Vec<_>>()).median
}

/// What a way has found, and the least time (s) that it took over each part.
#[derive(Clone, Debug)]
struct Outcome {
    trains: Trains,
    least: Vec<f64>,
}

impl Outcome {
    fn visit(&mut self, way: &Way, currents: &[f64]) {
        self.trains.clear();
        for (part, least) in currents.chunks(way.part).zip(&mut self.least) {
            let mut trains = Trains::new();
            *least = least.min(seconds(|| trains = (way.find)(part)));
            self.trains.extend(trains);
        }
    }
}

fn race(all: &[Way], currents: &[f64]) -> Vec<Outcome> {
    let none = |way: &Way| Outcome {
        trains: Trains::new(),
        least: vec![f64::INFINITY; currents.len().div_ceil(way.part)],
    };
    let mut outcomes: Vec<_> = all.iter().map(none).collect();
    for _ in 0..ROUNDS {
        all.iter().zip(&mut outcomes).for_each(|(way, outcome)| outcome.visit(way, currents));
    }
    outcomes
}

pub(crate) fn table() -> Table {
    let (all, currents) = (all(), currents(CURRENTS));
    let truth = (one_by_one(ours("", Dop853.adaptive().rtol(1e-11))).find)(&currents);
    let head = ["", "s", "wrong counts of 100", "median error of the last spike (µs)"];
    all.iter().zip(race(&all, &currents)).fold(Table::new(head), |table, (way, outcome)| {
        let Outcome { trains, least } = outcome;
        table.row([
            way.name.clone(),
            format!("{:.3}", least.iter().sum::<f64>()),
            wrong(&trains, &truth, &currents),
            format!("{:.2}", late(&trains, &truth)),
        ])
    })
}
