//! [`sine`], and [`chirp`]: a sine whose frequency changes.

use core::ops::Range;

use num_traits::Float;

use super::window::Window;
use super::{Stimulus, nearest, require_finite, require_positive, require_window, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar};

fn tau<T: Scalar>() -> T {
    T::lit(core::f64::consts::TAU)
}

/// The angles at which a sine passes `part` of its amplitude, within one turn.
fn angles<T: Scalar>(part: T) -> Option<[T; 2]> {
    let angle = Float::asin(part);
    (Float::abs(part) < T::one()).then(|| [angle, T::lit(core::f64::consts::PI) - angle])
}

/// A sine; made by [`sine`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sine<T> {
    amplitude: T,
    period: T,
    phase: T,
}

/// `amplitude`·sin(2π·t/`period` + phase), without end; the phase is 0 unless given by
/// [`with_phase`](Sine::with_phase). A period of 20 ms is 50 Hz.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let s = stimulus::sine(10.0, 20.0);
/// assert!((s.current(5.0) - 10.0_f64).abs() < 1e-12);
/// assert_eq!(s.next_breakpoint(0.0, Direction::Forward), None);
/// ```
pub fn sine<T: Scalar>(amplitude: T, period: T) -> Sine<T> {
    Sine { amplitude, period, phase: zero() }
}

impl<T> Sine<T> {
    /// The phase at t = 0, in radians: π/2 makes it a cosine.
    pub fn with_phase(self, phase: T) -> Self {
        Self { phase, ..self }
    }
}

impl<T: Scalar> Stimulus<T> for Sine<T> {
    #[inline]
    fn current(&self, t: T) -> T {
        // The whole turns are taken away before they are multiplied by 2π.
        let turns = t / self.period;
        let part = turns - Float::floor(turns);
        self.amplitude * Float::sin(tau::<T>() * part + self.phase)
    }

    fn next_breakpoint(&self, _: T, _: Direction) -> Option<T> {
        None
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let angles = angles(level / self.amplitude)?;
        let turn = Float::floor(t / self.period);
        let candidates = [-2.0, -1.0, 0.0, 1.0, 2.0].into_iter().flat_map(|n| {
            // The whole turns first: the same float from whichever side it is looked for.
            let turns = turn + Float::round(self.phase / tau()) + T::lit(n);
            angles.map(|a| ((a - self.phase) / tau() + turns) * self.period)
        });
        nearest(candidates, t, towards)
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        require_finite("sine", "amplitude", self.amplitude)?;
        require_positive("sine", "period", self.period)?;
        require_finite("sine", "phase", self.phase)
    }
}

/// A sine whose frequency grows or falls linearly inside a window; made by [`chirp`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Chirp<T> {
    window: Window<T>,
    frequencies: Window<T>,
    amplitude: T,
}

/// A sine over the half-open `window` that starts at phase 0 and whose frequency goes linearly
/// through `frequencies`, in cycles per unit of time (1/ms: 0.05 is 50 Hz); zero outside.
///
/// I = A·sin(2π·(f₀·s + (f₁ − f₀)·s²/(2·T))) with s = t − start and T the length of the window.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let c = stimulus::chirp(0.0..100.0, 0.0..0.1, 2.0); // 0 to 100 Hz in 100 ms
/// assert!((c.current(50.0_f64) - 2.0).abs() < 1e-12); // after 1.25 cycles
/// ```
pub const fn chirp<T: Copy>(window: Range<T>, frequencies: Range<T>, amplitude: T) -> Chirp<T> {
    Chirp { window: Window::of(window), frequencies: Window::of(frequencies), amplitude }
}

impl<T: Scalar> Chirp<T> {
    /// f₀ and half the growth of the frequency.
    fn course(&self) -> (T, T) {
        let (Window { start, end }, Window { start: f0, end: f1 }) =
            (&self.window, &self.frequencies);
        (*f0, (*f1 - *f0) / ((*end - *start) * T::lit(2.0)))
    }

    /// The cycles done at the time s after the start.
    fn cycles(&self, s: T) -> T {
        let (f0, growth) = self.course();
        s * (f0 + growth * s)
    }

    /// The time at which so many cycles are done.
    fn time(&self, cycles: T) -> T {
        let (f0, growth) = self.course();
        let root = Float::sqrt((f0 * f0 + T::lit(4.0) * growth * cycles).max(zero()));
        self.window.start + T::lit(2.0) * cycles / (f0 + root)
    }
}

impl<T: Scalar> Stimulus<T> for Chirp<T> {
    #[inline]
    fn current(&self, t: T) -> T {
        if !self.window.contains(&t) {
            return zero();
        }
        let cycles = self.cycles(t - self.window.start);
        self.amplitude * Float::sin(tau::<T>() * (cycles - Float::floor(cycles)))
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.first_beyond(t, &[self.window.start, self.window.end])
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let angles = angles(level / self.amplitude)?;
        let inside = t.max(self.window.start).min(self.window.end) - self.window.start;
        let turn = Float::floor(self.cycles(inside));
        let candidates = [-2.0, -1.0, 0.0, 1.0, 2.0].into_iter().flat_map(|n| {
            let turns = turn + T::lit(n);
            angles.map(|a| self.time((a / tau() + turns).max(zero())))
        });
        nearest(candidates.filter(|x| self.window.contains(x)), t, towards)
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        require_window("chirp", &self.window)?;
        let remedy = "give the frequencies in cycles per unit of time, forward in phase";
        for (field, f) in [
            ("frequencies.start", self.frequencies.start),
            ("frequencies.end", self.frequencies.end),
        ] {
            let holds = f >= zero() && Float::is_finite(f);
            require(holds, "chirp", (field, f), Bound::NonNegative, remedy)?;
        }
        require_finite("chirp", "amplitude", self.amplitude)
    }
}
