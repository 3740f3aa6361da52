//! The crate itself in task A, with nothing set but the tolerance.

use crate::method::{Method, Solve, Variant};
use crate::setting::Weights;
use crate::trace::{POINTS, time};
use excitable::prelude::*;
use excitable::ode::EmbeddedStepper;
use excitable::stimulus::{Plus, Pulse};

pub(crate) const CRATE: &str = "excitable";

type Axon = HodgkinHuxley<f64, Plus<Pulse<f64>, Pulse<f64>>>;

fn axon() -> Axon {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}

fn adaptive<M>(method: M) -> Solve
where
    M: excitable::Method + EmbeddedStepper<Axon> + Copy + 'static,
{
    let axon = axon();
    let y0 = axon.clamped_at(0.0);
    Box::new(move |setting, trace| {
        let run = integrate(&axon, 0.0..50.0, y0, method.adaptive().rtol(setting.rtol()));
        let mut places = trace.0.iter_mut();
        let sampled = run.sample_component(component(0), (0..POINTS).map(time), |_t, v| {
            if let Some(place) = places.next() {
                *place = v;
            }
        });
        sampled.map_err(|error| error.to_string())
    })
}

fn method(name: &'static str, solve: Solve) -> Method {
    Method { from: CRATE, name, weights: &[Weights::Default], variants: Variant::only(solve) }
}

pub(crate) fn methods() -> Vec<Method> {
    vec![
        method("Rk45", adaptive(Rk45)),
        method("Verner65", adaptive(Verner65)),
        method("Dop853", adaptive(Dop853)),
    ]
}
