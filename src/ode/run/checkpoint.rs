//! [`Checkpoint`]: the state of a run, as a value.

use super::run::Run;
use super::{Segment, Statistics, Steps};
use crate::ode::{Node, OdeState, RightHandSide, State, StepControl};

/// The state of a run, as a value: it can be kept, copied, sent, and with the feature `serde`
/// written down. Made by [`Steps::checkpoint`].
///
/// A run that is resumed with the same system and the same control takes the same steps, bit for
/// bit, as one that was never stopped; on another machine too where the control is
/// [portable](crate::ode::Fixed::portable), which the checkpoint keeps.
///
/// Write it in a form that keeps every bit. Binary forms do; `serde_json` writes all digits, but
/// reads them to within a last bit unless its feature `float_roundtrip` is on
/// (`cargo add serde_json --features float_roundtrip`), and a run resumed from that is another one.
///
/// # Example
///
/// ```
/// use excitable::prelude::*;
///
/// let oscillator = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -y[0]]);
/// let mut run = integrate(&oscillator, 0.0..10.0, [1.0, 0.0], Rk45.adaptive());
/// for _ in 0..5 {
///     run.advance()?;
/// }
/// let kept = run.checkpoint();
/// let whole = run.finish()?;
/// let resumed = kept.resume(&oscillator, Rk45.adaptive()).finish()?;
/// assert_eq!(whole, resumed);
/// # Ok::<(), excitable::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "Y: serde::Serialize, Y::Scalar: serde::Serialize, M: serde::Serialize",
        deserialize = "Y: serde::Deserialize<'de>, Y::Scalar: serde::Deserialize<'de>, M: \
            serde::Deserialize<'de>"
    ))
)]
pub struct Checkpoint<Y: State, M> {
    pub(super) node: Node<Y>,
    /// The node before, unless the state was changed at this one: it shows from which side the run
    /// came to a root on the node.
    pub(super) previous: Option<(Y::Scalar, Y)>,
    /// The state to go on from, where it was changed at the node.
    pub(super) changed: Option<Y>,
    pub(super) end: Y::Scalar,
    pub(super) segment: Segment<Y::Scalar>,
    /// The memory of the control; `None` before the first step.
    pub(super) memory: Option<M>,
    pub(super) statistics: Statistics<Y::Scalar>,
    /// Whether the control was portable.
    pub(super) portable: bool,
}

impl<Y: OdeState, M> Checkpoint<Y, M> {
    /// The node at which the run stands.
    pub fn node(&self) -> &Node<Y> {
        &self.node
    }

    /// Goes on with the run. Events are to be stated again, and are looked for from the node on.
    pub fn resume<S, C>(self, system: &S, control: C) -> Steps<'_, S, C>
    where
        S: RightHandSide<State = Y> + ?Sized,
        C: StepControl<S, Memory = M>,
    {
        Steps::from_run(Run::resumed(system, self, control))
    }
}
