//! [`Gates`]: the gates of an ion channel as a tuple.

use super::{Gate, Powered};
use crate::Error;
use crate::error::{Bound, require};
use crate::ode::{Real, Scalar, State};

/// How far beyond 0 or 1 a gate may begin: the error of a run at a coarse tolerance.
const BEYOND: f64 = 0.01;

/// An error for a gate that is not between 0 and 1.
pub(super) fn check_gate<T: Scalar>(
    owner: &'static str,
    (name, x): (&'static str, T),
) -> Result<(), Error> {
    let (zero, one, beyond) = (T::lit(0.0), T::lit(1.0), T::lit(BEYOND));
    let remedy = "a gate is an open part, from 0 to 1; begin at `rest()` or `clamped_at(v)`, or \
        look for a potential that stands in the place of a gate";
    require(x >= zero - beyond, owner, (name, x), Bound::NonNegative, remedy)?;
    let bound = Bound::AtMost("", one.into());
    require(x <= one + beyond, owner, (name, x), bound, remedy)
}

/// The gates of an [`IonChannel`](crate::IonChannel): `()`, or a tuple of up to four [`Powered`]
/// gates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of gates with their powers for numbers of type `{R}`",
    label = "not a tuple of powered gates",
    note = "write `.with_gates((m.powered::<3>(), h.powered::<1>()))`: each gate with its power",
    note = "a single gate is in a tuple too: `.with_gates((w.powered::<1>(),))`"
)]
pub trait Gates<R: Real> {
    /// The gating variables.
    type Values: State<Scalar = R>;

    /// Πᵢ xᵢ^pᵢ, the open part of the conductance.
    fn open(&self, x: &Self::Values) -> R;

    /// Its derivative by each xᵢ.
    fn open_derivatives(&self, x: &Self::Values) -> Self::Values;

    /// α and β (1/ms) of each gate.
    fn rates(&self, v: R) -> (Self::Values, Self::Values);

    /// dα/dV and dβ/dV (1/(ms·mV)) of each gate.
    fn rate_derivatives(&self, v: R) -> (Self::Values, Self::Values);
}

impl<R: Real> Gates<R> for () {
    type Values = [R; 0];

    #[inline(always)]
    fn open(&self, _: &[R; 0]) -> R {
        R::lit(1.0)
    }

    fn open_derivatives(&self, x: &[R; 0]) -> [R; 0] {
        *x
    }

    #[inline(always)]
    fn rates(&self, _: R) -> ([R; 0], [R; 0]) {
        ([], [])
    }

    fn rate_derivatives(&self, _: R) -> ([R; 0], [R; 0]) {
        ([], [])
    }
}

macro_rules! gates {
    ($count:literal: $($gate:ident $power:ident $i:tt),+) => {
        impl<R: Real, $($gate: Gate<R>, const $power: u32),+> Gates<R>
            for ($(Powered<$gate, $power>,)+)
        {
            type Values = [R; $count];

            #[inline(always)]
            fn open(&self, x: &[R; $count]) -> R {
                let powers = [$(Powered::<$gate, $power>::power(x[$i])),+];
                powers[1..].iter().fold(powers[0], |product, power| product * *power)
            }

            fn open_derivatives(&self, x: &[R; $count]) -> [R; $count] {
                let powers = [$(Powered::<$gate, $power>::power(x[$i])),+];
                let slopes = [$(Powered::<$gate, $power>::power_derivative(x[$i])),+];
                core::array::from_fn(|i| {
                    let others = powers.iter().enumerate().filter(|&(j, _)| j != i);
                    others.fold(slopes[i], |product, (_, power)| product * *power)
                })
            }

            #[inline(always)]
            fn rates(&self, v: R) -> ([R; $count], [R; $count]) {
                let rates = [$(self.$i.gate.rates(v)),+];
                ([$(rates[$i].0),+], [$(rates[$i].1),+])
            }

            fn rate_derivatives(&self, v: R) -> ([R; $count], [R; $count]) {
                let slopes = [$(self.$i.gate.rate_derivatives(v)),+];
                (slopes.map(|r| r.0), slopes.map(|r| r.1))
            }
        }
    };
}

gates!(1: A P 0);
gates!(2: A P 0, B Q 1);
gates!(3: A P 0, B Q 1, C O 2);
gates!(4: A P 0, B Q 1, C O 2, D N 3);
