//! [`travelling_waves`]: the spikes that travel along a fibre without changing, by shooting.

use core::cell::Cell;
use core::ops::Range;

use num_traits::Float;

use super::search::Search;
use super::wave_equation::{Point, V, WaveEquation};
use crate::Error;
use crate::analysis::cycles::precise_run;
use crate::analysis::range::check_range;
use crate::analysis::{Extremum, equilibrium, threshold};
use crate::cable::{CableMembrane, Fibre};
use crate::error::{Bound, require};
use crate::ode::{OdeState, OdeSystem, Real, Scalar, Solution, State, Time, rising};

/// Half the width in which V' is corrected, of its size, in √ε: 10⁻⁶.
const WIDTH: f64 = 64.0;
/// The e-folds of a deviation between two corrections, while its growth stays what it is.
const FOLDS: f64 = 5.0;

/// A wave V(t − x/c) along a fibre.
#[derive(Clone, Debug, PartialEq)]
pub struct TravellingWave<Y: State> {
    /// c (m/s).
    pub velocity: Y::Scalar,
    /// The highest point of V (mV), in the time of the [profile](Self::profile).
    pub peak: Extremum<Y::Scalar>,
    /// κ = c²/D (1/ms).
    rate: Y::Scalar,
    rest: Y,
    range: Range<Y::Scalar>,
}

impl<Y: OdeState> TravellingWave<Y> {
    /// What passes at a place: the state of the membrane and V' (mV/ms), over the `duration` (ms)
    /// from the time at which V has left rest by a millionth of its way to the highest potential.
    /// At a place farther on by x, the same passes x/c later.
    ///
    /// Every deviation from the wave grows as e^(κ·t) or faster, also that of rounding. So from the
    /// peak on V' is corrected, every few of these times and by some 10⁻¹⁰ of its size, to the
    /// value between those that rise later and those that fall.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for another membrane, and what the runs return.
    pub fn profile(
        &self,
        membrane: &dyn OdeSystem<State = Y>,
        duration: Y::Scalar,
    ) -> Result<Solution<Point<Y>>, Error> {
        let (rest, range, rate) = (&self.rest, &self.range, self.rate);
        let equation = WaveEquation { membrane, rest, range, rate };
        let (due, mut outcome) = (Cell::new(self.peak.t), Ok(()));
        let correct = |t, y: &mut Point<Y>| {
            due.set(t + Y::Scalar::lit(FOLDS) / equation.growth(y));
            if outcome.is_ok() {
                outcome = self.corrected(&equation, y).map(|slope| y.1 = slope);
            }
        };
        let start = equation.departure()?.start;
        let run = precise_run(&equation, Y::Scalar::lit(0.0)..duration, start);
        let profile = run.reset_on(rising(|t, _: &_| t - due.get()), correct).solution();
        outcome.and(profile)
    }

    /// V' between what rises and what falls.
    fn corrected(
        &self,
        equation: &WaveEquation<'_, Y>,
        (y, slope): &Point<Y>,
    ) -> Result<Y::Scalar, Error> {
        let (zero, half) = (Y::Scalar::lit(0.0), Y::Scalar::lit(0.5));
        let rest = V.of(&self.rest)?;
        let level = rest + half * (self.peak.value - rest);
        let rises = |slope| Ok(equation.escape_behind((zero, (y.clone(), slope)), level)?.rises);
        let part = Y::Scalar::lit(WIDTH) * Float::sqrt(Y::Scalar::epsilon());
        let width = part * self.rate * (self.peak.value - rest);
        let (low, high) = (*slope - width, *slope + width);
        let beyond = rises(high)?;
        threshold(low..high, |slope| Ok(rises(slope)? == beyond))
    }
}

