//! Trees against the cylinders that they equal, against explicit methods, and bad rows.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::f64::consts::PI;

use excitable::State;
use excitable::cable::{Cable, End, Fibre, Place, Section};
use excitable::neuron::{Length, Resistivity};
use excitable::ode::{Row, StepControl, TridiagonallyLinear};
use excitable::prelude::*;

mod beside;
mod own;
mod rallpack;
mod refused;
mod synapses;

type Axon = HodgkinHuxley<f64>;
type Passive = Neuron<f64, IonChannel<f64, ()>>;

fn squid() -> Resistivity<f64> {
    Resistivity::from_ohm_centimetres(35.4)
}

fn section(parent: Option<usize>, cm: f64, diameters: [f64; 2], segments: usize) -> Section<f64> {
    let diameters = diameters.map(Length::from_micrometres);
    Section { parent, length: Length::from_centimetres(cm), diameters, segments }
}

fn at(section: usize, cm: f64) -> Place<f64> {
    Place { section, distance: Length::from_centimetres(cm) }
}

fn axon() -> Axon {
    HodgkinHuxley::squid_axon()
}

/// 1 cm that forks into two of the same diameter in parts, `n` segments to the fork.
fn fork(daughters: [f64; 2], n: usize) -> Cable<Axon> {
    let [d, e] = daughters;
    let rows = [
        section(None, 1.0, [476.0; 2], n),
        section(Some(0), 1.0, [d; 2], n),
        section(Some(0), 0.5, [e, 0.5 * e], n / 2),
    ];
    let cable = Cable::branched(axon(), squid(), rows).unwrap();
    cable.with_current(at(0, 0.0), pulse(0.0..0.2, 60_000.0)).unwrap()
}

/// The potential after 2 ms in the middle of the last daughter.
fn beyond<C: StepControl<Cable<Axon>>>(cable: &Cable<Axon>, control: C) -> f64 {
    let start = cable.filled_with(axon().rest().unwrap());
    let end = integrate(cable, 0.0..2.0, start, control).finish().unwrap();
    cable.potential_at(&end.y, at(2, 0.25)).unwrap()
}

#[test]
fn the_step_along_a_tree_is_of_second_order_in_time_and_in_space() {
    let coarse = fork([300.0, 200.0], 4);
    let truth = beyond(&coarse, Verner65.adaptive().rtol(1e-10));
    let errors =
        [0.02, 0.01, 0.005].map(|dt| (beyond(&coarse, LineStrang.fixed(dt)) - truth).abs());
    let order = (errors[1] / errors[2]).log2();
    assert!((order - 2.0).abs() < 0.1, "{errors:?}");
    let [a, b, c] = [16, 32, 64].map(|n| beyond(&fork([300.0, 200.0], n), LineStrang.fixed(0.01)));
    let order = ((a - b) / (b - c)).log2();
    assert!((order - 2.0).abs() < 0.1, "{order} {}", b - c);
}

#[test]
fn rodas_runs_a_tree_in_the_band_of_its_width() {
    let cable = fork([300.0, 200.0], 4);
    // The three nodes beside the fork are numbers 4, 5 and 6; four components each.
    assert_eq!(cable.bandwidth(), Some((8, 8)));
    let truth = beyond(&cable, Verner65.adaptive().rtol(1e-10));
    let found = beyond(&cable, Rodas5P.adaptive().rtol(1e-8));
    assert!((found - truth).abs() < 1e-4, "{found} {truth}");
}

#[test]
fn a_spike_enters_both_daughters() {
    let cable = fork([300.0, 300.0], 50);
    let start = cable.filled_with(axon().rest().unwrap());
    let run = integrate(&cable, 0.0..4.0, start, LineStrang.fixed(0.01));
    let solution = run.solution().unwrap();
    let times = [at(0, 0.5), at(1, 0.4), at(2, 0.4)].map(|place| {
        let passes = cable.component_at(place).unwrap().rises_through(50.0);
        let passages = solution.events(&passes).unwrap();
        assert_eq!(passages.len(), 1, "{place:?}");
        passages[0].t
    });
    assert!(times[0] < times[1].min(times[2]), "{times:?}");
}

