//! [`IonChannel`]: a conductance with its gates and its reversal potential.

use num_traits::Float;

use super::gates::{Gates, check_gate};
use super::{Channel, ChannelCurrent, Conductance, Potential};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Real, Scalar, State};

/// A conductance with its gates and the potential at which its current reverses: I = ḡ·Πᵢ xᵢ^pᵢ·(V
/// − E).
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
/// use excitable::{Conductance, IonChannel, Potential};
/// use excitable::neuron::{Relaxation, Sigmoid};
///
/// // A slow potassium current that adapts the firing: ḡ 1 mS/cm², one gate, half open
/// // at 30 mV above rest.
/// let w = Relaxation { x_inf: Sigmoid::lit(1.0, 30.0, 5.0), tau_x: |_v: f64| 100.0 };
/// let slow = IonChannel::new(
///     Conductance::from_millisiemens_per_cm2(1.0),
///     Potential::from_millivolts(-12.0),
/// )
/// .with_gates((w.powered::<1>(),));
///
/// let axon = HodgkinHuxley::squid_axon().with_channel(slow).with_stimulus(constant(10.0));
/// let run = integrate(&axon, 0.0..400.0, axon.clamped_at(0.0), Rk45.adaptive());
/// let solution = run.solution()?;
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
    /// The same parts, whatever the gates are.
    #[cfg(feature = "alloc")]
    pub(crate) fn from_parts(g_max: Conductance<R>, reversal: Potential<R>, gates: G) -> Self {
        let (g_max, reversal) = (g_max.as_millisiemens_per_cm2(), reversal.as_millivolts());
        Self { g_max, reversal, gates }
    }

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
    fn current(&self, v: R, gates: &G::Values) -> ChannelCurrent<R> {
        // I = ḡ·Πᵢ xᵢ^pᵢ·(V − E)
        let conductance = self.g_max * self.gates.open(gates);
        ChannelCurrent { current: conductance * (v - self.reversal), conductance }
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
    fn check_gates(&self, gates: &G::Values) -> Result<(), Error>
    where
        R: Scalar,
    {
        let mut checked = Ok(());
        gates.visit(&mut |x| {
            if checked.is_ok() {
                checked = check_gate("IonChannel", ("gate", x));
            }
        });
        checked
    }
}
