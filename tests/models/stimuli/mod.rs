//! The law of the stimuli: the float that decides the current is the float that is announced.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::needless_range_loop,
    reason = "small counts, and matrices by their indices"
)]

mod tree;

use approx::assert_abs_diff_eq;
use excitable::Error;
use excitable::prelude::*;
use proptest::prelude::*;
use tree::tree;

type Tree = Box<dyn Stimulus<f64>>;

/// All breakpoints from one end to the other, no farther than 2000.
fn breakpoints(stimulus: &Tree, from: f64, towards: Direction) -> impl Iterator<Item = f64> {
    let next = move |t: &f64| stimulus.next_breakpoint(*t, towards).filter(|b| b.abs() <= 2e3);
    std::iter::successors(next(&from), next).take(20_000)
}

fn all_breakpoints(stimulus: &Tree, from: f64, towards: Direction) -> Vec<f64> {
    breakpoints(stimulus, from, towards).collect()
}

/// Between two neighbouring floats the current may differ only by what a slope of 30 allows.
fn jumps(stimulus: &Tree, below: f64, above: f64) -> bool {
    (stimulus.current(above) - stimulus.current(below)).abs() > 100.0 * (above - below) + 1e-9
}

/// The float at which the current jumps between `a` and `b`, by bisection.
fn find_jump(stimulus: &Tree, mut a: f64, mut b: f64) -> f64 {
    while a.next_up() < b {
        let middle = 0.5 * (a + b);
        let (left, right) = (
            stimulus.current(middle) - stimulus.current(a),
            stimulus.current(b) - stimulus.current(middle),
        );
        if left.abs() >= right.abs() { b = middle } else { a = middle }
    }
    b
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forward_and_backward_announce_the_same_breakpoints(shape in tree()) {
        let stimulus = shape.build();
        let forward = all_breakpoints(&stimulus, -2e3, Direction::Forward);
        let mut backward = all_breakpoints(&stimulus, 2e3, Direction::Backward);
        backward.reverse();
        let other = forward.iter().zip(&backward).find(|(a, b)| a != b);
        prop_assert!(forward.len() == backward.len() && other.is_none(), "{:?}", other);
        prop_assert!(forward.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn every_jump_that_a_search_finds_is_an_announced_breakpoint_at_that_very_float(shape in tree()) {
        let stimulus = shape.build();
        let announced = all_breakpoints(&stimulus, -2e3, Direction::Forward);
        let mut before = stimulus.current(-2e3);
        for k in -20_000..20_000 {
            let (a, b) = (f64::from(k) * 0.1, f64::from(k + 1) * 0.1);
            let after = stimulus.current(b);
            if (std::mem::replace(&mut before, after) - after).abs() > 10.0 * 0.1 + 1e-9 {
                let jump = find_jump(&stimulus, a, b);
                if jumps(&stimulus, jump.next_down(), jump) {
                    prop_assert!(announced.contains(&jump), "a jump at {jump:?} is not announced");
                }
            }
        }
    }

    #[test]
    fn the_current_changes_at_an_announced_float_and_not_beside_it(shape in tree()) {
        let stimulus = shape.build();
        for b in all_breakpoints(&stimulus, -2e3, Direction::Forward) {
            let (before, below, above) = (b.next_down().next_down(), b.next_down(), b.next_up());
            let neighbours = breakpoints(&stimulus, before.next_down(), Direction::Forward);
            if neighbours.take_while(|c| *c <= above).count() == 1 {
                prop_assert!(!jumps(&stimulus, before, below), "a jump before {b:?}");
                prop_assert!(!jumps(&stimulus, b, above), "a jump after {b:?}");
            }
        }
    }

    #[test]
    fn what_is_held_keeps_its_current_and_conductance_between_breakpoints(shape in tree()) {
        let conducted = shape.build().conducted_to(-12.0).plus(pulse(-3.0..4.0, 1.0));
        let both: [Tree; 2] = [shape.build(), Box::new(conducted)];
        for stimulus in &both {
            if !stimulus.is_held() {
                continue;
            }
            let mut all = all_breakpoints(stimulus, -60.0, Direction::Forward);
            all.truncate(400);
            for pair in all.windows(2) {
                let (first, last) = (pair[0], pair[1].next_down());
                for t in [first + 0.37 * (last - first), last] {
                    prop_assert_eq!(stimulus.current(t), stimulus.current(first));
                    prop_assert_eq!(stimulus.drive(t, 20.0), stimulus.drive(first, 20.0));
                }
            }
        }
    }

    #[test]
    fn a_delay_shifts_the_current(shape in tree(), delay in -100.0..100.0_f64, t in -50.0..50.0_f64) {
        let (plain, delayed) = (shape.build(), shape.build().delayed(delay));
        let near = |c: Option<f64>| c.is_some_and(|c| (c - t).abs() < 1e-9);
        prop_assume!(!near(plain.next_breakpoint(t - 1e-9, Direction::Forward)));
        assert_abs_diff_eq!(plain.current(t), delayed.current(t + delay), epsilon = 1e-6);
    }

    #[test]
    fn currents_add_and_scale(a in tree(), b in tree(), factor in -5.0..5.0_f64, t in -50.0..50.0_f64) {
        let (x, y) = (a.build().current(t), b.build().current(t));
        prop_assert_eq!(a.build().plus(b.build()).current(t), x + y);
        prop_assert_eq!(a.build().scaled(factor).current(t), factor * x);
    }

    #[test]
    fn a_product_multiplies_and_a_map_maps(a in tree(), b in tree(), t in -50.0..50.0_f64) {
        let (x, y) = (a.build().current(t), b.build().current(t));
        prop_assert_eq!(a.build().product(b.build()).current(t), x * y);
        prop_assert_eq!(a.build().mapped(|i| i * i).current(t), x * x);
        prop_assert_eq!(a.build().clamped(-1.0, 1.0).current(t), x.clamp(-1.0, 1.0));
    }

    #[test]
    fn a_window_a_sequence_and_a_repetition_are_what_they_say(
        a in tree(), b in tree(), at in -20.0..20.0_f64, t in -50.0..50.0_f64
    ) {
        let x = a.build().current(t);
        let inside = if (at..at + 7.0).contains(&t) { x } else { 0.0 };
        prop_assert_eq!(a.build().windowed(at..at + 7.0).current(t), inside);
        let then = a.build().then(at, b.build()).current(t);
        prop_assert_eq!(then, if t < at { x } else { b.build().delayed(at).current(t) });
        let k = (t / 9.0).floor();
        prop_assume!(t - 9.0 * k > 1e-9);
        let again = if k < 0.0 { 0.0 } else { a.build().delayed(9.0 * k).current(t) };
        prop_assert_eq!(a.build().repeated(9.0).current(t), again);
    }

    #[test]
    fn a_good_tree_has_no_defect(shape in tree()) {
        prop_assert_eq!(shape.build().check(&(-1e3..1e3)), Ok(()));
    }
}

#[test]
fn an_endless_train_is_announced_far_out() {
    let endless = train(pulse(0.0..0.1_f64, 1.0), 0.3);
    let far: f64 = endless.next_breakpoint(3e9, Direction::Forward).unwrap();
    assert!(far > 3e9 && far < 3e9 + 0.3);
    assert_ne!(endless.current(far), endless.current(far.next_down()));
    assert_eq!(endless.next_breakpoint(0.0, Direction::Backward), None);
}

#[test]
fn a_train_whose_pulses_touch_is_a_constant() {
    let touching = train(pulse(0.0..0.5, 2.0), 0.5);
    assert!((0..1000).all(|k| touching.current(f64::from(k) * 0.1) == 2.0));
}

#[test]
fn a_delay_of_a_delay_is_one_delay() {
    let mut late = pulse(0.0..1.0, 2.0).delayed(0.5);
    for _ in 0..63 {
        late = late.delayed(0.5);
    }
    assert_eq!(late, pulse(0.0..1.0, 2.0).delayed(32.0));
}

/// Counts how often it is asked for a breakpoint.
struct Counted(std::rc::Rc<std::cell::Cell<u64>>);

impl Stimulus<f64> for Counted {
    fn current(&self, t: f64) -> f64 {
        pulse(0.0..1.0, 2.0).current(t)
    }

    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        self.0.set(self.0.get() + 1);
        pulse(0.0..1.0, 2.0).next_breakpoint(t, towards)
    }
}

#[test]
fn a_look_through_nested_delays_costs_two_looks_a_level_at_most() {
    let looks = std::rc::Rc::new(std::cell::Cell::new(0_u64));
    let levels = 10;
    let mut nested: Tree = Box::new(Counted(looks.clone()));
    for _ in 0..levels {
        // Behind a pointer the delays do not add up.
        nested = Box::new(nested.delayed(0.5));
    }
    for t in [-3.0, 5.0, 5.5, 6.0, 7.0] {
        for towards in [Direction::Forward, Direction::Backward] {
            looks.set(0);
            let _ = nested.next_breakpoint(t, towards);
            assert!(looks.get() <= 1 << levels, "{} looks at t = {t}", looks.get());
        }
        looks.set(0);
        let _ = nested.current(t);
        assert!(looks.get() <= 2 << levels, "{} looks at t = {t}", looks.get());
    }
}

/// Noise that counts how often it is asked for a knot.
struct CountedNoise(std::rc::Rc<std::cell::Cell<u64>>);

impl Stimulus<f64> for CountedNoise {
    fn current(&self, _: f64) -> f64 {
        0.0
    }

    fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
        self.0.set(self.0.get() + 1);
        stimulus::white_noise(1.0, 0.1, 7).next_breakpoint(t, towards)
    }
}