/// A fork by the rule d^1.5 = Σ d'^1.5, the daughters as long in units of their √d: the equations
/// of its nodes are those of a cylinder.
#[test]
fn a_fork_by_the_rule_of_three_halves_is_a_cylinder() {
    let (thick, thin) = (476.0, 476.0 * 0.5_f64.powf(2.0 / 3.0));
    let length = 0.5 * (thin / thick).sqrt();
    let daughter = section(Some(0), length, [thin; 2], 10);
    let rows = [section(None, 0.5, [thick; 2], 10), daughter, daughter];
    let tree = Cable::branched(axon(), squid(), rows).unwrap();
    let fibre = Fibre {
        length: Length::from_centimetres(1.0),
        diameter: Length::from_micrometres(thick),
        resistivity: squid(),
    };
    let line = Cable::new(axon(), fibre, 20).unwrap();
    let [tree, line] = [tree, line]
        .map(|cable| cable.with_current(at(0, 0.0), pulse(0.0..0.2, 60_000.0)).unwrap())
        .map(|cable| {
            let start = cable.filled_with(axon().rest().unwrap());
            integrate(&cable, 0.0..2.0, start, LineStrang.fixed(0.01)).finish().unwrap().y
        });
    for (i, node) in line.iter().enumerate() {
        let twins = if i <= 10 { [i; 2] } else { [2 * i - 11, 2 * i - 10] };
        for twin in twins {
            let (found, truth) = (tree[twin].v, node.v);
            assert!((found - truth).abs() < 1e-9 * truth.abs(), "{i}: {found} {truth}");
        }
    }
}

#[test]
fn rows_without_a_fork_are_the_cable_to_the_bit() {
    let fibre = Fibre {
        length: Length::from_centimetres(1.0),
        diameter: Length::from_micrometres(476.0),
        resistivity: squid(),
    };
    let whole = Cable::new(axon(), fibre, 16).unwrap();
    // The rows in any order: the root is the second one.
    let rows = [
        section(Some(2), 0.25, [476.0; 2], 4),
        section(None, 0.5, [476.0; 2], 8),
        section(Some(1), 0.25, [476.0; 2], 4),
    ];
    let parts = Cable::branched(axon(), squid(), rows).unwrap();
    assert_eq!(parts.bandwidth(), Some((4, 4)));
    let run = |cable: Cable<Axon>, place| {
        let cable = cable.with_current(place, pulse(0.0..0.2, 60_000.0)).unwrap();
        let start = cable.filled_with(axon().rest().unwrap());
        integrate(&cable, 0.0..2.0, start, LineStrang.fixed(0.01)).finish().unwrap().y
    };
    assert_eq!(run(whole, at(0, 0.3)), run(parts, at(1, 0.3)));
}

/// A membrane that only leaks, to 0 mV: 4 Ω·m², 0.01 F/m².
fn passive() -> Passive {
    let leak =
        IonChannel::new(Conductance::from_siemens_per_m2(0.25), Potential::from_millivolts(0.0));
    Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), leak)
}

#[test]
fn clamped_ends_of_a_tree_stay_and_the_others_follow() {
    let held = |v| End::Clamped(Potential::from_millivolts(v));
    for ends in [[held(20.0), End::Sealed], [End::Sealed, End::Killed], [held(20.0), held(-5.0)]] {
        let cable = fork([300.0, 200.0], 4).with_ends(ends);
        let start = cable.filled_with(axon().rest().unwrap());
        let run = |dt| integrate(&cable, 0.0..2.0, start.clone(), LineStrang.fixed(dt));
        let [coarse, fine] = [0.004, 0.002].map(|dt| run(dt).finish().unwrap().y);
        let adaptive = Verner65.adaptive().rtol(1e-10);
        let truth = integrate(&cable, 0.0..2.0, start.clone(), adaptive).finish().unwrap().y;
        let places = [at(0, 0.0), at(1, 1.0), at(2, 0.5)];
        for (place, end) in places.into_iter().zip([ends[0], ends[1], ends[1]]) {
            let v = match end {
                End::Sealed => continue,
                End::Killed => 0.0,
                End::Clamped(v) => v.as_millivolts(),
            };
            assert_eq!(cable.potential_at(&fine, place).unwrap(), v, "{ends:?} {place:?}");
        }
        for (i, truth) in truth.iter().enumerate() {
            let [coarse, fine] = [&coarse, &fine].map(|y| (y[i].v - truth.v).abs());
            assert!(fine < 1e-2 && fine <= 0.27 * coarse + 1e-7, "{ends:?}, {i}: {coarse} {fine}");
        }
    }
}

