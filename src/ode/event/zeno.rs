//! [`Zeno`]: events that follow one another without end at one time.

use crate::Error;
use crate::num::Scalar;

/// The number of events at one time that counts as infinitely many.
const MOST: u32 = 1000;

/// The number of cuts that have followed one another at one time.
#[derive(Clone, Copy, Debug)]
pub(in crate::ode) struct Zeno<T> {
    t: T,
    count: u32,
}

impl<T: Scalar> Zeno<T> {
    pub(in crate::ode) fn none() -> Self {
        Self { t: T::nan(), count: 0 }
    }

    /// One more cut at `t`: an error where a thousand have come within some floats of one another.
    pub(in crate::ode) fn note(&mut self, t: T) -> Result<(), Error> {
        let near = (t - self.t).abs() <= T::lit(16.0) * t.ulp();
        *self = Self { t, count: if near { self.count + 1 } else { 0 } };
        if self.count < MOST { Ok(()) } else { Err(Error::Zeno { events: MOST, t: t.into() }) }
    }
}
