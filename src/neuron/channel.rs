//! [`Channel`]: what lets a current through a membrane; [`IonChannel`]: a conductance with gates.

use num_traits::Float;

use super::rate::DIFFERENCE;
use super::{Conductance, Gate, Potential, Powered};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Factor, Real, Scalar, State};

/// The current of a channel, and how it grows with the potential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow<R> {
    /// The current (µA/cm²), outward positive.
    pub current: R,
    /// Its derivative by the potential (mS/cm²): the conductance, for a current g·(V − E).
    pub conductance: R,
}

/// What lets a current through a membrane: a conductance with its gates, or several.
///
/// A tuple of channels is a channel. [`IonChannel`] is the one that most models are made of; implement the trait
/// for a current that is not g·(V − E), or whose gates are not α and β.
///
/// # Law
///
/// dx/dt = α·(1 − x) − β·x for each gate x. For the exponential steppers the current must be a linear function of
/// the potential while the gates rest.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::{Channel, Conductance, Flow, Potential};
///
/// /// A pump that pushes 2 µA/cm² out, whatever the potential.
/// struct Pump;
///
/// impl Channel<f64> for Pump {
///     type Gates = [f64; 0];
///     fn flow(&self, _v: f64, _: &[f64; 0]) -> Flow<f64> {
///         Flow { current: 2.0, conductance: 0.0 }
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
    note = "make one with `IonChannel::new(g, e).with_gates((m.powered::<3>(), …))`, or implement `Channel`; a tuple of up to six channels is a channel"
)]
pub trait Channel<R: Real> {
    /// The gating variables.
    type Gates: State<Scalar = R>;

    /// The current at the potential `v` (mV) with these gates.
    fn flow(&self, v: R, gates: &Self::Gates) -> Flow<R>;

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
            self.flow(v, &moved).current
        };
        let (mut index, mut slopes) = (0, gates.clone());
        slopes.assign(gates, [], &mut |out, _, []| {
            *out = (moved(index, d) - moved(index, -d)) / (d + d);
            index += 1;
        });
        slopes
    }

    /// Writes dx/dt = α·(1 − x) − β·x (1/ms) of each gate.
    #[doc(hidden)]
    #[inline(always)]
    fn gate_slopes(&self, v: R, gates: &Self::Gates, slopes: &mut Self::Gates) {
        let (alpha, beta) = self.rates(v);
        slopes.assign(gates, [&alpha, &beta], &mut |out, x, [a, b]| {
            *out = (-b).mul_add(x, a * (R::lit(1.0) - x));
        });
    }

    /// Lets each gate relax for the time `h`.
    #[doc(hidden)]
    #[inline(always)]
    fn relax_gates<F: Factor>(&self, v: R, h: R, gates: &mut Self::Gates) {
        let (alpha, beta) = self.rates(v);
        let before = gates.clone();
        gates.assign(&before, [&alpha, &beta], &mut |out, x, [a, b]| {
            *out = F::relaxed(x, (a, a + b, R::lit(1.0)), h);
        });
    }

    /// What is wrong with the numbers of this channel.
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
            fn flow(&self, v: R, gates: &Self::Gates) -> Flow<R> {
                let flows = [$(self.$i.flow(v, &gates.$i)),+];
                let sum = |part: fn(&Flow<R>) -> R| {
                    flows[1..].iter().fold(part(&flows[0]), |sum, flow| sum + part(flow))
                };
                Flow { current: sum(|f| f.current), conductance: sum(|f| f.conductance) }
            }

            #[inline(always)]
            fn rates(&self, v: R) -> (Self::Gates, Self::Gates) {
                let rates = ($(self.$i.rates(v),)+);
                (($(rates.$i.0,)+), ($(rates.$i.1,)+))
            }

            // Channel by channel: each has its own code to be inlined, lanes or not.
            #[inline(always)]
            fn gate_slopes(&self, v: R, gates: &Self::Gates, slopes: &mut Self::Gates) {
                $(self.$i.gate_slopes(v, &gates.$i, &mut slopes.$i);)+
            }

            #[inline(always)]
            fn relax_gates<Z: Factor>(&self, v: R, h: R, gates: &mut Self::Gates) {
                $(self.$i.relax_gates::<Z>(v, h, &mut gates.$i);)+
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
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

/// The gates of an [`IonChannel`]: `()`, or a tuple of up to four [`Powered`] gates. Not for you to implement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of gates with their powers for numbers of type `{R}`",
    label = "not a tuple of powered gates",
    note = "write `.with_gates((m.powered::<3>(), h.powered::<1>()))`: each gate with its power, and all of them in one tuple; a single gate too: `.with_gates((w.powered::<1>(),))`"
)]
pub trait Gates<R: Real>: sealed::Sealed {
    /// The gating variables.
    type Values: State<Scalar = R>;

