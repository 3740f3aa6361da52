//! The spike times of the double impulse on this machine, and an oscillation, as JSON: by the crate
//! alone, without the page's code.

use excitable::{Error, prelude::*};

fn spikes(steady: f64, first: f64) -> Result<Vec<f64>, Error> {
    let pulses = pulse(0.0..1.0, first).plus(pulse(10.0..11.0, 50.0));
    let axon = HodgkinHuxley::squid_axon().with_stimulus(pulses.plus(constant(steady)));
    let control = Rk45.adaptive().rtol(1e-6).portable();
    let run = integrate(&axon, 0.0..60.0, axon.rest()?, control).solution()?;
    Ok(run.events(&Membrane::rises_through(50.0))?.iter().map(|spike| spike.t).collect())
}

/// The rate under a steady current, and the period of its cycle by shooting.
fn oscillation(current: f64) -> Result<Vec<f64>, Error> {
    let axon = HodgkinHuxley::squid_axon();
    let trial = axon.trial(300.0)?.with_control(Rk45.adaptive().rtol(1e-6).portable());
    let firing = trial.firing(&axon.with_stimulus(constant(current)), 150.0)?;
    let frequency = firing.oscillation.map_or(0.0, |x| x.frequency);
    Ok(vec![frequency, axon.limit_cycle(current)?.period])
}

fn main() -> Result<(), Error> {
    let runs = [spikes(0.0, 150.0)?, spikes(0.5, 150.0)?, spikes(20.0, 150.0)?, oscillation(20.0)?];
    println!("{runs:?}");
    Ok(())
}
