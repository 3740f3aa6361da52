//! Between the nodes of a stiff method.

use super::integrate;
use excitable::prelude::*;

/// y' = −L·(y − cos t) − sin t from y(0) = 1: y = cos t, whatever L.
fn prothero_robinson(l: f64) -> impl OdeSystem<State = f64> {
    from_fn(move |t: f64, y: &f64, dydt: &mut f64| *dydt = -l * (y - t.cos()) - t.sin())
}

/// The largest error between the nodes, in units of the tolerance, and the steps.
fn between(l: f64, tolerance: f64) -> (f64, usize) {
    let system = prothero_robinson(l);
    let control = Rodas5P.adaptive().rtol(tolerance).atol(tolerance);
    let solution = integrate(&system, 0.0..10.0, 1.0, control).solution().unwrap();
    let times = (0..=5000).map(|k| f64::from(k) * 0.002);
    let off = times.map(|t| (solution.at(t).unwrap() - t.cos()).abs());
    (off.fold(0.0, f64::max) / tolerance, solution.steps().len())
}

#[test]
fn the_solution_is_right_between_the_nodes() {
    for tolerance in [1e-3, 1e-6, 1e-9] {
        for l in [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] {
            let (off, steps) = between(l, tolerance);
            println!("{l:e} {tolerance:e}: {off:.2} {steps}");
            assert!(off <= 10.0, "L = {l:e}: {off} times {tolerance:e} in {steps} steps");
        }
    }
}

#[test]
fn all_zeros_are_found_between_the_nodes() {
    for l in [1e6, 1e7, 1e9] {
        let system = prothero_robinson(l);
        let run = integrate(&system, 0.0..100.0, 1.0, Rodas5P.adaptive());
        let zeros = run.solution().unwrap().events(&component(0).crosses(0.0)).unwrap();
        assert_eq!(zeros.len(), 32, "L = {l:e}");
        let run = integrate(&system, 0.0..100.0, 1.0, Rodas5P.adaptive());
        let end = run.stop_on(component(0).rises_through(1.01)).finish().unwrap();
        assert_eq!(end.t, 100.0, "L = {l:e}: stopped at a level that is never reached");
    }
}

#[test]
fn the_steps_do_not_depend_on_who_listens() {
    let system = prothero_robinson(1e6);
    let run = || integrate(&system, 0.0..10.0, 1.0, Rodas5P.adaptive());
    let solution = run().solution().unwrap();
    let end = run().finish().unwrap();
    assert_eq!(*solution.end(), end);
    let mut nodes = Vec::new();
    for step in run() {
        nodes.push(step.unwrap().end.t);
    }
    assert_eq!(nodes, solution.nodes().skip(1).map(|node| node.t).collect::<Vec<_>>());
    // A resumed run takes the same steps.
    let mut first = excitable::integrate(&system, 0.0..10.0, 1.0, Rodas5P.adaptive());
    for _ in 0..7 {
        first.advance().unwrap();
    }
    let kept = first.checkpoint();
    let resumed = kept.resume(&system, Rodas5P.adaptive());
    assert_eq!(resumed.finish().unwrap(), end);
}

#[test]
fn the_control_of_the_interpolant_can_be_switched() {
    let system = prothero_robinson(1e6);
    let steps = |on| {
        let control = Rodas5P.adaptive().control_interpolant(on);
        integrate(&system, 0.0..10.0, 1.0, control).solution().unwrap().steps().len()
    };
    assert!(steps(true) > 2 * steps(false), "{} {}", steps(true), steps(false));
}
