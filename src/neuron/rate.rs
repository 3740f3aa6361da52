//! The three standard forms of a rate: [`Exponential`], [`Sigmoid`], [`ExpLinear`].

use crate::ode::Real;

/// A rate constant as a function of the membrane potential.
///
/// Closures are rates: `|v: f64| 0.1 + 0.01 * v`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rate for numbers of type `{R}`",
    label = "not a function of the potential",
    note = "write a constant as a closure, `|_v: f64| 100.0`",
    note = "or take `Sigmoid`, `Exponential` and the like, or implement `Rate`"
)]
pub trait Rate<R: Real> {
    /// The rate (1/ms) at the potential `v` (mV).
    fn at(&self, v: R) -> R;

    /// Its derivative by the potential (1/(ms·mV)). Provided: the central difference over ±2⁻¹⁰ mV,
    /// right to about 10⁻⁸ for a rate that changes over millivolts; the standard forms have theirs
    /// in closed form.
    fn derivative(&self, v: R) -> R {
        let d = R::lit(DIFFERENCE);
        (self.at(v + d) - self.at(v - d)) / (d + d)
    }
}

/// Half the distance (mV) of a central difference: a power of two, so that v ± d is exact.
pub(super) const DIFFERENCE: f64 = 1.0 / 1024.0;

impl<R: Real, F: Fn(R) -> R> Rate<R> for F {
    #[inline(always)]
    fn at(&self, v: R) -> R {
        self(v)
    }
}

macro_rules! form {
    ($(#[$doc:meta])* $name:ident, |$rate:ident, $x:ident| $value:expr, $slope:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name<R> {
            /// The rate's size (1/ms).
            pub rate: R,
            /// The potential at which x = 0 (mV).
            pub midpoint: R,
            /// The change of potential that changes x by 1 (mV); negative for a rate that falls
            /// with V.
            pub scale: R,
        }

        impl<R: Real> Rate<R> for $name<R> {
            #[inline(always)]
            fn at(&self, v: R) -> R {
                let ($rate, $x) = (self.rate, (v - self.midpoint) / self.scale);
                $value
            }

            #[inline(always)]
            fn derivative(&self, v: R) -> R {
                let ($rate, $x) = (self.rate, (v - self.midpoint) / self.scale);
                $slope / self.scale
            }
        }

        impl<R: Real> $name<R> {
            /// The numbers of a source, in 1/ms, mV and mV.
            pub fn lit(rate: f64, midpoint: f64, scale: f64) -> Self {
                Self { rate: R::lit(rate), midpoint: R::lit(midpoint), scale: R::lit(scale) }
            }

            /// The same rate with the potential axis moved up by `by` (mV).
            pub fn shifted(self, by: R) -> Self {
                Self { midpoint: self.midpoint + by, ..self }
            }

            /// The same rate `factor` times as fast.
            pub fn scaled(self, factor: R) -> Self {
                Self { rate: self.rate * factor, ..self }
            }
        }
    };
}

form!(
    /// rate·eˣ with x = (V − midpoint)/scale.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::neuron::{Exponential, Rate};
    ///
    /// // βn = 0.125·exp(−V/80), eq. 13 of Hodgkin and Huxley 1952.
    /// let beta_n = Exponential { rate: 0.125, midpoint: 0.0, scale: -80.0 };
    /// assert_eq!(beta_n.at(0.0), 0.125);
    /// ```
    Exponential, |rate, x| rate * x.exp(), rate * x.exp()
);

form!(
    /// rate / (1 + e⁻ˣ) with x = (V − midpoint)/scale: half of `rate` at the midpoint.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::neuron::{Rate, Sigmoid};
    ///
    /// // βh = 1 / (exp((30 − V)/10) + 1), eq. 24 of Hodgkin and Huxley 1952.
    /// let beta_h = Sigmoid { rate: 1.0, midpoint: 30.0, scale: 10.0 };
    /// assert_eq!(beta_h.at(30.0), 0.5);
    /// ```
    Sigmoid, |rate, x| rate / (R::lit(1.0) + (-x).exp()),
    // σ' = σ(x)·σ(−x)
    rate / (R::lit(1.0) + (-x).exp()) / (R::lit(1.0) + x.exp())
);

form!(
    /// rate·x / (1 − e⁻ˣ) with x = (V − midpoint)/scale: `rate` at the midpoint, where it is not
    /// singular.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::neuron::{ExpLinear, Rate};
    ///
    /// // αm = 0.1·(25 − V) / (exp((25 − V)/10) − 1), eq. 20 of Hodgkin and Huxley 1952.
    /// let alpha_m = ExpLinear { rate: 1.0, midpoint: 25.0, scale: 10.0 };
    /// assert_eq!(alpha_m.at(25.0), 1.0);
    /// ```
    ExpLinear, |rate, x| rate * (-x).exprelr(), -rate * (-x).exprelr_slope()
);
