//! [`Gather`]: several neurons, channels or gates made into one of lanes.

use alloc::vec::Vec;

use crate::neuron::{
    AlphaBeta, Capacitance, Conductance, ExpLinear, Exponential, ExtendedAxon, Gates, Hastened,
    HodgkinHuxley, IonChannel, Neuron, Parameters, Potential, Powered, Relaxation, Sigmoid,
    Temperature,
};
use crate::ode::{Real, Scalar};
use crate::stimulus::Constant;

/// The neurons (or channels, or gates) that share a register: one for each lane.
#[derive(Clone, Debug)]
pub struct Each<'a, M, R> {
    members: Vec<&'a M>,
    join: fn(&mut dyn FnMut(usize) -> f64) -> R,
}

impl<'a, M, R: Real> Each<'a, M, R> {
    pub(super) fn new(members: Vec<&'a M>, join: fn(&mut dyn FnMut(usize) -> f64) -> R) -> Self {
        Self { members, join }
    }

    /// A number of each member, side by side.
    pub fn of<T: Scalar>(&self, number: impl Fn(&M) -> T) -> R {
        (self.join)(&mut |i| self.members.get(i).map_or(f64::NAN, |member| number(member).to_f64()))
    }

    /// A part of each member, gathered.
    pub fn gather<P: Gather<R> + 'a>(&self, part: impl Fn(&'a M) -> &'a P) -> P::Lanes {
        P::gather(&self.part(part))
    }

    /// A part of each member.
    pub fn part<P>(&self, part: impl Fn(&'a M) -> &'a P) -> Each<'a, P, R> {
        Each { members: self.members.iter().map(|member| part(member)).collect(), join: self.join }
    }
}

/// What can share a register with others of its kind: several of them become one whose numbers are lanes.
///
/// Rates, gates, channels and neurons of this crate are it. For your own, write the type over a number `R: Real`,
/// and gather it field by field.
///
/// # Example
///
/// ```
/// use excitable::{Channel, Each, ChannelCurrent, Gather, Real};
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
/// impl<R: Real> Gather<R> for Pump<f64> {
///     type Lanes = Pump<R>;
///     fn gather(each: &Each<'_, Self, R>) -> Pump<R> {
///         Pump(each.of(|pump| pump.0))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot share a register with others of its kind",
    note = "rates, gates, channels and neurons of this crate can; a closure over one number type cannot: write the rate as a type that is generic over `Real`, and implement `Gather` for it"
)]
pub trait Gather<R: Real>: Sized {
    /// One of them, of lanes.
    type Lanes;

    /// The members as one.
    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes;
}

macro_rules! rates {
    ($($name:ident),+) => {
        $(impl<T: Scalar, R: Real> Gather<R> for $name<T> {
            type Lanes = $name<R>;

            fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
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

impl<R: Real, A: Gather<R>, B: Gather<R>> Gather<R> for AlphaBeta<A, B> {
    type Lanes = AlphaBeta<A::Lanes, B::Lanes>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        AlphaBeta { alpha: each.gather(|gate| &gate.alpha), beta: each.gather(|gate| &gate.beta) }
    }
}

impl<R: Real, X: Gather<R>, Tau: Gather<R>> Gather<R> for Relaxation<X, Tau> {
    type Lanes = Relaxation<X::Lanes, Tau::Lanes>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        Relaxation {
            x_inf: each.gather(|gate| &gate.x_inf),
            tau_x: each.gather(|gate| &gate.tau_x),
        }
    }
}

impl<T: Scalar, R: Real, G: Gather<R>> Gather<R> for Hastened<G, T> {
    type Lanes = Hastened<G::Lanes, R>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        Hastened { gate: each.gather(|gate| &gate.gate), factor: each.of(|gate| gate.factor) }
    }
}

impl<R: Real, G: Gather<R>, const P: u32> Gather<R> for Powered<G, P> {
    type Lanes = Powered<G::Lanes, P>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        Powered::new(each.gather(|powered| &powered.gate))
    }
}

impl<R: Real> Gather<R> for () {
    type Lanes = ();

    fn gather(_: &Each<'_, Self, R>) {}
}

macro_rules! tuple {
    ($($part:ident $i:tt),+) => {
        impl<R: Real, $($part: Gather<R>),+> Gather<R> for ($($part,)+) {
            type Lanes = ($($part::Lanes,)+);

            fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
                ($(each.gather(|parts| &parts.$i),)+)
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

impl<T: Scalar, R: Real, G: Gather<R, Lanes: Gates<R>>> Gather<R> for IonChannel<T, G> {
    type Lanes = IonChannel<R, G::Lanes>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        let g_max = each.of(|channel| channel.g_max().as_millisiemens_per_cm2());
        let reversal = each.of(|channel| channel.reversal().as_millivolts());
        let (g_max, reversal) =
            (Conductance::from_millisiemens_per_cm2(g_max), Potential::from_millivolts(reversal));
        IonChannel::new(g_max, reversal).with_gates(each.gather(IonChannel::gates))
    }
}

impl<T: Scalar, R: Real, S> Gather<R> for HodgkinHuxley<T, S> {
    type Lanes = HodgkinHuxley<R>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
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
        // The gates as they are: φ is not computed anew, so that the lanes start from the same floats.
        HodgkinHuxley::from_parts(parameters, each.gather(HodgkinHuxley::gates))
    }
}

fn capacitance<R: Real>(c_m: R) -> Capacitance<R> {
    Capacitance::from_microfarads_per_cm2(c_m)
}

impl<T: Scalar, R: Real, C: Gather<R>, S> Gather<R> for Neuron<T, C, S> {
    type Lanes = Neuron<R, C::Lanes>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        let c_m = each.of(|neuron| neuron.capacitance().as_microfarads_per_cm2());
        Neuron::new(capacitance(c_m), each.gather(Neuron::channels))
    }
}

impl<T: Scalar, R: Real, C: Gather<R>, S> Gather<R> for ExtendedAxon<T, C, S> {
    type Lanes = ExtendedAxon<R, C::Lanes, Constant<R>>;

    fn gather(each: &Each<'_, Self, R>) -> Self::Lanes {
        let axon: HodgkinHuxley<R> = each.gather(ExtendedAxon::axon);
        axon.with_channel(each.gather(ExtendedAxon::channels))
    }
}
