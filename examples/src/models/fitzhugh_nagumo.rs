//! The model of FitzHugh and Nagumo, two equations that any `Real` can run.
//!
//! R. FitzHugh, *Biophys. J.* 1 (1961) 445, with a = 0.7, b = 0.8, ε = 0.08; without units.

use excitable::num::Matrix;
use excitable::{OdeSystem, Real};

/// dv/dt = v − v³/3 − w + I, dw/dt = ε·(v + a − b·w)
#[derive(Clone, Copy, Debug)]
pub struct FitzHughNagumo {
    /// The current I.
    pub current: f64,
}

/// The state: the fast v and the slow w.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane<R> {
    /// Fast: the potential.
    pub v: R,
    /// Slow: the recovery.
    pub w: R,
}

excitable::impl_state!(Plane<R>: R { v, w });

impl FitzHughNagumo {
    const A: f64 = 0.7;
    const B: f64 = 0.8;
    const EPSILON: f64 = 0.08;

    /// dy/dt, for any number type.
    pub fn slope<R: Real>(self, y: &Plane<R>) -> Plane<R> {
        let (lit, Plane { v, w }) = (R::lit, *y);
        Plane {
            v: v - v * v * v / lit(3.0) - w + lit(self.current),
            w: lit(Self::EPSILON) * (v + lit(Self::A) - lit(Self::B) * w),
        }
    }

    /// The current at which the state with this v is at rest.
    pub fn current_at_rest(v: f64) -> f64 {
        (v + Self::A) / Self::B - v + v * v * v / 3.0
    }
}

impl OdeSystem for FitzHughNagumo {
    type State = Plane<f64>;

    fn derivative(&self, _t: f64, y: &Plane<f64>, dydt: &mut Plane<f64>) {
        *dydt = self.slope(y);
    }

    fn jacobian(&self, _t: f64, y: &Plane<f64>, dfdy: &mut Matrix<f64>) -> bool {
        (dfdy[(0, 0)], dfdy[(0, 1)]) = (1.0 - y.v * y.v, -1.0);
        (dfdy[(1, 0)], dfdy[(1, 1)]) = (Self::EPSILON, -Self::EPSILON * Self::B);
        true
    }
}
