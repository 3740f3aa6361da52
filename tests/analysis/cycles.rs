//! Limit cycles, their multipliers, and how they come and go with the current.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::OnceLock;

use crate::common::tables::hh_value;
use approx::{assert_abs_diff_eq, assert_relative_eq};
use excitable::analysis::{
    BranchBounds, BranchEnd, CycleBranch, LimitCycle, cycle_branch, fold_points, hopf_points,
    settled,
};
use excitable::num::Matrix;
use excitable::prelude::*;
use excitable::stimulus::Constant;
use excitable::{Temperature, limit_cycle};

type Axon = HodgkinHuxley<f64, Constant<f64>>;

fn under(current: f64) -> Axon {
    HodgkinHuxley::squid_axon().with_stimulus(constant(current))
}

fn cycle(current: f64) -> LimitCycle<Membrane<f64>> {
    HodgkinHuxley::squid_axon().limit_cycle(current).unwrap()
}

/// How far the multiplier of the cycle itself lies from 1.
fn trivial(cycle: &LimitCycle<Membrane<f64>>) -> f64 {
    cycle.multipliers.iter().map(|x| (x.re - 1.0).hypot(x.im)).fold(f64::INFINITY, f64::min)
}

#[test]
fn the_periods_meet_their_reference() {
    for current in [7.0, 10.0, 50.0] {
        let found = cycle(current);
        let expected = hh_value("period", &format!("I={current},"))[0];
        assert_relative_eq!(found.period, expected, max_relative = 1e-11);
        println!("multipliers {:?}, 1 to {:.1e}", found.multipliers, trivial(&found));
        assert!(trivial(&found) < 1e-9);
        assert!(found.is_stable() && found.growth() < 1.0);
    }
}

#[test]
fn the_orbit_closes_and_a_disturbance_shrinks_by_the_multiplier() {
    let axon = under(10.0);
    let found = cycle(10.0);
    let orbit = found.orbit(&axon).unwrap();
    assert_abs_diff_eq!(orbit.end().y.v, orbit.start().y.v, epsilon = 1e-9);
    assert!(found.extent.high.value > 80.0 && found.extent.low.value < -9.0);
    assert_relative_eq!(
        orbit.at(found.extent.high.t).unwrap().v,
        found.extent.high.value,
        epsilon = 0.0,
        max_relative = 1e-12
    );
}

#[test]
fn the_multipliers_are_those_of_runs_side_by_side() {
    // ∂y(T)/∂y(0) by differences of runs: its trace is the sum of the multipliers.
    let (axon, found) = (under(20.0), cycle(20.0));
    let after = |y: Membrane<f64>| {
        let control = Dop853.adaptive().rtol(1e-13);
        integrate(&axon, 0.0..found.period, y, control).finish().unwrap().y
    };
    let y = found.y;
    let derivative =
        |h: f64, shift: fn(Membrane<f64>, f64) -> Membrane<f64>, of: fn(&Membrane<f64>) -> f64| {
            (of(&after(shift(y, h))) - of(&after(shift(y, -h)))) / (2.0 * h)
        };
    let trace = derivative(1e-3, |y, h| Membrane { v: y.v + h, ..y }, |y| y.v)
        + derivative(1e-5, |y, h| Membrane { m: y.m + h, ..y }, |y| y.m)
        + derivative(1e-5, |y, h| Membrane { h: y.h + h, ..y }, |y| y.h)
        + derivative(1e-5, |y, h| Membrane { n: y.n + h, ..y }, |y| y.n);
    let sum: f64 = found.multipliers.iter().map(|x| x.re).sum();
    assert_relative_eq!(sum, trace, max_relative = 1e-6);
}

