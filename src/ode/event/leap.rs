//! [`Leap`]: a straight way to the level of an event.

use num_traits::Float;

use crate::num::{Real, Scalar};
use crate::ode::{OdeState, State};

/// A straight way from the state `y` with the slope `dydt` over the time `h`.
#[derive(Debug)]
pub struct Leap<'a, Y: State> {
    pub(in crate::ode) y: &'a Y,
    pub(in crate::ode) dydt: &'a Y,
    pub(in crate::ode) h: Y::Scalar,
}

impl<Y: OdeState> Leap<'_, Y> {
    /// Puts component `index` of `end` just beyond `level` where the leap passes it, or leaves it
    /// at a level that lies nearer; whether it passes, rising or falling as `wants` asks.
    pub(super) fn land(
        &self,
        (index, level): (usize, Y::Scalar),
        wants: impl FnOnce(bool) -> bool,
        end: &mut Y,
    ) -> bool {
        let zero = Y::Scalar::lit(0.0);
        let point = self.y.component(index).zip(self.dydt.component(index));
        let Some((y, slope)) = point else { return false };
        let (ahead, way) = (level - y, self.h * slope);
        // A way that is NaN passes nothing.
        let passes = (ahead > zero && way >= ahead) || (ahead < zero && way <= ahead);
        if !passes || !wants(slope > zero) {
            return false;
        }
        let up = way > zero;
        let beyond = if up { Scalar::next_up(level) } else { Scalar::next_down(level) };
        let mut i = 0;
        end.assign(self.y, [], &mut |out, y, []| {
            let nearer = *out == y || Float::abs(beyond - y) < Float::abs(*out - y);
            *out = if i == index && nearer { beyond } else { *out };
            i += 1;
        });
        true
    }
}
