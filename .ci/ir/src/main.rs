//! A user's program, as small as they come: the squid axon under two impulses, and its spikes.

use excitable::prelude::*;

fn main() -> Result<(), excitable::Error> {
    let stimulus = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let axon = HodgkinHuxley::squid_axon().with_stimulus(stimulus);
    let run = integrate(&axon, 0.0..50.0, axon.rest()?, Rk45.adaptive());
    for spike in run.solution()?.events(&Membrane::rises_through(50.0))? {
        println!("spike at {:.4} ms", spike.t);
    }
    Ok(())
}
