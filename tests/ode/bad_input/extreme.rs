//! Extreme numbers: whatever comes, each call returns, and a success is finite.

use std::fmt::Debug;
use std::ops::Range;

use super::{Decay, components, says};
use crate::common::shared::{System, integrate};
use excitable::ode::{OdeState, RightHandSide, StepControl, Steps};
use excitable::prelude::*;
use excitable::{Error, State};

const EXTREME: [f64; 12] =
    [0.0, -0.0, 5e-324, -1e-300, 1e-12, 1.0, -3.0, 1e9, 1e17, -1e200, f64::MAX, f64::MIN];

/// Runs until the end or an error; 2000 steps at most.
fn is_finite_or_an_error<S, C>(what: &dyn Debug, steps: Steps<'_, S, C>)
where
    S: RightHandSide<State: State<Scalar = f64> + Debug> + ?Sized,
    C: StepControl<S>,
{
    match steps.finish() {
        Ok(node) => {
            let y = components(&node.y);
            let all = y.iter().chain(&components(&node.dydt)).all(|x| x.is_finite());
            assert!(all, "{what:?}: {node:?}");
        }
        Err(error) => says(&error, &[": "]),
    }
}

/// Euler, RK4, and RK45 with both controls, 2000 steps at most.
fn all_return<Y: OdeState + State<Scalar = f64> + Debug>(
    what: &dyn Debug,
    system: &System<'_, Y>,
    span: Range<f64>,
    y0: &Y,
    step: f64,
) {
    let run = || (span.clone(), y0.clone());
    let (s, y) = run();
    is_finite_or_an_error(what, integrate(system, s, y, Euler.fixed(step).budget(2000)));
    let (s, y) = run();
    is_finite_or_an_error(what, integrate(system, s, y, Rk4.fixed(step).budget(2000)));
    let (s, y) = run();
    is_finite_or_an_error(what, integrate(system, s, y, Rk45.adaptive().budget(2000)));
    let (s, y) = run();
    let control = Rk45.adaptive().first_step(step).max_step(step).budget(2000);
    is_finite_or_an_error(what, integrate(system, s, y, control));
    let (s, y) = run();
    let control = Rk45.adaptive().rtol(0.0).atol(step).budget(2000);
    is_finite_or_an_error(what, integrate(system, s, y, control));
}

#[test]
fn extreme_spans_and_steps() {
    for start in EXTREME {
        for end in EXTREME {
            for step in [5e-324, 1e-300, 0.3, 1e17, f64::MAX] {
                all_return(&(start, end, step), &Decay, start..end, &1.0, step);
            }
        }
    }
}

#[test]
fn extreme_states() {
    let cubic = from_fn(|_t, y: &f64, dydt: &mut f64| *dydt = y * y * y - y);
    for y0 in EXTREME {
        for step in [5e-324, 1e-300, 0.3, 1e17, f64::MAX] {
            all_return(&(y0, step), &cubic, 0.0..10.0, &y0, step);
            all_return(&(y0, step), &Decay, 0.0..10.0, &y0, step);
        }
    }
}

#[test]
fn extreme_membranes() {
    for x in EXTREME {
        for y in EXTREME {
            let mut parameters = Parameters::squid_axon();
            parameters.e_na = Potential::from_millivolts(x);
            parameters.g_k = Conductance::from_millisiemens_per_cm2(y.abs());
            let axon = HodgkinHuxley::new(parameters).expect("finite").with_stimulus(constant(y));
            if let Ok(rest) = axon.rest() {
                assert!(components(&rest).iter().all(|x| x.is_finite()), "{rest:?}");
            }
            let y0 = HodgkinHuxley::squid_axon().clamped_at(0.0);
            all_return(&(x, y), &axon, 0.0..1.0, &y0, 0.01);
            all_return(&(x, y), &axon, 0.0..1.0, &Membrane { v: x, ..y0 }, 0.01);
        }
    }
}

/// The smooth shapes, samples and noise with two extreme numbers in the places of their own.
fn extreme_shapes(a: f64, b: f64) -> Vec<Box<dyn Stimulus<f64>>> {
    use excitable::stimulus::*;
    let mut shapes: Vec<Box<dyn Stimulus<f64>>> = vec![
        Box::new(ramp(a..b, 0.0..1.0)),
        Box::new(ramp(0.0..1.0, a..b)),
        Box::new(sine(1.0, a).with_phase(b)),
        Box::new(sine(a, b)),
        Box::new(chirp(a..b, 0.0..1.0, 1.0)),
        Box::new(chirp(0.0..1.0, a..b, 1.0)),
        Box::new(alpha_function(a, 1.0, b)),
        Box::new(double_exponential(0.0, 1.0, a, b)),
        Box::new(ornstein_uhlenbeck(1.0, a, b, 1).windowed(0.0..1e-3)),
        Box::new(white_noise(a, b, 1).windowed(0.0..1e-3)),
        Box::new(pulse(0.0..1.0, a).conducted_to(b)),
        Box::new(voltage_source(constant(a), b)),
    ];
    if let Ok(uniform) = samples(a, b, vec![1.0, 2.0]) {
        shapes.push(Box::new(uniform.linear()));
    }
    if let Ok(listed) = samples_at(vec![a, b], vec![1.0, 2.0]) {
        shapes.push(Box::new(listed.linear()));
    }
    shapes
}

#[test]
fn extreme_stimuli() {
    let y0 = 0.0;
    let driven = |what: &dyn Debug, current: &dyn Stimulus<f64>, span: Range<f64>| {
        struct Driven<'a>(&'a dyn Stimulus<f64>);
        impl OdeSystem for Driven<'_> {
            type State = f64;
            fn derivative(&self, t: f64, _: &f64, dydt: &mut f64) {
                *dydt = self.0.current(t);
            }
            fn next_breakpoint(&self, t: f64, towards: Direction) -> Option<f64> {
                self.0.next_breakpoint(t, towards)
            }
            fn check(&self, span: &Range<f64>) -> Result<(), Error> {
                self.0.check(span)
            }
        }
        all_return(what, &Driven(current), span, &y0, 0.3);
    };
    for a in EXTREME {
        for b in EXTREME {
            for shape in extreme_shapes(a, b) {
                // Their own methods do not panic, nor hang.
                for t in EXTREME {
                    for towards in [Direction::Forward, Direction::Backward] {
                        let _ = shape.next_breakpoint(t, towards);
                        let _ = shape.next_crossing(0.5, t, towards);
                        let _ = (&shape).repeated(b).next_breakpoint(t, towards);
                    }
                    let _ = (shape.current(t), (&shape).repeated(a).current(t));
                }
            }
            for span in [0.0..10.0, 10.0..0.0] {
                let what = (a, b, span.clone());
                driven(&what, &pulse(a..b, 1.0), span.clone());
                driven(&what, &train(pulse(a..a + 1.0, 1.0), b), span.clone());
                driven(&what, &train(pulse(a..b, 1.0), b).times(u32::MAX), span.clone());
                driven(&what, &pulse(a..b, a).scaled(b).delayed(a), span.clone());
                driven(&what, &train(pulse(1.0..1.5, 1.0), 2.0).delayed(a), b..b + 10.0);
                driven(
                    &what,
                    &train(pulse(1.0..1.5, 1.0), 2.0).delayed(a).delayed(b),
                    span.clone(),
                );
                for shape in extreme_shapes(a, b) {
                    driven(&what, &shape, span.clone());
                    driven(&what, &(&shape).clamped(-1.0, a), span.clone());
                    driven(&what, &(&shape).repeated(b).times(3), span.clone());
                    driven(&what, &(&shape).windowed(a..b), span.clone());
                    driven(&what, &constant(1.0).then(a, (&shape).mapped(|i| i * b)), span.clone());
                }
            }
        }
    }
}
