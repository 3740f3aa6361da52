//! [`Number`]: a number in a message, with the digits of its type.

use core::fmt;

use crate::ode::Scalar;

/// A number inside an [`Error`](crate::Error), printed with the digits of the type it came from.
#[derive(Clone, Copy)]
pub struct Number {
    value: f64,
    single: bool,
}

impl Number {
    /// The number, exactly.
    pub const fn value(self) -> f64 {
        self.value
    }
}

/// What to do about a time outside of a span; sums of 0.1 end beside 50.
pub(super) fn outside_remedy(t: Number, ends: [Number; 2]) -> &'static str {
    let far = if t.single { 1e-4 } else { 1e-9 };
    let size = ends[0].value.abs().max(ends[1].value.abs());
    let by_rounding = |end: &Number| (t.value - end.value).abs() <= far * size;
    if ends.iter().any(by_rounding) {
        "by rounding only; make each time of a grid from its number, k/10, not by adding up 0.1"
    } else {
        "sample inside, or integrate further"
    }
}

impl<T: Scalar> From<T> for Number {
    fn from(x: T) -> Self {
        Self { value: x.to_f64(), single: T::epsilon() > T::lit(1e-10) }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl fmt::Display for Number {
    #[allow(clippy::cast_possible_truncation, reason = "back to the type it came from")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, short) = (self.value, self.value as f32);
        let size = value.abs();
        let plain = size == 0.0 || (1e-4..1e16).contains(&size) || !size.is_finite();
        match (self.single, plain) {
            (true, true) => write!(f, "{short}"),
            (true, false) => write!(f, "{short:e}"),
            (false, true) => write!(f, "{value}"),
            (false, false) => write!(f, "{value:e}"),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
