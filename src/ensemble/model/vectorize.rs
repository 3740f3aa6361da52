//! [`Vectorize`]: several neurons, channels or gates as one of lanes.

use alloc::vec::Vec;

use crate::neuron::{
    AlphaBeta, Capacitance, Conductance, ExpLinear, Exponential, ExtendedAxon, Hastened,
    HodgkinHuxley, IonChannel, Neuron, Parameters, Potential, Powered, Relaxation, Sigmoid,
    Temperature,
};
use crate::ode::{Real, Scalar};
use crate::stimulus::Constant;

/// The neurons (or channels, or gates) that share a register: one for each lane.
#[derive(Clone, Debug)]
pub struct Each<'a, M, R> {
    all: Vec<&'a M>,
    join: fn(&mut dyn FnMut(usize) -> f64) -> R,
}

impl<'a, M, R: Real> Each<'a, M, R> {
    pub(crate) fn new(all: Vec<&'a M>, join: fn(&mut dyn FnMut(usize) -> f64) -> R) -> Self {
        Self { all, join }
    }

    /// A number of each, side by side.
    pub fn of<T: Scalar>(&self, number: impl Fn(&M) -> T) -> R {
        (self.join)(&mut |i| self.all.get(i).map_or(f64::NAN, |one| number(one).to_f64()))
    }

    /// A part of each, vectorized.
    pub fn vectorize<P: Vectorize + 'a>(&self, part: impl Fn(&'a M) -> &'a P) -> P::Lanes<R> {
        P::vectorize(&self.part(part))
    }

    /// A part of each.
    pub fn part<P>(&self, part: impl Fn(&'a M) -> &'a P) -> Each<'a, P, R> {
        Each { all: self.all.iter().map(|one| part(one)).collect(), join: self.join }
    }
}

/// Parts of which several become one in an ensemble, whose numbers are lanes.
///
/// Rates, gates, channels and neurons of this crate can. For your own, write the type over a number
/// `R: Real`, and fill it number by number.
///
/// # Example
///
/// ```
/// use excitable::Real;
/// use excitable::ensemble::{Each, Vectorize};
/// use excitable::neuron::{Channel, ChannelCurrent};
///
/// /// A pump that pushes the same current out, whatever the potential.
/// struct Pump<R>(R);
///
/// impl<R: Real> Channel<R> for Pump<R> {
///     type Gates = [R; 0];
///     fn current(&self, _v: R, _: &[R; 0]) -> ChannelCurrent<R> {
///         ChannelCurrent { current: self.0, conductance: R::lit(0.0) }
///     }
///     fn rates(&self, _v: R) -> ([R; 0], [R; 0]) {
///         ([], [])
///     }
/// }
///
/// impl Vectorize for Pump<f64> {
///     type Lanes<R: Real> = Pump<R>;
///     fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Pump<R> {
///         Pump(each.of(|pump| pump.0))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "several of `{Self}` cannot become one of lanes",
    note = "rates, gates, channels and neurons of this crate can; a closure over one number type \
        cannot: write the rate as a type that is generic over `Real`, and implement `Vectorize` \
        for it"
)]
pub trait Vectorize: Sized {
    /// The same type over the number `R`.
    type Lanes<R: Real>;

    /// All of them as one.
    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R>;
}

macro_rules! rates {
    ($($name:ident),+) => {
        $(impl<T: Scalar> Vectorize for $name<T> {
            type Lanes<R: Real> = $name<R>;

            fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
                $name {
                    rate: each.of(|rate| rate.rate),
                    midpoint: each.of(|rate| rate.midpoint),
                    scale: each.of(|rate| rate.scale),
                }
            }
        })+
    };
}

rates!(Exponential, Sigmoid, ExpLinear);

impl<A: Vectorize, B: Vectorize> Vectorize for AlphaBeta<A, B> {
    type Lanes<R: Real> = AlphaBeta<A::Lanes<R>, B::Lanes<R>>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        AlphaBeta {
            alpha: each.vectorize(|gate| &gate.alpha),
            beta: each.vectorize(|gate| &gate.beta),
        }
    }
}

