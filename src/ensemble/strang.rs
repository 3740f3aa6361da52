//! The second-order exponential methods in lanes: the potential by h/2, the gates by h, the potential by h/2.

use super::drive::Drive;
use super::scheme::{potential, set_potential};
use super::{Lane, Relaxing, Scheme};
use crate::ode::{ExponentialStrang, Factor, FastStrang, Real, SafeStrang};

/// The middles of the two halves in which the potential relaxes, among the points of the step.
const HALVES: [usize; 2] = [1, 2];

/// a and b of dV/dt = a − b·V under the stimulus at point `i`.
#[inline(always)]
fn of_potential<V: Lane, L: Relaxing<V>>(
    neuron: &L,
    y: &L::State,
    drive: &impl Drive<V>,
    i: usize,
) -> (V, V) {
    let (current, conductance) = drive.linear(i);
    neuron.potential_relaxation(y, current, conductance)
}

macro_rules! scheme {
    ($($name:ident),+) => {
        $(impl<V: Lane, L: Relaxing<V>> Scheme<V, L> for $name {
            const STAGES: usize = 2;
            const POINTS: &'static [f64] = &[0.0, 0.25, 0.75, 1.0];

            /// a and b of dV/dt = a − b·V at the node.
            type Work = (V, V);

            #[inline(always)]
            fn stage(
                &self,
                i: usize,
                neuron: &L,
                (y, _): (&mut L::State, &mut L::State),
                work: &mut (V, V),
                h: V,
                (drive, point): (&impl Drive<V>, usize),
            ) {
                if i == 0 {
                    *work = of_potential(neuron, y, drive, if point == 0 { HALVES[0] } else { point });
                    return;
                }
                let (half, one) = (h * V::lit(0.5), V::lit(1.0));
                let v = $name::relaxed(potential(y, V::default()), (work.0, work.1, one), half);
                neuron.relax_gates::<$name>(v, h, y);
                // Through memory, lane beside lane. Without it the compiler gathers lanes anew: AVX-512 took 1.2 to 1.6
                // times as long, and AVX2 0.85.
                core::hint::black_box(&mut *y);
                let (a, b) = of_potential(neuron, y, drive, HALVES[1]);
                set_potential(y, $name::relaxed(v, (a, b, one), half));
            }

            #[inline(always)]
            fn potential_slope(
                &self,
                neuron: &L,
                y: &L::State,
                &(mut a, mut b): &(V, V),
                (drive, point): (&impl Drive<V>, usize),
            ) -> V {
                if point == 0 && !held(drive) {
                    (a, b) = of_potential(neuron, y, drive, 0);
                }
                (-b).mul_add(potential(y, V::default()), a)
            }

            #[inline(always)]
            fn slope(
                &self,
                neuron: &L,
                y: &L::State,
                _: &(V, V),
                (drive, point): (&impl Drive<V>, usize),
            ) -> L::State {
                let mut slope = *y;
                neuron.slope_into(y, drive.inflow(point, potential(y, V::default())), &mut slope);
                slope
            }
        })+
    };
}

scheme!(ExponentialStrang, FastStrang, SafeStrang);

/// Whether the drive is the same at all points of a step.
const fn held<V: Real, D: Drive<V>>(_: &D) -> bool {
    D::HELD
}
