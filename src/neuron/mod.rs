//! The Hodgkin–Huxley neuron, and the parts of other neurons: rates, gates, channels.
//!
//! | part | what |
//! |---|---|
//! | [`Exponential`], [`Sigmoid`], [`ExpLinear`], closures | [`Rate`]s as functions of V |
//! | [`AlphaBeta`], [`Relaxation`], [`Hastened`] | [`Gate`]s |
//! | [`IonChannel`], tuples | [`Channel`]s |
//! | [`HodgkinHuxley`], [`HodgkinHuxley::with_channel`], [`Neuron`] | neurons |
//! | [`IntegrateAndFire`] | the leaky integrate-and-fire neuron |
//! | [`VoltageClamp`] | the potential held, in closed form |
//!
//! # Equations
//!
//! A. L. Hodgkin, A. F. Huxley, *J. Physiol.* 117 (1952) 500; the numbers are that paper's. Its V
//! is the depolarisation with the opposite sign; here, as in the literature since, V grows with
//! depolarisation.
//!
//! ```text
//! C·dV/dt = I − ḡNa·m³·h·(V − ENa) − ḡK·n⁴·(V − EK) − ḡL·(V − EL)      (26)
//! dn/dt = αn·(1 − n) − βn·n                                             (7)
//! dm/dt = αm·(1 − m) − βm·m                                             (15)
//! dh/dt = αh·(1 − h) − βh·h                                             (16)
//! αn = 0.01·(10 − V) / (exp((10 − V)/10) − 1)    βn = 0.125·exp(−V/80)  (12, 13)
//! αm = 0.1·(25 − V) / (exp((25 − V)/10) − 1)     βm = 4·exp(−V/18)      (20, 21)
//! αh = 0.07·exp(−V/20)                           βh = 1 / (exp((30 − V)/10) + 1)  (23, 24)
//! ```
//!
//! # Units and signs
//!
//! ms, mV, mS/cm², µF/cm², µA/cm², rates in 1/ms, at 6.3 °C. Voltages are relative to rest (the
//! convention of Hodgkin and Huxley) unless [shifted](HodgkinHuxley::shifted). The stimulus is
//! inward (depolarising) positive; ionic currents are outward positive.

mod channel;
pub(crate) mod clamp;
mod compartment;
pub(crate) mod composed;
mod conditionally_linear;
mod extended;
mod fractions;
mod gate;
mod gates;
pub(crate) mod hodgkin_huxley;
pub(crate) mod integrate_and_fire;
pub(crate) mod ion_channel;
pub(crate) mod membrane;
pub(crate) mod parameters;
pub(crate) mod quantity;
mod rate;
mod rest;
mod squid;
mod squid_exponentials;
pub(crate) mod temperature;

pub use channel::{Channel, ChannelCurrent};
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use clamp::VoltageClamp;
pub use compartment::{Compartment, ExtendedMembrane};
#[cfg(feature = "alloc")]
pub(crate) use composed::Neuron;
pub use extended::ExtendedAxon;
pub use gate::{AlphaBeta, Gate, Hastened, Powered, Relaxation};
pub(crate) use hodgkin_huxley::HodgkinHuxley;
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use integrate_and_fire::IntegrateAndFire;
pub use integrate_and_fire::{LeakParameters, Leaky};
pub(crate) use ion_channel::IonChannel;
pub(crate) use membrane::Membrane;
pub use membrane::{IonicConductances, IonicCurrents};
pub(crate) use parameters::Parameters;
pub(crate) use quantity::{Capacitance, Conductance, Potential};
pub use quantity::{Length, Resistivity};
pub use rate::{ExpLinear, Exponential, Rate, Sigmoid};
pub use squid::{GateH, GateM, GateN, Leak, Potassium, Sodium};
pub use temperature::Q10;
pub(crate) use temperature::Temperature;
