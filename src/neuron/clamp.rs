//! [`VoltageClamp`]: the potential held by an ideal amplifier, in closed form.

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
