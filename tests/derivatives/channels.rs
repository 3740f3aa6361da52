//! A neuron with a channel of one's own, by the numbers of the channel.

use excitable::Dual;
use excitable::neuron::{Channel, ChannelCurrent};
use excitable::prelude::*;
use excitable::{Neuron, Real, Scalar};

/// A slow potassium current g·p·(V + 12), p∞ = 1/(1 + e^((20 − V)/8)).
struct Slow<R> {
    g: R,
    rate: R,
}

impl<R: Real> Channel<R> for Slow<R> {
    type Gates = [R; 1];

    fn current(&self, v: R, [p]: &[R; 1]) -> ChannelCurrent<R> {
        let conductance = self.g * *p;
        ChannelCurrent { current: conductance * (v + R::lit(12.0)), conductance }
    }

    fn rates(&self, v: R) -> ([R; 1], [R; 1]) {
        let one = R::lit(1.0);
        let open = one / (one + ((R::lit(20.0) - v) / R::lit(8.0)).exp());
        ([self.rate * open], [self.rate * (one - open)])
    }
}

/// The conductance (mS/cm²) and the rate constant (1/ms).
const NUMBERS: [f64; 2] = [2.0, 0.3];

/// V and p behind the spike, 8 ms after the pulse began.
fn behind_the_spike<T: Scalar>([g, rate]: [T; 2]) -> [T; 2] {
    let (p, lit) = (Parameters::<T>::squid_axon(), T::lit);
    let channels = (p.sodium(), p.potassium(), p.leak(), Slow { g, rate });
    let stimulus = pulse(lit(0.0)..lit(1.0), lit(60.0));
    let neuron = Neuron::new(p.c_m, channels).with_stimulus(stimulus);
    let control = Verner65.adaptive().rtol(lit(1e-12));
    let start = neuron.clamped_at(lit(0.0));
    let end = integrate(&neuron, lit(0.0)..lit(8.0), start, control).finish().expect("a run").y;
    [end.v, end.gates.3[0]]
}

/// By both numbers, against five-point differences of plain runs.
#[test]
fn a_neuron_moves_with_the_numbers_of_a_channel_of_ones_own() {
    let found = behind_the_spike(Dual::variables(NUMBERS));
    for by in 0..2 {
        let d = 2e-3 * NUMBERS[by];
        let [far_below, below, above, far_above] = [-2.0, -1.0, 1.0, 2.0].map(|k| {
            let mut numbers = NUMBERS;
            numbers[by] += k * d;
            behind_the_spike(numbers)
        });
        for (i, found) in found.into_iter().enumerate() {
            let exact = (8.0 * (above[i] - below[i]) - (far_above[i] - far_below[i])) / (12.0 * d);
            let found = found.derivatives()[by];
            let off = (found - exact).abs() / exact.abs();
            assert!(off <= 1e-7, "{i} by {by}: {found} for {exact}, {off:e}");
        }
    }
}
