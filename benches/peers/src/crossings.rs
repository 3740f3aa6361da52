//! [`Crossings`]: when V rises through a level, from values at fixed times.

/// What counts as a spike (mV).
pub(crate) const LEVEL: f64 = 50.0;

/// The last four values, and what was found between the middle two of them.
pub(crate) struct Crossings {
    values: [f64; 4],
    t: [f64; 4],
    times: Vec<f64>,
}

impl Crossings {
    pub(crate) fn new() -> Self {
        Self { values: [f64::NAN; 4], t: [f64::NAN; 4], times: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn note(&mut self, t: f64, v: f64) {
        self.values = [self.values[1], self.values[2], self.values[3], v];
        self.t = [self.t[1], self.t[2], self.t[3], t];
        if self.values[1] < LEVEL && LEVEL <= self.values[2] {
            self.times.push(self.inverse());
        }
    }

    /// t at the level, by the cubic t(V) through the four values.
    fn inverse(&self) -> f64 {
        let term = |i: usize| {
            let others = (0..4).filter(|&j| j != i);
            let weight = |j: usize| (LEVEL - self.values[j]) / (self.values[i] - self.values[j]);
            self.t[i] * others.map(weight).product::<f64>()
        };
        (0..4).map(term).sum()
    }

    /// Those before `end`. A value after it must have been noted: the cubic looks one ahead.
    pub(crate) fn until(mut self, end: f64) -> Vec<f64> {
        self.times.retain(|&t| t <= end);
        self.times
    }
}
