//! Events: functions of the solution that change their sign, and the actions of a run there.

mod component;
mod detector;
#[cfg(feature = "alloc")]
mod each;
mod event;
mod handler;
mod leap;
mod partition;
mod search;
mod watch;
mod zeno;

pub(crate) use component::Level;
pub use component::{Component, component};
pub use detector::EventDetector;
#[cfg(feature = "alloc")]
pub(in crate::ode) use each::{Each, ReportEach, ResetEach};
pub(crate) use event::EventFunction;
pub use event::{Crossing, Event, crossing, falling, rising};
pub(crate) use handler::Events;
pub(in crate::ode) use handler::{Approach, Arrival};
pub(in crate::ode) use handler::{Handler, Report, Reset, Stop};
pub(crate) use leap::Leap;
pub(in crate::ode) use zeno::Zeno;
