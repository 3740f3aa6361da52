//! The neuron of Connor and Stevens with its A-current, which lets it fire at any low rate.
//!
//! J. A. Connor, C. F. Stevens, *J. Physiol.* 213 (1971) 31; the numbers as in P. Dayan, L. F. Abbott, *Theoretical
//! Neuroscience* (2001), chapter 6, appendix A. mV, ms, mS/cm², µA/cm².

use excitable::neuron::{AlphaBeta, Channel, ExpLinear, Exponential, Relaxation, Sigmoid};
use excitable::{Capacitance, Conductance, IonChannel, Neuron, Potential};

/// m and h, n, none of the leak, a and b.
pub type Gates = ([f64; 2], [f64; 1], [f64; 0], [f64; 2]);

fn channel(g: f64, e: f64) -> IonChannel<f64, ()> {
    IonChannel::new(Conductance::from_millisiemens_per_cm2(g), Potential::from_millivolts(e))
}

/// The transient potassium current A: ḡ·a³·b.
pub fn a_current(g_a: f64) -> impl Channel<f64, Gates = [f64; 2]> + Copy {
    let a = Relaxation {
        x_inf: |v: f64| {
            let (up, down) = ((0.0314 * (v + 94.22)).exp(), (0.0346 * (v + 1.17)).exp());
            (0.0761 * up / (1.0 + down)).cbrt()
        },
        tau_x: |v: f64| 0.3632 + 1.158 / (1.0 + (0.0497 * (v + 55.96)).exp()),
    };
    let b = Relaxation {
        x_inf: |v: f64| (1.0 / (1.0 + (0.0688 * (v + 53.3)).exp())).powi(4),
        tau_x: |v: f64| 1.24 + 2.678 / (1.0 + (0.0624 * (v + 50.0)).exp()),
    };
    channel(g_a, -75.0).with_gates((a.powered::<3>(), b.powered::<1>()))
}

/// The neuron with the A-conductance `g_a` (47.7 mS/cm² in the source) and the leak reversal `e_l` (−17 mV).
pub fn neuron(g_a: f64, e_l: f64) -> Neuron<f64, impl Channel<f64, Gates = Gates> + Copy> {
    let m = AlphaBeta {
        alpha: ExpLinear { rate: 3.8, midpoint: -29.7, scale: 10.0 },
        beta: Exponential { rate: 15.2, midpoint: -54.7, scale: -1.0 / 0.0556 },
    };
    let h = AlphaBeta {
        alpha: Exponential { rate: 0.266, midpoint: -48.0, scale: -20.0 },
        beta: Sigmoid { rate: 3.8, midpoint: -18.0, scale: 10.0 },
    };
    let n = AlphaBeta {
        alpha: ExpLinear { rate: 0.2, midpoint: -45.7, scale: 10.0 },
        beta: Exponential { rate: 0.25, midpoint: -55.7, scale: -80.0 },
    };
    let sodium = channel(120.0, 55.0).with_gates((m.powered::<3>(), h.powered::<1>()));
    let potassium = channel(20.0, -72.0).with_gates((n.powered::<4>(),));
    let channels = (sodium, potassium, channel(0.3, e_l), a_current(g_a));
    Neuron::new(Capacitance::from_microfarads_per_cm2(1.0), channels)
}
