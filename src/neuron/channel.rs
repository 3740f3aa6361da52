//! [`Channel`]: a current through a membrane, with its gates.

use super::rate::DIFFERENCE;
use crate::Error;
use crate::ode::{Real, Scalar, State};

/// The current of a channel, and its derivative by the potential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChannelCurrent<R> {
    /// The current (µA/cm²), outward positive.
    pub current: R,
    /// Its derivative by the potential (mS/cm²): the conductance, for a current g·(V − E).
    pub conductance: R,
}

/// A current through a membrane, with its gates: a conductance, or several.
///
/// A tuple of channels is a channel. [`IonChannel`](super::IonChannel) is the one that most models
/// are made of; implement the trait for a current that is not g·(V − E), or whose gates are not α
/// and β.
///
/// # Law
///
/// dx/dt = α·(1 − x) − β·x for each gate x. For the exponential steppers the current must be a
/// linear function of the potential while the gates rest.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::{Conductance, Potential};
/// use excitable::neuron::{Channel, ChannelCurrent};
///
/// /// A pump that pushes 2 µA/cm² out, whatever the potential.
/// struct Pump;
///
/// impl Channel<f64> for Pump {
///     type Gates = [f64; 0];
///     fn current(&self, _v: f64, _: &[f64; 0]) -> ChannelCurrent<f64> {
///         ChannelCurrent { current: 2.0, conductance: 0.0 }
///     }
///     fn rates(&self, _v: f64) -> ([f64; 0], [f64; 0]) {
///         ([], [])
///     }
/// }
///
/// let axon = HodgkinHuxley::squid_axon().with_channel(Pump).with_stimulus(constant(2.0));
/// let end = integrate(&axon, 0.0..100.0, axon.clamped_at(0.0), Rk45.adaptive()).finish()?;
/// assert!(end.y.v.abs() < 0.01); // the pump takes away what the stimulus brings
/// # Ok::<(), excitable::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a channel for numbers of type `{R}`",
    note = "make one with `IonChannel::new(g, e).with_gates((m.powered::<3>(), …))`",
    note = "or implement `Channel`; a tuple of up to six channels is a channel"
)]
pub trait Channel<R: Real> {
    /// The gating variables.
    type Gates: State<Scalar = R>;

    /// The current at the potential `v` (mV) with these gates.
    fn current(&self, v: R, gates: &Self::Gates) -> ChannelCurrent<R>;

    /// α and β (1/ms) of each gate at the potential `v` (mV).
    fn rates(&self, v: R) -> (Self::Gates, Self::Gates);

    /// dα/dV and dβ/dV of each gate (1/(ms·mV)). Provided: central differences over ±2⁻¹⁰ mV.
    fn rate_derivatives(&self, v: R) -> (Self::Gates, Self::Gates) {
        let d = R::lit(DIFFERENCE);
        let ((a, b), (c, e)) = (self.rates(v + d), self.rates(v - d));
        let slope = |high: &Self::Gates, low: &Self::Gates| {
            let mut slope = high.clone();
            slope.assign(high, [low], &mut |out, x, [y]| *out = (x - y) / (d + d));
            slope
        };
        (slope(&a, &c), slope(&b, &e))
    }

    /// ∂I/∂x of each gate x (µA/cm²). Provided: central differences.
    fn gate_derivatives(&self, v: R, gates: &Self::Gates) -> Self::Gates {
        let d = R::lit(DIFFERENCE * DIFFERENCE);
        let moved = |index: usize, by: R| {
            let (mut i, mut moved) = (0, gates.clone());
            moved.assign(gates, [], &mut |out, x, []| {
                *out = if i == index { x + by } else { x };
                i += 1;
            });
            self.current(v, &moved).current
        };
        let (mut index, mut slopes) = (0, gates.clone());
        slopes.assign(gates, [], &mut |out, _, []| {
            *out = (moved(index, d) - moved(index, -d)) / (d + d);
            index += 1;
        });
        slopes
    }

