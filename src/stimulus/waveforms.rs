//! Smooth shapes: [`ramp`], [`sine`], [`chirp`], [`alpha_function`], [`double_exponential`].

use core::ops::Range;

use num_traits::Float;

use super::{Stimulus, crossing_on_line, require_finite, require_window, zero};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Direction, Scalar, bracket};

fn tau<T: Scalar>() -> T {
    T::lit(core::f64::consts::TAU)
}

fn require_positive<T: Scalar>(
    owner: &'static str,
    field: &'static str,
    value: T,
) -> Result<(), Error> {
    let holds = value > zero() && Float::is_finite(value);
    require(holds, owner, (field, value), Bound::Positive, "give a finite number above 0")
}

/// A current that changes linearly inside a window, zero outside; made by [`ramp`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ramp<T> {
    window: Range<T>,
    values: Range<T>,
}

/// Linear from `values.start` to `values.end` over the half-open `window`, zero outside.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let r = stimulus::ramp(10.0..20.0, 0.0..5.0);
/// assert_eq!([r.current(9.0), r.current(14.0), r.current(20.0)], [0.0, 2.0, 0.0]);
/// ```
pub const fn ramp<T>(window: Range<T>, values: Range<T>) -> Ramp<T> {
    Ramp { window, values }
}

impl<T: Scalar> Stimulus<T> for Ramp<T> {
    #[inline(always)]
    fn current(&self, t: T) -> T {
        let (Range { start, end }, Range { start: a, end: b }) = (&self.window, &self.values);
        if !self.window.contains(&t) {
            return zero();
        }
        *a + (*b - *a) * ((t - *start) / (*end - *start))
    }

    fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
        towards.first_beyond(t, &[self.window.start, self.window.end])
    }

    fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
        let (from, to) = (self.window.start, self.window.end);
        crossing_on_line((from, self.values.start), (to, self.values.end), level, t, towards)
    }

    fn check(&self, _: &Range<T>) -> Result<(), Error> {
        require_window("ramp", &self.window)?;
        require_finite("ramp", "values.start", self.values.start)?;
        require_finite("ramp", "values.end", self.values.end)
    }
}

/// The angles at which a sine passes `part` of its amplitude, within one turn.
fn angles<T: Scalar>(part: T) -> Option<[T; 2]> {
    let angle = Float::asin(part);
    (Float::abs(part) < T::one()).then(|| [angle, T::lit(core::f64::consts::PI) - angle])
}

