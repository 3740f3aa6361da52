//! [`Trace`]: V of the double impulse at 1001 points, and the truth about it.

/// How many points: every 0.05 ms of [0, 50] ms.
pub(crate) const POINTS: usize = 1001;
/// The spacing of the points (ms).
pub(crate) const SPACING: f64 = 0.05;

/// V (mV) at each of the points.
#[derive(Clone, Debug)]
pub(crate) struct Trace(pub(crate) Vec<f64>);

/// The time of point `k` (ms), the float nearest to it.
pub(crate) fn time(k: usize) -> f64 {
    k as f64 / 20.0
}

/// A stretch without a breakpoint: from point `first` to point `last` under one current (µA/cm²).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) current: f64,
}

/// 150 µA/cm² during [0, 1] ms, 50 during [10, 11] ms. The peers know no breakpoint, so that each
/// of these is a run.
pub(crate) const SEGMENTS: [Segment; 4] = [
    Segment { first: 0, last: 20, current: 150.0 },
    Segment { first: 20, last: 200, current: 0.0 },
    Segment { first: 200, last: 220, current: 50.0 },
    Segment { first: 220, last: 1000, current: 0.0 },
];

impl Segment {
    pub(crate) fn start(&self) -> f64 {
        time(self.first)
    }

    pub(crate) fn end(&self) -> f64 {
        time(self.last)
    }
}

impl Trace {
    /// Not a number anywhere, so that a point left out is seen.
    pub(crate) fn blank() -> Self {
        Self(vec![f64::NAN; POINTS])
    }

    /// The values of the crate's own reference, computed in 113-bit arithmetic.
    pub(crate) fn truth() -> Self {
        let rows = include_str!("../../../tests/data/double_impulse_v.csv").lines().skip(1);
        let values = rows.filter_map(|row| row.split(',').nth(1)?.parse().ok());
        Self(values.collect())
    }

    /// The largest distance of a point from `truth` (mV).
    pub(crate) fn error(&self, truth: &Self) -> f64 {
        self.error_at(0..POINTS, truth)
    }

    /// The same at the ends of the segments, where no dense output is needed.
    pub(crate) fn error_at_ends(&self, truth: &Self) -> f64 {
        self.error_at(SEGMENTS.iter().map(|segment| segment.last), truth)
    }

    /// Infinite where one is not a number.
    fn error_at(&self, points: impl IntoIterator<Item = usize>, truth: &Self) -> f64 {
        let distance = |k: usize| (self.0[k] - truth.0[k]).abs();
        let larger =
            |worst: f64, off: f64| if off.is_nan() { f64::INFINITY } else { worst.max(off) };
        points.into_iter().map(distance).fold(0.0, larger)
    }
}
