//! A dynamic clamp: at every tick the potential of a cell is read, the current of a synapse that is not there
//! is computed from it, and injected until the next tick.
//!
//! ```sh
//! cargo run --release -p excitable-examples --example dynamic_clamp
//! ```
//!
//! The cell on the other side of the electrode is played by a squid axon; the same shunt as part of its
//! equations says what should come out.
#![allow(clippy::print_stdout, reason = "an example says what it found")]

use core::cell::Cell;

use excitable::{Error, prelude::*};

/// The current of the electrode (µA/cm²), which the loop sets between steps.
struct Electrode<'a>(&'a Cell<f64>);

impl Stimulus<f64> for Electrode<'_> {
    fn current(&self, _t: f64) -> f64 {
        self.0.get()
    }

    fn next_breakpoint(&self, _t: f64, _towards: Direction) -> Option<f64> {
        None
    }

    /// It is held all through a step.
    fn is_held(&self) -> bool {
        true
    }
}

/// The time between two readings (ms), and the end (ms).
const TICK: f64 = 0.01;
const END: f64 = 100.0;
/// The shunt: its conductance (mS/cm²) and reversal potential (mV).
const G: f64 = 0.2;
const E: f64 = -12.0;

fn main() -> Result<(), Error> {
    let drive = constant(20.0);
    let axon = HodgkinHuxley::squid_axon();
    let start = axon.rest()?;

    let injected = Cell::new(0.0);
    let cell = axon.with_stimulus(drive.plus(Electrode(&injected)));
    let mut loop_spikes = 0;
    let mut run = integrate(&cell, 0.0..END, start, Rk4.fixed(TICK))
        .report_on(Membrane::rises_through(50.0), |_spike| loop_spikes += 1);
    while run.node().t < END {
        // I = −g·(V − E)
        injected.set(-G * (run.node().y.v - E));
        run.refresh(); // or the step would begin with the current before
        run.advance()?;
    }
    let in_loop = run.node().y.v;
    drop(run);

    let shunted = axon.with_stimulus(drive.plus(constant(G).conducted_to(E)));
    let mut spikes = 0;
    let end = integrate(&shunted, 0.0..END, start, Rk4.fixed(TICK))
        .report_on(Membrane::rises_through(50.0), |_spike| spikes += 1)
        .finish()?;
    println!("spikes={loop_spikes} expected={spikes}");
    println!("v_at_end={in_loop:.3} mV expected={:.3} mV", end.y.v);
    Ok(())
}
