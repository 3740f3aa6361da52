//! The stepping loop does not allocate: not at all for fixed-size states, and for `Vec` states not
//! after the first step.
#![allow(unsafe_code, reason = "a global allocator is an unsafe trait")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use excitable::analysis::SpikeDetector;
use excitable::ode::StepControl;
use excitable::prelude::*;
use excitable::{Scalar, State};

/// Counts the allocations of each thread, so that tests beside one another do not disturb.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn note() {
    // A thread that is ending has no counter any more, and needs none.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes to the system's allocator unchanged; counting touches no memory of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller's duties are those of `System.alloc`.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `System.alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        // SAFETY: as for `dealloc`, and the caller vouches for the size.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.with(Cell::get);
    work();
    COUNT.with(Cell::get) - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![1.0_f64; 8]))), 1);
    let mut grown = Vec::with_capacity(1);
    assert_eq!(allocations(|| grown.extend(std::hint::black_box([1.0_f64; 8]))), 1);
}

/// Runs to the end, looking into every step, and counts the steps.
fn walk<S, C>(system: &S, y0: S::State, control: C) -> usize
where
    S: OdeSystem<State: State<Scalar = f64>>,
    C: StepControl<S>,
{
    let (mut steps, mut y) = (0, y0.clone());
    let mut run = integrate(system, 0.0..20.0, y0, control);
    while let Some(mut step) = run.advance().unwrap() {
        let middle = step.start().t.midpoint(step.end().t);
        step.at_into(middle, &mut y);
        steps += 1;
    }
    steps
}

fn assert_no_allocation<S, C>(what: &str, system: &S, y0: &S::State, control: C)
where
    S: OdeSystem<State: State<Scalar = f64>>,
    C: StepControl<S>,
{
    let mut steps = 0;
    let count = allocations(|| steps = walk(system, y0.clone(), control));
    assert!(steps > 10, "{what}: {steps} steps prove nothing");
    assert_eq!(count, 0, "{what}: allocations in {steps} steps");
}

/// All methods on one system.
macro_rules! assert_none_allocates {
    ($system:expr, $y0:expr) => {
        let (system, y0) = ($system, $y0);
        assert_no_allocation("Euler", &system, &y0, Euler.fixed(0.01));
        assert_no_allocation("Rk4", &system, &y0, Rk4.fixed(0.01));
        assert_no_allocation("Rk45", &system, &y0, Rk45.fixed(0.01));
        assert_no_allocation("adaptive Rk45", &system, &y0, Rk45.adaptive());
        assert_no_allocation("adaptive Rk45", &system, &y0, Rk45.adaptive().atol(1e-8));
        assert_no_allocation("Heun", &system, &y0, Heun.fixed(0.01));
        assert_no_allocation("Bs23", &system, &y0, Bs23.adaptive());
        assert_no_allocation("Verner65", &system, &y0, Verner65.adaptive());
        assert_no_allocation("Dop853", &system, &y0, Dop853.adaptive().rtol(1e-9));
        assert_no_allocation("Rodas5P", &system, &y0, Rodas5P.adaptive());
    };
}

fn axon() -> HodgkinHuxley<f64, impl Stimulus<f64>> {
    HodgkinHuxley::squid_axon().with_stimulus(
        pulse(0.0..1.0, 150.0).plus(train(pulse(10.0..11.0, 50.0), 5.0).delayed(0.3)),
    )
}

#[test]
fn looking_for_spikes_does_not_allocate() {
    let (axon, mut spikes) = (axon(), 0);
    let count = allocations(|| {
        let mut detector = SpikeDetector::new(50.0).rearm(20.0);
        let mut run = integrate(&axon, 0.0..50.0, axon.clamped_at(0.0), Dop853.adaptive());
        while let Some(mut step) = run.advance().unwrap() {
            let curve = step.curve(component(0)).unwrap();
            detector.look(&curve, |_spike| spikes += 1).unwrap();
        }
    });
    assert!(spikes > 0);
    assert_eq!(count, 0);
}

