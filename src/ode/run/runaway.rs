//! The passage of a component through the level of an event to which it runs away within the
//! spacing of floats.

use num_traits::Float;

use super::Run;
use crate::num::Real;
use crate::ode::event::Leap;
use crate::ode::problem::slope_apart;
use crate::ode::{Interval, Node, OdeState, RightHandSide, State, StepControl, Time};

/// The most floats on the way: some 10 by `Rk45` at the default tolerance, 8000 by `Bs23` at 10⁻¹².
const FLOATS: u32 = 100_000;

impl<S: RightHandSide + ?Sized, C: StepControl<S>> Run<'_, S, C> {
    /// Where a step could not shrink, steps to the float at which a component has run away through
    /// the level of an event; `false` where none does.
    ///
    /// `land` puts the components of a state that pass a level in a leap just beyond it, and says
    /// whether one does.
    #[cold]
    pub(in crate::ode) fn runs_through(
        &mut self,
        land: impl Fn(&Leap<'_, S::State>, &mut S::State) -> bool,
    ) -> bool {
        let Some(memory) = self.stuck.take() else { return false };
        let Some((slope, end)) = self.passage(&memory, land) else { return false };
        (self.memory, self.failed, self.control_statistics) = (Some(memory), None, None);
        self.step_straight(slope, end);
        true
    }

    /// The slope here and the node of the passage, by Euler's method from float to float.
    fn passage(
        &mut self,
        memory: &C::Memory,
        land: impl Fn(&Leap<'_, S::State>, &mut S::State) -> bool,
    ) -> Option<(S::State, Node<S::State>)> {
        let Self { system, control, segment, direction, nodes, evaluations, .. } = self;
        let mut evaluate = |node: &mut Node<S::State>| {
            *evaluations += 1;
            slope_apart(*system, segment.clamp(node.t), &node.y, &mut node.dydt);
        };
        let mut start = nodes.current().clone();
        evaluate(&mut start);
        let (mut here, mut end) = (start.clone(), start.clone());
        // Where no level lies ahead there is no need to go.
        let h = (segment.end - start.t) * Time::<S>::infinity();
        if !land(&Leap { y: &start.y, dydt: &start.dydt, h }, &mut end.y) {
            return None;
        }
        for _ in 0..FLOATS {
            if here.t == segment.end {
                break;
            }
            end.t = direction.next_float(here.t);
            let h = end.t - here.t;
            end.y.assign(&here.y, [], &mut |out, y, []| *out = y);
            if land(&Leap { y: &here.y, dydt: &here.dydt, h }, &mut end.y) {
                evaluate(&mut end);
                let mut error = euler_error(&start, &here, &end)?;
                let right = control.tolerates(memory, &mut error, [&start.y, &end.y]);
                return right.then_some((start.dydt, end));
            }
            end.y.assign(&here.y, [&here.dydt], &mut |out, y, [f]| *out = y + h * f);
            core::mem::swap(&mut here, &mut end);
            evaluate(&mut here);
        }
        None
    }

    /// Takes the straight step from here, where the slope is `slope`, to `end`.
    fn step_straight(&mut self, slope: S::State, end: Node<S::State>) {
        let Self { nodes, interpolant, segment, over, .. } = self;
        nodes.turn();
        let (start, current) = nodes.both();
        let (first, last) = (segment.clamp(start.t), segment.clamp(end.t));
        *over = Interval { start: start.t, end: end.t, first, last };
        interpolant.clear();
        interpolant.push(&start.y, [&end.y], |y0, [y1]| y1 - y0);
        (start.dydt, *current) = (slope, end);
        let slope = current.dydt.clone();
        // One that overflows is the largest float.
        let finite = |f| Float::min(Float::max(f, Time::<S>::min_value()), Time::<S>::max_value());
        current.dydt.assign(&slope, [], &mut |out, f, []| *out = finite(f));
        // It goes on as after a breakpoint.
        segment.end = current.t;
        self.interpolated = true;
        self.accepted += 1;
    }
}

/// The error of Euler's method from `start` on in the components that have not leapt from `here` to
/// `end`; `None` where one of those that have is not faster there: it does not run away.
fn euler_error<Y: OdeState>(start: &Node<Y>, here: &Node<Y>, end: &Node<Y>) -> Option<Y> {
    let (half, zero) = (Y::Scalar::lit(0.5), Y::Scalar::lit(0.0));
    let (h, mut away, mut error) = (end.t - here.t, true, here.y.clone());
    error.assign(&here.y, [&end.y, &start.dydt, &end.dydt], &mut |e, y, [y1, f0, f1]| {
        let leapt = y1 != y;
        away = away && (!leapt || f1 / f0 >= Y::Scalar::lit(1.0));
        // h/2·(f₁ − f₀)
        *e = if leapt { zero } else { half * h * (f1 - f0) };
    });
    away.then_some(error)
}