#[test]
fn a_cycle_in_closed_form_is_found_with_and_without_a_jacobian() {
    // r' = r·(1 − r²), φ' = 2: the period is π, the multipliers are 1 and e^(−2π).
    let f = |_t: f64, y: &[f64; 2], dydt: &mut [f64; 2]| {
        let [a, b] = *y;
        let growth = 1.0 - a * a - b * b;
        *dydt = [growth * a - 2.0 * b, growth * b + 2.0 * a];
    };
    let exact = |_t: f64, y: &[f64; 2], dfdy: &mut Matrix<f64>| {
        let [a, b] = *y;
        (dfdy[(0, 0)], dfdy[(0, 1)]) = (1.0 - 3.0 * a * a - b * b, -2.0 * a * b - 2.0);
        (dfdy[(1, 0)], dfdy[(1, 1)]) = (2.0 - 2.0 * a * b, 1.0 - a * a - 3.0 * b * b);
    };
    let differences = limit_cycle(&from_fn(f), [1.2, 0.1], 3.0).unwrap();
    let stated = limit_cycle(&from_fn(f).with_jacobian(exact), [1.2, 0.1], 3.0).unwrap();
    for found in [&differences, &stated] {
        assert_relative_eq!(found.period, std::f64::consts::PI, max_relative = 1e-11);
        assert_relative_eq!(
            found.growth(),
            (-2.0 * std::f64::consts::PI).exp(),
            max_relative = 1e-7
        );
        assert_abs_diff_eq!(found.extent.high.value, 1.0, epsilon = 1e-10);
    }
    // Backward in time the cycle is unstable, and found as well.
    let backward = from_fn(move |t, y: &[f64; 2], dydt: &mut [f64; 2]| {
        f(t, y, dydt);
        *dydt = dydt.map(|x| -x);
    });
    let found = limit_cycle(&backward, [1.0001, 0.0], 3.1).unwrap();
    assert!(!found.is_stable());
    assert_relative_eq!(found.growth(), (2.0 * std::f64::consts::PI).exp(), max_relative = 1e-7);
}

#[test]
fn no_cycle_is_told() {
    let quiet = under(2.0);
    let told = settled(&quiet, quiet.rest().unwrap(), 200.0).unwrap_err().to_string();
    assert!(told.starts_with("an oscillation was not found"), "{told}");
    let told = limit_cycle(&quiet, quiet.rest().unwrap(), 15.0).unwrap_err().to_string();
    assert!(told.contains("a limit cycle was not found"), "{told}");
    for period in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let told = limit_cycle(&quiet, quiet.clamped_at(0.0), period).unwrap_err().to_string();
        assert!(told.contains("limit_cycle: period"), "{told}");
        assert!(settled(&quiet, quiet.clamped_at(0.0), period).is_err());
    }
    assert!(HodgkinHuxley::<f64>::squid_axon().limit_cycle(f64::NAN).is_err());
}

fn with_leak_at(e_l: f64) -> HodgkinHuxley<f64> {
    let e_l = Potential::from_millivolts(e_l);
    HodgkinHuxley::new(Parameters { e_l, ..Parameters::squid_axon() }).unwrap()
}

fn branch(axon: HodgkinHuxley<f64>, towards: Direction) -> CycleBranch<Membrane<f64>> {
    let start = (20.0, axon.limit_cycle(20.0).unwrap());
    let system = |current| axon.with_stimulus(constant(current));
    cycle_branch(system, start, towards, 0.0..160.0).unwrap()
}

/// The branch of Rinzel and Miller's axon from 20 µA/cm² down, for two tests.
fn branch_down() -> &'static CycleBranch<Membrane<f64>> {
    static FOUND: OnceLock<CycleBranch<Membrane<f64>>> = OnceLock::new();
    FOUND.get_or_init(|| branch(with_leak_at(10.599), Direction::Backward))
}

