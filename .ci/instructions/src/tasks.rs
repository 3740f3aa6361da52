//! What is counted: loops of a known number of steps.

use std::hint::black_box;
use std::ops::Range;
use std::sync::LazyLock;

use excitable::prelude::*;
use excitable::cable::{Cable, Cables, Fibre};
use excitable::ensemble::{EnsembleMethod, NeuronSolution, SimdLevel, Sweep};
use excitable::neuron::{Length, Resistivity};
use excitable::{Capacitance, Conductance, Dual, Error, Membrane, Potential};
use excitable::ode::{Fixed, StepControl, Stepper};

use crate::user_step::UserRk4;

/// A loop, the SIMD level that it runs on, and the rounds that are counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) simd: Option<SimdLevel>,
    pub(crate) rounds: u32,
    run: fn() -> Result<u64, Error>,
}

impl Task {
    pub(crate) const ALL: [Self; 25] = [
        Self::new("rk4 single", None, 4, || rk4_single(None)),
        Self::new("verner65 double impulse", None, 8, || verner65(None)),
        Self::new("rk45 double impulse", None, 8, || rk45(None)),
        Self::new("rk4 single", AVX2, 4, || rk4_single(AVX2)),
        Self::new("rk4 single, a user's step", AVX2, 4, users_rk4),
        Self::new("verner65 double impulse", AVX2, 8, || verner65(AVX2)),
        Self::new("rk45 double impulse", AVX2, 8, || rk45(AVX2)),
        Self::new("verner65 with 1 derivative", None, 1, || derivatives::<1>(None)),
        Self::new("verner65 with 7 derivatives", None, 1, || derivatives::<7>(None)),
        Self::new("verner65 with 1 derivative", AVX2, 1, || derivatives::<1>(AVX2)),
        Self::new("verner65 with 7 derivatives", AVX2, 1, || derivatives::<7>(AVX2)),
        Self::new("rodas5p single", None, 4, rodas5p),
        Self::new("rodas5p by differences", None, 4, rodas5p_by_differences),
        Self::new("chain of 200, right-hand side", None, 4, right_hand_side),
        Self::new("chain of 200, verner65", None, 4, || chain(Verner65.fixed(0.05).portable())),
        Self::new("chain of 200, dop853", None, 4, || chain(Dop853.fixed(0.05).portable())),
        Self::new("ensemble rk4", Some(SimdLevel::Baseline), 4, || {
            ensemble(SimdLevel::Baseline, Rk4.fixed(0.01))
        }),
        Self::new("ensemble rk4", Some(SimdLevel::Avx2), 4, || {
            ensemble(SimdLevel::Avx2, Rk4.fixed(0.01))
        }),
        Self::new("ensemble rk4, f32", Some(SimdLevel::Avx2), 4, ensemble_of_f32),
        Self::new("ensemble fast", Some(SimdLevel::Avx2), 4, || {
            ensemble(SimdLevel::Avx2, FastStrang.fixed(0.01))
        }),
        Self::new("ensemble safe", Some(SimdLevel::Avx2), 4, || {
            ensemble(SimdLevel::Avx2, SafeStrang.fixed(0.01))
        }),
        Self::new("sweep safe", Some(SimdLevel::Avx2), 4, sweep),
        Self::new("a compartment of a cable", AVX2, 2, || cable(500)),
        Self::new("a compartment of a short cable", AVX2, 8, || cable(50)),
        Self::new("a compartment of eight short cables", AVX2, 2, || cables(50)),
    ];

    const fn new(
        name: &'static str,
        simd: Option<SimdLevel>,
        rounds: u32,
        run: fn() -> Result<u64, Error>,
    ) -> Self {
        Self { name, simd, rounds, run }
    }

    /// `rounds` times the loop; how many steps that were.
    pub(crate) fn run(self, rounds: u32) -> Result<u64, Error> {
        (0..rounds).map(|_| black_box(self.run)()).sum()
    }

    /// The SIMD level's name in the table.
    pub(crate) fn level_name(self) -> String {
        self.simd.map_or_else(|| "scalar".into(), |simd| simd.to_string())
    }
}

/// What a single run has where fused multiplication and addition are.
const AVX2: Option<SimdLevel> = Some(SimdLevel::Avx2);

/// RK4 of one axon under a constant current: 1000 steps.
fn rk4_single(simd: Option<SimdLevel>) -> Result<u64, Error> {
    let axon = black_box(HodgkinHuxley::squid_axon().with_stimulus(constant(10.0)));
    let control = if simd.is_some() { Rk4.fixed(0.01) } else { Rk4.fixed(0.01).portable() };
    let run = integrate(&axon, 0.0..10.0, black_box(axon.clamped_at(0.0)), control);
    black_box(run.finish()?);
    Ok(1000)
}

