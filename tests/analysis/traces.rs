//! Traces: recordings and solutions give the same spikes, shapes and rhythms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use approx::{assert_abs_diff_eq, assert_relative_eq};
use excitable::analysis::{SpikeDetector, SpikeShape, Trace, coincidence_factor};
use excitable::prelude::*;

/// The samples of `f` every `step` from 0 to `end`.
fn sampled(end: f64, step: f64, f: impl Fn(f64) -> f64) -> Trace<f64> {
    let times = (0_u32..).map(|k| step * f64::from(k));
    let values: Vec<_> = times.take_while(|t| *t < end + 0.5 * step).map(f).collect();
    Trace::uniform(0.0, step, values).unwrap()
}

/// Spikes of 100 mV from −65 mV at the times `at`, in the form of Gauss' curve of 0.3 ms.
fn bells(at: &[f64]) -> impl Fn(f64) -> f64 {
    move |t| {
        let bell = |at: &f64| 100.0 * (-0.5 * ((t - at) / 0.3).powi(2)).exp();
        -65.0 + at.iter().map(bell).sum::<f64>()
    }
}

/// All durations and levels of a shape that has them.
fn numbers(shape: &SpikeShape<f64>) -> [f64; 9] {
    let (onset, trough) = (shape.onset.unwrap(), shape.trough.unwrap());
    let durations = [shape.half_width, shape.rise_time, shape.fall_time].map(Option::unwrap);
    let [half, rise, fall] = durations;
    [shape.peak.t, shape.peak.value, half, rise, fall, trough.t, trough.value, onset.t, onset.value]
}

#[test]
fn samples_of_a_run_agree_with_its_solution_to_the_order_of_the_interpolation() {
    let axon = HodgkinHuxley::squid_axon().with_stimulus(constant(10.0));
    let control = Dop853.adaptive().rtol(1e-12).max_step(0.05);
    let solution = integrate(&axon, 0.0..60.0, axon.rest().unwrap(), control).solution().unwrap();
    let computed = Trace::of(&solution, component(0)).unwrap();
    let measured = |trace: &Trace<f64>| -> Vec<[f64; 9]> {
        let train = trace.spikes(SpikeDetector::new(50.0)).unwrap();
        assert_eq!(train.len(), 4);
        trace.shapes(&train, 20.0).unwrap().iter().map(numbers).collect()
    };
    let exact = measured(&computed);
    let errors = [0.1, 0.05, 0.025, 0.0125].map(|step| {
        let trace = sampled(60.0, step, |t| solution.at(t).unwrap().v);
        let mut worst = [0.0_f64; 10];
        for (found, exact) in measured(&trace).iter().zip(&exact) {
            for (worst, (a, b)) in worst.iter_mut().zip(found.iter().zip(exact)) {
                *worst = worst.max((a - b).abs());
            }
        }
        worst[9] = trace.root_mean_square(&computed).unwrap();
        println!("{step}: {worst:?}");
        worst
    });
    for k in 0..10 {
        // Values are of fourth order (peak, trough, root mean square). Times of turning points, and
        // onsets with the levels above them, come from the slope, which is of third order.
        let least = if [1, 6, 9].contains(&k) { 12.0 } else { 6.0 };
        assert!(errors[2][k] / errors[3][k] > least, "{k}: {errors:?}");
    }
    for (error, bound) in errors[0].iter().zip([6e-3, 0.3, 3e-3, 3e-3, 6e-3, 2e-3, 3e-4, 6e-4]) {
        assert!(*error < bound, "{errors:?}");
    }
}

