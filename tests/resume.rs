//! Runs as values: stopped, kept, written down, resumed, cut at breakpoints, continued with other settings.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use excitable::ode::{Checkpoint, Node, StepControl, Steps};
use excitable::prelude::*;

type Axon = HodgkinHuxley<f64, stimulus::Plus<stimulus::Pulse<f64>, stimulus::Pulse<f64>>>;

fn axon() -> Axon {
    HodgkinHuxley::squid_axon().with_stimulus(pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0)))
}

fn nodes<C: StepControl<Axon>>(
    mut run: Steps<'_, Axon, C>,
    count: usize,
) -> Vec<Node<Membrane<f64>>> {
    let mut nodes = Vec::new();
    while nodes.len() < count && run.advance().unwrap().is_some() {
        nodes.push(*run.node());
    }
    nodes
}

/// Stops after `count` steps, keeps the checkpoint through `pass`, and compares what follows to the bit.
fn is_the_same_run<C>(
    control: &C,
    count: usize,
    pass: impl Fn(Checkpoint<Membrane<f64>, C::Memory>) -> Checkpoint<Membrane<f64>, C::Memory>,
) where
    C: StepControl<Axon, Memory: Clone> + Clone,
{
    let axon = axon();
    let run = || integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control.clone());
    let whole = nodes(run(), usize::MAX);
    let mut stopped = run();
    for _ in 0..count {
        stopped.advance().unwrap();
    }
    let mut resumed = pass(stopped.checkpoint()).resume(&axon, control.clone());
    assert_eq!(resumed.statistics(), stopped.statistics());
    for expected in &whole[count..] {
        assert!(resumed.advance().unwrap().is_some());
        assert_eq!(resumed.node(), expected, "after {count} steps");
    }
    assert!(resumed.advance().unwrap().is_none());
    while stopped.advance().unwrap().is_some() {}
    let (a, b) = (resumed.statistics(), stopped.statistics());
    // The input of the resumed run is checked anew, which evaluates nothing.
    assert_eq!(a, b);
}

#[test]
fn a_resumed_run_is_the_same_run_to_the_bit() {
    for count in [0, 1, 2, 7, 19, 33, 40] {
        is_the_same_run(&Rk45.adaptive(), count, |kept| kept);
        is_the_same_run(&Rk45.adaptive().rtol(1e-4).first_step(0.5), count, |kept| kept);
        is_the_same_run(&Bs23.adaptive(), count, |kept| kept);
        is_the_same_run(&Rk4.fixed(0.03), count, |kept| kept);
        is_the_same_run(&Euler.fixed(0.01), 10 * count, |kept| kept);
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_checkpoint_that_was_written_down_is_the_same() {
    for count in [0, 1, 7, 33] {
        is_the_same_run(&Rk45.adaptive(), count, |kept| {
            let text = serde_json::to_string(&kept).unwrap();
            let read: Checkpoint<_, _> = serde_json::from_str(&text).unwrap();
            assert_eq!(read, kept);
            read
        });
        is_the_same_run(&Rk4.fixed(0.03), count, |kept| {
            serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap()
        });
    }
}

#[cfg(feature = "serde")]
#[test]
fn parameters_stimuli_and_solutions_can_be_written_down() {
    let axon = axon();
    let parameters: Parameters<f64> =
        serde_json::from_str(&serde_json::to_string(&axon.parameters()).unwrap()).unwrap();
    assert_eq!(parameters, axon.parameters());
    let stimulus =
        train(pulse(1.0..2.0, 3.0), 5.0).times(4).delayed(2.5).scaled(-1.0).plus(constant(0.1));
    let text = serde_json::to_string(&stimulus).unwrap();
    let mut read = stimulus.scaled(1.0);
    read = serde_json::from_str::<stimulus::Scaled<_, f64>>(&serde_json::to_string(&read).unwrap())
        .unwrap();
    assert_eq!(read, stimulus.scaled(1.0), "{text}");
    let solution =
        integrate(&axon, 0.0..2.0, axon.clamped_at(0.0), Rk45.adaptive()).solution().unwrap();
    let again: excitable::Solution<Membrane<f64>> =
        serde_json::from_str(&serde_json::to_string(&solution).unwrap()).unwrap();
    assert_eq!(again, solution);
    assert_eq!(again.at(1.3), solution.at(1.3));
}

fn is_the_same_run_in_two_parts<C: StepControl<Axon> + Clone>(
    axon: &Axon,
    y0: Membrane<f64>,
    control: &C,
) {
    let whole = nodes(integrate(axon, 0.0..20.0, y0, control.clone()), usize::MAX);
    let mut parts = nodes(integrate(axon, 0.0..10.0, y0, control.clone()), usize::MAX);
    let middle = parts.last().unwrap().y;
    parts.extend(nodes(integrate(axon, 10.0..20.0, middle, control.clone()), usize::MAX));
    assert_eq!(parts, whole);
}

#[test]
fn a_run_cut_at_a_breakpoint_is_the_same_run() {
    let axon = axon();
    let y0 = axon.clamped_at(0.0);
    is_the_same_run_in_two_parts(&axon, y0, &Rk45.adaptive());
    is_the_same_run_in_two_parts(&axon, y0, &Rk45.adaptive().rtol(1e-10));
    is_the_same_run_in_two_parts(&axon, y0, &Rk4.fixed(0.03));
}

#[test]
fn a_run_cut_elsewhere_agrees_within_the_error_of_the_method() {
    let axon = axon();
    let control = || Rk45.adaptive().rtol(1e-9);
    let whole = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), control()).finish().unwrap();
    let middle = integrate(&axon, 0.0..11.7, axon.clamped_at(0.0), control()).finish().unwrap();
    let end = integrate(&axon, 11.7..20.0, middle.y, control()).finish().unwrap();
    let off = (end.y.v - whole.y.v).abs();
    assert!(off > 0.0 && off < 1e-6, "{off}");
}

