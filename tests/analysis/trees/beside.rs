//! Cables side by side: each goes its own way as if it were alone.
#![allow(clippy::cast_precision_loss, reason = "small numbers of cables and nodes")]

use excitable::cable::{Cables, conduction_velocities, conduction_velocity};
use excitable::{Error, Temperature};

use super::*;

/// Line `k` of several, unlike the others in membrane, size, currents and ends.
fn line(k: usize) -> Cable<Axon> {
    let x = k as f64;
    let axon = axon().at_temperature(Temperature::from_celsius(6.3 + x));
    let fibre = Fibre {
        length: Length::from_centimetres(1.0 + 0.1 * x),
        diameter: Length::from_micrometres(476.0 - 20.0 * x),
        resistivity: squid(),
    };
    let held = End::Clamped(Potential::from_millivolts(x));
    let cable = Cable::new(axon, fibre, 18).unwrap();
    let cable =
        cable.with_ends([End::Sealed, if k.is_multiple_of(2) { End::Sealed } else { held }]);
    let shock = pulse(0.0..0.2, 30_000.0 + 1e3 * x);
    // What it conducts depends on the potential of its place.
    let synapse = constant(1.0 + x).conducted_to(115.0).blocked_by_magnesium(1.0, 65.0);
    cable
        .with_current(Length::from_centimetres(0.0), shock)
        .and_then(|cable| cable.with_current(Length::from_centimetres(0.77), synapse))
        .unwrap()
}

fn tree(k: usize) -> Cable<Axon> {
    let constant = constant(100.0 * k as f64);
    fork([300.0 - 10.0 * k as f64, 200.0], 8).with_current(at(2, 0.2), constant).unwrap()
}

/// The state of each cable after 2 ms, in a run of all and each alone.
fn ends<C>(
    count: usize,
    cable: impl Fn(usize) -> Cable<Axon>,
    control: &C,
) -> [Vec<Membrane<f64>>; 2]
where
    C: StepControl<Cable<Axon>> + StepControl<Cables<Axon>> + Clone,
{
    let rest = axon().rest().unwrap();
    let cables = Cables::new((0..count).map(&cable)).unwrap();
    let all = integrate(&cables, 0.0..2.0, cables.filled_with(rest), control.clone());
    let all = all.finish().unwrap().y;
    let alone = (0..count).flat_map(|k| {
        let cable = cable(k);
        integrate(&cable, 0.0..2.0, cable.filled_with(rest), control.clone()).finish().unwrap().y
    });
    [all, alone.collect()]
}

fn assert_close([found, truth]: [Vec<Membrane<f64>>; 2], tolerance: f64) {
    assert_eq!(found.len(), truth.len());
    for (i, (a, b)) in found.iter().zip(&truth).enumerate() {
        let (v, m) = ((a.v - b.v).abs(), (a.m - b.m).abs());
        assert!(v < tolerance && m < tolerance, "node {i}: {a:?} {b:?}");
    }
    let spiking = truth.iter().filter(|node| node.v > 50.0).count();
    assert!(spiking > 3, "nothing happens in {spiking} nodes");
}

#[test]
fn lines_side_by_side_end_as_each_alone() {
    // Whole registers, a part of one, with a few left over, and too few.
    for count in [8, 6, 11, 3, 1] {
        assert_close(ends(count, line, &LineStrang.fixed(0.02)), 1e-11);
    }
    assert_close(ends(9, line, &LineStrang.fixed(0.02).portable()), 1e-11);
}

#[test]
fn trees_side_by_side_have_the_bits_of_each_alone() {
    for count in [6, 3, 2] {
        let [found, truth] = ends(count, tree, &LineStrang.fixed(0.02));
        assert_eq!(found, truth);
        assert!(found.iter().any(|node| node.v > 50.0));
    }
}

#[test]
fn every_method_runs_cables_side_by_side() {
    assert_close(ends(3, line, &Verner65.adaptive().rtol(1e-8)), 1e-6);
    assert_close(ends(3, line, &Rodas5P.adaptive().rtol(1e-6)), 1e-4);
    assert_close(ends(3, tree, &Verner65.adaptive().rtol(1e-8)), 1e-6);
    // As wide as one cable alone.
    assert_eq!(Cables::new((0..5).map(line)).unwrap().bandwidth(), Some((4, 4)));
}

#[test]
fn one_component_has_the_slope_of_all() {
    for cable in [line, tree] {
        let cables = Cables::new((0..3).map(cable)).unwrap();
        let start = cables.filled_with(axon().rest().unwrap());
        let y = integrate(&cables, 0.0..1.0, start, LineStrang.fixed(0.02)).finish().unwrap().y;
        let mut slopes = y.clone();
        cables.derivative(0.1, &y, &mut slopes);
        for index in 0..y.dimension() {
            assert_eq!(cables.slope_of(0.1, &y, index), slopes.component(index), "{index}");
        }
    }
}