    /// Πᵢ xᵢ^pᵢ, the open part of the conductance.
    #[doc(hidden)]
    fn open(&self, x: &Self::Values) -> R;

    #[doc(hidden)]
    fn open_derivatives(&self, x: &Self::Values) -> Self::Values;

    #[doc(hidden)]
    fn rates(&self, v: R) -> (Self::Values, Self::Values);

    #[doc(hidden)]
    fn rate_derivatives(&self, v: R) -> (Self::Values, Self::Values);
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
}

impl<R: Real> Gates<R> for () {
    type Values = [R; 0];

    #[inline(always)]
    fn open(&self, _: &[R; 0]) -> R {
        R::lit(1.0)
    }

    fn open_derivatives(&self, x: &[R; 0]) -> [R; 0] {
        *x
    }

    #[inline(always)]
    fn rates(&self, _: R) -> ([R; 0], [R; 0]) {
        ([], [])
    }

    fn rate_derivatives(&self, _: R) -> ([R; 0], [R; 0]) {
        ([], [])
    }
}

macro_rules! gates {
    ($count:literal: $($gate:ident $power:ident $i:tt),+) => {
        impl<$($gate, const $power: u32),+> sealed::Sealed for ($(Powered<$gate, $power>,)+) {}

        impl<R: Real, $($gate: Gate<R>, const $power: u32),+> Gates<R> for ($(Powered<$gate, $power>,)+) {
            type Values = [R; $count];

            #[inline(always)]
            fn open(&self, x: &[R; $count]) -> R {
                let powers = [$(Powered::<$gate, $power>::power(x[$i])),+];
                powers[1..].iter().fold(powers[0], |product, power| product * *power)
            }

            fn open_derivatives(&self, x: &[R; $count]) -> [R; $count] {
                let powers = [$(Powered::<$gate, $power>::power(x[$i])),+];
                let slopes = [$(Powered::<$gate, $power>::power_derivative(x[$i])),+];
                core::array::from_fn(|i| {
                    let others = powers.iter().enumerate().filter(|&(j, _)| j != i);
                    others.fold(slopes[i], |product, (_, power)| product * *power)
                })
            }

            #[inline(always)]
            fn rates(&self, v: R) -> ([R; $count], [R; $count]) {
                let rates = [$(self.$i.gate.rates(v)),+];
                ([$(rates[$i].0),+], [$(rates[$i].1),+])
            }

            fn rate_derivatives(&self, v: R) -> ([R; $count], [R; $count]) {
                let slopes = [$(self.$i.gate.rate_derivatives(v)),+];
                (slopes.map(|r| r.0), slopes.map(|r| r.1))
            }
        }
    };
}

gates!(1: A P 0);
gates!(2: A P 0, B Q 1);
gates!(3: A P 0, B Q 1, C O 2);
gates!(4: A P 0, B Q 1, C O 2, D N 3);

