//! The waves that travel along a fibre without changing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::analysis::{TravellingWave, threshold, travelling_waves};
use excitable::cable::Fibre;
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;
use excitable::{Error, Temperature};

type Axon = HodgkinHuxley<f64>;
type Wave = TravellingWave<Membrane<f64>>;

/// The fibre of 1952.
fn fibre() -> Fibre<f64> {
    Fibre {
        length: Length::from_centimetres(1.0),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    }
}

fn axon(celsius: f64) -> Axon {
    HodgkinHuxley::squid_axon().at_temperature(Temperature::from_celsius(celsius))
}

fn waves(celsius: f64) -> Result<[Wave; 2], Error> {
    axon(celsius).travelling_waves(&fibre())
}

#[test]
fn the_spike_has_the_velocity_and_the_height_that_were_found_from_outside() {
    let [_, fast] = waves(18.5).unwrap();
    assert!((fast.velocity - 18.731888).abs() < 5e-7, "{}", fast.velocity);
    assert!((fast.peak.value - 90.58).abs() < 5e-3, "{}", fast.peak.value);
    let [_, fast] = waves(6.3).unwrap();
    assert!((fast.velocity - 12.313757).abs() < 5e-7, "{}", fast.velocity);
}

/// Whether V ends above the reversal potentials for this velocity (m/s), by another method, another
/// start and the equations written out.
fn ends_above(axon: &Axon, velocity: f64) -> bool {
    // κ = c²/D, D = 1000·d/(4·R·C) (cm²/ms)
    let rate = (0.1 * velocity).powi(2) / (250.0 * 0.0476 / 35.4);
    let wave = from_fn(|_, y: &[f64; 5], dydt: &mut [f64; 5]| {
        let y0 = Membrane { v: y[0], m: y[1], h: y[2], n: y[3] };
        let own = axon.slope(&y0, 0.0);
        *dydt = [y[4], own.m, own.h, own.n, rate * (y[4] - own.v)];
    });
    let Membrane { v, m, h, n } = axon.rest().unwrap();
    // So near to rest that what is not on the unstable manifold is below 1e-11 of the spike.
    let start = [v + 1e-9, m, h, n, 1e-9 * rate];
    let end = integrate(&wave, 0.0..100.0, start, Verner65.adaptive().rtol(1e-12))
        .stop_on(component(0).rises_through(115.0))
        .stop_on(component(0).falls_through(-12.0))
        .finish()
        .unwrap();
    end.y[0] > 50.0
}

#[test]
fn another_method_finds_the_same_velocity_to_nine_digits() {
    for celsius in [6.3, 18.5] {
        let [_, fast] = waves(celsius).unwrap();
        let above = |part: f64| ends_above(&axon(celsius), fast.velocity * (1.0 + part));
        assert!(above(1e-9) && !above(-1e-9), "{celsius} °C");
    }
}

#[test]
fn both_waves_come_back_to_rest() {
    for (celsius, duration) in [(6.3, 150.0), (33.0, 40.0)] {
        let rest = axon(celsius).rest().unwrap();
        for wave in waves(celsius).unwrap() {
            let profile = wave.profile(&axon(celsius), duration).unwrap();
            let (y, slope) = &profile.end().y;
            let far = [y.v - rest.v, y.m - rest.m, y.h - rest.h, y.n - rest.n, *slope];
            assert!(far.iter().all(|x| x.abs() < 1e-6), "{celsius} °C: {far:?}");
            let peak = profile.at(wave.peak.t).unwrap().0.v;
            assert!((peak - wave.peak.value).abs() < 1e-9);
        }
    }
}

#[test]
fn the_sodium_of_a_spike_is_that_found_from_outside_and_no_charge_is_left() {
    let axon = axon(18.5);
    let [_, fast] = waves(18.5).unwrap();
    let profile = fast.profile(&axon, 60.0).unwrap();
    let at_rest = axon.currents(&axon.rest().unwrap());
    let mut moved = [0.0; 3];
    for step in profile.steps() {
        let h = step.end.t - step.start.t;
        // Simpson's rule.
        for (part, weight) in [(0.0, 1.0), (0.5, 4.0), (1.0, 1.0)] {
            let currents = axon.currents(&step.at(step.start.t + part * h).0);
            moved[0] -= weight * h / 6.0 * (currents.na - at_rest.na);
            moved[1] += weight * h / 6.0 * (currents.k - at_rest.k);
            moved[2] += weight * h / 6.0 * (currents.l - at_rest.l);
        }
    }
    // nC/cm² as pmol/cm².
    let [sodium, potassium, leak] = moved.map(|x| x * 1e3 / 96485.332);
    assert!((sodium - 4.358).abs() < 5e-4, "{sodium}");
    // V comes back.
    assert!((sodium - potassium - leak).abs() < 1e-6, "{potassium} {leak}");
}

#[test]
fn too_warm_a_membrane_carries_no_wave_and_says_so() {
    let meeting = threshold(30.0..38.0, |celsius| Ok(waves(celsius).is_err())).unwrap();
    assert!((meeting - 33.6885).abs() < 1e-3, "{meeting}");
    // Where two waves meet, their distance goes as the root of that to the meeting.
    let distance = |below: f64| {
        let [slow, fast] = waves(meeting - below).unwrap();
        fast.velocity - slow.velocity
    };
    let (near, far) = (distance(1e-4), distance(1e-2));
    assert!((far / near - 10.0).abs() < 0.1, "{near} {far}");
    let message = waves(36.0).unwrap_err().to_string();
    assert!(message.starts_with("a travelling wave was not found"), "{message}");
}

#[test]
fn a_neuron_of_channels_has_the_waves_of_the_axon() {
    let p = Parameters::<f64>::squid_axon();
    let neuron = Neuron::new(p.c_m, (p.sodium(), p.potassium(), p.leak()));
    let rest = neuron.rest_between(-12.0..20.0).unwrap();
    let theirs = travelling_waves(&neuron, rest, -12.0..115.0, &fibre()).unwrap();
    for (ours, theirs) in waves(6.3).unwrap().iter().zip(&theirs) {
        assert!((ours.velocity / theirs.velocity - 1.0).abs() < 1e-9);
    }
}

#[test]
fn what_has_no_waves_is_refused() {
    let leak = IonChannel::new(
        Conductance::from_millisiemens_per_cm2(0.3),
        Potential::from_millivolts(0.0),
    );
    let passive = Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak);
    let found = travelling_waves(&passive, passive.clamped_at(0.0), -50.0..50.0, &fibre());
    let message = found.unwrap_err().to_string();
    assert!(message.starts_with("a travelling wave was not found"), "{message}");

    let rest = axon(6.3).rest().unwrap();
    let message =
        travelling_waves(&axon(6.3), rest, 10.0..115.0, &fibre()).unwrap_err().to_string();
    assert!(message.starts_with("travelling_waves: V at rest"), "{message}");
    let thin = Fibre { diameter: Length::from_micrometres(0.0), ..fibre() };
    let message = axon(6.3).travelling_waves(&thin).unwrap_err().to_string();
    assert!(message.starts_with("Fibre: diameter (cm) = 0"), "{message}");
    // It fires by itself.
    let firing = axon(6.3).with_stimulus(constant(20.0));
    let start = firing.rest().unwrap();
    let message = travelling_waves(&firing, start, -12.0..115.0, &fibre()).unwrap_err().to_string();
    assert!(message.starts_with("travelling_waves: growth of a disturbance"), "{message}");
}
