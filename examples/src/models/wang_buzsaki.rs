//! The fast-spiking interneuron of X.-J. Wang and G. Buzsáki, *J. Neurosci.* 16 (1996) 6402. mV, ms, mS/cm², µA/cm².
//!
//! Its sodium activation is instantaneous, m = m∞(V): a current that is not g·(V − E) of its gates, so it implements
//! [`Channel`] itself.

use excitable::neuron::{
    AlphaBeta, Channel, ChannelCurrent, ExpLinear, Exponential, Gate, Hastened, Sigmoid,
};
use excitable::{Capacitance, Conductance, IonChannel, Neuron, Potential};

/// The factor φ of the gates h and n.
const PHI: f64 = 5.0;

/// ḡNa·m∞(V)³·h·(V − ENa).
#[derive(Clone, Copy, Debug)]
pub struct FastSodium;

impl FastSodium {
    fn m() -> AlphaBeta<ExpLinear<f64>, Exponential<f64>> {
        AlphaBeta {
            alpha: ExpLinear { rate: 1.0, midpoint: -35.0, scale: 10.0 },
            beta: Exponential { rate: 4.0, midpoint: -60.0, scale: -18.0 },
        }
    }

    fn h() -> Hastened<AlphaBeta<Exponential<f64>, Sigmoid<f64>>, f64> {
        let alpha = Exponential { rate: 0.07, midpoint: -58.0, scale: -20.0 };
        let beta = Sigmoid { rate: 1.0, midpoint: -28.0, scale: 10.0 };
        Hastened { gate: AlphaBeta { alpha, beta }, factor: PHI }
    }
}

impl Channel<f64> for FastSodium {
    type Gates = f64;

    fn current(&self, v: f64, h: &f64) -> ChannelCurrent<f64> {
        let (m, (alpha, beta)) = (Self::m().x_inf(v), Self::m().rates(v));
        let (da, db) = Self::m().rate_derivatives(v);
        // m∞' = (α'·β − α·β')/(α + β)²
        let slope = (da * beta - alpha * db) / ((alpha + beta) * (alpha + beta));
        let (g, drive) = (35.0 * m * m * m * h, v - 55.0);
        ChannelCurrent {
            current: g * drive,
            conductance: g + 35.0 * 3.0 * m * m * slope * h * drive,
        }
    }

    fn rates(&self, v: f64) -> (f64, f64) {
        Self::h().rates(v)
    }
}

/// The interneuron: h, n, none of the leak.
pub fn neuron() -> Neuron<f64, impl Channel<f64, Gates = (f64, [f64; 1], [f64; 0])> + Copy> {
    let channel = |g, e| {
        IonChannel::new(Conductance::from_millisiemens_per_cm2(g), Potential::from_millivolts(e))
    };
    let n = AlphaBeta {
        alpha: ExpLinear { rate: 0.1, midpoint: -34.0, scale: 10.0 },
        beta: Exponential { rate: 0.125, midpoint: -44.0, scale: -80.0 },
    };
    let n = Hastened { gate: n, factor: PHI };
    let potassium = channel(9.0, -90.0).with_gates((n.powered::<4>(),));
    let channels = (FastSodium, potassium, channel(0.1, -65.0));
    Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), channels)
}
