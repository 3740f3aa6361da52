//! [`samples`], [`samples_at`]: a current given by numbers.

use core::fmt;
use core::ops::Range;

use num_traits::Float;

use super::grid::Grid;
use super::{Stimulus, crossing_on_line, zero};
use crate::Error;
use crate::error::Quantity;
use crate::ode::{Direction, Name, Scalar, check_ascending};

/// The course of a current between two samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Between {
    Held,
    Linear,
}

/// The times of samples.
trait Times<T: Scalar> {
    /// The time of sample `k`.
    fn time(&self, k: usize) -> T;

    /// The number of samples at or before `t`, of `count`.
    fn reached(&self, t: T, count: usize) -> usize;

    /// The time until which the last of `count` samples is held; `None`: for good.
    fn end(&self, count: usize) -> Option<T>;

    /// Whether these are good times for so many samples in a run over `span`.
    fn check_over(&self, span: &Range<T>, count: usize) -> Result<(), Error>;
}

/// Times at equal distances.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Uniform<T> {
    grid: Grid<T>,
}

#[allow(clippy::cast_precision_loss, reason = "an index of a slice of numbers is far below 2⁵³")]
fn number<T: Scalar>(k: usize) -> T {
    T::lit(k as f64)
}

impl<T: Scalar> Times<T> for Uniform<T> {
    #[inline(always)]
    fn time(&self, k: usize) -> T {
        self.grid.knot(number(k))
    }

    #[inline]
    fn reached(&self, t: T, count: usize) -> usize {
        let k = self.grid.index(t) + T::one();
        // Float to integer saturates; NaN becomes 0.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let reached = k.to_f64() as usize;
        reached.min(count)
    }

    fn end(&self, count: usize) -> Option<T> {
        Some(self.time(count))
    }

    fn check_over(&self, span: &Range<T>, _: usize) -> Result<(), Error> {
        self.grid.check("samples", ("step", "give the time from one sample to the next"), span)
    }
}

/// Times in a list.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Listed<X> {
    times: X,
}

impl<X> fmt::Debug for Listed<X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listed").finish_non_exhaustive()
    }
}

impl<T: Scalar, X: AsRef<[T]>> Times<T> for Listed<X> {
    #[inline(always)]
    fn time(&self, k: usize) -> T {
        self.times.as_ref().get(k).copied().unwrap_or_else(T::nan)
    }

    #[inline]
    fn reached(&self, t: T, _: usize) -> usize {
        self.times.as_ref().partition_point(|&x| x <= t)
    }

    fn end(&self, _: usize) -> Option<T> {
        None
    }

    fn check_over(&self, _: &Range<T>, count: usize) -> Result<(), Error> {
        let (owner, times) = ("samples_at", self.times.as_ref());
        let (remedy, found) = ("give a time for each value", times.len());
        if count != found {
            let field = "times";
            return Err(Error::Length { owner, field, expected: count, found, remedy });
        }
        check_ascending(owner, "times", times)
    }
}

/// So many samples of one value are announced as a breakpoint, lest a look go through all of a long
/// recording.
const LONGEST_QUIET: usize = 1024;

/// A current given by samples; made by [`samples`] and [`samples_at`].
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Samples<X, V> {
    times: X,
    values: V,
    between: Between,
}

impl<X, V> fmt::Debug for Samples<X, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Samples").field("between", &self.between).finish_non_exhaustive()
    }
}

fn check_values<T: Scalar>(values: &[T], time: impl Fn(usize) -> T) -> Result<(), Error> {
    let remedy = "give at least one sample";
    let (owner, field) = ("samples", "values");
    if values.is_empty() {
        return Err(Error::Length { owner, field, expected: 1, found: 0, remedy });
    }
    let found = values.iter().position(|x| !Float::is_finite(*x));
    found.map_or(Ok(()), |index| {
        let mut component = Name::root();
        component.field("values");
        component.element(index);
        let (value, t) = (values[index].into(), time(index).into());
        Err(Error::NonFinite { quantity: Quantity::Sample, component, value, t })
    })
}

/// The current whose value k is `values[k]` from start + k·`step` on, held for one step; zero
/// before the first and after the last. [`linear`](Samples::linear) joins the samples by lines
/// instead, zero after the last.
///
/// The values may be a `Vec`, an array or a slice. Every sample whose value differs from its
/// neighbours' is a breakpoint. Look-up is O(1).
///
/// # Errors
///
/// A list without a value, a value that is not finite, a start that is not, a step that is not
/// positive.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let recorded = stimulus::samples(0.0, 0.5, vec![1.0, 3.0, 2.0])?;
/// assert_eq!(
///     [recorded.current(0.7), recorded.current(1.4), recorded.current(1.5)],
///     [3.0, 2.0, 0.0]
/// );
/// assert_eq!(recorded.linear().current(0.25), 2.0);
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn samples<T: Scalar, V: AsRef<[T]>>(
    start: T,
    step: T,
    values: V,
) -> Result<Samples<Uniform<T>, V>, Error> {
    let times = Uniform { grid: Grid { start, step } };
    let end = times.time(values.as_ref().len());
    let samples = Samples { times, values, between: Between::Held };
    samples.check(&(start..end)).map(|()| samples)
}