/// Every component between the nodes, alone and among all.
fn assert_alone(cable: &Cable<Axon>) {
    let start = cable.filled_with(axon().rest().unwrap());
    let run = || integrate(cable, 0.0..0.4, start.clone(), LineStrang.fixed(0.02));
    let grid = || (0..=40).map(|k| 0.01 * f64::from(k));
    let mut all = Vec::new();
    run().sample(grid(), |_, y| all.push(y.clone())).unwrap();
    for i in 0..4 * start.len() {
        let mut wholes = all.iter().map(|y| y.component(i).unwrap());
        let each = |t, x: f64| {
            let whole = wholes.next().unwrap();
            assert!((x - whole).abs() <= 1e-13 * (1.0 + whole.abs()), "{i} at {t}: {x} {whole}");
        };
        run().sample_component(component(i), grid(), each).unwrap();
    }
}

#[test]
fn one_component_alone_is_what_it_is_among_all() {
    let held = End::Clamped(Potential::from_millivolts(20.0));
    let shock = || pulse(0.1..0.3, 1e4);
    for ends in [[End::Sealed; 2], [held, End::Sealed], [End::Sealed, held]] {
        let tree = fork([300.0, 200.0], 4).with_ends(ends);
        let tree = tree.with_current(at(1, 0.3), shock()).unwrap();
        let synapse = constant(1.0).conducted_to(60.0);
        assert_alone(&tree.with_current(at(0, 1.0), synapse).unwrap());
        let [length, diameter] = [Length::from_centimetres(1.0), Length::from_micrometres(476.0)];
        let line = Cable::new(axon(), Fibre { length, diameter, resistivity: squid() }, 8).unwrap();
        assert_alone(&line.with_ends(ends).with_current(at(0, 0.3), shock()).unwrap());
    }
}

#[test]
fn an_event_that_is_far_asks_for_no_slopes_of_all_nodes() {
    let (cable, mut times) = (fork([300.0, 200.0], 8), Vec::new());
    let start = cable.filled_with(axon().rest().unwrap());
    let rises = cable.component_at(at(1, 1.0)).unwrap().rises_through(50.0);
    let run = || integrate(&cable, 0.0..4.0, start.clone(), LineStrang.fixed(0.01));
    let mut watched = run().report_on(rises, |at| times.push(at.t));
    while watched.advance().unwrap().is_some() {}
    // One a step, and both ends of the steps in which it begins and happens.
    let statistics = watched.statistics();
    assert!(statistics.evaluations.unwrap() < statistics.accepted + 10, "{statistics:?}");
    drop(watched);
    let events = run().solution().unwrap().events(&rises).unwrap();
    assert_eq!(times, events.iter().map(|event| event.t).collect::<Vec<_>>());
    assert_eq!(times.len(), 1);
}

#[test]
fn a_resumed_run_of_a_tree_has_the_bits_of_the_whole_one() {
    let cable = fork([300.0, 200.0], 8);
    let start = cable.filled_with(axon().rest().unwrap());
    let control = LineStrang.fixed(0.01);
    let mut run = integrate(&cable, 0.0..1.0, start, control);
    for _ in 0..57 {
        run.advance().unwrap();
    }
    let kept = run.checkpoint();
    assert_eq!(kept.resume(&cable, control).finish().unwrap(), run.finish().unwrap());
}

