//! The loop of the chip: a current comes in at every tick, and a potential goes out.
#![no_std]

use excitable::{Error, prelude::*};

/// The time from one tick to the next (ms), and the step inside it.
const TICK: f32 = 0.1;
const DT: f32 = 0.025;

/// A squid axon in single precision, and its spikes.
pub struct Cell {
    y: Membrane<f32>,
    pub spikes: u32,
}

impl Cell {
    pub fn at_rest() -> Result<Self, Error> {
        Ok(Self { y: HodgkinHuxley::squid_axon().rest()?, spikes: 0 })
    }

    /// One tick under the current `i` (µA/cm²): the potential at its end (mV).
    pub fn tick(&mut self, i: f32) -> Result<f32, Error> {
        // Below −1570 mV the rates overflow in single precision.
        let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(i.clamp(-200.0, 200.0)));
        let before = self.y.v;
        let control = ExponentialStrang.fixed(DT).portable();
        self.y = integrate(&axon, 0.0..TICK, self.y, control).finish()?.y;
        self.spikes += u32::from(before < 50.0 && self.y.v >= 50.0);
        Ok(self.y.v)
    }
}

/// The converter that the program plays: a dynamic clamp, 1 mS/cm² towards a potential that rises
/// and falls every 25.6 ms, so that the input is another one at every tick.
pub fn input(tick: u32, v: f32) -> f32 {
    let phase = (tick % 256) as f32;
    let target = if phase < 128.0 { phase } else { 256.0 - phase } * 0.25;
    target - v * 0.5
}
