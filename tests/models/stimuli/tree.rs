//! Stimuli of any shape: trees of shapes and combinators.

use super::Tree;
use excitable::prelude::*;
use proptest::prelude::*;

/// Trees of shapes and combinators, of depth 3 at most, with breakpoints between −1000 and 1000.
pub(crate) fn tree() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        (-5.0..5.0_f64).prop_map(Shape::Constant),
        (-20.0..20.0_f64, 0.01..9.0_f64, -5.0..5.0_f64).prop_map(|(t, w, a)| Shape::Pulse(t, w, a)),
        (-20.0..0.0_f64, 0.1..2.0_f64, 0.0..1.0_f64, 1..20_u32)
            .prop_map(|(t, w, gap, n)| Shape::Train(t, w, gap, n)),
        (-20.0..20.0_f64, 0.1..9.0_f64).prop_map(|(t, w)| Shape::Ramp(t, w)),
        (0.5..3.0_f64, 2.0..30.0_f64).prop_map(|(a, period)| Shape::Sine(a, period)),
        (-20.0..20.0_f64, 1.0..9.0_f64).prop_map(|(t, w)| Shape::Chirp(t, w)),
        (-20.0..20.0_f64, 0.5..3.0_f64).prop_map(|(t, tau)| Shape::Alpha(t, tau)),
        (
            -20.0..20.0_f64,
            0.1..2.0_f64,
            proptest::collection::vec(-5.0..5.0_f64, 1..12),
            any::<bool>()
        )
            .prop_map(|(t, step, values, linear)| Shape::Samples(t, step, values, linear)),
        (
            -20.0..0.0_f64,
            proptest::collection::vec((0.1..2.0_f64, -5.0..5.0_f64), 1..12),
            any::<bool>()
        )
            .prop_map(|(t, gaps, linear)| Shape::Listed(t, gaps, linear)),
        (-3.0..3.0_f64, proptest::collection::vec((0.0..2.0_f64, -1.0..1.0_f64), 0..9))
            .prop_map(|(onset, gaps)| Shape::Arrivals(onset, gaps)),
        (-20.0..20.0_f64, 0.2..2.0_f64, any::<u64>(), any::<bool>())
            .prop_map(|(t, step, seed, white)| Shape::Noise(t, step, seed, white)),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| Shape::Product(Box::new(a), Box::new(b))),
            (inner.clone(), -30.0..30.0_f64, 0.1..30.0_f64).prop_map(|(a, t, w)| Shape::Windowed(
                Box::new(a),
                t,
                w
            )),
            (inner.clone(), -30.0..30.0_f64, inner.clone()).prop_map(|(a, t, b)| Shape::Then(
                Box::new(a),
                t,
                Box::new(b)
            )),
            (inner.clone(), 0.5..20.0_f64, 1..9_u32).prop_map(|(a, period, n)| Shape::Repeated(
                Box::new(a),
                period,
                n
            )),
            (inner.clone(), -3.0..0.0_f64, 0.0..3.0_f64).prop_map(|(a, low, high)| Shape::Clamped(
                Box::new(a),
                low,
                high
            )),
            inner.clone().prop_map(|a| Shape::Mapped(Box::new(a))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Shape::Plus(Box::new(a), Box::new(b))),
            (inner.clone(), -3.0..3.0_f64).prop_map(|(a, x)| Shape::Scaled(Box::new(a), x)),
            (inner, -500.0..500.0_f64).prop_map(|(a, x)| Shape::Delayed(Box::new(a), x)),
        ]
    })
}

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Constant(f64),
    Pulse(f64, f64, f64),
    Train(f64, f64, f64, u32),
    Ramp(f64, f64),
    Sine(f64, f64),
    Chirp(f64, f64),
    Noise(f64, f64, u64, bool),
    Alpha(f64, f64),
    Samples(f64, f64, Vec<f64>, bool),
    Listed(f64, Vec<(f64, f64)>, bool),
    Arrivals(f64, Vec<(f64, f64)>),
    Product(Box<Shape>, Box<Shape>),
    Windowed(Box<Shape>, f64, f64),
    Then(Box<Shape>, f64, Box<Shape>),
    Repeated(Box<Shape>, f64, u32),
    Clamped(Box<Shape>, f64, f64),
    Mapped(Box<Shape>),
    Plus(Box<Shape>, Box<Shape>),
    Scaled(Box<Shape>, f64),
    Delayed(Box<Shape>, f64),
}