/// Where floats cannot tell knots apart, the next knot may be the one before: looking on leads
/// nowhere.
#[test]
fn nested_delays_come_back_where_floats_cannot_tell_breakpoints_apart() {
    let looks = std::rc::Rc::new(std::cell::Cell::new(0_u64));
    let mut nested: Tree = Box::new(CountedNoise(looks.clone()));
    for delay in [0.0, 0.0, -12.0] {
        nested = Box::new(nested.delayed(delay));
    }
    for t in [1e14, 1e15, 1e16, 9007199254740993.0, 1e20, 1e300, f64::INFINITY, f64::NAN] {
        for towards in [Direction::Forward, Direction::Backward] {
            looks.set(0);
            let _ = (nested.next_breakpoint(t, towards), nested.next_crossing(0.5, t, towards));
            let _ = (nested.next_breakpoint(-t, towards), nested.current(t));
            assert!(looks.get() <= 2000, "{} looks at t = {t}, {towards:?}", looks.get());
        }
    }
}

#[test]
fn a_defect_is_carried_through_all_combinators() {
    let bad = pulse(2.0..1.0, 1.0).plus(constant(1.0)).scaled(2.0).delayed(3.0);
    let boxed: Tree = Box::new(constant(0.0).plus(bad));
    let error: Error = boxed.check(&(0.0..1.0)).unwrap_err();
    assert!(
        error.to_string().starts_with("pulse: window.end = 1, but it must be > window.start = 2"),
        "{error}"
    );
}