/// The current whose value is `values[k]` from `times[k]` on, held until the next one; zero before
/// the first, the last for good. [`linear`](Samples::linear) joins the samples by lines instead,
/// zero after the last. Two samples at one time are a jump, from the earlier value to the later.
///
/// Every sample whose value differs from its neighbours' is a breakpoint. Look-up is O(log n).
///
/// # Errors
///
/// Lists of different lengths or without a value, a value or time that is not finite, a time before
/// the last one.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let stairs = stimulus::samples_at([0.0, 1.0, 5.0], [2.0, 4.0, 0.0])?;
/// assert_eq!(
///     [stairs.current(0.5), stairs.current(4.0), stairs.current(9.0)],
///     [2.0, 4.0, 0.0]
/// );
/// let error = stimulus::samples_at([0.0, 2.0, 1.0], [1.0, 1.0, 1.0]).unwrap_err();
/// assert!(
///     error
///         .to_string()
///         .starts_with("samples_at: times = 1, but it must be >= the one before = 2")
/// );
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn samples_at<T: Scalar, X: AsRef<[T]>, V: AsRef<[T]>>(
    times: X,
    values: V,
) -> Result<Samples<Listed<X>, V>, Error> {
    let samples = Samples { times: Listed { times }, values, between: Between::Held };
    samples.check(&(T::zero()..T::zero())).map(|()| samples)
}

impl<X, V> Samples<X, V> {
    /// The same samples joined by lines.
    pub fn linear(self) -> Self {
        Self { between: Between::Linear, ..self }
    }

    /// Two neighbouring samples around `t`: how many lie at or before it, and the times and values.
    #[inline]
    fn around<T: Scalar>(&self, t: T) -> Option<[(T, T); 2]>
    where
        X: Times<T>,
        V: AsRef<[T]>,
    {
        let values = self.values.as_ref();
        let after = self.times.reached(t, values.len());
        let before = after.checked_sub(1)?;
        let value = *values.get(after)?;
        let earlier = *values.get(before)?;
        Some([(self.times.time(before), earlier), (self.times.time(after), value)])
    }

    /// Whether sample `k` is a breakpoint: not where its value is that of the one before, and of
    /// the one behind where lines join them.
    #[inline]
    fn is_corner<T: Scalar>(&self, k: usize) -> bool
    where
        V: AsRef<[T]>,
    {
        let value = |k: usize| self.values.as_ref().get(k);
        let from_before = k.is_multiple_of(LONGEST_QUIET) || value(k - 1) != value(k);
        from_before || self.between == Between::Linear && value(k) != value(k + 1)
    }
}

impl<T: Scalar, X: Times<T>, V: AsRef<[T]>> Stimulus<T> for Samples<X, V> {
    #[inline]
    fn current(&self, t: T) -> T {
        let values = self.values.as_ref();
        if self.between == Between::Linear {
            return self
                .around(t)
                .map_or(zero(), |[(t0, a), (t1, b)]| a + (b - a) * ((t - t0) / (t1 - t0)));
        }
        let over = self.times.end(values.len()).is_some_and(|end| t >= end);
        let reached = self.times.reached(t, values.len());
        let last = reached.checked_sub(1).filter(|_| !over);
        last.and_then(|k| values.get(k)).copied().unwrap_or_else(zero)
    }

    fn is_held(&self) -> bool {
        self.between == Between::Held
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        let count = self.values.as_ref().len();
        let held = self.between == Between::Held;
        let end = self.times.end(count).filter(|&end| held && towards.is_beyond(end, t));
        // The samples up to t; backward, those before it.
        let near = self.times.reached(towards.inside(t), count);
        let next = match towards {
            Direction::Forward => (near..count).find(|&k| self.is_corner(k)),
            Direction::Backward => (0..near).rev().find(|&k| self.is_corner(k)),
        };
        towards.nearer(next.map(|k| self.times.time(k)), end)
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        if self.between == Between::Held {
            return None;
        }
        let [a, b] = self.around(towards.inside(t))?;
        crossing_on_line(a, b, level, t, towards)
    }

    fn check(&self, span: &Range<T>) -> Result<(), Error> {
        let values = self.values.as_ref();
        check_values(values, |k| self.times.time(k))?;
        self.times.check_over(span, values.len())
    }
}