#[test]
fn the_branch_goes_through_its_folds_to_the_lower_hopf_point() {
    let other = branch(with_leak_at(10.613), Direction::Backward);
    for (e_l, found) in [(10.613, &other), (10.599, branch_down())] {
        for (current, cycle) in &found.folds {
            println!(
                "fold at {current:.12}, period {:.9}, growth {:.6}",
                cycle.period,
                cycle.growth()
            );
        }
        println!("{} points, {:?}", found.cycles.len(), found.end);
        let main = &found.folds[0];
        let expected = hh_value("fold_of_cycles_main_I", &format!("EL={e_l}"))[0];
        assert_relative_eq!(main.0, expected, max_relative = 1e-11);
        assert_relative_eq!(main.1.period, 19.895240712, max_relative = 1e-8);
        assert_eq!((found.folds.len(), found.end), (3, BranchEnd::Equilibrium));
        if e_l == 10.599 {
            // Rinzel and Miller, 1980; Guckenheimer and Oliva, 2002.
            assert_abs_diff_eq!(found.folds[1].0, 7.92198, epsilon = 1e-4);
            assert_abs_diff_eq!(found.folds[2].0, 7.84654, epsilon = 1e-4);
        }
        // Stable down to the first fold, then unstable until the Hopf point.
        let unstable = found.cycles.iter().position(|(_, cycle)| !cycle.is_stable()).unwrap();
        assert!(found.cycles[unstable..].iter().all(|(_, cycle)| !cycle.is_stable()));
        assert_abs_diff_eq!(found.cycles[unstable].0, main.0, epsilon = 0.2);
        let hopf = with_leak_at(e_l).hopf_points().unwrap()[0];
        let last = found.cycles.last().unwrap();
        assert!((last.0 - hopf.parameter).abs() < 0.1, "{}", last.0);
        assert_abs_diff_eq!(last.1.period / hopf.period(), 1.0, epsilon = 0.01);
    }
}

#[test]
fn the_bifurcation_diagram_in_warmth_holds_what_there_is() {
    let axon = HodgkinHuxley::squid_axon();
    let warm = |celsius| axon.at_temperature(Temperature::from_celsius(celsius));
    let found = warm(18.5).bifurcations(0.0..160.0, 16).unwrap();
    assert_eq!((found.equilibria.len(), found.hopf_points.len()), (17, 2));
    assert!(found.cycles.len() > 20);
    println!("folds {:?}", found.folds.iter().map(|fold| fold.0).collect::<Vec<_>>());
    assert!(found.cycles.iter().any(|(_, cycle)| cycle.is_stable()));
    // Beyond 28.86 °C it rests at every current.
    let found = warm(30.0).bifurcations(0.0..160.0, 16).unwrap();
    assert!(found.cycles.is_empty() && found.folds.is_empty());
    assert!(found.equilibria.iter().all(|(_, rest)| rest.is_stable()));
    assert!(
        axon.bifurcations(0.0..f64::NAN, 4).is_err() && axon.bifurcations(0.0..1.0, 0).is_err()
    );
}

#[test]
fn the_branch_ends_at_the_upper_hopf_point_without_a_fold() {
    let found = branch(HodgkinHuxley::squid_axon(), Direction::Forward);
    println!("{} points, {:?}", found.cycles.len(), found.end);
    assert_eq!((found.folds.len(), found.end), (0, BranchEnd::Equilibrium));
    assert!(found.cycles.iter().all(|(_, cycle)| cycle.is_stable()));
    let last = found.cycles.last().unwrap();
    assert!((last.0 - 154.5224336658080).abs() < 0.2, "{}", last.0);
}

#[test]
fn a_branch_ends_on_the_end_of_the_range() {
    let axon = HodgkinHuxley::squid_axon();
    let system = |current| axon.with_stimulus(constant(current));
    let start = (20.0, cycle(20.0));
    for (towards, range, edge) in
        [(Direction::Forward, 0.0..55.0, 55.0), (Direction::Backward, 13.7..55.0, 13.7)]
    {
        let found = cycle_branch(system, start.clone(), towards, range).unwrap();
        let (current, last) = found.cycles.last().unwrap();
        assert_eq!((*current, found.end), (edge, BranchEnd::Range));
        assert_relative_eq!(last.period, cycle(edge).period, max_relative = 1e-10);
        assert!(found.cycles.windows(2).all(|pair| pair[0].0 != pair[1].0));
    }
    // From the end of a range out of it there is nothing to follow.
    let none = cycle_branch(system, start.clone(), Direction::Forward, 0.0..20.0).unwrap();
    assert_eq!((none.cycles.len(), none.end), (1, BranchEnd::Range));
    let told = cycle_branch(system, start, Direction::Forward, 30.0..40.0).unwrap_err().to_string();
    assert!(told.contains("the parameter of the start = 20"), "{told}");
}