#[test]
fn half_widths_do_not_come_in_steps_of_the_samples() {
    // The phase of the spikes against the samples of 0.1 ms moves on by 0.037 ms.
    let at: Vec<_> = (1..20).map(|k| 10.037 * f64::from(k)).collect();
    let trace = sampled(200.0, 0.1, bells(&at));
    let train = trace.spikes(SpikeDetector::new(0.0)).unwrap();
    let shapes = trace.shapes(&train, 20.0).unwrap();
    // The onset, where 100·u·e^(−u²/2)/0.3 = 20 on the far side of its maximum.
    let u = (0..100).fold(3.0_f64, |u, _| (2.0 * (100.0 * u / 0.3 / 20.0).ln()).sqrt());
    let onset = 100.0 * (-0.5 * u * u).exp();
    let at_level = |part: f64| 0.3 * (2.0 * (100.0 / (onset + part * (100.0 - onset))).ln()).sqrt();
    let (half, tenth) = (2.0 * at_level(0.5), at_level(0.1) - at_level(0.9));
    assert_eq!(shapes.len(), 19);
    for (shape, at) in shapes.iter().zip(&at) {
        let [t, peak, half_width, rise, fall, .., begin, value] = numbers(shape);
        assert_abs_diff_eq!(half_width, half, epsilon = 2e-3);
        assert_abs_diff_eq!(rise, tenth, epsilon = 5e-3);
        assert_abs_diff_eq!(fall, tenth, epsilon = 5e-3);
        assert_abs_diff_eq!(t, *at, epsilon = 2e-3);
        assert_abs_diff_eq!(peak, 35.0, epsilon = 0.1);
        assert_abs_diff_eq!(begin, at - 0.3 * u, epsilon = 2e-2);
        assert_abs_diff_eq!(value, onset - 65.0, epsilon = 0.5);
        assert_abs_diff_eq!(shape.amplitude().unwrap(), 100.0 - onset, epsilon = 0.5);
        assert_abs_diff_eq!(shape.after_hyperpolarisation().unwrap(), onset, epsilon = 0.5);
    }
}

/// Numbers between −1 and 1 without a pattern.
fn noise() -> impl FnMut() -> f64 {
    let mut x = 1_u32;
    move || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(x) / f64::from(1_u32 << 31) - 1.0
    }
}

#[test]
fn no_duration_is_negative_in_noise_or_at_the_ends() {
    let at: Vec<_> = (0..=50).map(|k| 4.0 * f64::from(k)).collect();
    let (spike, mut noise) = (bells(&at), noise());
    // The first peak and the last one are the first and the last sample.
    let values: Vec<_> = (0..=2000).map(|k| spike(0.1 * f64::from(k)) + 3.0 * noise()).collect();
    for (first, last) in [(0, 2000), (3, 1996), (13, 1987), (21, 1981)] {
        let trace = Trace::uniform(0.0, 0.1, &values[first..=last]).unwrap();
        let train = trace.spikes(SpikeDetector::new(0.0).rearm(-40.0)).unwrap();
        assert!(train.len() >= 49, "{}", train.len());
        for (spike, shape) in train.iter().zip(trace.shapes(&train, 20.0).unwrap()) {
            assert!(spike.width().is_none_or(|width| width > 0.0), "{spike:?}");
            let durations = [shape.half_width, shape.rise_time, shape.fall_time];
            assert!(durations.into_iter().flatten().all(|x| x > 0.0 && x < 2.0), "{shape:?}");
            let onset = shape.onset.unwrap();
            assert!(onset.t < shape.peak.t && onset.value < shape.peak.value, "{shape:?}");
            assert!(shape.trough.is_none_or(|trough| trough.t > shape.peak.t), "{shape:?}");
            assert!(spike.fall.is_none() || shape.half_width.is_some(), "{shape:?}");
        }
    }
}

#[test]
fn spikes_at_500_hz_are_all_found() {
    let at: Vec<_> = (0..500).map(|k| 0.7 + 2.0 * f64::from(k)).collect();
    for step in [0.05, 0.1, 0.2] {
        let trace = sampled(1000.0, step, bells(&at));
        let train = trace.spikes(SpikeDetector::new(-20.0)).unwrap();
        assert_eq!(train.len(), 500, "every {step}");
        assert_relative_eq!(train.rate(0.0..1000.0), 500.0, max_relative = 1e-4);
        assert!(train.coefficient_of_variation(0.0..1000.0).unwrap() < 0.01);
        let shapes = trace.shapes(&train, 20.0).unwrap();
        assert!(shapes.iter().all(|shape| shape.half_width.is_some()));
    }
}