/// The two waves of constant shape that a membrane carries along a fibre of any length: the slow
/// one, which any disturbance leaves, and the fast one, the spike.
///
/// With x = c·t the cable is an ordinary differential equation, V'' = κ·(V' − f_V) with κ = c²/D
/// and D = d/(4·R·C) (Hodgkin and Huxley 1952, eq. 30 and 31), and a wave is a solution that leaves
/// `rest` and comes back. Any other solution that leaves rest passes an end of `range`, the
/// potentials from the lowest to the highest reversal potential. Which end it passes changes where
/// κ is that of a wave: so κ is found by bisection to the last digits, by `Dop853` at rtol 10⁻¹². A
/// stimulus of the membrane counts as it is at t = 0.
///
/// # Errors
///
/// [`Error::NotFound`] where the membrane carries no wave, as above 33.7 °C on the squid axon;
/// [`Error::Invalid`] for a rest that is not stable, a range without it, and a fibre of no size.
///
/// # Example
///
/// A squid axon with three quarters of its sodium channels:
///
/// ```
/// use excitable::analysis::travelling_waves;
/// use excitable::cable::Fibre;
/// use excitable::neuron::{Length, Resistivity};
/// use excitable::prelude::*;
///
/// let p = Parameters::squid_axon();
/// let g_na = Conductance::from_millisiemens_per_cm2(90.0);
/// let sodium = Parameters { g_na, ..p }.sodium();
/// let membrane = Neuron::new(p.c_m, (sodium, p.potassium(), p.leak()));
/// let fibre = Fibre {
///     length: Length::from_centimetres(1.0), // any length will do
///     diameter: Length::from_micrometres(476.0),
///     resistivity: Resistivity::from_ohm_centimetres(35.4),
/// };
/// let rest = membrane.rest_between(-12.0..20.0)?;
/// let [slow, fast] = travelling_waves(&membrane, rest, -12.0..115.0, &fibre)?;
/// assert!(slow.velocity < fast.velocity && fast.velocity < 12.3); // m/s
/// # Ok::<(), excitable::Error>(())
/// ```
pub fn travelling_waves<M: CableMembrane>(
    membrane: &M,
    rest: M::State,
    range: Range<Time<M>>,
    fibre: &Fibre<Time<M>>,
) -> Result<[TravellingWave<M::State>; 2], Error> {
    let diffusivity = fibre.diffusivity(membrane)?;
    waves(membrane, rest, range, diffusivity)
}

/// The waves where V spreads by D (cm²/ms).
fn waves<Y: OdeState>(
    membrane: &dyn OdeSystem<State = Y>,
    rest: Y,
    range: Range<Y::Scalar>,
    diffusivity: Y::Scalar,
) -> Result<[TravellingWave<Y>; 2], Error> {
    let zero = Y::Scalar::lit(0.0);
    let found = equilibrium(membrane, zero, rest)?;
    check(&range, V.of(&found.y)?)?;
    let fastest = found.eigenvalues.iter().fold(zero, |x, y| Float::max(x, y.modulus()));
    let search = Search { membrane, rest: &found.y, range: &range };
    let [slow, fast] = search.rates(fastest)?;
    let wave = |rate| {
        let equation = search.equation(rate);
        // c = √(κ·D), 1 cm/ms = 10 m/s
        let velocity = Y::Scalar::lit(10.0) * Float::sqrt(rate * diffusivity);
        let peak = equation.peak()?;
        let peak = Extremum { t: peak.t, value: V.of(&peak.y)? };
        let (rest, range) = (found.y.clone(), range.clone());
        Ok(TravellingWave { velocity, peak, rate, rest, range })
    };
    Ok([wave(slow)?, wave(fast)?])
}

fn check<T: Scalar>(range: &Range<T>, rest: T) -> Result<(), Error> {
    let owner = "travelling_waves";
    check_range(owner, range)?;
    let remedy = "give the range from the lowest reversal potential to the highest";
    let bound = Bound::Above("range.start", range.start.into());
    require(rest > range.start, owner, ("V at rest", rest), bound, remedy)?;
    let bound = Bound::AtMost("range.end", range.end.into());
    require(rest < range.end, owner, ("V at rest", rest), bound, remedy)
}
