//! The search for the waves of a membrane: the values of κ at which a solution changes the way it
//! escapes.

use alloc::vec::Vec;
use core::ops::Range;

use num_traits::Float;

use super::wave_equation::{Escape, WaveEquation};
use crate::Error;
use crate::analysis::threshold;
use crate::ode::{OdeState, OdeSystem, Real, Scalar, State};

/// κ from a thousandth of the fastest rate of rest to a thousand of it, ten to a decade.
const PARTS: u32 = 60;
const DECADES: f64 = 6.0;
/// 1/φ² of what is left of ln κ, where no wave is seen: 40 times.
const GOLDEN: f64 = 0.38196601125010515;
const PROBES: u32 = 40;

/// A membrane at rest, and the range of its potentials.
pub(super) struct Search<'a, Y: State> {
    pub(super) membrane: &'a dyn OdeSystem<State = Y>,
    pub(super) rest: &'a Y,
    pub(super) range: &'a Range<Y::Scalar>,
}

/// Which way the solution of a κ escapes, and after how many e-folds of its growth from rest.
#[derive(Clone, Copy)]
struct Sample<T> {
    rate: T,
    rises: bool,
    folds: T,
}

impl<'a, Y: OdeState> Search<'a, Y> {
    pub(super) fn equation(&self, rate: Y::Scalar) -> WaveEquation<'a, Y> {
        WaveEquation { membrane: self.membrane, rest: self.rest, range: self.range, rate }
    }

    /// κ of the slow wave and of the fast one: a slower solution rises, as does a faster one;
    /// between the two it falls.
    pub(super) fn rates(&self, fastest: Y::Scalar) -> Result<[Y::Scalar; 2], Error> {
        let mut samples = self.samples(fastest)?;
        if samples.iter().all(|sample| sample.rises) {
            self.look_closer(&mut samples)?;
        }
        let falls = |sample: &Sample<_>| !sample.rises;
        let Some(last) = samples.iter().rposition(falls) else { return Err(none(&samples)) };
        let before = samples[..last].iter().rposition(|sample| !falls(sample));
        let (Some(before), Some(after)) = (before, samples.get(last + 1)) else {
            return Err(none(&samples));
        };
        let rises = |rate| Ok(self.equation(rate).escape()?.rises);
        let slow =
            threshold(samples[before].rate..samples[before + 1].rate, |rate| Ok(!rises(rate)?))?;
        Ok([slow, threshold(samples[last].rate..after.rate, rises)?])
    }

    fn sample(&self, rate: Y::Scalar) -> Result<Sample<Y::Scalar>, Error> {
        let equation = self.equation(rate);
        let (Escape { rises, t }, growth) = (equation.escape()?, equation.departure()?.growth);
        Ok(Sample { rate, rises, folds: t * growth })
    }

    fn samples(&self, fastest: Y::Scalar) -> Result<Vec<Sample<Y::Scalar>>, Error> {
        let decades = |k| DECADES * (f64::from(k) / f64::from(PARTS) - 0.5);
        let power = |k| Float::powf(Y::Scalar::lit(10.0), Y::Scalar::lit(decades(k)));
        (0..=PARTS).map(|k| self.sample(fastest * power(k))).collect()
    }

    /// Looks between three samples where the solution lingers longest for one that falls, and
    /// inserts it: where two waves are about to meet, it is between samples.
    fn look_closer(&self, samples: &mut Vec<Sample<Y::Scalar>>) -> Result<(), Error> {
        for _ in 0..PROBES {
            let inner = 1..samples.len() - 1;
            let longest =
                |a: usize, b: usize| if samples[b].folds > samples[a].folds { b } else { a };
            let i = inner.fold(1, longest);
            let [low, middle, high] = [i - 1, i, i + 1].map(|i| Float::ln(samples[i].rate));
            let right = high - middle > middle - low;
            let end = if right { high } else { low };
            let rate = Float::exp(middle + Y::Scalar::lit(GOLDEN) * (end - middle));
            let found = self.sample(rate)?;
            samples.insert(if right { i + 1 } else { i }, found);
            if !found.rises {
                break;
            }
        }
        Ok(())
    }
}

fn none<T: Scalar>(samples: &[Sample<T>]) -> Error {
    let nearest = samples.iter().fold((T::lit(0.0), T::lit(0.0)), |(rate, folds), sample| {
        if sample.folds > folds { (sample.rate, sample.folds) } else { (rate, folds) }
    });
    let remedy = "the membrane does not carry a spike: cool it, or give it more sodium channels";
    let place = ("the κ that came nearest (1/ms)", nearest.0.into());
    Error::NotFound { sought: "a travelling wave", place, remedy }
}
