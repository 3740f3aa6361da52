//! The loop of a microcontroller: a neuron that takes a current at every tick and gives a potential back.
//!
//! ```sh
//! cargo run --release -p excitable-examples --example embedded
//! ```
//!
//! What stands in `firmware` needs neither `std` nor an allocator; on a device the crate is built with
//! `default-features = false, features = ["libm"]`. `main` plays the timer and the converters, and prints.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

/// In a program of its own this would begin with `#![no_std]`.
mod firmware {
    use excitable::{Error, prelude::*};

    /// The time from one tick to the next (ms), and the step inside it.
    pub(crate) const TICK: f32 = 0.1;
    const DT: f32 = 0.025;

    /// A squid axon in single precision: 16 bytes of state, and a count.
    pub(crate) struct Cell {
        y: Membrane<f32>,
        pub(crate) spikes: u32,
    }

    impl Cell {
        pub(crate) fn at_rest() -> Result<Self, Error> {
            Ok(Self { y: HodgkinHuxley::squid_axon().rest()?, spikes: 0 })
        }

        /// One tick under the current `i` (µA/cm²), held until the next: the potential at its end (mV).
        ///
        /// Each tick is a run of its own from 0 to `TICK`, so that the time never grows and no float runs out of
        /// digits; the exponential step is stable whatever the input, as long as the rates are finite.
        pub(crate) fn tick(&mut self, i: f32) -> Result<f32, Error> {
            // Below −1570 mV the rates overflow in single precision.
            let i = i.clamp(-200.0, 200.0);
            let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(i));
            let before = self.y.v;
            let control = ExponentialStrang.fixed(DT);
            self.y = integrate(&axon, 0.0..TICK, self.y, control).finish()?.y;
            self.spikes += u32::from(before < 50.0 && self.y.v >= 50.0);
            Ok(self.y.v)
        }
    }
}

use excitable::{Error, prelude::*};
use firmware::{Cell, TICK};

fn main() -> Result<(), Error> {
    let (mut cell, mut highest) = (Cell::at_rest()?, f32::MIN);
    for tick in 0..2000_u16 {
        let input = if tick < 100 { 0.0 } else { 10.0 }; // on a device: the converter
        let v = cell.tick(input)?; // on a device: to the other converter
        highest = highest.max(v);
    }
    println!("ticks=2000 of {TICK} ms, spikes={} highest_v={highest:.1} mV", cell.spikes);

    // The same in double precision with a tolerance, from 0 to 200 ms.
    let axon = HodgkinHuxley::<f64>::squid_axon().with_stimulus(pulse(10.0..1000.0, 10.0));
    let solution = integrate(&axon, 0.0..200.0, axon.rest()?, Rk45.adaptive()).solution()?;
    println!("expected={}", solution.events(&Membrane::rises_through(50.0))?.len());
    println!("bytes_of_cell={}", size_of::<Cell>());
    Ok(())
}
