//! [`Entry`]: a method with the setting in which it takes part at one error level.

use crate::ladder::{Ladder, Rung};
use crate::method::Method;
use crate::spread::Spread;
use crate::trace::Trace;

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Which method, and which of its variants.
    pub(crate) method: usize,
    pub(crate) variant: usize,
    /// Which of the error levels.
    pub(crate) level: usize,
    pub(crate) rung: Rung,
    /// The median time in each run (s).
    pub(crate) times: Vec<f64>,
}

impl Entry {
    /// Of every variant and every choice of the absolute tolerance that meets the level.
    pub(crate) fn all(methods: &mut [Method], levels: &[f64], truth: &Trace) -> Vec<Self> {
        let mut entries = Vec::new();
        for (method, m) in methods.iter_mut().enumerate() {
            for (variant, v) in m.variants.iter_mut().enumerate() {
                for &weights in m.weights {
                    let ladder = Ladder::climb(&mut v.solve, weights, truth);
                    let rungs = levels.iter().enumerate();
                    let rungs = rungs.filter_map(|(k, &level)| Some((k, ladder.loosest(level)?)));
                    entries.extend(rungs.map(|(level, rung)| Self {
                        method,
                        variant,
                        level,
                        rung,
                        times: Vec::new(),
                    }));
                }
            }
        }
        entries
    }

    pub(crate) fn time(&self) -> Spread {
        Spread::of(&self.times)
    }
}