#[test]
fn steps_of_the_potential_have_shapes_too() {
    // A neuron that is set from 1 to 0: the fall is a jump.
    let ramp = from_fn(|_t, _: &f64, dydt: &mut f64| *dydt = 1.0);
    let solution = integrate(&ramp, 0.0..3.5, 0.5, Rk45.adaptive())
        .reset_on(component(0).rises_through(1.0), |_t, y| *y = 0.0)
        .solution()
        .unwrap();
    let trace = Trace::of(&solution, component(0)).unwrap();
    let train = trace.spikes(SpikeDetector::new(0.75)).unwrap();
    let shapes = trace.shapes(&train, 0.5).unwrap();
    let second = shapes[1];
    assert_abs_diff_eq!(second.onset.unwrap().t, 0.5, epsilon = 1e-12);
    assert_abs_diff_eq!(second.half_width.unwrap(), 0.5, epsilon = 1e-12);
    assert_abs_diff_eq!(second.rise_time.unwrap(), 0.8, epsilon = 1e-12);
    assert_eq!(second.fall_time, Some(0.0));
    // Too steep a slope to be reached: no onset, and nothing that is counted from it.
    let flat = trace.shapes(&train, 1.5).unwrap()[1];
    assert_eq!((flat.onset, flat.half_width, flat.amplitude()), (None, None, None));
}

#[test]
fn the_slopes_at_samples_of_any_distance_are_those_of_a_quartic() {
    let quartic = |t: f64| 1.0 + t * (2.0 + t * (-3.0 + t * (0.5 + 0.25 * t)));
    let times = [-1.0, -0.7, 0.1, 0.5, 1.2, 1.9, 2.0];
    let trace = Trace::new(times, times.map(quartic)).unwrap();
    // A cubic by exact slopes errs by p⁗/384·h⁴ in the middle.
    for pair in times.windows(2) {
        let (middle, h) = (0.5 * (pair[0] + pair[1]), pair[1] - pair[0]);
        let error = trace.at(middle).unwrap() - quartic(middle);
        assert_abs_diff_eq!(error, -6.0 / 384.0 * h.powi(4), epsilon = 1e-13);
    }
    let few = Trace::new([0.0, 1.0, 3.0], [0.0, 1.0, 9.0]).unwrap();
    assert_abs_diff_eq!(few.at(2.0).unwrap(), 4.0, epsilon = 1e-14);
    let single = Trace::new([0.0_f32, 1.0], [0.0, 2.0]).unwrap();
    assert_eq!(single.at(0.5).unwrap(), 1.0);
}

#[test]
fn wrong_samples_are_told() {
    let told = |times: &[f64], values: &[f64]| Trace::new(times, values).unwrap_err().to_string();
    assert_eq!(
        told(&[0.0, 1.0, 2.0], &[1.0, 2.0]),
        "Trace: values has 2 components, but it must have 3: give a value for each time"
    );
    assert!(told(&[0.0], &[1.0]).contains("it must have 2"));
    assert!(told(&[], &[]).contains("it must have 2"));
    assert!(told(&[0.0, 2.0, 1.0], &[0.0; 3]).contains("the time before it = 2"));
    assert!(told(&[0.0, 1.0], &[0.0, f64::NAN]).contains("value = NaN"));
    assert!(told(&[0.0, f64::INFINITY], &[0.0; 2]).contains("time = inf"));
    assert!(told(&[f64::NAN, 1.0], &[0.0; 2]).contains("time = NaN"));
    assert!(told(&[0.0, 1.0], &[-1.7e308, 1.7e308]).contains("slope between the samples"));
    for step in [0.0, -0.1, f64::NAN] {
        let told = Trace::uniform(0.0, step, [0.0; 3]).unwrap_err().to_string();
        assert!(told.starts_with("Trace: step"), "{told}");
    }
    // A step that the floats at the start cannot tell apart.
    assert!(Trace::uniform(1e16, 0.1, [0.0; 3]).is_err());
    let trace = sampled(20.0, 0.1, bells(&[5.0]));
    assert!(trace.at(20.1).unwrap_err().to_string().contains("covers 0 to 20"));
    assert!(trace.at(f64::NAN).is_err());
    let train = trace.spikes(SpikeDetector::new(0.0)).unwrap();
    for slope in [0.0, -1.0, f64::NAN] {
        assert!(trace.shapes(&train, slope).is_err());
    }
    let later = Trace::uniform(20.0, 1.0, [0.0; 3]).unwrap();
    assert!(trace.root_mean_square(&later).unwrap_err().to_string().contains("time in common"));
    let axon = HodgkinHuxley::<f64>::squid_axon();
    let back = integrate(&axon, 1.0..0.0, axon.clamped_at(0.0), Rk4.fixed(0.1)).solution().unwrap();
    assert!(Trace::of(&back, component(0)).unwrap_err().to_string().contains("forward in time"));
    assert!(Trace::of(&back, component(7)).is_err());
}