#[test]
fn the_bounds_of_a_branch_are_kept_and_told() {
    let axon = HodgkinHuxley::squid_axon();
    let system = |current| axon.with_stimulus(constant(current));
    let start = (20.0, cycle(20.0));
    let told = std::cell::RefCell::new(Vec::new());
    let report = |current: f64, period: f64| told.borrow_mut().push((current, period));
    let bounds = BranchBounds::new(0.0..160.0).points(5).reporting(&report);
    let found = cycle_branch(system, start.clone(), Direction::Backward, bounds).unwrap();
    assert_eq!((found.cycles.len(), found.end), (5, BranchEnd::Budget));
    let cycles = found.cycles.iter().skip(1).map(|(current, cycle)| (*current, cycle.period));
    assert_eq!(cycles.collect::<Vec<_>>(), told.take());
    let bounds = BranchBounds::new(0.0..160.0).max_period(13.0);
    let found = cycle_branch(system, start.clone(), Direction::Backward, bounds.clone()).unwrap();
    assert_eq!(found.end, BranchEnd::Period);
    assert!(found.cycles.iter().all(|(_, cycle)| cycle.period <= 13.0));
    assert!(found.cycles.last().unwrap().1.period > 12.0);
    for period in [1.0, f64::NAN] {
        let bounds = bounds.clone().max_period(period);
        let told = cycle_branch(system, start.clone(), Direction::Backward, bounds);
        assert!(told.unwrap_err().to_string().contains("max_period"));
    }
    let found = axon.bifurcations(BranchBounds::new(15.0..55.0).points(4), 2).unwrap();
    assert_eq!((found.cycles.len(), found.ends), (7, Some([BranchEnd::Budget; 2])));
    let found = axon.bifurcations(30.0..36.0, 2).unwrap();
    assert_eq!(found.ends, Some([BranchEnd::Range; 2]));
    let currents: Vec<_> = found.cycles.iter().map(|(current, _)| *current).collect();
    assert_eq!((currents[0], *currents.last().unwrap()), (30.0, 36.0));
    assert!(currents.windows(2).all(|pair| pair[0] < pair[1]));
}

/// C. Morris and H. Lecar's fibre with the numbers of Rinzel and Ermentrout for class I, whose
/// cycle ends in a saddle-node: V₃ = 12, V₄ = 17.4 mV, φ = 1/15, ḡCa = 4.
fn fibre(current: f64) -> impl OdeSystem<State = [f64; 2]> {
    from_fn(move |_t, &[v, w]: &[f64; 2], dydt: &mut [f64; 2]| {
        let rate = ((v - 12.0) / 34.8).cosh() / 15.0;
        *dydt = [(current - ionic(v, w)) / 20.0, rate * (gate(v) - w)];
    })
}

fn ionic(v: f64, w: f64) -> f64 {
    let m_inf = 0.5 * (1.0 + ((v + 1.2) / 18.0).tanh());
    2.0 * (v + 60.0) + 4.0 * m_inf * (v - 120.0) + 8.0 * w * (v + 84.0)
}

fn gate(v: f64) -> f64 {
    0.5 * (1.0 + ((v - 12.0) / 17.4).tanh())
}

#[test]
fn towards_a_saddle_node_on_the_cycle_the_branch_ends_by_its_period() {
    let begun = std::time::Instant::now();
    let (y, period) = settled(&fibre(50.0), [-20.0, 0.1], 2000.0).unwrap();
    let start = (50.0, limit_cycle(&fibre(50.0), y, period).unwrap());
    let found = cycle_branch(fibre, start, Direction::Backward, 20.0..150.0).unwrap();
    println!("{} points, {:?}, {:?}", found.cycles.len(), found.end, begun.elapsed());
    assert_eq!(found.end, BranchEnd::Period);
    // 2000 before, and 280 s: steps are relative to the period now.
    assert!(found.cycles.len() < 100);
    let branch = |v| Ok((ionic(v, gate(v)), [v, gate(v)]));
    let node = fold_points(fibre, branch, -80.0..60.0).unwrap()[0].parameter;
    // T²·(I − I₀) tends to a constant.
    let constant = |(current, cycle): &(f64, LimitCycle<[f64; 2]>)| {
        cycle.period * cycle.period * (current - node)
    };
    let [.., a, b] = &found.cycles[..] else { unreachable!() };
    assert!(b.1.period > 85.0 * period);
    assert_relative_eq!(constant(a), constant(b), max_relative = 0.02);
}

