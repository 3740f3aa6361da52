//! The spike times of the double impulse on this machine, as JSON: by the crate alone, without the page's code.

use excitable::{Error, prelude::*};

fn spikes(steady: f64, first: f64) -> Result<Vec<f64>, Error> {
    let pulses = pulse(0.0..1.0, first).plus(pulse(10.0..11.0, 50.0));
    let axon = HodgkinHuxley::squid_axon().with_stimulus(pulses.plus(constant(steady)));
    let control = Dop853.adaptive().rtol(1e-6).portable();
    let run = integrate(&axon, 0.0..60.0, axon.rest()?, control).solution()?;
    Ok(run.events(&Membrane::rises_through(50.0))?.iter().map(|spike| spike.t).collect())
}

fn main() -> Result<(), Error> {
    println!("{:?}", [spikes(0.0, 150.0)?, spikes(0.5, 150.0)?, spikes(20.0, 150.0)?]);
    Ok(())
}