impl<X: Vectorize, Tau: Vectorize> Vectorize for Relaxation<X, Tau> {
    type Lanes<R: Real> = Relaxation<X::Lanes<R>, Tau::Lanes<R>>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        Relaxation {
            x_inf: each.vectorize(|gate| &gate.x_inf),
            tau_x: each.vectorize(|gate| &gate.tau_x),
        }
    }
}

impl<T: Scalar, G: Vectorize> Vectorize for Hastened<G, T> {
    type Lanes<R: Real> = Hastened<G::Lanes<R>, R>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        Hastened { gate: each.vectorize(|gate| &gate.gate), factor: each.of(|gate| gate.factor) }
    }
}

impl<G: Vectorize, const P: u32> Vectorize for Powered<G, P> {
    type Lanes<R: Real> = Powered<G::Lanes<R>, P>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        Powered::new(each.vectorize(|powered| &powered.gate))
    }
}

impl Vectorize for () {
    type Lanes<R: Real> = ();

    fn vectorize<R: Real>(_: &Each<'_, Self, R>) {}
}

macro_rules! tuple {
    ($($part:ident $i:tt),+) => {
        impl<$($part: Vectorize),+> Vectorize for ($($part,)+) {
            type Lanes<R: Real> = ($($part::Lanes<R>,)+);

            fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
                ($(each.vectorize(|parts| &parts.$i),)+)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

impl<T: Scalar, G: Vectorize> Vectorize for IonChannel<T, G> {
    type Lanes<R: Real> = IonChannel<R, G::Lanes<R>>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        let g_max = each.of(|channel| channel.g_max().as_millisiemens_per_cm2());
        let reversal = each.of(|channel| channel.reversal().as_millivolts());
        let (g_max, reversal) =
            (Conductance::from_millisiemens_per_cm2(g_max), Potential::from_millivolts(reversal));
        IonChannel::from_parts(g_max, reversal, each.vectorize(IonChannel::gates))
    }
}

impl<T: Scalar, S> Vectorize for HodgkinHuxley<T, S> {
    type Lanes<R: Real> = HodgkinHuxley<R>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        let of = |number: fn(&Parameters<T>) -> T| each.of(|axon| number(&axon.parameters()));
        let conductance = Conductance::from_millisiemens_per_cm2;
        let potential = Potential::from_millivolts;
        let parameters = Parameters {
            c_m: capacitance(of(|p| p.c_m.as_microfarads_per_cm2())),
            g_na: conductance(of(|p| p.g_na.as_millisiemens_per_cm2())),
            g_k: conductance(of(|p| p.g_k.as_millisiemens_per_cm2())),
            g_l: conductance(of(|p| p.g_l.as_millisiemens_per_cm2())),
            e_na: potential(of(|p| p.e_na.as_millivolts())),
            e_k: potential(of(|p| p.e_k.as_millivolts())),
            e_l: potential(of(|p| p.e_l.as_millivolts())),
            origin: potential(of(|p| p.origin.as_millivolts())),
            temperature: Temperature::from_celsius(of(|p| p.temperature.as_celsius())),
        };
        // The gates as they are: φ is not computed anew, so that the lanes start from the same
        // floats.
        HodgkinHuxley::from_parts(parameters, each.vectorize(HodgkinHuxley::gates))
    }
}

fn capacitance<R: Real>(c_m: R) -> Capacitance<R> {
    Capacitance::from_microfarads_per_cm2(c_m)
}

impl<T: Scalar, C: Vectorize, S> Vectorize for Neuron<T, C, S> {
    type Lanes<R: Real> = Neuron<R, C::Lanes<R>>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        let c_m = each.of(|neuron| neuron.capacitance().as_microfarads_per_cm2());
        Neuron::new(capacitance(c_m), each.vectorize(Neuron::channels))
    }
}

impl<T: Scalar, C: Vectorize, S> Vectorize for ExtendedAxon<T, C, S> {
    type Lanes<R: Real> = ExtendedAxon<R, C::Lanes<R>, Constant<R>>;

    fn vectorize<R: Real>(each: &Each<'_, Self, R>) -> Self::Lanes<R> {
        let axon: HodgkinHuxley<R> = each.vectorize(ExtendedAxon::axon);
        axon.with_channel(each.vectorize(ExtendedAxon::channels))
    }
}
