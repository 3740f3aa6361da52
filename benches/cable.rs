//! What does a compartment of a cable cost in a step, and is the cost linear in their number?
#![allow(clippy::print_stderr, reason = "what failed")]
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use excitable::cable::{Cable, Cables, Fibre, Section};
use excitable::neuron::{Length, Resistivity};
use excitable::prelude::*;
use std::hint::black_box;

const STEPS: u32 = 200;
const DT: f64 = 0.01;
/// The components of a node.
const MEMBRANE: usize = 4;

fn cables(c: &mut Criterion) {
    measure(c).unwrap_or_else(|error| eprintln!("{error}"));
}

fn measure(c: &mut Criterion) -> Result<(), excitable::Error> {
    let mut group = c.benchmark_group("a compartment and step of a cable");
    for segments in [500_u32, 2000] {
        let axon = HodgkinHuxley::squid_axon();
        // As many segments in a binary tree of sections of ten.
        let sections = (1..=segments as usize / 10).map(|number| Section {
            parent: (number / 2).checked_sub(1),
            length: Length::from_centimetres(0.1),
            diameters: [Length::from_micrometres(476.0); 2],
            segments: 10,
        });
        let tree = Cable::branched(axon, Resistivity::from_ohm_centimetres(35.4), sections)?;
        for (shape, cable) in [("line", fibre(segments, 476.0)?), ("tree", shocked(tree)?)] {
            let start = cable.filled_with(axon.clamped_at(0.0));
            let span = 0.0..f64::from(STEPS) * DT;
            let run = || {
                let control = LineStrang.fixed(DT);
                integrate(black_box(&cable), span.clone(), start.clone(), control)
            };
            group.throughput(Throughput::Elements(u64::from(segments * STEPS)));
            group.bench_function(BenchmarkId::new(shape, segments), |b| b.iter(|| run().finish()));
            // A spike is looked for where it does not come.
            let last = component((start.len() - 1) * MEMBRANE).rises_through(50.0);
            let watched = BenchmarkId::new(format!("{shape}, an event"), segments);
            group.bench_function(watched, |b| {
                b.iter(|| run().report_on(black_box(last), |_| ()).finish());
            });
        }
    }
    for segments in [50_u32, 500] {
        beside(&mut group, segments)?;
    }
    group.finish();
    Ok(())
}

/// Eight fibres one after the other, and side by side.
fn beside(group: &mut BenchmarkGroup<'_, WallTime>, segments: u32) -> Result<(), excitable::Error> {
    let axon = HodgkinHuxley::squid_axon();
    let cables = || (0..8_u8).map(|k| fibre(segments, 476.0 - 20.0 * f64::from(k)));
    let alone = cables().collect::<Result<Vec<_>, _>>()?;
    let together = Cables::new(cables().collect::<Result<Vec<_>, _>>()?)?;
    let (control, span) = (LineStrang.fixed(DT), 0.0..f64::from(STEPS) * DT);
    group.throughput(Throughput::Elements(u64::from(8 * segments * STEPS)));
    group.bench_function(BenchmarkId::new("eight lines, one after the other", segments), |b| {
        b.iter(|| {
            for cable in &alone {
                let start = cable.filled_with(axon.clamped_at(0.0));
                black_box(integrate(cable, span.clone(), start, control).finish()).ok();
            }
        });
    });
    group.bench_function(BenchmarkId::new("eight lines, side by side", segments), |b| {
        b.iter(|| {
            let start = together.filled_with(axon.clamped_at(0.0));
            integrate(&together, span.clone(), start, control).finish()
        });
    });
    Ok(())
}

/// So many segments of 0.1 mm.
fn fibre(segments: u32, micrometres: f64) -> Result<Cable<HodgkinHuxley<f64>>, excitable::Error> {
    let fibre = Fibre {
        length: Length::from_centimetres(0.01 * f64::from(segments)),
        diameter: Length::from_micrometres(micrometres),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    };
    shocked(Cable::new(HodgkinHuxley::squid_axon(), fibre, segments as usize)?)
}

/// The same under a shock at the start.
fn shocked(
    cable: Cable<HodgkinHuxley<f64>>,
) -> Result<Cable<HodgkinHuxley<f64>>, excitable::Error> {
    cable.with_current(Length::from_centimetres(0.0), pulse(0.0..0.5, 60_000.0))
}

criterion_group!(benches, cables);
criterion_main!(benches);