/// The nearest of `candidates` strictly beyond `t`.
fn nearest<T: Scalar>(
    candidates: impl IntoIterator<Item = T>,
    t: T,
    towards: Direction,
) -> Option<T> {
    let ahead = candidates.into_iter().filter(|&x| towards.is_beyond(x, t));
    ahead.fold(None, |found, x| towards.nearer(found, Some(x)))
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
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Chirp<T> {
    window: Range<T>,
    frequencies: Range<T>,
    amplitude: T,
}

/// A sine over the half-open `window` that starts at phase 0 and whose frequency goes linearly through
/// `frequencies`, in cycles per unit of time (1/ms: 0.05 is 50 Hz); zero outside.
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
pub const fn chirp<T>(window: Range<T>, frequencies: Range<T>, amplitude: T) -> Chirp<T> {
    Chirp { window, frequencies, amplitude }
}

impl<T: Scalar> Chirp<T> {
    /// f₀ and half the growth of the frequency.
    fn course(&self) -> (T, T) {
        let (Range { start, end }, Range { start: f0, end: f1 }) =
            (&self.window, &self.frequencies);
        (*f0, (*f1 - *f0) / ((*end - *start) * T::lit(2.0)))
    }

    /// The cycles done at the time s after the start.
    fn cycles(&self, s: T) -> T {
        let (f0, growth) = self.course();
        s * (f0 + growth * s)
    }

    /// When so many cycles are done.
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

/// A pulse that rises and decays, as a function of the time since its onset.
trait Hump<T: Scalar> {
    fn at(&self, s: T) -> T;
    /// When it is highest, and a time beyond which it only decays further.
    fn peak_time(&self) -> T;
    fn slowest(&self) -> T;

    /// The two times at which it passes `level`, between 0 and its peak.
    fn passes(&self, level: T, peak: T) -> [Option<T>; 2] {
        let part = level / peak;
        if !(part > zero() && part < T::one()) {
            return [None, None];
        }
        let top = self.peak_time();
        let mut late = top + self.slowest();
        for _ in 0..64 {
            if self.at(late) < part {
                break;
            }
            late = late + self.slowest() * T::lit(4.0);
        }
        let off = |s: T| self.at(s) - part;
        let find = |a: T, b: T| bracket((a, off(a)), (b, off(b)), off).1;
        [Some(find(zero(), top)), Some(find(top, late))]
    }
}

macro_rules! hump {
    ($name:ident, $owner:literal) => {
        impl<T: Scalar> Stimulus<T> for $name<T> {
            #[inline]
            fn current(&self, t: T) -> T {
                let s = t - self.onset;
                if t < self.onset { zero() } else { self.amplitude * self.at(s) }
            }

            fn next_breakpoint(&self, t: T, towards: Direction) -> Option<T> {
                towards.first_beyond(t, &[self.onset])
            }

            fn next_crossing(&self, level: T, t: T, towards: Direction) -> Option<T> {
                let passes = self.passes(level, self.amplitude).into_iter().flatten();
                nearest(passes.map(|s| self.onset + s), t, towards)
            }

            fn check(&self, _: &Range<T>) -> Result<(), Error> {
                require_finite($owner, "onset", self.onset)?;
                require_finite($owner, "amplitude", self.amplitude)?;
                self.check_times()
            }
        }
    };
}

/// The alpha function of a synapse; made by [`alpha_function`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AlphaFunction<T> {
    onset: T,
    amplitude: T,
    tau: T,
}

/// `amplitude`·(s/τ)·e^(1 − s/τ) with s = t − `onset` ≥ 0, zero before: highest, at `amplitude`, after the
/// time `tau`.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let a = stimulus::alpha_function(5.0, 3.0, 2.0);
/// assert_eq!([a.current(4.9), a.current(7.0)], [0.0, 3.0]);
/// assert_eq!(a.next_breakpoint(0.0, Direction::Forward), Some(5.0));
/// ```
pub const fn alpha_function<T>(onset: T, amplitude: T, tau: T) -> AlphaFunction<T> {
    AlphaFunction { onset, amplitude, tau }
}

impl<T: Scalar> Hump<T> for AlphaFunction<T> {
    #[inline(always)]
    fn at(&self, s: T) -> T {
        let x = s / self.tau;
        x * Float::exp(T::one() - x)
    }

    fn peak_time(&self) -> T {
        self.tau
    }

    fn slowest(&self) -> T {
        self.tau
    }
}

impl<T: Scalar> AlphaFunction<T> {
    fn check_times(&self) -> Result<(), Error> {
        require_positive("alpha_function", "tau", self.tau)
    }
}

hump!(AlphaFunction, "alpha_function");

/// A difference of two exponentials; made by [`double_exponential`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DoubleExponential<T> {
    onset: T,
    amplitude: T,
    tau_rise: T,
    tau_decay: T,
}

/// `amplitude`·(e^(−s/τd) − e^(−s/τr))/peak with s = t − `onset` ≥ 0, zero before; divided by its own peak, so
/// that the highest current is `amplitude`. `tau_rise` must be shorter than `tau_decay`.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let d = stimulus::double_exponential(0.0, 2.0, 0.5, 5.0);
/// let peak = 0.5 * 5.0 / 4.5 * 10.0_f64.ln(); // τr·τd/(τd − τr)·ln(τd/τr)
/// assert!((d.current(peak) - 2.0).abs() < 1e-14);
/// ```
pub const fn double_exponential<T>(
    onset: T,
    amplitude: T,
    tau_rise: T,
    tau_decay: T,
) -> DoubleExponential<T> {
    DoubleExponential { onset, amplitude, tau_rise, tau_decay }
}

impl<T: Scalar> DoubleExponential<T> {
    fn difference(&self, s: T) -> T {
        // e^(−s/τd) − e^(−s/τr), without cancellation where the two are close.
        let faster = T::one() / self.tau_rise - T::one() / self.tau_decay;
        -Float::exp(-s / self.tau_decay) * Float::exp_m1(-s * faster)
    }

    fn check_times(&self) -> Result<(), Error> {
        let (owner, rise, decay) = ("double_exponential", self.tau_rise, self.tau_decay);
        require_positive(owner, "tau_rise", rise)?;
        require_positive(owner, "tau_decay", decay)?;
        let bound = Bound::Above("tau_rise", rise.into());
        let remedy = "it rises faster than it decays; for equal times take `alpha_function`";
        require(decay > rise, owner, ("tau_decay", decay), bound, remedy)
    }
}

impl<T: Scalar> Hump<T> for DoubleExponential<T> {
    #[inline(always)]
    fn at(&self, s: T) -> T {
        self.difference(s) / self.difference(self.peak_time())
    }

    fn peak_time(&self) -> T {
        let (rise, decay) = (self.tau_rise, self.tau_decay);
        rise * decay / (decay - rise) * Float::ln(decay / rise)
    }

    fn slowest(&self) -> T {
        self.tau_decay
    }
}

hump!(DoubleExponential, "double_exponential");