/// Where a clamped current begins and ceases to be bound, by looking every thousandth.
fn kinks_by_search(inner: &Tree, low: f64, high: f64, to: f64) -> Vec<f64> {
    let side = |t: f64| {
        let x = inner.current(t);
        i32::from(x > high) - i32::from(x < low)
    };
    let steps = (to * 1000.0) as i32;
    let changes = (0..steps).filter(|k| side(f64::from(*k) / 1e3) != side(f64::from(k + 1) / 1e3));
    changes.map(|k| f64::from(k) / 1e3 + 5e-4).collect()
}

#[test]
fn a_clamped_shape_announces_where_it_meets_its_bounds() {
    let shapes: Vec<(&str, Tree)> = vec![
        ("ramp", Box::new(stimulus::ramp(1.0..9.0, -3.0..4.0))),
        ("sine", Box::new(stimulus::sine(3.0, 7.0).with_phase(20.0))),
        ("chirp", Box::new(stimulus::chirp(2.0..40.0, 0.05..0.3, 3.0))),
        ("falling chirp", Box::new(stimulus::chirp(2.0..40.0, 0.3..0.0, 3.0))),
        ("alpha", Box::new(stimulus::alpha_function(3.0, 3.0, 2.0))),
        ("double", Box::new(stimulus::double_exponential(3.0, -3.0, 0.5, 9.0))),
        (
            "samples",
            Box::new(stimulus::samples(1.0, 1.5, vec![0.0, 4.0, -4.0, 1.0, 3.0]).unwrap().linear()),
        ),
        (
            "listed",
            Box::new(stimulus::samples_at([1.0, 2.0, 9.0], [0.0, 4.0, -4.0]).unwrap().linear()),
        ),
        ("noise", Box::new(stimulus::ornstein_uhlenbeck(2.0, 5.0, 0.5, 3))),
        ("delayed", Box::new(stimulus::sine(3.0, 7.0).delayed(1.3).scaled(-0.9))),
        ("repeated", Box::new(stimulus::ramp(1.0..8.0, -3.0..4.0).repeated(9.0))),
        ("sequence", Box::new(stimulus::sine(3.0, 7.0).then(13.0, stimulus::sine(3.0, 5.0)))),
        ("window", Box::new(stimulus::sine(3.0, 7.0).windowed(3.0..31.0))),
    ];
    for (name, inner) in shapes {
        let found = kinks_by_search(&inner, -1.0, 2.0, 50.0);
        assert!(found.len() >= 2, "{name}: {found:?}");
        let clamped: Tree = Box::new(inner.clamped(-1.0, 2.0));
        let forward: Vec<f64> = breakpoints_until(&clamped, 0.0, 50.0, Direction::Forward);
        let mut backward = breakpoints_until(&clamped, 50.0, 0.0, Direction::Backward);
        backward.reverse();
        for kink in found {
            for announced in [&forward, &backward] {
                let near = announced.iter().any(|b| (b - kink).abs() <= 5.1e-4);
                assert!(near, "{name}: a kink near {kink} is not among {announced:?}");
            }
        }
        let apart = forward.len().abs_diff(backward.len());
        assert!(apart <= 2, "{name}: {} and {} breakpoints", forward.len(), backward.len());
    }
}

