//! [`VoltageClamp`]: the potential held by an ideal amplifier, in closed form.

use core::ops::Range;

use num_traits::Float;

use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{ConditionallyLinear, OdeState, Scalar, State, relaxed};

/// A voltage clamp: the membrane held at a potential, then at others by steps.
///
/// The amplifier is ideal, and every value is in closed form: each gate relaxes exponentially to
/// its steady value. The neuron may be any [`ConditionallyLinear`] system whose component 0 is the
/// potential, and whose part 0 is that alone. For an amplifier behind a series resistance integrate
/// the neuron under a [`voltage_source`](crate::stimulus::voltage_source).
///
/// # Example
///
/// ```
/// use excitable::VoltageClamp;
/// use excitable::prelude::*;
///
/// // The conductance of potassium 5 ms after a step from rest to 63 mV.
/// let axon = HodgkinHuxley::squid_axon();
/// let clamp = VoltageClamp::new(axon, axon.clamped_at(0.0), [(0.0, 63.0)])?;
/// let g_k: f64 = axon.conductances(&clamp.at(5.0)).k;
/// assert!((g_k - 20.89052103791947).abs() < 1e-12);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoltageClamp<M, Y, P> {
    neuron: M,
    holding: Y,
    steps: P,
}

impl<T, M, P> VoltageClamp<M, M::State, P>
where
    T: Scalar,
    M: ConditionallyLinear<State: State<Scalar = T>>,
    P: AsRef<[(T, T)]>,
{
    /// `neuron` in the state `holding`, such as `neuron.clamped_at(v)`, until the first of the
    /// `steps`, each a time (ms) and the potential (mV) from there on, in ascending order: an
    /// array, a slice or a `Vec`.
    ///
    /// # Errors
    ///
    /// A time or potential that is not finite; times that do not ascend.
    pub fn new(neuron: M, holding: M::State, steps: P) -> Result<Self, Error> {
        let (owner, remedy) = ("VoltageClamp", "give the potential in mV");
        let v = potential(&holding);
        require(Float::is_finite(v), owner, ("holding", v), Bound::Finite, remedy)?;
        let mut before = T::neg_infinity();
        for &(t, v) in steps.as_ref() {
            let remedy = "give each step as (time in ms, potential in mV)";
            require(Float::is_finite(t), owner, ("time of a step", t), Bound::Finite, remedy)?;
            require(Float::is_finite(v), owner, ("potential of a step", v), Bound::Finite, remedy)?;
            let bound = Bound::Above("the step before", before.into());
            let remedy = "sort the steps by their times";
            require(t > before, owner, ("time of a step", t), bound, remedy)?;
            before = t;
        }
        Ok(Self { neuron, holding, steps })
    }

    /// The neuron.
    pub fn neuron(&self) -> &M {
        &self.neuron
    }

    /// The command potential at `t` (mV); at the time of a step already the later one.
    pub fn potential(&self, t: T) -> T {
        let reached = self.steps.as_ref().iter().take_while(|step| step.0 <= t).last();
        reached.map_or_else(|| potential(&self.holding), |step| step.1)
    }

    /// The membrane at `t`: the potential held, and the gates on their way. O(number of steps
    /// before `t`).
    pub fn at(&self, t: T) -> M::State {
        let steps = self.steps.as_ref();
        let mut y = self.holding.clone();
        for (i, &(from, v)) in steps.iter().enumerate().take_while(|(_, step)| step.0 <= t) {
            let to = steps.get(i + 1).map_or(t, |next| Float::min(next.0, t));
            y = self.held(&y, v, (from, to - from));
        }
        y
    }

    /// The time and the value of the highest point of a `quantity` of the membrane inside `window`
    /// (ms); for an inward current give its negative.
    ///
    /// It is looked for between 128 points of each step, which lie closer the nearer they are to
    /// its start, and narrowed to the last digits that the value has.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a window that is not finite, or whose end does not come after its
    /// start.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::VoltageClamp;
    /// use excitable::prelude::*;
    ///
    /// // The inward current of sodium at 40 mV.
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let clamp = VoltageClamp::new(axon, axon.rest()?, [(1.0, 40.0)])?;
    /// let (t, current) = clamp.peak(0.0..20.0, |y| -axon.currents(y).na)?;
    /// assert!(t > 1.5 && t < 3.0 && current > 500.0); // ms, µA/cm²
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn peak(
        &self,
        window: Range<T>,
        quantity: impl Fn(&M::State) -> T,
    ) -> Result<(T, T), Error> {
        let (owner, Range { start, end }) = ("VoltageClamp::peak", window);
        let remedy = "give the window in ms";
        require(start.is_finite(), owner, ("window.start", start), Bound::Finite, remedy)?;
        require(end.is_finite(), owner, ("window.end", end), Bound::Finite, remedy)?;
        let bound = Bound::Above("window.start", start.into());
        require(end > start, owner, ("window.end", end), bound, "give the earlier time first")?;
        let value = |t| (t, quantity(&self.at(t)));
        let times = self.steps.as_ref().iter().map(|step| step.0);
        let inner = times.filter(|t| start < *t && *t < end);
        let (mut from, mut best) = (start, value(start));
        for to in inner.chain(core::iter::once(end)) {
            best = higher(best, highest_between(from, to, &value));
            from = to;
        }
        Ok(best)
    }

    /// The membrane that was `before`, after the time `dt` (ms) at the potential `v` (mV), from `t`
    /// on.
    fn held(&self, before: &M::State, v: T, (t, dt): (T, T)) -> M::State {
        let start = with_potential(before, v);
        let mut zero = start.clone();
        zero.assign(&start, [], &mut |out, _, []| *out = T::zero());
        let (mut a, mut b, mut after) = (zero.clone(), zero, start.clone());
        for part in 1..M::PARTS {
            self.neuron.coefficients(part, t, &start, &mut a, &mut b);
        }
        // x(t) = x∞ + (x₀ − x∞)·e^(−t/τ), with x∞ = a/b and 1/τ = b; V stays, with a = b = 0.
        after.assign(&start, [&a, &b], &mut |out, x, [a, b]| *out = relaxed(x, (a, b), dt));
        after
    }
}