/// A conductance with its gates and the potential at which its current reverses: I = ḡ·Πᵢ xᵢ^pᵢ·(V − E).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::{Conductance, IonChannel, Potential, Relaxation, Sigmoid};
///
/// // A slow potassium current that adapts the firing: ḡ 1 mS/cm², one gate, half open at 30 mV above rest.
/// let w = Relaxation { x_inf: Sigmoid::lit(1.0, 30.0, 5.0), tau_x: |_v: f64| 100.0 };
/// let slow = IonChannel::new(
///     Conductance::from_millisiemens_per_cm2(1.0),
///     Potential::from_millivolts(-12.0),
/// )
/// .with_gates((w.powered::<1>(),));
///
/// let axon = HodgkinHuxley::squid_axon().with_channel(slow).with_stimulus(constant(10.0));
/// let solution = integrate(&axon, 0.0..400.0, axon.clamped_at(0.0), Rk45.adaptive()).solution()?;
/// let spikes = solution.events(&component(0).rises_through(50.0))?;
/// let interval = |k: usize| spikes[k + 1].t - spikes[k].t;
/// assert!(interval(spikes.len() - 2) > interval(0));
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct IonChannel<R, G> {
    g_max: R,
    reversal: R,
    gates: G,
}

impl<R: Real> IonChannel<R, ()> {
    /// A conductance that is always open: a leak, until it is given gates.
    pub fn new(g_max: Conductance<R>, reversal: Potential<R>) -> Self {
        let (g_max, reversal) = (g_max.as_millisiemens_per_cm2(), reversal.as_millivolts());
        Self { g_max, reversal, gates: () }
    }

    /// The same conductance behind gates, a tuple: `(m.powered::<3>(), h.powered::<1>())`.
    pub fn with_gates<G: Gates<R>>(self, gates: G) -> IonChannel<R, G> {
        IonChannel { g_max: self.g_max, reversal: self.reversal, gates }
    }
}

impl<R: Real, G> IonChannel<R, G> {
    /// The conductance with all gates open.
    pub fn g_max(&self) -> Conductance<R> {
        Conductance::from_millisiemens_per_cm2(self.g_max)
    }

    /// The potential at which the current reverses.
    pub fn reversal(&self) -> Potential<R> {
        Potential::from_millivolts(self.reversal)
    }

    /// The gates.
    pub fn gates(&self) -> &G {
        &self.gates
    }
}

impl<R: Real, G: Gates<R>> Channel<R> for IonChannel<R, G> {
    type Gates = G::Values;

    #[inline(always)]
    fn flow(&self, v: R, gates: &G::Values) -> Flow<R> {
        // I = ḡ·Πᵢ xᵢ^pᵢ·(V − E)
        let conductance = self.g_max * self.gates.open(gates);
        Flow { current: conductance * (v - self.reversal), conductance }
    }

    #[inline(always)]
    fn rates(&self, v: R) -> (G::Values, G::Values) {
        self.gates.rates(v)
    }

    fn rate_derivatives(&self, v: R) -> (G::Values, G::Values) {
        self.gates.rate_derivatives(v)
    }

    fn gate_derivatives(&self, v: R, gates: &G::Values) -> G::Values {
        let drive = self.g_max * (v - self.reversal);
        let open = self.gates.open_derivatives(gates);
        let mut slopes = open.clone();
        slopes.assign(&open, [], &mut |out, x, []| *out = drive * x);
        slopes
    }

    fn check(&self) -> Result<(), Error>
    where
        R: Scalar,
    {
        let (owner, g, e) = ("IonChannel", self.g_max, self.reversal);
        let holds = g >= R::zero() && Float::is_finite(g);
        let remedy = "give the conductance in mS/cm²";
        require(holds, owner, ("g_max", g), Bound::NonNegative, remedy)?;
        let remedy = "give the reversal potential in mV";
        require(Float::is_finite(e), owner, ("reversal", e), Bound::Finite, remedy)
    }
}
