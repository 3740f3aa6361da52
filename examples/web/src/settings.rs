//! The settings of the page, and the axon and the stimulus that they describe.

use excitable::prelude::*;
use excitable::stimulus::{Constant, Plus, Pulse};
use excitable::{Error, Temperature};
use std::cell::Cell;

/// As many as the page has sliders.
const COUNT: usize = 11;

thread_local! {
    static NOW: Cell<[f64; COUNT]> = const { Cell::new([0.0; COUNT]) };
}

/// The axon under everything that the page can set.
pub(crate) type Pulsed = HodgkinHuxley<f64, Plus<Plus<Pulse<f64>, Pulse<f64>>, Constant<f64>>>;

/// What the sliders stand at.
pub(crate) struct Settings {
    /// The steady current (µA/cm²).
    pub(crate) steady: f64,
    /// g_Na, g_K, g_L (mS/cm²).
    conductances: [f64; 3],
    celsius: f64,
    /// Start and end (ms) and height (µA/cm²) of each.
    pulses: [[f64; 3]; 2],
}

pub(crate) fn set(number: usize, value: f64) {
    let mut now = NOW.get();
    if let Some(slot) = now.get_mut(number) {
        *slot = value;
    }
    NOW.set(now);
}

pub(crate) fn read() -> Settings {
    let [steady, na, k, l, celsius, a, b, c, d, e, f] = NOW.get();
    let pulses = [[a, b, c], [d, e, f]];
    Settings { steady, conductances: [na, k, l], celsius, pulses }
}

impl Settings {
    /// Without a stimulus.
    pub(crate) fn axon(&self) -> Result<HodgkinHuxley<f64>, Error> {
        let mut parameters = HodgkinHuxley::<f64>::squid_axon().parameters();
        let [na, k, l] = self.conductances;
        parameters.g_na = Conductance::from_millisiemens_per_cm2(na);
        parameters.g_k = Conductance::from_millisiemens_per_cm2(k);
        parameters.g_l = Conductance::from_millisiemens_per_cm2(l);
        parameters.temperature = Temperature::from_celsius(self.celsius);
        HodgkinHuxley::new(parameters)
    }

    /// The axon under a steady current and both pulses.
    pub(crate) fn pulsed(&self) -> Result<Pulsed, Error> {
        let [first, second] = self.pulses.map(|[start, end, height]| {
            // A pulse has a width, and its edges may have been drawn past one another.
            let (start, end) = (start.min(end), end.max(start));
            pulse(start..end.max(start + 0.05), height)
        });
        Ok(self.axon()?.with_stimulus(first.plus(second).plus(constant(self.steady))))
    }

    /// The axon under a steady current alone: of the same type, which is compiled once.
    pub(crate) fn steady(axon: HodgkinHuxley<f64>, current: f64) -> Pulsed {
        let past = pulse(-2.0..-1.0, 0.0);
        axon.with_stimulus(past.plus(past).plus(constant(current)))
    }
}