/// The points of a step at which its highest value is looked for.
const POINTS: u32 = 128;
/// 1 − 1/φ, the golden section, and the sections that leave the width of a flat maximum.
const GOLDEN: f64 = 0.38196601125010515;
const SECTIONS: u32 = 50;

/// The highest value between two times, the start of the step included.
fn highest_between<T: Scalar>(from: T, to: T, value: &impl Fn(T) -> (T, T)) -> (T, T) {
    // θ³: most of what relaxes does so at the beginning.
    let point = |k: u32| {
        let part = T::lit(f64::from(k) / f64::from(POINTS));
        if k == POINTS { to } else { from + (to - from) * part * part * part }
    };
    let highest = (0..=POINTS).map(|k| (k, value(point(k))));
    let highest = highest.reduce(|a, b| if b.1.1 > a.1.1 { b } else { a });
    let (k, mut best) = highest.unwrap_or_else(|| (0, value(from)));
    let (mut low, mut high) = (point(k.saturating_sub(1)), point(POINTS.min(k + 1)));
    for _ in 0..SECTIONS {
        let right = high - best.0 > best.0 - low;
        let here = value(best.0 + (if right { high } else { low } - best.0) * T::lit(GOLDEN));
        let inside = higher(best, here);
        let outside = if inside.0 == best.0 { here } else { best };
        (low, high) = if outside.0 > inside.0 { (low, outside.0) } else { (outside.0, high) };
        best = inside;
    }
    best
}

/// The first of the two where they are equal.
fn higher<T: Scalar>(a: (T, T), b: (T, T)) -> (T, T) {
    if b.1 > a.1 { b } else { a }
}

/// The potential of a membrane: component 0.
fn potential<Y: OdeState>(y: &Y) -> Y::Scalar {
    y.component(0).unwrap_or_else(Float::nan)
}

/// The same membrane at the potential `v`.
fn with_potential<Y: State>(y: &Y, v: Y::Scalar) -> Y {
    let (mut i, mut moved) = (0, y.clone());
    moved.assign(y, [], &mut |out, x, []| {
        *out = if i == 0 { v } else { x };
        i += 1;
    });
    moved
}
