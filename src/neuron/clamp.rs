//! [`VoltageClamp`]: the potential held by an ideal amplifier, in closed form.

use num_traits::Float;

use super::{
    Channel, Compartment, ExtendedAxon, ExtendedMembrane, HodgkinHuxley, Membrane, Neuron,
};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Scalar, State, relaxed};

/// A neuron whose gates relax in closed form while its potential is held.
pub trait Clampable<T: Scalar> {
    /// The state of the membrane.
    type Membrane: State<Scalar = T>;

    /// The membrane held at `v` (mV) until its gates have relaxed.
    fn steady(&self, v: T) -> Self::Membrane;

    /// The membrane that was `before`, after the time `dt` (ms) at the potential `v` (mV).
    fn held(&self, before: &Self::Membrane, v: T, dt: T) -> Self::Membrane;
}

/// x(t) = x∞ + (x₀ − x∞)·e^(−t/τ), with x∞ = α/(α + β) and 1/τ = α + β.
fn relaxed_gates<T: Scalar, C: Channel<T>>(
    channels: &C,
    gates: &C::Gates,
    v: T,
    dt: T,
) -> C::Gates {
    let ((alpha, beta), mut after) = (channels.rates(v), gates.clone());
    after.assign(gates, [&alpha, &beta], &mut |out, x, [a, b]| *out = relaxed(x, (a, a + b), dt));
    after
}

impl<T: Scalar, M: Clampable<T> + ?Sized> Clampable<T> for &M {
    type Membrane = M::Membrane;

    fn steady(&self, v: T) -> Self::Membrane {
        (**self).steady(v)
    }

    fn held(&self, before: &Self::Membrane, v: T, dt: T) -> Self::Membrane {
        (**self).held(before, v, dt)
    }
}

impl<T: Scalar, S> Clampable<T> for HodgkinHuxley<T, S> {
    type Membrane = Membrane<T>;

    fn steady(&self, v: T) -> Membrane<T> {
        self.clamped_at(v)
    }

    fn held(&self, before: &Membrane<T>, v: T, dt: T) -> Membrane<T> {
        let ([m, h, n], sum) = self.gate_coefficients(v);
        Membrane {
            v,
            m: relaxed(before.m, (m, sum[0]), dt),
            h: relaxed(before.h, (h, sum[1]), dt),
            n: relaxed(before.n, (n, sum[2]), dt),
        }
    }
}

impl<T: Scalar, C: Channel<T>, S> Clampable<T> for Neuron<T, C, S> {
    type Membrane = Compartment<T, C::Gates>;

    fn steady(&self, v: T) -> Self::Membrane {
        self.clamped_at(v)
    }

    fn held(&self, before: &Self::Membrane, v: T, dt: T) -> Self::Membrane {
        Compartment { v, gates: relaxed_gates(self.channels(), &before.gates, v, dt) }
    }
}

impl<T: Scalar, C: Channel<T>, S> Clampable<T> for ExtendedAxon<T, C, S> {
    type Membrane = ExtendedMembrane<T, C::Gates>;

    fn steady(&self, v: T) -> Self::Membrane {
        self.clamped_at(v)
    }

    fn held(&self, before: &Self::Membrane, v: T, dt: T) -> Self::Membrane {
        let gates = relaxed_gates(self.channels(), &before.gates, v, dt);
        ExtendedMembrane::join(self.axon().held(&before.membrane(), v, dt), gates)
    }
}

/// A voltage clamp: the membrane held at a potential until its gates have relaxed, then at others by steps.
///
/// The amplifier is ideal, and every value is in closed form: each gate relaxes exponentially to its steady
/// value. For an amplifier behind a series resistance integrate the neuron under a
/// [`voltage_source`](crate::stimulus::voltage_source).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::VoltageClamp;
///
/// // The conductance of potassium 5 ms after a step from rest to 63 mV.
/// let axon = HodgkinHuxley::squid_axon();
/// let clamp = VoltageClamp::new(&axon, 0.0, [(0.0, 63.0)])?;
/// let g_k: f64 = axon.conductances(&clamp.at(5.0)).k;
/// assert!((g_k - 20.89052103791947).abs() < 1e-12);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoltageClamp<M, T, P> {
    neuron: M,
    holding: T,
    steps: P,
}

impl<T: Scalar, M: Clampable<T>, P: AsRef<[(T, T)]>> VoltageClamp<M, T, P> {
    /// `neuron` at the `holding` potential (mV) until the first of the `steps`, each a time (ms) and the potential
    /// (mV) from there on, in ascending order: an array, a slice or a `Vec`.
    ///
    /// # Errors
    ///
    /// A time or potential that is not finite; times that do not ascend.
    pub fn new(neuron: M, holding: T, steps: P) -> Result<Self, Error> {
        let (owner, remedy) = ("VoltageClamp", "give the potential in mV");
        require(Float::is_finite(holding), owner, ("holding", holding), Bound::Finite, remedy)?;
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
        reached.map_or(self.holding, |step| step.1)
    }

    /// The membrane at `t`: the potential held, and the gates on their way. O(number of steps before `t`).
    pub fn at(&self, t: T) -> M::Membrane {
        let steps = self.steps.as_ref();
        let mut membrane = self.neuron.steady(self.holding);
        for (i, &(from, v)) in steps.iter().enumerate().take_while(|(_, step)| step.0 <= t) {
            let to = steps.get(i + 1).map_or(t, |next| Float::min(next.0, t));
            membrane = self.neuron.held(&membrane, v, to - from);
        }
        membrane
    }
}
