//! The barnacle muscle fibre of C. Morris and H. Lecar, *Biophys. J.* 35 (1981) 193, with the numbers that give it a
//! Hopf bifurcation: J. Rinzel, G. B. Ermentrout, in *Methods in Neuronal Modeling* (1998), table 7.1.
//! mV, ms, mS/cm², µF/cm², µA/cm².

use excitable::{OdeSystem, Real};

/// C·dV/dt = I − gL·(V − VL) − gCa·m∞(V)·(V − VCa) − gK·w·(V − VK), dw/dt = φ·(w∞(V) − w)/τw(V)
#[derive(Clone, Copy, Debug)]
pub struct MorrisLecar {
    /// The current I (µA/cm²).
    pub current: f64,
}

impl MorrisLecar {
    /// w∞(V) = (1 + tanh((V − V₃)/V₄))/2, V₃ = 2, V₄ = 30 mV.
    pub fn w_inf<R: Real>(v: R) -> R {
        R::lit(0.5) * (R::lit(1.0) + ((v - R::lit(2.0)) / R::lit(30.0)).tanh())
    }

    /// The currents of leak, calcium and potassium (µA/cm²), outward positive.
    pub fn ionic<R: Real>(v: R, w: R) -> R {
        let lit = R::lit;
        // m∞(V) = (1 + tanh((V − V₁)/V₂))/2, V₁ = −1.2, V₂ = 18 mV
        let m_inf = lit(0.5) * (lit(1.0) + ((v + lit(1.2)) / lit(18.0)).tanh());
        let calcium = lit(4.4) * m_inf * (v - lit(120.0));
        lit(2.0) * (v + lit(60.0)) + calcium + lit(8.0) * w * (v + lit(84.0))
    }

    /// dy/dt of (V, w), for any number type.
    pub fn slope<R: Real>(self, [v, w]: [R; 2]) -> [R; 2] {
        // τw(V) = 1/cosh((V − V₃)/(2·V₄)), φ = 0.04
        let rate = R::lit(0.04) * ((v - R::lit(2.0)) / R::lit(60.0)).cosh();
        let dv = (R::lit(self.current) - Self::ionic(v, w)) / R::lit(20.0);
        [dv, rate * (Self::w_inf(v) - w)]
    }
}

impl OdeSystem for MorrisLecar {
    type State = [f64; 2];

    fn derivative(&self, _t: f64, y: &[f64; 2], dydt: &mut [f64; 2]) {
        *dydt = self.slope(*y);
    }
}