#[test]
fn a_run_lands_on_the_corners_of_every_cable() {
    let cable = |k: usize| {
        let late = pulse([0.305..0.355, 0.405..0.455][k].clone(), 1e3);
        line(k).with_current(Length::from_centimetres(0.5), late).unwrap()
    };
    let cables = Cables::new((0..2).map(cable)).unwrap();
    assert_eq!(cables.next_breakpoint(0.3, Direction::Forward), Some(0.305));
    assert_eq!(cables.next_breakpoint(1.0, Direction::Backward), Some(0.455));
    let start = cables.filled_with(axon().rest().unwrap());
    let mut run = integrate(&cables, 0.0..1.0, start, LineStrang.fixed(0.02));
    let mut nodes = Vec::new();
    while run.advance().unwrap().is_some() {
        nodes.push(run.node().t);
    }
    for corner in [0.2, 0.305, 0.355, 0.405, 0.455] {
        assert!(nodes.contains(&corner), "{corner} {nodes:?}");
    }
}

#[test]
fn a_resumed_run_of_several_has_the_bits_of_the_whole_one() {
    let cables = Cables::new((0..6).map(line)).unwrap();
    let start = cables.filled_with(axon().rest().unwrap());
    let control = LineStrang.fixed(0.02);
    let mut run = integrate(&cables, 0.0..1.0, start, control);
    for _ in 0..31 {
        run.advance().unwrap();
    }
    let kept = run.checkpoint();
    assert_eq!(kept.resume(&cables, control).finish().unwrap(), run.finish().unwrap());
}

#[test]
fn the_velocities_are_those_of_each_alone() {
    // The last one gets no shock that starts a spike.
    let cable = |k: usize| {
        let fibre = Fibre {
            length: Length::from_centimetres(3.0),
            diameter: Length::from_micrometres(476.0 - 40.0 * k as f64),
            resistivity: squid(),
        };
        let shock = pulse(0.0..0.2, if k < 6 { 50_000.0 } else { 50.0 });
        let cable = Cable::new(axon(), fibre, 60).unwrap();
        cable.with_current(Length::from_centimetres(0.0), shock).unwrap()
    };
    let places = [1.5, 2.5].map(Length::from_centimetres);
    let cables = Cables::new((0..7).map(cable)).unwrap();
    let start = cables.filled_with(axon().rest().unwrap());
    let control = LineStrang.fixed(0.02);
    let run = integrate(&cables, 0.0..6.0, start, control);
    let found = conduction_velocities(&cables, run, places, 50.0).unwrap();
    for (k, found) in found[..6].iter().enumerate() {
        let cable = cable(k);
        let start = cable.filled_with(axon().rest().unwrap());
        let run = integrate(&cable, 0.0..6.0, start, control);
        let truth = conduction_velocity(&cable, run, places, 50.0).unwrap();
        assert!((found.unwrap() - truth).abs() < 1e-11, "{k}: {found:?} {truth}");
    }
    assert_eq!(found.len(), 7);
    assert_eq!(found[6], None);
}

#[test]
fn places_and_potentials_are_those_of_the_cable_asked_for() {
    let cables = Cables::new((0..3).map(line)).unwrap();
    let place = |k: usize| Length::from_centimetres((1.0 + 0.1 * k as f64) / 18.0 * 7.0);
    let mut y = cables.filled_with(axon().rest().unwrap());
    y[2 * 19 + 7].v = 42.0;
    assert_eq!(cables.component_at(2, place(2)).unwrap(), component(4 * (2 * 19 + 7)));
    assert!((cables.potential_at(2, &y, place(2)).unwrap() - 42.0).abs() < 1e-9);
    let rest = axon().rest().unwrap().v;
    assert!((cables.potential_at(1, &y, place(1)).unwrap() - rest).abs() < 1e-9);
    // Every second cable is held at its end.
    assert_eq!(y[2 * 19 - 1].v, 1.0);
    assert_eq!(cables.cables().len(), 3);
}

#[test]
fn cables_of_unlike_shape_are_refused() {
    let message = |cables: Vec<Cable<Axon>>| Cables::new(cables).unwrap_err().to_string();
    assert_eq!(
        message(Vec::new()),
        "Cables: count = 0, but it must be >= 1: give one cable at least"
    );
    let short = || {
        let rows = [section(None, 1.0, [476.0; 2], 17)];
        Cable::branched(axon(), squid(), rows).unwrap()
    };
    assert_eq!(
        message(vec![line(0), short()]),
        "cable 1: Cable: segments = 17, but it must be as many as cable 0, 18: give cables side \
         by side the same number of segments"
    );
    let rows = [section(None, 1.0, [476.0; 2], 9), section(Some(0), 1.0, [476.0; 2], 9)];
    let straight = Cable::branched(axon(), squid(), rows).unwrap();
    let fork = |n| {
        let part = |parent, segments| section(parent, 1.0, [476.0; 2], segments);
        let rows = [part(None, n), part(Some(0), 9), part(Some(0), 9 - n)];
        Cable::branched(axon(), squid(), rows).unwrap()
    };
    assert!(Cables::new([line(0), straight]).is_ok());
    for pair in [vec![line(0), fork(4)], vec![fork(4), line(0)], vec![fork(4), fork(5)]] {
        let refused = message(pair);
        let expected = "cable 1: Cable: the parent of a node = ";
        assert!(refused.starts_with(expected) && refused.contains("that in cable 0"), "{refused}");
    }
}