/// The delayed knots lie an ulp beside where the local time puts them: their pieces were mistaken
/// for one another.
#[test]
fn a_delayed_kink_beside_a_breakpoint_is_announced_from_both_sides() {
    for seed in 0..300 {
        let noise = stimulus::ornstein_uhlenbeck(1.0, 3.0, 0.2, seed).windowed(12.7..21.7);
        let delay = 28.141_120_158_713_75 + 0.01 * f64::from(u32::try_from(seed).unwrap());
        let clamped: Tree = Box::new(constant(0.0).then(delay, noise).clamped(0.0, 0.0));
        let forward = all_breakpoints(&clamped, 0.0, Direction::Forward);
        let mut backward = all_breakpoints(&clamped, 100.0, Direction::Backward);
        backward.reverse();
        assert_eq!(forward, backward, "seed {seed}");
    }
}

fn breakpoints_until(stimulus: &Tree, from: f64, to: f64, towards: Direction) -> Vec<f64> {
    let all = all_breakpoints(stimulus, from, towards);
    all.into_iter().take_while(|b| !towards.is_beyond(*b, to)).collect()
}

#[test]
fn shapes_with_a_window_can_be_copied_and_so_can_the_neuron_under_them() {
    fn copied<X: Copy>(x: &X) -> X {
        *x
    }
    let shape = pulse(1.0..2.0, 5.0)
        .plus(stimulus::ramp(3.0..4.0, 0.0..1.0))
        .plus(train(pulse(5.0..6.0, 1.0), 3.0))
        .plus(stimulus::chirp(0.0..9.0, 0.0..0.1, 1.0))
        .windowed(0.5..8.0);
    assert_eq!(copied(&shape), shape);
    let axon = HodgkinHuxley::<f64>::squid_axon().with_stimulus(shape);
    assert_eq!(copied(&axon), axon);
}
