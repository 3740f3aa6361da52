//! Tables that are no tree, places beyond it, and a tree too wide for a band.

use excitable::Error;
use excitable::cable::{Cable, Section, conduction_velocity};
use excitable::neuron::{Length, Resistivity};
use excitable::ode::StepControl;
use excitable::prelude::*;

use super::{Axon, at, axon, fork, section, squid};

#[test]
fn what_is_no_tree_is_refused_with_its_row() {
    let squid = squid();
    let refused = |rows: &[Section<f64>]| {
        Cable::branched(axon(), squid, rows.iter().copied()).unwrap_err().to_string()
    };
    let good = section(None, 1.0, [476.0; 2], 10);
    let child = |parent| section(Some(parent), 1.0, [300.0; 2], 10);
    let begins = |rows: &[Section<f64>], with: &str| {
        let message = refused(rows);
        assert!(message.starts_with(with), "{message}");
    };
    begins(&[], "a root was not found (sections = 0)");
    begins(&[section(None, 1.0, [476.0; 2], 1)], "Cable: segments = 1, but it must be >=");
    begins(&[good, child(2)], "section 1: Section: parent = 2, but it must be < 2");
    begins(&[good, child(0), good], "section 2: a parent was not found (root = 0)");
    begins(&[good, child(1)], "section 1: a way to the root was not found (parent = 1)");
    begins(&[good, child(3), child(1), child(2)], "section 1: a way to the root was not found");
    begins(&[child(1), child(0)], "section 0: a way to the root was not found (parent = 1)");
    let thin = section(Some(0), 1.0, [300.0, 0.0], 10);
    begins(&[good, child(0), thin], "section 2: Section: diameter (cm) = 0");
    begins(
        &[good, section(Some(0), f64::NAN, [1.0; 2], 10)],
        "section 1: Section: length (cm) = N",
    );
    begins(
        &[good, section(Some(0), 1.0, [1.0; 2], 0)],
        "section 1: Section: segments = 0, but it must be >= 1: ",
    );
    let unknown = Resistivity::from_ohm_centimetres(f64::NAN);
    let error = Cable::branched(axon(), unknown, [good, child(0)]).unwrap_err().to_string();
    assert!(error.starts_with("Cable: resistivity (Ω·cm) = NaN"), "{error}");
}

#[test]
fn a_place_that_is_not_on_the_tree_is_refused_with_its_row() {
    let cable = || fork([300.0, 200.0], 4);
    let message = |error: Error| error.to_string();
    let beyond = message(cable().with_current(at(2, 0.6), constant(1.0)).unwrap_err());
    let expected = "section 2: Cable: place (cm) = 0.6, but it must be <= length = 0.5";
    assert!(beyond.starts_with(expected), "{beyond}");
    let nowhere = message(cable().component_at(at(3, 0.1)).unwrap_err());
    assert!(nowhere.starts_with("Cable: section = 3, but it must be < 3"), "{nowhere}");
    let between = message(cable().component_at(at(1, 0.3)).unwrap_err());
    assert!(
        between.contains("place (cm) = 0.3, but it must be the nearest node's, 0.25"),
        "{between}"
    );
    let y = cable().filled_with(axon().rest().unwrap());
    assert!(cable().potential_at(&y, at(1, f64::NAN)).is_err());
}

#[test]
fn rodas_refuses_a_tree_whose_band_is_too_wide() {
    let width = |level: u32| 16.0 * (-f64::from(level) / 1.5).exp2();
    let rows =
        (1..1024_usize).map(|n| section((n / 2).checked_sub(1), 1e-3, [width(n.ilog2()); 2], 1));
    let cable = Cable::branched(axon(), squid(), rows).unwrap();
    let start = cable.filled_with(axon().rest().unwrap());
    let message = |end: Result<_, Error>| end.map(|_| ()).unwrap_err().to_string();
    let run = integrate(&cable, 0.0..1.0, start.clone(), Rodas5P.adaptive());
    let adaptive = message(run.finish());
    let expected = "Rodas5P: entries of the Jacobian = 16777216, but it must be at most 8388608: ";
    assert!(adaptive.starts_with(expected), "{adaptive}");
    let fixed = message(integrate(&cable, 0.0..1.0, start, Rodas5P.fixed(0.1)).finish());
    assert!(fixed.starts_with(expected), "{fixed}");
}

/// The error of a run from so many nodes at rest, the first of which is changed.
fn refusal<C: StepControl<Cable<Axon>>>(
    nodes: usize,
    change: impl Fn(&mut Membrane<f64>),
    control: C,
) -> String {
    let (cable, mut start) = (fork([300.0, 200.0], 4), vec![axon().rest().unwrap(); nodes]);
    change(&mut start[0]);
    integrate(&cable, 0.0..0.1, start, control).finish().unwrap_err().to_string()
}

#[test]
fn a_run_begins_with_a_state_for_each_node() {
    for nodes in [10, 12] {
        let expected = format!(
            "Cable: the list of nodes has {nodes} components, but it must have 11: give a state \
             for each node, as `filled_with` does"
        );
        assert_eq!(refusal(nodes, |_| (), LineStrang.fixed(0.02)), expected);
        assert_eq!(refusal(nodes, |_| (), Rk45.adaptive()), expected);
        let y = vec![axon().rest().unwrap(); nodes];
        let error = fork([300.0, 200.0], 4).potential_at(&y, at(0, 0.5)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let gate = refusal(11, |node| node.m = 2.0, LineStrang.fixed(0.02));
    assert!(gate.starts_with("HodgkinHuxley: gate m = 2, but it must be"), "{gate}");
}

#[test]
fn a_velocity_needs_two_places() {
    let cable = fork([300.0, 200.0], 4);
    let start = cable.filled_with(axon().rest().unwrap());
    let run = integrate(&cable, 0.0..2.0, start, LineStrang.fixed(0.02));
    let places = [0.5, 0.5].map(Length::from_centimetres);
    let error = conduction_velocity(&cable, run, places, 50.0).unwrap_err().to_string();
    let expected = "conduction_velocity: distance of the places (cm) = 0, but it must be > 0: \
                    give two places, at different nodes";
    assert_eq!(error, expected);
}