#[test]
fn what_is_wrong_with_one_of_several_is_said_with_its_number() {
    let cables = || Cables::new((0..3).map(line)).unwrap();
    let zero = Length::from_centimetres(0.0);
    let error = cables().component_at(3, zero).unwrap_err().to_string();
    assert_eq!(error, "Cables: cable = 3, but it must be < 3: cables are counted from 0");
    let beyond = cables().component_at(1, Length::from_centimetres(1.15)).unwrap_err().to_string();
    assert!(beyond.starts_with("cable 1: Cable: place (cm) = 1.15, but it must be <="), "{beyond}");
    let y = cables().filled_with(axon().rest().unwrap());
    let short = cables().potential_at(0, &y[1..], zero).unwrap_err().to_string();
    assert!(short.starts_with("Cables: the list of nodes has 56 components"), "{short}");
    let run = |cables: &Cables<Axon>, y: Vec<Membrane<f64>>| {
        integrate(cables, 0.0..0.1, y, LineStrang.fixed(0.02)).finish().unwrap_err().to_string()
    };
    assert!(run(&cables(), y[1..].to_vec()).starts_with("Cables: the list of nodes has 56"));
    let mut wrong = y.clone();
    wrong[20].m = 2.0;
    let error = run(&cables(), wrong);
    assert!(error.starts_with("cable 1: HodgkinHuxley: gate m = 2"), "{error}");
    let endless = |k| line(k).with_current(zero, constant(if k == 2 { f64::NAN } else { 0.0 }));
    let cables = Cables::new((0..3).map(|k| endless(k).unwrap())).unwrap();
    let error = run(&cables, y);
    assert!(error.starts_with("cable 2: constant: "), "{error}");
}

/// Lines of heat, each held at both ends, `length` points 0.1 apart.
struct Heat {
    length: usize,
    lines: usize,
}

impl OdeSystem for Heat {
    type State = Vec<f64>;
    fn derivative(&self, _: f64, v: &Vec<f64>, dvdt: &mut Vec<f64>) {
        dvdt.fill(0.0);
        for line in 0..v.len() / self.length {
            for i in line * self.length + 1..(line + 1) * self.length - 1 {
                dvdt[i] = 100.0 * (v[i - 1] - 2.0 * v[i] + v[i + 1]);
            }
        }
    }
}

impl TridiagonallyLinear for Heat {
    type Node = f64;
    fn line(&self, _: f64, _: &[f64], rows: &mut [Row<f64>]) {
        for line in rows.chunks_mut(self.length) {
            for row in &mut line[1..self.length - 1] {
                *row = Row { source: 0.0, below: 100.0, decay: 200.0, above: 100.0 };
            }
            // Of no effect.
            (line[0].below, line[self.length - 1].above) = (100.0, 100.0);
        }
    }
    fn lines(&self) -> usize {
        self.lines
    }
}

#[test]
fn lines_of_ones_own_go_side_by_side() {
    let rate = 200.0 * (1.0 - (0.1 * PI).cos());
    for lines in [1, 4, 5, 10] {
        let heat = Heat { length: 11, lines };
        // Each is held at another height.
        let height = |i: usize| 1.0 + (i / 11) as f64;
        let wave = |i: usize| (0.1 * (i % 11) as f64 * PI).sin();
        let start = (0..11 * lines).map(|i| height(i) + wave(i)).collect();
        let end = integrate(&heat, 0.0..0.1, start, LineStrang.fixed(1e-3)).finish().unwrap();
        for (i, v) in end.y.iter().enumerate() {
            let truth = height(i) + wave(i) * (-0.1 * rate).exp();
            assert!((v - truth).abs() < 1e-5, "{lines} lines, {i}: {v} {truth}");
        }
    }
}

#[test]
fn lines_that_do_not_fill_the_state_end_the_run() {
    for lines in [0, 2, 12] {
        let heat = Heat { length: 11, lines };
        let run = integrate(&heat, 0.0..0.1, vec![1.0; 11], LineStrang.fixed(0.01));
        let error = run.finish().unwrap_err();
        assert!(matches!(error, Error::Length { found: 11, .. }), "{error}");
    }
}