#[test]
fn a_change_and_another_method_on_the_way() {
    let axon = axon();
    let mut run = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk45.adaptive().rtol(1e-9));
    while run.node().t < 10.0 {
        run.advance().unwrap();
    }
    let steps = run.statistics().accepted;
    run.change(|t, y| {
        assert_eq!(t, 10.0);
        y.v = -5.0;
    });
    // A checkpoint keeps the change too.
    let kept = run.checkpoint();
    let changed = Membrane { v: -5.0, ..run.node().y };
    let expected = integrate(&axon, 10.0..20.0, changed, Rk4.fixed(0.01)).finish().unwrap();
    let mut other = run.with_control(Rk4.fixed(0.01));
    while other.advance().unwrap().is_some() {}
    assert_eq!(other.node(), &expected);
    assert_eq!(other.statistics().accepted, steps + 1000);
    let resumed = kept.resume(&axon, Rk45.adaptive().rtol(1e-9)).finish().unwrap();
    assert!((resumed.y.v - expected.y.v).abs() < 1e-5);
}

#[test]
fn new_settings_of_a_resumed_run_are_checked_and_used() {
    let axon = axon();
    let mut run = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk45.adaptive());
    for _ in 0..9 {
        run.advance().unwrap();
    }
    let error =
        run.checkpoint().resume(&axon, Rk45.adaptive().rtol(f64::NAN)).finish().unwrap_err();
    assert!(error.to_string().starts_with("Adaptive: rtol = NaN"), "{error}");
    let count = |rtol: f64| {
        let mut resumed = run.checkpoint().resume(&axon, Rk45.adaptive().rtol(rtol));
        while resumed.advance().unwrap().is_some() {}
        resumed.statistics().accepted
    };
    assert!(count(1e-10) > 2 * count(1e-6));
}

#[cfg(feature = "serde")]
#[test]
fn stimuli_and_channels_can_be_written_down() {
    fn again<X: serde::Serialize + serde::de::DeserializeOwned>(x: &X) -> X {
        serde_json::from_str(&serde_json::to_string(x).unwrap()).unwrap()
    }
    let recorded = stimulus::samples(1.0, 0.5, vec![1.0, 3.0, -2.0]).unwrap().linear();
    let tree = stimulus::ornstein_uhlenbeck(1.0, 2.0, 0.1, 3)
        .plus(stimulus::sine(1.0, 7.0).windowed(0.0..9.0).clamped(-0.5, 0.7))
        .then(4.0, recorded.repeated(3.0).times(2))
        .plus(stimulus::chirp(0.0..9.0, 0.1..0.4, 2.0).product(stimulus::ramp(1.0..8.0, 0.0..1.0)))
        .plus(stimulus::alpha_function(2.0, 1.0, 0.5).conducted_to(65.0));
    let read = again(&tree);
    for k in 0..100 {
        let t = f64::from(k) * 0.1;
        assert_eq!(read.drive(t), tree.drive(t));
        let next = |s: &dyn Stimulus<f64>| s.next_breakpoint(t, Direction::Forward);
        assert_eq!(next(&read), next(&tree));
    }
    let p = Parameters::<f64>::squid_axon().shifted(-65.0);
    let channels = (p.sodium(), p.potassium(), p.leak());
    assert_eq!(again(&channels), channels);
    assert_eq!(again(&excitable::neuron::LeakParameters::<f64>::cortical()).refractory, 2.0);
}