#[test]
fn the_rhythm_of_a_train_meets_its_definition() {
    // Intervals 10, 20, 10, 20: mean 15, standard deviation 5.
    let trace = sampled(100.0, 0.1, bells(&[10.0, 20.0, 40.0, 50.0, 70.0]));
    let train = trace.spikes(SpikeDetector::new(0.0)).unwrap();
    let all = 0.0..100.0;
    let variation = train.coefficient_of_variation(all.clone()).unwrap();
    assert_abs_diff_eq!(variation, 1.0 / 3.0, epsilon = 1e-6);
    // (1/3 − 1/3 + 1/3)/3
    assert_abs_diff_eq!(train.adaptation_index(all).unwrap(), 1.0 / 9.0, epsilon = 1e-6);
    assert_abs_diff_eq!(train.adaptation_index(0.0..45.0).unwrap(), 1.0 / 3.0, epsilon = 1e-6);
    assert!(train.coefficient_of_variation(0.0..25.0).is_none());
    assert!(train.adaptation_index(0.0..25.0).is_none());
}

#[test]
fn the_coincidence_factor_is_1_alike_and_about_0_by_chance() {
    let gamma = |model: &[f64], data: &[f64]| {
        let (model, data) = (model.iter().copied(), data.iter().copied());
        coincidence_factor(model, data, 2.0, 0.0..1000.0)
    };
    let regular: Vec<_> = (0..40).map(|k| 5.0 + 25.0 * f64::from(k)).collect();
    assert_relative_eq!(gamma(&regular, &regular).unwrap(), 1.0, max_relative = 1e-14);
    // Two spikes of the model near one of the data are one coincidence: N = 1, ⟨N⟩ = 0.008.
    let expected = (1.0 - 0.008) / 1.5 / (1.0 - 0.008);
    assert_relative_eq!(gamma(&[99.0, 101.0], &[100.0]).unwrap(), expected, max_relative = 1e-14);
    // None: −⟨N⟩/((1 + 1)/2)/(1 − 2·ν·Δ), ν = 1 in 1000 ms.
    let apart = gamma(&[100.0], &[500.0]).unwrap();
    assert_relative_eq!(apart, -0.004 / 0.996, max_relative = 1e-14);
    // Out of order, and spikes beyond the window.
    let sorted = gamma(&[300.0, 100.0, -5.0], &[100.0, 300.0, 2000.0]).unwrap();
    assert_relative_eq!(sorted, 1.0, max_relative = 1e-14);
    let mut noise = noise();
    let mut random = || -> Vec<f64> { (0..40).map(|_| 5000.0 + 5000.0 * noise()).collect() };
    let mut by_chance = || coincidence_factor(random(), random(), 2.0, 0.0..1e4).unwrap();
    // Γ scatters by √0.64/40 = 0.02, its mean over 200 by a fourteenth of that.
    let mean = (0..200).map(|_| by_chance()).sum::<f64>() / 200.0;
    assert!(mean.abs() < 0.006, "{mean}");
    assert!(gamma(&[], &[]).unwrap_err().to_string().contains("a spike was not found"));
    let told = coincidence_factor(regular.clone(), regular.clone(), 13.0, 0.0..1000.0);
    assert!(told.unwrap_err().to_string().contains("chance"));
    assert!(coincidence_factor(regular.clone(), [], f64::NAN, 0.0..1000.0).is_err());
    assert!(coincidence_factor(regular, [], 2.0, 1.0..0.0).is_err());
}

#[test]
fn the_root_mean_square_is_exact_for_curves_of_any_samples() {
    // ∫ (t³ − t)² dt over 0 to 2 = 2⁷/7 − 2·2⁵/5 + 2³/3
    let cubic = |t: f64| t * t * t;
    let (a, b) = (sampled(2.0, 0.125, cubic), sampled(3.0, 0.3, |t| t));
    let exact = (0.5 * (128.0 / 7.0 - 64.0 / 5.0 + 8.0 / 3.0_f64)).sqrt();
    assert_relative_eq!(a.root_mean_square(&b).unwrap(), exact, max_relative = 1e-13);
    assert_relative_eq!(b.root_mean_square(&a).unwrap(), exact, max_relative = 1e-13);
    assert_eq!(a.root_mean_square(&a).unwrap(), 0.0);
}
