//! What happens on the way: functions of the solution that change their sign, and what a run does there.

mod component;
mod detector;
mod event;
mod handler;
mod zeno;

pub use component::{Component, Level, component};
pub use detector::{EventDetector, TakenStep};
pub use event::{Crossing, Event, EventFunction, crossing, falling, rising};
pub(in crate::ode) use handler::Approach;
pub use handler::{Action, Events, Handler, Outcome, Report, Reset, Stop};
pub(in crate::ode) use zeno::Zeno;