#[test]
fn another_step_begins_anew_where_the_run_was_kept() {
    let decay = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let mut run = integrate(&decay, 0.0..1.0, 1.0, Rk4.fixed(0.1));
    for _ in 0..5 {
        run.advance().unwrap();
    }
    for dt in [0.01, 0.4, 0.25, 0.05] {
        let resumed = run.checkpoint().resume(&decay, Rk4.fixed(dt));
        let mut at = 0.5;
        for step in resumed {
            let step = step.unwrap();
            assert!(
                step.start.t >= at - 1e-12 && step.end.t <= 1.0 && step.end.t > step.start.t,
                "dt = {dt}"
            );
            at = step.end.t;
        }
        let end = run.checkpoint().resume(&decay, Rk4.fixed(dt)).finish().unwrap();
        assert!((end.y - (-1.0_f64).exp()).abs() < 1e-3 && end.t == 1.0, "dt = {dt}: {end:?}");
    }
}

#[test]
fn the_breakpoints_of_another_system_are_landed_on() {
    let quiet = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = -y);
    let kicked = from_fn(|t: f64, y: &f64, dydt: &mut f64| {
        *dydt = if (50.0..50.05).contains(&t) { 100.0 - y } else { -y };
    })
    .with_breakpoints([50.0, 50.05]);
    let mut run = integrate(&quiet, 0.0..60.0, 1.0, Rk45.adaptive());
    while run.node().t < 20.0 {
        run.advance().unwrap();
    }
    let at = |solution: &excitable::Solution<f64>| solution.at(50.05).unwrap();
    let resumed = run.checkpoint().resume(&kicked, Rk45.adaptive()).solution().unwrap();
    assert!((at(&resumed) - 100.0 * (1.0 - (-0.05_f64).exp())).abs() < 1e-4, "{}", at(&resumed));
    let mut fixed = integrate(&quiet, 0.0..60.0, 1.0, Rk4.fixed(0.5));
    for _ in 0..40 {
        fixed.advance().unwrap();
    }
    let resumed = fixed.checkpoint().resume(&kicked, Rk4.fixed(0.5)).solution().unwrap();
    assert!((at(&resumed) - 100.0 * (1.0 - (-0.05_f64).exp())).abs() < 1e-4, "{}", at(&resumed));
}

/// A system with a natural size and no Jacobian: the increments of the differences must be kept too.
struct Scaled;

impl OdeSystem for Scaled {
    type State = [f64; 2];
    fn derivative(&self, _t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        *dydt = [y[1], 30.0 * (1.0 - 1e6 * y[0] * y[0]) * y[1] - y[0]];
    }
    fn scale(&self) -> Option<[f64; 2]> {
        Some([1e-3, 1e-2])
    }
}

#[test]
fn the_stiff_method_resumes_to_the_bit_with_a_scale_and_differences() {
    let run = || integrate(&Scaled, 0.0..20.0, [2e-3, 0.0], Rodas5P.adaptive());
    let whole = run().finish().unwrap();
    let mut stopped = run();
    for _ in 0..20 {
        stopped.advance().unwrap();
    }
    assert_eq!(stopped.checkpoint().resume(&Scaled, Rodas5P.adaptive()).finish().unwrap(), whole);
}

#[test]
fn a_root_on_the_node_of_a_checkpoint_is_not_lost() {
    let clock = from_fn(|_t, _y: &f64, dydt: &mut f64| *dydt = 1.0);
    let level = || component(0).rises_through(0.0);
    for stop in 0..12 {
        let mut run = integrate(&clock, 0.0..3.0, -1.0, Euler.fixed(0.25))
            .reset_on(level(), |_t, y| *y = -1.0);
        for _ in 0..stop {
            run.advance().unwrap();
        }
        let kept = run.checkpoint();
        let resumed = kept.resume(&clock, Euler.fixed(0.25)).reset_on(level(), |_t, y| *y = -1.0);
        assert_eq!(resumed.finish().unwrap(), run.finish().unwrap(), "after {stop} steps");
    }
}

#[test]
fn a_run_that_is_kept_at_its_end_has_the_slope_of_its_end() {
    let axon = axon();
    let run = || integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Verner65.adaptive());
    let mut kept = run();
    while kept.advance().unwrap().is_some() {}
    assert_eq!(kept.node().t, 20.0);
    let resumed = kept.checkpoint().resume(&axon, Verner65.adaptive());
    assert_eq!(resumed.finish().unwrap(), run().finish().unwrap());
}
