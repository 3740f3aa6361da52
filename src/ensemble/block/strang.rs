//! The second-order exponential methods in lanes: the potential by h/2, the gates by h, the
//! potential by h/2.

use super::LaneStepper;
use super::input::Input;
use super::lane_stepper::{potential, set_potential};
use super::relaxes_twice::{Over, RelaxesTwice};
use crate::ensemble::SplitMembrane;
use crate::ensemble::lanes::Lane;
use crate::ode::{ExponentialStrang, FastStrang, Real, SafeStrang};

/// The middles of the two halves in which the potential relaxes, among the points of the step.
const HALVES: [usize; 2] = [1, 2];

/// a and b of dV/dt = a − b·V under the stimulus at point `i`.
#[cfg_attr(not(debug_assertions), inline(always))]
fn of_potential<V: Lane, L: SplitMembrane<V>>(
    neuron: &L,
    y: &L::State,
    input: &impl Input<V>,
    i: usize,
) -> (V, V) {
    let (current, conductance) = input.linear(i);
    neuron.potential_relaxation(y, current, conductance)
}

/// The work that a step passes to the next one.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ensemble) struct Work<V> {
    /// a and b of dV/dt = a − b·V, which the gates decide: at the node they are those of both
    /// halves beside it.
    a: V,
    b: V,
    /// V after the first half of the step ahead, under the same stimulus.
    ahead: V,
    /// Whether a previous step has computed them.
    is_known: bool,
}

macro_rules! lane_stepper {
    ($($name:ident),+) => {
        $(impl<V: Lane, L: SplitMembrane<V>> LaneStepper<V, L> for $name {
            const STAGES: usize = 2;
            const POINTS: &'static [f64] = &[0.0, 0.25, 0.75, 1.0];

            type Work = Work<V>;

            /// In halves of the step: two of them.
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn in_units(neuron: &L, h: V) -> Option<(L, V, V)> {
                let unit = h * V::lit(0.5);
                Some((neuron.in_time_unit(unit)?, V::lit(2.0), V::lit(1.0) / unit))
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn stage(
                &self,
                i: usize,
                neuron: &L,
                (y, _): (&mut L::State, &mut L::State),
                work: &mut Work<V>,
                h: V,
                (input, point): (&impl Input<V>, usize),
            ) {
                let half = h * V::lit(0.5);
                if i == 0 {
                    if !(is_constant(input) && work.is_known) {
                        let point = if point == 0 { HALVES[0] } else { point };
                        let (a, b) = of_potential(neuron, y, input, point);
                        let v = potential(y, V::default());
                        let [ahead, _] = $name::relaxed_twice(v, (a, b), half);
                        *work = Work { a, b, ahead, is_known: true };
                    }
                    return;
                }
                // Through memory: without it the compiler puts lanes together anew, and AVX2 takes
                // 1.2 times as long.
                let v = core::hint::black_box(work.ahead);
                neuron.relax_gates(v, y, Over::<$name, V>::new(h));
                let (a, b) = of_potential(neuron, y, input, HALVES[1]);
                let [v, ahead] = $name::relaxed_twice(v, (a, b), half);
                set_potential(y, v);
                *work = Work { a, b, ahead, is_known: true };
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn potential_slope(
                &self,
                neuron: &L,
                y: &L::State,
                work: &Work<V>,
                (input, point): (&impl Input<V>, usize),
            ) -> V {
                let (mut a, mut b) = (work.a, work.b);
                if point == 0 && !is_constant(input) {
                    (a, b) = of_potential(neuron, y, input, 0);
                }
                (-b).mul_add(potential(y, V::default()), a)
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn slope(
                &self,
                neuron: &L,
                y: &L::State,
                _: &Work<V>,
                (input, point): (&impl Input<V>, usize),
            ) -> L::State {
                let mut slope = *y;
                neuron.slope_into(y, input.inflow(point, potential(y, V::default())), &mut slope);
                slope
            }
        })+
    };
}

lane_stepper!(ExponentialStrang, FastStrang, SafeStrang);

/// Whether the input is the same at all points of a step.
const fn is_constant<V: Real, D: Input<V>>(_: &D) -> bool {
    D::CONSTANT
}