/// J. L. Hindmarsh and R. M. Rose, 1984: bursts of spikes, which z ends.
fn bursting(current: f64) -> impl OdeSystem<State = [f64; 3]> {
    from_fn(move |_t, &[x, y, z]: &[f64; 3], dydt: &mut [f64; 3]| {
        *dydt = [
            y - x * x * x + 3.0 * x * x - z + current,
            1.0 - 5.0 * x * x - y,
            0.006 * (4.0 * (x + 1.6) - z),
        ];
    })
}

#[test]
fn the_cycles_of_hindmarsh_and_rose_are_followed_to_their_end() {
    let begun = std::time::Instant::now();
    let (y, period) = settled(&bursting(4.0), [0.0, 0.0, 3.0], 3000.0).unwrap();
    let start = (4.0, limit_cycle(&bursting(4.0), y, period).unwrap());
    let found = cycle_branch(bursting, start.clone(), Direction::Forward, 4.0..30.0).unwrap();
    let last = found.cycles.last().unwrap();
    println!("{} points, {:?}, {}, {:?}", found.cycles.len(), found.end, last.0, begun.elapsed());
    // The slow z swings little in a spike and moves far along the branch: 2000 points once.
    assert!(found.cycles.len() < 200);
    assert_eq!(found.end, BranchEnd::Equilibrium);
    // The equilibrium at x: y = 1 − 5·x², z = 4·(x + 1.6), and I from x' = 0.
    let rest = |x: f64| {
        let z = 4.0 * (x + 1.6);
        (x * x * x + 2.0 * x * x - 1.0 + z, [x, 1.0 - 5.0 * x * x, z])
    };
    let hopf = hopf_points(bursting, |x| Ok(rest(x)), 0.5..2.5).unwrap();
    let end = hopf.iter().find(|hopf| (hopf.parameter - last.0).abs() < 0.5).unwrap();
    assert_abs_diff_eq!(last.1.period / end.period(), 1.0, epsilon = 0.02);
    // Cut short, what was found comes back.
    let bounds = BranchBounds::new(4.0..30.0).points(9);
    let cut = cycle_branch(bursting, start, Direction::Forward, bounds).unwrap();
    assert_eq!((cut.end, &cut.cycles[..]), (BranchEnd::Budget, &found.cycles[..9]));
}

#[test]
fn the_knee_does_not_move_with_the_range() {
    let axon = with_leak_at(10.599);
    let knee = |start: f64, range| {
        let start = (start, axon.limit_cycle(start).unwrap());
        let system = |current| axon.with_stimulus(constant(current));
        // Beyond the knee, at 19.9 ms, the period grows on.
        let bounds = BranchBounds::new(range).max_period(20.2);
        let found = cycle_branch(system, start, Direction::Backward, bounds).unwrap();
        println!("{} points, {:?}", found.cycles.len(), found.end);
        println!("{:.13} {:.13}", found.folds[0].0, found.folds[0].1.period);
        (found.folds[0].0, found.folds[0].1.period)
    };
    let (current, cycle) = &branch_down().folds[0];
    let first = (*current, cycle.period);
    for (start, range) in [(20.0, 5.0..25.0), (20.0, 0.0..60.0), (10.0, 6.0..11.0)] {
        let other = knee(start, range);
        assert_relative_eq!(other.0, first.0, max_relative = 1e-11);
        assert_relative_eq!(other.1, first.1, max_relative = 1e-9);
    }
}

#[test]
fn a_cycle_of_what_changes_with_time_is_refused() {
    // The pulse that sets it off would act in each turn: 14.6215 ms and not 14.6362.
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let kicked = axon.with_stimulus(pulse(0.0..1.0, 50.0).plus(constant(10.0)));
    let (y, period) = settled(&kicked, axon.rest().unwrap(), 100.0).unwrap();
    let error = limit_cycle(&kicked, y, period).unwrap_err().to_string();
    let expected = "limit_cycle: a breakpoint = 1, but it must be > the period = 14.6";
    assert!(error.starts_with(expected), "{error}");
    // What happens once a turn is over does not matter.
    let later = axon.with_stimulus(pulse(20.0..21.0, 50.0).plus(constant(10.0)));
    let found: f64 = limit_cycle(&later, y, period).unwrap().period;
    assert!((found - 14.6362099898).abs() < 1e-9, "{found}");
}
