//! [`Pile`]: events that follow one another without end at one time.

use super::Scalar;
use crate::Error;

/// More events than any model needs at one time.
const PILE: u32 = 1000;

/// How many cuts have followed one another at one time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pile<T> {
    t: T,
    count: u32,
}

impl<T: Scalar> Pile<T> {
    pub(super) fn none() -> Self {
        Self { t: T::nan(), count: 0 }
    }

    /// One more cut at `t`: an error where a thousand have come within some floats of one another.
    pub(super) fn note(&mut self, t: T) -> Result<(), Error> {
        let near = (t - self.t).abs() <= T::lit(16.0) * t.ulp();
        *self = Self { t, count: if near { self.count + 1 } else { 0 } };
        if self.count < PILE { Ok(()) } else { Err(Error::Pile { events: PILE, t: t.into() }) }
    }
}