    /// Writes `f(x, α, β)` for each gate x at the potential `v` (mV). Provided by the rates; a
    /// tuple goes channel by channel, which each have their own code to be inlined.
    #[inline(always)]
    fn map_gates(
        &self,
        v: R,
        gates: &Self::Gates,
        out: &mut Self::Gates,
        f: &mut impl FnMut(R, R, R) -> R,
    ) {
        let (alpha, beta) = self.rates(v);
        out.assign(gates, [&alpha, &beta], &mut |out, x, [a, b]| *out = f(x, a, b));
    }

    /// Checks the numbers of this channel.
    ///
    /// # Errors
    ///
    /// The first that violates its bound; a run returns it before its first step.
    fn check(&self) -> Result<(), Error>
    where
        R: Scalar,
    {
        Ok(())
    }

    /// Checks the gates with which a run begins. Provided: anything goes, since what a channel of
    /// your own keeps need not be the open part of a gate.
    ///
    /// # Errors
    ///
    /// A gate that is not between 0 and 1.
    fn check_gates(&self, gates: &Self::Gates) -> Result<(), Error>
    where
        R: Scalar,
    {
        let _ = gates;
        Ok(())
    }

    /// The gates, each at its steady value x∞ = α/(α + β) at the potential `v` (mV).
    fn steady_gates(&self, v: R) -> Self::Gates {
        let (alpha, beta) = self.rates(v);
        let mut gates = alpha.clone();
        gates.assign(&alpha, [&beta], &mut |out, a, [b]| *out = a / (a + b));
        gates
    }
}

macro_rules! tuple {
    ($($channel:ident $i:tt),+) => {
        impl<R: Real, $($channel: Channel<R>),+> Channel<R> for ($($channel,)+) {
            type Gates = ($($channel::Gates,)+);

            #[inline(always)]
            fn current(&self, v: R, gates: &Self::Gates) -> ChannelCurrent<R> {
                let currents = [$(self.$i.current(v, &gates.$i)),+];
                let sum = |part: fn(&ChannelCurrent<R>) -> R| {
                    currents[1..].iter().fold(part(&currents[0]), |sum, one| sum + part(one))
                };
                ChannelCurrent { current: sum(|f| f.current), conductance: sum(|f| f.conductance) }
            }

            #[inline(always)]
            fn rates(&self, v: R) -> (Self::Gates, Self::Gates) {
                let rates = ($(self.$i.rates(v),)+);
                (($(rates.$i.0,)+), ($(rates.$i.1,)+))
            }

            #[inline(always)]
            fn map_gates(
                &self,
                v: R,
                gates: &Self::Gates,
                out: &mut Self::Gates,
                f: &mut impl FnMut(R, R, R) -> R,
            ) {
                $(self.$i.map_gates(v, &gates.$i, &mut out.$i, f);)+
            }

            fn rate_derivatives(&self, v: R) -> (Self::Gates, Self::Gates) {
                let slopes = ($(self.$i.rate_derivatives(v),)+);
                (($(slopes.$i.0,)+), ($(slopes.$i.1,)+))
            }

            fn gate_derivatives(&self, v: R, gates: &Self::Gates) -> Self::Gates {
                ($(self.$i.gate_derivatives(v, &gates.$i),)+)
            }

            fn check(&self) -> Result<(), Error>
            where
                R: Scalar,
            {
                $(self.$i.check()?;)+
                Ok(())
            }

            fn check_gates(&self, gates: &Self::Gates) -> Result<(), Error>
            where
                R: Scalar,
            {
                $(self.$i.check_gates(&gates.$i)?;)+
                Ok(())
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

/// Writes dx/dt = α·(1 − x) − β·x (1/ms) of each gate.
#[inline(always)]
pub(super) fn gate_slopes<R: Real, C: Channel<R>>(
    channels: &C,
    v: R,
    gates: &C::Gates,
    slopes: &mut C::Gates,
) {
    let slope = &mut |x, a, b: R| (-b).mul_add(x, a * (R::lit(1.0) - x));
    channels.map_gates(v, gates, slopes, slope);
}