/// The same by a step that is written by the trait alone.
fn users_rk4() -> Result<u64, Error> {
    let axon = black_box(HodgkinHuxley::squid_axon().with_stimulus(constant(10.0)));
    let run = integrate(&axon, 0.0..10.0, black_box(axon.clamped_at(0.0)), UserRk4.fixed(0.01));
    black_box(run.finish()?);
    Ok(1000)
}

/// Rodas5P of one axon, which states its Jacobian: 1000 steps.
fn rodas5p() -> Result<u64, Error> {
    let axon = black_box(HodgkinHuxley::squid_axon().with_stimulus(constant(10.0)));
    let control = Rodas5P.fixed(0.01).portable();
    let run = integrate(&axon, 0.0..10.0, black_box(axon.clamped_at(0.0)), control);
    black_box(run.finish()?);
    Ok(1000)
}

/// Rodas5P of van der Pol's oscillator, which states none: 1000 steps.
fn rodas5p_by_differences() -> Result<u64, Error> {
    let system = from_fn(|_t, y: &[f64; 2], dydt: &mut [f64; 2]| {
        *dydt = [y[1], 1e3 * (1.0 - y[0] * y[0]) * y[1] - y[0]];
    });
    let control = Rodas5P.fixed(0.01).portable();
    black_box(integrate(&system, 0.0..10.0, black_box([2.0, 0.0]), control).finish()?);
    Ok(1000)
}

/// xᵢ'' = xᵢ₋₁ − 2·xᵢ + xᵢ₊₁ for 100 masses between two walls: 200 components.
fn chain_slope(y: &[f64], dydt: &mut [f64]) {
    let (x, v) = y.split_at(100);
    let (dx, dv) = dydt.split_at_mut(100);
    dx.copy_from_slice(v);
    for i in 0..100 {
        let (left, right) = (if i > 0 { x[i - 1] } else { 0.0 }, x.get(i + 1).copied());
        dv[i] = left - 2.0 * x[i] + right.unwrap_or(0.0);
    }
}

fn displaced() -> Vec<f64> {
    (0..200).map(|i| if i == 50 { 1.0 } else { 0.0 }).collect()
}

/// The right-hand side alone: 1000 evaluations.
fn right_hand_side() -> Result<u64, Error> {
    let (mut y, mut dydt) = (displaced(), displaced());
    for _ in 0..1000 {
        chain_slope(black_box(&y), black_box(&mut dydt));
        y[0] = dydt[0];
    }
    Ok(1000)
}

/// A run of the chain; how many evaluations it takes.
fn chain<M: Stepper<Chain>>(control: Fixed<M, f64>) -> Result<u64, Error> {
    let mut run = integrate(&Chain, 0.0..5.0, black_box(displaced()), control);
    while run.advance()?.is_some() {}
    black_box(run.node());
    run.statistics().evaluations.ok_or(Error::Event { t: 0.0_f64.into() })
}

/// The chain as a system.
struct Chain;

impl OdeSystem for Chain {
    type State = Vec<f64>;

    fn derivative(&self, _t: f64, y: &Vec<f64>, dydt: &mut Vec<f64>) {
        chain_slope(y, dydt);
    }
}

fn verner65(simd: Option<SimdLevel>) -> Result<u64, Error> {
    let control = Verner65.adaptive().rtol(1e-8);
    impulses(if simd.is_some() { control } else { control.portable() })
}

fn rk45(simd: Option<SimdLevel>) -> Result<u64, Error> {
    let control = Rk45.adaptive().rtol(1e-8);
    impulses(if simd.is_some() { control } else { control.portable() })
}

/// The double impulse with derivatives by the first of its parameters, in the steps of a plain run.
fn derivatives<const N: usize>(simd: Option<SimdLevel>) -> Result<u64, Error> {
    let axon = Parameters::<f64>::squid_axon();
    let values = [
        axon.g_na.as_millisiemens_per_cm2(),
        axon.g_k.as_millisiemens_per_cm2(),
        axon.g_l.as_millisiemens_per_cm2(),
        axon.c_m.as_microfarads_per_cm2(),
        axon.e_na.as_millivolts(),
        axon.e_k.as_millivolts(),
        axon.e_l.as_millivolts(),
    ];
    let p: [Dual<f64, N>; 7] = std::array::from_fn(|i| {
        Dual::new(values[i], std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }))
    });
    let parameters = Parameters {
        g_na: Conductance::from_millisiemens_per_cm2(p[0]),
        g_k: Conductance::from_millisiemens_per_cm2(p[1]),
        g_l: Conductance::from_millisiemens_per_cm2(p[2]),
        c_m: Capacitance::from_microfarads_per_cm2(p[3]),
        e_na: Potential::from_millivolts(p[4]),
        e_k: Potential::from_millivolts(p[5]),
        e_l: Potential::from_millivolts(p[6]),
        ..Parameters::squid_axon()
    };
    let c = Dual::<f64, N>::from;
    let stimulus = pulse(c(0.0)..c(1.0), c(150.0)).plus(pulse(c(10.0)..c(11.0), c(50.0)));
    let axon = black_box(HodgkinHuxley::new(parameters)?.with_stimulus(stimulus));
    let control = Verner65.adaptive().rtol(c(1e-8)).values_only();
    let control = if simd.is_some() { control } else { control.portable() };
    let start = black_box(axon.clamped_at(c(0.0)));
    let mut run = integrate(&axon, c(0.0)..c(50.0), start, control);
    while let Some(step) = run.advance()? {
        black_box(step.end().y.v);
    }
    Ok(run.statistics().accepted)
}

