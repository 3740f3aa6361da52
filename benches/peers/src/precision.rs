//! Task A: one neuron under the double impulse, the time against the error.

use crate::clock::medians;
use crate::entry::Entry;
use crate::ladder::Ladder;
use crate::method::Method;
use crate::spread::Spread;
use crate::table::Table;
use crate::trace::Trace;
use crate::{ours, peers};

/// Of a time within one run.
const ROUNDS: usize = 21;
/// The errors of the tables (mV) …
const SHOWN: [usize; 4] = [2, 6, 12, 18];
/// … among those of the figure: 1 to 10⁻¹⁰ mV in steps of half a decade.
const HALF_DECADES: i32 = 20;

/// Who takes part, and how each fared.
pub(crate) struct Precision {
    pub(crate) methods: Vec<Method>,
    levels: Vec<f64>,
    entries: Vec<Entry>,
}

impl Precision {
    pub(crate) fn measure(runs: usize) -> Self {
        let mut methods = ours::methods();
        methods.extend(peers::ode_solvers::methods());
        methods.extend(peers::differential_equations::methods());
        let level = |k: i32| 10.0_f64.powf(f64::from(k) / -2.0);
        let levels: Vec<_> = (0..=HALF_DECADES).map(level).collect();
        let mut entries = Entry::all(&mut methods, &levels, &Trace::truth());
        for _ in 0..runs {
            time(&mut methods, &mut entries);
        }
        Self { methods, levels, entries }
    }

    /// The fastest entry of a method at a level.
    fn best(&self, method: usize, level: usize) -> Option<&Entry> {
        let here = |entry: &&Entry| entry.method == method && entry.level == level;
        let faster = |a: &&Entry, b: &&Entry| a.time().median.total_cmp(&b.time().median);
        self.entries.iter().filter(here).min_by(faster)
    }

    /// The fastest entry at a level among the methods that `of` names.
    fn fastest(&self, level: usize, of: impl Fn(&Method) -> bool) -> Option<&Entry> {
        let methods = (0..self.methods.len()).filter(|&k| of(&self.methods[k]));
        let entries = methods.filter_map(|k| self.best(k, level));
        entries.min_by(|a, b| a.time().median.total_cmp(&b.time().median))
    }

    /// (error in mV, time in µs) of each method, from loose to tight.
    pub(crate) fn line(&self, method: usize) -> Vec<(f64, f64)> {
        let best = (0..self.levels.len()).filter_map(|level| self.best(method, level));
        best.map(|entry| (entry.rung.error, entry.time().median * 1e6)).collect()
    }

    fn head(&self, first: &str) -> Table {
        let levels = SHOWN.iter().map(|&k| format!("{:.0e} mV", self.levels[k]));
        Table::new([first.to_owned()].into_iter().chain(levels))
    }

    fn rows(&self, head: &str, cell: impl Fn(&Entry) -> String) -> Table {
        (0..self.methods.len()).fold(self.head(head), |table, k| {
            let entry = |&level: &usize| self.best(k, level).map_or("—".to_owned(), &cell);
            table.row([self.methods[k].title()].into_iter().chain(SHOWN.iter().map(entry)))
        })
    }

    /// µs of each method, and how the best peer compares with ours, run by run.
    pub(crate) fn times(&self) -> Table {
        let times = self.rows("µs for an error within", |entry| {
            let micros: Vec<_> = entry.times.iter().map(|time| time * 1e6).collect();
            Spread::of(&micros).to_string()
        });
        let times =
            self.ratio(times, "best peer ÷ Verner65", |m| m.is_ours() && m.name == "Verner65");
        self.ratio(times, "best peer ÷ best of ours", Method::is_ours)
    }

    fn ratio(&self, table: Table, title: &str, of: impl Fn(&Method) -> bool) -> Table {
        let cell = |&level: &usize| {
            let pair = self.fastest(level, |m| !m.is_ours()).zip(self.fastest(level, &of));
            let ratios = pair.map(|(peer, ours)| {
                let pairs = peer.times.iter().zip(&ours.times);
                Spread::of(&pairs.map(|(peer, ours)| peer / ours).collect::<Vec<_>>())
            });
            ratios.map_or("—".to_owned(), |ratios| format!("**{ratios:.2}**"))
        };
        table.row([format!("**{title}**")].into_iter().chain(SHOWN.iter().map(cell)))
    }

    /// What each was asked for, and the error that it reached.
    pub(crate) fn settings(&self) -> Table {
        self.rows("rtol, and the error reached (mV), within", |entry| {
            let variant = self.methods[entry.method].variants[entry.variant].name;
            let comma = if variant.is_empty() { "" } else { ", " };
            let rung = entry.rung;
            format!("{}{comma}{variant}: {:.1e}", rung.setting, rung.error)
        })
    }
}

fn time(methods: &mut [Method], entries: &mut [Entry]) {
    let mut trace = Trace::blank();
    let times = medians(ROUNDS, entries, |entry| {
        let variant = &mut methods[entry.method].variants[entry.variant];
        // That it succeeds was seen on the ladder.
        let _ = (variant.solve)(entry.rung.setting, &mut trace);
        std::hint::black_box(&trace);
    });
    for (entry, time) in entries.iter_mut().zip(times) {
        entry.times.push(time);
    }
}

/// The least error that each method reaches at any tolerance, the peers also as they come.
pub(crate) fn floors(methods: &mut Vec<Method>) -> Table {
    methods.extend(peers::ode_solvers::as_given());
    let head = ["method", "least error (mV)", "at rtol", "without dense output (mV)"];
    let truth = Trace::truth();
    methods.iter_mut().fold(Table::new(head), |table, method| {
        let weights = method.weights;
        let each = method.variants.iter_mut().flat_map(|variant| {
            weights
                .iter()
                .map(|&weights| Ladder::climb(&mut variant.solve, weights, &truth).least())
        });
        let least = each.flatten().min_by(|a, b| a.error.total_cmp(&b.error));
        let Some(rung) = least else { return table };
        let [error, at_ends] = [rung.error, rung.at_ends].map(|error| format!("{error:.1e}"));
        table.row([method.title(), error, rung.setting.to_string(), at_ends])
    })
}
