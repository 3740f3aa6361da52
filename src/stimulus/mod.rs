//! Stimuli: currents and conductances that know their own breakpoints.
//!
//! | shape | current |
//! |---|---|
//! | [`constant`] | the same at all times |
//! | [`pulse`] | an amplitude inside a window |
//! | [`train`] | a pulse repeated, endless or counted |
//! | [`ramp`](fn@ramp) | linear inside a window |
//! | [`sine`](fn@sine), [`chirp`] | a sine, and one whose frequency changes |
//! | [`exponential`], [`alpha_function`], [`double_exponential`] | the currents of synapses |
//! | [`arrivals`](fn@arrivals) | such a current for each of many spikes; [`poisson`](fn@poisson) makes them |
//! | [`samples`](fn@samples), [`samples_at`] | numbers, held or joined by lines |
//! | [`white_noise`], [`ornstein_uhlenbeck`] | noise, a reproducible function of time |
//! | [`voltage_source`] | a command potential behind a resistance |
//! | [`waveform`](fn@waveform) | any function, with its breakpoints stated |
//!
//! Combined with [`plus`](Combine::plus), [`scaled`](Combine::scaled),
//! [`product`](Combine::product), [`mapped`](Combine::mapped), [`clamped`](Combine::clamped),
//! [`delayed`](Combine::delayed), [`windowed`](Combine::windowed),
//! [`repeated`](Combine::repeated), [`then`](Combine::then); made a conductance by
//! [`conducted_to`](Combine::conducted_to), with the block of a receptor by
//! [`blocked_by_magnesium`](Conducted::blocked_by_magnesium).
//!
//! A breakpoint is an instant at which the current has a jump or a kink.
//!
//! The unit of the current is the model's: µA/cm² for the [neuron](crate::neuron) wing, inward
//! (depolarising) positive; the unit of time is ms there.

#[cfg(feature = "alloc")]
mod arrivals;
mod blocked;
mod checks;
mod clamped;
mod combinators;
mod combine;
mod conducted;
mod delayed;
mod drive;
mod gaussian;
mod grid;
#[cfg_attr(not(feature = "alloc"), allow(dead_code, unreachable_pub, reason = "for `arrivals`"))]
mod kernel;
mod noise;
#[cfg(feature = "alloc")]
mod poisson;
mod ramp;
mod repeated;
mod samples;
pub(crate) mod shapes;
mod sine;
#[allow(clippy::module_inception, reason = "the noun of the folder")]
pub(crate) mod stimulus;
mod synaptic;
mod waveform;
mod window;
mod windowed;

#[cfg(feature = "alloc")]
pub use arrivals::{Arrivals, arrivals};
pub use blocked::Blocked;
use checks::{
    ROUNDING, crossing_on_line, nearest, require_current, require_finite, require_positive,
    require_window, zero,
};
pub use clamped::Clamped;
pub use combinators::{Mapped, Plus, Product, Scaled};
pub use combine::Combine;
pub use conducted::{Conducted, VoltageSource, voltage_source};
pub use delayed::Delayed;
pub use drive::{Dependence, Drive};
pub use noise::{OrnsteinUhlenbeck, WhiteNoise, ornstein_uhlenbeck, white_noise};
#[cfg(feature = "alloc")]
pub use poisson::poisson;
pub use ramp::{Ramp, ramp};
pub use repeated::Repeated;
pub use samples::{Listed, Samples, Uniform, samples, samples_at};
pub use shapes::{Constant, Pulse, Train};
#[allow(unused_imports, reason = "for links: at the root")]
pub(crate) use shapes::{constant, pulse, train};
pub use sine::{Chirp, Sine, chirp, sine};
pub(crate) use stimulus::Stimulus;
pub use synaptic::{
    AlphaFunction, DoubleExponential, Exponential, alpha_function, double_exponential, exponential,
};
pub use waveform::{Waveform, waveform};
pub use windowed::{Then, Windowed};