#[test]
fn sections_share_the_node_in_which_they_meet() {
    // Cones from 100 to 120 µm, then 40 to 20 µm and 60 µm, one segment of 0.1 cm each.
    let rows = [
        section(None, 0.1, [100.0, 120.0], 1),
        section(Some(0), 0.1, [40.0, 20.0], 1),
        section(Some(0), 0.1, [60.0, 60.0], 1),
    ];
    let cable = Cable::branched(passive(), squid(), rows).unwrap();
    // 1 µA into the node of the fork; then the rows say area and resistance of each part.
    let cable = cable.with_current(at(2, 0.0), constant(1e3)).unwrap();
    let mut rows = [Row { source: 0.0, below: 0.0, decay: 0.0, above: 0.0 }; 4];
    cable.line(0.0, &cable.filled_with(passive().clamped_at(0.0)), &mut rows);
    assert_eq!(cable.parents(), [0, 0, 1, 1]);
    // π/2·(d + d')·s of half a cone, in cm.
    let half = |d: f64, e: f64| 0.5 * PI * (d + e) * 0.05_f64.hypot(0.5 * (d - e));
    let area = half(0.012, 0.011) + half(0.004, 0.003) + half(0.006, 0.006);
    assert!((rows[1].source * area - 1.0).abs() < 1e-12, "{}", rows[1].source * area);
    // mS, of ∫ 4·R/(π·d²) dx = 4·R·Δx/(π·d·d').
    let conductance = |d: f64, e: f64| 1e3 * PI * d * e / (4.0 * 35.4 * 0.1);
    for (rate, d, e) in
        [(rows[1].below, 0.01, 0.012), (rows[2].above, 0.004, 0.002), (rows[3].above, 0.006, 0.006)]
    {
        assert!((rate * area / conductance(d, e) - 1.0).abs() < 1e-12, "{rate}");
    }
    let own = 0.025;
    let sum = rows[1].below + rows[2].above + rows[3].above + own;
    assert!((rows[1].decay / sum - 1.0).abs() < 1e-12);
}

#[test]
fn a_tree_tapers_with_the_distance_from_its_root() {
    let rows = |widths: [[f64; 2]; 3]| {
        let [a, b, c] = widths;
        let rows =
            [section(None, 0.2, a, 2), section(Some(0), 0.3, b, 3), section(Some(0), 0.1, c, 2)];
        Cable::branched(passive(), squid(), rows).unwrap()
    };
    // 100 µm at the root, 50 less after 0.5 cm.
    let cones = rows([[100.0, 80.0], [80.0, 50.0], [80.0, 70.0]]);
    let width = |x: Length<f64>| Length::from_micrometres(100.0 - 100.0 * x.as_centimetres());
    let tapered = rows([[100.0; 2], [50.0; 2], [30.0; 2]]).tapered(width).unwrap();
    assert!((tapered.position(7).as_centimetres() - 0.5).abs() < 1e-15);
    assert!(tapered.position(8).as_centimetres().is_nan());
    let lines = [cones, tapered].map(|cable| {
        let mut lines = [Row { source: 0.0, below: 0.0, decay: 0.0, above: 0.0 }; 8];
        cable.line(0.0, &cable.filled_with(passive().clamped_at(0.0)), &mut lines);
        lines
    });
    for (a, b) in lines[0].iter().zip(&lines[1]) {
        for (a, b) in [(a.below, b.below), (a.decay, b.decay), (a.above, b.above)] {
            assert!((a - b).abs() <= 1e-12 * b, "{a} {b}");
        }
    }
}

#[test]
fn a_current_between_the_nodes_of_a_branch_is_shared_by_them() {
    let cable = fork([300.0, 200.0], 4);
    // A quarter of a segment behind the fork, of 0.25 cm; the fork is node 4, the twins 5 and 6.
    let cable = cable.with_current(at(1, 0.0625), constant(1e3)).unwrap();
    let plain = fork([300.0, 200.0], 4);
    let y = cable.filled_with(axon().rest().unwrap());
    let slopes = |cable: &Cable<Axon>| {
        let mut slopes = y.clone();
        cable.derivative(1.0, &y, &mut slopes);
        slopes
    };
    let moved: Vec<f64> =
        slopes(&cable).iter().zip(slopes(&plain)).map(|(a, b)| a.v - b.v).collect();
    let cylinder = PI * 0.03 * 0.25;
    assert!((moved[5] * cylinder - 0.25).abs() < 1e-9, "{moved:?}");
    // Half a segment of each section, the last one a cone from 200 to 175 µm.
    let cone = 0.5 * PI * (0.02 + 0.0175) * 0.125_f64.hypot(0.00125);
    let shared = 0.5 * PI * (0.0476 + 0.03) * 0.25 + cone;
    assert!((moved[4] * shared - 0.75).abs() < 1e-9, "{}", moved[4] * shared);
    assert!(moved.iter().enumerate().all(|(i, x)| i == 4 || i == 5 || x.abs() < 1e-9));
    // The potential there lies on the line between them.
    let mut y = y;
    (y[4].v, y[5].v) = (10.0, 30.0);
    assert!((cable.potential_at(&y, at(1, 0.0625)).unwrap() - 15.0).abs() < 1e-12);
}