/// The double impulse by an adaptive method.
fn impulses<S>(control: S) -> Result<u64, Error>
where
    S: StepControl<HodgkinHuxley<f64, Impulses>>,
{
    let stimulus = pulse(0.0..1.0, 150.0).plus(pulse(10.0..11.0, 50.0));
    let axon = black_box(HodgkinHuxley::squid_axon().with_stimulus(stimulus));
    let mut run = integrate(&axon, 0.0..50.0, black_box(axon.clamped_at(0.0)), control);
    while let Some(step) = run.advance()? {
        black_box(step.end().y.v);
    }
    Ok(run.statistics().accepted)
}

/// Two pulses.
type Impulses = excitable::stimulus::Plus<excitable::stimulus::Pulse<f64>, excitable::stimulus::Pulse<f64>>;

type Driven = HodgkinHuxley<f64, excitable::stimulus::Constant<f64>>;

/// A fibre of segments of 0.1 mm under a shock at its start.
fn fibre(segments: usize) -> Result<Cable<HodgkinHuxley<f64>>, Error> {
    let fibre = Fibre {
        length: Length::from_centimetres(0.01 * segments as f64),
        diameter: Length::from_micrometres(476.0),
        resistivity: Resistivity::from_ohm_centimetres(35.4),
    };
    let cable = black_box(Cable::new(HodgkinHuxley::squid_axon(), fibre, segments)?);
    cable.with_current(Length::from_centimetres(0.0), pulse(0.0..0.5, 60_000.0))
}

/// 200 steps of a cable.
fn cable(segments: usize) -> Result<u64, Error> {
    let cable = fibre(segments)?;
    let start = black_box(cable.filled_with(cable.membrane().clamped_at(0.0)));
    black_box(integrate(&cable, 0.0..2.0, start, LineStrang.fixed(0.01)).finish()?);
    Ok(200 * (segments as u64 + 1))
}

/// 200 steps of eight cables side by side.
fn cables(segments: usize) -> Result<u64, Error> {
    let cables = Cables::new((0..8).map(|_| fibre(segments)).collect::<Result<Vec<_>, _>>()?)?;
    let start = black_box(cables.filled_with(cables.cables()[0].membrane().clamped_at(0.0)));
    black_box(integrate(&cables, 0.0..2.0, start, LineStrang.fixed(0.01)).finish()?);
    Ok(8 * 200 * (segments as u64 + 1))
}

/// Axons under constant currents.
fn axons(range: Range<usize>, simd: SimdLevel) -> Ensemble<'static, Driven> {
    let axon = black_box(HodgkinHuxley::squid_axon());
    let states = vec![axon.clamped_at(0.0); range.len()];
    let axons = range.map(|i| axon.with_stimulus(constant(6.0 + i as f64)));
    Ensemble::new(axons).starting_from(states).on(simd)
}

/// Sixteen axons in lanes: 1000 steps of each.
fn ensemble(simd: SimdLevel, method: impl EnsembleMethod<Driven>) -> Result<u64, Error> {
    black_box(axons(0..16, simd).run(0.0..10.0, method)?);
    Ok(16 * 1000)
}

/// The same as a part of a sweep, which is made once.
fn sweep() -> Result<u64, Error> {
    static SWEEP: LazyLock<Sweep<'static, NeuronSolution<Membrane<f64>>>> = LazyLock::new(|| {
        let of = |range| Ok(axons(range, SimdLevel::Avx2));
        Sweep::of_ensembles("currents", 16, 0.0..10.0, SafeStrang.fixed(0.01), of)
    });
    black_box(SWEEP.run(0..16)?);
    Ok(16 * 1000)
}

/// Sixteen axons of `f32`, two registers of AVX2.
fn ensemble_of_f32() -> Result<u64, Error> {
    let axon = black_box(HodgkinHuxley::<f32>::squid_axon());
    let axons = (6..22_u8).map(|i| axon.with_stimulus(constant(f32::from(i))));
    let states = vec![axon.clamped_at(0.0); 16];
    let ensemble = Ensemble::new(axons).starting_from(states).on(SimdLevel::Avx2);
    black_box(ensemble.run(0.0..10.0, Rk4.fixed(0.01))?);
    Ok(16 * 1000)
}
