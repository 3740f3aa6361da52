//! The sweep: where in the plane of g_Na and g_K the axon fires repetitively at 10 µA/cm².

use std::ops::Range;

use excitable::ensemble::{Failure, NeuronSolution, Part, Sweep};
use excitable::ode::Fixed;
use excitable::prelude::*;
use excitable::stimulus::Constant;
use excitable::{Conductance, Error, Membrane};

use crate::Fault;

pub type Axon = HodgkinHuxley<f64, Constant<f64>>;
pub type Found = NeuronSolution<Membrane<f64>>;
pub type Value = Result<Found, Failure>;

/// mS/cm², from the left to the right and from below upward; the axon of 1952 has 120 and 36.
pub const G_NA: Range<f64> = 20.0..220.0;
pub const G_K: Range<f64> = 4.0..76.0;
/// ms.
pub const SPAN: Range<f64> = 0.0..200.0;
const CURRENT: f64 = 10.0;
const LEVEL: f64 = 50.0;

pub fn method() -> Fixed<SafeStrang, f64> {
    SafeStrang.fixed(0.025)
}

/// Axon `i` of a square of `side` by `side`, row by row.
fn axon(i: usize, side: usize) -> Result<Axon, Error> {
    let along = |range: Range<f64>, k: usize| {
        range.start + (range.end - range.start) * (k as f64 + 0.5) / side as f64
    };
    let parameters = Parameters {
        g_na: Conductance::from_millisiemens_per_cm2(along(G_NA, i % side)),
        g_k: Conductance::from_millisiemens_per_cm2(along(G_K, i / side)),
        ..Parameters::squid_axon()
    };
    Ok(HodgkinHuxley::new(parameters)?.with_stimulus(constant(CURRENT)))
}

/// All of them start from the rest of the axon of 1952, wherever their own is.
pub fn ensemble(range: Range<usize>, side: usize) -> Result<Ensemble<'static, Axon>, Error> {
    let start = vec![HodgkinHuxley::<f64>::squid_axon().rest()?; range.len()];
    let axons = range.map(|i| axon(i, side)).collect::<Result<Vec<_>, _>>()?;
    Ok(Ensemble::new(axons).starting_from(start).detecting_spikes(LEVEL))
}

pub fn sweep(side: usize) -> Sweep<'static, Found> {
    let label = format!("g_Na {G_NA:?} by g_K {G_K:?}, {side} by {side}, {CURRENT} µA/cm²");
    let axons = move |range| ensemble(range, side);
    Sweep::of_ensembles(&label, side * side, SPAN, method(), axons)
}

/// On the threads of `RAYON_NUM_THREADS`; on one where it says nothing, for ranks and tasks are
/// given a core each.
pub fn run<X: Send>(sweep: &Sweep<'_, X>, range: Range<usize>) -> Result<Part<X>, Fault> {
    let threads = std::env::var("RAYON_NUM_THREADS").ok().and_then(|n| n.parse().ok());
    let part = if threads.unwrap_or(1) > 1 { sweep.run_parallel(range) } else { sweep.run(range) };
    Ok(part?)
}

/// Hz, between the first and the last spike of the second half of the span, where what the start
/// set off is over; 0 where there are fewer than two.
pub fn rate(value: &Value) -> f64 {
    let late = |found: &Found| {
        let spikes = found.spikes.iter().filter(|t| **t > 0.5 * SPAN.end);
        let (first, last) = (spikes.clone().next()?, spikes.clone().next_back()?);
        let intervals = spikes.count() - 1;
        (intervals > 0).then(|| 1000.0 * intervals as f64 / (last - first))
    };
    value.as_ref().ok().and_then(late).unwrap_or(0.0)
}
