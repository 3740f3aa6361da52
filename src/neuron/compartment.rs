//! [`Compartment`] and [`ExtendedMembrane`]: the states of neurons made of channels.

use super::Membrane;
use crate::ode::{Name, Real, State};

/// The state of a [`Neuron`](super::Neuron): the potential, and the gates of its channels in their
/// order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Compartment<R, G> {
    /// The membrane potential (mV).
    pub v: R,
    /// The gates, 0 to 1.
    pub gates: G,
}

/// The state of a Hodgkin–Huxley neuron with further channels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtendedMembrane<R, G> {
    /// The membrane potential (mV).
    pub v: R,
    /// Activation of the sodium conductance, 0 to 1.
    pub m: R,
    /// Inactivation of the sodium conductance (1: not inactivated), 0 to 1.
    pub h: R,
    /// Activation of the potassium conductance, 0 to 1.
    pub n: R,
    /// The gates of the further channels.
    pub gates: G,
}

impl<R: Copy, G> ExtendedMembrane<R, G> {
    /// The potential and the three gates of the axon.
    #[inline(always)]
    pub fn membrane(&self) -> Membrane<R> {
        Membrane { v: self.v, m: self.m, h: self.h, n: self.n }
    }

    #[inline(always)]
    pub(super) fn join(membrane: Membrane<R>, gates: G) -> Self {
        let Membrane { v, m, h, n } = membrane;
        Self { v, m, h, n, gates }
    }
}

macro_rules! state {
    ($name:ident { $($field:ident),+ }) => {
        impl<R: Real, G: State<Scalar = R>> State for $name<R, G> {
            type Scalar = R;
            const INLINED: bool = G::INLINED;

            #[inline(always)]
            fn assign<const M: usize>(
                &mut self,
                base: &Self,
                others: [&Self; M],
                f: &mut impl FnMut(&mut R, R, [R; M]),
            ) {
                $({
                    // By a loop: `map` is what compiling costs.
                    let mut parts = [&base.$field; M];
                    let mut j = 0;
                    while j < M {
                        parts[j] = &others[j].$field;
                        j += 1;
                    }
                    State::assign(&mut self.$field, &base.$field, parts, f);
                })+
            }

            #[inline(always)]
            fn visit(&self, f: &mut impl FnMut(R)) {
                $(State::visit(&self.$field, f);)+
            }

            fn name(&self, index: usize, name: &mut Name) {
                $crate::__name_field!(self, index, name, $($field),+);
            }
        }
        crate::__impl_approx!([R: Real, G: State<Scalar = R>] $name<R, G>: R);
    };
}

state!(Compartment { v, gates });
state!(ExtendedMembrane { v, m, h, n, gates });
