//! Two axons as one system: how coupling is done.

use std::ops::Range;

use excitable::Error;
use excitable::prelude::*;

/// Two squid axons, joined by a gap junction and by a synapse from the first to the second.
///
/// The junction carries g·(V₁ − V₂) out of the first into the second. The synapse opens while the first axon is
/// depolarised: ds/dt = (s∞(V₁) − s)/τ, and lets g·s·(E − V₂) into the second.
#[derive(Clone, Copy, Debug)]
pub struct Coupled<S> {
    /// The first axon under its stimulus.
    pub first: HodgkinHuxley<f64, S>,
    /// The second, driven by the first alone.
    pub second: HodgkinHuxley<f64>,
    /// The conductance of the junction (mS/cm²).
    pub junction: f64,
    /// The conductance of the synapse with all its channels open (mS/cm²).
    pub synapse: f64,
}

/// Both membranes, and the open part of the synapse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The first axon.
    pub first: Membrane<f64>,
    /// The second axon.
    pub second: Membrane<f64>,
    /// The open part of the synapse, 0 to 1.
    pub s: f64,
}

excitable::impl_state!(Pair: f64 { first, second, s });

/// The reversal potential of the synapse (mV above rest), its time constant (ms), and where it opens.
const SYNAPSE: (f64, f64, f64) = (65.0, 3.0, 40.0);

impl<S: Stimulus<f64>> Coupled<S> {
    /// Both at rest, the synapse shut.
    pub fn rest(&self) -> Result<Pair, Error> {
        let (first, second) = (self.first.rest()?, self.second.rest()?);
        Ok(Pair { first, second, s: 0.0 })
    }
}

impl<S: Stimulus<f64>> OdeSystem for Coupled<S> {
    type State = Pair;

    fn derivative(&self, t: f64, y: &Pair, dydt: &mut Pair) {
        let (reversal, tau, level) = SYNAPSE;
        let through = self.junction * (y.first.v - y.second.v);
        let synaptic = self.synapse * y.s * (reversal - y.second.v);
        let stimulus = self.first.stimulus().drive(t, y.first.v).inflow(y.first.v);
        dydt.first = self.first.slope(&y.first, stimulus - through);
        dydt.second = self.second.slope(&y.second, through + synaptic);
        let open = 1.0 / (1.0 + ((level - y.first.v) / 5.0).exp());
        dydt.s = (open - y.s) / tau;
    }

    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        self.first.stimulus().next_breakpoint(t, towards)
    }

    fn check(&self, span: &Range<f64>) -> Result<(), Error> {
        self.first.check(span)?;
        self.second.check(span)
    }

    fn scale(&self) -> Option<Pair> {
        let scale = self.second.scale()?;
        Some(Pair { first: scale, second: scale, s: 1.0 })
    }
}