#[test]
fn fixed_size_states_never_allocate() {
    assert_none_allocates!(axon(), axon().clamped_at(0.0));
    assert_none_allocates!(from_fn(|t: f64, y: &f64, dydt: &mut f64| *dydt = t.cos() - y), 1.0);
    let circle = |_t, y: &[f64; 3], dydt: &mut [f64; 3]| *dydt = [y[1], -y[0], y[2]];
    assert_none_allocates!(from_fn(circle).with_breakpoints([1.0, 2.0]), [1.0, 0.0, 1e-9]);
}

#[test]
fn sampling_and_watching_do_not_allocate_either() {
    let axon = axon();
    let mut sum = 0.0;
    let count = allocations(|| {
        let run = integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk45.adaptive());
        run.sample((0..=400).map(|k| f64::from(k) / 20.0), |_t, y| sum += y.v).unwrap();
        let event = rising(|_t, y: &Membrane<f64>| y.v - 50.0);
        let mut detector = event.detector();
        for step in integrate(&axon, 0.0..20.0, axon.clamped_at(0.0), Rk4.fixed(0.01)) {
            detector.look(&step.unwrap(), |spike| sum += spike.t.to_f64()).unwrap();
        }
    });
    assert!(sum != 0.0);
    assert_eq!(count, 0);
}

#[test]
fn exponential_steps_do_not_allocate() {
    let (axon, y0) = (axon(), axon().clamped_at(0.0));
    assert_no_allocation("ExponentialEuler", &axon, &y0, ExponentialEuler.fixed(0.01));
    assert_no_allocation("ExponentialStrang", &axon, &y0, ExponentialStrang.fixed(0.01));
}

#[test]
fn events_in_the_run_do_not_allocate() {
    let ball = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| *dydt = [y[1], -9.81]);
    let (mut bounces, mut peaks) = (0, 0);
    let count = allocations(|| {
        integrate(&ball, 0.0..5.0, [1.0, 0.0], Rk45.adaptive())
            .report_on(component(1).falls_through(0.0), |_| peaks += 1)
            .reset_on(component(0).falls_through(0.0), |_t, y| {
                y[1] *= -0.9;
                bounces += 1;
            })
            .finish()
            .unwrap();
    });
    assert!(bounces > 5 && peaks >= 5, "{bounces} bounces, {peaks} peaks");
    assert_eq!(count, 0);
}

fn assert_none_after_the_first_step<C: StepControl<S>, S: OdeSystem<State = Vec<f64>>>(
    what: &str,
    system: &S,
    control: C,
) {
    let y0: Vec<f64> = (0..50).map(|i| f64::from(i).sin()).collect();
    let mut y = y0.clone();
    let mut run = integrate(system, 0.0..20.0, y0, control);
    run.advance().unwrap().unwrap().at_into(1e-9, &mut y);
    let mut steps = 0;
    let count = allocations(|| {
        while let Some(mut step) = run.advance().unwrap() {
            let middle = step.start().t.midpoint(step.end().t);
            step.at_into(middle, &mut y);
            steps += 1;
        }
    });
    assert!(steps > 10, "{what}: {steps} steps prove nothing");
    assert_eq!(count, 0, "{what}: allocations in {steps} steps");
}

#[test]
fn vec_states_do_not_allocate_after_the_first_step() {
    let chain = from_fn(|t: f64, y: &Vec<f64>, dydt: &mut Vec<f64>| {
        for i in 0..y.len() {
            dydt[i] = if i == 0 { t.cos() - y[0] } else { y[i - 1] - y[i] };
        }
    })
    .with_breakpoints([3.0, 7.5]);
    assert_none_after_the_first_step("Euler", &chain, Euler.fixed(0.1));
    assert_none_after_the_first_step("Rk4", &chain, Rk4.fixed(0.1));
    assert_none_after_the_first_step("Rk45", &chain, Rk45.fixed(0.1));
    assert_none_after_the_first_step("adaptive Rk45", &chain, Rk45.adaptive());
    assert_none_after_the_first_step("Heun", &chain, Heun.fixed(0.1));
    assert_none_after_the_first_step("Bs23", &chain, Bs23.adaptive());
    assert_none_after_the_first_step("Verner65", &chain, Verner65.adaptive());
    assert_none_after_the_first_step("Dop853", &chain, Dop853.adaptive());
    assert_none_after_the_first_step("Rodas5P", &chain, Rodas5P.adaptive());
}
