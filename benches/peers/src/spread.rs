//! [`Spread`]: the median of some numbers, and the least and the largest of them.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    least: f64,
    largest: f64,
}

impl Spread {
    /// Of at least one number.
    pub(crate) fn of(numbers: &[f64]) -> Self {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |k: usize| sorted.get(k).copied().unwrap_or(f64::NAN);
        let last = sorted.len().saturating_sub(1);
        Self {
            median: 0.5 * (at(last / 2) + at(last.div_ceil(2))),
            least: at(0),
            largest: at(last),
        }
    }

    fn is_one(&self) -> bool {
        self.least == self.largest
    }
}

/// `12.3 (12.1–12.9)`, or the median alone where it is the only number.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { median, least, largest } = self;
        let digits = f.precision().unwrap_or(1);
        write!(f, "{median:.digits$}")?;
        if self.is_one() { Ok(()) } else { write!(f, " ({least:.digits$}–{largest:.digits$})") }
    }
}
