//! The tables of the stiff method: at the nodes, between them, and in bands.

use excitable::Error;
use excitable::ensemble::MembraneEquations;
use excitable::ode::Statistics;
use excitable::prelude::*;
use std::fmt::Write;

use crate::problems::{Problem, stiff};

const TOLERANCES: [f64; 3] = [1e-3, 1e-6, 1e-9];

/// The largest error at the end in units of tol·(1 + |y|), and the cost.
fn at_the_end(problem: &Problem, tolerance: f64) -> Result<(f64, Statistics<f64>), Error> {
    let system = problem.system();
    let control = Rodas5P.adaptive().rtol(tolerance).atol(tolerance);
    let mut run = integrate(&system, 0.0..problem.end, problem.y0.clone(), control);
    while run.advance()?.is_some() {}
    let pairs = run.node().y.iter().zip(&problem.exact);
    let errors = pairs.map(|(y, exact)| (y - exact).abs() / (1.0 + exact.abs()));
    Ok((errors.fold(0.0, f64::max) / tolerance, run.statistics()))
}

fn nodes(text: &mut String) -> Result<(), Error> {
    *text += "\n## Stiff problems\n\nBy `Rodas5P` with differences for its Jacobian, rtol = atol = \
              tolerance: the largest error at\nthe end in units of tolerance·(1 + |y|), accepted and \
              rejected steps, evaluations. Ends by the test\nset of Bari and CWI, HIRES by 113-bit \
              Taylor series.\n\n| | 1e-3 | steps | cost | 1e-6 | steps | cost | 1e-9 | steps | cost |\n\
              |---|---|---|---|---|---|---|---|---|---|\n";
    for problem in stiff().iter().filter(|problem| !problem.name.starts_with("VdP")) {
        let _ = write!(text, "| {} |", problem.name);
        for tolerance in TOLERANCES {
            let (error, cost) = at_the_end(problem, tolerance)?;
            let steps = format!("{} + {}", cost.accepted, cost.rejected);
            let evaluations = cost.evaluations.unwrap_or_default();
            let _ = write!(text, " {error:.2} | {steps} | {evaluations} |");
        }
        *text += "\n";
    }
    Ok(())
}

/// y' = −L·(y − cos t) − sin t from y(0) = 1 over [0, 10]: y = cos t.
fn inside(l: f64, tolerance: f64, controlled: bool) -> Result<(f64, usize), Error> {
    let system = from_fn(move |t: f64, y: &f64, dydt: &mut f64| {
        *dydt = -l * (y - t.cos()) - t.sin();
    });
    let control = Rodas5P.adaptive().rtol(tolerance).atol(tolerance);
    let run = integrate(&system, 0.0..10.0, 1.0, control.control_interpolant(controlled));
    let solution = run.solution()?;
    let grid = (0..=10_000).map(|k| f64::from(k) / 1000.0);
    let errors = solution.sample(grid)?.into_iter().map(|(t, y)| (y - t.cos()).abs());
    Ok((errors.fold(0.0, f64::max) / tolerance, solution.steps().len()))
}

fn between(text: &mut String) -> Result<(), Error> {
    *text += "\n### Between the nodes\n\ny' = −L·(y − cos t) − sin t, y(0) = 1, [0, 10]: the largest \
              error at 10 001\ntimes in units of the tolerance, and the steps; then without the \
              control of the interpolant.\n\n| L | 1e-3 | steps | 1e-6 | steps | 1e-9 | steps | \
              without: 1e-6 | steps |\n|---|---|---|---|---|---|---|---|---|\n";
    for decade in [0, 2, 4, 5, 6, 7, 9] {
        let l = 10.0_f64.powi(decade);
        let _ = write!(text, "| 1e{decade} |");
        for (tolerance, controlled) in [(1e-3, true), (1e-6, true), (1e-9, true), (1e-6, false)] {
            let (error, steps) = inside(l, tolerance, controlled)?;
            let _ = write!(text, " {error:.2} | {steps} |");
        }
        *text += "\n";
    }
    Ok(())
}

/// The membranes along a line.
type Line = Vec<Membrane<f64>>;

/// 500 membranes 0.2 mm apart along a giant axon, of which the first five get 500 µA/cm² for 1 ms;
/// ends sealed. Between neighbours a/(2·R·Δx²) = 840 mS/cm².
fn line() -> impl OdeSystem<State = Line> {
    let axon = HodgkinHuxley::squid_axon();
    let slope = move |t: f64, y: &Line, dydt: &mut Line| {
        let last = y.len() - 1;
        for (i, dydt) in dydt.iter_mut().enumerate() {
            let (before, after) = (&y[i.saturating_sub(1)], &y[(i + 1).min(last)]);
            let axial = 840.0 * (before.v - 2.0 * y[i].v + after.v);
            let stimulus = if i < 5 && t < 1.0 { 500.0 } else { 0.0 };
            axon.slope_into(&y[i], stimulus + axial, dydt);
        }
    };
    from_fn(slope).with_breakpoints([1.0]).with_bandwidth(4, 4).autonomous()
}

fn bands(text: &mut String) -> Result<(), Error> {
    *text += "\n### In bands\n\n500 membranes along an axon, 2000 components, bandwidth 4, over 10 ms: \
              the largest error of V at\nthe end (mV), against `Verner65` at 1e-10, and the cost of \
              `Rodas5P` with rtol = atol = tolerance.\n\n| tolerance | error (mV) | steps | cost |\n\
              |---|---|---|---|\n";
    let (system, rest) = (line(), HodgkinHuxley::squid_axon().rest()?);
    let start = || vec![rest; 500];
    let exact = integrate(&system, 0.0..10.0, start(), Verner65.adaptive().rtol(1e-10).atol(1e-10));
    let exact = exact.finish()?.y;
    for tolerance in [1e-3, 1e-4, 1e-5, 1e-6] {
        let control = Rodas5P.adaptive().rtol(tolerance).atol(tolerance);
        let mut run = integrate(&system, 0.0..10.0, start(), control);
        while run.advance()?.is_some() {}
        let errors = run.node().y.iter().zip(&exact).map(|(y, exact)| (y.v - exact.v).abs());
        let (error, cost) = (errors.fold(0.0, f64::max), run.statistics());
        let steps = format!("{} + {}", cost.accepted, cost.rejected);
        let evaluations = cost.evaluations.unwrap_or_default();
        let _ = writeln!(text, "| {tolerance:.0e} | {error:.1e} | {steps} | {evaluations} |");
    }
    Ok(())
}

/// Appends the tables.
pub(crate) fn tables(text: &mut String) -> Result<(), Error> {
    nodes(text)?;
    between(text)?;
    bands(text)
}