impl Shape {
    pub(crate) fn build(&self) -> Tree {
        match self {
            Self::Constant(a) => Box::new(constant(*a)),
            Self::Pulse(t, width, a) => Box::new(pulse(*t..t + width, *a)),
            Self::Train(t, width, gap, n) => {
                Box::new(train(pulse(*t..t + width, 3.0), width + gap + 1e-3).times(*n))
            }
            Self::Ramp(start, width) => {
                let (start, end) = (*start, start + width);
                let inside =
                    move |t: f64| if (start..end).contains(&t) { 1.0 + t - start } else { 0.0 };
                Box::new(stimulus::waveform(inside).with_breakpoints([start, end]))
            }
            Self::Sine(a, period) => Box::new(stimulus::sine(*a, *period).with_phase(0.3)),
            Self::Chirp(t, width) => Box::new(stimulus::chirp(*t..t + width, 0.1..0.5, 2.0)),
            Self::Noise(t, step, seed, true) => {
                Box::new(stimulus::white_noise(1.0, *step, *seed).windowed(*t..t + 9.0))
            }
            Self::Noise(t, step, seed, false) => {
                Box::new(stimulus::ornstein_uhlenbeck(1.0, 3.0, *step, *seed).windowed(*t..t + 9.0))
            }
            Self::Alpha(t, tau) => Box::new(
                stimulus::alpha_function(*t, 3.0, *tau).plus(stimulus::double_exponential(
                    t + 1.0,
                    -2.0,
                    *tau,
                    2.0 * tau,
                )),
            ),
            Self::Samples(t, step, values, linear) => {
                let held = stimulus::samples(*t, *step, values.clone()).unwrap();
                Box::new(if *linear { held.linear() } else { held })
            }
            Self::Listed(t, gaps, linear) => {
                let (times, values) = listed(*t, gaps);
                let held = stimulus::samples_at(times, values).unwrap();
                Box::new(if *linear { held.linear() } else { held })
            }
            Self::Arrivals(onset, gaps) => {
                let (times, weights) = listed(-5.0, gaps);
                let kernel = stimulus::exponential(*onset, 1.0, 2.0);
                let spikes = stimulus::arrivals(times, kernel).unwrap();
                Box::new(spikes.weighted(weights).unwrap())
            }
            Self::Product(a, b) => Box::new(a.build().product(b.build())),
            Self::Windowed(a, t, width) => Box::new(a.build().windowed(*t..t + width)),
            Self::Then(a, t, b) => Box::new(a.build().then(*t, b.build())),
            Self::Repeated(a, period, n) => Box::new(a.build().repeated(*period).times(*n)),
            Self::Clamped(a, low, high) => Box::new(a.build().clamped(*low, *high)),
            Self::Mapped(a) => Box::new(a.build().mapped(|i| 0.1 * i * i - 1.0)),
            Self::Plus(a, b) => Box::new(a.build().plus(b.build())),
            Self::Scaled(a, x) => Box::new(a.build().scaled(*x)),
            Self::Delayed(a, x) => Box::new(a.build().delayed(*x)),
        }
    }
}

/// Times after `start`, by the gaps before them, and the values there.
fn listed(start: f64, gaps: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    let mut end = start;
    let times = gaps.iter().map(|(gap, value)| {
        end += gap;
        (end, *value)
    });
    times.unzip()
}
