//! 5 cm of the giant axon in 500 segments at 18.5 °C: the velocity of its spike between 2 and 4 cm,
//! and the time of a run of 5 ms, for each step.

use std::time::Instant;

use excitable::Temperature;
use excitable::cable::{Cable, Fibre, conduction_velocity};
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;

fn main() -> Result<(), excitable::Error> {
    let axon = HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(18.5));
    let fibre = Fibre {
        length: Length::from_centimetres(5.0),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    };
    let shock = pulse(0.0..0.2, 50_000.0);
    let cable = Cable::new(axon, fibre, 500)?.with_current(Length::from_centimetres(0.0), shock)?;
    let start = cable.filled_with(axon.rest()?);
    for dt in std::env::args().skip(1).filter_map(|dt| dt.parse::<f64>().ok()) {
        let run = || integrate(&cable, 0.0..5.0, start.clone(), LineStrang.fixed(dt));
        let began = Instant::now();
        run().finish()?;
        let seconds = began.elapsed().as_secs_f64();
        let places = [2.0, 4.0].map(Length::from_centimetres);
        let velocity: f64 = conduction_velocity(&cable, run(), places, 50.0)?;
        println!("{dt} {velocity:.9} {seconds:.6}");
    }
    Ok(())
}
